"""KoboToolbox: names or labels, groups before a slash, a row of HXL tags below if there is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import DATE_TIME, at, present
from gapkit.ingest.formats.shape import Shape
from gapkit.ingest.texts import tidy

if TYPE_CHECKING:
    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_TELLING: Final = frozenset(
    {"_uuid", "_submission_time", "_validation_status", "_submitted_by", "_parent_table_name"}
)
_OWN: Final = frozenset({
    "start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid",
    "audit", "__version__", "_id", "_index", "_parent_index", "_notes", "_status", "_tags",
}) | _TELLING  # fmt: skip

_TAG: Final = re.compile(r"#[a-z][\w+ ]*", re.IGNORECASE)
_GROUP: Final = re.compile(r"(?<=\S)/(?=\S)")


def recognise(top: Top) -> Shape | None:
    """Return the shape of a KoboToolbox export, by the columns that it adds behind the answers.

    The question without its groups is given as the text of a column, so that ``e{n}`` finds ``expect/e1``.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> shape = recognise(Top((("expect/e1", "_id", "_uuid", "_index"), ("7", "1001", "0-1", "1"))))
    >>> shape.headings[0], shape.texts[0], shape.marks
    ('expect/e1', 'e1', {'id': 1})
    """
    headings = tuple(map(tidy, top.row(0)))
    tags = [cell for cell in top.row(1) if cell.strip()]
    rows = 2 if tags and all(_TAG.fullmatch(tag.strip()) for tag in tags) else 1
    if not _is_kobo(top, headings, rows):
        return None
    return Shape(
        rows,
        headings,
        tuple(_GROUP.split(h)[-1] if _GROUP.search(h) else "" for h in headings),
        marks=present(
            id=_first(headings, "_id", "_uuid"),
            submitted=_first(headings, "_submission_time", "end"),
        ),
        aside=frozenset(k for k, h in enumerate(headings) if h in _OWN or h.startswith("_")),
    )


def _first(headings: tuple[str, ...], *names: str) -> int | None:
    return next((headings.index(name) for name in names if name in headings), None)


def _is_kobo(top: Top, headings: tuple[str, ...], rows: int) -> bool:
    if len(_TELLING & set(headings)) >= 2:
        return True
    if "_index" not in headings:
        return False
    counted = top.column(headings.index("_index"), below=rows)
    if not counted or not all(cell.isdecimal() for cell in counted):
        return False
    started = at(headings, 0) == "start" and all(
        map(DATE_TIME.fullmatch, top.column(0, below=rows))
    )
    return started or any(map(_GROUP.search, headings)) or "_uuid" in headings
