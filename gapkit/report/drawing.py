"""Draws the figures of a report: wide, narrow for phones, and what they can be switched to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from importlib import import_module
from inspect import signature
from operator import and_
from typing import TYPE_CHECKING, Any, Final

from gapkit.plots.model_gaps import FIVE
from gapkit.report.choices import choices
from gapkit.results import CHARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from gapkit.report.choices import Choice
    from gapkit.report.content import Content
    from gapkit.report.figures import Wanted
    from gapkit.results import Result

__all__ = ["NARROW", "Drawn", "Other", "draw", "rows_of", "write_figures"]

XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'

NARROW: Final = 4.5
"""Width in inches of a figure on a phone, where its letters are as large as on a wide screen."""

LEAST_AXES: Final = 1.25
"""Inches that the marks of a narrow figure need; a figure with less is scrolled instead."""

MOST_NARROW: Final = 150_000
"""Characters of a narrow figure; one as long as that is not carried twice."""

NARROWED: Final = (
    "wave", "segment", "value", "gap", "level", "key", "by", "battery", "role", "role_left",
    "role_right", "outcome", "kind", "dimension",
)  # fmt: skip
"""Arguments of a chart that pick rows of its table."""

CUT_DOWN: Final = ("wave", "gap")
"""Of these, what no chart needs other rows of: a table is cut down to them before it is drawn."""


@dataclass(frozen=True)
class Other:
    """What a figure can be switched to.

    Parameters
    ----------
    choice
        What it shows instead.
    svg, rows
        As of the figure itself; phones scroll it.
    """

    choice: Choice
    svg: str
    rows: pd.DataFrame


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
    narrow
        The same for phones; empty where the chart cannot be drawn narrow.
    others
        What it can be switched to.
    """

    wanted: Wanted
    svg: str
    description: str
    rows: pd.DataFrame
    narrow: str = ""
    others: tuple[Other, ...] = ()


def draw(content: Content, figures: Sequence[Wanted]) -> tuple[Drawn, ...]:
    """Draw the figures of a report.

    Parameters
    ----------
    content
        As published.
    figures
        Those that it allows.
    """
    return tuple(_drawn(content, figure) for figure in figures)


def write_figures(figures: Sequence[Drawn], folder: Path) -> None:
    """Write each figure as an SVG file."""
    folder.mkdir(parents=True, exist_ok=True)
    for figure in figures:
        (folder / f"{figure.wanted.name}.svg").write_bytes(f"{XML}{figure.svg}".encode())


def _drawn(content: Content, figure: Wanted) -> Drawn:
    result = content.results[figure.table]
    cut = _cut_down(result, figure.arguments)
    said = _described(figure, cut)
    phones = not figure.folded and "page" in signature(_chart(figure)).parameters
    narrow = _narrow(figure, cut, said) if phones else ""
    others = tuple(
        _other(figure, choice, choice.result(result), number)
        for number, choice in enumerate(choices(content, figure), 1)
    )
    rows = rows_of(figure, cut.frame)
    return Drawn(figure, _wide(figure, cut, figure.name, said), said, rows, narrow, others)


def _other(figure: Wanted, choice: Choice, result: Result, number: int) -> Other:
    figure = replace(figure, arguments={**figure.arguments, **choice.arguments})
    cut = _cut_down(result, figure.arguments)
    picture = _wide(figure, cut, f"{figure.name}-{number}", _described(figure, cut))
    return Other(choice, picture, rows_of(figure, cut.frame))


def _wide(figure: Wanted, result: Result, prefix: str, said: str) -> str:
    from gapkit.plots.export import svg

    axes = _chart(figure)(result, **figure.arguments)
    return svg(axes.get_figure(root=True), figure.title, said, prefix)


def _narrow(figure: Wanted, result: Result, said: str) -> str:
    """Draw a figure for phones; nothing where labels and numbers leave its marks no room."""
    from gapkit.plots.export import svg

    axes = _chart(figure)(result, **figure.arguments, page=NARROW)
    whole = axes.get_figure(root=True)
    if axes.get_position().width * whole.get_figwidth() < LEAST_AXES:
        return ""
    picture = svg(whole, figure.title, said, f"{figure.name}-n")
    return picture if len(picture) < MOST_NARROW else ""


def _chart(figure: Wanted) -> Any:
    module, _, function = CHARTS[figure.table][figure.chart].partition(":")
    return getattr(import_module(module), function)


def _described(figure: Wanted, result: Result) -> str:
    describe: Any = import_module(_chart(figure).__module__).describe
    return str(describe(result, **figure.arguments))


def _cut_down(result: Result, arguments: Mapping[str, Any]) -> Result:
    """Leave out rows that no part of the chart looks at, so that none has to be searched twice."""
    of_group = ("segment", "value") if "value" in arguments else ()
    frame = result.frame
    looked_at = [
        c for c in (*CUT_DOWN, *of_group) if c in frame and isinstance(arguments.get(c), str)
    ]
    if not looked_at:
        return result
    same = [(frame[c].astype(str) == arguments[c]).to_numpy() for c in looked_at]
    return replace(result, frame=frame[reduce(and_, same)])


def rows_of(figure: Wanted, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a figure shows; everybody's where it does not say whose."""
    picked = {**({} if figure.table == "league" else {"segment": "all"}), **figure.arguments}
    same = [
        (frame[column].astype(str) == picked[column]).to_numpy()
        for column in NARROWED
        if column in picked and column in frame
    ]
    frame = frame[reduce(and_, same)] if same else frame
    if figure.chart.startswith("five_gaps"):
        frame = frame[frame["gap"].isin(FIVE) & frame["level"].isin(["dimension", "overall"])]
    return frame
