"""The action map: how far each row falls short, and how much it matters; what is certain stands out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.terms import verdict_word
from gapkit.plots.canvas import bar
from gapkit.plots.chosen import interval_text, last_wave, sign_of, subtitle, take
from gapkit.plots.field import Field
from gapkit.plots.head import Head, Key, mark_look
from gapkit.plots.marks import marks, set_scale, span, zero_line
from gapkit.plots.nothing import nothing
from gapkit.plots.scatter import CROSS, MOST_LABELS, Scatter, write_corners
from gapkit.plots.sheet import PAGE, Chart
from gapkit.plots.theme import BAND, FAINT, VERDICTS, WIDTH, verdict_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.sheet import Sheet
    from gapkit.results import Result

__all__ = ["action_map", "chart", "describe"]

_ROOM: Final = 0.04
"""Below zero on the vertical axis, and thrice that above, as a share of the highest point."""

ADVICE: Final = ("act", "watch", "keep")
"""In the order in which they are described."""


def action_map(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    level: str = "item",
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the importance of each row against its gap.

    Parameters
    ----------
    result
        An ``actions`` result.
    wave, segment, value
        Whose rows; `wave` None is the last.
    level
        ``item`` or ``dimension``.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the gap with its interval, the margin shaded about zero; vertically the share
        of importance in percent, with a line where all would be alike. Colour and mark are the
        verdict, so that what is not told is hollow. Up to twelve rows carry their labels.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, segment, value, level), page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    level: str = "item",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `action_map`."""
    points, words = _gather(result, wave, segment, value, level), result.words
    said = [words("plots.describe.what", title=points.title, of=points.subtitle)]
    for advice in ADVICE:
        labels = [str(row["label"]) for row in points.rows if row["advice"] == advice]
        if labels:
            name = words(f"actions.advice.{advice}")
            listed = words.list(labels)
            said.append(words("plots.describe.priorities", quadrant=name, labels=listed))
    join = words("list.sentences").join
    return join(said if len(said) > 1 else [*said, words("plots.nothing")])


@dataclass(frozen=True)
class _Points:
    """Rows with both a gap and an importance, in the order of their ranks."""

    result: Result
    level: str
    subtitle: str
    rows: list[dict[str, Any]]

    @property
    def title(self) -> str:
        words = self.result.words
        return words("plots.action_map.title", level=words(f"plots.rows.{self.level}"))

    @property
    def labels(self) -> list[str]:
        return [str(row["label"]) for row in self.rows]

    @property
    def gap(self) -> str:
        return str(self.rows[0]["gap"])

    @property
    def margin(self) -> float:
        return self.result.options.margin * float(self.result.instrument.scale.range)

    def column(self, name: str, factor: float = 1.0) -> NDArray[np.float64]:
        return factor * np.array([row[name] for row in self.rows], dtype=float)

    @property
    def corners(self) -> list[str]:
        """What the corners say: the short side, whichever it is, above and below the line."""
        words = self.result.words
        first, then = words("plots.action_map.first"), words("plots.action_map.then")
        if self.result.instrument.scale.direction == "higher":
            return [first, "", then, ""]
        return ["", first, "", then]


def _gather(result: Result, wave: str | None, segment: str, value: str, level: str) -> _Points:
    frame: pd.DataFrame = take(result, wave, segment=segment, value=value, level=level)
    shown = last_wave(result.frame) if wave is None else str(wave)
    if len(frame):
        frame = frame[frame["estimate"].notna() & frame["importance"].notna()]
    rows: list[dict[str, Any]] = frame.to_dict("records")  # type: ignore[assignment]
    return _Points(result, level, subtitle(result, shown, segment, value), rows)


def chart(points: _Points, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = points.result.words
    head = Head(points.title, points.subtitle, _legend(points) if points.rows else ())
    if not points.rows:
        return nothing(points.result, head, page)
    numbered = len(points.rows) > MOST_LABELS
    kind = points.rows[0]["importance_kind"]
    outcome = words.outcome(str(points.rows[0]["outcome"]))
    form = Field(
        head,
        axis=words(
            "plots.axis.with_sign",
            axis=words("plots.axis.gap"),
            sign=sign_of(points.result, points.gap),
        ),
        side=words(f"plots.action_map.{kind}", outcome=outcome),
        entries=points.labels if numbered else [],
        page=page,
        above=[*points.corners, *([] if numbered else points.labels)],
    )
    return Chart(form, partial(_draw, points))


def _legend(points: _Points) -> list[Key]:
    words, gap = points.result.words, points.gap
    margin = words.number(points.margin, points.result.options.decimals)
    there = {row["verdict"] for row in points.rows}
    level = words.level(points.result.options.confidence)
    return [
        *(
            Key(verdict_word(words, gap, verdict), {"linestyle": "none", **mark_look(look)})
            for verdict, look in VERDICTS.items()
            if verdict in there
        ),
        Key(words("plots.interval", level=level), {"color": FAINT, "lw": WIDTH.interval}),
        Key(words("plots.margin", margin=margin), {"facecolor": BAND}, patch=True),
        Key(words("plots.action_map.alike"), CROSS),
    ]


def _draw(points: _Points, axes: Axes, _form: Sheet) -> None:
    words, result = points.result.words, points.result
    x, y = points.column("estimate"), points.column("importance", 100)
    low, high = points.column("ci_low"), points.column("ci_high")
    margin = points.margin
    set_scale(axes, *span(low, high, [-margin, margin], room=0.08), words, sign=True)
    set_scale(axes, -_ROOM * float(y.max()), (1 + 3 * _ROOM) * float(y.max()), words, side="y")
    (bottom, top) = axes.get_ylim()
    bar(axes, (-margin, bottom, 2 * margin, top - bottom), color=BAND, linewidth=0, zorder=0)
    zero_line(axes)
    alike = 100 / len(points.rows)
    axes.axhline(alike, zorder=1, **CROSS)
    axes.hlines(y, low, high, colors=FAINT, lw=WIDTH.interval, zorder=2)
    scatter = Scatter(axes, x, y, 0.0, alike)
    corners = write_corners(axes, points.corners)
    marks(axes, x, y.tolist(), [verdict_style(str(row["verdict"])) for row in points.rows])
    scatter.label(points.labels, corners)
    scatter.tips(
        [
            words(
                "plots.tip",
                label=row["label"],
                said=words(
                    "plots.action_map.tip",
                    gap=interval_text(row, words, result.options.decimals),
                    verdict=verdict_word(words, points.gap, str(row["verdict"])),
                    importance=words.percent(row["importance"]),
                    rank=int(row["rank"]),
                    low=int(row["rank_low"]),
                    high=int(row["rank_high"]),
                ),
            )
            for row in points.rows
        ]
    )
