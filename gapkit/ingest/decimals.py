"""Numbers that are no answers (weights, importance points): decimal comma or point, by the whole column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.texts import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["has_decimal_comma", "parsed"]

_COMMA: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?0,\d+|[+-]?\d+,(?!\d{3}$)\d+")
_POINT: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d*\.\d+")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


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
    """Return a number's value, None where the text is none.

    Examples
    --------
    >>> parsed("1.250,5", comma=True), parsed("0.75", comma=False), parsed("much", comma=False)
    (1250.5, 0.75, None)
    """
    flat = plain(text)
    flat = flat.replace(".", "").replace(",", ".") if comma else flat.replace(",", "")
    return float(flat) if _NUMBER.fullmatch(flat) else None
