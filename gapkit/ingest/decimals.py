"""Decimal comma or point, by the whole column: of answers, and of numbers that are none (weights, points)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.texts import number, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapkit.instrument import Scale

__all__ = ["answers_with_comma", "has_decimal_comma", "parsed", "with_point"]

_COMMA: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?0,\d+|[+-]?\d+,(?!\d{3}$)\d+")
_POINT: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d*\.\d+")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_THOUSANDS: Final = re.compile(r"([+-]?\d{1,3})((?:,\d{3})+)(?=\.\d|$)")
_TENTHS: Final = re.compile(r"([+-]?\d+),(\d+)")
_DIGITS: Final = re.compile(r"[+-]?[\d.,]*\d[\d.,]*")
_SWAPPED: Final = str.maketrans(",.", ".,")


def has_decimal_comma(texts: Iterable[str]) -> bool:
    """Tell whether a column writes its decimals behind a comma.

    A text that can only be read one way decides; where none does, commas are decimal signs.

    Examples
    --------
    >>> has_decimal_comma(["1,25", "1.250,00"]), has_decimal_comma(["1,250.5"]), has_decimal_comma(["1"])
    (True, False, False)
    """
    numbers = {plain(text) for text in texts}
    point = any(_POINT.fullmatch(n) and not re.fullmatch(r"\d{1,3}\.\d{3}", n) for n in numbers)
    if point:
        return False
    return any(_COMMA.fullmatch(n) for n in numbers) or any("," in n for n in numbers)


def parsed(text: str, *, comma: bool) -> float | None:
    """Return a number's value, None where the text is none; marks of thousands stand by threes.

    Examples
    --------
    >>> parsed("1.250,5", comma=True), parsed("0.75", comma=False), parsed("much", comma=False)
    (1250.5, 0.75, None)
    >>> parsed("1,54", comma=False), parsed("1.54", comma=True), parsed("1,2,3", comma=False)
    (None, None, None)
    """
    flat = plain(text)
    flat = flat.translate(_SWAPPED) if comma else flat
    thousands = _THOUSANDS.match(flat)
    if thousands:
        flat = flat[: thousands.end()].replace(",", "") + flat[thousands.end() :]
    return float(flat) if _NUMBER.fullmatch(flat) else None


def answers_with_comma(texts: Iterable[str], scale: Scale) -> bool:
    """Tell whether a column of answers writes its decimals behind a comma.

    "4,5" may be four and a half, or 4 and 5 both ticked. A comma is a decimal sign only where every
    number with one lies on the scale's steps and none has a point; on a scale of whole points
    moreover only where every number has one (``4,0``), as programs write them.

    Parameters
    ----------
    texts
        Distinct texts of the whole column.
    scale
        The scale that it is read on.

    Examples
    --------
    >>> from gapkit.instrument import Scale
    >>> from gapkit.instrument.model import exact
    >>> whole, half = Scale(exact(1), exact(7)), Scale(exact(1), exact(9), exact(0.5))
    >>> answers_with_comma(["4,0", "5,0", ""], whole), answers_with_comma(["5", "4,5"], whole)
    (True, False)
    >>> answers_with_comma(["5", "4,5", "3"], half), answers_with_comma(["5", "4,5", "4.0"], half)
    (True, False)
    """
    numbers = {flat for flat in map(plain, texts) if _DIGITS.fullmatch(flat)}
    commas = {flat for flat in numbers if "," in flat}
    if not commas or any("." in flat for flat in numbers):
        return False
    if scale.high >= 1000 and all(_THOUSANDS.fullmatch(flat) for flat in commas):
        return False
    if scale.step.denominator == 1 and commas != numbers:
        return False
    values = [number(with_point(flat)) for flat in commas]
    return all(v is not None and ((v - scale.low) / scale.step).denominator == 1 for v in values)


def with_point(text: str) -> str:
    """Return a number that has a decimal comma with a point; any other text as it is.

    Examples
    --------
    >>> with_point("4,5"), with_point("1,2,3"), with_point("yes, 4")
    ('4.5', '1,2,3', 'yes, 4')
    """
    return _TENTHS.sub(r"\1.\2", text) if _TENTHS.fullmatch(text) else text
