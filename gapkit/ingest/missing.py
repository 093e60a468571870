"""What stands for no answer: codes, words, and closed ranges of numbers as SPSS declares them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gapkit.ingest.texts import comparable, number, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

__all__ = ["Between", "Declared"]


@dataclass(frozen=True)
class Between:
    """All numbers from a lowest to a highest, both included.

    Parameters
    ----------
    low, high
        The ends; either may lie beyond all numbers of a file.

    Examples
    --------
    >>> str(Between(97, 99))
    '97–99'
    """

    low: float
    high: float

    def __str__(self) -> str:
        return f"{_end(self.low)}–{_end(self.high)}"

    def holds(self, value: Fraction) -> bool:
        """Tell whether a number lies in the range."""
        return self.low <= value <= self.high


class Declared:
    """Codes, words and ranges, compared after a cell is normalised.

    Parameters
    ----------
    codes
        Numbers, words and ranges.

    Examples
    --------
    >>> declared = Declared((9, "N/A", Between(97, 99)))
    >>> [text in declared for text in ("9.0", "n/a", "98", "98.5", "7", "refused")]
    [True, True, True, True, False, False]
    """

    def __init__(self, codes: Iterable[float | str | Between] = ()) -> None:
        codes = tuple(codes)
        self._ranges = tuple(code for code in codes if isinstance(code, Between))
        self._keys = frozenset(comparable(_text(c)) for c in codes if not isinstance(c, Between))

    def __contains__(self, text: str) -> bool:
        flat = plain(text)
        if comparable(flat) in self._keys:
            return True
        value = number(flat) if self._ranges else None
        return value is not None and any(r.holds(value) for r in self._ranges)


def _text(code: float | str) -> str:
    return code if isinstance(code, str) else f"{code:.12g}"


def _end(value: float) -> str:
    """Return an end of a range; one that SPSS writes as LO or HI lies beyond all numbers."""
    return "…" if abs(value) > 1e300 else f"{value:.12g}"
