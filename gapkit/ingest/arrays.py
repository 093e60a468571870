"""Key columns, numbers and ids of a block: what groups answers or weighs them."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from gapkit.ingest.buffers import strings, whole
from gapkit.ingest.cells import Group, distinct
from gapkit.ingest.decimals import parsed
from gapkit.ingest.peak import PeakOrNot
from gapkit.ingest.stamps import Dates, without_times

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["Keys", "decimals", "keys", "texts"]

SHOWN: Final = 20
"""Texts of a key that the ledger may name."""


class Keys:
    """A key column of a block: a number for each row, and the values that the numbers stand for.

    Parameters
    ----------
    numbers
        Position in `values` for each row, −1 where the cell is empty or cannot be read; shape (rows,).
    values
        What tables show, each once.
    sources
        Position in `texts` for each row; shape (rows,).
    texts
        Texts as they were written.
    changed
        Positions in `texts` whose value differs from the trimmed text → the value.
    wrong
        Positions in `texts` that could not be read, or only in part, → nothing.
    """

    def __init__(
        self, sources: NDArray[np.int32], texts: list[str], read: list[str | None]
    ) -> None:
        self.sources = sources
        self.texts = texts
        self.values = list(dict.fromkeys(value for value in read if value))
        place = {value: k for k, value in enumerate(self.values)}
        table = np.array([place.get(value or "", -1) for value in read], np.int32)
        self.numbers = table[sources] if len(texts) else np.full(len(sources), -1, np.int32)
        self.changed = {
            k: v for k, (t, v) in enumerate(zip(texts, read, strict=True)) if v and v != t.strip()
        }
        damaged = "\ufffd"  # bytes that are not of the file's encoding
        self.wrong = {k: "" for k, v in enumerate(read) if v is None or damaged in v}

    def cells(self, which: dict[int, str], records: NDArray[np.int64]) -> Group:
        """Return the cells that hold some of the texts; a changed text is shown with its value."""
        chosen = np.zeros(len(self.texts), np.bool_)
        chosen[list(which)] = True
        counts = np.bincount(self.sources, minlength=len(self.texts))
        found = Group(int(counts[chosen].sum()), records[chosen[self.sources]][:5].tolist())
        for k in nlargest(SHOWN, which, key=lambda k: int(counts[k])):
            text = f"{self.texts[k]} → {which[k]}" if which[k] else self.texts[k]
            found.texts[text] = int(counts[k])
        return found

    def array(self, rows: Any) -> pa.DictionaryArray:
        """Return some rows as a dictionary array, null where there is no value."""
        numbers = self.numbers[rows]
        indices = whole(np.maximum(numbers, 0), pa.int32(), numbers >= 0)
        return pa.DictionaryArray.from_arrays(indices, strings(self.values))


def keys(
    array: pa.Array,
    decode: Callable[[bytes], str],
    translate: Callable[[str], str | None],
) -> Keys:
    """Read a key column; `translate` gives a text's value, empty for none, None where it is wrong."""
    if isinstance(translate, Dates | PeakOrNot) and not translate.needs_times:
        array = without_times(array)
    sources, written = distinct(array, decode)
    found = Keys(sources, written, [translate(text) for text in written])
    if isinstance(translate, PeakOrNot):
        found.changed = {}  # told from the time, not read in its place
    return found


def decimals(
    array: pa.Array, decode: Callable[[bytes], str], *, comma: bool
) -> tuple[NDArray[np.float64], NDArray[np.int64], dict[str, int]]:
    """Read a column of numbers that are no answers.

    Returns
    -------
    values
        NaN where there is none; shape (rows,).
    wrong
        Rows whose cell is neither empty nor a number.
    texts
        What stands there → count.
    """
    sources, written = distinct(array, decode)
    read = [parsed(text, comma=comma) for text in written]
    table = np.array([np.nan if v is None else v for v in read], np.float64)
    bad = np.array(
        [v is None and bool(t.strip()) for v, t in zip(read, written, strict=True)], np.bool_
    )
    if not len(written):
        return np.full(len(array), np.nan), np.zeros(0, np.int64), {}
    counts = np.bincount(sources, minlength=len(written))
    texts_ = {written[k]: int(counts[k]) for k in np.flatnonzero(bad).tolist()[:500]}
    return table[sources], np.flatnonzero(bad[sources]), texts_


def texts(array: pa.Array, decode: Callable[[bytes], str], rows: Any = None) -> pa.Array:
    """Return a column as plain texts, null where empty; all rows or some."""
    sources, written = distinct(array, decode)
    values = strings([text.strip() or None for text in written])
    chosen = sources if rows is None else sources[rows]
    return values.take(whole(chosen, pa.int32()))
