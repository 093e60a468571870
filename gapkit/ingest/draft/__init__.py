"""What an export seems to hold, for a study to start from: nothing of this is used in a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gapkit.errors import IngestError, Problem
from gapkit.ingest.draft.blocks import find_blocks, one_block
from gapkit.ingest.draft.columns import DraftColumn, coded_alike, columns_of, scale_of
from gapkit.ingest.draft.people import names_people, sheet_columns
from gapkit.ingest.readers import open_tables
from gapkit.ingest.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.ingest.readers import RawTable
    from gapkit.wording import Phrase

__all__ = ["Draft", "DraftColumn", "draft"]


@dataclass(frozen=True)
class Draft:
    """What an export seems to hold.

    Parameters
    ----------
    headings, asked
        All columns, and what each of them asked; the latter empty where the file does not say.
    format
        The layout it was taken for.
    facts
        Why.
    scale
        Lowest and highest point of the answers.
    batteries
        Battery → its columns, the same items in the same order.
    outcomes
        Answers of no battery.
    groups
        Columns of groups of people; none that names a person.
    people
        Columns that name people, each several times.
    marks
        Columns that the format knows: ``id``, ``submitted``, ``duration``.
    words
        The answers are words.
    codes
        The answers are these codes, whose scores only a person can tell.
    sheet
        Of a monitors' sheet ``agent``, ``date``, ``monitor``, ``call``, ``notes`` → heading; else empty.
    marked
        Of a monitors' sheet the columns of yes and no.
    """

    headings: tuple[str, ...]
    format: str
    facts: tuple[Phrase, ...]
    scale: tuple[int, int]
    batteries: dict[str, tuple[DraftColumn, ...]]
    outcomes: tuple[DraftColumn, ...]
    groups: tuple[DraftColumn, ...]
    marks: dict[str, int]
    words: bool
    codes: tuple[str, ...] = ()
    people: tuple[DraftColumn, ...] = ()
    sheet: dict[str, str] = field(default_factory=dict)
    marked: tuple[DraftColumn, ...] = ()
    asked: tuple[str, ...] = ()


def draft(path: Path) -> Draft:
    """Look at an export and say what it seems to hold.

    Parameters
    ----------
    path
        The export.

    Raises
    ------
    IngestError
        It cannot be read, or holds nothing that looks like answers on a scale.
    """
    problems: list[Problem] = []
    tables = [table for _, table in open_tables(Source(files=(path,)), (), problems)]
    if problems:
        raise IngestError(*problems)
    table: RawTable = tables[0]
    columns = columns_of(table)
    coded = coded_alike(columns)
    answers = [c for c in columns if c.is_answer or c.position in coded]
    sheet = sheet_columns(table.headings)
    blocks = one_block(answers, "delivery") if sheet else find_blocks(answers)
    if not blocks.batteries:
        what = "no two columns look like answers on a scale of whole numbers or known words."
        advice = (
            "Start with `gapkit init DIR`, and name the columns in the study by hand; "
            "complaints, contacts, costs and the like are registers: docs/registers.md."
        )
        raise IngestError(Problem(path.name, what, advice))
    paired = [c for battery in blocks.batteries.values() for c in battery]
    marked = tuple(c for c in columns if sheet and c.is_marked and not c.is_answer)
    groups = [c for c in columns if c.is_group and c not in paired and c not in marked]
    groups = [c for c in groups if c.heading not in sheet.values()]
    people = tuple(c for c in groups if names_people(c))
    codes = {code for c in paired if c.position in coded for code in c.cells}
    return Draft(
        table.headings,
        table.format,
        table.facts,
        scale_of(paired),
        blocks.batteries,
        blocks.rest,
        tuple(c for c in groups if c not in people),
        dict(table.marks),
        any(c.worded for c in paired),
        tuple(sorted(codes, key=_by_length)),
        people,
        sheet,
        marked,
        table.texts,
    )


def _by_length(code: str) -> tuple[int, str]:
    return len(code), code
