"""The workbook: a sheet that explains, a sheet a table, nothing that a spreadsheet could run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from gapkit.report.action_sheet import actions_shown, write_actions
from gapkit.report.cell_words import worded
from gapkit.report.page.cells import Cells
from gapkit.report.page.headline import headline
from gapkit.report.sides import side_words
from gapkit.results import COUNTS, KEYS, TEXTS

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from gapkit.report.content import Content
    from gapkit.wording import Words

__all__ = ["FRONT", "write_workbook"]

_OF_GAPS: Final = (
    "label",
    "n",
    "mean_left",
    "mean_right",
    "estimate",
    "interval",
    "p_adjusted",
    "verdict",
    "vs_average",
)

FRONT: Final = {"gaps": _OF_GAPS, "gaps_by_unit": _OF_GAPS}
"""Columns of a table that are seen at first; the rest is folded away."""

PLACES: Final = ("wave", "segment", "value", "gap", "level")
"""Columns that say where a row belongs; they come first, so that filters find them."""

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A fixed date, so that equal results make equal files."""

MOST_SIDES: Final = 2
"""More batteries than this are not all named in a heading."""

WIDEST: Final = 46
MARGIN: Final = 2.5
MOST_MEASURED: Final = 500
"""Rows that a column's width is measured on."""

SHEET_NAME: Final = 31
"""Characters that Excel allows in a sheet's name."""


@dataclass(frozen=True)
class _Styles:
    """Formats of cells."""

    title: Format
    strong: Format
    wrapped: Format
    head: Format
    text: Format
    count: Format
    figure: Format
    signed: Format
    p: Format

    def of(self, column: str) -> Format:
        """Return the format of a table's column."""
        if column in COUNTS or column in ("count", "df"):
            return self.count
        if column == "p" or column.endswith(("_p", "p_adjusted")):
            return self.p
        if column in ("estimate", "vs_average", "adequacy", "superiority"):
            return self.signed
        return self.text if column in KEYS | TEXTS else self.figure


def write_workbook(content: Content, path: Path) -> None:
    """Write the workbook.

    Parameters
    ----------
    content
        As published.
    path
        Of the .xlsx file.
    """
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(path), options) as book:
        book.set_properties({"title": content.title, "created": CREATED, "author": "gapkit"})
        styles = _styles(book, content.options.decimals)
        frames = {name: _in_front(r.frame, content) for name, r in content.results.items()}
        if "actions" in frames:
            frames["actions"] = actions_shown(content)
        frames["ledger"] = content.ledger
        guide = book.add_worksheet(content.words("report.workbook.guide"))
        for name, frame in frames.items():
            sheet = book.add_worksheet(_sheet_name(content.words, name))
            if name == "actions":
                write_actions(sheet, content, styles.head, styles.wrapped)
            else:
                _write_table(sheet, name, frame, content, styles)
        _write_guide(guide, frames, content, styles)


def _styles(book: Workbook, decimals: int) -> _Styles:
    figure = "0." + "0" * decimals if decimals else "0"
    top: dict[str, Any] = {"valign": "top"}
    return _Styles(
        title=book.add_format({"bold": True, "font_size": 15}),
        strong=book.add_format({"bold": True, **top}),
        wrapped=book.add_format({"text_wrap": True, **top}),
        head=book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"}),
        text=book.add_format(top),
        count=book.add_format({"num_format": "#,##0", **top}),
        figure=book.add_format({"num_format": figure, **top}),
        signed=book.add_format({"num_format": f"+{figure};\u2212{figure};{figure}", **top}),
        p=book.add_format({"num_format": '[<0.001]"<0.001";0.000', **top}),
    )


def _write_table(
    sheet: Worksheet, name: str, frame: pd.DataFrame, content: Content, styles: _Styles
) -> None:
    columns = _ordered(name, list(frame.columns))
    shown = _shown(name, frame, columns)
    words = {column: worded(column, frame, content.words) for column in columns}
    for place, column in enumerate(columns):
        heading = _heading(content, name, column)
        sheet.write_string(0, place, heading, styles.head)
        form = styles.of(column)
        _write_column(sheet, place, words[column], form)
        folded = {} if column in shown else {"level": 1, "hidden": True}
        sheet.set_column(place, place, _width(heading, words[column]), None, folded)
    last = len(columns)
    if len(shown) < last:
        sheet.set_column(last, last, None, None, {"collapsed": True})
    sheet.freeze_panes(1, columns.index("label") + 1 if "label" in columns else 0)
    sheet.autofilter(0, 0, max(len(frame), 1), max(last - 1, 0))
    sheet.set_row(0, 32)
    _set_paper(sheet)
    sheet.repeat_rows(0)
    if "estimate" in columns and len(frame):
        _data_bars(sheet, columns.index("estimate"), len(frame))


def _set_paper(sheet: Worksheet) -> None:
    """Print on A4 across, as wide as the page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _data_bars(sheet: Worksheet, place: int, rows: int) -> None:
    from gapkit.plots.theme import VERDICTS

    bars = {
        "type": "data_bar",
        "bar_solid": True,
        "bar_color": VERDICTS["surplus"].tint,
        "bar_negative_color": VERDICTS["shortfall"].tint,
        "bar_axis_position": "middle",
    }
    sheet.conditional_format(1, place, rows, place, bars)


def _in_front(frame: pd.DataFrame, content: Content) -> pd.DataFrame:
    """Add the interval as it is read, since a cell holds but one figure."""
    if "answer" in frame:
        return _wide(frame)
    if "vs_average" not in frame:
        return frame
    cells = Cells(frame, content.words, content.options.decimals)
    said = [text for text, _ in cells.intervals("ci_low", "ci_high", sign=True)]
    return frame.assign(interval=said)


def _wide(answers: pd.DataFrame) -> pd.DataFrame:
    """Put an item's answers side by side: how many answered, then the share of each answer."""
    keys = ["wave", "segment", "value", "battery", "key"]
    points = list(dict.fromkeys(answers["answer"]))
    by_item = answers.groupby(keys, sort=False)
    total = by_item["n"].sum(min_count=1)
    shares = answers.pivot_table("share", keys, "answer", sort=False, dropna=False, observed=True)
    return (
        shares.reindex(index=total.index, columns=points)
        .assign(n=total)[["n", *points]]
        .reset_index()
    )


def _ordered(name: str, columns: list[str]) -> list[str]:
    """Put the places first, then what stands in front, then the rest as it was."""
    if name not in FRONT:
        return columns
    first = [c for c in (*PLACES, *FRONT[name]) if c in columns]
    return [*first, *(c for c in columns if c not in first)]


def _shown(name: str, frame: pd.DataFrame, columns: list[str]) -> set[str]:
    """Return the columns that are not folded away: in front, or telling rows apart."""
    if name not in FRONT:
        return set(columns)
    telling = {c for c in PLACES if c in columns and frame[c].nunique() > 1}
    return telling | {c for c in FRONT[name] if c in columns}


def _heading(content: Content, name: str, column: str) -> str:
    say = content.words
    table = name if name in ("ledger", "actions") else "column"
    key = f"report.{table}.{column}"
    if column in ("mean_left", "mean_right") and name in ("gaps", "gaps_by_unit"):
        return _side_heading(content, ("mean_left", "mean_right").index(column))
    if column == "interval":
        return say(key, confidence=f"{100 * content.options.confidence:g} %")
    return say(key) if say.has(key) else column


def _side_heading(content: Content, side: int) -> str:
    """Name the batteries on one side of the gaps, unless there are too many to name."""
    say = content.words
    gaps = dict.fromkeys(content.results["gaps"].frame["gap"].astype(str))
    names = list(dict.fromkeys(side_words(say, gap)[side] for gap in gaps))
    generic = say(f"report.column.{('mean_left', 'mean_right')[side]}")
    return " / ".join(names) if 0 < len(names) <= MOST_SIDES else generic


def _write_column(sheet: Worksheet, place: int, values: list[Any], form: Format) -> None:
    """Write the cells of a column below its heading; what is blank stays empty."""
    for row, value in enumerate(values, 1):
        if value is None or value == "":
            continue
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(row, place, value, form)
        else:
            sheet.write_string(row, place, str(value), form)


def _width(heading: str, values: list[Any]) -> float:
    """Return a width that fits most cells; Chinese characters are twice as wide as Latin ones."""
    longest = max((_length(v) for v in values[:MOST_MEASURED]), default=0.0)
    head = max((_length(word) for word in heading.split()), default=0.0)
    return min(max(longest, head, _length(heading) / 2) + MARGIN, WIDEST)


def _length(value: Any) -> float:
    if isinstance(value, float):
        return 6.0
    return float(sum(2 if ord(character) >= 0x2E80 else 1 for character in str(value)))


def _write_guide(
    sheet: Worksheet, frames: dict[str, pd.DataFrame], content: Content, styles: _Styles
) -> None:
    say = content.words
    sheet.hide_gridlines(2)
    _set_paper(sheet)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 60)
    sheet.write_string(0, 0, say("report.workbook.about", title=content.title), styles.title)
    head = headline(content)
    lines = [head.answered, head.lead, *head.further]
    reason = say("report.column.reason")
    lines.append(say("report.workbook.text", decimals=content.options.decimals, reason=reason))
    lines.append(say("report.workbook.front"))
    row = 2
    for line in lines:
        sheet.merge_range(row, 0, row, 2, "")
        sheet.write_string(row, 0, line, styles.wrapped)
        sheet.set_row(row, 16 * (1 + _length(line) // 118))
        row += 1
    for name, frame in frames.items():
        row = _write_sheet_guide(sheet, row + 1, name, frame, content, styles)


def _write_sheet_guide(
    sheet: Worksheet, row: int, name: str, frame: pd.DataFrame, content: Content, styles: _Styles
) -> int:
    say = content.words
    says = f"report.workbook.says.{name}"
    target = _sheet_name(say, name)
    sheet.write_url(row, 0, f"internal:'{target}'!A1", styles.strong, target)
    sheet.write_string(row, 1, say(says) if say.has(says) else say("report.workbook.says.other"))
    row += 1
    sheet.write_string(row, 0, say("report.workbook.column_heading"), styles.head)
    sheet.write_string(row, 1, say("report.workbook.column_name"), styles.head)
    columns = _ordered(name, list(frame.columns))
    shown = _shown(name, frame, columns)
    for place, column in enumerate(columns, row + 1):
        sheet.write_string(place, 0, _heading(content, name, column), styles.text)
        written = column if name == "ledger" or column in content.results[name].frame else ""
        sheet.write_string(place, 1, written, styles.text)
        if column not in shown:
            sheet.write_string(place, 2, say("report.workbook.folded"), styles.text)
    return row + len(columns) + 1


def _sheet_name(say: Words, name: str) -> str:
    key = f"report.workbook.sheet.{name}"
    return (say(key) if say.has(key) else name)[:SHEET_NAME]
