"""Respondents who come more than once, where the study does not say what to do: both rows count, and that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from gapkit.ingest.buffers import numbers
from gapkit.ingest.cells import Group

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Repeats"]

_MOST: Final = 5_000_000
"""Rows of one file whose ids are held against each other: more would fill the memory."""

_BETWEEN: Final = "\x1f"


class Repeats:
    """Ids of one source's respondents, file after file.

    Examples
    --------
    >>> repeats = Repeats()
    >>> def batch(*ids):
    ...     return pa.record_batch({"id": pa.array(ids), "record": pa.array(range(2, len(ids) + 2))})
    >>> repeats.of_file([batch("a", "b", "a")]).records, repeats.of_file([batch("b", "", None)]).records
    ([4], [2])
    """

    def __init__(self) -> None:
        self._earlier: list[pa.Array] = []

    def of_file(self, batches: Iterable[pa.RecordBatch]) -> Group:
        """Return the rows of the next file whose id was borne by an earlier row of the same wave.

        Parameters
        ----------
        batches
            With ``id`` and ``record``, and ``wave`` where there are waves.
        """
        import pyarrow.compute as pc

        ids, records = [], []
        for keys, places in map(_keys, batches):
            filled = pc.is_valid(keys)
            ids.append(keys.filter(filled))
            records.append(places.filter(filled))
        if not 0 < sum(map(len, ids)) <= _MOST:
            return Group()
        coded = pa.concat_arrays(ids).dictionary_encode()
        earlier = pa.chunked_array(self._earlier, type=coded.dictionary.type)
        place = numbers(coded.indices, np.dtype(np.int32))
        again = np.ones(len(place), np.bool_)
        again[np.unique(place, return_index=True)[1]] = False
        again |= pc.is_in(coded.dictionary, value_set=earlier).to_numpy(zero_copy_only=False)[place]
        self._earlier.append(coded.dictionary)
        where = np.flatnonzero(again)
        found = pa.concat_arrays(records).take(pa.array(where[:5]))
        return Group(len(where), found.to_pylist())


def _keys(batch: pa.RecordBatch) -> tuple[pa.Array, pa.Array]:
    """Return wave and id as one text, null where there is no id, and the record numbers."""
    import pyarrow.compute as pc

    ids = batch.column("id")
    keys = pc.if_else(pc.equal(ids, ""), None, ids)
    if "wave" in batch.schema.names:
        wave = pc.fill_null(batch.column("wave").cast(pa.string()), "")
        keys = pc.binary_join_element_wise(wave, keys, _BETWEEN)
    return keys, batch.column("record")
