"""What a study says of the systems around the gaps: registers, promises, rules; and the desk they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from gapkit.errors import IngestError
from gapkit.operations.closing import closed, last_day, with_late_day_told
from gapkit.operations.complaints import register as complaints
from gapkit.operations.logs import contact_log, duty_log
from gapkit.operations.monitoring import checks, roster
from gapkit.operations.promises import claims
from gapkit.operations.staff import nameless
from gapkit.operations.strange import with_dimensions_told, with_units_told, with_waves_told
from gapkit.operations.training import log as training_log
from gapkit.operations.zeros import costs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from gapkit.errors import Problem
    from gapkit.ingest.ledger import Finding
    from gapkit.ingest.register import Register, Rows
    from gapkit.instrument import Instrument, Scale
    from gapkit.operations.due import Due
    from gapkit.operations.form import Form
    from gapkit.operations.promises.campaign import Campaign
    from gapkit.operations.promises.promise import Promise
    from gapkit.operations.zeros.aims import Zeros
    from gapkit.options import Options
    from gapkit.results import Result
    from gapkit.wording import Phrase

__all__ = ["REGISTERS", "Department", "Desk", "Surveyed", "opened"]

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

    def log(self, name: str) -> pd.DataFrame | None:
        """Return the rows of a register; None where there is no such register, or nothing in it."""
        rows = self.rows.get(name)
        return None if rows is None or rows.frame.empty else rows.frame

    def result(self, name: str, frame: pd.DataFrame, said: Iterable[Phrase]) -> Result:
        """Return a table of the firm's own records, with the sentences that it says."""
        from gapkit.results import Result

        options, instrument = self.options, self.instrument
        return Result(name, frame, options, instrument, tuple(said), own_records=True)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The account of the registers, for the ledger."""
        return tuple(f for rows in self.rows.values() for f in rows.findings)

    @property
    def as_of(self) -> date:
        """The day on which what is open is still open."""
        if self.department.as_of is not None:
            return self.department.as_of
        last = last_day(_events(self.rows))
        return last[2] if last else date.min


@dataclass(frozen=True)
class Surveyed:
    """What the survey knows that registers are held against.

    Parameters
    ----------
    waves
        All of them, however many are asked for.
    units
        Units; empty where the study has none.
    """

    waves: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


def _events(rows: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return the registers whose rows happened on their day; monitors' sheets are such."""
    return {
        name: of for name, of in rows.items() if name not in REGISTERS or REGISTERS[name].events
    }


def _read(department: Department, surveyed: Surveyed) -> dict[str, Rows]:
    """Read and check the registers, and leave out what happened after they were closed.

    Raises
    ------
    IngestError
        What is wrong with any of them, all at once.
    """
    found: dict[str, Rows] = {}
    problems: list[Problem] = []
    for name, register in department.registers.items():
        form = REGISTERS[name]
        try:
            rows = form.checked(register.in_step_with(surveyed.waves).read())
        except IngestError as error:
            problems += error.problems
            continue
        rows = with_waves_told(with_units_told(rows, surveyed.units), surveyed.waves)
        found[name] = closed(rows, form.dated, department.as_of) if form.events else rows
    if problems:
        raise IngestError(*problems)
    return found


def opened(
    department: Department,
    instrument: Instrument,
    options: Options,
    results: Mapping[str, Result],
    waves: Sequence[str] = (),
    sheets: Rows | None = None,
    scales: Mapping[str, Scale] | None = None,
    surveyed: Surveyed = Surveyed(),
) -> Desk:
    """Read and check the registers.

    Parameters
    ----------
    waves
        Only these; by default all.
    sheets
        Monitors' sheets, as `gapkit.operations.monitoring.checks.read_checks` reads them.
    scales
        Column of the survey → the scale it was answered on.
    surveyed
        What the survey knows of waves and units.

    Raises
    ------
    IngestError
        A file cannot be read, or lacks a column.
    """
    rows = claims.of_promises(
        _read(department, surveyed), [promise.name for promise in department.promises]
    )
    if sheets is not None:
        rows[checks.NAME] = closed(sheets, "day", department.as_of)
    if department.as_of is None:
        rows |= with_late_day_told(_events(rows))
    rows = {name: with_dimensions_told(of, instrument).of_waves(waves) for name, of in rows.items()}
    if department.hash_names is not None:
        rows = nameless(rows, department.hash_names)
    return Desk(department, rows, instrument, options, results, scales or {})
