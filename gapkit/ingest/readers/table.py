"""What every format yields: a table of raw cells, read block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.wording import Phrase

__all__ = ["Block", "RawBatch", "RawTable"]


@dataclass(frozen=True)
class RawBatch:
    """Some records of a file as Arrow arrays.

    Parameters
    ----------
    records
        Record numbers, counted in the file with its heading rows; shape (rows,).
    columns
        Position → cells, of whatever type the format gives; each of the same length.
    blank
        Rows (positions in this batch) → whether nothing at all stands in them, other columns included.
    aside
        Records that could not be laid out as rows: reason and number.
    noted
        What was noticed on the way, such as ``short_rows``: the record numbers.
    """

    records: NDArray[np.int64]
    columns: Mapping[int, pa.Array]
    blank: Callable[[NDArray[np.int64]], NDArray[np.bool_]]
    aside: tuple[tuple[str, int], ...] = ()
    noted: Mapping[str, Sequence[int]] = field(default_factory=dict)


Block: TypeAlias = Callable[[], RawBatch]
"""A block that is cut but not parsed: calling it does the work, in whichever thread."""


@dataclass(frozen=True)
class RawTable:
    """A recognised file: its headings, and its records on demand.

    Parameters
    ----------
    headings
        One for each column, as written.
    heading_rows
        Records before the first answer.
    blocks
        Column positions → the blocks of the file, in order; may be called again.
    decode
        Bytes of a cell → its text.
    facts
        What the file was taken for, and why.
    missing
        Column position → codes that the file itself declares missing.
    """

    headings: tuple[str, ...]
    heading_rows: int
    blocks: Callable[[Sequence[int]], Iterator[Block]]
    decode: Callable[[bytes], str] = bytes.decode
    facts: tuple[Phrase, ...] = ()
    missing: Mapping[int, tuple[Any, ...]] = field(default_factory=dict)
