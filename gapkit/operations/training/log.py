"""The log of trainings: who was trained in what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.ingest.register import Field
from gapkit.ingest.register_rows import ALL
from gapkit.operations.form import Form
from gapkit.operations.plausible import without_same_rows
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from gapkit.ingest.register import Rows

__all__ = ["FORM"]


def _checked(rows: Rows) -> Rows:
    """Return the trainings that name somebody: an agent, or a unit whose agents were all trained."""
    nobody = (rows.frame["agent"] == "") & rows.frame["unit"].isin(["", ALL])
    rows = rows.without(nobody.to_numpy(), Phrase("ledger.aside.nobody_trained"))
    rows = without_same_rows(rows, FIELDS)
    # of an agent who stands there with a unit and without one, the former says more
    lone = rows.frame["unit"].isin(["", ALL])
    training = [field.name for field in FIELDS]
    again = (
        lone
        & rows.frame.assign(lone=lone)
        .sort_values("lone", kind="stable")
        .duplicated(training)
        .sort_index()
    )
    return rows.without(again.to_numpy(bool), Phrase("ledger.aside.same_row"))


FIELDS: Final = (
    Field("day", "day", required=True),
    Field("agent"),
    Field("dimension", required=True),
)
FORM: Final = Form(FIELDS, "day", _checked)
