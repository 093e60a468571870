"""How wide the columns of a table in a document, or on a slide, are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from gapkit.plots.fonts import width

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CM_PER_POINT", "PADDING", "widths_of", "words_fit"]

PADDING: Final = 0.1
"""Of a cell, on either side, in centimetres."""

BOLD: Final = 1.12
"""How much wider the words of a head are."""

SPREAD: Final = 0.75
"""Power that dampens how much more room long texts get than short ones."""

CM_PER_POINT: Final = 2.54 / 72


ROOM: Final = 2.2 * PADDING
"""Around a cell's text in a document, both sides together, in centimetres."""


def widths_of(
    rows: Sequence[Sequence[str]], whole: float, size: float, room: float = ROOM
) -> list[float]:
    """Divide a table's width: no word is cut in two; what is left goes by what the columns have to say.

    Parameters
    ----------
    rows
        The table, its head first.
    whole
        Its width in centimetres; where words need more, all columns are narrowed alike.
    size
        Of the type, in points.
    room
        Around a cell's text, both sides together, in centimetres.

    Examples
    --------
    >>> narrow, wide = widths_of([["n", "What was found"], ["931", "a long text"]], 10, 8.5)
    >>> narrow < wide, round(narrow + wide, 6)
    (True, 10.0)
    """
    least = _needed(rows, size, room)
    wanted = [
        max(room + _width(cell, size) for cell in column) for column in zip(*rows, strict=True)
    ]
    shares = [max(want - need, 0.0) ** SPREAD for want, need in zip(wanted, least, strict=True)]
    left = max(whole - sum(least), 0.0) / (sum(shares) or 1.0)
    widths = [need + left * share for need, share in zip(least, shares, strict=True)]
    return [whole * each / sum(widths) for each in widths]


def words_fit(rows: Sequence[Sequence[str]], whole: float, size: float, room: float = ROOM) -> bool:
    """Whether a table that is `whole` centimetres wide cuts no word in two.

    Examples
    --------
    >>> words_fit([["n", "What was found"]], 10, 8.5), words_fit([["n", "What was found"]], 1, 8.5)
    (True, False)
    """
    return sum(_needed(rows, size, room)) <= whole


def _needed(rows: Sequence[Sequence[str]], size: float, room: float) -> list[float]:
    """Return what the longest word of each column needs; those of the head are bold."""
    return [
        room + max(_least(cell, size) * (BOLD if k == 0 else 1.0) for k, cell in enumerate(column))
        for column in zip(*rows, strict=True)
    ]


def _least(cell: str, size: float) -> float:
    """Return what a cell's longest word needs: Chinese may break between any two characters."""
    words = [word[:2] if any(map(_is_full, word)) else word for word in cell.split() or [""]]
    return max(_width(word, size) for word in words)


def _width(text: str, size: float) -> float:
    return width(text, size) * CM_PER_POINT


def _is_full(character: str) -> bool:
    return east_asian_width(character) in "WF"
