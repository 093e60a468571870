"""REDCap: raw (variables and codes) or labels; a column ``…_complete`` or ``Complete?`` a form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import fold, known, present
from gapkit.ingest.formats.shape import Screen, Shape
from gapkit.ingest.texts import tidy

if TYPE_CHECKING:
    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_OWN: Final = frozenset({
    "redcap event name", "redcap repeat instrument", "redcap repeat instance",
    "redcap data access group", "redcap survey identifier", "event name", "repeat instrument",
    "repeat instance", "data access group", "survey identifier", "survey timestamp",
})  # fmt: skip

_VARIABLE: Final = re.compile(r"[a-z][a-z0-9_]*")
_COMPLETE: Final = re.compile(r"[a-z0-9_]+_complete|Complete\?")
_TIME: Final = re.compile(r"[a-z0-9_]+_timestamp|Survey Timestamp")
_TICKED: Final = re.compile(r"[a-z0-9_]+___[a-z0-9_]+|.* \(choice=.*\)", re.DOTALL)

_STATES: Final = frozenset({"0", "1", "2", "incomplete", "unverified", "complete"})
_UNFINISHED: Final = frozenset({"0", "incomplete"})


def recognise(top: Top) -> Shape | None:
    """Return the shape of a REDCap export, by the states of its forms beside columns of its own.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> shape = recognise(Top((("record_id", "e1", "counter_complete"), ("1", "7", "2"))))
    >>> shape.marks, shape.screens[0].position
    ({'id': 0, 'finished': 2}, 2)
    """
    headings = tuple(map(tidy, top.row(0)))
    states = [k for k, heading in enumerate(headings) if _COMPLETE.fullmatch(heading)]
    own = known(headings, _OWN)
    if not states or not _is_redcap(headings, own):
        return None
    if not {c.casefold() for k in states for c in top.column(k, below=1)} <= _STATES:
        return None
    times = [k for k, heading in enumerate(headings) if _TIME.fullmatch(heading)]
    return Shape(
        1,
        headings,
        marks=present(id=0, submitted=times[0] if times else None, finished=states[-1]),
        screens=tuple(Screen(k, _UNFINISHED, "unfinished") for k in states),
        missing=("[not completed]",),
        aside=own | {0, *states, *times},
    )


def _is_redcap(headings: tuple[str, ...], own: frozenset[int]) -> bool:
    if fold(headings[0]) == "record id" or own:
        return True
    variables = all(map(_VARIABLE.fullmatch, headings))
    return variables and any(map(_TICKED.fullmatch, headings))
