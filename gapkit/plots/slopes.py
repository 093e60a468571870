"""From one wave to the next: where each gap stood, where it stands, and what moved it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D

from gapkit.gaps.groups import natural
from gapkit.gaps.terms import gap_name, verdict_word
from gapkit.plots.chosen import label_of, side_word, sign_of, subtitle, take
from gapkit.plots.compared_rows import ComparedRows, first_gap, records_of
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import (
    blank_rows,
    hover_rows,
    intervals,
    marks,
    set_scale,
    span,
    strokes,
    zero_line,
)
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import INK, MUTED, ONLY_LEFT, PAPER, VERDICTS, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.results import Result

__all__ = ["LOOKS", "chart", "describe", "slopes"]

LOOKS: Final = {
    "better": VERDICTS["surplus"],
    "nearer": VERDICTS["surplus"],
    "worse": VERDICTS["shortfall"],
    "further": VERDICTS["shortfall"],
    "left_fell": ONLY_LEFT,
    "left_rose": ONLY_LEFT,
    "same": VERDICTS["met"],
    "unclear": VERDICTS["unclear"],
}
"""Verdict on a change → its look; a gap moved by the other side alone has one of its own."""

_BEFORE: Final[dict[str, Any]] = {
    "marker": "o",
    "markersize": WIDTH.mark,
    "markerfacecolor": PAPER,
    "markeredgecolor": INK,
    "markeredgewidth": WIDTH.line,
}


def slopes(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    gap: str | None = None, level: str = "dimension",
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw where each gap stood in the wave before, and where it stands.

    Parameters
    ----------
    result
        A ``trends`` result.
    wave
        The later wave; None is the last.
    segment, value
        Whose answers.
    gap
        As in the column ``gap``; None is gap 5, else the first.
    level
        ``item``, ``dimension`` or ``overall``.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the gap in points. A hollow dot is the wave before; the mark of the verdict is
        the later wave, with the interval of the change around it. Beside it the change, and what
        either side contributed.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, segment, value, gap, level), page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    gap: str | None = None, level: str = "dimension",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `slopes`."""
    shown = _gather(result, wave, segment, value, gap, level)
    words, rows = result.words, shown.rows
    join = words("list.sentences").join
    what = words("plots.describe.what", title=shown.title, of=shown.subtitle)
    if not rows.any:
        return join([what, words("plots.nothing")])
    said = zip(rows.labels, rows.said("change"), rows.verdicts, strict=True)
    parts = [
        words("plots.slopes.part", label=label, change=change, verdict=shown.word(verdict))
        for label, change, verdict in said
        if change != "–"
    ]
    return join([what, words("plots.slopes.said", parts=words("list.between").join(parts))])


@dataclass(frozen=True)
class _Shown:
    rows: ComparedRows
    gap: str
    level: str
    subtitle: str
    waves: tuple[str, str]

    @property
    def title(self) -> str:
        words = self.rows.result.words
        return words(
            "plots.slopes.title", gap=gap_name(words, self.gap),
            level=words(f"plots.rows.{self.level}"), before=self.waves[0], after=self.waves[1],
        )  # fmt: skip

    def word(self, verdict: str) -> str:
        words = self.rows.result.words
        return verdict_word(words, self.gap, verdict) if verdict else words("plots.blank")


def _gather(
    result: Result, wave: str | None, segment: str, value: str, gap: str | None, level: str
) -> _Shown:
    frame = result.frame
    chosen_gap = first_gap(frame, gap)
    last = (
        max(frame["wave_to"].astype(str).unique(), key=natural, default="")
        if wave is None
        else wave
    )
    after = frame.assign(wave=frame["wave_to"]) if "wave_to" in frame else frame
    rows = take(
        _with(result, after), str(last), segment=segment, value=value, gap=chosen_gap, level=level
    )
    records = records_of(rows)
    before = str(records[0]["wave_from"]) if records else ""
    labels = [label_of(result, level, str(r["key"])) for r in records]
    shown = ComparedRows(result, records, labels, "change")
    return _Shown(
        shown, chosen_gap, level, subtitle(result, "all", segment, value), (before, str(last))
    )


def _with(result: Result, frame: Any) -> Result:
    from dataclasses import replace

    return replace(result, frame=frame)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    rows, words = shown.rows, shown.rows.result.words
    head = Head(shown.title, shown.subtitle, _legend(shown) if rows.any else ())
    if not rows.records:
        return nothing(rows.result, head, page)
    left, right = (side_word(words, shown.gap, side) for side in ("left", "right"))
    columns = (
        Column(words("plots.slopes.change"), rows.said("change")),
        Column(words("plots.slopes.side", side=right), rows.said("change_right")),
        Column(words("plots.slopes.side", side=left), rows.said("change_left")),
    )
    axis = words("plots.slopes.axis", sign=sign_of(rows.result, shown.gap))
    return Chart(Sheet(head, rows.labels, columns, axis, page), partial(_draw, shown))


def _legend(shown: _Shown) -> list[Key]:
    words, seen = shown.rows.result.words, shown.rows.seen()
    keys = [Key(words("plots.slopes.before", wave=shown.waves[0]), _BEFORE | {"linestyle": "none"})]
    for verdict, look in LOOKS.items():
        if verdict in seen:
            said = words("plots.slopes.after", wave=shown.waves[1], verdict=shown.word(verdict))
            keys.append(Key.mark(said, look))
    level = words.level(shown.rows.result.options.confidence)
    interval = {"color": MUTED, "lw": WIDTH.interval}
    return [*keys, Key(words("plots.slopes.interval", level=level), interval)]


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    rows = shown.rows
    before, after = rows.numbers("estimate_from"), rows.numbers("estimate_to")
    drawn = np.isfinite(rows.numbers("change"))
    before, after = np.where(drawn, before, np.nan), np.where(drawn, after, np.nan)
    low, high = before + rows.numbers("ci_low"), before + rows.numbers("ci_high")
    set_scale(axes, *span(before, after, low, high, [0.0]), rows.result.words, sign=True)
    zero_line(axes)
    styles = rows.styles(LOOKS, VERDICTS["unclear"])
    strokes(axes, before, after, sheet.rows, [s.tint for s in styles], lw=WIDTH.connector, zorder=2)
    intervals(axes, low, high, sheet.rows, styles)
    axes.add_line(Line2D(before, sheet.rows, linestyle="none", zorder=4, **_BEFORE))
    marks(axes, after, sheet.rows, styles)
    blank_rows(axes, sheet, rows.reasons())
    hover_rows(axes, sheet, _tips(shown))


def _tips(shown: _Shown) -> list[str]:
    words, rows = shown.rows.result.words, shown.rows
    between = words("list.between")
    texts = zip(
        rows.labels, rows.said("change"), rows.said("ci_low"), rows.said("ci_high"), rows.verdicts,
        rows.reasons(), strict=True,
    )  # fmt: skip
    return [
        words(
            "plots.tip", label=label,
            said=why or between.join((f"{change} [{low}, {high}]", shown.word(verdict))),
        )
        for label, change, low, high, verdict, why in texts
    ]  # fmt: skip
