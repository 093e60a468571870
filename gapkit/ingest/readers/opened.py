"""Files opened by their content: unpacked where they are packed, told apart from what is no export."""

from __future__ import annotations

import gzip
import zlib
from contextlib import closing
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, cast

from gapkit.errors import IngestError, Problem
from gapkit.ingest.readers.archive import MOST_UNPACKED, Member, members
from gapkit.ingest.readers.catalogue import SAS, is_catalogue

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["Opened", "open_files"]

_STATA: Final = (104, 105, 108, 110, 111, 113, 114, 115)
"""Versions of Stata's files that begin with their number, the order of bytes, and a 1."""

_PORTABLE: Final = b"SPSS PORT FILE"
"""Stands near the start of SPSS's portable files, behind lines in other codes."""

_SIGNS: Final = (
    (b"PAR1", "parquet", "a Parquet file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "an old Excel file or one with a password"),
    (b"PK\x03\x04", "zip", "a ZIP archive"),
    (b"PK\x05\x06", "", "an empty ZIP archive"),
    (b"%PDF", "", "a PDF"),
    (b"$FL2", "spss", "an SPSS file"),
    (b"$FL3", "spss", "an SPSS file"),
    (b"<stata_dta>", "stata", "a Stata file"),
    *(
        (bytes((version, order, 1)), "stata", "a Stata file")
        for version in _STATA
        for order in (1, 2)
    ),
    (SAS, "sas", "a SAS file"),
    (b"HEADER RECORD*******LIB", "xport", "a SAS transport file"),
    (b"\x89PNG", "", "a picture (PNG)"),
    (b"\xff\xd8\xff", "", "a picture (JPEG)"),
    (b"SQLite format 3", "", "an SQLite database"),
    (b"ARROW1", "", "an Arrow file"),
    (b"{\\rtf", "", "an RTF document"),
    (b"BZh", "", "a bzip2 archive"),
    (b"7z\xbc\xaf", "", "a 7-Zip archive"),
    (b"\xfd7zXZ", "", "an xz archive"),
    (b"Rar!", "", "a RAR archive"),
)
"""First bytes, the reader's name (none: gapkit does not read it), and what to call it."""

_MARKUP: Final = (b"<!doctype html", b"<html", b"<table", b"<?xml")


@dataclass(frozen=True)
class Opened:
    """A file, what it is by its content, and how to read it from the start.

    Parameters
    ----------
    path
        Where it lies.
    name
        What it is called in messages.
    kind
        ``text``, ``parquet``, ``zip``, ``ole``, or a statistics package: ``spss``, ``stata``, …
    packed
        It is gzip.
    member
        Its name in the archive at `path`; empty where it lies there itself.
    """

    path: Path
    name: str
    kind: str
    packed: bool = False
    member: str = ""

    @property
    def endings(self) -> tuple[str, ...]:
        """Endings of the file's name without those of packing, in lower case."""
        suffixes = PurePath(self.member or self.path.name).suffixes
        return tuple(s.lower() for s in suffixes if s.lower() != ".gz")

    def open(self) -> BinaryIO:
        """Open the (unpacked) bytes."""
        if self.member:
            return cast("BinaryIO", Member(self.path, self.name, self.member))
        if self.packed:
            return cast("BinaryIO", _Unpacked(self.path, self.name))
        return self.path.open("rb")

    def seekable(self) -> BinaryIO:
        """Open the bytes so that they can be read in any order."""
        if not self.packed and not self.member:
            return self.path.open("rb")
        with closing(self.open()) as stream:
            content = stream.read(MOST_UNPACKED + 1)
        if len(content) > MOST_UNPACKED:
            what = f"it unpacks to more than {MOST_UNPACKED >> 20} MB."
            raise IngestError(Problem(self.name, what, "Export it as CSV."))
        return BytesIO(content)


class _Unpacked:
    """A gzip stream whose damage is told by the file's name."""

    def __init__(self, path: Path, name: str) -> None:
        self._stream = gzip.open(path, "rb")  # noqa: SIM115 - closed by close()
        self._name = name

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._stream.read(size)
        except (EOFError, OSError, zlib.error) as error:
            what = f"the gzip archive is damaged: {error}."
            raise IngestError(Problem(self._name, what, "Copy or export it again.")) from error

    def close(self) -> None:
        self._stream.close()


def open_files(path: Path, name: str) -> list[Opened]:
    """Tell what a file is, or what the files in an archive are.

    Raises
    ------
    IngestError
        There is no such file, it cannot be read, it is empty, or of a kind that gapkit does not read.
    """
    start = _start(path, name)
    packed = start.startswith(b"\x1f\x8b")
    if packed:
        with closing(_Unpacked(path, name)) as unpacked:
            start = unpacked.read(4096)
    kind = _kind(start, name)
    if kind != "zip" or packed:
        return [Opened(path, name, kind, packed)]
    inside = [Opened(path, f"{name}/{m}", "", member=m) for m in members(path, name)]
    return [_told(file) for file in inside] or [Opened(path, name, kind)]


def _start(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(4096)
    except FileNotFoundError:
        raise IngestError(Problem(name, "there is no such file.", _nearby(path))) from None
    except IsADirectoryError:
        advice = f"Name its files, such as '{path.name}/*.csv'."
        raise IngestError(Problem(name, "this is a folder.", advice)) from None
    except OSError as error:
        what = f"the file cannot be read: {error.strerror or error}."
        raise IngestError(Problem(name, what, "Check its path and permissions.")) from error


def _told(file: Opened) -> Opened:
    """Return a file of an archive with its kind; archives within archives are not looked into."""
    with closing(file.open()) as stream:
        kind = _kind(stream.read(4096), file.name)
    return replace(file, kind=kind)


def _kind(start: bytes, name: str) -> str:
    if not start:
        raise IngestError(Problem(name, "the file is empty.", "Export it again."))
    for sign, kind, called in _SIGNS:
        if start.startswith(sign):
            if not kind:
                _refuse(name, called)
            if is_catalogue(start):
                _refuse(name, "a SAS catalogue", "Name the .sas7bdat file; put this one beside it.")
            return kind
    if _PORTABLE in start[:200]:
        return "portable"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:20].lower().startswith(_MARKUP):
        _refuse(name, "a web page or XML, whatever its ending says")
    if text[:1] in b"{[" and text[1:40].lstrip()[:1] in (b'"', b"{", b"[", b"}", b"]"):
        _refuse(name, "JSON")
    return "text"


def _refuse(name: str, called: str, advice: str = "Export it as CSV, XLSX or Parquet.") -> None:
    raise IngestError(
        Problem(name, f"this looks like {called}, which gapkit does not read.", advice)
    )


def _nearby(path: Path) -> str:
    from difflib import get_close_matches

    if not path.parent.is_dir():
        return f"Nor is there a folder {path.parent.name}: check the path."
    there = sorted(p.name for p in path.parent.iterdir() if p.is_file())
    near = get_close_matches(path.name, there, 3, 0.4)
    return f"Near to it: {', '.join(near)}." if near else "Check the name."
