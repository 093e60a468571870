"""The register of complaints: what became of each, week by week."""

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


FORM: Final = Form((Field("id"), Field("received", "moment", required=True)), "received", _checked)
