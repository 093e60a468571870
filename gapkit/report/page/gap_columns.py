"""The columns of a table of gaps: people, both sides, the gap with its interval, the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.report.page.cells import Cells
from gapkit.report.page.places import label_column
from gapkit.report.page.table import Column, column_of
from gapkit.report.sides import side_words

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["gap_columns"]


def gap_columns(content: Content, frame: pd.DataFrame, gap: str) -> tuple[Column, ...]:
    """Return the columns; headings of the sides are those of `gap` until another is chosen."""
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    scores = content.results.get("scores")
    answered = set() if scores is None else set(scores.frame["battery"].unique())
    gaps = frame["gap"].astype(str).unique()
    sides = {g: side_words(say, g, answered) for g in gaps}
    left, right = ({g: pair[k] for g, pair in sides.items()} for k in (0, 1))
    confidence = content.words.level(content.options.confidence)
    interval = say("report.column.interval", confidence=confidence)
    return (
        label_column(say, cells),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        column_of("mean_left", left.get(gap, ""), cells.numbers("mean_left"), "number", left),
        column_of("mean_right", right.get(gap, ""), cells.numbers("mean_right"), "number", right),
        column_of(
            "estimate",
            say("report.column.estimate"),
            cells.numbers("estimate", sign=True),
            "number",
        ),
        column_of("ci_low", interval, cells.intervals("ci_low", "ci_high", sign=True), "number"),
        column_of(
            "p_adjusted", say("report.column.p_adjusted"), cells.p_values("p_adjusted"), "number"
        ),
        column_of("verdict", say("report.column.verdict"), cells.verdicts()),
        column_of("vs_average", say("report.column.vs_average"), cells.against_average(), "number"),
    )
