"""Searchable tables of what stands between roles, and of who answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.terms import gap_name
from gapkit.plots.consensus import LOOKS
from gapkit.report.figures import last_wave
from gapkit.report.page.cells import Cells
from gapkit.report.page.gap_columns import gap_columns
from gapkit.report.page.places import (
    label_column,
    level_select,
    place_columns,
    place_selects,
    useful,
)
from gapkit.report.page.table import Column, Select, Table, column_of, select_of
from gapkit.report.sides import battery_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.page.table import Cell

__all__ = ["ACROSS", "PROFILE_TONES", "response", "response_columns", "witness_tone"]

PROFILE_TONES: Final = {"under": "shortfall", "alike": "met", "over": "surplus"}


def witness_tone(verdict: str, difference: float) -> str:
    """Return the tone of a verdict on two witnesses; where they disagree, its mark shows the sign.

    Examples
    --------
    >>> witness_tone("disagree", 0.4), witness_tone("agree", -0.1)
    ('surplus', 'met')
    """
    tones = {"agree": "met", "disagree": "surplus" if difference > 0 else "shortfall"}
    return tones.get(verdict, "unclear")


def _gaps_by_unit(content: Content, frame: pd.DataFrame) -> Table:
    first = str(frame["gap"].iloc[0])
    label, n, *figures = gap_columns(content, frame, first)
    units = replace(n, heading=content.words("report.column.units"))
    columns = (label, *place_columns(content, frame), units, *figures)
    selects = (
        *place_selects(content, frame), _gap_select(content, frame), level_select(content, frame)
    )  # fmt: skip
    return _table(content, "gaps_by_unit", columns, selects)


def _knowledge(content: Content, frame: pd.DataFrame) -> Table:
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    names: list[Cell] = [(gap_name(say, str(gap)), "") for gap in frame["gap"]]
    columns = (
        column_of("gap", say("report.column.gap"), names),
        *place_columns(content, frame),
        column_of("role_right", say("report.column.roles"), cells.roles()),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        _number(content, cells, "r_corrected"),
        column_of("r_low", _interval(content), cells.intervals("r_low", "r_high"), "number"),
        _number(content, cells, "rms"),
        _number(content, cells, "disagreement"),
        _number(content, cells, "agreement"),
        _number(content, cells, "level_difference", sign=True),
    )
    selects = (*place_selects(content, frame), level_select(content, frame))
    return _table(content, "knowledge", columns, selects)


def _profile(content: Content, frame: pd.DataFrame) -> Table:
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    columns = (
        label_column(say, cells),
        *place_columns(content, frame),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        _number(content, cells, "gap_centred", sign=True),
        *_tested(content, cells, "gap_centred", PROFILE_TONES),
    )
    selects = (
        *place_selects(content, frame), _gap_select(content, frame), level_select(content, frame)
    )  # fmt: skip
    return _table(content, "profile", columns, selects)


def _consensus(content: Content, frame: pd.DataFrame) -> Table:
    cells = Cells(frame, content.words, content.options.decimals)
    within = content.words("plots.consensus.agreement")
    agreement = cells.two("agreement_left", "agreement_right")
    columns = (
        *_between(content, frame, cells),
        column_of("agreement_left", within, agreement, "number"),
        *_tested(content, cells, "difference", LOOKS),
    )
    batteries = {b: battery_word(content.words, b) for b in frame["battery"].unique()}
    values = frame["battery"].astype(str).tolist()
    battery = select_of(
        "battery", content.words("report.column.battery"), values, batteries, next(iter(batteries))
    )
    selects = (*place_selects(content, frame), battery, level_select(content, frame))
    return _table(content, "consensus", columns, selects)


def _witnesses(content: Content, frame: pd.DataFrame) -> Table:
    cells = Cells(frame, content.words, content.options.decimals)
    *tested, verdict = _tested(content, cells, "difference", {})
    differences = frame["difference"].tolist()
    toned: list[Cell] = [
        (word, tone if tone == "blank" else witness_tone(str(said), difference))
        for (word, tone), said, difference in zip(
            (verdict[row] for row in range(len(frame))), frame["verdict"], differences, strict=True
        )
    ]
    columns = (
        *_between(content, frame, cells),
        *tested,
        column_of(verdict.name, verdict.heading, toned),
    )
    selects = (*place_selects(content, frame), level_select(content, frame))
    return _table(content, "witnesses", columns, selects)


def response(content: Content, frame: pd.DataFrame) -> Table:
    """Return what was sent and answered, by wave and unit."""
    say = content.words
    waves = {w: w for w in sorted(set(frame["wave"].astype(str)), key=natural)}
    label, values = say("report.column.wave"), list(frame["wave"].astype(str))
    wave = select_of("wave", label, values, waves, last_wave(frame))
    return _table(content, "response", response_columns(content, frame), (wave,))


def response_columns(content: Content, frame: pd.DataFrame) -> tuple[Column, ...]:
    """Return the columns of the table `response`."""
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    units: list[Cell] = [
        (say("report.every_unit") if unit == "all" else say.unit(str(unit)), "")
        for unit in frame["unit"]
    ]
    rates: list[Cell] = [(say.percent(float(rate), 1), "") for rate in frame["rate"]]
    counts = ("customers", "sent", "answered")
    return (
        column_of("unit", say("report.column.unit"), units),
        *(column_of(c, say(f"report.column.{c}"), cells.counts(c), "number") for c in counts),
        column_of("rate", say("report.column.rate"), rates, "number"),
        column_of(
            "tipping_point",
            say("report.column.tipping"),
            cells.numbers("tipping_point", sign=True),
            "number",
        ),
    )


ACROSS: Final[Mapping[str, Callable[[Content, pd.DataFrame], Table]]] = {
    "gaps_by_unit": _gaps_by_unit,
    "knowledge": _knowledge,
    "profile": _profile,
    "consensus": _consensus,
    "witnesses": _witnesses,
}
"""Table → what makes its view."""


def _between(content: Content, frame: pd.DataFrame, cells: Cells) -> tuple[Column, ...]:
    """Two roles side by side: which rows, whose, how many, both means and their difference."""
    say = content.words
    return (
        label_column(say, cells),
        *place_columns(content, frame),
        column_of("role_right", say("report.column.roles"), cells.roles(), "quiet"),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        column_of(
            "mean_left", say("report.column.means"), cells.two("mean_left", "mean_right"), "number"
        ),
        _number(content, cells, "difference", sign=True),
    )


def _tested(
    content: Content, cells: Cells, estimate: str, tones: Mapping[str, str]
) -> tuple[Column, ...]:
    """Interval, adjusted p and verdict."""
    say = content.words
    intervals = cells.intervals("ci_low", "ci_high", sign=True)
    return (
        column_of("ci_low", _interval(content), intervals, "number"),
        column_of(
            "p_adjusted", say("report.column.p_adjusted"), cells.p_values("p_adjusted"), "number"
        ),
        column_of("verdict", say("report.column.verdict"), cells.other_verdicts(estimate, tones)),
    )


def _number(content: Content, cells: Cells, column: str, *, sign: bool = False) -> Column:
    heading = content.words(f"report.column.{column}")
    return column_of(column, heading, cells.numbers(column, sign=sign), "number")


def _interval(content: Content) -> str:
    confidence = content.words.level(content.options.confidence)
    return content.words("report.column.interval", confidence=confidence)


def _gap_select(content: Content, frame: pd.DataFrame) -> Select:
    say = content.words
    names = {g: gap_name(say, g) for g in dict.fromkeys(frame["gap"].astype(str))}
    values = frame["gap"].astype(str).tolist()
    return select_of("gap", say("report.column.gap"), values, names, next(iter(names)))


def _table(
    content: Content, name: str, columns: tuple[Column, ...], selects: tuple[Select, ...]
) -> Table:
    title = content.words(f"report.table.search.{name}")
    return Table(name, title, columns, useful(selects))
