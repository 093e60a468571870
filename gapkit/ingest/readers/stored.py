"""Columns of a statistics package, as Python lists, turned into Arrow: numbers, dates, texts, letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from gapkit.ingest.buffers import strings, whole
from gapkit.ingest.cells import typed_text
from gapkit.ingest.missing import Declared
from gapkit.ingest.readers.calendars import dated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Stored", "as_arrow", "letter"]


@dataclass(frozen=True)
class Stored:
    """How a column is kept in its file.

    Parameters
    ----------
    package
        Whose dates: ``spss``, ``stata`` or ``sas``.
    period
        What its numbers count, if they are dates; see `calendars.period_kind`.
    numeric
        It holds numbers, and texts only as the letters of missing values.
    missing
        What the file declares missing in it.
    """

    package: str
    period: str | None = None
    numeric: bool = True
    missing: tuple[Any, ...] = ()


def letter(code: str) -> str:
    """Return a missing value of Stata or SAS as it is written there.

    Examples
    --------
    >>> letter("a"), letter("B")
    ('.a', '.b')
    """
    return f".{code.lower()}"


def as_arrow(cells: Sequence[Any], stored: Stored) -> pa.Array:
    """Return a column's cells as numbers where they are, else as texts; null where there is nothing.

    Parameters
    ----------
    cells
        Numbers, None or NaN for nothing, letters for missing values that say why; or texts.
    stored
        How the column is kept.

    Examples
    --------
    >>> as_arrow([7, 6, "a", None, 5], Stored("stata")).to_pylist()
    ['7', '6', '.a', None, '5']
    >>> as_arrow([7.0, None], Stored("spss")).to_pylist()
    [7.0, None]
    """
    if not stored.numeric:
        return strings([cell if isinstance(cell, str) else None for cell in cells])
    try:
        values = np.asarray(cells, np.float64)
    except (TypeError, ValueError):
        return _with_letters(cells, stored)
    if stored.period is None:
        return _numbers(values)
    return _dates(values, stored)


def _numbers(values: NDArray[np.float64]) -> pa.Array:
    """Return numbers by their different values, which are few: less to keep, and done only once."""
    coded = whole(values, pa.float64(), ~np.isnan(values)).dictionary_encode()
    if len(coded.dictionary) > 127:
        return coded
    return pa.DictionaryArray.from_arrays(coded.indices.cast(pa.int8()), coded.dictionary)


def _dates(values: NDArray[np.float64], stored: Stored) -> pa.Array:
    """Return dates; codes that are declared missing stay numbers, for no date could be told to be one."""
    declared = Declared(stored.missing)
    codes = [v for v in np.unique(values[~np.isnan(values)]) if typed_text(float(v)) in declared]
    is_code = np.isin(values, codes)
    dates = dated(np.where(is_code, np.nan, values), stored.period or "", stored.package)
    if dates is None:
        return _numbers(values)
    if not codes:
        return dates
    written = zip(dates.to_pylist(), values.tolist(), is_code.tolist(), strict=True)
    return strings([typed_text(v if code else date) or None for date, v, code in written])


def _with_letters(cells: Sequence[Any], stored: Stored) -> pa.Array:
    """Return a numeric column with letters in it as texts, each different value turned once."""
    numbers = [None if isinstance(cell, str) else cell for cell in cells]
    shown = as_arrow(numbers, stored)
    shown = shown if pa.types.is_dictionary(shown.type) else shown.dictionary_encode()
    texts = [typed_text(v) for v in shown.dictionary.to_pylist()]
    found = [None if k is None else texts[k] for k in shown.indices.to_pylist()]
    return strings(
        [letter(c) if isinstance(c, str) else t for c, t in zip(cells, found, strict=True)]
    )
