"""Labels of a SAS file, which stand in a catalogue (.sas7bcat) of their own, by the name of a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.errors import IngestError, Problem
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gapkit.ingest.readers.opened import Opened
    from gapkit.ingest.source import Source

__all__ = ["SAS", "catalogue_beside", "catalogue_of", "is_catalogue"]

SAS: Final = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
"""First bytes of the files of SAS."""


def is_catalogue(start: bytes) -> bool:
    """Tell whether these first bytes are a SAS catalogue's.

    Examples
    --------
    >>> is_catalogue(b"record_id,e1")
    False
    """
    return start.startswith(SAS) and start[156:163] == b"CATALOG"


def catalogue_of(
    file: Opened, source: Source, about: Any, read: Callable[..., tuple[Any, Any]]
) -> tuple[Any, tuple[Phrase, ...]]:
    """Put the labels of a SAS file's catalogue into what is known of its columns.

    Parameters
    ----------
    file
        The data.
    source
        Its ``codebook`` names the catalogue; else one that lies beside under the same name is taken.
    about
        pyreadstat's account of the data's columns.
    read
        pyreadstat's function for catalogues.

    Raises
    ------
    IngestError
        The catalogue cannot be read.
    """
    path = catalogue_beside(file.path, source.codebook)
    if path is None:
        return about, ()
    try:
        formats = read(str(path), encoding=source.encoding)[1].value_labels
    except Exception as error:  # pyreadstat raises what its C library makes it raise
        what = f"the catalogue cannot be read: {str(error).rstrip('.')}."
        advice = 'Copy it again, or say how its texts are encoded: encoding = "…".'
        raise IngestError(Problem(path.name, what, advice)) from error
    known = {name.upper().lstrip("$"): labels for name, labels in formats.items()}
    labels = {}
    for column in about.column_names:
        name = about.variable_to_label.get(column) or about.original_variable_types.get(column)
        found = known.get(str(name or "").upper().lstrip("$"))
        if found:
            labels[column] = found
    about.variable_value_labels = labels
    told = Phrase("ledger.codebook.used", {"file": path.name, "count": len(labels)})
    return about, (told,)


def catalogue_beside(path: Path, codebook: Path | None) -> Path | None:
    """Return the catalogue that the study names, or that lies beside the data under its name."""
    if codebook is not None:
        with codebook.open("rb") as stream:
            return codebook if is_catalogue(stream.read(256)) else None
    for ending in (".sas7bcat", ".SAS7BCAT"):
        beside = path.with_name(path.name.partition(".")[0] + ending)
        if beside.is_file():
            return beside
    return None
