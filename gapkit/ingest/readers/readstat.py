"""What pyreadstat gives of files of statistics packages, and what is said where it fails."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from gapkit.errors import IngestError, Problem
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gapkit.ingest.readers.opened import Opened

__all__ = ["PACKAGES", "Package", "PackageFile"]


@dataclass(frozen=True)
class Package:
    """How files of one kind are read.

    Parameters
    ----------
    function
        pyreadstat's function.
    dates
        Whose dates they hold; see `calendars.period_kind`.
    letters
        Missing values may say why, as letters.
    more
        What the function can be asked beyond what all can.
    output
        What it is to return. A frame of pandas is filled without a Python number for each cell; but in
        whole-number columns of Stata that hold a letter as well, it has chance numbers for ``.``
        (pyreadstat 1.3.7).
    """

    function: str
    dates: str
    letters: bool = False
    more: Mapping[str, Any] | None = None
    output: str = "dict"


_KEEP: Final = {"user_missing": True}
"""Else codes that are declared missing come as blanks, and nobody can tell how many there were."""

PACKAGES: Final = {
    "spss": Package("read_sav", "spss", more=_KEEP, output="pandas"),
    "stata": Package("read_dta", "stata", letters=True, more=_KEEP),
    "sas": Package("read_sas7bdat", "sas", letters=True, more=_KEEP),
    "xport": Package("read_xport", "sas"),
    "portable": Package("read_por", "spss"),
}
"""Kind of content → how it is read."""

_TRIED: Final = ("gb18030", "cp950", "cp932", "cp1252")
"""Encodings that are tried where a file's own does not fit."""


class PackageFile:
    """A file that pyreadstat reads, in part and more than once."""

    def __init__(self, file: Opened, encoding: str | None) -> None:
        self.file = file
        self._package = PACKAGES[file.kind]
        self._encoding = encoding if file.kind != "portable" else None

    def function(self, name: str) -> Callable[..., Any]:
        """Return a function of pyreadstat.

        Raises
        ------
        IngestError
            pyreadstat is not installed.
        """
        try:
            import pyreadstat
        except ImportError:
            what = "files of SPSS, Stata and SAS are read with pyreadstat, which is not installed."
            advice = "Install it: pip install 'gapkit[spss]'. Or export the file as CSV."
            raise IngestError(Problem(self.file.name, what, advice)) from None
        function: Callable[..., Any] = getattr(pyreadstat, name)
        return function

    @cached_property
    def about(self) -> Any:
        """What the file says of its columns."""
        return self._read(metadataonly=True)[1]

    @property
    def facts(self) -> tuple[Phrase, ...]:
        """What it is, and how its texts are encoded."""
        said = self._encoding or self.about.file_encoding
        key = "given" if self._encoding else "declared"
        told = (Phrase(f"ledger.encoding.{key}", {"encoding": said}),) if said else ()
        return (Phrase(f"ledger.statistical.{self.file.kind}"), *told)

    def columns(self, names: Sequence[str], first: int, rows: int) -> Mapping[str, Any]:
        """Return some columns from row `first` on, counted from 0; as many rows as there are."""
        cells = self._read(usecols=list(names), row_offset=first, row_limit=rows)[0]
        return {name: cells[name] for name in names}

    @property
    def _inside(self) -> bool:
        """It has no path of its own."""
        return self.file.packed or bool(self.file.member)

    @cached_property
    def _unpacked(self) -> bytes:
        with self.file.seekable() as stream:
            return stream.read()

    def _read(self, **what: Any) -> tuple[Any, Any]:
        function = self.function(self._package.function)
        place = BytesIO(self._unpacked) if self._inside else self.file.path
        asked = {**(self._package.more or {}), **what}
        if self._encoding:
            asked["encoding"] = self._encoding
        output = "dict" if "metadataonly" in what else self._package.output
        try:
            read: tuple[Any, Any] = function(
                place, output_format=output, disable_datetime_conversion=True, **asked
            )
        except Exception as error:  # pyreadstat raises what its C library makes it raise
            raise IngestError(self._problem(error)) from error
        return read

    def _problem(self, error: Exception) -> Problem:
        said = str(error).rstrip(".")
        if isinstance(error, UnicodeError) or "encoding" in said or "character set" in said:
            what = f"its texts are in another encoding than it says ({said})."
            if self._encoding:
                what = f"its texts cannot be read as {self._encoding} ({said})."
            return Problem(self.file.name, what, self._readings())
        what = f"the file cannot be read: {said}."
        return Problem(self.file.name, what, "It may be cut off: copy or export it again.")

    def _readings(self) -> str:
        """Say how a label of the file reads in the encodings that may be meant."""
        shown = []
        for encoding in _TRIED:
            try:
                about = PackageFile(self.file, encoding)._bare()
            except Exception:  # noqa: S112 - it does not fit
                continue
            told = [t for t in about.column_labels if t and not t.isascii()]
            told += [t for of in about.value_labels.values() for t in of.values()]
            label = next((t for t in told if not t.isascii()), "")
            shown.append(f'encoding = "{encoding}"' + (f" ('{label[:20]}')" if label else ""))
        if not shown:
            return 'Say which with encoding = "…", or save it again as UTF-8.'
        return f"Take the one that reads well: {', '.join(shown)}."

    def _bare(self) -> Any:
        function = self.function(self._package.function)
        place = BytesIO(self._unpacked) if self._inside else self.file.path
        return function(place, metadataonly=True, encoding=self._encoding)[1]
