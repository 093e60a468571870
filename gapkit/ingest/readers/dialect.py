"""How a delimited text is laid out: its delimiter, and the rows that stand above its headings."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from gapkit.ingest.readers.headings import rows_above
from gapkit.wording import Phrase

__all__ = ["DELIMITERS", "Dialect", "find_dialect"]

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""What columns are parted by, and the names of these signs in the wording files."""

_ENOUGH: Final = 0.8
"""A score below this is no table: the file has one column."""


_WITHOUT_TOP: Final = 0.6
"""What a delimiter is worth that makes sense only below the first rows: lists inside cells are as even
as columns (``3|1|2``, the order of display), but the headings have none."""


@dataclass(frozen=True)
class Dialect:
    """How to cut a text into cells.

    Parameters
    ----------
    delimiter
        None where the file has a single column.
    skipped
        Records above the headings.
    facts
        What was found.
    told
        The first line says it: ``sep=;``.
    """

    delimiter: str | None
    skipped: int = 0
    facts: tuple[Phrase, ...] = ()
    told: bool = False


def find_dialect(text: str, declared: str | None = None) -> Dialect:
    r"""Tell the delimiter of a text by trying each and looking how even the rows come out.

    Parameters
    ----------
    text
        The beginning of the file, whole records.
    declared
        The study's own word for it.

    Examples
    --------
    >>> find_dialect("id;E1;P1\n1;7;5\n2;6;4,5\n").delimiter
    ';'
    >>> find_dialect("comment\nfine, thanks\nslow; but ok\n").delimiter is None
    True
    """
    told = re.match(r'"?sep=(.)"?[;,]*\r?\n', text, re.IGNORECASE)
    if told:
        return Dialect(declared or told[1], 1, (_fact("told", told[1]),), told=True)
    if declared:
        skipped = rows_above(_rows(text, declared))
        return Dialect(declared, skipped, (_fact("given", declared),))
    tried = [(d, _rows(text, d)) for d in DELIMITERS]
    scores = {d: _score(rows) for d, rows in tried}
    above = {d: rows_above(rows) for d, rows in tried}
    delimiter = max(DELIMITERS, key=lambda d: scores[d] * (_WITHOUT_TOP if above[d] else 1))
    if scores[delimiter] <= _ENOUGH:
        return Dialect(None, 0, (Phrase("ledger.delimiter.none"),))
    return Dialect(delimiter, above[delimiter], (_fact("found", delimiter),))


def _fact(reason: str, delimiter: str) -> Phrase:
    return Phrase(f"ledger.delimiter.{reason}", {"delimiter": _shown(delimiter)})


def _shown(delimiter: str) -> str:
    return "TAB" if delimiter == "\t" else delimiter


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error:
        return []


def _score(rows: list[list[str]]) -> float:
    """Rate a delimiter: rows of one width, headings of that width, cells free of other delimiters."""
    rows = [row for row in rows[rows_above(rows) :] if row]
    if not rows:
        return 0.0
    widths = Counter(map(len, rows))
    width = max(widths, key=lambda w: (widths[w] * (w > 1), w))
    if width < 2:
        return 0.0
    cells = [cell for row in rows for cell in row]
    whole = sum(not re.search(r"[;\t|]", c) or bool(_NUMBER.fullmatch(c)) for c in cells)
    even = widths[width] / len(rows)
    headed = len(rows[0]) == width or _lacks_empty_last(rows, width)
    return (even * (2 if headed else 0.7) + 0.001 * min(width, 500)) * whole / len(cells)


def _lacks_empty_last(rows: list[list[str]], width: int) -> bool:
    """Whether every row but the headings ends in a delimiter."""
    return len(rows[0]) == width - 1 and all(not r[-1] for r in rows[1:] if len(r) == width)


_NUMBER: Final = re.compile(r"-?\d+([.,]\d+)*")
