"""Which figures a report shows, each with its alternative text, its data and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name
from gapkit.report.choices import MOST_GROUPS
from gapkit.report.root_figures import root_figures
from gapkit.report.sides import battery_word
from gapkit.report.systems import system_figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from gapkit.report.content import Content

__all__ = [
    "Wanted", "across_roles", "consensus_pairs", "last_wave", "several_dimensions", "wanted"
]  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """A figure to be drawn.

    Parameters
    ----------
    name
        Of its file, and the prefix of its ids.
    section
        Part of the page that it belongs to.
    table, chart
        A result's name, and one of its charts.
    title
        What stands above it.
    arguments
        What the chart function is called with.
    folded
        Whether it is a detail, seen when asked for.
    alternatives
        Figures of the same kind that it can be switched to, instead of one below the other.
    """

    name: str
    section: str
    table: str
    chart: str
    title: str
    arguments: dict[str, Any]
    folded: bool = False
    alternatives: tuple[Wanted, ...] = ()


def wanted(content: Content) -> tuple[Wanted, ...]:
    """Return the figures that the content allows, in the order of the page.

    Parameters
    ----------
    content
        As published.
    """
    return _one_of_a_kind(
        (
            *_of_model(content),
            *_of_gaps(content),
            *_of_compared(content),
            *_of_consensus(content),
            *(Wanted(*figure) for figure in root_figures(content)),
            *(Wanted(*figure) for figure in system_figures(content)),
            *_of_actions(content),
            *_of_others(content),
            *_of_outcomes(content),
            *_of_questionnaire(content),
            *_of_answering(content),
        )
    )


def _one_of_a_kind(figures: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """Let further figures of a chart that speaks of one thing at a time be switched to."""
    kept: dict[tuple[str, str], Wanted] = {}
    for figure in figures:
        kind = (figure.chart, "" if figure.chart in ONE_AT_A_TIME else figure.name)
        first = kept.get(kind)
        kept[kind] = replace(first, alternatives=(*first.alternatives, figure)) if first else figure
    return tuple(kept.values())


ONE_AT_A_TIME: Final = frozenset({"causes", "unit_scatter", "drivers", "consensus"})
"""Charts of which the page shows one, and a list of the others."""


def last_wave(frame: pd.DataFrame) -> str:
    """Return the wave that a report speaks of first."""
    return max(frame["wave"].astype(str).unique(), key=natural, default="all")


def across_roles(content: Content) -> bool:
    """Whether a gap was asked that stands between roles, beside the customers' own."""
    result = content.results.get("gaps")
    if result is None:
        return False
    return bool(result.frame["gap"].astype(str).isin(["1", "2", "3", "4"]).any())


def several_dimensions(frame: pd.DataFrame) -> bool:
    """Whether there is more than one dimension; a single one says what the overall figure says."""
    return frame.loc[frame["level"] == "dimension", "key"].nunique() > 1


def consensus_pairs(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the batteries that two roles answered: battery, left role, right role."""
    columns = (frame[c].astype(str) for c in ("battery", "role_left", "role_right"))
    return list(dict.fromkeys(zip(*columns, strict=True)))


def _of_model(content: Content) -> Iterator[Wanted]:
    """Yield the five gaps as one picture, and dimension by dimension."""
    if not across_roles(content):
        return
    say, frame = content.words, content.results["gaps"].frame
    when = {"wave": last_wave(frame)}
    profile = {name: content.results.get(name) for name in ("knowledge", "profile")}
    arguments = {**when, "level": "overall", **profile}
    title = say("plots.five_gaps.title")
    yield Wanted("gaps-five-gaps", "gaps", "gaps", "five_gaps", title, arguments)
    title = say("plots.five_gaps.by_dimension")
    chart = "five_gaps_by_dimension"
    yield Wanted("gaps-by-dimension", "gaps", "gaps", chart, title, when)


def _of_consensus(content: Content) -> Iterator[Wanted]:
    result = content.results.get("consensus")
    if result is None or result.frame.empty:
        return
    wave = last_wave(result.frame)
    here = result.frame[result.frame["level"] == "dimension"]
    for number, (battery, left, right) in enumerate(consensus_pairs(here), 1):
        title = content.words(
            "report.figure.consensus", battery=battery_word(content.words, battery)
        )
        arguments = {"wave": wave, "battery": battery, "role_left": left, "role_right": right}
        arguments["level"] = "dimension"
        name = f"consensus-{number}"
        yield Wanted(name, "consensus", "consensus", "consensus", title, arguments)


def _of_gaps(content: Content) -> Iterator[Wanted]:
    result = content.results.get("gaps")
    gap = None if result is None else main_gap(result.frame)
    if result is None or gap is None:
        return
    say, frame = content.words, result.frame
    name = gap_name(say, gap)
    common = {"wave": last_wave(frame), "gap": gap}
    here = frame[(frame["gap"] == gap) & (frame["wave"] == common["wave"])]
    everybody = here[here["segment"] == "all"]
    levels = set(everybody["level"])
    if not several_dimensions(everybody):
        levels.discard("dimension")
    # the page for the board shows both sides of each dimension already
    plan = (
        ("dimension", "dimensions", "gaps", False),
        ("dimension", "dimensions", "profile", True),
        ("item", "items", "gaps", False),
        ("item", "items", "profile", True),
    )
    for level, section, chart, folded in plan:
        if level in levels:
            title = say(f"report.figure.{chart}_{level}", gap=name)
            arguments = {**common, "level": level}
            yield Wanted(f"{section}-{chart}", section, "gaps", chart, title, arguments, folded)
    segments = [s for s in dict.fromkeys(here["segment"]) if s != "all"]
    for number, segment in enumerate(segments, 1):
        title = say("report.figure.heatmap", gap=name, segment=say.segment(segment))
        arguments = {**common, "segment": segment, "level": "dimension"}
        many = here.loc[here["segment"] == segment, "value"].nunique() > MOST_GROUPS
        yield Wanted(f"segments-{number}", "segments", "gaps", "heatmap", title, arguments, many)


def _of_actions(content: Content) -> Iterator[Wanted]:
    """Yield the map of actions, where something tells what matters."""
    result = content.results.get("actions")
    if result is None or result.frame["importance"].isna().all():
        return
    frame = result.frame
    arguments = {"wave": last_wave(frame), "level": "item"}
    here = frame[(frame["wave"].astype(str) == arguments["wave"]) & (frame["segment"] == "all")]
    if here.loc[here["level"] == "item", "importance"].isna().all():
        arguments["level"] = "dimension"
    title = content.words("report.figure.action_map")
    yield Wanted("actions-map", "actions", "actions", "action_map", title, arguments)


def _of_compared(content: Content) -> Iterator[Wanted]:
    """Yield what changed, what the change is made of, all waves, and the units."""
    plan = (
        ("trends", "change", "slopes", {"level": "dimension"}),
        ("mix_rate", "change", "mix_rate", {"level": "dimension"}),
        ("control", "change", "run_chart", {"level": "overall", "key": "overall"}),
        ("league", "league", "league", {"level": "overall", "key": "overall"}),
    )
    for table, section, chart, whole in plan:
        result = content.results.get(table)
        if result is None or result.frame.empty:
            continue
        title = content.words(f"report.figure.{chart}")
        arguments = {"gap": main_gap(result.frame)} | whole
        folded = chart == "mix_rate" or (
            chart == "league" and result.frame["value"].nunique() > MOST_GROUPS
        )
        yield Wanted(f"{section}-{chart}", section, table, chart, title, arguments, folded)


def _of_others(content: Content) -> Iterator[Wanted]:
    say = content.words
    plan = (
        ("answers", "items", "distribution", "gaps" in content.results),
        ("scores", "priorities", "priorities", False),
        ("zones", "zones", "zones", False),
    )
    for table, section, chart, folded in plan:
        result = content.results.get(table)
        if result is None or result.frame.empty or not _fits(chart, result.frame):
            continue
        title = say(f"report.figure.{chart}")
        arguments = {"wave": last_wave(result.frame)}
        yield Wanted(f"{section}-{chart}", section, table, chart, title, arguments, folded)


def _of_outcomes(content: Content) -> Iterator[Wanted]:
    """Yield what goes with each outcome, and the kinds of attributes."""
    drivers, kano = (content.results.get(name) for name in ("drivers", "kano"))
    say = content.words
    if drivers is not None:
        when = last_wave(drivers.frame)
        for number, outcome in enumerate(dict.fromkeys(drivers.frame["outcome"]), 1):
            title = say("report.figure.drivers", outcome=say.outcome(outcome))
            arguments = {"wave": when, "outcome": outcome}
            yield Wanted(f"drivers-{number}", "drivers", "drivers", "drivers", title, arguments)
    if kano is not None and len(kano.frame):
        title = say("report.figure.kano")
        yield Wanted("kano", "kano", "kano", "kano", title, {"wave": last_wave(kano.frame)})


def _of_questionnaire(content: Content) -> Iterator[Wanted]:
    """Yield how far scores can be relied on; a quarter's report has a line on it instead."""
    result = content.results.get("reliability")
    if result is None or result.frame.empty or content.options.depth != "yearly":
        return
    title = content.words("plots.reliability.title")
    arguments = {"wave": last_wave(result.frame)}
    yield Wanted("reliability", "measurement", "reliability", "reliability", title, arguments)


def _of_answering(content: Content) -> Iterator[Wanted]:
    """Yield the signs of careless answering; a quarter's report has a line on them instead."""
    result = content.results.get("answer_quality")
    if result is None or result.frame.empty or content.options.depth != "yearly":
        return
    title = content.words("report.figure.answer_quality")
    arguments = {"wave": last_wave(result.frame)}
    yield Wanted(
        "answer-quality", "measurement", "answer_quality", "answer_quality", title, arguments
    )


def _fits(chart: str, frame: pd.DataFrame) -> bool:
    """Priorities need two batteries to set against each other."""
    if chart != "priorities":
        return True
    batteries = set(frame["battery"].unique())
    return "importance" in batteries and bool(batteries & {"performance", "perception"})
