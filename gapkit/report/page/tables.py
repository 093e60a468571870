"""Which tables the page shows, with which columns in front."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name
from gapkit.report.figures import last_wave
from gapkit.report.page.cells import Cells
from gapkit.report.page.table import Column, Select, Table, column_of, select_of
from gapkit.report.sides import battery_word, side_words

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.wording import Words

__all__ = ["dimension_table", "page_tables"]

LEVELS: Final = ("item", "dimension", "overall", "weighted")


def page_tables(content: Content) -> tuple[Table, ...]:
    """Return the tables that can be searched on the page, the most asked for first.

    Parameters
    ----------
    content
        As published.
    """
    builders = {"gaps": _gaps, "scores": _scores, "zones": _zones}
    return tuple(
        build(content, content.results[name].frame)
        for name, build in builders.items()
        if name in content.results and len(content.results[name].frame)
    )


def dimension_table(content: Content) -> Table | None:
    """Return the small table of everybody's gaps by dimension, for the last wave."""
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
    label, *figures = _gap_columns(content, here, gap)
    named = replace(label, heading=content.words("level.dimension"))
    return Table("gaps", content.words("report.table.dimensions"), (named, *figures))


def _gaps(content: Content, frame: pd.DataFrame) -> Table:
    say = content.words
    gap = str(main_gap(frame))
    label, *figures = _gap_columns(content, frame, gap)
    columns = (label, *_place_columns(content, frame), *figures)
    gaps = {g: gap_name(say, g) for g in dict.fromkeys(frame["gap"].astype(str))}
    selects = (
        *_place_selects(content, frame),
        select_of("gap", say("report.column.gap"), list(frame["gap"].astype(str)), gaps, gap),
        _level_select(content, frame),
    )
    return Table("gaps", say("report.table.gaps"), columns, _useful(selects))


def _gap_columns(content: Content, frame: pd.DataFrame, gap: str) -> tuple[Column, ...]:
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    scores = content.results.get("scores")
    answered = set() if scores is None else set(scores.frame["battery"])
    gaps = dict.fromkeys(frame["gap"].astype(str))
    sides = {g: side_words(say, g, answered) for g in gaps}
    left, right = ({g: pair[k] for g, pair in sides.items()} for k in (0, 1))
    confidence = f"{100 * content.options.confidence:g} %"
    interval = say("report.column.interval", confidence=confidence)
    return (
        _label_column(say, cells),
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


def _scores(content: Content, frame: pd.DataFrame) -> Table:
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    confidence = f"{100 * content.options.confidence:g} %"
    interval = say("report.column.interval", confidence=confidence)
    columns = (
        _label_column(say, cells),
        *_place_columns(content, frame),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        column_of("mean", say("report.column.mean"), cells.numbers("mean"), "number"),
        column_of("ci_low", interval, cells.intervals("ci_low", "ci_high"), "number"),
        column_of("sd", say("report.column.sd"), cells.numbers("sd"), "number"),
    )
    batteries = {b: battery_word(say, b) for b in dict.fromkeys(frame["battery"].astype(str))}
    chosen = "perception" if "perception" in batteries else next(iter(batteries))
    values = list(frame["battery"].astype(str))
    battery = select_of("battery", say("report.column.battery"), values, batteries, chosen)
    selects = (*_place_selects(content, frame), battery, _level_select(content, frame))
    return Table("scores", say("report.table.scores"), columns, _useful(selects))


def _zones(content: Content, frame: pd.DataFrame) -> Table:
    say = content.words
    frame = frame.assign(label=_labels(content, frame))
    cells = Cells(frame, say, content.options.decimals)
    numbers = ("minimum", "perception", "desired")
    columns = (
        _label_column(say, cells),
        *_place_columns(content, frame),
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
    selects = (*_place_selects(content, frame), _level_select(content, frame))
    return Table("zones", say("report.table.zones"), columns, _useful(selects))


def _label_column(say: Words, cells: Cells) -> Column:
    """Return the wordings; what they are wordings of follows the level that is chosen."""
    by_level = {level: say(f"level.{level}") for level in LEVELS}
    heading = say("report.column.label")
    return column_of("label", heading, cells.labels(), headings=by_level)


def _labels(content: Content, frame: pd.DataFrame) -> list[str]:
    label = content.instrument.label
    return [
        label(level, key, content.language)
        for level, key in zip(frame["level"], frame["key"], strict=True)
    ]


def _place_columns(content: Content, frame: pd.DataFrame) -> tuple[Column, ...]:
    """Wave and group, where there is more than one."""
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    columns = []
    if frame["wave"].nunique() > 1:
        columns.append(column_of("wave", say("report.column.wave"), cells.texts("wave"), "quiet"))
    if (frame["segment"] != "all").any():
        columns.append(column_of("value", say("report.column.group"), cells.groups(), "quiet"))
    return tuple(columns)


def _place_selects(content: Content, frame: pd.DataFrame) -> tuple[Select, Select]:
    say = content.words
    waves = {"*": say("report.every_wave")} | {
        w: w for w in sorted(set(frame["wave"].astype(str)), key=natural)
    }
    segments = {"*": say("report.every_group")} | {
        s: say("group.everybody") if s == "all" else s
        for s in dict.fromkeys(frame["segment"].astype(str))
    }
    return (
        select_of(
            "wave",
            say("report.column.wave"),
            list(frame["wave"].astype(str)),
            waves,
            last_wave(frame),
        ),
        select_of(
            "segment",
            say("report.column.group"),
            list(frame["segment"].astype(str)),
            segments,
            "all" if "all" in segments else "*",
        ),
    )


def _level_select(content: Content, frame: pd.DataFrame) -> Select:
    say = content.words
    there = set(frame["level"])
    levels = {level: say(f"level.{level}") for level in LEVELS if level in there}
    label = say("report.column.level")
    return select_of("level", label, list(frame["level"]), levels, next(iter(levels)))


def _useful(selects: tuple[Select, ...]) -> tuple[Select, ...]:
    """Leave out a list with nothing to choose."""
    return tuple(s for s in selects if len(s.values) > 1)
