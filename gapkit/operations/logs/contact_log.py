"""The log of contacts by kind and day: its columns, and what cannot be true in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.ingest.ledger import FEW
from gapkit.ingest.register import Field
from gapkit.operations.form import Form
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from gapkit.ingest.register import Rows

__all__ = ["FORM"]


def _checked(rows: Rows) -> Rows:
    """Blank what outnumbers its contacts; a row that came twice counts once, other rows of a day add up."""
    names = [field.name for field in FIELDS]
    same = rows.frame.duplicated(["unit", *names], keep="first").to_numpy(bool)
    rows = rows.without(same, Phrase("ledger.aside.same_row"))
    frame = rows.frame
    more = (frame["closed_same_day"] > frame["contacts"]).to_numpy(bool)
    pairs = zip(frame["closed_same_day"][more], frame["contacts"][more], strict=True)
    found = ", ".join(f"{closed:.0f} > {came:.0f}" for closed, came in list(pairs)[:FEW])
    why = Phrase("ledger.operations.closed_more", {"found": found})
    rows = rows.blanked(more, "closed_same_day", why)
    again = rows.frame.duplicated(["unit", "day", "kind"], keep="first").to_numpy(bool)
    return rows.noted(again, "day", Phrase("ledger.operations.day_again"))


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
