"""ZIP archives of exports: each file in one is read as if it lay beside it."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from gapkit.errors import IngestError, Problem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MOST_UNPACKED", "Member", "members"]

MOST_UNPACKED: Final = 4 << 30
"""An archive that claims more than this is no survey: it may be made to fill the disk or the memory."""

_DOCUMENT: Final = ("[Content_Types].xml", "content.xml", "xl/", "word/", "ppt/")
"""What stands in archives that are workbooks and other documents."""

_NO_ANSWERS: Final = (".pdf", ".docx", ".png", ".jpg", ".jpeg", ".html", ".htm", ".md", ".rtf")
"""Endings of what lies beside exports in archives: reports and read-me files."""


def members(path: Path, name: str) -> list[str]:
    """Return the files in an archive that may hold answers, in the order of their names.

    An archive that is itself a document (a workbook, a text document) has none.

    Raises
    ------
    IngestError
        The archive is damaged, needs a password, holds nothing to read, or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        raise IngestError(_damaged(name, error)) from error
    if any(e.filename.startswith(_DOCUMENT) for e in entries):
        return []
    unpacked = sum(e.file_size for e in entries)
    if unpacked > MOST_UNPACKED:
        what = f"the archive would unpack to {unpacked >> 20} MB."
        advice = "Unpack it, look at it, and name the exports themselves."
        raise IngestError(Problem(name, what, advice))
    if any(e.flag_bits & 1 for e in entries):
        what = "the archive is protected by a password."
        raise IngestError(Problem(name, what, "Unpack it, and name the exports themselves."))
    found = sorted(e.filename for e in entries if _may_hold_answers(PurePosixPath(e.filename)))
    if not found:
        what = "the archive holds no file that could be an export."
        raise IngestError(Problem(name, what, "Export CSV, XLSX or Parquet."))
    return found


def _may_hold_answers(member: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in member.parts)
    note = member.stem.lower().startswith(("readme", "license", "licence"))
    return not hidden and not note and member.suffix.lower() not in _NO_ANSWERS


class Member:
    """A file in an archive as a stream whose damage is told by its name.

    Parameters
    ----------
    path, name
        The archive.
    member
        The file in it.
    """

    def __init__(self, path: Path, name: str, member: str) -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(path)
            self._stream = self._archive.open(member)
        except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
            raise IngestError(_damaged(name, error)) from error

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        try:
            return self._stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise IngestError(_damaged(self._name, error)) from error

    def close(self) -> None:
        """Close the archive."""
        self._stream.close()
        self._archive.close()


def _damaged(name: str, error: Exception) -> Problem:
    what = f"the archive cannot be read: {error}."
    return Problem(name, what, "It may be cut off: copy or export it again.")
