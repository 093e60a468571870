"""The three figures of the page for the board, at the widths that they have on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import WHOLE
from gapkit.gaps.sentences import main_gap
from gapkit.report.drawing import NARROW
from gapkit.report.figures import across_roles, last_wave
from gapkit.results import CHARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapkit.report.content import Content
    from gapkit.results import Result

__all__ = ["Picture", "pictures"]

ASIDE: Final = 2.75
"""Width in inches of the figure beside the five gaps."""

WIDE: Final = 7.4
"""Width in inches of a figure that has the page's whole width."""


@dataclass(frozen=True)
class Picture:
    """A figure of the page.

    Parameters
    ----------
    name
        ``gaps``, ``waves`` or ``dimensions``.
    title
        What it is.
    svg
        Ready to stand within a page.
    narrow
        The same for phones; empty where it is narrow anyway.
    """

    name: str
    title: str
    svg: str
    narrow: str = ""


def pictures(content: Content, prefix: str) -> tuple[Picture, ...]:
    """Draw the figures of the page: at most three, and none without a gap.

    Parameters
    ----------
    content
        As published.
    prefix
        Begins every id, so that ids stay unique within a longer page.
    """
    gaps = content.results.get("gaps")
    if gaps is None or main_gap(gaps.frame) is None:
        return ()
    return tuple(_pictures(content, prefix))


def _pictures(content: Content, prefix: str) -> Iterator[Picture]:
    say, gaps = content.words, _everybody(content.results["gaps"])
    frame = gaps.frame
    wave, gap = last_wave(frame), str(main_gap(frame))
    mine = frame[frame["gap"].astype(str) == gap]
    of_model = across_roles(content)
    if of_model:
        asked = {name: content.results.get(name) for name in ("knowledge", "profile")}
        title = say("plots.five_gaps.title")
        svg = _drawn(gaps, "five_gaps_small", title, f"{prefix}-gaps", {"wave": wave, **asked})
        yield Picture("gaps", title, svg)
    if mine["wave"].nunique() > 1:
        title = say("plots.waves_of_three.title")
        scores = content.results.get("scores")
        chosen = {"gap": gap, "scores": None if scores is None else _everybody(scores)}
        page = ASIDE if of_model else NARROW
        yield Picture(
            "waves", title, _drawn(gaps, "waves_of_three", title, f"{prefix}-waves", chosen, page)
        )
    if (mine["level"] == "dimension").any():
        title = say("report.board.dimensions")
        aims = {"wave": wave, "gap": gap, "targets": content.targets}
        wide, narrow = (
            _drawn(gaps, "dumbbells", title, f"{prefix}-{name}", aims, page)
            for name, page in (("dimensions", WIDE), ("narrow", NARROW))
        )
        yield Picture("dimensions", title, wide, narrow)


def _everybody(result: Result) -> Result:
    """Return the rows of everybody alone, so that no chart has to look through all others."""
    frame = result.frame
    whole = (frame["segment"].astype(str) == WHOLE) & (frame["value"].astype(str) == WHOLE)
    return replace(result, frame=frame[whole])


def _drawn(
    gaps: Result, chart: str, title: str, name: str, chosen: dict[str, Any], page: float = 0.0
) -> str:
    from gapkit.plots.export import svg

    module, _, function = CHARTS["gaps"][chart].partition(":")
    drawing: Any = import_module(module)
    said = str(drawing.describe(gaps, **chosen))
    axes = getattr(drawing, function)(gaps, **chosen, **({"page": page} if page else {}))
    return svg(axes.get_figure(root=True), title, said, name)
