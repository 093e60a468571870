"""What a run would read: which column is which item, how its cells were read, and what could not be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from gapkit.ingest.account import Account, accounts
from gapkit.ingest.answers import coded_blocks
from gapkit.ingest.buffers import numbers
from gapkit.ingest.cells import Group
from gapkit.ingest.texts import column_letters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from gapkit.ingest.answers import Answers
    from gapkit.ingest.block import CodedBlock
    from gapkit.ingest.ledger import Finding
    from gapkit.ingest.plan import PlannedFile
    from gapkit.ingest.source import Source
    from gapkit.instrument import Scale
    from gapkit.wording import Phrase

__all__ = ["Cells", "FileInspection", "Match", "inspect"]


@dataclass(frozen=True)
class Cells:
    """How the cells of a column of answers were read.

    Parameters
    ----------
    scale
        What its codes mean.
    counts
        Used answers by point of the scale, lowest first, reversed items turned; shape (points,).
    kinds
        ``empty``, ``missing``, ``out of range``, ``unreadable``, ``read as`` → the cells.
    """

    scale: Scale
    counts: NDArray[np.int64]
    kinds: Mapping[str, Group]

    def kind(self, name: str) -> Group:
        """Return the cells of one kind."""
        return self.kinds.get(name, Group())


@dataclass(frozen=True)
class Match:
    """A column that was found.

    Parameters
    ----------
    group
        Battery, ``outcome``, ``cause``, ``key``, ``extra`` or ``points``.
    name
        Item id, or the name of the outcome, cause, key, dimension.
    letters
        The column as a spreadsheet calls it.
    heading, asked
        The column as the file calls it, and its question where the file has both.
    cells
        How they were read; None for columns that are no answers.
    """

    group: str
    name: str
    letters: str
    heading: str
    asked: str = ""
    cells: Cells | None = None


@dataclass(frozen=True)
class FileInspection:
    """What would be read of one file.

    Parameters
    ----------
    source, file
        What the study says of it, and its name.
    facts
        What it was taken for and why: layout, encoding, delimiter, sheet, scales of outcomes.
    matches
        Columns that were found, battery by battery.
    left_out
        Battery, item, what was looked for, nearest headings.
    findings
        The file's part of the ledger.
    rows
        The first rows that would be used: column of the batch → point of the scale or text, empty
        where there is no answer.
    """

    source: Source
    file: str
    facts: tuple[Phrase, ...]
    matches: tuple[Match, ...]
    left_out: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    findings: tuple[Finding, ...]
    rows: tuple[dict[str, str], ...]


@dataclass
class _Reading:
    """What has been read of a file so far."""

    account: Account
    counts: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    rows: list[dict[str, object]] = field(default_factory=list)

    def add(self, block: CodedBlock, points: Mapping[str, int], rows: int) -> None:
        self.account.add(block)
        for name, size in points.items():
            codes = numbers(
                block.batch.column(name), np.dtype(np.uint8 if size <= 254 else np.uint16)
            )
            found = np.bincount(codes[codes < size], minlength=size)
            self.counts[name] = self.counts.get(name, 0) + found
        if len(self.rows) < rows:
            self.rows += block.batch.slice(0, rows - len(self.rows)).to_pylist()


def inspect(answers: Answers, rows: int = 3) -> list[FileInspection]:
    """Read every file once, and return for each what would be read of it.

    Parameters
    ----------
    answers
        From `open_answers`.
    rows
        How many coded rows to show.

    Raises
    ------
    IngestError
        A file turns out to be damaged further down.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from gapkit.ingest import Source, open_answers
    >>> from gapkit.instrument import load_instrument
    >>> frame = pa.table({f"P{n}": [7, 6] for n in range(1, 23)})
    >>> source = Source(frame=frame, batteries={"perception": "P{n}"})
    >>> seen, = inspect(open_answers([source], load_instrument("servperf")), rows=1)
    >>> seen.matches[1].letters, seen.matches[1].heading, seen.rows[0]["record"]
    ('B', 'P2', '1')
    >>> seen.matches[1].cells.counts.tolist()
    [0, 0, 0, 0, 0, 1, 1]
    """
    return [_of_file(file, account, answers, rows) for file, account in accounts(answers.files)]


def _of_file(file: PlannedFile, account: Account, answers: Answers, rows: int) -> FileInspection:
    bound = file.bound
    role = bound.source.role
    columns = {c.name: c for c in answers.layout.columns if c.role == role}
    points = {name: columns[name].scale.points for name in file.plan.codes}
    reading = _Reading(account)
    for block in coded_blocks(file):
        reading.add(block, points, rows)
    cells = {
        (columns[name].battery, columns[name].item): Cells(
            columns[name].scale,
            counts,
            {kind: g for (p, kind), g in reading.account.cells.items() if p == at},
        )
        for name, counts in reading.counts.items()
        for at in (file.plan.codes[name][0],)
    }
    scales = {name: (column.scale.names, column.none) for name, column in columns.items()}
    return FileInspection(
        bound.source,
        bound.file,
        (*bound.table.facts, *file.facts),
        _matches(file, cells),
        tuple((b, i, name, near) for (b, i), (name, near) in bound.left_out.items()),
        tuple(reading.account.findings(file.facts)),
        tuple({n: _shown(n, v, scales) for n, v in row.items()} for row in reading.rows),
    )


def _matches(file: PlannedFile, cells: Mapping[tuple[str, str], Cells]) -> tuple[Match, ...]:
    bound = file.bound
    table = bound.table
    groups = {**bound.batteries, "key": bound.keys, "extra": bound.extras, "points": bound.points}
    return tuple(
        Match(
            group,
            name,
            column_letters(position),
            table.headings[position],
            table.texts[position] if table.texts else "",
            cells.get((group, name)),
        )
        for group, columns in groups.items()
        for name, position in columns.items()
    )


def _shown(name: str, value: object, scales: Mapping[str, tuple[tuple[str, ...], int]]) -> str:
    if value is None or value != value:
        return ""
    if name in scales and isinstance(value, int):
        names, none = scales[name]
        return "" if value == none else names[value]
    return str(value)
