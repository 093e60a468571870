"""Reading the registers of a department, and checking them: what comes to the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gapkit.errors import IngestError
from gapkit.operations.closing import closed, with_late_day_told
from gapkit.operations.desk import Desk
from gapkit.operations.monitoring import checks
from gapkit.operations.promises import claims
from gapkit.operations.registers import REGISTERS, events_of
from gapkit.operations.staff import nameless
from gapkit.operations.strange import with_dimensions_told, with_units_told, with_waves_told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gapkit.errors import Problem
    from gapkit.ingest.register import Rows
    from gapkit.instrument import Instrument, Scale
    from gapkit.operations.department import Department
    from gapkit.options import Options
    from gapkit.results import Result

__all__ = ["Surveyed", "opened"]


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
        rows |= with_late_day_told(events_of(rows))
    rows = {name: with_dimensions_told(of, instrument).of_waves(waves) for name, of in rows.items()}
    if department.hash_names is not None:
        rows = nameless(rows, department.hash_names)
    return Desk(department, rows, instrument, options, results, scales or {})
