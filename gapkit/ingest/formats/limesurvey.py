"""LimeSurvey: headings as codes, as texts, shortened, or both; also the data file of its R export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import fold, known, position, present, without_markup
from gapkit.ingest.formats.shape import Screen, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_ID: Final = ("id", "x.u.feff.id", "response id", "antwort id", "antwort-id", "id de la réponse",
              "id de respuesta")  # fmt: skip
_SUBMITTED: Final = ("submitdate", "date submitted", "datum abgeschickt", "date de soumission",
                     "fecha de envío")  # fmt: skip
_DURATION: Final = ("interviewtime", "total time")
_REST: Final = ("lastpage", "last page", "startlanguage", "start language", "seed", "token",
                "access code", "startdate", "date started", "datestamp", "date last action", "ipaddr",
                "ip address", "refurl", "referrer url", "letzte seite", "start-sprache",
                "dernière page", "langue de départ", "última página", "lenguaje inicial")  # fmt: skip  # codespell:ignore inicial

_BOTH: Final = re.compile(r"(?P<code>\w[\w-]*(?:\[[^\]]*\]){0,2})\.[ _](?P<text>.*)", re.DOTALL)
"""A code, a point, a text: ``E[SQ001]. A good counter has [Tidy desks]``."""

_NO_ITEMS: Final = re.compile(
    r".*\[(_?other|_?comment)\]|groupTime\d+|\w+Time|(Group|Question) time[:_ ].*"
)
"""Own words, and seconds that a group or a question took."""


def recognise(top: Top) -> Shape | None:
    """Return the shape of a LimeSurvey export, by the response id first and the date submitted.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> recognise(Top((("id. Response ID", "submitdate. Date submitted", "E[SQ001]. Should [Tidy]"),))).headings
    ('id', 'submitdate', 'E[SQ001]')
    """
    written = tuple(heading.strip() for heading in top.row(0))
    both = [_BOTH.fullmatch(heading) for heading in written]
    if both and both[0] and both[0]["code"] == "id":
        names = tuple(b["code"] if b else h for b, h in zip(both, written, strict=True))
        texts = _spaced([without_markup(b["text"]) if b else "" for b in both])
    else:
        names = tuple(map(without_markup, written))
        texts = () if names[:1] == ("id",) else _spaced(names)
    submitted = position(names, *_SUBMITTED)
    if not names or fold(names[0]) not in _ID or submitted is None:
        return None
    duration = position(names, *_DURATION)
    return Shape(
        1,
        names,
        texts,
        marks=present(id=0, submitted=submitted, duration=duration, finished=submitted),
        screens=(Screen(submitted, frozenset({""}), "unfinished"),),
        aside=known(names, (*_ID[:1], *_SUBMITTED, *_DURATION, *_REST)) | {0} | _timings(names),
    )


def _spaced(texts: Sequence[str]) -> tuple[str, ...]:
    """Return texts with their blanks, where all of them were exported as underscores."""
    if any(" " in text for text in texts):
        return tuple(texts)
    return tuple(text.replace("_", " ") for text in texts)


def _timings(names: Sequence[str]) -> frozenset[int]:
    """Return columns of seconds, which follow the time of the whole interview, and of own words."""
    whole = position(names, *_DURATION)
    after = len(names) if whole is None else whole
    return frozenset(
        k
        for k, name in enumerate(names)
        if _NO_ITEMS.fullmatch(name) and (k >= after or name.endswith("]"))
    )
