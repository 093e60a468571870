"""Codebooks: files that say what the codes, the names and the missing values of an export mean.

A kind of codebook is one module here with one function, ``read(file) -> Codebook | None``, that
recognises its own by content. What none of them claims is read as an export: the same answers in words.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

from gapkit.errors import IngestError, Problem
from gapkit.ingest.codebooks.codebook import Codebook, Written, described
from gapkit.ingest.codebooks.twin import in_words
from gapkit.ingest.readers.catalogue import is_catalogue
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gapkit.ingest.readers.table import RawTable
    from gapkit.ingest.source import Source

__all__ = ["Codebook", "beside", "with_codebook"]

_NO_KINDS: Final = frozenset({"codebook", "twin"})

_PAIRS: Final = (("_R_data_file.csv", ("_R_syntax_file.R", "_R_syntax.R")),)
"""Ends of the names of data files → those of the syntax files that the same tool writes beside."""


@cache
def _kinds() -> tuple[Callable[[Written], Codebook | None], ...]:
    names = sorted(m.name for m in iter_modules(__path__) if m.name not in _NO_KINDS)
    return tuple(import_module(f"{__name__}.{name}").read for name in names)


def beside(path: Path) -> Path | None:
    """Return the syntax file that lies beside a data file of LimeSurvey, if there is one."""
    for ending, others in _PAIRS:
        if path.name.endswith(ending):
            stem = path.name.removesuffix(ending)
            found = (path.with_name(stem + other) for other in others)
            return next((p for p in found if p.is_file()), None)
    return None


def with_codebook(
    table: RawTable, path: Path, source: Source, open_twin: Callable[[Path], RawTable]
) -> RawTable:
    """Return a table with what a codebook says of its columns.

    Parameters
    ----------
    table
        A file, under the names that its format gives the columns.
    path
        The codebook.
    source
        The file's source: its encoding, its respondents' id, and whether it names the codebook.
    open_twin
        What opens an export in words, for a codebook of no other kind.

    Raises
    ------
    IngestError
        The codebook speaks of other columns or people, or contradicts itself.
    """
    written = Written(path, source.encoding)
    if is_catalogue(written.start):
        return _of_catalogue(table, path)
    claims = (kind(written) for kind in _kinds())
    book = next((claim for claim in claims if claim is not None), None)
    if book is None:
        return in_words(table, open_twin(path), path.name, source.id)
    found, count = described(table, book, path.name)
    key = "used" if source.codebook else "beside"
    told = [Phrase(f"ledger.codebook.{key}", {"file": path.name, "count": count})]
    if found.headings != table.headings:
        told.append(Phrase("ledger.codebook.renamed", {"file": path.name}))
    return replace(found, facts=(*found.facts, *told))


def _of_catalogue(table: RawTable, path: Path) -> RawTable:
    """Return a SAS file as it is: its catalogue was read with it.

    Raises
    ------
    IngestError
        The file is none of SAS.
    """
    if table.format == "sas":
        return table
    what = "a SAS catalogue holds labels of a .sas7bdat file only."
    raise IngestError(Problem(path.name, what, "Name the data as .sas7bdat, or a data dictionary."))
