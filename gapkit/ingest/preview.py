"""What would be read, without reading it all: which column is which item, and the first coded rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gapkit.ingest.block import code_block
from gapkit.ingest.texts import column_letters

if TYPE_CHECKING:
    from gapkit.ingest.answers import Answers
    from gapkit.ingest.plan import PlannedFile
    from gapkit.wording import Phrase

__all__ = ["FilePreview", "Match", "preview"]


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
    heading
        The column as the file calls it.
    """

    group: str
    name: str
    letters: str
    heading: str


@dataclass(frozen=True)
class FilePreview:
    """What would be read of one file.

    Parameters
    ----------
    role, file
        Whose answers, and the file's name.
    facts
        What it was taken for and why: encoding, delimiter, sheet, scales of outcomes.
    matches
        Columns that were found, battery by battery.
    left_out
        Battery, item, what was looked for, nearest headings.
    rows
        The first rows that would be used: column of the batch → point of the scale or text, empty
        where there is no answer.
    """

    role: str
    file: str
    facts: tuple[Phrase, ...]
    matches: tuple[Match, ...]
    left_out: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    rows: tuple[dict[str, str], ...]


def preview(answers: Answers, rows: int = 3) -> list[FilePreview]:
    """Return for each file what would be read of it; only its first block is parsed.

    Parameters
    ----------
    answers
        From `open_answers`.
    rows
        How many coded rows to show.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from gapkit.ingest import Source, open_answers
    >>> from gapkit.instrument import load_instrument
    >>> frame = pa.table({f"P{n}": [7, 6] for n in range(1, 23)})
    >>> source = Source(frame=frame, batteries={"perception": "P{n}"})
    >>> seen, = preview(open_answers([source], load_instrument("servperf")), rows=1)
    >>> seen.matches[1].letters, seen.matches[1].heading, seen.rows[0]["record"]
    ('B', 'P2', '1')
    """
    return [_of_file(file, answers, rows) for file in answers.files]


def _of_file(file: PlannedFile, answers: Answers, rows: int) -> FilePreview:
    bound = file.bound
    left_out = tuple((b, i, name, near) for (b, i), (name, near) in bound.left_out.items())
    return FilePreview(
        bound.source.role,
        bound.file,
        (*bound.table.facts, *file.facts),
        _matches(file),
        left_out,
        _first_rows(file, answers, rows),
    )


def _matches(file: PlannedFile) -> tuple[Match, ...]:
    bound = file.bound
    groups = {**bound.batteries, "key": bound.keys, "extra": bound.extras, "points": bound.points}
    return tuple(
        Match(group, name, column_letters(position), bound.table.headings[position])
        for group, columns in groups.items()
        for name, position in columns.items()
    )


def _first_rows(file: PlannedFile, answers: Answers, rows: int) -> tuple[dict[str, str], ...]:
    block = next(iter(file.bound.table.blocks(file.bound.positions)), None)
    if block is None:
        return ()
    scales = {c.name: (c.scale.names, c.none) for c in answers.layout.columns}
    shown = code_block(block(), file.plan).batch.slice(0, rows).to_pylist()
    return tuple(
        {name: _shown(name, value, scales) for name, value in row.items()} for row in shown
    )


def _shown(name: str, value: object, scales: dict[str, tuple[tuple[str, ...], int]]) -> str:
    if value is None or value != value:
        return ""
    if name in scales and isinstance(value, int):
        names, none = scales[name]
        return "" if value == none else names[value]
    return str(value)
