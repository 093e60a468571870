"""The five-gap model on half a page: the same layout, with the figure and verdict of each gap only."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from matplotlib.lines import Line2D

from gapkit.plots.canvas import hover_area
from gapkit.plots.chosen import count_text
from gapkit.plots.five_gaps import describe
from gapkit.plots.fonts import width
from gapkit.plots.head import LEADING, Head, mark_look, write
from gapkit.plots.labels import wrap
from gapkit.plots.model_arrows import arrow_of, legend, weight_of
from gapkit.plots.model_gaps import ModelGaps, model_gaps
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import EDGE, Chart, Sheet
from gapkit.plots.strokes import Box, draw_arrow, draw_box, draw_line
from gapkit.plots.theme import MUTED, PAPER, SIZE, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.plots.model_gap import ModelGap
    from gapkit.results import Result

__all__ = ["chart", "describe", "five_gaps_small"]

HALF: Final = 4.7
"""Width in inches; the layout is made for it."""


def five_gaps_small(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    level: str = "overall", key: str = "overall", knowledge: Result | None = None,
    profile: Result | None = None, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the five gaps on half a page.

    Parameters
    ----------
    result
        A ``gaps`` result.
    wave, segment, value, level, key, knowledge, profile
        As for `gapkit.plots.five_gaps.five_gaps`.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Each arrow has the gap with its interval, the verdict in the words of that gap, and n. An
        arrow is as wide as its gap is large only where the gap is told from zero; grey and dashed
        where it cannot be told, dotted where there is no figure.

    Raises
    ------
    CallError
        There are no such rows.
    """
    of = model_gaps(
        result, wave=wave, segment=segment, value=value, level=level, key=key,
        knowledge=knowledge, profile=profile,
    )  # fmt: skip
    return chart(of).on(ax)


def chart(of: ModelGaps) -> Chart:
    """Return the measured chart."""
    words = of.result.words
    head = Head(words("plots.five_gaps.title"), legend=legend(of) if of.any else ())
    if not of.any:
        return nothing(of.result, head, HALF)
    texts = [text for gap in of.gaps for text in (gap.heading, gap.verdict_word, *gap.who)]
    texts += [words(f"plots.five_gaps.{name}") for name in (*_BOXES, "firm")]
    return Chart(Sheet(head, (), page=HALF, row=_BOTTOM + 2, above=texts), partial(_draw, of))


_MIDDLE: Final = 158.0
_ASIDE: Final = 276.0
"""Where the middle column and what stands aside of it are centred, in points from the left."""

_TRUNK: Final = 95.0
"""Where gap 1 runs down."""

_BOXES: Final[dict[str, Box]] = {
    "expectation": Box(_MIDDLE, 2, 104, 20),
    "perception": Box(_MIDDLE, 70, 104, 20),
    "delivery": Box(_MIDDLE, 114, 104, 20),
    "promise": Box(_ASIDE, 114, 90, 28),
    "standard": Box(_MIDDLE, 206, 104, 20),
    "belief": Box(_MIDDLE, 272, 104, 30),
}
"""Boxes of the model in points: middle, top, width, height."""

_BOTTOM: Final = 302.0
_BORDER: Final = 102.0
"""The line between customer and firm."""

_RIGHT: Final = 322.0
"""Where everything ends."""

_ROUTES: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "1": ((106, 12), (_TRUNK, 12), (_TRUNK, 287), (106, 287)),
    "2": ((_MIDDLE, 226), (_MIDDLE, 272)),
    "3": ((_MIDDLE, 134), (_MIDDLE, 206)),
    "4": ((210, 124), (231, 124)),
    "5": ((_MIDDLE, 22), (_MIDDLE, 70)),
}
"""Gap → where its arrow runs, from one box to the other."""


class _Place(NamedTuple):
    """Where words stand: their left end, the middle of their height (of hanging ones the top), width."""

    left: float
    at: float
    width: float
    hangs: bool = False


_PLACES: Final[dict[str, _Place]] = {
    "1": _Place(0, 200, 84),
    "2": _Place(170, 249, 152),
    "3": _Place(170, 138, 72, hangs=True),
    "4": _Place(246, 146, 76, hangs=True),
    "5": _Place(170, 46, 138),
}
"""Gap → where its words stand."""

_LINE: Final = SIZE.small * LEADING

_MARK: Final = 10.0
"""Room for the mark before a verdict, in points."""


def _draw(of: ModelGaps, axes: Axes, sheet: Sheet) -> None:
    # 0 is where the title begins
    start = sheet.left - EDGE
    axes.set_xlim(start, start + sheet.page * 72 - sheet.left - sheet.right)
    words = of.result.words
    draw_line(axes, ((0, _BORDER), (_RIGHT, _BORDER)), MUTED, WIDTH.hair, (0, (6, 4)))
    for side, y in (("customer", _BORDER - 7), ("firm", _BORDER + 8)):
        write(axes, (0, y), words(f"plots.five_gaps.{side}"), axes.transData, color=MUTED)
    patch = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}
    residue = words("plots.five_gaps.residue")
    write(axes, (_MIDDLE + 8, _BORDER), residue, axes.transData, color=MUTED, bbox=patch)
    ends = _BOXES["perception"].bottom, _BOXES["delivery"].top
    draw_line(axes, ((_MIDDLE, ends[0]), (_MIDDLE, ends[1])), MUTED, WIDTH.line, (0, (1, 2)))
    for name, box in _BOXES.items():
        lines = wrap(words(f"plots.five_gaps.{name}"), box.width - 6, SIZE.small, 2)
        draw_box(axes, box, lines, SIZE.small, MUTED)
    for gap in of.gaps:
        draw_arrow(axes, _ROUTES[gap.name], arrow_of(gap, weight_of(gap)))
        _draw_words(gap, axes)
    _draw_promise(of, axes)


def _draw_promise(of: ModelGaps, axes: Axes) -> None:
    """Draw that what is promised also shapes expectation and perception: gap 4 works there too."""
    look = arrow_of(next(gap for gap in of.gaps if gap.name == "4"), WIDTH.line)
    x = _RIGHT - 6
    for name in ("expectation", "perception"):
        box = _BOXES[name]
        route = ((x, _BOXES["promise"].top), (x, box.centre), (box.right, box.centre))
        draw_arrow(axes, route, look, both=False)


def _draw_words(gap: ModelGap, axes: Axes) -> None:
    left, at, wide, hangs = _PLACES[gap.name]
    lines = _lines(gap, wide)
    top = at if hangs else at - len(lines) * _LINE / 2
    for k, (text, look, mark) in enumerate(lines):
        y = top + (k + 0.5) * _LINE
        indent = _MARK if "indent" in look else 0.0
        shown = {name: value for name, value in look.items() if name != "indent"}
        write(axes, (left + indent, y), text, axes.transData, **shown)
        if mark is not None:
            drawn = mark_look(mark) | {"linestyle": "none", "clip_on": False, "zorder": 5}
            axes.add_artist(Line2D([left + 3.5], [y], **drawn))
    hover_area(axes, (left, top, wide, len(lines) * _LINE), gap.said)


def _lines(gap: ModelGap, wide: float) -> list[tuple[str, dict[str, Any], Any]]:
    """Return heading, figure, verdict and n, broken to lines `wide` points wide."""
    quiet = {"color": MUTED}
    heading = [(text, quiet, None) for text in wrap(gap.heading, wide, SIZE.small, 2)]
    if not gap.known:
        said = wrap(gap.verdict_word, wide, SIZE.small, 2)
        return [*heading, *((text, quiet, None) for text in said)]
    weight = {"weight": "bold"} if gap.heads else {}
    figure = [(text, weight, None) for text in _figure(gap.figure, wide)]
    told = [
        (line, {"indent": True}, None if k else look)
        for text, look in gap.marks
        for k, line in enumerate(wrap(text, wide - _MARK, SIZE.small, 3))
    ]
    return [*heading, *figure, *told, *((text, quiet, None) for text in _who(gap, wide))]


def _figure(text: str, wide: float) -> list[str]:
    """Return a figure with its interval on one line, or on two that cut no interval."""
    # bold is about a tenth wider than what is measured
    if width(text, SIZE.small) * 1.12 <= wide or "[" not in text:
        return [text]
    figure, _, interval = text.partition("[")
    return [figure.rstrip(), f"[{interval}"]


def _who(gap: ModelGap, wide: float) -> list[str]:
    """Say who answered where that has room on a line, else how many."""
    named = gap.words("plots.five_gaps.between").join(gap.who)
    if width(named, SIZE.small) <= wide:
        return [named]
    return [f"{gap.words('plots.n')} {count_text(gap.record, gap.words)}"]
