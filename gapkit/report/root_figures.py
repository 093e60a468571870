"""Figures about root causes: how gap 5 adds up, which causes are seen, where it is wide by tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.causes.attribution_sentences import term_name
from gapkit.causes.cause_sentences import role_said
from gapkit.causes.cuts import CROSSED, TOGETHER
from gapkit.gaps.terms import gap_name
from gapkit.plots.chosen import last_wave
from gapkit.report.sides import dimension_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["Figure", "root_figures", "short_dimensions"]

MOST_SHORT: Final = 5
"""Dimensions that get a waterfall of their own."""

MOST_CLOUDS: Final = 3

Figure = tuple[str, str, str, str, str, dict[str, Any]]
"""Name, section, table, chart, title, arguments."""


def root_figures(content: Content) -> Iterator[Figure]:
    """Yield the figures that the content allows."""
    yield from _waterfalls(content)
    yield from _clouds(content)
    yield from _of_causes(content)
    yield from _by_tag(content)


def _frame(content: Content, name: str) -> pd.DataFrame | None:
    result = content.results.get(name)
    return None if result is None or result.frame.empty else result.frame


def _everybody(frame: pd.DataFrame) -> pd.DataFrame:
    here = frame[frame["wave"].astype(str) == last_wave(frame)]
    return here[here["segment"] == "all"]


def short_dimensions(content: Content) -> list[str]:
    """Return the dimensions whose gap 5 certainly falls short, worst first, in the last wave."""
    frame = _frame(content, "attribution")
    if frame is None:
        return []
    sign = 1 if content.instrument.scale.direction == "higher" else -1
    rows = _everybody(frame)
    rows = rows[(rows["kind"] == "total") & (rows["dimension"] != "overall")]
    worst = (sign * rows[["ci_low", "ci_high"]]).max(axis=1, skipna=False)
    rows = rows.assign(_size=sign * rows["estimate"])[worst < 0]
    return [str(d) for d in rows.sort_values("_size", kind="stable")["dimension"]][:MOST_SHORT]


def _waterfalls(content: Content) -> Iterator[Figure]:
    frame = _frame(content, "attribution")
    if frame is None:
        return
    wave, there = last_wave(frame), set(_everybody(frame)["dimension"])
    # the page can switch it to every dimension
    for key in [*(["overall"] if "overall" in there else []), *short_dimensions(content)][:1]:
        title = content.words("plots.waterfall.title", dimension=dimension_word(content, key))
        arguments = {"wave": wave, "dimension": key}
        name = f"attribution-{key}"
        yield (name, "attribution", "attribution", "waterfall", title, arguments)


def _clouds(content: Content) -> Iterator[Figure]:
    """Yield units as points for the dimensions that an inner gap certainly carries."""
    points, frame = _frame(content, "unit_terms"), _frame(content, "attribution")
    if points is None or frame is None:
        return
    sign = 1 if content.instrument.scale.direction == "higher" else -1
    parts = _everybody(frame)
    parts = parts[(parts["kind"] == "part") & parts["term"].isin(["1", "2", "3"])]
    sure = (sign * parts[["ci_low", "ci_high"]]).max(axis=1, skipna=False) < 0
    parts = parts[sure].assign(_size=sign * parts["estimate"])
    for key in short_dimensions(content)[:MOST_CLOUDS]:
        mine = parts[parts["dimension"] == key].sort_values("_size", kind="stable")
        if mine.empty:
            continue
        term = str(mine["term"].iloc[0])
        known = points[
            (points["dimension"] == key) & (points["wave"].astype(str) == last_wave(points))
        ]
        if known[f"gap_{term}"].notna().sum() < 2:
            continue
        named = {"dimension": dimension_word(content, key), "term": term_name(content.words, term)}
        title = content.words("plots.unit_scatter.title", **named)
        arguments = {"wave": last_wave(points), "dimension": key, "term": term}
        yield (f"around-{key}", "around", "unit_terms", "unit_scatter", title, arguments)


def _of_causes(content: Content) -> Iterator[Figure]:
    frame = _frame(content, "causes")
    if frame is None:
        return
    here = frame[frame["wave"].astype(str) == last_wave(frame)]
    for gap, role in dict.fromkeys(zip(here["gap"], here["role"], strict=True)):
        words = content.words
        named = {"gap": gap_name(words, str(gap)), "role": role_said(words, str(role))}
        arguments = {"wave": last_wave(frame), "gap": str(gap), "role": str(role)}
        title = words("plots.causes.title", **named)
        yield (f"causes-{gap}-{role}", "causes", "causes", "causes", title, arguments)


def _by_tag(content: Content) -> Iterator[Figure]:
    frame = _frame(content, "tags")
    if frame is None:
        return
    gaps = set(frame.loc[frame["tag"] == TOGETHER.join(CROSSED), "gap"])
    if "5" in gaps:
        title = content.words("report.figure.origin_aspect")
        arguments = {"wave": last_wave(frame), "gap": "5"}
        yield ("tags-origin-aspect", "tags", "tags", "origin_aspect", title, arguments)
