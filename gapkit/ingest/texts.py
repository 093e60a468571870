"""Texts made comparable: white space, Unicode forms, digits of any script, spreadsheet letters."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Final

__all__ = [
    "column_letters",
    "column_position",
    "comparable",
    "folded",
    "number",
    "plain",
    "tidy",
    "value_text",
]

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad")) | dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
"""Characters without a width, and the marks of direction that come along from right-to-left texts."""

_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_SMALL: Final = ("<super>", "<sub>", "<fraction>")
_ASIDE: Final = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_PUNCTUATION: Final = " .;:!。'\"“”「」"
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


def tidy(text: str) -> str:
    r"""Return a text in NFC, trimmed, white space collapsed: how headings and values are compared.

    Examples
    --------
    >>> tidy("  Quick\u00a0 staff ")
    'Quick staff'
    """
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).translate(_INVISIBLE).split())


def plain(text: str) -> str:
    """Return a text in NFKC, trimmed, white space collapsed, digits of any script as 0 to 9.

    Small digits (superscripts, fractions) would turn into ordinary ones, and 5² into 52: they stay.

    Examples
    --------
    >>> plain(" ４．０ "), plain("٣"), plain("5²")
    ('4.0', '3', '5²')
    """
    if text.isascii():
        return " ".join(text.split())
    if any(unicodedata.decomposition(c).startswith(_SMALL) for c in text):
        return tidy(text)
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).replace("−", "-")
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return " ".join(text.split())


def number(text: str) -> Fraction | None:
    """Return the number that a plain text is, or None: a decimal point, no thousands, no exponent.

    Examples
    --------
    >>> number("4.50"), number("4,5"), number("三")
    (Fraction(9, 2), None, None)
    """
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def comparable(text: str) -> str:
    """Return what two spellings of one code or word have in common.

    Examples
    --------
    >>> comparable("９") == comparable("9.0"), comparable("Don't  KNOW")
    (True, "don't know")
    """
    flat = plain(text)
    value = number(flat)
    return flat.casefold() if value is None else str(value)


def folded(text: str) -> str:
    """Return a word without what forms add to it: case, remarks in brackets, punctuation.

    Examples
    --------
    >>> folded("Neither satisfied nor dissatisfied (neutral)"), folded("非常 同意。"), folded("(N/A)")
    ('neither satisfied nor dissatisfied', '非常同意', 'n/a')
    """
    flat = comparable(text).replace("’", "'").replace(",", "")
    bare = _ASIDE.sub(" ", flat).strip(_PUNCTUATION)
    return _BETWEEN_HAN.sub("", " ".join(bare.split())) or flat.strip("()[]【】〔〕 ")


def value_text(text: str) -> str:
    """Return a wave's or a segment's value as it stands in tables: whole numbers without ``.0``.

    Examples
    --------
    >>> value_text(" 北區 "), value_text("3.0"), value_text("007")
    ('北區', '3', '007')
    """
    text = tidy(text)
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text) if text.endswith("0") else text


def column_letters(position: int) -> str:
    """Return a spreadsheet's letters of a column, counted from 0.

    Examples
    --------
    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_position(letters: str) -> int | None:
    """Return a column's position from 0, or None where these are no spreadsheet letters.

    Examples
    --------
    >>> column_position("AB"), column_position("D4")
    (27, None)
    """
    if not re.fullmatch(r"[A-Za-z]{1,3}", letters):
        return None
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - 64
    return position - 1
