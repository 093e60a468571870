"""What to do first, what the records ask for, and what became of the actions of last time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import WHOLE
from gapkit.report.figures import last_wave
from gapkit.report.page.cells import Cells
from gapkit.report.page.places import label_column
from gapkit.report.page.table import Table, column_of
from gapkit.report.records import beside, drifted

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.page.table import Cell

__all__ = ["action_sentences", "first_rows", "outcome_sentences", "outcome_table"]

_IN_TABLE: Final = "did_it_work.not_told"

TONES: Final = {"worked": "met", "worse": "shortfall", "not told": "unclear"}
"""How a verdict on an action looks."""


def action_sentences(content: Content) -> tuple[str, ...]:
    """Return what comes first, why, and what would fit; beside it what the records know of it."""
    result = content.results.get("actions")
    if result is None:
        return ()
    say, rows = content.words, first_rows(content).to_dict("records")
    said = []
    for phrase in result.sentences:
        text = say.say(phrase)
        if phrase.key == "actions.said":
            row = rows[int(str(phrase.values["place"])) - 1]
            more = (text, beside(content, row), drifted(content, row))
            text = say("list.sentences").join(part for part in more if part)
        said.append(text)
    return tuple(said)


def first_rows(content: Content) -> pd.DataFrame:
    """Return everybody's certain shortfalls of the last wave by rank: of dimensions, else of items."""
    frame = content.results["actions"].frame
    here = frame[(frame["segment"] == WHOLE) & (frame["wave"].astype(str) == last_wave(frame))]
    here = here[(here["advice"] == "act") & here["rank"].notna()]
    level = "dimension" if (here["level"] == "dimension").any() else "item"
    return here[here["level"] == level].sort_values("rank", kind="stable")


def outcome_sentences(content: Content) -> tuple[str, ...]:
    """Return what became of the actions; those of which nothing is told stand in the table."""
    return _said(content, "did_it_work", without=_IN_TABLE)


def _said(content: Content, name: str, without: str = "") -> tuple[str, ...]:
    result = content.results.get(name)
    phrases = () if result is None else result.sentences
    return tuple(content.words.say(p) for p in phrases if p.key != without)


def outcome_table(content: Content) -> Table | None:
    """Return a row an action: who, until when, what, what was to be expected, what was found."""
    result = content.results.get("did_it_work")
    if result is None or result.frame.empty:
        return None
    say, frame = content.words, result.frame
    cells = Cells(frame, say, content.options.decimals)
    told = cells.other_verdicts("difference", TONES)
    columns = (
        label_column(say, cells),
        column_of("segment", say("report.actions.whose"), cells.groups()),
        column_of("verdict", say("report.column.verdict"), told),
        column_of("owner", say("report.actions.who_when"), _who_when(content, cells)),
        column_of("measure", say("report.actions.measure"), cells.texts("measure")),
        column_of("before", say("report.column.before"), _signed(cells, "before"), "number"),
        column_of(
            "without_action",
            say("report.column.without_action"),
            _signed(cells, "without_action"),
            "number",
        ),
        column_of("estimate", say("report.actions.now"), _signed(cells, "estimate"), "number"),
        column_of("difference", say("report.column.difference"), _difference(cells), "number"),
    )
    return Table("did_it_work", say("report.table.did_it_work"), columns)


def _who_when(content: Content, cells: Cells) -> list[Cell]:
    """Say owner and due date, as far as they were filled in."""
    pairs = zip(cells.texts("owner"), cells.texts("due"), strict=True)
    join = content.words("list.between").join
    return [(join(text for text, _ in pair if text), "") for pair in pairs]


def _signed(cells: Cells, column: str) -> list[Cell]:
    return cells.numbers(column, sign=True)


def _difference(cells: Cells) -> list[Cell]:
    """Say the difference with its interval in one cell."""
    ends = cells.intervals("ci_low", "ci_high", sign=True)
    pairs = zip(_signed(cells, "difference"), ends, strict=True)
    return [(f"{text} ({span})" if text and span else text, "") for (text, _), (span, _) in pairs]
