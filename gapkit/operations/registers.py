"""The registers of a department, and the form of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.operations.complaints import register as complaints
from gapkit.operations.logs import contact_log, duty_log
from gapkit.operations.monitoring import roster
from gapkit.operations.promises import claims
from gapkit.operations.training import log as training_log
from gapkit.operations.zeros import costs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gapkit.ingest.register import Rows
    from gapkit.operations.form import Form

__all__ = ["REGISTERS", "events_of"]

REGISTERS: Final[Mapping[str, Form]] = {
    "contacts": contact_log.FORM,
    "duty": duty_log.FORM,
    "occasions": claims.OCCASIONS,
    "claims": claims.CLAIMS,
    "complaints": complaints.FORM,
    "costs": costs.FORM,
    "trainings": training_log.FORM,
    "staff": roster.FORM,
}
"""Register, as the study calls it → its form."""


def events_of(rows: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return the registers whose rows happened on their day; monitors' sheets are such."""
    return {
        name: of for name, of in rows.items() if name not in REGISTERS or REGISTERS[name].events
    }
