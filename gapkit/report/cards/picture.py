"""The little picture in a card's row, written as SVG: two hundred cards need no drawing library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gapkit.plots.theme import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.report.cards.model import CardRow

__all__ = ["Ruler", "ruler"]

WIDE: Final = 160.0
HIGH: Final = 18.0
"""Width and height of a picture, in units of its own."""

ROOM: Final = 8.0
"""Room at both ends for half a mark."""

SHAPES: Final = {
    "v": "M{a} {t}H{b}L{x} {u}Z",
    "^": "M{a} {u}H{b}L{x} {t}Z",
    "s": "M{a} {t}H{b}V{u}H{a}Z",
    "D": "M{x} {t}L{b} {y}L{x} {u}L{a} {y}Z",
}
"""matplotlib's name of a mark → its outline."""

SIZE: Final = 4.2
"""Half the width of a mark."""


@dataclass(frozen=True)
class Ruler:
    """The axis that all rows of a card share."""

    low: float
    high: float

    def at(self, figure: float) -> float:
        """Place a figure."""
        share = (figure - self.low) / (self.high - self.low)
        return round(ROOM + share * (WIDE - 2 * ROOM), 1)

    def draw(self, row: CardRow, said: str) -> str:
        """Return the picture of a row; `said` tells it to readers who cannot see it.

        Returns
        -------
        str
            SVG: the line of no gap, the average as an upright stroke, the interval with short
            ends, and the mark of the verdict. Classes instead of colours: a page gives them.
        """
        from html import escape

        middle = HIGH / 2
        parts = [f'<path class="zero" d="M{self.at(0.0)} 1V{HIGH - 1:g}"/>']
        if row.tick == row.tick:
            parts.append(f'<path class="tick" d="M{self.at(row.tick)} 2.5V{HIGH - 2.5:g}"/>')
        if row.low == row.low and row.high == row.high:
            a, b = self.at(row.low), self.at(row.high)
            top, end = middle - 2.5, middle + 2.5
            d = f"M{a} {middle:g}H{b}M{a} {top:g}V{end:g}M{b} {top:g}V{end:g}"
            parts.append(f'<path class="interval" d="{d}"/>')
        if row.mark == row.mark:
            parts.append(f'<path class="mark" d="{self._shape(row)}"/>')
        body = "".join(parts)
        return (
            f'<svg class="tone-{row.tone}" role="img" aria-label="{escape(said, quote=True)}" '
            f'viewBox="0 0 {WIDE:g} {HIGH:g}">{body}</svg>'
        )

    def _shape(self, row: CardRow) -> str:
        x, y = self.at(row.mark), HIGH / 2
        look = VERDICTS.get(row.tone, VERDICTS["unclear"])
        ends = {"a": x - SIZE, "b": x + SIZE, "t": y - SIZE, "u": y + SIZE, "x": x, "y": y}
        return SHAPES[look.marker].format(**{name: f"{place:.4g}" for name, place in ends.items()})


def ruler(rows: Sequence[CardRow], margin: float) -> Ruler:
    """Return the axis that holds the intervals and averages of a card, no gap and the margin.

    An axis shared by all cards would tell how far the others reach.

    Examples
    --------
    >>> ruler([], 0.3)
    Ruler(low=-0.5, high=0.5)
    """
    figures = [
        figure
        for row in rows
        for figure in (row.low, row.mark, row.high, row.tick)
        if figure == figure
    ]
    low, high = min([-margin, *figures]), max([margin, *figures])
    return Ruler(-_half(-low), _half(high))


def _half(figure: float) -> float:
    """Round up to the next half point."""
    from math import ceil

    return ceil(round(figure * 2, 9)) / 2
