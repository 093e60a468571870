"""LimeSurvey's R syntax (…_R_syntax_file.R): names, texts and levels of columns by their place.

Written by LimeSurvey's plugin ExportR; statements look like
``data[, 3] <- factor(data[, 3], levels=c("A1","A2"),labels=c("Agree", "Disagree"))``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.codebooks.codebook import Codebook
from gapkit.ingest.formats.cells import without_markup

if TYPE_CHECKING:
    from gapkit.ingest.codebooks.codebook import Written

__all__ = ["read"]

_STRING: Final = r'"((?:[^"\\]|\\.)*)"'
_NAME: Final = re.compile(rf"names\(data\)\[\s*(\d+)\s*\]\s*<-\s*{_STRING}")
_TEXT: Final = re.compile(rf"variable\.labels\[\s*(\d+)\s*\]\s*<-\s*{_STRING}")
_LIST: Final = r'c\(((?:[^")]|"(?:[^"\\]|\\.)*")*)\)'
_LEVELS: Final = re.compile(
    rf"data\[\s*,\s*(\d+)\s*\]\s*<-\s*factor\(.*?levels\s*=\s*{_LIST}\s*,\s*labels\s*=\s*{_LIST}"
)
_ENTRY: Final = re.compile(rf"{_STRING}|([^\s,]+)")


def read(file: Written) -> Codebook | None:
    """Return what the syntax says, or None where the file is none."""
    if "names(data)[" not in file.head:
        return None
    text = file.text
    names = {int(place) - 1: _plain(name) for place, name in _NAME.findall(text)}
    if not names:
        return None
    texts = {int(place) - 1: without_markup(_plain(said)) for place, said in _TEXT.findall(text)}
    labels = {
        int(place) - 1: dict(zip(_entries(levels), _entries(said), strict=False))
        for place, levels, said in _LEVELS.findall(text)
    }
    return Codebook(
        {names[k]: found for k, found in labels.items() if k in names},
        {names[k]: said for k, said in texts.items() if k in names},
        names=names,
    )


def _entries(written: str) -> list[str]:
    return [_plain(quoted) or bare for quoted, bare in _ENTRY.findall(written)]


def _plain(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted)
