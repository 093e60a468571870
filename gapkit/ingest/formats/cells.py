"""What the formats' modules share: headings found by name, texts without markup."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from gapkit.ingest.texts import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["DATE_TIME", "at", "fold", "known", "position", "present", "without_markup"]

DATE_TIME: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[T ].*\d{1,2}:\d{2}.*")
"""A date and a time, in whatever order and with whatever zone."""

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")


def without_markup(text: str) -> str:
    r"""Return a text without HTML tags and line breaks.

    Examples
    --------
    >>> without_markup("Our branch - Quick\n<b>staff</b>&nbsp;<br/>a < b")
    'Our branch - Quick staff a < b'
    """
    return tidy(unescape(_TAG.sub(" ", text)))


def fold(heading: str) -> str:
    """Return a heading as names are compared: no case, underscores as blanks.

    Examples
    --------
    >>> fold(" Response_ID ")
    'response id'
    """
    return tidy(heading.replace("_", " ")).casefold()


def position(headings: Sequence[str], *names: str) -> int | None:
    """Return the column of the first of these names, folded already, that a heading bears.

    Examples
    --------
    >>> position(["ID", "Start time"], "begin", "start time"), position(["ID"], "name")
    (1, None)
    """
    folded = [fold(heading) for heading in headings]
    return next((folded.index(name) for name in names if name in folded), None)


def at(row: Sequence[str], column: int) -> str:
    """Return a cell, trimmed, empty beyond the row's end."""
    return row[column].strip() if column < len(row) else ""


def known(headings: Sequence[str], names: Iterable[str]) -> frozenset[int]:
    """Return the columns whose folded heading is one of the names."""
    wanted = frozenset(names)
    return frozenset(k for k, heading in enumerate(headings) if fold(heading) in wanted)


def present(**marks: int | None) -> Mapping[str, int]:
    """Return the marks that the file has a column for.

    Examples
    --------
    >>> present(id=0, duration=None)
    {'id': 0}
    """
    return {name: column for name, column in marks.items() if column is not None}
