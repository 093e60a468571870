"""Arrow arrays from and to plain buffers: pyarrow's own conversions import pandas, a third of a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["binaries", "numbers", "strings", "whole"]


def whole(
    values: NDArray[Any], kind: pa.DataType, valid: NDArray[np.bool_] | None = None
) -> pa.Array:
    """Return a numpy array as an Arrow array of the same layout, null where not `valid`.

    Examples
    --------
    >>> whole(np.array([1, 2], np.int32), pa.int32(), np.array([True, False])).to_pylist()
    [1, None]
    """
    bits = None
    if valid is not None and not valid.all():
        bits = pa.py_buffer(np.packbits(valid, bitorder="little").tobytes())
    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(kind, len(values), [bits, data])


def numbers(array: pa.Array, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return the values of an Arrow array without nulls."""
    data = array.buffers()[1]
    if data is None or not len(array):
        return np.zeros(0, dtype)
    return np.frombuffer(data, dtype)[array.offset : array.offset + len(array)]


def binaries(cells: Sequence[bytes], kind: pa.DataType | None = None) -> pa.Array:
    """Return bytes as an Arrow array of binary (or of `kind`, laid out alike).

    Examples
    --------
    >>> binaries([b"5", b""]).to_pylist()
    [b'5', b'']
    """
    offsets = np.zeros(len(cells) + 1, np.int32)
    offsets[1:] = np.cumsum(np.fromiter(map(len, cells), np.int64, len(cells)))
    data = pa.py_buffer(b"".join(cells))
    return pa.Array.from_buffers(
        kind or pa.binary(), len(cells), [None, pa.py_buffer(offsets), data]
    )


def strings(texts: Sequence[str | None]) -> pa.Array:
    """Return texts as an Arrow array, null for None.

    Examples
    --------
    >>> strings(["北區", None]).to_pylist()
    ['北區', None]
    """
    array = binaries([(text or "").encode() for text in texts], pa.string())
    valid = np.array([text is not None for text in texts], np.bool_)
    if valid.all():
        return array
    bits = pa.py_buffer(np.packbits(valid, bitorder="little").tobytes())
    return pa.Array.from_buffers(pa.string(), len(texts), [bits, *array.buffers()[1:]])
