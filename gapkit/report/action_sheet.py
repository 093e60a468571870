"""The sheet "Actions": written with room for owner, due date and measure, and read back next time.

Each row carries, in a hidden column, what was known of its gap, so that it can be sorted, filtered
and cut down as people like: what was written is found again by what the row is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.causes.action_words import told
from gapkit.causes.taken import Baseline, Taken, UnreadableKeyError
from gapkit.errors import Problem, ReportError
from gapkit.report.figures import last_wave
from gapkit.report.records import beside
from gapkit.wording import LANGUAGES, Phrase, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from gapkit.report.content import Content

__all__ = [
    "FILLED_IN",
    "KEY",
    "ODD",
    "ReadBack",
    "actions_shown",
    "odd_rows",
    "read_actions",
    "write_actions",
]

KEY: Final = "gapkit"
"""Heading of the hidden column; the same in every language, so that the sheet is known by it."""

FILLED_IN: Final = ("owner", "due", "measure")
"""Columns that people write in."""

ODD: Final = (
    "did_it_work.without_key", "did_it_work.altered", "did_it_work.empty", "did_it_work.no_wave"
)  # fmt: skip
"""Sentences that somebody should look at."""

_COLUMNS: Final = ("rank", "whose", "what", "found", "behind", "remedy", *FILLED_IN)

_WIDTHS: Final = (8.0, 18.0, 24.0, 54.0, 54.0, 44.0, 18.0, 14.0, 40.0)
"""Of `_COLUMNS`, in characters."""

_SLACK: Final = 1.2
"""Words are not cut at a line's end, so that lines are not filled."""

_LINE: Final = 15.0
"""Height of a line of text in points."""


def actions_shown(content: Content) -> pd.DataFrame:
    """Return the rows of the sheet in words: each certain shortfall of the last wave, by rank.

    Parameters
    ----------
    content
        As published.
    """
    import pandas as pd

    rows = []
    for row in _acted(content):
        said = told(row, content.words, content.options)
        fits = (said.remedy, beside(content, row))
        remedy = content.words("list.sentences").join(text for text in fits if text)
        cells = (said.rank, said.whose, str(row["label"]), said.found, said.behind, remedy)
        rows.append([*cells, *[""] * len(FILLED_IN)])
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _acted(content: Content) -> list[dict[str, Any]]:
    frame = content.results["actions"].frame
    stands = (frame["advice"] == "act") & frame["without_action"].notna()
    here = frame[stands & (frame["wave"].astype(str) == last_wave(frame))]
    # everybody first, and dimensions before their items; by rank within each
    order = (
        here[["segment", "level"]]
        .ne(["all", "dimension"])
        .sort_values(["segment", "level"], kind="stable")
    )
    rows: list[dict[str, Any]] = here.loc[order.index].to_dict("records")  # type: ignore[assignment]
    return rows


def write_actions(sheet: Worksheet, content: Content, head: Format, text: Format) -> None:
    """Write the sheet.

    Parameters
    ----------
    sheet
        Empty.
    content
        As published.
    head, text
        How headings and cells look.
    """
    for place, (column, width) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True)):
        sheet.write_string(0, place, content.words(f"report.actions.{column}"), head)
        sheet.set_column(place, place, width)
    hidden = len(_COLUMNS)
    sheet.write_string(0, hidden, KEY, head)
    sheet.set_column(hidden, hidden, 10, None, {"hidden": True})
    shown = actions_shown(content)
    scale = float(content.instrument.scale.range)
    for number, (row, cells) in enumerate(
        zip(_acted(content), shown.to_numpy().tolist(), strict=True), 1
    ):
        for place, cell in enumerate(cells):
            if cell:
                sheet.write_string(number, place, cell, text)
            else:
                sheet.write_blank(number, place, None, text)
        sheet.write_string(number, hidden, Baseline.of(row, content.instrument.name, scale).text)
        sheet.set_row(number, _LINE * _lines(cells))
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(len(shown), 1), hidden)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _lines(cells: Sequence[str]) -> int:
    """Return how many lines the longest cell takes; Chinese characters are twice as wide."""
    wide = [sum(2 if ord(c) >= 0x2E80 else 1 for c in text) for text in cells]
    return max(1 + int(_SLACK * long / width) for long, width in zip(wide, _WIDTHS, strict=False))


@dataclass(frozen=True)
class ReadBack:
    """What a sheet came back with.

    Parameters
    ----------
    taken
        Rows that somebody filled in.
    untouched
        How many rows nobody filled in.
    without_key, altered
        Numbers of filled-in rows whose key is missing, or is not as it was written.
    """

    taken: tuple[Taken, ...]
    untouched: int
    without_key: tuple[int, ...]
    altered: tuple[int, ...]


def read_actions(path: Path, instrument: str) -> ReadBack:
    """Read what people wrote into the sheet of an earlier report.

    A formula counts as what it shows; it is never carried on as a formula.

    Parameters
    ----------
    path
        The workbook.
    instrument
        Name of the study's questionnaire.

    Raises
    ------
    ReportError
        There is no such file, it is no workbook, it has no such sheet, a column was renamed, or it
        is about another questionnaire.
    """
    name, grid = _grid(path)
    head = [str(cell).strip() for cell in grid[0]]
    places = {column: _place(path, name, head, column) for column in FILLED_IN}
    key = head.index(KEY)
    taken: list[Taken] = []
    without, altered, untouched = [], [], 0
    for number, row in enumerate(grid[1:], 2):
        written = {column: _text(row[place]) for column, place in places.items()}
        if not any(written.values()):
            untouched += bool(_text(row[key]))
            continue
        if not _text(row[key]):
            without.append(number)
            continue
        try:
            taken.append(Taken(Baseline.read(_text(row[key])), **written))
        except UnreadableKeyError:
            altered.append(number)
    _same_instrument(path, name, taken, instrument)
    return ReadBack(tuple(taken), untouched, tuple(without), tuple(altered))


def odd_rows(found: ReadBack, file: str) -> tuple[Phrase, ...]:
    """Say which rows cannot be used, and where nothing was filled in."""
    said = []
    for key, rows in zip(ODD, (found.without_key, found.altered), strict=False):
        if rows:
            values = {"file": file, "count": len(rows), "rows": ", ".join(map(str, rows))}
            said.append(Phrase(key, values))
    if not (found.taken or said):
        said.append(Phrase("did_it_work.empty", {"file": file, "rows": found.untouched}))
    return tuple(said)


def _grid(path: Path) -> tuple[str, list[list[Any]]]:
    """Return the sheet that has the hidden column."""
    import python_calamine as calamine

    if not path.is_file():
        advice = f"Give the results.xlsx of an earlier report; it was looked for in {path.parent}."
        raise ReportError(Problem(path.name, "there is no such file.", advice))
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            grid = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if grid and KEY in [str(cell).strip() for cell in grid[0]]:
                return name, grid
    except calamine.CalamineError as error:
        advice = "Give the results.xlsx of an earlier report, saved as .xlsx."
        raise ReportError(Problem(path.name, "it is no workbook.", advice)) from error
    names = ", ".join(book.sheet_names)
    what = f"no sheet has the hidden column '{KEY}' of the sheet of actions. Sheets: {names}."
    advice = "Give the results.xlsx of a report that had the sheet, with the column left in it."
    raise ReportError(Problem(path.name, what, advice))


def _place(path: Path, sheet: str, head: list[str], column: str) -> int:
    headings = [words(language)(f"report.actions.{column}") for language in LANGUAGES]
    found = next((head.index(h) for h in headings if h in head), None)
    if found is None:
        what = f"there is no column {' or '.join(map(repr, headings))}."
        advice = "Give the column its heading back."
        raise ReportError(Problem(f"{path.name}, {sheet}", what, advice))
    return found


def _text(cell: Any) -> str:
    """Return a cell as written: a date as 2026-09-30, a number without needless .0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().removesuffix(" 00:00:00")


def _same_instrument(path: Path, sheet: str, taken: Sequence[Taken], instrument: str) -> None:
    others = sorted({t.baseline.instrument for t in taken} - {instrument})
    if others:
        what = (
            f"its actions are about the questionnaire {others[0]!r}; the study asks {instrument!r}."
        )
        advice = "Gaps of two questionnaires cannot be compared: leave `actions` out of [study]."
        raise ReportError(Problem(f"{path.name}, {sheet}", what, advice))
