"""The ledger for readers: what was read from each file, what was set aside, what was odd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.wording import Words

__all__ = ["File", "Line", "files"]

CELL_KINDS: Final = ("missing", "out of range", "unreadable", "read as", "note")
"""Kinds of finding that are listed in the table of a file."""

REMARKS: Final = ("read as", "note")
"""Kinds that speak of how a whole file was read, where they name no column."""

FAULTS: Final = ("out of range", "unreadable")
"""Kinds that somebody should look at."""


@dataclass(frozen=True)
class Line:
    """A finding about one column, or about the whole file."""

    column: str
    kind: str
    tone: str
    count: str
    records: str
    detail: str


@dataclass(frozen=True)
class File:
    """What is known of one file.

    Parameters
    ----------
    name, role
        The file, and who answered; blank where something is said of the report as a whole.
    read, used
        Rows.
    remarks
        How it was read: encoding, delimiter and the like.
    aside
        Reasons for rows set aside, with how many and which.
    lines
        Findings about columns.
    """

    name: str
    role: str
    read: str
    used: str
    remarks: tuple[str, ...]
    aside: tuple[Line, ...]
    lines: tuple[Line, ...]


def files(content: Content) -> tuple[File, ...]:
    """Return the ledger, grouped by file, in the ledger's order.

    Parameters
    ----------
    content
        Whose ledger it is.
    """
    ledger = content.ledger
    if ledger.empty:
        return ()
    pairs = dict.fromkeys(zip(ledger["role"], ledger["file"], strict=True))
    return tuple(
        _file(content, ledger[(ledger["role"] == role) & (ledger["file"] == name)])
        for role, name in pairs
    )


def _file(content: Content, rows: pd.DataFrame) -> File:
    say = content.words
    role, name = str(rows["role"].iloc[0]), str(rows["file"].iloc[0])
    of_file = rows["column"].fillna("").astype(str) == ""
    remark = of_file & rows["kind"].isin(REMARKS)
    cells = rows["kind"].isin(CELL_KINDS) & ~remark
    return File(
        name=name or say("report.ledger.whole"),
        role=_role(say, role),
        read=_sum(content, rows, "rows read"),
        used=_sum(content, rows, "rows used"),
        remarks=tuple(line.detail for line in _lines(content, rows[remark]) if line.detail),
        aside=tuple(_lines(content, rows[rows["kind"] == "set aside"])),
        lines=tuple(_lines(content, rows[cells])),
    )


def _role(say: Words, role: str) -> str:
    """Return who answered, or what a register holds."""
    known = (key for key in (f"role.{role}", f"report.register.{role}") if say.has(key))
    return next((say(key) for key in known), role)


def _sum(content: Content, rows: pd.DataFrame, kind: str) -> str:
    return content.words.number(float(rows.loc[rows["kind"] == kind, "count"].sum()), 0)


def _lines(content: Content, rows: pd.DataFrame) -> Iterator[Line]:
    say = content.words
    columns = ("column", "kind", "count", "records", "detail")
    for column, kind, count, records, detail in zip(*(rows[c] for c in columns), strict=True):
        word = say(f"report.kind.{str(kind).replace(' ', '_')}")
        tone = "fault" if kind in FAULTS else ""
        number = "" if count is None or count != count else say.number(float(count), 0)
        yield Line(_text(column), word, tone, number, _text(records), _text(detail))


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)
