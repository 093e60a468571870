"""What a run would read, for the console: which column is which item, how its cells were read, what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.errors import IngestError
from gapkit.ingest.draft import draft
from gapkit.ingest.inspection import inspect
from gapkit.ingest.match import Headings
from gapkit.study.check_registers import check_registers
from gapkit.study.console import padded, shortened, table
from gapkit.study.suggestions import suggestions
from gapkit.study.template.drafted import batteries_of
from gapkit.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapkit.ingest.cells import Group
    from gapkit.ingest.draft import Draft
    from gapkit.ingest.inspection import Cells, FileInspection, Match
    from gapkit.ingest.source import Source
    from gapkit.instrument import Instrument
    from gapkit.study.file import Study

__all__ = ["check_study", "seems_to_hold"]

HEADING_WIDTH: Final = 44
ITEM_WIDTH: Final = 34
MOST_POINTS: Final = 11
"""Scales with more points are shown by their ends alone."""

MOST_SHOWN: Final = 5
NOT_ITEMS: Final = ("outcome", "cause", "determinant", "key", "extra", "points")
ODD: Final = ("empty", "missing", "out of range", "unreadable")


def check_study(study: Study) -> tuple[list[str], bool]:
    """Return the lines of `gapkit check`, and whether nothing in the files asks for a look.

    Every file is read once.

    Raises
    ------
    IngestError
        A file cannot be read, or a column that the study needs is not there.
    """
    survey = study.survey
    scale = survey.instrument.scale
    instrument = survey.instrument
    size = f"{_many(len(instrument.items), 'item')} in {_many(len(instrument.dimensions), 'dimension')}"
    lines = [
        f"{study.title} ({study.path.name})",
        f"{instrument.name}: {size}, answers {scale.names[0]} to {scale.names[-1]}",
    ]
    files = inspect(survey.answers)
    for file in files:
        lines += ["", *_file(file, instrument)]
    registers, clean = check_registers(study)
    lines += registers
    gaps = [_gap(pair.gap.name) for pair in survey.pairs()]
    lines += ["", f"gaps that can be told: {', '.join(gaps) or 'none; scores of each battery'}"]
    for number, source in enumerate(survey.sources, 1):
        mending = suggestions([f for f in files if f.source is source], source)
        if mending:
            lines += ["", f"What may mend it, in [[source]] {number} ({source.role}):"]
            lines += [f"  {line}" for line in mending]
    return lines, clean and not any(f.fault for file in files for f in file.findings)


def seems_to_hold(study: Study) -> list[str]:
    """Return lines that say which columns the files seem to have, for sources that do not find their own."""
    lines: list[str] = []
    for number, source in enumerate(study.survey.sources, 1):
        for path in source.files[:1]:
            try:
                found = draft(path)
            except IngestError:
                continue
            if _finds_its_own(source, found, study.survey.instrument):
                continue
            lines.append(f"{path.name} seems to hold, for [[source]] {number} ({source.role}):")
            lines += [f"  {line}" for line in batteries_of(found)]
    return lines


def _finds_its_own(source: Source, found: Draft, instrument: Instrument) -> bool:
    """Tell whether all batteries of a source have columns: then the error is about something else."""
    headings = Headings(found.headings, "", found.asked)
    batteries = source.batteries.items()
    return not any(headings.battery(name, of, instrument).problems for name, of in batteries)


def _file(file: FileInspection, instrument: Instrument) -> list[str]:
    say = words("en").say
    lines = [f"[{file.source.role}] {file.file}", *(f"  {say(fact)}" for fact in file.facts)]
    lines += [f"  {line}" for line in _rows_read(file)]
    for battery in dict.fromkeys(m.group for m in file.matches if m.group not in NOT_ITEMS):
        matches = [m for m in file.matches if m.group == battery]
        lines += ["", *_battery(battery, matches, instrument), *_notes(matches)]
    others = [m for m in file.matches if m.group in NOT_ITEMS]
    lines += ["", *(line for match in others for line in _other(match))] if others else []
    for battery, item, sought, near in file.left_out:
        nearest = f"; nearest: {', '.join(shortened(n, 30) for n in near)}" if near else ""
        lines.append(
            f"  LEFT OUT {battery} of item {item}: no column is called '{sought}'{nearest}"
        )
    return [*lines, "", *_first_rows(file)]


def _rows_read(file: FileInspection) -> Iterator[str]:
    say = words("en").say
    counts = {f.kind: f.count for f in file.findings if f.kind in ("rows read", "rows used")}
    yield f"rows: {counts['rows read']} read, {counts['rows used']} used"
    for finding in file.findings:
        if finding.kind == "set aside" and finding.detail:
            yield f"  {finding.count} set aside: {say(finding.detail)} ({_records(finding.records)})"
        elif finding.kind == "note" and finding.detail and finding.count and not finding.column:
            yield f"  {finding.count} {say(finding.detail)} ({_records(finding.records)})"


def _battery(battery: str, matches: Sequence[Match], instrument: Instrument) -> list[str]:
    """Return a line for each item: its column, how its cells were read, and how often each point."""
    cells = [m.cells for m in matches if m.cells]
    odd = [kind for kind in ODD if any(c.kind(kind).count for c in cells)]
    names = cells[0].scale.names if cells else ()
    points = list(names) if len(names) <= MOST_POINTS else []
    rows = [[battery, "column", "answered", *odd, *points]]
    rows += [
        [*_called(m, instrument), *_counts(m.cells, odd, bool(points))] for m in matches if m.cells
    ]
    return table(rows, left=2)


def _called(match: Match, instrument: Instrument) -> tuple[str, str]:
    item = instrument.item.get(match.name)
    label = f"{match.name}  {item.text('en')}" if item else match.name
    heading = f"{match.letters}: {match.heading}"
    if match.asked and match.asked != match.heading:
        heading = f"{heading} ({match.asked})"
    return shortened(label, ITEM_WIDTH), shortened(heading, HEADING_WIDTH)


def _counts(cells: Cells, odd: Sequence[str], with_points: bool) -> list[str]:
    numbers = [int(cells.counts.sum()), *(cells.kind(kind).count for kind in odd)]
    numbers += cells.counts.tolist() if with_points else []
    return [str(n) for n in numbers]


def _notes(matches: Sequence[Match]) -> Iterator[str]:
    """Say what was read as what, and what could not be, with where it stands."""
    told = {"read as": "read as", "missing": "no answer, as declared",
            "out of range": "out of range", "unreadable": "unreadable"}  # fmt: skip
    for kind, name in told.items():
        texts: dict[str, int] = {}
        columns: dict[str, Group] = {}
        for match in matches:
            group = match.cells.kind(kind) if match.cells else None
            if group and group.count:
                columns[match.heading] = group
                for text, count in group.texts.items():
                    texts[text] = texts.get(text, 0) + count
        if not texts:
            continue
        ranked = sorted(texts.items(), key=lambda pair: -pair[1])
        most = len(ranked) if kind == "read as" and len(ranked) <= 2 * MOST_POINTS else MOST_SHOWN
        shown = ", ".join(f"{shortened(t, 30)} ({n})" for t, n in ranked[:most])
        yield f"  {name}: {shown}{', ...' if len(ranked) > most else ''}"
        if kind in ("out of range", "unreadable"):
            yield f"    {_where(columns)}"


def _where(columns: dict[str, Group]) -> str:
    shown = [
        f"{shortened(heading, 30)} ({_records(group.records)})"
        for heading, group in list(columns.items())[:MOST_SHOWN]
    ]
    left = len(columns) - MOST_SHOWN
    more = f" and {_many(left, 'more column')}" if left > 0 else ""
    return f"in {', '.join(shown)}{more}"


def _gap(name: str) -> str:
    return f"gap {name}" if name.isdigit() else name


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _records(records: Sequence[int]) -> str:
    name = "record" if len(records) == 1 else "records"
    return f"{name} {', '.join(map(str, records))}" if records else "no record"


def _other(match: Match) -> Iterator[str]:
    yield f"  {match.group} {match.name} <- {match.letters}: {shortened(match.heading, 60)}"
    if match.cells:
        odd = [f"{match.cells.kind(k).count} {k}" for k in ODD if match.cells.kind(k).count]
        yield f"    {', '.join([f'{int(match.cells.counts.sum())} answered', *odd])}"


def _first_rows(file: FileInspection) -> list[str]:
    """Return the first rows as coded, a line a battery: the points in item order, . for none."""
    lines = ["  first rows, as coded (. is no answer):"] if file.rows else ["  no rows"]
    batteries = [m for m in file.matches if m.group not in NOT_ITEMS]
    for row in file.rows:
        keys = [f"{k} {v}" for k, v in row.items() if "." not in k and k != "record" and v]
        lines.append(f"    record {row.get('record', '?')}{': ' if keys else ''}{', '.join(keys)}")
        for group in dict.fromkeys(m.group for m in batteries):
            cells = [
                row.get(f"{file.source.role}.{group}.{m.name}", "") or "."
                for m in batteries
                if m.group == group
            ]
            lines.append(f"      {padded(group, 12)} {' '.join(cells)}")
    return lines
