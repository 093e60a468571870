"""What a study says of the department's calendar: [[due]] tables, or the rules that every department has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.ingest.peak import WEEKDAYS
from gapkit.instrument.load import read_text
from gapkit.operations.due import DEFAULT_RULES, EVERY, Due

if TYPE_CHECKING:
    from gapkit.toml import Table

__all__ = ["read_calendar"]


def read_calendar(root: Table, head: Table | None) -> tuple[Due, ...]:
    """Read the rules by which something falls due; mistakes are noted with their line.

    Parameters
    ----------
    root
        The study file: its [[due]] tables.
    head
        [operations], whose ``calendar`` asks for the rules that a department has by default, or with
        false for none at all.
    """
    asked = head.get("calendar", bool) if head else None
    own = tuple(_due(table) for table in root.tables("due"))
    if asked is False:
        return ()
    return own or (DEFAULT_RULES if asked else ())


def _due(table: Table) -> Due:
    duty = table.need("duty", str, "")
    every = table.choice("every", EVERY, "month")
    weekday = table.choice("weekday", WEEKDAYS, WEEKDAYS[0]) if "weekday" in table.values else None
    before = table.get("before_day", int)
    text = read_text(table, "text", required=False)
    if before is not None and not 1 <= before <= 31:
        what = f"{table.name} before_day = {before} is no day of a month."
        table.note("before_day", what, "Write a day from 1 to 31.")
        before = None
    if every == "week":
        _weekly(table)
    rule = Due(
        duty, every, weekday, before, table.get("strictly", bool, True),
        table.get("whose", str, ""), text.by_language if text else {},
    )  # fmt: skip
    table.close()
    return rule


def _weekly(table: Table) -> None:
    """Note what a weekly rule lacks, or has no use for."""
    if "weekday" not in table.values:
        table.note(None, f"{table.name} is weekly, but names no weekday.", 'Add weekday = "fri".')
    if "before_day" in table.values:
        what = f"{table.name} is weekly: before_day has no meaning."
        table.note("before_day", what, 'Leave it out, or write every = "month".')
