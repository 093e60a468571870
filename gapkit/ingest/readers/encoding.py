"""In which encoding a text file was written, told by its bytes, and the reason for the choice."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gapkit.errors import IngestError, Problem
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Encoding", "find_encoding"]

_CANDIDATES: Final = ("cp950", "gb18030", "cp932", "cp949", "cp1252")
"""Encodings that spreadsheets write on machines in Taiwan, China, Japan, Korea and the West."""

_GUESSED: Final = ["cp950", "gb18030", "cp932", "cp1252"]
"""Of these, what charset-normalizer tells apart well; Korean is recognised here, before it is asked."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_KOREAN: Final = frozenset(
    "이다는가을를에의은하고한지로기도해서사어나인자시대요있것정수리일아그게주부스보여전라니과세성으조비면"
    "까만장원상구습소음연유화제간우무문신공미방생들모선경년안계위관개거오내바동용마당분실때점중결와체었"
    "않없통매렇편할될좋불족매우보통그렇"
)
"""Syllables that Korean text is full of; bytes of Chinese text, read as Korean, give rare ones."""


@dataclass(frozen=True)
class Encoding:
    """An encoding by its Python name, the bytes of its mark, and why it was taken."""

    name: str
    mark: int
    reason: Phrase

    @property
    def needs_transcoding(self) -> bool:
        """Whether bytes of this encoding cannot be split at a comma's or a line end's byte."""
        return self.name.startswith(("utf-16", "utf-32"))


def find_encoding(
    sample: bytes, declared: str | None = None, hints: Iterable[str] = ()
) -> Encoding:
    """Return the encoding of a text file.

    Parameters
    ----------
    sample
        The beginning of the file and, where it is all ASCII, the surroundings of the first other byte.
    declared
        What the study says.
    hints
        Words that the study expects in the file: labels, names of columns.

    Raises
    ------
    IngestError
        The declared encoding is unknown, or NUL bytes stand in the text.

    Examples
    --------
    >>> find_encoding("分行,同意".encode("cp950")).name, find_encoding(b"a,b").name
    ('cp950', 'utf-8')
    """
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return _taken(name, "bom", len(mark))
    if declared:
        return _taken(_known(declared), "given")
    if b"\0" in sample:
        return _by_nul(sample)
    if _decodes(sample, "utf-8"):
        return _taken("utf-8", "ascii" if sample.isascii() else "utf8")
    return _legacy(sample, hints)


def _taken(name: str, reason: str, mark: int = 0) -> Encoding:
    return Encoding(name, mark, Phrase(f"ledger.encoding.{reason}", {"encoding": name}))


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        advice = (
            "Known are utf-8, utf-16, cp950, gb18030, cp932, cp949, cp1252 and Python's others."
        )
        raise IngestError(Problem("encoding", f"'{name}' is no encoding.", advice)) from None


def _by_nul(sample: bytes) -> Encoding:
    start = sample[:4000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) > len(start) * 0.1 and min(even, odd) <= max(even, odd) * 0.2:
        return _taken("utf-16-le" if odd > even else "utf-16-be", "nul")
    where = sample.index(0)
    advice = "It is damaged, or no text file: export it again as CSV UTF-8 or XLSX."
    raise IngestError(Problem("", f"a NUL byte stands at byte {where + 1} of the text.", advice))


def _decodes(sample: bytes, name: str) -> bool:
    """Whether the bytes are whole in this encoding; the last character may be cut off."""
    try:
        codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _legacy(sample: bytes, hints: Iterable[str]) -> Encoding:
    able = [name for name in _CANDIDATES if _decodes(sample, name)]
    hinted = [name for name in able if _holds(sample, name, hints)]
    if len(hinted) == 1:
        return _taken(hinted[0], "hint")
    if "cp949" in able and _is_korean(sample.decode("cp949", "ignore")):
        return _taken("cp949", "korean")
    if _is_western(sample):
        return _taken("cp1252", "western")
    from charset_normalizer import from_bytes

    guesses = [g.encoding for g in from_bytes(sample, cp_isolation=_GUESSED) if g.encoding in able]
    for name in [*guesses, *able]:
        if _is_plausible(name, sample):
            return _taken(name, "guess")
    return _taken("cp1252", "last")


def _holds(sample: bytes, name: str, hints: Iterable[str]) -> bool:
    """Whether a hint occurs; one foreign character alone could be met by accident."""
    for hint in hints:
        if sum(ord(c) > 127 for c in hint) > 1:
            try:
                if hint.encode(name) in sample:
                    return True
            except UnicodeEncodeError:
                continue
    return False


def _is_korean(text: str) -> bool:
    letters = [c for c in text if ord(c) > 127 and c.isalpha()]
    syllables = [c for c in letters if "가" <= c <= "힣"]
    common = sum(c in _KOREAN for c in syllables)
    return len(syllables) > 0.8 * len(letters) and common > 0.3 * len(syllables)


def _is_western(sample: bytes) -> bool:
    """Whether bytes above 127 stand alone among letters, as accents do, and not in pairs."""
    high = len(re.findall(rb"[\x80-\xff]", sample))
    alone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", sample))
    touching = (
        rb"(?<=[A-Za-z])[\x80-\xff](?=[a-z \s,;.!?\"'\t]|$)|(?<![\x80-\xff])[\xc0-\xff](?=[a-z])"
    )
    in_words = len(re.findall(touching, sample))
    return alone >= 0.8 * high and in_words >= 0.7 * high


def _is_plausible(name: str, sample: bytes) -> bool:
    """Tell whether a text looks written: no private-use signs, no strings of half-width kana or symbols."""
    text = sample.decode(name, "ignore")
    if re.search("[\ue000-\uf8ff]", text):
        return False
    foreign = sum(ord(c) > 127 for c in text)
    if name == "cp932":
        return len(re.findall("[\uff61-\uff9f]", text)) <= 0.3 * foreign
    if name == "cp1252":
        return len(re.findall("[À-ÿ€…\u2010-\u201f\u00a0§«»°]", text)) >= 0.9 * foreign
    return True
