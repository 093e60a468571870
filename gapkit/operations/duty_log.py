"""The shift leaders' duty log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.ingest.register import Field
from gapkit.operations.form import Form

if TYPE_CHECKING:
    from gapkit.ingest.register import Rows

__all__ = ["FORM"]


def _checked(rows: Rows) -> Rows:
    """Return the rows that can be counted; what cannot be true is told in the account."""
    return rows


FORM: Final = Form((Field("date", "day", required=True),), "date", _checked)
