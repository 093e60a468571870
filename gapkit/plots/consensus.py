"""Two roles that answered the same questions: both means, row by row, and whether they differ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D

from gapkit.gaps.terms import reason_word
from gapkit.plots.chosen import (
    as_number,
    count_text,
    label_of,
    last_wave,
    p_text,
    records_of,
    subtitle,
    take,
)
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import blank_rows, hover_rows, intervals, marks, set_scale, span, strokes
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import INK, MUTED, PAPER, VERDICTS, WIDTH, verdict_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.theme import VerdictStyle
    from gapkit.results import Result

__all__ = ["chart", "consensus", "describe"]

LOOKS: Final = {
    "lower": "shortfall", "alike": "met", "higher": "surplus", "unclear": "unclear"
}  # fmt: skip
"""Verdicts on two roles look like those on a gap: by sign, within the margin, or not told."""


def consensus(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    battery: str | None = None, role_left: str | None = None, role_right: str | None = None,
    level: str = "dimension", sort: bool = True, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the means of two roles, joined row by row.

    Parameters
    ----------
    result
        A ``consensus`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    battery, role_left, role_right
        Which questions, and whose answers are set side by side; None takes the first there are.
    level
        ``item`` or ``dimension``.
    sort
        The row where the right role is furthest below first; else as in the result.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the scale of the answers. A hollow dot is the left role's mean; the right
        role's mean has the mark of the verdict and the interval of the difference, set on the
        left mean. Beside it the difference and how far each role agrees within itself (r_wg).

    Raises
    ------
    CallError
        There are no such rows.
    """
    roles = (role_left, role_right)
    return chart(_gather(result, wave, segment, value, battery, roles, level, sort)).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    battery: str | None = None, role_left: str | None = None, role_right: str | None = None,
    level: str = "dimension",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `consensus`."""
    roles = (role_left, role_right)
    rows = _gather(result, wave, segment, value, battery, roles, level, sort=True)
    words = result.words
    what = words("plots.describe.what", title=rows.title, of=rows.subtitle)
    join = words("list.sentences").join
    if not rows.any:
        return join([what, words("plots.nothing")])
    nobody = words("plots.consensus.nobody")
    named = {
        "told": rows.named("lower", "higher"),
        "alike": rows.named("alike"),
        "unclear": rows.named("unclear"),
    }
    said = {kind: words.list(labels) or nobody for kind, labels in named.items()}
    return join([what, words("plots.consensus.said", **said)])


@dataclass(frozen=True)
class _Rows:
    result: Result
    battery: str
    roles: tuple[str, str]
    level: str
    subtitle: str
    records: list[dict[str, Any]]

    @property
    def title(self) -> str:
        words = self.result.words
        left, right = self.role_words
        return words(
            "plots.consensus.title", battery=words(f"battery.{self.battery}"), left=left,
            right=right, level=words(f"plots.rows.{self.level}"),
        )  # fmt: skip

    @property
    def role_words(self) -> tuple[str, str]:
        left, right = (self.result.words(f"plots.five_gaps.role.{role}") for role in self.roles)
        return left, right

    @property
    def labels(self) -> list[str]:
        return [label_of(self.result, self.level, str(r["key"])) for r in self.records]

    @property
    def any(self) -> bool:
        return bool(np.isfinite(self.numbers("difference")).any())

    @property
    def verdicts(self) -> list[str]:
        return [str(record.get("verdict") or "") for record in self.records]

    @property
    def styles(self) -> list[VerdictStyle]:
        return [verdict_style(LOOKS.get(verdict, "")) for verdict in self.verdicts]

    def numbers(self, column: str) -> NDArray[np.float64]:
        return np.array([as_number(record.get(column)) for record in self.records], dtype=float)

    def named(self, *verdicts: str) -> list[str]:
        """Return the labels of the rows that have a figure and one of these verdicts."""
        rows = zip(self.labels, self.verdicts, self.numbers("difference"), strict=True)
        return [label for label, verdict, d in rows if verdict in verdicts and d == d]

    def reasons(self) -> list[str]:
        """Return why a row has no figure; blank where it has one."""
        words = self.result.words
        said = [reason_word(words, r.get("reason")) or words("plots.blank") for r in self.records]
        pairs = zip(said, self.numbers("difference"), strict=True)
        return [why if d != d else "" for why, d in pairs]

    def columns(self) -> tuple[Column, ...]:
        """Return the difference, the agreement within each role, and how many answered."""
        words, decimals = self.result.words, self.result.options.decimals
        differences = [
            words.number(d, decimals, sign=True) or "–" for d in self.numbers("difference")
        ]
        sides = (self.numbers(f"agreement_{side}") for side in ("left", "right"))
        within = [
            " | ".join(words.number(r, decimals) or "–" for r in pair)
            for pair in zip(*sides, strict=True)
        ]
        return (
            Column(words("plots.consensus.difference"), differences),
            Column(words("plots.consensus.agreement"), within),
            Column(words("plots.n"), [count_text(record, words) for record in self.records]),
        )


def _gather(
    result: Result, wave: str | None, segment: str, value: str, battery: str | None,
    roles: tuple[str | None, str | None], level: str, sort: bool,
) -> _Rows:  # fmt: skip
    names = ("battery", "role_left", "role_right")
    asked = {k: v for k, v in zip(names, (battery, *roles), strict=True) if v is not None}
    chosen = take(result, wave, segment=segment, value=value, level=level, **asked)
    first = {k: str(chosen[k].iloc[0]) if len(chosen) else asked.get(k, "") for k in names}
    for column, cell in first.items():
        chosen = chosen[chosen[column].astype(str) == cell]
    if sort:
        chosen = chosen.sort_values("difference", kind="stable", na_position="last")
    shown = last_wave(result.frame) if wave is None else str(wave)
    records = records_of(chosen)
    sides = (first["role_left"] or "manager", first["role_right"] or "employee")
    of = subtitle(result, shown, segment, value)
    return _Rows(result, first["battery"] or "standard", sides, level, of, records)


def chart(rows: _Rows, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = rows.result.words
    left, right = rows.role_words
    note = words("plots.consensus.note", left=left, right=right)
    head = Head(rows.title, f"{rows.subtitle} · {note}", _legend(rows) if rows.any else ())
    if not rows.records:
        return nothing(rows.result, head, page)
    points = rows.result.instrument.scale.names
    axis = words("plots.axis.answer", low=points[0], high=points[-1])
    return Chart(Sheet(head, rows.labels, rows.columns(), axis, page), partial(_draw, rows))


def _legend(rows: _Rows) -> list[Key]:
    words = rows.result.words
    left, right = (role[:1].upper() + role[1:] for role in rows.role_words)
    seen = {v for v, d in zip(rows.verdicts, rows.numbers("difference"), strict=True) if d == d}
    keys = [Key(left, _HOLLOW | {"linestyle": "none"})]
    for verdict, look in LOOKS.items():
        if verdict in seen:
            word = words(f"plots.consensus.verdict.{verdict}")
            said = words("plots.consensus.side", role=right, verdict=word)
            keys.append(Key.mark(said, VERDICTS[look]))
    level = words.level(rows.result.options.confidence)
    interval = Key(
        words("plots.consensus.interval", level=level), {"color": MUTED, "lw": WIDTH.interval}
    )
    return [*keys, interval]


def _draw(rows: _Rows, axes: Axes, sheet: Sheet) -> None:
    left, right = rows.numbers("mean_left"), rows.numbers("mean_right")
    low, high = left + rows.numbers("ci_low"), left + rows.numbers("ci_high")
    scale = rows.result.instrument.scale
    default = (scale.values[0], scale.values[-1])
    set_scale(axes, *span(left, right, low, high, default=default), rows.result.words)
    tints = [style.tint for style in rows.styles]
    strokes(axes, left, right, sheet.rows, tints, lw=WIDTH.connector, zorder=2)
    intervals(axes, low, high, sheet.rows, rows.styles)
    axes.add_line(Line2D(left, sheet.rows, linestyle="none", zorder=4, **_HOLLOW))
    marks(axes, right, sheet.rows, rows.styles)
    blank_rows(axes, sheet, rows.reasons())
    hover_rows(axes, sheet, _tips(rows))


def _tips(rows: _Rows) -> list[str]:
    words, decimals = rows.result.words, rows.result.options.decimals
    said = []
    for label, record, verdict, reason in zip(
        rows.labels, rows.records, rows.verdicts, rows.reasons(), strict=True
    ):
        difference = words.number(as_number(record["difference"]), decimals, sign=True)
        parts = [
            reason or f"{words('plots.consensus.difference')} {difference}",
            f"{words('plots.n')} {count_text(record, words)}",
            "" if reason else p_text(as_number(record.get("p_adjusted")), words),
            words(f"plots.consensus.verdict.{verdict}") if verdict in LOOKS and not reason else "",
        ]
        said.append(
            words("plots.tip", label=label, said=words("list.between").join(p for p in parts if p))
        )
    return said


_HOLLOW: Final[dict[str, Any]] = {
    "marker": "o",
    "markersize": WIDTH.mark,
    "markerfacecolor": PAPER,
    "markeredgecolor": INK,
    "markeredgewidth": WIDTH.line,
}
"""The left role's mean."""
