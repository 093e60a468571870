"""Kinds of files, told by content: each is laid out in cells, which a survey tool's format then shapes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from gapkit.errors import GapkitError, IngestError, Problem, did_you_mean
from gapkit.ingest.codebooks import beside, with_codebook
from gapkit.ingest.formats import Top, formats, recognise
from gapkit.ingest.readers.opened import open_files
from gapkit.ingest.readers.shaping import shaped
from gapkit.ingest.readers.table import Block, Grid, RawBatch, RawTable
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gapkit.ingest.readers.opened import Opened
    from gapkit.ingest.source import Source

__all__ = ["KINDS", "Block", "RawBatch", "RawTable", "known_formats", "open_tables"]


class Reader(Protocol):
    """What opens a file of one kind."""

    def __call__(self, file: Opened, source: Source, hints: Sequence[str]) -> Grid | RawTable: ...


_READERS: Final = {
    "text": "gapkit.ingest.readers.delimited:open_delimited",
    "zip": "gapkit.ingest.readers.workbook:open_workbook",
    "ole": "gapkit.ingest.readers.workbook:open_workbook",
    "parquet": "gapkit.ingest.readers.parquet:open_parquet",
    "spss": "gapkit.ingest.readers.statistical:open_statistical",
    "stata": "gapkit.ingest.readers.statistical:open_statistical",
    "sas": "gapkit.ingest.readers.statistical:open_statistical",
    "xport": "gapkit.ingest.readers.statistical:open_statistical",
    "portable": "gapkit.ingest.readers.statistical:open_statistical",
}
"""Kind of content → the function that reads it, imported when a file of that kind comes."""

KINDS: Final = ("csv", "xlsx", "parquet", "spss", "stata", "sas")
"""What a study names in ``format`` where the file is no survey tool's, whatever it looks like."""

_ENDINGS: Final = {
    "text": ("csv", "tsv", "txt", "tab", "dat"),
    "zip": ("xlsx", "xlsm", "xlsb", "ods", "zip"),
    "ole": ("xls",),
    "parquet": ("parquet", "pq"),
    "spss": ("sav", "zsav"),
    "stata": ("dta",),
    "sas": ("sas7bdat",),
    "xport": ("xpt", "v5x", "v8x"),
    "portable": ("por",),
}


def open_tables(
    source: Source, hints: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[str, RawTable]]:
    """Yield the name and the table of each of a source's files; what cannot be read is noted.

    Parameters
    ----------
    source
        The source.
    hints
        Words that are expected in its files, which help to tell encodings apart.
    problems
        Where to note what is wrong, so that all of it can be said at once.
    """
    if source.frame is not None:
        from gapkit.ingest.readers.frames import open_frame

        yield source.called, _described(open_frame(source.frame), source, source.codebook, hints)
        return
    problems += _wrong(source)
    for path, name in zip(source.files, source.names, strict=True):
        try:
            for file in open_files(path, name):
                yield file.name, _with_ending_noted(_opened(file, source, hints), file)
        except GapkitError as error:
            problems.extend(
                Problem(_place(name, p.where), p.what, p.advice) for p in error.problems
            )


def _wrong(source: Source) -> list[Problem]:
    """Return what is wrong with a source before any of its files is opened."""
    found = []
    if not source.files:
        found.append(Problem(source.role, "the source has no file.", "Check 'files'."))
    for path, count in Counter(source.files).items():
        if count > 1:
            what = f"the source of role '{source.role}' names this file {count} times."
            found.append(
                Problem(path.name, what, "Everybody in it would count twice: name it once.")
            )
    known = known_formats()
    if source.format not in known:
        what = f"format = '{source.format}' is not known."
        advice = f"{did_you_mean(source.format, known)} Known: {', '.join(known)}.".strip()
        found.append(Problem(source.role, what, advice))
    return found


def known_formats() -> tuple[str, ...]:
    """Return what a study may name in ``format``."""
    return ("auto", *formats(), *KINDS)


def _opened(file: Opened, source: Source, hints: Sequence[str]) -> RawTable:
    """Open a file, with what a codebook says of its columns where there is one."""
    codebook = source.codebook or (None if file.member else beside(file.path))
    if codebook is not None and not codebook.is_file():
        what = f"there is no codebook '{codebook.name}'."
        raise IngestError(Problem("", what, "Check its path."))
    return _described(_laid_out(file, source, hints), source, codebook, hints)


def _described(
    table: RawTable, source: Source, codebook: Path | None, hints: Sequence[str]
) -> RawTable:
    if codebook is None:
        return table

    def twin(path: Path) -> RawTable:
        (other,) = open_files(path, path.name)[:1]
        return _laid_out(other, source, hints)

    found = with_codebook(table, codebook, source, twin)
    companions = dict.fromkeys((*found.companions, codebook))
    return replace(found, companions=tuple(companions))


def _laid_out(file: Opened, source: Source, hints: Sequence[str]) -> RawTable:
    """Lay a file out in cells, and shape it as the survey tool means it whose layout it has."""
    grid = _reader(file.kind)(file, source, hints)
    if isinstance(grid, RawTable):
        return grid
    plain = 1 if source.header_rows is None else source.header_rows
    if source.format in KINDS or (source.format == "auto" and source.header_rows is not None):
        return grid.table(plain)
    found = recognise(Top(grid.top, file.path), source.format)
    if found is not None:
        name, shape = found
        return shaped(grid.table(shape.heading_rows), name, shape, grid.top)
    if source.format != "auto":
        what = f"format = '{source.format}', but the file has not the headings of such an export."
        advice = "Leave 'format' out and let the content decide, or export the file again."
        raise IngestError(Problem("", what, advice))
    return grid.table(plain)


def _reader(kind: str) -> Reader:
    from importlib import import_module

    module, _, function = _READERS[kind].partition(":")
    reader: Reader = getattr(import_module(module), function)
    return reader


def _place(name: str, where: str) -> str:
    return name if where in ("", name) else f"{name}: {where}"


def _with_ending_noted(table: RawTable, file: Opened) -> RawTable:
    endings = [ending.lstrip(".") for ending in file.endings]
    if not endings or endings[-1] in _ENDINGS[file.kind]:
        return table
    values = {"ending": f".{endings[-1]}", "kind": _ENDINGS[file.kind][0]}
    told = Phrase("ledger.other_ending", values)
    return replace(table, facts=(told, *table.facts))
