"""Tables in memory: pandas, polars, pyarrow and whatever else streams Arrow. They are never altered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gapkit.errors import IngestError, Problem
from gapkit.ingest.buffers import strings
from gapkit.ingest.cells import typed_text
from gapkit.ingest.readers.arrow import ROWS, blocks_of
from gapkit.ingest.readers.table import RawTable
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapkit.ingest.readers.table import Block

__all__ = ["open_frame"]


def open_frame(frame: Any) -> RawTable:
    """Open a table in memory; its rows are counted from 1.

    Raises
    ------
    IngestError
        It is no table.
    """
    kind = type(frame).__module__.partition(".")[0]
    if not hasattr(frame, "__arrow_c_stream__"):
        what = f"a {type(frame).__name__} is no table."
        raise IngestError(
            Problem("frame", what, "Give a pandas, polars or pyarrow table, or a path.")
        )
    table = _of_pandas(frame) if kind == "pandas" else pa.table(frame)
    headings = tuple(map(str, table.column_names))
    facts = (Phrase("ledger.frame", {"kind": kind}),)
    return RawTable(headings, 0, partial(_blocks, table), facts=facts)


def _of_pandas(frame: Any) -> pa.Table:
    """Take a pandas frame column by column: names may repeat, and a column may hold anything."""
    arrays = [_of_series(frame.iloc[:, k]) for k in range(frame.shape[1])]
    return pa.Table.from_arrays(arrays, names=[str(name) for name in frame.columns])


def _of_series(series: Any) -> pa.Array:
    try:
        array = pa.array(series, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        gone = series.isna().tolist()
        texts = [None if na else typed_text(v) for v, na in zip(series.tolist(), gone, strict=True)]
        return strings(texts)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _blocks(table: pa.Table, columns: Sequence[int]) -> Iterator[Block]:
    yield from blocks_of(table.to_batches(max_chunksize=ROWS), columns)
