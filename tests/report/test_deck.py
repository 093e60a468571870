"""The slides, read back."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from gapkit.errors import ReportError
from gapkit.plots.fonts import width
from gapkit.report.deck import write_deck
from gapkit.report.deck.template import check_template
from gapkit.report.native import native_charts
from gapkit.report.page.headline import headline
from gapkit.report.story import scenes

from .frames import kiosk
from .hostile import HOSTILE, big, branded, hostile, logo, suppressed
from .office import as_pdf, pages
from .several_roles import several

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.report.content import Content

pptx = pytest.importorskip("pptx")

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
STORED = 1e-14
"""A workbook stores 16 digits of a number."""

EMU_PER_POINT = 12_700
EMU_TOLERANCE = 2
"""Lengths are cut to whole units at each step."""


def deck_of(made: Content, folder: Path) -> pptx.presentation.Presentation:
    path = folder / "slides.pptx"
    write_deck(made.published(), path)
    return pptx.Presentation(str(path))


def charts_of(deck: pptx.presentation.Presentation) -> dict[str, object]:
    found = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    return {chart.chart_title.text_frame.text: chart for chart in found}


def titles(deck: pptx.presentation.Presentation) -> list[str]:
    return [slide.shapes.title.text for slide in deck.slides]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_each_slide_is_headed_by_its_sentence(tmp_path: Path, language: str) -> None:
    made = kiosk(language).published()
    deck = deck_of(made, tmp_path)
    assert titles(deck) == [made.title, *(scene.headline for scene in scenes(made))]
    assert headline(made).lead in titles(deck)
    assert 1 < len(titles(deck)) <= 10


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_first_slide_says_what_is_internal(tmp_path: Path, audience: str) -> None:
    deck = deck_of(replace(kiosk(), audience=audience), tmp_path)
    said = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    assert any("Internal:" in text for text in said) == (audience == "internal")


def test_charts_are_native_and_hold_the_tables_figures(tmp_path: Path) -> None:
    made = kiosk().published()
    drawn = charts_of(deck_of(made, tmp_path))
    for chart in (native_charts(made)[name] for name in ("sides", "gaps", "items")):
        plot = drawn[chart.title].plots[0]
        assert [tuple(s.values) for s in plot.series] == [s.values for s in chart.series]
        assert list(plot.categories) == list(chart.rows)


def test_intervals_are_error_bars_that_refer_to_the_charts_own_workbook(tmp_path: Path) -> None:
    made = kiosk().published()
    wanted = native_charts(made)["gaps"]
    chart = charts_of(deck_of(made, tmp_path))[wanted.title]
    bars = chart.plots[0].series[0]._element.find(f"{CHART}errBars")
    sheet = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    for end, reach in (("minus", wanted.series[0].below), ("plus", wanted.series[0].above)):
        cells = bars.find(f"{CHART}{end}/{CHART}numRef")
        cached = [float(v.text) for v in cells.iter(f"{CHART}v")]
        where = cells.find(f"{CHART}f").text.partition("!")[2]
        assert cached == reach
        stored = [row[0].value for row in sheet[where.replace("$", "")]]
        assert stored == pytest.approx(reach, rel=STORED)


def test_notes_hold_every_figure_with_its_n(tmp_path: Path) -> None:
    made = kiosk().published()
    deck = deck_of(made, tmp_path)
    said = "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    frame = made.results["gaps"].frame
    rows = frame[(frame["segment"] == "all") & (frame["gap"] == "5") & (frame["level"] == "item")]
    for row in rows.to_dict("records"):
        figure = made.words.number(row["estimate"], 2, sign=True)
        assert f"{row['label']}: {figure} (" in said
        assert f"n = {row['n']}" in said


def test_nothing_lies_outside_a_slide_or_over_its_title(tmp_path: Path) -> None:
    for made in (kiosk(), branded(kiosk(), logo=logo(), colour="#005bac"), hostile(), big()):
        deck = deck_of(made, tmp_path)
        for slide in list(deck.slides)[1:]:
            title = slide.shapes.title
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.left + shape.width <= deck.slide_width + EMU_TOLERANCE
                assert shape.top + shape.height <= deck.slide_height + EMU_TOLERANCE
                if shape.has_chart or shape.has_table:
                    assert shape.top >= title.top + title.height


def test_texts_stay_texts(tmp_path: Path) -> None:
    deck = deck_of(hostile(), tmp_path)
    said = " ".join(c for chart in charts_of(deck).values() for c in chart.plots[0].categories)
    assert "=1+1" in said
    assert HOSTILE[1] in said
    with zipfile.ZipFile(tmp_path / "slides.pptx") as archive:
        books = [n for n in archive.namelist() if n.endswith(".xlsx")]
        assert books
        for name in books:
            with zipfile.ZipFile(BytesIO(archive.read(name))) as book:
                sheets = [n for n in book.namelist() if "worksheets/sheet" in n]
                assert all(b"<f>" not in book.read(n) for n in sheets)


def test_where_all_is_suppressed_no_figure_is_shown(tmp_path: Path) -> None:
    deck = deck_of(suppressed(), tmp_path)
    said = " ".join(
        [s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame]
        + [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    )
    assert "too few people to show" in said
    assert "−" not in said.replace("±", "")


def template(folder: Path, *, slides: int = 0) -> Path:
    path = folder / "brand.pptx"
    deck = pptx.Presentation()
    for _ in range(slides):
        deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "EXAMPLE"
    deck.slide_layouts[5].name = "House style"
    deck.save(str(path))
    return path


def test_a_template_gives_its_layouts_and_none_of_its_slides(tmp_path: Path) -> None:
    made = branded(kiosk(), template=template(tmp_path, slides=3), logo=logo())
    deck = deck_of(made, tmp_path)
    assert "EXAMPLE" not in titles(deck)
    assert {slide.slide_layout.name for slide in list(deck.slides)[1:]} == {"House style"}
    assert deck.slide_width == pptx.Presentation().slide_width  # not our own wide page
    with zipfile.ZipFile(tmp_path / "slides.pptx") as archive:
        names = [n for n in archive.namelist() if n.startswith("ppt/slides/slide")]
        assert len(names) == len(set(names)) == len(deck.slides)


def test_no_word_of_a_table_is_cut_in_two_on_a_narrow_page(tmp_path: Path) -> None:
    made = branded(several(), template=template(tmp_path))
    deck = deck_of(made, tmp_path)
    assert deck.slide_width / deck.slide_height == pytest.approx(4 / 3)
    tables = [s for slide in deck.slides for s in slide.shapes if s.has_table]
    assert tables
    for shape in tables:
        assert shape.top + shape.height <= deck.slide_height + EMU_TOLERANCE
        for row in shape.table.rows:
            for cell, column in zip(row.cells, shape.table.columns, strict=True):
                room = (column.width - cell.margin_left - cell.margin_right) / EMU_PER_POINT
                for run in cell.text_frame.paragraphs[0].runs:
                    for word in run.text.split():
                        assert width(word, run.font.size.pt) <= room + 0.1


def test_a_template_without_a_title_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "brand.pptx"
    deck = pptx.Presentation()
    for layout in deck.slide_layouts:
        for placeholder in list(layout.placeholders):
            placeholder.element.getparent().remove(placeholder.element)
    deck.save(str(path))
    with pytest.raises(ReportError, match=r"none of its layouts has a title.*'Title Only'"):
        check_template(path)


def test_a_template_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "brand.pptx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(
        ReportError, match=r"cannot be read as a presentation.*Save it in PowerPoint"
    ):
        check_template(path)


def test_the_logo_keeps_its_shape(tmp_path: Path) -> None:
    for kind in ("png", "jpeg"):
        deck = deck_of(branded(kiosk(), logo=logo(kind)), tmp_path)
        for slide in deck.slides:
            (picture,) = [s for s in slide.shapes if s.shape_type == 13]  # MSO_SHAPE_TYPE.PICTURE
            assert picture.width / picture.height == pytest.approx(4, rel=1e-4)  # whole units


@pytest.mark.slow
def test_an_office_program_opens_it(tmp_path: Path) -> None:
    deck = deck_of(hostile(), tmp_path)
    assert pages(as_pdf(tmp_path / "slides.pptx")) == len(deck.slides)
