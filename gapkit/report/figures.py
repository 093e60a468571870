"""Which figures a report shows, each with its alternative text, its data and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name
from gapkit.plots.model_gaps import FIVE
from gapkit.report.sides import battery_word
from gapkit.results import CHARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.results import Result

__all__ = [
    "Drawn",
    "Wanted",
    "across_roles",
    "consensus_pairs",
    "draw",
    "last_wave",
    "wanted",
    "write_figures",
]

XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'

NARROWED: Final = (
    "wave", "segment", "value", "gap", "level", "battery", "role_left", "role_right"
)  # fmt: skip
"""Arguments of a chart that pick rows of its table."""


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
    """

    name: str
    section: str
    table: str
    chart: str
    title: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """A figure as the page takes it.

    Parameters
    ----------
    wanted
        What was asked for.
    svg
        Ready to stand within a page, with title and description for screen readers.
    description
        What the figure shows, in a sentence or two.
    rows
        The rows of the table that are drawn.
    """

    wanted: Wanted
    svg: str
    description: str
    rows: pd.DataFrame


def wanted(content: Content) -> tuple[Wanted, ...]:
    """Return the figures that the content allows, in the order of the page.

    Parameters
    ----------
    content
        As published.
    """
    return (
        *_of_model(content),
        *_of_gaps(content),
        *_of_consensus(content),
        *_of_actions(content),
        *_of_others(content),
        *_of_questionnaire(content),
        *_of_answering(content),
    )


def draw(content: Content) -> tuple[Drawn, ...]:
    """Draw every figure of a report.

    Parameters
    ----------
    content
        As published.
    """
    return tuple(_drawn(figure, content.results[figure.table]) for figure in wanted(content))


def write_figures(figures: Sequence[Drawn], folder: Path) -> None:
    """Write each figure as an SVG file."""
    folder.mkdir(parents=True, exist_ok=True)
    for figure in figures:
        (folder / f"{figure.wanted.name}.svg").write_bytes(f"{XML}{figure.svg}".encode())


def last_wave(frame: pd.DataFrame) -> str:
    """Return the wave that a report speaks of first."""
    return max(frame["wave"].astype(str).unique(), key=natural, default="all")


def across_roles(content: Content) -> bool:
    """Whether a gap was asked that stands between roles, beside the customers' own."""
    result = content.results.get("gaps")
    if result is None:
        return False
    return bool(result.frame["gap"].astype(str).isin(["1", "2", "3", "4"]).any())


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
    yield Wanted("message-five-gaps", "message", "gaps", "five_gaps", title, arguments)
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
    levels = set(here.loc[here["segment"] == "all", "level"])
    plan = (
        ("dimension", "message", "profile"),
        ("dimension", "dimensions", "gaps"),
        ("item", "items", "gaps"),
        ("item", "items", "profile"),
    )
    for level, section, chart in plan:
        if level in levels:
            title = say(f"report.figure.{chart}_{level}", gap=name)
            arguments = {**common, "level": level}
            yield Wanted(f"{section}-{chart}", section, "gaps", chart, title, arguments)
    segments = [s for s in dict.fromkeys(here["segment"]) if s != "all"]
    for number, segment in enumerate(segments, 1):
        title = say("report.figure.heatmap", gap=name, segment=segment)
        arguments = {**common, "segment": segment, "level": "dimension"}
        yield Wanted(f"segments-{number}", "segments", "gaps", "heatmap", title, arguments)


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


def _of_others(content: Content) -> Iterator[Wanted]:
    say = content.words
    plan = (
        ("answers", "items", "distribution"),
        ("scores", "priorities", "priorities"),
        ("zones", "zones", "zones"),
    )
    for table, section, chart in plan:
        result = content.results.get(table)
        if result is None or result.frame.empty or not _fits(chart, result.frame):
            continue
        title = say(f"report.figure.{chart}")
        arguments = {"wave": last_wave(result.frame)}
        yield Wanted(f"{section}-{chart}", section, table, chart, title, arguments)


def _of_questionnaire(content: Content) -> Iterator[Wanted]:
    """Yield how far scores can be relied on; a quarter's report has a line on it instead."""
    result = content.results.get("reliability")
    if result is None or result.frame.empty or content.options.depth != "yearly":
        return
    title = content.words("plots.reliability.title")
    arguments = {"wave": last_wave(result.frame)}
    yield Wanted("reliability", "quality", "reliability", "reliability", title, arguments)


def _of_answering(content: Content) -> Iterator[Wanted]:
    """Yield the signs of careless answering; a quarter's report has a line on them instead."""
    result = content.results.get("answer_quality")
    if result is None or result.frame.empty or content.options.depth != "yearly":
        return
    title = content.words("report.figure.answer_quality")
    arguments = {"wave": last_wave(result.frame)}
    yield Wanted("answer-quality", "quality", "answer_quality", "answer_quality", title, arguments)


def _fits(chart: str, frame: pd.DataFrame) -> bool:
    """Priorities need two batteries to set against each other."""
    if chart != "priorities":
        return True
    batteries = set(frame["battery"])
    return "importance" in batteries and bool(batteries & {"performance", "perception"})


def _drawn(figure: Wanted, result: Result) -> Drawn:
    from gapkit.plots.export import svg

    description = _describe(figure, result)
    axes = getattr(result.plot, figure.chart)(**figure.arguments)
    inline = svg(axes.get_figure(root=True), figure.title, description, figure.name)
    return Drawn(figure, inline, description, _rows(figure, result.frame))


def _describe(figure: Wanted, result: Result) -> str:
    module = CHARTS[figure.table][figure.chart].partition(":")[0]
    describe: Any = import_module(module).describe
    return str(describe(result, **figure.arguments))


def _rows(figure: Wanted, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a figure shows; everybody's where it does not say whose."""
    picked = {"segment": "all", **figure.arguments}
    for column in NARROWED:
        if column in picked and column in frame:
            frame = frame[frame[column].astype(str) == picked[column]]
    if figure.chart.startswith("five_gaps"):
        frame = frame[frame["gap"].isin(FIVE) & frame["level"].isin(["dimension", "overall"])]
    return frame
