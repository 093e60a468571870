"""Parquet files, read row group by row group."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from gapkit.errors import IngestError, Problem
from gapkit.ingest.readers.arrow import ROWS, blocks_of
from gapkit.ingest.readers.table import RawTable
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapkit.ingest.readers.opened import Opened
    from gapkit.ingest.readers.table import Block
    from gapkit.ingest.source import Source

__all__ = ["open_parquet"]


def open_parquet(file: Opened, source: Source, hints: Sequence[str] = ()) -> RawTable:  # noqa: ARG001 - one signature for all readers
    """Recognise a Parquet file; column types may be any.

    Raises
    ------
    IngestError
        It is damaged.
    """
    import pyarrow.parquet as pq

    with _told(file), file.seekable() as stream:
        names = tuple(pq.ParquetFile(stream).schema_arrow.names)
    return RawTable(names, 0, partial(_blocks, file), facts=(Phrase("ledger.parquet"),))


def _blocks(file: Opened, columns: Sequence[int]) -> Iterator[Block]:
    import pyarrow.parquet as pq

    with _told(file), file.seekable() as stream:
        parquet = pq.ParquetFile(stream)
        yield from blocks_of(parquet.iter_batches(batch_size=ROWS), columns)


@contextmanager
def _told(file: Opened) -> Iterator[None]:
    """Say in a person's words that the file is damaged."""
    try:
        yield
    except (pa.ArrowException, OSError, ValueError) as error:
        what = f"the Parquet file cannot be read: {error}."
        raise IngestError(Problem(file.name, what, "Copy or export it again.")) from error
