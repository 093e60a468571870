"""Typeform: a token first, questions as they were asked, times in UTC at the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import at, known, position
from gapkit.ingest.formats.shape import Screen, Shape
from gapkit.ingest.texts import tidy

if TYPE_CHECKING:
    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_SUBMITTED: Final = "submit date (utc)"
_OWN: Final = ("#", "response type", "start date (utc)", "stage date (utc)", _SUBMITTED,
               "network id", "tags", "ending")  # fmt: skip
_TOKEN: Final = re.compile(r"[0-9a-z]{16,}")


def recognise(top: Top) -> Shape | None:
    """Return the shape of a Typeform export, by its tokens and the date submitted in UTC.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> rows = ("#", "Tidy desks", "Submit Date (UTC)"), ("0a1b2c3d4e5f60718293", "7", "2026-07-01 01:03:10")
    >>> recognise(Top(rows)).marks["submitted"]
    2
    """
    headings = tuple(map(tidy, top.row(0)))
    submitted = position(headings, _SUBMITTED)
    if at(headings, 0) != "#" or submitted is None:
        return None
    if not all(map(_TOKEN.fullmatch, top.column(0, below=1))):
        return None
    return Shape(
        1,
        headings,
        marks={"id": 0, "submitted": submitted, "finished": submitted},
        screens=(Screen(submitted, frozenset({""}), "unfinished"),),
        aside=known(headings, _OWN),
    )
