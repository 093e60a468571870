"""What a study says of the systems around the gaps: registers, promises, rules; and the desk they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from gapkit.operations import (
    checks,
    claims,
    complaints,
    contact_log,
    costs,
    duty_log,
    roster,
    training_log,
)
from gapkit.operations.closing import closed
from gapkit.operations.staff import nameless

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gapkit.ingest.ledger import Finding
    from gapkit.ingest.register import Register, Rows
    from gapkit.instrument import Instrument, Scale
    from gapkit.operations.calendar import Due
    from gapkit.operations.campaign import Campaign
    from gapkit.operations.form import Form
    from gapkit.operations.promise import Promise
    from gapkit.operations.zeros import Zeros
    from gapkit.options import Options
    from gapkit.results import Result

__all__ = ["REGISTERS", "Department", "Desk", "opened"]

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


@dataclass(frozen=True)
class Department:
    """What a study says of the systems around the gaps.

    Parameters
    ----------
    registers
        Name → files, of those that there are; see `REGISTERS`.
    as_of
        The day on which the registers were closed; by default the last day that any of them names.
    score_targets
        ``overall`` or a dimension → the score that a call should reach, in points of the scale.
    calendar
        The rules by which something falls due.
    promises, campaigns
        What is promised to customers, and where it is told to them.
    answer_within
        Days in which a complaint is to be put right; open for longer, it is overdue.
    zeros
        What is aimed at in the three zeros; None where the study says nothing of them.
    hash_names
        Secret with which names of staff are put into hashes; None: they stay.
    """

    registers: Mapping[str, Register] = field(default_factory=dict)
    as_of: date | None = None
    score_targets: Mapping[str, float] = field(default_factory=dict)
    calendar: tuple[Due, ...] = ()
    promises: tuple[Promise, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    answer_within: int = complaints.ANSWER_WITHIN
    zeros: Zeros | None = None
    hash_names: str | None = None


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
    scales
        Column of the survey → the scale it was answered on.
    """

    department: Department
    rows: Mapping[str, Rows]
    instrument: Instrument
    options: Options
    results: Mapping[str, Result] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)

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
            for name, rows in self.rows.items()
            if name not in REGISTERS or REGISTERS[name].events
            for column in rows.frame.select_dtypes("datetime")
        ]
        return max((day.date() for day in days if day == day), default=date.min)


def _closed(form: Form, register: Register, as_of: date | None) -> Rows:
    """Read and check a register, and leave out what happened after the files were closed."""
    rows = form.checked(register.read())
    return closed(rows, form.dated, as_of) if form.events else rows


def opened(
    department: Department,
    instrument: Instrument,
    options: Options,
    results: Mapping[str, Result],
    waves: Sequence[str] = (),
    sheets: Rows | None = None,
    scales: Mapping[str, Scale] | None = None,
) -> Desk:
    """Read and check the registers.

    Parameters
    ----------
    waves
        Only these; by default all.
    sheets
        Monitors' sheets, as `gapkit.operations.checks.read_checks` reads them.
    scales
        Column of the survey → the scale it was answered on.

    Raises
    ------
    IngestError
        A file cannot be read, or lacks a column.
    """
    rows = {
        name: _closed(REGISTERS[name], register, department.as_of).of_waves(waves)
        for name, register in department.registers.items()
    }
    rows = claims.of_promises(rows, [promise.name for promise in department.promises])
    if sheets is not None:
        rows[checks.NAME] = closed(sheets, "day", department.as_of).of_waves(waves)
    if department.hash_names is not None:
        rows = {name: nameless(of, department.hash_names) for name, of in rows.items()}
    return Desk(department, rows, instrument, options, results, scales or {})
