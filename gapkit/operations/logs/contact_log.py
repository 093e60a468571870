"""The log of contacts by kind and day: its columns, and what cannot be true in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.ingest.register import Field
from gapkit.ingest.register_rows import ALL
from gapkit.operations.form import Form
from gapkit.operations.plausible import parts_within, without_same_rows
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from gapkit.ingest.register import Rows

__all__ = ["FORM"]


def _checked(rows: Rows) -> Rows:
    """Blank what outnumbers its contacts; a row that came twice counts once, other rows of a day add up."""
    rows = _with_kinds_told(without_same_rows(rows, FIELDS))
    rows = parts_within(rows, "closed_same_day", "contacts", "ledger.operations.closed_more")
    again = rows.frame.duplicated(["unit", "day", "kind"], keep="first").to_numpy(bool)
    return rows.noted(again, "day", Phrase("ledger.operations.day_again"))


def _with_kinds_told(rows: Rows) -> Rows:
    """Tell of rows of no kind, or of all kinds, beside rows of some: totals would count twice."""
    kind = rows.frame["kind"]
    rows = replace(rows, frame=rows.frame.assign(kind=kind.where(kind != ALL, "")))
    without = rows.frame["kind"].eq("").to_numpy(bool)
    if without.all():
        return rows
    return rows.noted(without, "kind", Phrase("ledger.operations.no_kind"))


FIELDS: Final = (
    Field("day", "day", required=True),
    Field("kind"),
    Field("contacts", "count", required=True),
    Field("closed_same_day", "count"),
    Field("complaints", "count"),
    Field("praise", "count"),
    Field("backlog", "count"),
    Field("backlog_age", "amount"),
)
"""Columns: a row is a day's contacts of a kind. ``backlog``: work orders open at the end of the day;
``backlog_age``: their mean age in days."""

FORM: Final = Form(FIELDS, "day", _checked)
