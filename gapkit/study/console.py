"""Tables of text for a terminal, where Chinese and Korean characters take two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["padded", "shortened", "table", "width"]


def table(rows: Sequence[Sequence[str]], *, left: int) -> list[str]:
    """Return rows as lines, the first `left` columns aligned left, the others right.

    Examples
    --------
    >>> table([["item", "n"], ["a", "10"]], left=1)
    ['  item   n', '  a     10']
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            padded(cell, w) if k < left else " " * (w - width(cell)) + cell
            for k, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"  {'  '.join(cells)}".rstrip())
    return lines


def width(text: str) -> int:
    """Return the columns that a terminal gives a text.

    Examples
    --------
    >>> width("北 A")
    4
    """
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, to: int) -> str:
    """Return a text with blanks behind it, so wide in all."""
    return text + " " * (to - width(text))


def shortened(text: str, to: int) -> str:
    """Return a text on one line, cut with three points where it is wider.

    Examples
    --------
    >>> shortened("A very good counter", 10)
    'A very ...'
    """
    plain = " ".join(text.split())
    if width(plain) <= to:
        return plain
    kept = ""
    for character in plain:
        if width(kept + character) > to - 3:
            break
        kept += character
    return f"{kept}..."
