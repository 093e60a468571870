"""Everything that a study asks for, found in one file: which column is which item, key, weight."""

from __future__ import annotations

import filecmp
import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Final

from gapkit.errors import IngestError, Problem, did_you_mean
from gapkit.ingest.match import Headings
from gapkit.ingest.peak import PEAK
from gapkit.ingest.readers import open_tables
from gapkit.ingest.screening import sieve_of
from gapkit.ingest.sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.ingest.asked import Asked
    from gapkit.ingest.readers import RawTable
    from gapkit.ingest.source import Source

__all__ = ["CAUSE", "CHECK", "DETERMINANT", "OUTCOME", "Bound", "bind_all"]

OUTCOME: Final = "outcome"
CAUSE: Final = "cause"
DETERMINANT: Final = "determinant"
"""Batteries of columns that are no items of the instrument."""

_EXTRAS: Final = ("weight", "id", "cluster", "strata")

_FORM: Final = ("duration", "submitted", "device")
"""What is known of a filled-in form beside its answers; in the batches ``form.duration``, …"""


CHECK: Final = "check."
"""How columns of a monitor's sheet beside its scores begin in the batches: ``check.agent``, …"""


@dataclass
class Bound:
    """What was found where in one file.

    Parameters
    ----------
    source, file, table
        The file.
    batteries
        Battery → item id (an outcome's or cause's name) → column position.
    keys
        ``wave``, the unit and segments → column position, of those that the file has.
    extras
        ``weight``, ``id``, ``cluster``, ``strata``, ``form.duration``, … → column position.
    points
        Dimension → column position.
    left_out
        Battery, item → what was looked for, and the nearest headings.
    twin
        An earlier file of the source that holds the same bytes.
    sieve
        Rows that are no answers.
    """

    source: Source
    file: str
    table: RawTable
    batteries: dict[str, dict[str, int]] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    extras: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    left_out: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    twin: str | None = None
    sieve: Sieve = field(default_factory=Sieve)

    @property
    def positions(self) -> tuple[int, ...]:
        """All columns that are needed, each once."""
        groups = [*self.batteries.values(), self.keys, self.extras, self.points]
        asked = {p for group in groups for p in group.values()}
        return tuple(sorted(asked | self.sieve.positions))

    @property
    def items(self) -> tuple[int, ...]:
        """Columns of answers to the instrument's items."""
        own = {b: c for b, c in self.batteries.items() if b not in (OUTCOME, CAUSE, DETERMINANT)}
        return tuple(sorted({p for columns in own.values() for p in columns.values()}))


def bind(
    source: Source, file: str, table: RawTable, asked: Asked, problems: list[Problem]
) -> Bound:
    """Find what is asked for among a file's headings; note what is not there."""
    headings = Headings(table.headings, file, table.texts, table.aside, table.marks)
    bound = Bound(source, file, table)
    for battery, pattern in source.batteries.items():
        matched = headings.battery(battery, pattern, asked.instrument)
        problems += matched.problems
        bound.batteries[battery] = matched.columns
        bound.left_out |= {(battery, item): what for item, what in matched.left_out.items()}
    problems += _taken_twice(bound)
    _bind_outcomes(bound, headings, problems)
    _bind_causes(bound, headings, problems)
    _bind_keys(bound, headings, asked, problems)
    _bind_extras(bound, headings, asked, problems)
    bound.sieve = sieve_of(source, table, headings, bound.items, problems)
    if not bound.batteries:
        what = f"the source of role '{source.role}' says of no column what it holds."
        problems.append(Problem(file, what, "Give it 'batteries'."))
    return bound


def _taken_twice(bound: Bound) -> list[Problem]:
    """Return the batteries that share a column: its answers cannot be to both questions."""
    found = []
    for (one, columns), (other, others) in combinations(bound.batteries.items(), 2):
        taken = {position: item for item, position in others.items()}
        for item, position in columns.items():
            if position not in taken:
                continue
            heading = bound.table.headings[position]
            again = "" if taken[position] == item else f" and item {taken[position]}"
            what = f"batteries '{one}' and '{other}' both take column '{heading}' for item {item}{again}."
            found.append(Problem(bound.file, what, "Give each battery a pattern of its own."))
            break
    return found


def _column(headings: Headings, name: str, of: str, problems: list[Problem]) -> int | None:
    """Return the column that must be there, or note that it is not, and what it is asked for as."""
    column = headings.find(name)
    if isinstance(column, int):
        return column
    problems.append(column or headings.missing(name, of))
    return None


def _put(into: dict[str, int], name: str, column: int | None) -> None:
    if column is not None:
        into[name] = column


def _bind_outcomes(bound: Bound, headings: Headings, problems: list[Problem]) -> None:
    source = bound.source
    for battery, named in ((OUTCOME, source.outcomes), (DETERMINANT, source.determinants)):
        found: dict[str, int] = {}
        for name, heading in named.items():
            _put(found, name, _column(headings, heading, f"{battery} {name}", problems))
        if found:
            bound.batteries[battery] = found


def _bind_causes(bound: Bound, headings: Headings, problems: list[Problem]) -> None:
    pattern = bound.source.causes
    if pattern is None:
        return
    found = headings.captures(pattern, "cause")
    if found:
        bound.batteries[CAUSE] = found
    else:
        advice = "Write {cause} where the cause's id stands, such as C_{cause}."
        problems.append(Problem(headings.place, f"no column matches causes '{pattern}'.", advice))


def _bind_keys(bound: Bound, headings: Headings, asked: Asked, problems: list[Problem]) -> None:
    for key, name in asked.key_columns.items():
        if key == PEAK and asked.peak:
            _bind_peak(bound, headings, asked, problems)
            continue
        renamed = bound.source.columns.get(name)
        column = headings.find(renamed or name)
        if isinstance(column, int):
            bound.keys[key] = column
        elif isinstance(column, Problem) or renamed:
            problems.append(column or headings.missing(renamed or name, name))


def _bind_peak(bound: Bound, headings: Headings, asked: Asked, problems: list[Problem]) -> None:
    """Find the time that says whether there was a peak; customers must have one."""
    source = bound.source
    dated = asked.wave.date if asked.wave else None
    monitored = source.monitored.date if source.monitored else None
    stamps = [source.columns.get(PEAK), source.submitted, monitored, dated]
    named = [name for name in stamps if name is not None]
    for name in named:
        column = headings.find(source.columns.get(name, name))
        if isinstance(column, int):
            bound.keys[PEAK] = column
            return
    if source.role == "customer" or source.columns.get(PEAK):
        what = f"the source of role '{source.role}' has no date, which peak = {{…}} is told from."
        advice = 'Name its column: submitted = "…" in the [[source]].'
        problems.append(Problem(bound.file, what, advice))


def _bind_extras(bound: Bound, headings: Headings, asked: Asked, problems: list[Problem]) -> None:
    source = bound.source
    for name in _EXTRAS:
        heading: str | None = getattr(source, name)
        if heading is not None:
            heading = source.columns.get(heading, heading)
            _put(bound.extras, name, _column(headings, heading, name, problems))
    for name in _FORM:
        heading = getattr(source, name)
        if heading is not None:
            heading = source.columns.get(heading, heading)
            _put(bound.extras, f"form.{name}", _column(headings, heading, name, problems))
    for name, heading in (source.monitored.columns if source.monitored else {}).items():
        heading = source.columns.get(heading, heading)
        of = name.partition(".")[0]
        _put(bound.extras, f"{CHECK}{name}", _column(headings, heading, of, problems))
    if "duration" in bound.table.marks:
        bound.extras.setdefault("form.duration", bound.table.marks["duration"])
    if source.points is not None:
        for dimension in asked.instrument.dimensions:
            heading = source.points.replace("{dimension}", dimension.id)
            _put(bound.points, dimension.id, _column(headings, heading, "points", problems))


def bind_all(sources: Sequence[Source], asked: Asked) -> list[Bound]:
    """Open every file of every source and find its columns.

    Raises
    ------
    IngestError
        Everything that is wrong with any of them.
    """
    problems = asked.problems()
    bounds = []
    for source in sources:
        for file, table in open_tables(source, _hints(source, asked), problems):
            bounds.append(bind(source, file, table, asked, problems))
        _note_twins(source, [b for b in bounds if b.source is source])
    problems = problems or _nobody_has(bounds, asked)
    if problems:
        raise IngestError(*problems)
    return bounds


def _note_twins(source: Source, bounds: Sequence[Bound]) -> None:
    """Note files that hold the same bytes as an earlier one: everybody in them would count twice."""
    paths = dict(zip(source.names, source.files, strict=False))
    sizes: dict[int, list[Bound]] = {}
    for bound in bounds:
        path = paths.get(bound.file)
        if path is None:
            continue
        alike = sizes.setdefault(path.stat().st_size, [])
        twin = next((b for b in alike if filecmp.cmp(paths[b.file], path, shallow=False)), None)
        bound.twin = twin.file if twin else None
        alike.append(bound)


def _hints(source: Source, asked: Asked) -> list[str]:
    """Return the words that a source's files should hold: names of columns, labels."""
    scale = source.scale or asked.instrument.scale
    beside = [*source.outcomes.values(), *source.determinants.values()]
    names = [*beside, *source.columns.values(), *asked.key_columns.values()]
    patterns = [p for p in source.batteries.values() if isinstance(p, str)]
    parts = [part for pattern in patterns for part in re.split(r"[*{}]", pattern)]
    labels = [label for labels in scale.labels.values() for label in labels]
    return [w for w in (*names, *parts, *labels, *source.answers) if not w.isascii()]


def _nobody_has(bounds: Sequence[Bound], asked: Asked) -> list[Problem]:
    """Return a problem for each key that no file of any source has."""
    problems = []
    for key, name in asked.key_columns.items():
        if bounds and not any(key in bound.keys for bound in bounds):
            missing = Headings(bounds[0].table.headings, "").missing(name)
            what = f"no file has the column '{name}', which is asked for as {asked.called(key)}."
            known = dict.fromkeys(n for bound in bounds for n in bound.source.columns)
            advice = f"{did_you_mean(name, list(known))} {missing.advice}".strip()
            problems.append(Problem("", what, advice))
    return problems
