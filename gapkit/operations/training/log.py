"""The log of trainings: who was trained in what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.ingest.register import Field
from gapkit.ingest.register_rows import ALL
from gapkit.operations.form import Form
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from gapkit.ingest.register import Rows

__all__ = ["FORM"]


def _checked(rows: Rows) -> Rows:
    """Return the trainings that name somebody: an agent, or a unit whose agents were all trained."""
    nobody = (rows.frame["agent"] == "") & rows.frame["unit"].isin(["", ALL])
    return rows.without(nobody.to_numpy(), Phrase("ledger.aside.nobody_trained"))


FORM: Final = Form(
    (Field("day", "day", required=True), Field("agent"), Field("dimension", required=True)),
    "day",
    _checked,
)
