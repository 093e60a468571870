"""Cells of a register, column by column: days, moments, counts, amounts, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import isinf
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.ingest.decimals import has_decimal_comma, parsed
from gapkit.ingest.period_kinds import first_day_of
from gapkit.ingest.register_dates import read_dates
from gapkit.ingest.texts import comparable, plain, value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from gapkit.ingest.register_dates import Dates

__all__ = [
    "KINDS",
    "MOVED",
    "OUTSIDE",
    "READ",
    "UNCLEAR",
    "UNREADABLE",
    "CodedTexts",
    "read_column",
    "read_columns",
]

READ: Final = 0
UNREADABLE: Final = 1
OUTSIDE: Final = 2
UNCLEAR: Final = 3
MOVED: Final = 4
"""What became of a cell: read (blank ones too), unreadable, a number that cannot be (negative), a date
of which nothing tells day from month, a moment that was put on another clock than it is written in."""

_YES: Final = frozenset(
    {"yes", "y", "true", "t", "1", "v", "o", "○", "◯", "〇", "✓", "✔", "是", "有", "已", "ja", "예"}
)
_NO: Final = frozenset(
    {
        "no",
        "n",
        "false",
        "f",
        "0",
        "×",
        "✕",
        "╳",
        "✗",
        "✘",
        "否",
        "無",
        "未",
        "沒有",
        "nein",
        "아니오",
    }
)
_CROSS: Final = "x"
"""Ticks a box in one form, and says no beside V or ○ in another, as in Taiwan; the column decides."""

LARGEST: Final = 1e15
"""Of counts and amounts; beyond it a number is a slip, and sums were no longer exact."""

_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
"""Of money and counts, 1,200 is twelve hundred; a decimal comma shows in other cells of its column."""

Column = tuple["NDArray[Any]", "NDArray[np.int8]"]


class CodedTexts(Sequence[str]):
    """The cells of a column as texts, each text kept once.

    Parameters
    ----------
    texts
        Distinct texts.
    codes
        Shape (cells,): which of them stands in each cell.

    Examples
    --------
    >>> column = CodedTexts.joined([(["yes", "no"], np.array([0, 1, 0])), (["no"], np.array([0]))])
    >>> list(column), column.texts
    (['yes', 'no', 'yes', 'no'], ['yes', 'no'])
    """

    def __init__(self, texts: list[str], codes: NDArray[np.intp]) -> None:
        self.texts = texts
        self.codes = codes

    @classmethod
    def of(cls, cells: Sequence[str]) -> CodedTexts:
        """Return a column of cells; one that is coded already as it is."""
        if isinstance(cells, cls):
            return cells
        known = list(dict.fromkeys(cells))
        place = {text: k for k, text in enumerate(known)}
        return cls(known, np.fromiter(map(place.__getitem__, cells), np.intp, len(cells)))

    @classmethod
    def joined(cls, parts: Iterable[tuple[Sequence[str], NDArray[Any]]]) -> CodedTexts:
        """Return one column of parts that follow each other, each with texts and codes of its own."""
        place: dict[str, int] = {}
        codes = [np.zeros(0, np.intp)]
        for texts, own in parts:
            to = np.array([place.setdefault(text, len(place)) for text in texts], np.intp)
            codes.append(to[own])
        return cls(list(place), np.concatenate(codes))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, cell: Any) -> Any:
        return self.texts[self.codes[cell]]

    def values(self) -> NDArray[np.object_]:
        """Return the cells as an array of objects, shape (cells,)."""
        return np.array([*self.texts, None], object)[self.codes]


def read_column(kind: str, texts: Sequence[str]) -> Column:
    """Return the values of a column, and what became of each cell.

    Parameters
    ----------
    kind
        ``text``; ``day`` and ``moment``; ``period`` (a day, or a month or quarter, which stands for its
        first day); ``count`` (whole, 0 or more); ``amount`` (0 or more); ``number``; ``yes`` (yes or no).
    texts
        The column's cells; how dates and decimals are written is decided by all of them.

    Returns
    -------
    values
        Shape (cells,): objects for ``text`` (empty where blank) and ``yes`` (True, False, None),
        ``datetime64[s]`` for dates (NaT), floats (NaN) for numbers.
    became
        Shape (cells,): `READ`, `UNREADABLE`, `OUTSIDE`, `UNCLEAR` or `MOVED`.

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
    return read_columns({"": kind}, {"": texts})[""]


def read_columns(kinds: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> dict[str, Column]:
    """Return the columns of one file; those of dates are read together, see `read_dates`.

    A text is read once, however often it comes.

    Parameters
    ----------
    kinds, cells
        Name → kind and cells, as of `read_column`.

    Examples
    --------
    >>> read = read_columns({"day": "day", "n": "count"}, {"day": ["2026-07-15"], "n": ["4"]})
    >>> read["n"][0].tolist()
    [4.0]
    """
    coded = {name: CodedTexts.of(cells[name]) for name in kinds}
    dates = read_dates({name: coded[name].texts for name, kind in kinds.items() if kind in _DATED})
    columns = {}
    for name, of in coded.items():
        kind = kinds[name]
        dated = _DATED.get(kind)
        values, became = dated(dates[name], of.texts) if dated else KINDS[kind](of.texts)
        columns[name] = values[of.codes], became[of.codes]
    return columns


def _texts(texts: Sequence[str]) -> Column:
    return np.array([value_text(t) for t in texts], object), np.zeros(len(texts), np.int8)


def _days(dates: Dates, texts: Sequence[str]) -> Column:
    return dates.day, _became(dates.day, dates.unclear, texts)


def _moments(dates: Dates, texts: Sequence[str]) -> Column:
    became = _became(dates.moment, dates.unclear, texts)
    return dates.moment, np.where(dates.moved & (became == READ), MOVED, became).astype(np.int8)


def _periods(dates: Dates, texts: Sequence[str]) -> Column:
    named = [
        None if day == day else first_day_of(t) for day, t in zip(dates.day, texts, strict=True)
    ]
    days = np.where(np.isnat(dates.day), np.array(named, "datetime64[s]"), dates.day)
    return days, _became(days, dates.unclear, texts)


def _became(
    values: NDArray[np.datetime64], unclear: NDArray[np.bool_], texts: Sequence[str]
) -> NDArray[np.int8]:
    written = np.array([bool(t.strip()) for t in texts], bool)
    unread = np.isnat(values) & written
    return np.select([unread & unclear, unread], [UNCLEAR, UNREADABLE], READ).astype(np.int8)


def _numbers(texts: Sequence[str]) -> Column:
    comma = has_decimal_comma(texts) and not all(map(_THOUSANDS.fullmatch, _with_comma(texts)))
    read = [parsed(t, comma=comma) for t in texts]
    values = np.array([np.nan if v is None or isinf(v) else v for v in read], np.float64)
    written = np.array([bool(t.strip()) for t in texts], bool)
    return values, (np.isnan(values) & written).astype(np.int8) * UNREADABLE


def _with_comma(texts: Sequence[str]) -> list[str]:
    return [flat for flat in map(plain, texts) if "," in flat]


def _amounts(texts: Sequence[str]) -> Column:
    values, became = _numbers(texts)
    outside = (values < 0) | (values > LARGEST)
    became[outside] = OUTSIDE
    return np.where(outside, np.nan, values), became


def _counts(texts: Sequence[str]) -> Column:
    values, became = _amounts(texts)
    parts = ~np.isnan(values) & (values % 1 != 0)
    became[parts] = OUTSIDE
    return np.where(parts, np.nan, values), became


def _yes(texts: Sequence[str]) -> Column:
    words = [comparable(t) for t in texts]
    truth = _truths(set(words))
    values = np.array([truth.get(w) for w in words], object)
    unread = [bool(w) and w not in truth for w in words]
    return values, np.array(unread, np.int8) * UNREADABLE


def _truths(words: set[str]) -> dict[str, bool]:
    """Return what each word of a column says; a cross says nothing where yes and no are said besides."""
    said = dict.fromkeys(words & _YES, True) | dict.fromkeys(words & _NO, False)
    if _CROSS in words and len(set(said.values())) < 2:
        said[_CROSS] = not any(said.values())
    return said


_DATED: Final[Mapping[str, Callable[[Dates, Sequence[str]], Column]]] = {
    "day": _days,
    "moment": _moments,
    "period": _periods,
}
"""Kind of date → what takes a column of it out of the file's."""

KINDS: Final[Mapping[str, Callable[[Sequence[str]], Column]]] = {
    "text": _texts,
    "count": _counts,
    "amount": _amounts,
    "number": _numbers,
    "yes": _yes,
}
"""Any other kind of cell → what reads a column of it."""
