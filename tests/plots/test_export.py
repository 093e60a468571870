"""SVG that stands inside a page, and PNG."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import matplotlib as mpl
import pytest

from gapkit.errors import GapkitWarning
from gapkit.instrument import Text
from gapkit.plots.canvas import tips
from gapkit.plots.export import png, svg

from .made import CHARTS, figure_of, gaps_result, texts_of

SVG = "{http://www.w3.org/2000/svg}"


def parsed(chart: str, language: str = "en", prefix: str = "f1"):
    figure = figure_of(CHARTS[chart](language))
    text = svg(figure, "Title & more", "What it <shows>", prefix)
    return figure, text, ElementTree.fromstring(text)


@pytest.mark.parametrize("chart", CHARTS)
def test_it_is_ready_to_stand_in_a_page(chart, language):
    _, text, root = parsed(chart, language)
    assert text.startswith("<svg ")
    assert root.get("role") == "img"
    assert root.get("width") is root.get("height") is None
    assert root.get("viewBox")
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Title & more"
    assert root[1].text == "What it <shows>"
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
    assert not any(e.get("style") for e in root.iter())
    assert not {"style", "metadata", "script", "image"} & {
        e.tag.removeprefix(SVG) for e in root.iter()
    }


@pytest.mark.parametrize("chart", CHARTS)
def test_ids_are_unique_prefixed_and_all_references_hold(chart):
    _, one, _ = parsed(chart, prefix="f1")
    _, two, _ = parsed(chart, prefix="f2")
    first, second = (re.findall(r' id="([^"]+)"', text) for text in (one, two))
    assert len(first + second) == len(set(first + second))
    assert all(name.startswith("f1-") for name in first)
    used = re.findall(r'(?:href="#|url\(#)([^")]+)', one)
    assert set(used) <= set(first)
    assert used


def placed(root: ElementTree.Element) -> list[tuple[str | None, ...]]:
    """Where every text, path and mark is."""
    names = ("x", "y", "d", "width", "height")
    return [
        (
            element.tag,
            "".join((element.text or "").split()),
            *(part and "".join(part.split()) for part in map(element.get, names)),
        )
        for element in root.iter()
        if element.tag.removeprefix(SVG) in ("text", "path", "use", "rect")
    ]


@pytest.mark.parametrize("chart", CHARTS)
def test_all_is_where_matplotlib_itself_puts_it(chart, language):
    figure = figure_of(CHARTS[chart](language))
    dpi, whole = figure.dpi, BytesIO()
    drawn = ElementTree.fromstring(svg(figure, "", "", "f1"))
    assert figure.dpi == dpi
    with mpl.rc_context({"svg.fonttype": "none"}):
        figure.savefig(whole, format="svg")
    expected = placed(ElementTree.fromstring(whole.getvalue()))
    assert len(expected) > 10
    assert placed(drawn) == expected


@pytest.mark.parametrize("chart", CHARTS)
def test_text_stays_text(chart, language):
    figure, _, root = parsed(chart, language)
    said = {"".join(e.itertext()).strip() for e in root.iter(f"{SVG}text")}
    assert {text.strip() for text in texts_of(figure)} <= said
    assert "Gapkit Sans TC" in root.get("font-family")
    sizes = {e.get("font-size") for e in root.iter(f"{SVG}text")}
    assert sizes <= {"8px", "9px", "12px"}


@pytest.mark.parametrize("chart", CHARTS)
def test_marks_carry_their_tooltips(chart):
    figure, _, root = parsed(chart)
    known = tips(figure)
    hung = [e for e in root.iter(f"{SVG}g") if (e.get("id") or "").startswith("f1-tip")]
    assert len(hung) == len(known) > 0
    assert {e[0].text for e in hung} == set(known.values())
    assert {e.get("pointer-events") for e in hung} == {"all"}


def test_the_same_figure_gives_the_same_bytes():
    assert parsed("gaps")[1] == parsed("gaps")[1]


def test_labels_cannot_break_out_of_the_page():
    result = gaps_result()
    label = Text({"en": "<script>alert('&')</script> \"x\""})
    items = tuple(replace(item, text=label) for item in result.instrument.items)
    result = replace(result, instrument=replace(result.instrument, items=items))
    text = svg(result.plot.gaps().figure, "<b>", "]]>", "f")
    assert "<script" not in text
    ElementTree.fromstring(text)


def test_a_users_settings_do_not_change_it():
    import matplotlib as mpl

    plain = parsed("gaps")[1]
    with mpl.rc_context({"savefig.bbox": "tight", "svg.fonttype": "path"}):
        assert parsed("gaps")[1] == plain


def test_png_has_the_size_asked_for():
    figure = figure_of(CHARTS["gaps"]("en"))
    width = int.from_bytes(png(figure, 50)[16:20], "big")
    assert width == int(figure.get_size_inches()[0] * 50)


def hangul():
    result = gaps_result()
    items = tuple(
        replace(item, text=Text({"en": "기계 외관"})) if item.id == "k1" else item
        for item in result.instrument.items
    )
    return replace(result, instrument=replace(result.instrument, items=items)).plot.profile().figure


def has_hangul() -> bool:
    from matplotlib.font_manager import fontManager, get_font

    from gapkit.plots.fonts import families

    known = {entry.name: entry.fname for entry in fontManager.ttflist}
    return any(ord("기") in get_font(known[f]).get_charmap() for f in families(["기"]))


def test_a_missing_letter_is_said_once_in_plain_words():
    figure = hangul()
    if has_hangul():
        pytest.skip("a font here has these letters")
    with pytest.warns(GapkitWarning, match="Install a font") as caught:
        png(figure)
    assert len(caught) == 1
    with pytest.warns(GapkitWarning, match="기"):
        figure.savefig(BytesIO(), format="png")


def test_an_svg_leaves_letters_to_the_readers_fonts():
    # warnings are errors here: none is raised
    assert "기계 외관" in svg(hangul(), "t", "d", "f")
