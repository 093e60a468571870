"""What a study says of the systems around the gaps: registers, promises, rules; and the desk they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from gapkit.operations import claims, complaints, contact_log, costs, duty_log

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gapkit.ingest.ledger import Finding
    from gapkit.ingest.register import Register, Rows
    from gapkit.instrument import Instrument
    from gapkit.operations.form import Form
    from gapkit.options import Options
    from gapkit.results import Result

__all__ = ["REGISTERS", "Department", "Desk", "opened"]

REGISTERS: Final[Mapping[str, Form]] = {
    "contacts": contact_log.FORM,
    "duty": duty_log.FORM,
    "claims": claims.FORM,
    "complaints": complaints.FORM,
    "costs": costs.FORM,
}
"""Register, as the study calls it → its form."""


@dataclass(frozen=True)
class Department:
    """What a study says of the systems around the gaps.

    Parameters
    ----------
    registers
        Name → files, of those that there are; see `REGISTERS`.
    as_of
        The day on which the registers were closed; by default the last day that any of them names.
    """

    registers: Mapping[str, Register] = field(default_factory=dict)
    as_of: date | None = None


@dataclass(frozen=True)
class Desk:
    """Everything that the tables on the systems around the gaps are made from.

    Parameters
    ----------
    department
        What the study says.
    rows
        Register → its rows, read and checked.
    instrument, options
        The questionnaire, and how figures are made and judged.
    results
        The survey's own tables, which some figures are set beside.
    """

    department: Department
    rows: Mapping[str, Rows]
    instrument: Instrument
    options: Options
    results: Mapping[str, Result] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The account of the registers, for the ledger."""
        return tuple(f for rows in self.rows.values() for f in rows.findings)

    @property
    def as_of(self) -> date:
        """The day on which what is open is still open."""
        if self.department.as_of is not None:
            return self.department.as_of
        days = [
            rows.frame[column].max()
            for rows in self.rows.values()
            for column in rows.frame.select_dtypes("datetime")
        ]
        return max((day.date() for day in days if day == day), default=date.min)


def opened(
    department: Department,
    instrument: Instrument,
    options: Options,
    results: Mapping[str, Result],
    waves: Sequence[str] = (),
) -> Desk:
    """Read and check the registers.

    Parameters
    ----------
    waves
        Only these; by default all.

    Raises
    ------
    IngestError
        A file cannot be read, or lacks a column.
    """
    rows = {
        name: REGISTERS[name].checked(register.read()).of_waves(waves)
        for name, register in department.registers.items()
    }
    return Desk(department, rows, instrument, options, results)
