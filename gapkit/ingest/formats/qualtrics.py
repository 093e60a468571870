"""Qualtrics: names, texts and import ids above the answers; the older layout has names and texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import (
    DATE_TIME,
    at,
    fold,
    known,
    position,
    present,
    without_markup,
)
from gapkit.ingest.formats.shape import Screen, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_IMPORT_ID: Final = re.compile(r'\{\s*"ImportId"\s*:\s*"(?P<id>[^"]*)".*\}', re.DOTALL)

_RESPONSE: Final = re.compile(r"R_\w+")
"""An id that Qualtrics gave."""

_OWN: Final = frozenset({
    "startdate", "enddate", "status", "ipaddress", "progress", "duration (in seconds)", "finished",
    "recordeddate", "responseid", "recipientlastname", "recipientfirstname", "recipientemail",
    "externalreference", "externaldatareference", "locationlatitude", "locationlongitude",
    "locationaccuracy", "distributionchannel", "userlanguage", "responseset", "name", "emailaddress",
})  # fmt: skip

_OWN_IDS: Final = {"_recordId": "responseid", "duration": "duration (in seconds)"}
"""Import ids of its own columns that are not the names of the columns, but for their case."""

_TELLING: Final = frozenset(
    {"finished", "recordeddate", "distributionchannel", "userlanguage", "duration (in seconds)"}
)
"""Of its own columns, those that no other tool calls so."""

_NO_ITEMS: Final = re.compile(
    r".*(_TEXT|_NPS_GROUP|_DO(_\w+)?|_(First Click|Last Click|Page Submit|Click Count)"
    r"| - (Parent )?(Topic|Sentiment).*| - Actionability)"
)
"""Own words, groups of promoters, display orders, timings, what text analysis adds."""

_PREVIEW_CHANNELS: Final = frozenset({"preview", "test"})
_PREVIEW_TYPES: Final = frozenset({
    "1", "2", "9", "17", "survey preview", "survey test", "survey preview spam",
    "offline survey preview",
})  # fmt: skip
"""Response types (https://www.qualtrics.com/support, "Understanding Your Dataset") of the maker's own rows."""

_UNFINISHED: Final = frozenset({"0", "false"})


def recognise(top: Top) -> Shape | None:
    """Return the shape of a Qualtrics export, by the import ids in its third row or its own columns.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> ids = ('{"ImportId":"_recordId"}', '{"ImportId":"QID1_1"}')
    >>> shape = recognise(Top((("ResponseId", "E_1"), ("Response ID", "Tidy desks"), ids, ("R_1", "5"))))
    >>> shape.heading_rows, shape.headings, shape.texts
    (3, ('ResponseId', 'E_1'), ('Response ID', 'Tidy desks'))
    """
    if _has_import_ids(top.row(2)):
        return _shape(top, 3, top.row(0))
    if _is_legacy(top):
        return _shape(top, 2, top.row(1))
    for own in _own_names(top):
        if position(own, "responseid") is not None and len(known(own, _TELLING)) >= 2:
            return _shape(top, 1 if _is_answer(top.row(1), own) else 2, own)
    return None


def _own_names(top: Top) -> Iterator[tuple[str, ...]]:
    """Yield what its own columns may be called: people delete rows of headings, whichever they do not like."""
    yield top.row(0)
    if _has_import_ids(top.row(1)):
        ids = (_IMPORT_ID.fullmatch(cell.strip()) for cell in top.row(1))
        yield tuple(_OWN_IDS.get(found["id"], found["id"]) if found else "" for found in ids)
    yield tuple(map(_from_wording, top.row(0)))


def _from_wording(text: str) -> str:
    """Return the name of a column of its own whose English wording stands in a row of headings."""
    flat = fold(text)
    close = flat.replace(" ", "")
    return "status" if flat == "response type" else close if close in _OWN else flat


def _has_import_ids(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and all(_IMPORT_ID.fullmatch(cell.strip()) for cell in filled)


def _is_answer(row: Sequence[str], names: Sequence[str]) -> bool:
    """Tell a respondent's row from the one of texts, which people leave in or take out."""
    cells = {fold(name): at(row, k) for k, name in enumerate(names)}
    return bool(
        _RESPONSE.fullmatch(cells["responseid"])
        or cells.get("finished", "").casefold() in ("0", "1", "true", "false")
        or any(DATE_TIME.fullmatch(cells.get(name, "")) for name in ("startdate", "recordeddate"))
    )


def _is_legacy(top: Top) -> bool:
    texts = frozenset(map(fold, top.row(1)))
    return fold(at(top.row(0), 0)) == "v1" and {"responseid", "finished"} <= texts


def _shape(top: Top, heading_rows: int, own: Sequence[str]) -> Shape:
    """Return the shape; `own` is the row in which its own columns are called by their names."""
    names = tuple(map(without_markup, top.row(0)))
    worded = heading_rows > 1 and not _has_import_ids(top.row(1))
    texts = tuple(map(without_markup, top.row(1))) if worded else ()
    no_items = {k for k, name in enumerate(names) if _NO_ITEMS.fullmatch(name)}
    return Shape(
        heading_rows,
        names,
        texts,
        marks=present(
            id=position(own, "responseid"),
            submitted=position(own, "recordeddate", "enddate"),
            duration=position(own, "duration (in seconds)"),
            finished=position(own, "finished"),
        ),
        screens=tuple(_screens(own)),
        aside=known(own, _OWN) | no_items,
    )


def _screens(own: Sequence[str]) -> Iterator[Screen]:
    told = (
        ("status", _PREVIEW_TYPES, "preview"),
        ("distributionchannel", _PREVIEW_CHANNELS, "preview"),
        ("finished", _UNFINISHED, "unfinished"),
    )
    for name, cells, reason in told:
        column = position(own, name)
        if column is not None:
            yield Screen(column, cells, reason)
