"""Which tables the page shows, with which columns in front."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name
from gapkit.report.figures import last_wave, several_dimensions
from gapkit.report.page.across import ACROSS, response
from gapkit.report.page.budget import fitting
from gapkit.report.page.cells import Cells
from gapkit.report.page.compared import COMPARED
from gapkit.report.page.gap_columns import gap_columns
from gapkit.report.page.places import (
    label_column,
    labels,
    level_select,
    place_columns,
    place_selects,
    useful,
)
from gapkit.report.page.table import Table, column_of, select_of
from gapkit.report.page.views import view
from gapkit.report.sides import battery_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from gapkit.report.content import Content
__all__ = ["dimension_table", "page_tables"]


def page_tables(content: Content) -> tuple[Table, ...]:
    """Return the tables that can be searched on the page, the most asked for first.

    Parameters
    ----------
    content
        As published.
    """
    return tuple(
        _built(content, name, content.results[name].frame)
        for name in ORDER
        if name in content.results and len(content.results[name].frame)
    )


def _built(content: Content, name: str, frame: pd.DataFrame) -> Table:
    """Make the view of a table, of as many of its rows as the page can carry."""
    kept = fitting(frame)
    table = BUILDERS[name](content, kept) if name in BUILDERS else view(content, name, kept)
    return replace(table, left_out=len(frame) - len(kept))


def dimension_table(content: Content) -> Table | None:
    """Return everybody's gaps of the last wave by dimension; None where there is one dimension."""
    result = content.results.get("gaps")
    gap = None if result is None else main_gap(result.frame)
    if result is None or gap is None:
        return None
    frame = result.frame
    here = frame[
        (frame["wave"].astype(str) == last_wave(frame))
        & (frame["segment"] == "all")
        & (frame["gap"] == gap)
        & frame["level"].isin(["dimension", "overall"])
    ]
    if not several_dimensions(here):
        return None
    label, *figures = gap_columns(content, here, gap)
    named = replace(label, heading=content.words("level.dimension"))
    return Table("gaps", content.words("report.table.dimensions"), (named, *figures))


def _gaps(content: Content, frame: pd.DataFrame) -> Table:
    say = content.words
    gap = str(main_gap(frame))
    label, *figures = gap_columns(content, frame, gap)
    columns = (label, *place_columns(content, frame), *figures)
    gaps = {g: gap_name(say, g) for g in frame["gap"].astype(str).unique()}
    selects = (
        *place_selects(content, frame),
        select_of("gap", say("report.column.gap"), frame["gap"].astype(str).tolist(), gaps, gap),
        level_select(content, frame),
    )
    return Table("gaps", say("report.table.gaps"), columns, useful(selects))


def _scores(content: Content, frame: pd.DataFrame) -> Table:
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    confidence = content.words.level(content.options.confidence)
    interval = say("report.column.interval", confidence=confidence)
    columns = (
        label_column(say, cells),
        *place_columns(content, frame),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        column_of("mean", say("report.column.mean"), cells.numbers("mean"), "number"),
        column_of("ci_low", interval, cells.intervals("ci_low", "ci_high"), "number"),
        column_of("sd", say("report.column.sd"), cells.numbers("sd"), "number"),
    )
    batteries = {b: battery_word(say, b) for b in frame["battery"].astype(str).unique()}
    chosen = "perception" if "perception" in batteries else next(iter(batteries))
    values = frame["battery"].astype(str).tolist()
    battery = select_of("battery", say("report.column.battery"), values, batteries, chosen)
    selects = (*place_selects(content, frame), battery, level_select(content, frame))
    return Table("scores", say("report.table.scores"), columns, useful(selects))


def _zones(content: Content, frame: pd.DataFrame) -> Table:
    say = content.words
    frame = frame.assign(label=labels(content, frame))
    cells = Cells(frame, say, content.options.decimals)
    numbers = ("minimum", "perception", "desired")
    columns = (
        label_column(say, cells),
        *place_columns(content, frame),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        *(column_of(b, battery_word(say, b), cells.numbers(b), "number") for b in numbers),
        column_of(
            "adequacy", say("gap.adequacy.short"), cells.numbers("adequacy", sign=True), "number"
        ),
        column_of(
            "superiority",
            say("gap.superiority.short"),
            cells.numbers("superiority", sign=True),
            "number",
        ),
        column_of("verdict", say("report.column.verdict"), cells.zone_verdicts()),
    )
    selects = (*place_selects(content, frame), level_select(content, frame))
    return Table("zones", say("report.table.zones"), columns, useful(selects))


BUILDERS: Final[Mapping[str, Callable[[Content, pd.DataFrame], Table]]] = {
    "gaps": _gaps,
    **ACROSS,
    **COMPARED,
    "scores": _scores,
    "zones": _zones,
    "response": response,
}
"""Table → what makes its view, where it has a form of its own."""

ORDER: Final = (
    "gaps", "scores", "zones", "trends", "mix_rate", "control", "league", *ACROSS,
    "attribution", "causes", "causes_by_unit", "cause_views", "outcomes", "consequences", "drivers",
    "what_if", "driver_models", "difference_scores", "priorities", "kano",
    "penalty_reward", "response", "reliability", "structure", "fit", "validity", "invariance",
    "answer_quality", "flagged_gaps", "similar_forms", "short_form",
)  # fmt: skip
"""Tables that can be searched on the page, the most asked for first."""
