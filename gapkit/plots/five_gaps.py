"""The five-gap model as one picture: the customer above, the firm below, a gap at each arrow.

The layout is that of Parasuraman, Zeithaml and Berry (1985); that promises also shape what is
expected is Zeithaml, Berry and Parasuraman's (1988).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from matplotlib.lines import Line2D

from gapkit.plots.canvas import hover_area
from gapkit.plots.gap_words import words_beside
from gapkit.plots.head import Head, mark_look, write
from gapkit.plots.knowledge_gap import KnowledgeGap
from gapkit.plots.labels import wrap
from gapkit.plots.model_arrows import arrow_of, legend, weight_of
from gapkit.plots.model_gaps import ModelGaps, model_gaps
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import EDGE, PAGE, Chart, Sheet
from gapkit.plots.strokes import Box, draw_arrow, draw_box, draw_line
from gapkit.plots.theme import FAINT, MUTED, PAPER, SIZE, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.plots.model_gap import ModelGap
    from gapkit.results import Result

__all__ = ["chart", "describe", "five_gaps"]


def five_gaps(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    level: str = "overall", key: str = "overall", knowledge: Result | None = None,
    profile: Result | None = None, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the five gaps where they arise in the model.

    Parameters
    ----------
    result
        A ``gaps`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    level, key
        Which row: by default the overall gaps; ``level="dimension", key="empathy"`` those of a
        dimension.
    knowledge, profile
        The results of these names of the same survey, if at hand: gap 1 is then told by how well
        managers know the order of what customers expect, and by the dimensions that they put too
        low or too high. Without them gap 1 has its level only, which is no headline.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Each arrow has the gap (points of the scale; negative is a shortfall) with its interval,
        the verdict in the words of that gap, and who answered; gap 1 has the rank correlation of
        both orders (1: the same, −1: the opposite) and its level beside it. Where a gap as a
        whole is met, dimensions told to fall short are named. An arrow is as wide as its gap is
        large only where the gap is told from zero; grey and dashed where it cannot be told,
        dotted where there is no figure.

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


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    level: str = "overall", key: str = "overall", knowledge: Result | None = None,
    profile: Result | None = None,
) -> str:  # fmt: skip
    """Return the five gaps in a sentence or two each; arguments as `five_gaps`."""
    of = model_gaps(
        result, wave=wave, segment=segment, value=value, level=level, key=key,
        knowledge=knowledge, profile=profile,
    )  # fmt: skip
    words = result.words
    what = words("plots.describe.what", title=_title(of), of=of.subtitle)
    said = [gap.said for gap in of.gaps] if of.any else [words("plots.nothing")]
    return words("list.sentences").join([what, *said])


def chart(of: ModelGaps, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = of.result.words
    title = _title(of)
    if not of.any:
        return nothing(of.result, Head(title, of.subtitle), page)
    level = words.level(of.result.options.confidence)
    notes = [of.subtitle, words("plots.five_gaps.note", level=level, **of.scale_ends)]
    if any(isinstance(gap, KnowledgeGap) for gap in of.gaps):
        notes.append(words("plots.five_gaps.note_order"))
    head = Head(title, " · ".join(notes), legend(of))
    texts = [text for gap in of.gaps for text in (gap.heading, gap.verdict_word, *gap.who)]
    sheet = Sheet(
        head, (), page=page, row=_BOTTOM + 4, above=[*texts, words("plots.five_gaps.firm")]
    )
    return Chart(sheet, partial(_draw, of))


def _title(of: ModelGaps) -> str:
    words = of.result.words
    title = words("plots.five_gaps.title")
    if of.level == "overall":
        return title
    return words("plots.five_gaps.of", title=title, label=of.label)


_MIDDLE: Final = 245.0
_ASIDE: Final = 469.0
"""Where the middle column and what stands aside of it are centred, in points from the left."""

_TRUNK: Final = 150.0
"""Where gap 1 runs down."""

_BOXES: Final[dict[str, Box]] = {
    "mouth": Box(131, 10, 106, 22),
    "needs": Box(_MIDDLE, 10, 106, 22),
    "past": Box(359, 10, 106, 22),
    "expectation": Box(_MIDDLE, 50, 150, 28),
    "perception": Box(_MIDDLE, 142, 150, 28),
    "delivery": Box(_MIDDLE, 222, 150, 34),
    "promise": Box(_ASIDE, 222, 124, 34),
    "standard": Box(_MIDDLE, 340, 150, 28),
    "belief": Box(_MIDDLE, 452, 150, 34),
}
"""Boxes of the model in points: middle, top, width, height."""

_BOTTOM: Final = 486.0
_BORDER: Final = 199.0
"""The line between customer and firm."""

_ROUTES: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "1": ((170, 64), (_TRUNK, 64), (_TRUNK, 469), (170, 469)),
    "2": ((_MIDDLE, 368), (_MIDDLE, 452)),
    "3": ((_MIDDLE, 256), (_MIDDLE, 340)),
    "4": ((320, 239), (407, 239)),
    "5": ((_MIDDLE, 78), (_MIDDLE, 142)),
}
"""Gap → where its arrow runs, from one box to the other."""


class _Place(NamedTuple):
    """Where words stand: their left end, the height of their middle (else of their top), width."""

    left: float
    at: float
    width: float
    hangs: bool = False

    def top(self, height: float) -> float:
        """Where words of this height begin."""
        return self.at if self.hangs else self.at - height / 2


_PLACES: Final[dict[str, _Place]] = {
    "1": _Place(0, 310, 136),
    "2": _Place(262, 410, 200),
    "3": _Place(262, 298, 138),
    "4": _Place(407, 261, 124, hangs=True),
    "5": _Place(262, 110, 190),
}
"""Gap → where its words stand."""

_LINE: Final = 11.5
"""Height of a line of words, in points."""


def _draw(of: ModelGaps, axes: Axes, sheet: Sheet) -> None:
    # 0 is where the title begins
    start = sheet.left - EDGE
    axes.set_xlim(start, start + sheet.page * 72 - sheet.left - sheet.right)
    _draw_border(of, axes)
    _draw_model(of, axes)
    for gap in of.gaps:
        draw_arrow(axes, _ROUTES[gap.name], arrow_of(gap, weight_of(gap)))
        _draw_words(gap, axes)
    _draw_promise(of, axes)


def _draw_border(of: ModelGaps, axes: Axes) -> None:
    words = of.result.words
    draw_line(axes, ((0, _BORDER), (531, _BORDER)), MUTED, WIDTH.hair, (0, (6, 4)))
    for side, y in (("customer", _BORDER - 9), ("firm", _BORDER + 10)):
        write(axes, (0, y), words(f"plots.five_gaps.{side}"), axes.transData, color=MUTED)


def _draw_model(of: ModelGaps, axes: Axes) -> None:
    """Draw the boxes, what forms expectations, and what is delivered but not felt."""
    words = of.result.words
    top = _BOXES["expectation"].top
    for name in ("mouth", "needs", "past"):
        box = _BOXES[name]
        ends = ((box.middle, box.bottom), (_MIDDLE + (box.middle - _MIDDLE) * 0.45, top))
        draw_line(axes, ends, FAINT, WIDTH.line)
    gap = _BOXES["perception"].bottom, _BOXES["delivery"].top
    draw_line(axes, ((_MIDDLE, gap[0]), (_MIDDLE, gap[1])), MUTED, WIDTH.line, (0, (1, 2)))
    residue = {
        "color": MUTED,
        "style": "normal",
        "bbox": {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5},
    }
    write(axes, (_MIDDLE + 8, _BORDER), words("plots.five_gaps.residue"), axes.transData, **residue)
    for name, box in _BOXES.items():
        size = SIZE.small if name in ("mouth", "needs", "past") else SIZE.text
        lines = wrap(words(f"plots.five_gaps.{name}"), box.width - 10, size, 2)
        draw_box(axes, box, lines, size, FAINT if size == SIZE.small else MUTED)


def _draw_promise(of: ModelGaps, axes: Axes) -> None:
    """Draw that what is promised also shapes expectation and perception: gap 4 works there too."""
    words = of.result.words
    gap = next(gap for gap in of.gaps if gap.name == "4")
    look = arrow_of(gap, WIDTH.line)
    for name in ("expectation", "perception"):
        box = _BOXES[name]
        route = ((_ASIDE, _BOXES["promise"].top), (_ASIDE, box.centre), (box.right, box.centre))
        draw_arrow(axes, route, look, both=False)
        at = (_ASIDE - 8, box.centre - 8)
        text = words(f"plots.five_gaps.shapes_{name}")
        write(axes, at, text, axes.transData, ha="right", color=MUTED)


def _draw_words(gap: ModelGap, axes: Axes) -> None:
    place = _PLACES[gap.name]
    lines = words_beside(gap, place.width)
    height = len(lines) * _LINE
    top, left = place.top(height), place.left
    for k, line in enumerate(lines):
        y = top + (k + 0.5) * _LINE
        write(axes, (left + line.indent, y), line.text, axes.transData, **line.look)
        if line.mark is not None:
            look = mark_look(line.mark) | {"linestyle": "none", "clip_on": False, "zorder": 5}
            axes.add_artist(Line2D([left + 3.5], [y], **look))
    hover_area(axes, (left, top, place.width, height), gap.said)
