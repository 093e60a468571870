"""What `gapkit check` says of the systems around the gaps: registers, and monitors' sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.ingest.register_rows import ALL
from gapkit.operations.monitoring.calls import CALL
from gapkit.operations.monitoring.checks import NAME, read_checks
from gapkit.operations.opening import Surveyed, opened
from gapkit.operations.registers import REGISTERS
from gapkit.study.console import shortened
from gapkit.study.registers import in_answers
from gapkit.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapkit.ingest.ledger import Finding
    from gapkit.ingest.register_rows import Columns, Rows
    from gapkit.study.file import Study

__all__ = ["check_registers"]

MOST_COLUMNS: Final = 12
"""Columns without a use that are named."""


def check_registers(study: Study) -> tuple[list[str], bool]:
    """Return lines on every register, file by file, and whether nothing asks for a look.

    Raises
    ------
    IngestError
        A file cannot be read, or lacks a column.
    """
    survey = study.survey
    sheets = read_checks(survey.answers, survey.inventory(), survey.unit)
    known = in_answers(survey) if study.department.registers else Surveyed()
    desk = opened(
        study.department, survey.instrument, survey.options, {}, (), sheets, surveyed=known
    )
    lines: list[str] = []
    for name, rows in desk.rows.items():
        if name == NAME:
            lines += ["", *_sheets(rows)]
        else:
            for file, columns in rows.columns.items():
                lines += ["", *_file(name, file, columns, rows, survey.unit)]
    named = {
        "promises": [promise.name for promise in study.department.promises],
        "campaigns": [campaign.name for campaign in study.department.campaigns],
        "calendar": [rule.duty for rule in study.department.calendar],
    }
    said = [f"{what}: {', '.join(names)}" for what, names in named.items() if names]
    lines += ["", *said] if said else []
    return lines, not any(finding.fault for finding in desk.findings)


def _file(name: str, file: str, columns: Columns, rows: Rows, unit: str | None) -> Iterator[str]:
    yield f"[[{name}]] {file}"
    yield from _account([f for f in rows.findings if f.file == file])
    found = [f if f == heading else f"{f} <- {heading}" for f, heading in columns.found.items()]
    yield f"  columns: {', '.join(found)}"
    wanted = [f.name for f in REGISTERS[name].fields] + ([unit] if unit else [])
    if lacking := [f for f in wanted if f not in columns.found]:
        yield f"  no column for: {', '.join(lacking)}"
    if columns.unused:
        shown = [shortened(heading, 30) for heading in columns.unused[:MOST_COLUMNS]]
        more = ", ..." if len(columns.unused) > MOST_COLUMNS else ""
        yield f"  columns without a use: {', '.join(shown)}{more}"


def _sheets(rows: Rows) -> Iterator[str]:
    """Say how many agents, monitors, calls; their names are nobody's business here."""
    frame = rows.frame
    yield f"monitored calls: {', '.join(frame['file'].unique())}"
    yield from _account(rows.findings)
    monitors = frame.loc[frame["monitor"] != "", "monitor"]
    calls = frame[frame["call"] != ""].groupby(list(CALL)).size()
    counts = {
        "agents": frame["agent"].nunique(),
        "monitors": monitors.nunique(),
        "sheets": len(frame),
        "calls scored by more than one": int((calls > 1).sum()),
    }
    yield f"  {', '.join(f'{name}: {count}' for name, count in counts.items())}"
    units = [unit for unit in frame["unit"].unique() if unit != ALL]
    if units:
        yield f"  units: {', '.join(map(str, sorted(units)))}"


def _account(findings: Sequence[Finding]) -> Iterator[str]:
    """Say what became of rows and cells; the two numbers of rows first."""
    counts = dict.fromkeys(("rows read", "rows used"), 0)
    for finding in findings:
        if finding.kind in counts:
            counts[finding.kind] += finding.count
    yield f"  rows: {counts['rows read']} read, {counts['rows used']} used"
    for finding in findings:
        if finding.kind not in counts and finding.count:
            yield f"    {_told(finding)}"


def _told(finding: Finding) -> str:
    where = f" in {shortened(finding.column, 30)}" if finding.column else ""
    why = f": {words('en').say(finding.detail)}" if finding.detail else ""
    records = ", ".join(map(str, finding.records))
    return f"{finding.count} {finding.kind}{where}{why}{f' (records {records})' if records else ''}"
