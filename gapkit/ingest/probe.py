"""Columns looked at before the reading, because one cell decides how all others are read."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from gapkit.ingest.cells import distinct
from gapkit.ingest.decimals import has_decimal_comma

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.ingest.readers import RawTable

__all__ = ["all_texts", "first_texts", "writes_comma"]


def first_texts(table: RawTable, positions: Sequence[int]) -> dict[int, set[str]]:
    """Return the distinct texts of some columns in the first block of a file."""
    return _texts(table, positions, 1)


def all_texts(table: RawTable, position: int) -> set[str]:
    """Return the distinct texts of a whole column."""
    return _texts(table, [position], None)[position]


def writes_comma(table: RawTable, positions: Sequence[int]) -> dict[int, bool]:
    """Tell for whole columns of numbers whether they have a decimal comma."""
    return {p: has_decimal_comma(texts) for p, texts in _texts(table, positions, None).items()}


def _texts(table: RawTable, positions: Sequence[int], blocks: int | None) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {position: set() for position in positions}
    for block in islice(table.blocks(tuple(positions)), blocks):
        raw = block()
        for position in positions:
            found[position].update(distinct(raw.columns[position], table.decode)[1])
    return found
