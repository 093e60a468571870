"""A table of cells as a survey tool means it: names and texts of columns, gathered answers, screens."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gapkit.ingest.buffers import strings
from gapkit.ingest.cells import distinct
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from gapkit.ingest.formats import Shape
    from gapkit.ingest.readers.table import Block, RawBatch, RawTable

__all__ = ["shaped"]


def shaped(table: RawTable, name: str, shape: Shape, top: Sequence[Sequence[str]] = ()) -> RawTable:
    """Return a table under the headings that a format gives it.

    Parameters
    ----------
    table
        The file, with as many heading rows as the format has.
    name
        The format.
    shape
        What the format makes of the table; columns beyond its headings keep those of the file.
    top
        The file's first records, which hold its headings as they are written.
    """
    width = len(table.headings)
    headings = (*shape.headings, *table.headings[len(shape.headings) :])[:width]
    texts = (*shape.texts, *("",) * width)[:width]
    declared = dict.fromkeys(range(width), shape.missing) if shape.missing else {}
    blocks = table.blocks
    if shape.gathered:
        blocks = partial(_gathered, table.blocks, shape.gathered, table.decode)
    return replace(
        table,
        headings=headings,
        blocks=blocks,
        facts=(Phrase("ledger.format", {"format": name}), *table.facts),
        missing=declared,
        texts=texts,
        labels=shape.labels,
        marks=shape.marks,
        screens=shape.screens,
        aside=shape.aside,
        written=tuple(map(tuple, top[: shape.heading_rows])),
        gathered=frozenset(shape.gathered),
        format=name,
    )


def _gathered(
    blocks: Callable[[Sequence[int]], Iterator[Block]],
    gathered: Mapping[int, tuple[int, ...]],
    decode: Callable[[bytes], str],
    columns: Sequence[int],
) -> Iterator[Block]:
    """Yield blocks in which a question spread over several columns stands in its first one.

    Where more than one of them is filled they stand side by side, which is no answer of a scale.
    """
    wanted = {c: (c, *gathered[c]) for c in columns if c in gathered}
    needed = tuple(sorted({*columns, *(p for parts in wanted.values() for p in parts)}))
    for block in blocks(needed):
        yield partial(_gather, block, wanted, decode)


def _gather(
    block: Block, wanted: Mapping[int, tuple[int, ...]], decode: Callable[[bytes], str]
) -> RawBatch:
    raw = block()
    columns = dict(raw.columns)
    for first, parts in wanted.items():
        columns[first] = _together([raw.columns[p] for p in parts], decode)
    return replace(raw, columns=columns)


def _together(arrays: Sequence[pa.Array], decode: Callable[[bytes], str]) -> pa.Array:
    cells: list[str] = [""] * len(arrays[0])
    for array in arrays:
        numbers, texts = distinct(array, decode)
        filled = np.array([bool(text.strip()) for text in texts], np.bool_)
        for row in np.flatnonzero(filled[numbers]).tolist():
            text = texts[numbers[row]]
            cells[row] = f"{cells[row]}; {text}" if cells[row] else text
    return strings(cells)
