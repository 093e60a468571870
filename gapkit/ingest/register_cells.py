"""Cells of a register, column by column: days, moments, counts, amounts, yes and no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.ingest.decimals import has_decimal_comma, parsed
from gapkit.ingest.moments import moments
from gapkit.ingest.texts import comparable, value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["KINDS", "OUTSIDE", "READ", "UNREADABLE", "read_column"]

READ: Final = 0
UNREADABLE: Final = 1
OUTSIDE: Final = 2
"""What became of a cell: read (blank ones too), unreadable, or a number that cannot be (negative)."""

_YES: Final = frozenset(
    {"yes", "y", "true", "t", "1", "x", "v", "✓", "✔", "是", "有", "已", "ja", "예"}
)
_NO: Final = frozenset(
    {"no", "n", "false", "f", "0", "✗", "✘", "否", "無", "未", "沒有", "nein", "아니오"}
)

_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
"""Of money and counts, 1,200 is twelve hundred; a decimal comma shows in other cells of its column."""

Column = tuple["NDArray[Any]", "NDArray[np.int8]"]


def read_column(kind: str, texts: Sequence[str]) -> Column:
    """Return the values of a column, and what became of each cell.

    Parameters
    ----------
    kind
        One of `KINDS`: ``text``; ``day`` and ``moment``; ``count`` (whole, 0 or more); ``amount`` (0 or
        more); ``number``; ``yes`` (yes or no).
    texts
        The column's cells; how dates and decimals are written is decided by all of them.

    Returns
    -------
    values
        Shape (cells,): objects for ``text`` (empty where blank) and ``yes`` (True, False, None),
        ``datetime64[s]`` for dates (NaT), floats (NaN) for numbers.
    became
        Shape (cells,): `READ`, `UNREADABLE` or `OUTSIDE`.

    Examples
    --------
    >>> values, became = read_column("count", ["3", "", "-1", "many"])
    >>> values.tolist(), became.tolist()
    ([3.0, nan, nan, nan], [0, 0, 2, 1])
    >>> read_column("yes", ["是", "N", ""])[0].tolist()
    [True, False, None]
    >>> read_column("day", ["115/07/15", "2026-07-16 09:30"])[0].astype("datetime64[D]").tolist()
    [datetime.date(2026, 7, 15), datetime.date(2026, 7, 16)]
    """
    return KINDS[kind](texts)


def _texts(texts: Sequence[str]) -> Column:
    return np.array([value_text(t) for t in texts], object), np.zeros(len(texts), np.int8)


def _moments(texts: Sequence[str]) -> Column:
    seconds = moments(texts)
    blank = np.array([not t.strip() for t in texts], bool)
    unread = np.isnan(seconds)
    whole = np.where(unread, 0, seconds).astype("int64").astype("datetime64[s]")
    whole[unread] = np.datetime64("NaT")
    return whole, (unread & ~blank).astype(np.int8) * UNREADABLE


def _days(texts: Sequence[str]) -> Column:
    stamps, became = _moments(texts)
    return stamps.astype("datetime64[D]").astype("datetime64[s]"), became


def _numbers(texts: Sequence[str]) -> Column:
    comma = has_decimal_comma(texts) and not all(map(_THOUSANDS.fullmatch, _with_comma(texts)))
    read = [parsed(t, comma=comma) if t.strip() else np.nan for t in texts]
    values = np.array([np.nan if v is None else v for v in read], np.float64)
    return values, np.array([v is None for v in read], np.int8) * UNREADABLE


def _with_comma(texts: Sequence[str]) -> list[str]:
    return [t.strip() for t in texts if "," in t]


def _amounts(texts: Sequence[str]) -> Column:
    values, became = _numbers(texts)
    became[values < 0] = OUTSIDE
    return np.where(values < 0, np.nan, values), became


def _counts(texts: Sequence[str]) -> Column:
    values, became = _amounts(texts)
    parts = ~np.isnan(values) & (values % 1 != 0)
    became[parts] = OUTSIDE
    return np.where(parts, np.nan, values), became


def _yes(texts: Sequence[str]) -> Column:
    words = [comparable(t) for t in texts]
    values = np.array([_truth(w) for w in words], object)
    unread = [v is None and bool(w) for v, w in zip(values, words, strict=True)]
    return values, np.array(unread, np.int8) * UNREADABLE


def _truth(word: str) -> bool | None:
    return True if word in _YES else False if word in _NO else None


KINDS: Final[Mapping[str, Callable[[Sequence[str]], Column]]] = {
    "text": _texts,
    "day": _days,
    "moment": _moments,
    "count": _counts,
    "amount": _amounts,
    "number": _numbers,
    "yes": _yes,
}
"""Kind of cell → what reads a column of it."""
