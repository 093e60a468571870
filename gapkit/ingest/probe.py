"""Columns looked at before the reading, because one cell decides how all others are read."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from gapkit.ingest.ahead import worked
from gapkit.ingest.cells import distinct
from gapkit.ingest.decimals import has_decimal_comma
from gapkit.ingest.stamps import without_times
from gapkit.ingest.texts import number, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    from gapkit.ingest.readers import RawBatch, RawTable
    from gapkit.ingest.sieve import Sieve

__all__ = ["all_dates", "all_texts", "answer_texts", "first_texts", "writes_comma"]

_FREE_TEXT: Final = 10_000
"""More different texts than this are no points of a scale."""


def first_texts(table: RawTable, positions: Sequence[int]) -> dict[int, set[str]]:
    """Return the distinct texts of some columns in the first block of a file."""
    return _texts(table, positions, 1)


def all_texts(table: RawTable, position: int) -> set[str]:
    """Return the distinct texts of a whole column."""
    return _texts(table, [position], None)[position]


def all_dates(table: RawTable, position: int) -> set[str]:
    """Return the distinct dates of a whole column, without their times where these can be told."""
    return _texts(table, [position], None, without_times)[position]


def answer_texts(table: RawTable, positions: Sequence[int], sieve: Sieve) -> dict[int, set[str]]:
    """Return the distinct texts of columns of answers, as far as they can decide how cells are read.

    Words and decimal commas are judged by whole columns. A column whose first block holds plain
    numbers alone leaves nothing to judge, and the rest of it is not looked at; nor is the rest of a
    column with so many different texts that they are no points of a scale.
    """
    wanted = tuple(dict.fromkeys(positions))
    blocks = iter(table.blocks(sorted({*wanted, *sieve.positions})) if wanted else ())
    found: dict[int, set[str]] = {position: set() for position in wanted}
    hear = partial(_heard, table=table, sieve=sieve)
    for block in islice(blocks, 1):
        found = hear(block(), wanted)
    wanted = tuple(p for p in wanted if _any_odd(found[p]))
    for heard in worked(blocks, partial(hear, positions=wanted)) if wanted else ():
        for position in wanted:
            found[position] |= heard[position]
        if all(len(found[p]) > _FREE_TEXT for p in wanted):
            break
    return found


def _heard(
    raw: RawBatch, positions: Sequence[int], table: RawTable, sieve: Sieve
) -> dict[int, set[str]]:
    """Return the distinct texts of some columns of a block, without rows that are no answers."""
    kept = sieve.sift(raw, table.decode)
    return {p: set(distinct(kept.columns[p], table.decode)[1]) for p in positions}


def _any_odd(texts: set[str]) -> bool:
    return any(text.strip() and number(plain(text)) is None for text in texts)


def writes_comma(table: RawTable, positions: Sequence[int]) -> dict[int, bool]:
    """Tell for whole columns of numbers whether they have a decimal comma."""
    return {p: has_decimal_comma(texts) for p, texts in _texts(table, positions, None).items()}


def _texts(
    table: RawTable,
    positions: Sequence[int],
    blocks: int | None,
    cut: Callable[[pa.Array], pa.Array] | None = None,
) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {position: set() for position in positions}
    for block in islice(table.blocks(tuple(positions)), blocks):
        raw = block()
        for position in positions:
            column = raw.columns[position]
            found[position].update(distinct(cut(column) if cut else column, table.decode)[1])
    return found
