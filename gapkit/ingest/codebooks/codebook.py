"""What a codebook says of a file's columns, whatever tool wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from gapkit.errors import IngestError, Problem
from gapkit.ingest.readers.encoding import find_encoding
from gapkit.ingest.texts import comparable, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gapkit.ingest.readers.table import RawTable

__all__ = ["Codebook", "Written", "described"]

_HEAD: Final = 1 << 18
"""Bytes that tell what a file is."""

_NO_TEXT: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"$FL", b"PAR1", b"\x1f\x8b")


@dataclass(frozen=True)
class Codebook:
    """Labels of codes, texts of questions and missing codes, by the name of a column.

    Parameters
    ----------
    labels
        Column's name → code → label. A name such as ``q1 to q5`` stands for all columns in between.
    texts
        Column's name → what was asked.
    missing
        Column's name → codes, words and ranges that stand for no answer.
    names
        Position from 0 → the column's name, where the codebook tells columns by their place.

    Examples
    --------
    >>> Codebook({"e1": {"5": "Strongly agree"}}).labels["e1"]["5"]
    'Strongly agree'
    """

    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)


class Written:
    """A file that may be a codebook.

    Parameters
    ----------
    path
        Where it lies.
    encoding
        What the study says of its source's texts; else the bytes tell.
    """

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.path = path
        self._encoding = encoding

    @cached_property
    def start(self) -> bytes:
        """The first bytes."""
        with self.path.open("rb") as stream:
            return stream.read(_HEAD)

    @cached_property
    def head(self) -> str:
        """The beginning of its text, empty where it is no text: by this it is recognised."""
        if self.start.startswith(_NO_TEXT) or b"\0" in self.start[:64].strip(b"\xff\xfe"):
            return ""
        return self._decoded(self.start, "ignore")

    @cached_property
    def text(self) -> str:
        """All of its text.

        Raises
        ------
        IngestError
            It is in another encoding than it seems.
        """
        try:
            return self._decoded(self.path.read_bytes(), "strict")
        except UnicodeDecodeError as error:
            what = f"the codebook cannot be read as {error.encoding}."
            advice = "Save it as UTF-8."
            raise IngestError(Problem(self.path.name, what, advice)) from None

    def _decoded(self, content: bytes, errors: str) -> str:
        try:
            found = find_encoding(content)
        except IngestError:
            return ""
        name = found.name if found.mark or not self._encoding else self._encoding
        return content[found.mark :].decode(name, errors)


def described(table: RawTable, book: Codebook, name: str) -> tuple[RawTable, int]:
    """Return a table with what a codebook says of its columns, and how many of them got labels.

    Parameters
    ----------
    table
        The file.
    book
        The codebook; where it and the file speak of one column, the codebook holds.
    name
        What to call it in messages.

    Raises
    ------
    IngestError
        It speaks of none of the file's columns, or of one that the file has not.
    """
    table = _renamed(table, book, name)
    labels = dict(_placed(table, book.labels))
    texts = dict(_placed(table, book.texts))
    missing = dict(_placed(table, book.missing))
    if not (labels or texts or missing):
        known = ", ".join(list({**book.labels, **book.texts})[:5])
        what = f"none of this file's columns is described in the codebook, which knows {known}, …"
        advice = f"The columns are {', '.join(table.headings[:8])}, … Is it this survey's codebook?"
        raise IngestError(Problem(name, what, advice))
    own = (*table.texts, *("",) * len(table.headings))
    found = replace(
        table,
        texts=tuple(own[k] or texts.get(k, "") for k in range(len(table.headings))),
        labels={**table.labels, **labels},
        missing={
            **table.missing,
            **{k: (*table.missing.get(k, ()), *m) for k, m in missing.items()},
        },
    )
    return found, len(labels)


def _renamed(table: RawTable, book: Codebook, name: str) -> RawTable:
    """Return a table whose columns are called as the codebook says, by their place."""
    own = {_key(heading) for heading in table.headings}
    if all(_key(called) in own for called in book.names.values()):
        return table
    if max(book.names) >= len(table.headings):
        what = (
            f"the codebook names column {max(book.names) + 1}; the file has {len(table.headings)}."
        )
        raise IngestError(Problem(name, what, "Is it the codebook of this very export?"))
    headings = tuple(book.names.get(k, heading) for k, heading in enumerate(table.headings))
    return replace(table, headings=headings, written=table.written or (table.headings,))


def _placed(table: RawTable, said: Mapping[str, Any]) -> Iterator[tuple[int, Any]]:
    """Yield the position of each column that a codebook speaks of, and what it says."""
    places = _places(table)
    for name, what in said.items():
        first, _, last = name.partition(" to ")
        start = places.get(_key(first))
        end = places.get(_key(last)) if last else start
        if start is not None and end is not None:
            yield from ((k, what) for k in range(start, end + 1))


def _places(table: RawTable) -> dict[str, int]:
    """Return the names that columns answer to: their own, as written, and without the group in front."""
    found: dict[str, int] = {}
    for names in (table.headings, *table.written):
        for k, heading in enumerate(names):
            found.setdefault(_key(heading), k)
    for k, heading in enumerate(table.headings):
        for mark in "/-":
            found.setdefault(_key(heading.rpartition(mark)[2]), k)
    return found


def _key(name: str) -> str:
    """Return what spellings of one name have in common: ``E[SQ001]`` is ``E_SQ001``."""
    flat = tidy(name).casefold()
    return re.sub(r"\W+", "_", flat).strip("_") or comparable(flat)
