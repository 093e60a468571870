"""What changed from wave to wave, and how units compare: sentences, and tables that can be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.terms import gap_name, side_word
from gapkit.plots.league import LOOKS as LEAGUE_LOOKS
from gapkit.report.page.cells import Cells
from gapkit.report.page.places import (
    label_column,
    level_select,
    place_columns,
    place_selects,
    useful,
)
from gapkit.report.page.table import Column, Select, Table, column_of, select_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["COMPARED", "change_sentences", "league_sentences"]

CHANGE_TONES: Final = {
    "better": "surplus", "nearer": "surplus", "worse": "shortfall", "further": "shortfall",
    "same": "met",
}  # fmt: skip
"""Verdict on a change → tone; a gap that only the other side moved is neither good nor bad."""

LEAGUE_TONES: Final = {"below": "shortfall", "above": "surplus"}


def change_sentences(content: Content) -> tuple[str, ...]:
    """Return what changed between the last two waves."""
    return _said(content, "trends")


def league_sentences(content: Content) -> tuple[str, ...]:
    """Return which units are told apart."""
    return _said(content, "league")


def _said(content: Content, name: str) -> tuple[str, ...]:
    result = content.results.get(name)
    return () if result is None else tuple(content.words.say(p) for p in result.sentences)


def _trends(content: Content, frame: pd.DataFrame) -> Table:
    say = content.words
    frame = frame.assign(wave=frame["wave_to"])
    cells = Cells(frame, say, content.options.decimals)
    first = _first_gap(frame)
    left, right = (
        {g: side_word(say, g, side) for g in frame["gap"].astype(str).unique()}
        for side in ("left", "right")
    )
    columns = (
        label_column(say, cells),
        *place_columns(content, frame),
        column_of("wave_from", say("report.compared.since"), cells.texts("wave_from"), "quiet"),
        _number(cells, "change", say("report.compared.change")),
        column_of(
            "ci_low", _interval(content), cells.intervals("ci_low", "ci_high", sign=True), "number"
        ),
        column_of(
            "change_right", right[first], cells.numbers("change_right", sign=True), "number", right
        ),
        column_of(
            "change_left", left[first], cells.numbers("change_left", sign=True), "number", left
        ),
        _number(cells, "mix", say("report.compared.mix")),
        _number(cells, "rate", say("report.compared.rate")),
        _number(cells, "expected_change", say("report.compared.expected")),
        column_of(
            "verdict", say("report.column.verdict"), cells.other_verdicts("change", CHANGE_TONES)
        ),
    )
    return _table(content, frame, "trends", columns)


def _league(content: Content, frame: pd.DataFrame) -> Table:
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    ranks = [
        (say("report.interval", low=low, high=high) if low and high else "", "")
        for (low, _), (high, _) in zip(
            cells.counts("rank_low"), cells.counts("rank_high"), strict=True
        )
    ]
    verdicts = {v: LEAGUE_TONES.get(v, "unclear") for v in LEAGUE_LOOKS}
    columns = (
        column_of("value", say("report.column.unit"), cells.units()),
        column_of("label", say("report.column.label"), cells.labels(), "quiet"),
        *(c for c in place_columns(content, frame) if c.name == "wave"),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        _number(cells, "mean", say("report.compared.raw")),
        _number(cells, "adjusted", say("report.compared.adjusted")),
        _number(cells, "shrunk", say("report.compared.shrunk")),
        column_of("ci_low", _interval(content), cells.intervals("ci_low", "ci_high", sign=True), "number"),
        column_of("rank_low", say("report.compared.ranks"), ranks, "number"),
        column_of("verdict", say("report.column.verdict"), cells.other_verdicts("shrunk", verdicts)),
    )  # fmt: skip
    return _table(content, frame, "league", columns)


COMPARED: Final[Mapping[str, Callable[[Content, pd.DataFrame], Table]]] = {
    "trends": _trends,
    "league": _league,
}
"""Table → what makes its view."""


def _table(content: Content, frame: pd.DataFrame, name: str, columns: tuple[Column, ...]) -> Table:
    say = content.words
    gaps = {g: gap_name(say, g) for g in frame["gap"].astype(str).unique()}
    gap: Select = select_of(
        "gap", say("report.column.gap"), frame["gap"].astype(str).tolist(), gaps, _first_gap(frame)
    )
    selects = (*place_selects(content, frame), gap, level_select(content, frame))
    return Table(name, say(f"report.table.search.{name}"), columns, useful(selects))


def _first_gap(frame: pd.DataFrame) -> str:
    gaps = list(dict.fromkeys(frame["gap"].astype(str)))
    return "5" if "5" in gaps else gaps[0]


def _number(cells: Cells, column: str, heading: str) -> Column:
    return column_of(column, heading, cells.numbers(column, sign=True), "number")


def _interval(content: Content) -> str:
    confidence = content.words.level(content.options.confidence)
    return content.words("report.column.interval", confidence=confidence)
