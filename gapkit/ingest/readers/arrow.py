"""Arrow record batches as raw blocks: what Parquet files and tables in memory have in common."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gapkit.ingest.cells import distinct
from gapkit.ingest.readers.table import RawBatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.ingest.readers.table import Block

__all__ = ["ROWS", "blank_rows", "blocks_of"]

ROWS = 1 << 16
"""Rows of a block: as much as a few megabytes of text."""


def blocks_of(batches: Iterable[pa.RecordBatch], columns: Sequence[int]) -> Iterator[Block]:
    """Yield blocks of whole record batches, records counted from 1: there are no heading rows.

    Parameters
    ----------
    batches
        Holding all columns, or just those of `columns` in their order.
    columns
        Positions that are wanted.
    """
    first = 1
    for batch in batches:
        yield partial(_raw, batch, first, tuple(columns))
        first += batch.num_rows


def _raw(batch: pa.RecordBatch, first: int, columns: tuple[int, ...]) -> RawBatch:
    records = np.arange(first, first + batch.num_rows)
    some = batch.num_columns == len(columns)
    arrays = {c: batch.column(k if some else c) for k, c in enumerate(columns)}
    return RawBatch(records, arrays, partial(blank_rows, batch.columns))


def blank_rows(arrays: Iterable[pa.Array], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which rows hold nothing in any of some columns.

    Examples
    --------
    >>> import pyarrow as pa
    >>> blank_rows([pa.array([5, None, None]), pa.array(["", "", "x"])], np.arange(3)).tolist()
    [False, True, False]
    """
    blank = np.ones(len(rows), np.bool_)
    for column in arrays:
        numbers, texts = distinct(column, bytes.decode)
        empty = np.array([not text.strip() for text in texts], np.bool_)
        if len(texts):
            blank &= empty[numbers[rows]]
    return blank
