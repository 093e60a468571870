"""Headings out of the rows that hold them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gapkit.ingest.texts import column_letters, tidy
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["joined", "rows_above", "told_above"]

_MOST_ABOVE: Final = 30
"""More rows than this above the headings are no title and notes."""


def joined(rows: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """Return one heading a column: parts of several rows are joined by `` / ``.

    A blank in any row but the last stands under the heading to its left, as in merged cells. Without
    heading rows, columns are called by their spreadsheet letters.

    Examples
    --------
    >>> joined([["How important?", "", "id"], ["Tidy", "Quick", ""]], 3)
    ('How important? / Tidy', 'How important? / Quick', 'id')
    >>> joined([], 2)
    ('A', 'B')
    """
    if not rows:
        return tuple(map(column_letters, range(width)))
    padded = [[*map(tidy, row), *[""] * width][:width] for row in rows]
    for row in padded[:-1]:
        for k in range(1, width):
            row[k] = row[k] or row[k - 1]
    parts = zip(*padded, strict=True)
    return tuple(" / ".join(part for part in column if part) for column in parts)


def rows_above(rows: Sequence[Sequence[str]]) -> int:
    """Count the leading rows with one filled cell at most, above an even table of three columns or more.

    Examples
    --------
    >>> rows_above([["Report of July"], [], ["id", "E1", "P1"], ["1", "5", "4"]])
    2
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    skipped = next((k for k, n in enumerate(filled) if n > 1), 0)
    table = [len(row) for row in rows[skipped:] if row]
    width, often = Counter(table).most_common(1)[0] if table else (0, 0)
    if skipped > _MOST_ABOVE or width < 3 or often < 0.8 * len(table):
        return 0
    return skipped


def told_above(skipped: int) -> tuple[Phrase, ...]:
    """Return what the ledger says of rows above the headings, if there are any."""
    return (Phrase("ledger.preamble", {"count": skipped}),) if skipped else ()
