"""What every format yields: a table of raw cells, read block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.ingest.formats import Screen
    from gapkit.wording import Phrase

__all__ = ["Block", "Grid", "RawBatch", "RawTable"]


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
        One for each column: as written, or the short name of a format that has names and texts.
    heading_rows
        Records before the first answer.
    blocks
        Column positions → the blocks of the file, in order; may be called again.
    decode
        Bytes of a cell → its text.
    facts
        What the file was taken for, and why.
    missing
        Column position → codes and words that the file itself declares missing.
    texts
        What was asked, for each column; empty where the file does not say more than its headings.
    labels
        Column position → code as written → label, as the file declares them.
    marks
        ``id``, ``submitted``, ``duration``, ``finished`` → column position, where the format knows them.
    screens
        Rows that the format tells to be no answers.
    aside
        Columns that look like items and are none.
    written
        The rows of headings as they stand in the file, where a format calls its columns otherwise.
    gathered
        Columns that hold what the file has in several.
    companions
        Further files that it was read with: a codebook, a catalogue.
    format
        The survey tool's layout, or what kind of file it is.
    """

    headings: tuple[str, ...]
    heading_rows: int
    blocks: Callable[[Sequence[int]], Iterator[Block]]
    decode: Callable[[bytes], str] = bytes.decode
    facts: tuple[Phrase, ...] = ()
    missing: Mapping[int, tuple[Any, ...]] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    labels: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    marks: Mapping[str, int] = field(default_factory=dict)
    screens: tuple[Screen, ...] = ()
    aside: frozenset[int] = frozenset()
    written: tuple[tuple[str, ...], ...] = ()
    gathered: frozenset[int] = frozenset()
    companions: tuple[Path, ...] = ()
    format: str = "csv"


@dataclass(frozen=True)
class Grid:
    """A file laid out in rows of cells, of which nobody knows yet which are headings.

    Parameters
    ----------
    top
        Its first records as texts, from the first that belongs to the table.
    table
        Number of heading rows → the table, with headings joined from these rows.
    """

    top: tuple[tuple[str, ...], ...]
    table: Callable[[int], RawTable]
