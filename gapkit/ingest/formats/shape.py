"""What a format makes of a table: which records are headings, what the columns are called, what they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["MARKS", "Screen", "Shape", "Top"]

MARKS: Final = ("id", "submitted", "duration", "finished")
"""What columns of a format's own can be: the respondent's id, when and how long, whether to the end."""


@dataclass(frozen=True)
class Top:
    """The first records of a file as texts, before anybody knows which of them are headings.

    Parameters
    ----------
    rows
        Up to about 40 records, empty ones included; rows above the table are left out already.
    path
        Where the file lies, for files that come in pairs; None for a table in memory.

    Examples
    --------
    >>> top = Top((("id", "E1"), ("1", "5")))
    >>> top.row(0), top.row(7), top.column(1, below=1)
    (('id', 'E1'), (), ('5',))
    """

    rows: tuple[tuple[str, ...], ...]
    path: Path | None = None

    def row(self, number: int) -> tuple[str, ...]:
        """Return a record, empty beyond the last."""
        return self.rows[number] if number < len(self.rows) else ()

    def column(self, position: int, below: int) -> tuple[str, ...]:
        """Return a column's filled cells from record `below` on."""
        cells = (row[position] for row in self.rows[below:] if position < len(row))
        return tuple(cell.strip() for cell in cells if cell.strip())


@dataclass(frozen=True)
class Screen:
    """Rows that a format itself tells to be no answers, or not whole ones.

    Parameters
    ----------
    position
        The column that tells.
    values
        Cells that do, trimmed, in lower case; the empty text is an empty cell.
    reason
        ``preview`` (never anybody's answers) or ``unfinished`` (left out only by the study's rule).
    """

    position: int
    values: frozenset[str]
    reason: str


@dataclass(frozen=True)
class Shape:
    """A recognised layout.

    Parameters
    ----------
    heading_rows
        Records before the first answer.
    headings
        One for each column of the file, in its order: the short name by which a study calls it.
    texts
        What was asked, for each column; empty where the file does not say.
    gathered
        Column → further columns of the same question, each holding one answer of it: the cell is that of
        the first that is filled.
    marks
        One of `MARKS` → column.
    screens
        Rows that are no answers.
    missing
        Words and codes that stand for no answer in every column.
    labels
        Column → code as written → its label, where the export or its twin declares them.
    aside
        Columns that look like items and are none: timings, display orders, scores of quizzes.

    Examples
    --------
    >>> Shape(1, ("id", "E1")).headings
    ('id', 'E1')
    """

    heading_rows: int
    headings: tuple[str, ...]
    texts: tuple[str, ...] = ()
    gathered: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    marks: Mapping[str, int] = field(default_factory=dict)
    screens: tuple[Screen, ...] = ()
    missing: tuple[str, ...] = ()
    labels: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    aside: frozenset[int] = frozenset()
