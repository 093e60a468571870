"""Columns of coded batches as arrays: pyarrow's own conversions import pandas, a third of a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["dictionary", "floats", "numbers"]


def numbers(column: pa.Array) -> NDArray[Any]:
    """View a column of numbers without nulls, without a copy.

    Examples
    --------
    >>> import pyarrow as pa
    >>> numbers(pa.array([4, 5, 6], pa.uint8())[1:])
    array([5, 6], dtype=uint8)
    """
    kind = np.dtype(str(column.type))
    if not len(column):
        return np.zeros(0, kind)
    return np.frombuffer(column.buffers()[1], kind)[column.offset : column.offset + len(column)]


def floats(column: pa.Array) -> NDArray[np.float64]:
    """View a column of decimal numbers, NaN where there is none.

    Examples
    --------
    >>> import pyarrow as pa
    >>> floats(pa.array([0.5, None]))
    array([0.5, nan])
    """
    return numbers(column.fill_null(float("nan")) if column.null_count else column)


def dictionary(column: pa.DictionaryArray) -> tuple[list[str], NDArray[np.int64]]:
    """Return the values of a key column and each row's place among them, −1 where empty.

    Examples
    --------
    >>> import pyarrow as pa
    >>> dictionary(pa.array(["north", None, "south"]).dictionary_encode())
    (['north', 'south'], array([ 0, -1,  1]))
    """
    return column.dictionary.to_pylist(), numbers(column.indices.fill_null(-1)).astype(np.int64)
