"""Which native charts a report has: everybody's figures, of the last wave or by wave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name, sign_word
from gapkit.plots.knowledge_gap import KnowledgeGap
from gapkit.report.figures import across_roles, last_wave
from gapkit.report.native.model import NativeChart, Series, ends_of
from gapkit.report.page.five import overall_gaps
from gapkit.report.sides import battery_word, side_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["MOST_ITEMS", "WAVES", "native_charts", "sides_of"]

MOST_ITEMS: Final = 12
"""Items that have room in a chart: those furthest below the survey's own average."""

WAVES: Final = 8
"""Waves that have room in a chart: two years of quarters."""

KINDS: Final = ("stated", "derived", "points")
"""Where importance comes from, what people said first."""


def native_charts(content: Content) -> dict[str, NativeChart]:
    """Return name → chart, of those that have a figure to show.

    Parameters
    ----------
    content
        As published.
    """
    found = (*_of_gaps(content), *_of_model(content), *_of_priorities(content))
    return {chart.name: chart for chart in found if chart.numbers}


def sides_of(content: Content, gap: str) -> tuple[str, str]:
    """Return what the left and the right side of a gap are called."""
    scores = content.results.get("scores")
    return side_words(
        content.words, gap, () if scores is None else set(scores.frame["battery"].unique())
    )


def _of_gaps(content: Content) -> Iterator[NativeChart]:
    result = content.results.get("gaps")
    gap = None if result is None else main_gap(result.frame)
    if result is None or gap is None:
        return
    frame = result.frame
    everybody = frame[(frame["segment"] == "all") & (frame["gap"] == gap)]
    here = everybody[everybody["wave"].astype(str) == last_wave(frame)]
    dimensions = here[here["level"] == "dimension"]
    yield _sides(content, gap, dimensions)
    overall = here[here["level"] == "overall"]
    name = gap_name(content.words, gap)
    yield _gaps(content, "gaps", content.words("report.native.gaps", gap=name), dimensions, overall)
    yield _items(content, gap, here[here["level"] == "item"])
    yield from _by_wave(content, gap, everybody[everybody["level"] == "overall"])


def _sides(content: Content, gap: str, rows: pd.DataFrame) -> NativeChart:
    left, right = sides_of(content, gap)
    scale, say = content.instrument.scale, content.words
    return NativeChart(
        "sides",
        "bars",
        say("report.native.sides", left=left, right=right),
        say("plots.axis.answer", low=scale.names[0], high=scale.names[-1]),
        _labels(content, rows),
        (
            Series(left, _values(rows, "mean_left")),
            Series(right, _values(rows, "mean_right")),
        ),
        (float(scale.low), float(scale.high)),
    )


def _gaps(content: Content, name: str, title: str, *parts: pd.DataFrame) -> NativeChart:
    import pandas as pd

    rows = pd.concat(parts)
    say = content.words
    gap = str(rows["gap"].iloc[0]) if len(rows) else ""
    series = Series(
        gap_name(say, gap, "short") if gap else "",
        _values(rows, "estimate"),
        _values(rows, "ci_low"),
        _values(rows, "ci_high"),
        tuple(rows["verdict"].fillna("").astype(str)),
    )
    axis, labels = _axis(content, gap), _labels(content, rows)
    return NativeChart(name, "bars", title, axis, labels, (series,), ends_of(series, zero=True))


def _items(content: Content, gap: str, rows: pd.DataFrame) -> NativeChart:
    """Return the gaps of items, the furthest below the survey's own average first."""
    say, name = content.words, gap_name(content.words, gap)
    ranked = rows.sort_values("vs_average", kind="stable").head(MOST_ITEMS)
    whole = len(ranked) == len(rows)
    title = (
        say("report.figure.gaps_item", gap=name)
        if whole
        else say("report.native.items", gap=name, shown=len(ranked), count=len(rows))
    )
    return _gaps(content, "items", title, ranked)


def _by_wave(content: Content, gap: str, rows: pd.DataFrame) -> Iterator[NativeChart]:
    waves = sorted(set(rows["wave"].astype(str)), key=natural)[-WAVES:]
    if len(waves) < 2:
        return
    say, scale = content.words, content.instrument.scale
    rows = rows.set_index(rows["wave"].astype(str)).loc[waves]
    left, right = sides_of(content, gap)
    sides = (Series(left, _values(rows, "mean_left")), Series(right, _values(rows, "mean_right")))
    axis = say("plots.axis.answer", low=scale.names[0], high=scale.names[-1])
    title = say("report.native.waves", left=left, right=right)
    yield NativeChart("waves", "lines", title, axis, tuple(waves), sides)
    gaps, low, high = (_values(rows, column) for column in ("estimate", "ci_low", "ci_high"))
    series = Series(gap_name(say, gap, "short"), gaps, low, high)
    title = say("report.native.gap_by_wave", gap=gap_name(say, gap))
    ends = ends_of(series, zero=False)
    axis = _axis(content, gap)
    yield NativeChart("gap_by_wave", "lines", title, axis, tuple(waves), (series,), ends)


def _of_model(content: Content) -> Iterator[NativeChart]:
    """Yield the five gaps overall; of gap 1 the level, said to be that."""
    if not across_roles(content):
        return
    say = content.words
    found = [
        (say("report.native.level", gap=gap.heading), gap.level)
        if isinstance(gap, KnowledgeGap)
        else (gap.heading, gap)
        for gap in overall_gaps(content)
    ]
    ends = [[_number(gap.record.get(c)) for c in ("ci_low", "ci_high")] for _, gap in found]
    series = Series(
        say("report.column.estimate"),
        tuple(_number(gap.estimate) for _, gap in found),
        tuple(low for low, _ in ends),
        tuple(high for _, high in ends),
        tuple(gap.verdict if gap.heads else "" for _, gap in found),
    )
    title, axis = say("report.table.five_gaps"), say("plots.axis.gap")
    names = tuple(name for name, _ in found)
    ends_there = ends_of(series, zero=True)
    yield NativeChart("five_gaps", "bars", title, axis, names, (series,), ends_there)


def _of_priorities(content: Content) -> Iterator[NativeChart]:
    result = content.results.get("priorities")
    if result is None or result.frame.empty:
        return
    frame, say = result.frame, content.words
    here = frame[(frame["segment"] == "all") & (frame["wave"].astype(str) == last_wave(frame))]
    for level in ("item", "dimension"):
        rows = here[here["level"] == level]
        kind = next((k for k in KINDS if (rows["importance_kind"] == k).any()), None)
        if kind is None:
            continue
        rows = rows[rows["importance_kind"] == kind]
        name = say(f"drivers.importance.{kind}")
        yield NativeChart(
            "priorities",
            "points",
            say("report.figure.priorities"),
            say("report.native.importance", kind=name),
            _labels(content, rows.assign(label=_named(content, rows))),
            (
                Series(_rated(content), _values(rows, "performance")),
                Series(name, _values(rows, "importance")),
            ),
        )
        return


def _rated(content: Content) -> str:
    """Return what the rating is called: performance where it was asked, else perception."""
    scores = content.results.get("scores")
    asked = set() if scores is None else set(scores.frame["battery"].unique())
    return battery_word(content.words, "performance" if "performance" in asked else "perception")


def _named(content: Content, rows: pd.DataFrame) -> list[str]:
    label = content.instrument.label
    pairs = zip(rows["level"], rows["key"], strict=True)
    return [label(level, key, content.language) for level, key in pairs]


def _labels(content: Content, rows: pd.DataFrame) -> tuple[str, ...]:
    say = content.words
    return tuple(
        say(f"level.{level}") if level in ("overall", "weighted") else str(label)
        for level, label in zip(rows["level"], rows["label"], strict=True)
    )


def _axis(content: Content, gap: str) -> str:
    say = content.words
    left, right = sides_of(content, gap)
    sign = sign_word(say, gap, content.instrument.scale.direction, left, right)
    return say("plots.axis.with_sign", axis=say("plots.axis.gap"), sign=sign)


def _values(rows: pd.DataFrame, column: str) -> tuple[float | None, ...]:
    return tuple(_number(value) for value in rows[column].tolist())


def _number(value: Any) -> float | None:
    import pandas as pd

    return None if pd.isna(value) else float(value)
