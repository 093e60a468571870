"""Tables of the page: every cell is put in words here, once; the script only picks and orders.

A column is a dictionary of distinct cells and a code a row. Shown figures repeat so often that a
hundred thousand rows stay small, and they are no part of the page's tree until they are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["PAGE_ROWS", "Cell", "Column", "Select", "Table", "column_of", "select_of", "settled"]

PAGE_ROWS: Final = 60
"""Rows of a table that are shown at a time."""

LONG_LABEL: Final = 70
"""Letters beyond which a label would stand in a column a word wide."""

Cell = tuple[str, str]
"""What a cell says, and its tone: a verdict's colour and mark, or nothing."""


@dataclass(frozen=True)
class Column:
    """One column, coded.

    Parameters
    ----------
    name
        As in the written table.
    heading
        For a reader.
    kind
        ``text`` or ``number``: how it is aligned and sorted; ``quiet``: text that is left out
        while every row shown says the same.
    cells
        The distinct cells.
    codes
        For each row, which of them.
    headings
        What is chosen as gap or level → heading, where the heading follows that choice.
    """

    name: str
    heading: str
    kind: str
    cells: tuple[Cell, ...]
    codes: tuple[int, ...]
    headings: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, row: int) -> Cell:
        return self.cells[self.codes[row]]


@dataclass(frozen=True)
class Select:
    """A list to choose rows by.

    Parameters
    ----------
    name
        The key column that it looks at.
    label
        For a reader.
    choices
        Value → words, in order; the value ``*`` lets every row pass.
    chosen
        What is chosen at first.
    codes
        For each row, the position of its value among `values`.
    within
        Choice → the heading under which the list shows it.
    spans
        Choice → the values that it stands for, where it is none itself.
    """

    name: str
    label: str
    choices: Mapping[str, str]
    chosen: str
    codes: tuple[int, ...]
    within: Mapping[str, str] = field(default_factory=dict)
    spans: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def values(self) -> tuple[str, ...]:
        """The choices that rows carry."""
        return tuple(value for value in self.choices if value != "*" and value not in self.spans)

    @property
    def listed(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Heading (blank for none) → the choices under it, in the order of the list."""
        found: dict[str, list[tuple[str, str]]] = {}
        for value, words in self.choices.items():
            found.setdefault(self.within.get(value, ""), []).append((value, words))
        return list(found.items())

    @property
    def places(self) -> dict[str, list[int]]:
        """Choice → the codes of the rows that pass; ``*`` is left out."""
        place = {value: k for k, value in enumerate(self.values)}
        spans = {choice: [place[v] for v in values] for choice, values in self.spans.items()}
        return {value: [k] for value, k in place.items()} | spans


@dataclass(frozen=True)
class Table:
    """A table with what it can be narrowed by.

    Parameters
    ----------
    name
        Of the written table.
    title
        For a reader.
    columns
        From left to right; the first names the row.
    selects
        Lists to choose by.
    left_out
        Rows that the page does not carry: they stand in the written table.
    notes
        What stands below it.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    selects: tuple[Select, ...] = ()
    left_out: int = 0
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.columns[0].codes)

    @cached_property
    def first_rows(self) -> list[list[Cell]]:
        """The rows that are seen before anything is chosen."""
        tests = [(s.codes, s.places[s.chosen]) for s in self.selects if s.chosen != "*"]
        passing = (
            row for row in range(len(self)) if all(codes[row] in places for codes, places in tests)
        )
        return [[column[row] for column in self.columns] for row in islice(passing, PAGE_ROWS)]

    @property
    def wordy(self) -> bool:
        """Whether what names the rows is so long that its column needs more room."""
        return max((len(text) for text, _ in self.columns[0].cells), default=0) > LONG_LABEL

    @property
    def hidden(self) -> tuple[bool, ...]:
        """For each column, whether it is left out at first: it says the same in each row, or nothing."""
        seen = list(zip(*self.first_rows, strict=True)) or [()] * len(self.columns)
        return tuple(
            len(set(cells)) == 1 and (column.kind == "quiet" or not cells[0][0])
            for column, cells in zip(self.columns, seen, strict=True)
        )

    @property
    def data(self) -> dict[str, Any]:
        """What the script is given."""
        columns = [
            {
                "kind": c.kind,
                "cells": c.cells,
                "codes": packed(c.codes),
                "headings": dict(c.headings),
            }
            for c in self.columns
        ]
        selects = [
            {"name": s.name, "places": s.places, "codes": packed(s.codes)} for s in self.selects
        ]
        return {"columns": columns, "selects": selects, "page": PAGE_ROWS}


DIGITS: Final = "".join(chr(k) for k in range(35, 127) if chr(k) not in "<&\\")
"""Characters that stand for codes: none has to be escaped in JSON, in HTML or in a script."""


def settled(selects: Sequence[Select]) -> tuple[Select, ...]:
    """Return the lists with what is chosen at first changed where it would leave no row.

    Examples
    --------
    >>> kind = select_of("kind", "", ["points", "derived"], {"points": "", "derived": ""}, "points")
    >>> level = select_of("level", "", ["dimension", "item"], {"item": "", "dimension": ""}, "item")
    >>> [select.chosen for select in settled([kind, level])]
    ['points', 'dimension']
    """
    made: list[Select] = []
    passing: Sequence[int] = range(len(selects[0].codes)) if selects else ()
    for select in selects:
        rows = _passing(select, passing)
        if not rows and passing:
            select = replace(select, chosen=select.values[select.codes[passing[0]]])
            rows = _passing(select, passing)
        made.append(select)
        passing = rows
    return tuple(made)


def _passing(select: Select, rows: Sequence[int]) -> Sequence[int]:
    if select.chosen == "*":
        return rows
    places = set(select.places[select.chosen])
    return [row for row in rows if select.codes[row] in places]


def packed(codes: Sequence[int]) -> str:
    """Return codes as text, of as many digits each as the largest needs; the first says how many.

    Examples
    --------
    >>> packed([0, 1, 0]), len(packed(range(200)))
    ('1#$#', 401)
    """
    digits, base = 1, len(DIGITS)
    while max(codes, default=0) >= base**digits:
        digits += 1
    said = {
        code: "".join(DIGITS[code // base**k % base] for k in range(digits)) for code in set(codes)
    }
    return str(digits) + "".join(said[code] for code in codes)


def column_of(
    name: str,
    heading: str,
    cells: Iterable[Cell],
    kind: str = "text",
    headings: Mapping[str, str] | None = None,
) -> Column:
    """Return a column of these cells.

    Examples
    --------
    >>> column_of("n", "n", [("3", ""), ("5", ""), ("3", "")], "number").codes
    (0, 1, 0)
    """
    distinct: dict[Cell, int] = {}
    codes = tuple(distinct.setdefault(cell, len(distinct)) for cell in cells)
    return Column(name, heading, kind, tuple(distinct), codes, headings or {})


def select_of(
    name: str, label: str, values: Sequence[str], choices: Mapping[str, str], chosen: str,
    within: Mapping[str, str] | None = None, spans: Mapping[str, tuple[str, ...]] | None = None,
) -> Select:  # fmt: skip
    """Return a list to choose by, over the values of the rows."""
    made = Select(name, label, choices, chosen, (), within or {}, spans or {})
    position = {value: k for k, value in enumerate(made.values)}
    return replace(made, codes=tuple(position[value] for value in values))
