"""The shift leaders' duty log: its columns, and what would be counted twice in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.ingest.register import Field
from gapkit.operations.form import Form
from gapkit.operations.plausible import without_same_rows
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from gapkit.ingest.register import Rows

__all__ = ["FLOWS", "FORM"]

FLOWS: Final = ("inquiries", "look_ups", "outbound", "faults")
"""What a shift counts; the days of a month add up."""


def _checked(rows: Rows) -> Rows:
    """Count a shift once: a row that came twice, and counts that are repeated beside another hard case."""
    rows = without_same_rows(rows, FIELDS)
    shift = ["unit", "day", "shift"]
    frame = rows.frame
    repeated = frame.duplicated([*shift, *FLOWS], keep="first") & frame[list(FLOWS)].gt(0).any(
        axis=1
    )
    rows = rows.noted(repeated.to_numpy(bool), "day", Phrase("ledger.operations.shift_repeated"))
    once = frame.assign(**{name: frame[name].mask(repeated) for name in FLOWS})
    rows = replace(rows, frame=once)
    counted = once[list(FLOWS)].notna().any(axis=1)
    again = counted & once[counted].duplicated(shift, keep="first").reindex(
        once.index, fill_value=False
    )
    return rows.noted(again.to_numpy(bool), "day", Phrase("ledger.operations.shift_again"))


FIELDS: Final = (
    Field("day", "day", required=True),
    Field("shift"),
    Field("leader"),
    *(Field(name, "count") for name in FLOWS),
    Field("backlog", "count"),
    Field("backlog_age", "amount"),
    Field("hard_case"),
    Field("answer_agreed", "yes"),
)
"""Columns: a row is a shift, or one more hard case that it met. ``backlog``: work orders open at its
end; ``backlog_age``: their mean age in days; ``answer_agreed``: whether all give the same answer now."""

FORM: Final = Form(FIELDS, "day", _checked)
