"""Managers beside staff, witnesses beside each other, and who answered at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.plots.consensus import LOOKS
from gapkit.report.figures import consensus_pairs, last_wave
from gapkit.report.page.across import response_columns, witness_tone
from gapkit.report.page.cells import Cells
from gapkit.report.page.places import label_column
from gapkit.report.page.table import Table, column_of
from gapkit.report.sides import battery_word, role_word, roles_word

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.page.table import Cell, Column

__all__ = [
    "consensus_tables",
    "response_sentences",
    "response_table",
    "witness_sentences",
    "witness_table",
]

SHOWN: Final = ("dimension", "overall")
"""Levels that a small table has; items stand in the searchable one."""


def consensus_tables(content: Content) -> tuple[Table, ...]:
    """Return for each battery and pair of roles a table of everybody in the last wave."""
    frame = _here(content, "consensus")
    if frame is None:
        return ()
    tables = []
    for battery, left, right in consensus_pairs(frame):
        mine = (frame["battery"] == battery) & (frame["role_left"] == left)
        rows = frame[mine & (frame["role_right"] == right)]
        title = content.words(
            "report.table.consensus",
            battery=battery_word(content.words, battery),
            left=role_word(content.words, left),
            right=role_word(content.words, right),
        )
        sides = role_word(content.words, left), role_word(content.words, right)
        tables.append(Table("consensus", title, _consensus_columns(content, rows, sides)))
    return tuple(tables)


def _consensus_columns(
    content: Content, rows: pd.DataFrame, sides: tuple[str, str]
) -> tuple[Column, ...]:
    say = content.words
    means = say("report.means_of", left=sides[0], right=sides[1])
    cells = Cells(rows, say, content.options.decimals)
    confidence = content.words.level(content.options.confidence)
    return (
        _dimensions(content, cells),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        column_of(
            "mean_left", means, cells.two("mean_left", "mean_right"), "number"
        ),
        column_of(
            "difference", say("report.column.difference"), cells.numbers("difference", sign=True),
            "number",
        ),
        column_of(
            "ci_low", say("report.column.interval", confidence=confidence),
            cells.intervals("ci_low", "ci_high", sign=True), "number",
        ),
        column_of(
            "agreement_left", say("plots.consensus.agreement"),
            cells.two("agreement_left", "agreement_right"), "number",
        ),
        column_of(
            "verdict", say("report.column.verdict"), cells.other_verdicts("difference", LOOKS)
        ),
    )  # fmt: skip


def _dimensions(content: Content, cells: Cells) -> Column:
    return replace(label_column(content.words, cells), heading=content.words("level.dimension"))


def witness_table(content: Content) -> Table | None:
    """Return a row a dimension, a column for every two witnesses: their difference and verdict."""
    frame = _here(content, "witnesses")
    if frame is None:
        return None
    say = content.words
    rows = frame.drop_duplicates(["level", "key"])
    keys = list(zip(rows["level"], rows["key"], strict=True))
    columns = [_dimensions(content, Cells(rows, say, content.options.decimals))]
    pairs = dict.fromkeys(zip(frame["role_left"], frame["role_right"], strict=True))
    for left, right in pairs:
        mine = frame[(frame["role_left"] == left) & (frame["role_right"] == right)]
        said = {(r["level"], r["key"]): _witness(content, r) for r in mine.to_dict("records")}
        cells: list[Cell] = [said.get(key, ("", "")) for key in keys]
        columns.append(column_of(f"{left}-{right}", roles_word(say, left, right), cells))
    return Table("witnesses", say("report.table.witnesses"), tuple(columns))


def _witness(content: Content, row: dict[str, object]) -> Cell:
    """Say the difference; its mark shows the sign where the two are told to disagree."""
    difference = float(str(row["difference"]))
    say, verdict = content.words, str(row["verdict"])
    if difference != difference or not say.has(f"verdict.other.{verdict}"):
        return say("plots.blank"), "blank"
    number = say.number(difference, content.options.decimals, sign=True)
    text = say("report.witness", number=number, verdict=say(f"verdict.other.{verdict}"))
    return text, witness_tone(verdict, difference)


def witness_sentences(content: Content) -> tuple[str, ...]:
    """Return on how many dimensions the witnesses agree."""
    frame = _here(content, "witnesses")
    if frame is None:
        return ()
    rows = frame[(frame["level"] == "dimension") & frame["difference"].notna()]
    if rows.empty:
        return ()
    counts = {v: int((rows["verdict"] == v).sum()) for v in ("agree", "disagree", "unclear")}
    margin = content.options.margin * content.instrument.scale.range
    said = content.words.number(margin, content.options.decimals)
    return (content.words("report.witnesses", margin=said, count=len(rows), **counts),)


def response_table(content: Content) -> Table | None:
    """Return what was sent and answered by unit, in the last wave."""
    frame = _last(content, "response")
    if frame is None:
        return None
    title = content.words("report.table.response")
    return Table("response", title, response_columns(content, frame))


def response_sentences(content: Content) -> tuple[str, ...]:
    """Return the response rate, and what those who did not answer could overturn."""
    frame = _last(content, "response")
    whole = None if frame is None else frame[frame["unit"] == "all"]
    if whole is None or whole.empty:
        return ()
    row, say = whole.iloc[0], content.words
    said = []
    if row["rate"] == row["rate"]:
        counts = {c: say.number(float(row[c]), 0) for c in ("sent", "answered")}
        said.append(say("report.response.rate", rate=say.percent(row["rate"], 1), **counts))
    tip = float(row["tipping_point"])
    if tip == tip:
        side = "higher" if tip > 0 else "lower"
        points = say.number(abs(tip), content.options.decimals)
        said.append(say(f"report.response.{side}", points=points))
    return tuple(said)


def _here(content: Content, name: str) -> pd.DataFrame | None:
    """Return the rows of everybody in the last wave that a small table shows."""
    frame = _last(content, name)
    if frame is None:
        return None
    frame = frame[(frame["segment"] == "all") & frame["level"].isin(SHOWN)]
    return None if frame.empty else frame


def _last(content: Content, name: str) -> pd.DataFrame | None:
    result = content.results.get(name)
    if result is None or result.frame.empty:
        return None
    return result.frame[result.frame["wave"].astype(str) == last_wave(result.frame)]
