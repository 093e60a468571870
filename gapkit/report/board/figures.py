"""The three figures of the page for the board, at the widths that they have on paper."""

from __future__ import annotations

from dataclasses import dataclass
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
    """Draw the figures of the page: at most three.

    Parameters
    ----------
    content
        As published.
    prefix
        Begins every id, so that ids stay unique within a longer page.
    """
    return tuple(_pictures(content, prefix))


def _pictures(content: Content, prefix: str) -> Iterator[Picture]:
    say, frame = content.words, content.results["gaps"].frame
    wave, gap = last_wave(frame), str(main_gap(frame))
    whole = frame[(frame["segment"] == WHOLE) & (frame["gap"] == gap)]
    of_model = across_roles(content)
    if of_model:
        asked = {name: content.results.get(name) for name in ("knowledge", "profile")}
        title = say("plots.five_gaps.title")
        svg = _drawn(content, "five_gaps_small", title, f"{prefix}-gaps", {"wave": wave}, asked)
        yield Picture("gaps", title, svg)
    if whole["wave"].nunique() > 1:
        title = say("plots.waves_of_three.title")
        page = {"page": ASIDE if of_model else NARROW}
        scores = {"scores": content.results.get("scores")}
        name = f"{prefix}-waves"
        svg = _drawn(content, "waves_of_three", title, name, {"gap": gap}, scores, page)
        yield Picture("waves", title, svg)
    if (whole["level"] == "dimension").any():
        title = say("report.board.dimensions")
        chosen = {"wave": wave, "gap": gap}
        aims = {"targets": content.targets}
        wide, narrow = (
            _drawn(content, "dumbbells", title, f"{prefix}-{name}", chosen, aims, {"page": page})
            for name, page in (("dimensions", WIDE), ("narrow", NARROW))
        )
        yield Picture("dimensions", title, wide, narrow)


def _drawn(
    content: Content, chart: str, title: str, name: str, chosen: dict[str, Any],
    beside: dict[str, Any], page: dict[str, float] | None = None,
) -> str:  # fmt: skip
    from gapkit.plots.export import svg

    module, _, function = CHARTS["gaps"][chart].partition(":")
    drawing: Any = import_module(module)
    result = content.results["gaps"]
    said = str(drawing.describe(result, **chosen, **beside))
    axes = getattr(drawing, function)(result, **chosen, **beside, **(page or {}))
    return svg(axes.get_figure(root=True), title, said, name)
