"""ODK Central: the date of submission first, groups before a hyphen, the key and the device behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import at, known, present
from gapkit.ingest.formats.shape import Shape
from gapkit.ingest.texts import tidy

if TYPE_CHECKING:
    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_OWN: Final = ("submissiondate", "start", "end", "today", "deviceid", "meta-instanceid",
               "meta-instancename", "key", "parent key", "submitterid", "submittername",
               "attachmentspresent", "attachmentsexpected", "status", "reviewstate", "edits",
               "formversion")  # fmt: skip


def recognise(top: Top) -> Shape | None:
    """Return the shape of an ODK Central export, by the date of submission first and the key.

    The question without its groups is given as the text of a column, so that ``e{n}`` finds ``expect-e1``.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> rows = ("SubmissionDate", "expect-e1", "KEY"), ("2026-07-01T01:03:12.000Z", "7", "uuid:1")
    >>> recognise(Top(rows)).texts
    ('', 'e1', '')
    """
    headings = tuple(map(tidy, top.row(0)))
    if at(headings, 0) != "SubmissionDate" or "KEY" not in headings:
        return None
    return Shape(
        1,
        headings,
        tuple(h.rpartition("-")[2] if "-" in h else "" for h in headings),
        marks=present(id=headings.index("KEY"), submitted=0),
        aside=known(headings, _OWN),
    )
