"""The summary, read back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gapkit.options import Options
from gapkit.plots.fonts import width
from gapkit.report.document import write_document
from gapkit.report.document.pairs import pair_rows
from gapkit.report.document.paper import Paper
from gapkit.report.document.widths import PADDING, widths_of
from gapkit.report.page.headline import headline

from .frames import content, gaps_frame, scores_frame
from .hostile import branded, hostile, logo, suppressed
from .office import as_pdf, pages

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.report.content import Content

docx = pytest.importorskip("docx")


def document_of(made: Content, folder: Path) -> docx.document.Document:
    path = folder / "summary.docx"
    write_document(made.published(), path)
    return docx.Document(str(path))


def only_gaps(language: str = "en") -> Content:
    """Without figures of answers, which take the longest to draw."""
    options = Options(language=language)
    return content({"gaps": gaps_frame(options)}, options)


def cells(table: docx.table.Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_an_internal_summary_says_so_on_every_page(tmp_path: Path, audience: str) -> None:
    made = document_of(replace(only_gaps(), audience=audience), tmp_path)
    header = made.sections[0].header.paragraphs[0].text
    assert header.startswith("Internal:") == (audience == "internal")


def test_pairs_are_tested_as_r_and_spss_do() -> None:
    """The figures are R's t.test(paired = TRUE), see tests/reference/kiosk."""
    made = only_gaps().published()
    title, rows, _ = pair_rows(made, ("dimension", "overall"))
    assert "same people" in title
    assert list(rows[0]) == [
        "Pair", "n", "M Expectation", "M Perception", "Mean difference", "SD", "95 % interval",
        "t", "df", "p",
    ]  # fmt: skip
    frame = gaps_frame()
    frame = frame[(frame["segment"] == "all") & (frame["gap"] == "5")]
    (r,) = frame[frame["level"] == "overall"].to_dict("records")
    number = made.words.number
    assert list(rows[-1][1:7]) == [
        str(r["n"]), number(r["mean_left"]), number(r["mean_right"]),
        number(r["estimate"], sign=True), number(r["sd"]),
        f"{number(r['ci_low'], sign=True)} to {number(r['ci_high'], sign=True)}",
    ]  # fmt: skip
    assert list(rows[-1][7:]) == [number(r["t"]), str(r["n"] - 1), "<0.001"]


def test_different_people_have_both_counts_and_no_deviation_of_differences() -> None:
    frame = gaps_frame()
    frame = frame[frame["gap"] == "5"].assign(pairing="independent", df=203.37)
    frame[["n", "sd"]] = None
    frame["n"] = frame["n"].astype("Int64")
    frame["n_right"] = 55
    title, rows, _ = pair_rows(content({"gaps": frame}, Options()).published(), ("overall",))
    assert "different people" in title
    assert "SD" not in rows[0]
    found = dict(zip(*rows, strict=True))
    assert found["n"].endswith("| 55")
    assert found["df"] == "203.4"


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave figures out of what is not about them: they take seconds to draw."""
    monkeypatch.setattr(Paper, "figure", lambda *_: None)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_message_tables_and_figures_are_there(tmp_path: Path, language: str) -> None:
    made = only_gaps(language).published()
    found = document_of(made, tmp_path)
    said = [paragraph.text for paragraph in found.paragraphs]
    assert said[1] == made.title
    assert headline(made).lead in said
    _, rows, note = pair_rows(made, ("item",))
    assert [list(row) for row in rows] in [cells(table) for table in found.tables]
    assert note in said
    described = [shape._inline.docPr.get("descr") for shape in found.inline_shapes]
    assert len(described) >= 3
    assert all(described)


@pytest.mark.usefixtures("undrawn")
def test_heads_repeat_and_rows_are_whole(tmp_path: Path) -> None:
    for table in document_of(only_gaps(), tmp_path).tables:
        first, *others = (row._tr.xml for row in table.rows)
        assert "w:tblHeader" in first
        assert all("w:cantSplit" in row and "w:tblHeader" not in row for row in others)


@pytest.mark.usefixtures("undrawn")
def test_a_table_is_as_wide_as_the_page(tmp_path: Path) -> None:
    found = document_of(only_gaps(), tmp_path)
    page = found.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    for table in found.tables:
        # each column is cut to whole units
        assert sum(c.width for c in table.columns) == pytest.approx(room, rel=1e-3)


def test_no_figure_and_no_word_is_cut_in_two() -> None:
    """Each column is as wide as its longest word, measured as the charts measure theirs."""
    rows = [
        ["Pair", "n", "Difference", "p"],
        ["Promised call back is made", "931", "−0.52", "<0.001"],
    ]
    found = widths_of(rows, 12.0, 8.5)
    for column, room in zip(zip(*rows, strict=True), found, strict=True):
        longest = max(width(word, 8.5) for cell in column for word in cell.split())
        assert room > longest * 2.54 / 72 + 2 * PADDING
    assert found[0] == max(found)
    assert sum(found) == pytest.approx(12.0)


@pytest.mark.usefixtures("undrawn")
def test_hostile_texts_and_blanks_are_no_hindrance(tmp_path: Path) -> None:
    said = "\n".join(p.text for p in document_of(hostile(), tmp_path).paragraphs)
    assert "<script>alert(1)</script> & co" in said
    assert "\x07" not in said
    blank = document_of(suppressed(), tmp_path)
    assert any("too few people" in p.text for p in blank.paragraphs)


@pytest.mark.usefixtures("undrawn")
def test_ratings_alone_make_a_summary_too(tmp_path: Path) -> None:
    frame = scores_frame()
    made = content({"scores": frame[frame["battery"] == "perception"]}, Options())
    found = document_of(made, tmp_path)
    assert headline(made).lead in [p.text for p in found.paragraphs]
    assert not found.tables


@pytest.mark.usefixtures("undrawn")
def test_logo_and_colour_are_the_firms(tmp_path: Path) -> None:
    made = branded(only_gaps(), logo=logo(), colour="#005bac")
    found = document_of(made, tmp_path)
    plain = document_of(only_gaps(), tmp_path)
    assert len(found.inline_shapes) == len(plain.inline_shapes) + 1
    assert "005bac" in found.element.xml
    assert "005bac" not in plain.element.xml


@pytest.mark.slow
@pytest.mark.usefixtures("undrawn")
def test_an_office_program_opens_it(tmp_path: Path) -> None:
    document_of(hostile(), tmp_path)
    assert pages(as_pdf(tmp_path / "summary.docx")) > 1
