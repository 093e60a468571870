"""All answers of each row as stacked bars about the middle of the scale."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from gapkit.plots.answers import Answers, gather, sides
from gapkit.plots.canvas import bar
from gapkit.plots.fonts import is_wide, width
from gapkit.plots.head import Head, Key, write
from gapkit.plots.marks import blank_rows, hover_rows, set_scale, zero_line
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import PAPER, SIZE, answer_colours, fit_ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.instrument import Scale
    from gapkit.results import Result

__all__ = ["chart", "describe", "distribution"]

PALE = 0.4
"""Opacity of a bar that rests on very few answers."""


def distribution(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    battery: str | None = None, items: Sequence[str] | None = None,
    middle: Literal["split", "apart"] = "split", measure: Literal["share", "n"] = "share",
    sort: bool = True,
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw how the answers of each item spread over the scale.

    Parameters
    ----------
    result
        An ``answers`` result: a row for every point of the scale, used or not.
    wave, segment, value
        Whose answers; `wave` None is the last.
    battery
        Which answers; None takes perceptions, or else the first battery.
    items
        Ids of the items to show; None shows all.
    middle
        The middle point of an odd scale lies half on either side (``split``) or by itself at
        the right (``apart``).
    measure
        ``share``, or ``n`` for numbers of people.
    sort
        The least favourable answers first; else as in the result.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the share (in %) or number of answers, counted from the middle to both
        sides without a minus sign. A colour belongs to a point of the scale.

    Raises
    ------
    CallError
        There are no such rows.
    """
    answers = gather(result, wave, segment, value, battery, items, measure)
    return chart(answers.sorted(middle) if sort else answers, middle, page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    battery: str | None = None,
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `distribution`."""
    answers = gather(result, wave, segment, value, battery, None, "share")
    words, scale = result.words, result.instrument.scale
    what = words("plots.describe.what", title=answers.title, of=answers.subtitle)
    high = [k for k, point in enumerate(scale.values) if point > scale.middle]
    shares = answers.parts[:, high].sum(axis=1)
    if not np.isfinite(shares).any():
        return f"{what} {words('plots.nothing')}"
    ends = [
        words("plots.describe.end", label=answers.labels[k], gap=words.percent(shares[k]))
        for k in (int(np.nanargmax(shares)), int(np.nanargmin(shares)))
    ]
    point = scale.names[high[0]]
    return f"{what} {words('plots.describe.answers', point=point, high=ends[0], low=ends[1])}"


def chart(answers: Answers, middle: str = "split", page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = answers.result.words
    head = Head(answers.title, answers.subtitle, _legend(answers, middle))
    if not answers.keys:
        return nothing(answers.result, head, page)
    counts = Column(words("plots.n"), [words.number(float(n), 0) for n in answers.people])
    axis = words("plots.axis.share" if answers.measure == "share" else "plots.axis.count")
    return Chart(
        Sheet(head, answers.labels, (counts,), axis, page), partial(_draw, answers, middle)
    )


def _legend(answers: Answers, middle: str) -> list[Key]:
    words, scale = answers.result.words, answers.result.instrument.scale
    names = [_point_word(scale, k, words.language) for k in range(scale.points)]
    if middle == "apart" and scale.points % 2:
        k = scale.points // 2
        names[k] = words("plots.answers.middle", point=names[k])
    keys = [
        Key(name, {"facecolor": colour}, patch=True)
        for name, colour in zip(names, answer_colours(scale.points), strict=True)
    ]
    if answers.few.any():
        word = words("plots.few", count=answers.result.options.min_n)
        colour = answer_colours(scale.points)[-1]
        keys.append(Key(word, {"facecolor": colour, "alpha": PALE}, patch=True))
    return keys


def _point_word(scale: Scale, k: int, language: str) -> str:
    """Return a point of the scale with its label in the language, if it has one."""
    labels = next((v for point, v in scale.labels.items() if scale.code(point) == k), ())
    chinese = language.startswith("zh")
    fitting = [label for label in labels if is_wide(label) == chinese]
    return " ".join([scale.names[k], *fitting[:1]])


def _draw(answers: Answers, middle: str, axes: Axes, sheet: Sheet) -> None:
    starts, ends = _places(answers, middle)
    low, high = min(0.0, float(starts.min())), max(0.0, float(ends.max()))
    colours = answer_colours(answers.result.instrument.scale.points)
    heights = [0.68 * min(height, 26) for height in sheet.heights]
    for (row, k), start in np.ndenumerate(starts):
        long, thick = float(ends[row, k] - start), heights[row]
        if long > 0:
            pale = PALE if answers.few[row] else None
            box = (float(start), sheet.rows[row] - thick / 2, long, thick)
            bar(axes, box, facecolor=colours[k], alpha=pale, linewidth=0, zorder=2)
    _set_axis(axes, answers, low, high)
    zero_line(axes)
    _write_parts(axes, answers, sheet, starts, ends)
    words = answers.result.words
    reasons = [
        "" if np.isfinite(part).any() and people else words(f"reason.{_why(people)}")
        for part, people in zip(answers.parts, answers.people, strict=True)
    ]
    blank_rows(axes, sheet, reasons)
    hover_rows(axes, sheet, _tips(answers, reasons))


def _why(people: float) -> str:
    return "suppressed" if people else "nobody_answered"


def _places(answers: Answers, middle: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Left and right end of every part, items × points."""
    scale = answers.result.instrument.scale
    left, between, right = sides(scale, middle)
    parts = np.nan_to_num(answers.parts)
    begin = -parts[:, left].sum(axis=1) - parts[:, between].sum(axis=1) / 2
    starts, ends = np.zeros_like(parts), np.zeros_like(parts)
    for k in (*left, *between, *right):
        starts[:, k], ends[:, k] = begin, begin + parts[:, k]
        begin = ends[:, k]
    if middle == "apart" and scale.points % 2:
        k = scale.points // 2
        # begins where the longest bar ends, with a tenth of a step between
        far = _round_up(float(begin.max()), answers)
        starts[:, k], ends[:, k] = far, far + parts[:, k]
    return starts, ends


def _round_up(end: float, answers: Answers) -> float:
    step = 0.1 if answers.measure == "share" else 1.0
    return float(np.ceil(end / step + 0.5) * step)


def _set_axis(axes: Axes, answers: Answers, low: float, high: float) -> None:
    words = answers.result.words
    share = answers.measure == "share"
    least = 0.1 if share else 1.0
    low, high = min(low, -least), max(high, least)
    pad = 0.01 * (high - low)
    set_scale(axes, low - pad, high + pad, words, whole=not share)
    ticks = [float(tick) for tick in axes.get_xticks()]
    axes.set_xticks(
        ticks, [words.percent(abs(t)) if share else words.number(abs(t), 0) for t in ticks]
    )


def _write_parts(
    axes: Axes, answers: Answers, sheet: Sheet,
    starts: NDArray[np.float64], ends: NDArray[np.float64],
) -> None:  # fmt: skip
    """Write the number in each part that has room for it."""
    words = answers.result.words
    low, high = axes.get_xlim()
    points = (sheet.page * 72 - sheet.left - sheet.right) / (high - low)
    colours = answer_colours(answers.result.instrument.scale.points)
    for (row, k), part in np.ndenumerate(answers.parts):
        if not part > 0:
            continue
        text = words.number(100 * part if answers.measure == "share" else part, 0)
        if (ends[row, k] - starts[row, k]) * points > width(text, SIZE.small) + 4:
            ink = fit_ink(PAPER if answers.few[row] else colours[k])
            at = (float(starts[row, k] + ends[row, k]) / 2, sheet.rows[row])
            write(axes, at, text, axes.transData, ha="center", color=ink, zorder=4)


def _tips(answers: Answers, reasons: list[str]) -> list[str]:
    words, names = answers.result.words, answers.result.instrument.scale.names
    shares, between = answers.measure == "share", words("list.between")
    said = []
    for label, part, people, reason in zip(
        answers.labels, answers.parts, answers.people, reasons, strict=True
    ):
        texts = [
            words("plots.tip", label=name, said=words.percent(p) if shares else words.number(p, 0))
            for name, p in zip(names, part, strict=True)
        ]
        count = f"{words('plots.n')} {words.number(float(people), 0)}"
        shown = [reason] if reason else texts
        said.append(words("plots.tip", label=label, said=between.join([count, *shown])))
    return said
