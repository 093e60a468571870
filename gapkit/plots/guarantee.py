"""How often promises were kept: a row a promise and wave, with its interval, and who claimed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural
from gapkit.plots.compared_rows import ComparedRows, records_of
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import blank_rows, hover_rows, intervals, marks, set_scale, span
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import ACCENT, MUTED, REST, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.plots.theme import VerdictStyle
    from gapkit.results import Result

__all__ = ["chart", "describe", "guarantee"]

MOST_WAVES: Final = 4
"""Waves that are shown of each promise, the last ones: more rows would hide the promises."""


def guarantee(
    result: Result, *, waves: int = MOST_WAVES, page: float = PAGE, ax: Axes | None = None
) -> Axes:
    """Draw how often each promise was kept, wave by wave.

    Parameters
    ----------
    result
        A ``guarantee`` result.
    waves
        How many waves, the last ones.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the share kept, in per cent. The last wave is filled, those before are hollow.
        Beside it how often the promise was due, how often it failed, and how many claimed: more
        claims are no worse, so that nothing has the colour of a verdict.
    """
    return chart(_gather(result, waves), page).on(ax)


def describe(result: Result, *, waves: int = MOST_WAVES) -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `guarantee`."""
    shown = _gather(result, waves)
    words, rows = result.words, shown.rows
    join = words("list.sentences").join
    what = words("plots.describe.what", title=shown.title, of=words("plots.guarantee.subtitle"))
    if not rows.any:
        return join([what, words("plots.nothing")])
    parts = [
        words("plots.guarantee.part", label=label, rate=rate, n=n)
        for label, rate, n in zip(rows.labels, shown.rates, rows.counts("n"), strict=True)
        if rate != "–"
    ]
    return join([what, words("plots.guarantee.said", rows=words("list.between").join(parts))])


@dataclass(frozen=True)
class _Shown:
    rows: ComparedRows
    last: str

    @property
    def title(self) -> str:
        """How often the promises were kept in the last wave: all, or from the least to the most."""
        words = self.rows.result.words
        kept = sorted(
            (float(rate), str(record["promise"]))
            for rate, record in zip(self.rows.numbers("rate"), self.rows.records, strict=True)
            if rate == rate and record["wave"] == self.last
        )
        if not kept:
            return words("plots.guarantee.title")
        (least, low), (most, high) = kept[0], kept[-1]
        if low == high:
            return words("plots.guarantee.one", promise=low, rate=words.percent(least, 1))
        values = {"least": words.percent(least, 1), "most": words.percent(most, 1)}
        return words("plots.guarantee.several", low=low, high=high, **values)

    @property
    def rates(self) -> list[str]:
        percent = self.rows.result.words.percent
        return [percent(rate, 1) or "–" for rate in self.rows.numbers("rate")]

    @property
    def styles(self) -> list[VerdictStyle]:
        return [ACCENT if r["wave"] == self.last else REST for r in self.rows.records]


def _gather(result: Result, waves: int) -> _Shown:
    words, frame = result.words, result.frame
    known = sorted(dict.fromkeys(frame["wave"].astype(str)), key=natural)[-waves:]
    rows = frame[frame["wave"].astype(str).isin(known)]
    records = records_of(rows)
    several = len(known) > 1
    labels = [
        words("plots.guarantee.row", promise=r["promise"], wave=r["wave"])
        if several
        else str(r["promise"])
        for r in records
    ]
    last = known[-1] if known else ""
    return _Shown(ComparedRows(result, records, labels, "rate"), last)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    rows, words = shown.rows, shown.rows.result.words
    legend = _legend(shown) if rows.any else ()
    head = Head(shown.title, words("plots.guarantee.subtitle"), legend)
    if not rows.records:
        return nothing(rows.result, head, page)
    columns = (
        Column(words("plots.guarantee.rate"), shown.rates),
        Column(words("plots.guarantee.due"), rows.counts("n")),
        Column(words("plots.guarantee.failures"), rows.counts("failures")),
        Column(words("plots.guarantee.claims"), rows.counts("claims")),
    )
    axis = words("plots.guarantee.axis")
    return Chart(Sheet(head, rows.labels, columns, axis, page), partial(_draw, shown))


def _legend(shown: _Shown) -> list[Key]:
    words = shown.rows.result.words
    level = words.level(shown.rows.result.options.confidence)
    keys = [Key(words("plots.interval", level=level), {"color": MUTED, "lw": WIDTH.interval})]
    if REST in shown.styles:
        before = Key.mark(words("plots.guarantee.before"), REST)
        return [Key.mark(shown.last, ACCENT), before, *keys]
    return keys


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    rows, words = shown.rows, shown.rows.result.words
    rate, low, high = (100 * rows.numbers(c) for c in ("rate", "ci_low", "ci_high"))
    start, end = span(rate, low, high, default=(0.0, 100.0))
    # a share has its ends: the axis goes beyond them by no more than a mark needs
    room = 0.02 * (end - start)
    set_scale(axes, max(start, -room), min(end, 100 + room), words)
    intervals(axes, low, high, sheet.rows, shown.styles)
    marks(axes, rate, sheet.rows, shown.styles)
    blank_rows(axes, sheet, rows.reasons())
    voice = [words.percent(v) or "–" for v in rows.numbers("voice")]
    cells = zip(rows.labels, shown.rates, voice, rows.reasons(), strict=True)
    tips = [
        words(
            "plots.tip",
            label=label,
            said=why or words("plots.guarantee.tip", rate=said, voice=spoke),
        )
        for label, said, spoke, why in cells
    ]
    hover_rows(axes, sheet, tips)
