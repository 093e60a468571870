"""The table `copy_review`: superlatives and absolutes in what is said to customers, for somebody to look at."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from gapkit.operations.promises.promise import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from gapkit.instrument import Text

__all__ = ["REVIEW_COLUMNS", "Word", "review_frame", "words_to_review"]

REVIEW_COLUMNS: Final = ("campaign", "word", "kind", "language", "place", "said_in", "at")
"""Columns in their order."""

KINDS: Final = ("superlative", "absolute")

AROUND: Final = 20
"""Characters shown on each side of a word."""


@dataclass(frozen=True)
class Word:
    """A word found: as it stands in the text, its kind, the language of the list, its first character."""

    word: str
    kind: str
    language: str
    at: int


def review_frame(texts: Sequence[tuple[str, str, Text]]) -> pd.DataFrame:
    """Return every superlative and absolute in the texts.

    Parameters
    ----------
    texts
        ``campaign`` or ``promise``, its name, its text.

    Returns
    -------
    pandas.DataFrame
        `REVIEW_COLUMNS`, in the order of the texts: ``campaign`` is the name of the campaign or (as
        ``said_in`` says) promise, ``word`` as it was written, ``kind`` superlative or absolute,
        ``language`` that of the list that it is in, ``place`` the word with what stands around it,
        ``at`` the number of its first character, counted from 1. Nothing is judged.
    """
    import pandas as pd

    rows = [
        (name, found.word, found.kind, found.language, _around(text, found), of, found.at)
        for of, name, by_language in texts
        for text in dict.fromkeys(by_language.all())
        for found in words_to_review(text)
    ]
    return pd.DataFrame(rows, columns=list(REVIEW_COLUMNS)).astype({"at": "Int64"})


def words_to_review(text: str) -> tuple[Word, ...]:
    """Return the superlatives and absolutes of a text, in both languages, from left to right.

    Where two entries overlap, the longer one is named.

    Examples
    --------
    >>> [(w.word, w.kind) for w in words_to_review("The best bank: never more than 5 minutes")]
    [('best', 'superlative'), ('never', 'absolute')]
    >>> [(w.word, w.kind) for w in words_to_review("最近三個月，保證最快")]
    [('保證', 'absolute'), ('最快', 'superlative')]
    """
    flat = _flat(text)
    taken: list[tuple[int, int]] = []
    found = []
    own = "zh-Hant" if HAN.search(text) else "en"
    # the longest first; what both lists have is told by the language of the text
    in_order = sorted(_matches(flat), key=lambda m: (m[0] - m[1], m[0], m[3] != own))
    for start, end, kind, language in in_order:
        if all(end <= first or start >= last for first, last in taken):
            taken.append((start, end))
            found.append(Word(text[start:end], kind, language, start + 1))
    return tuple(sorted(found, key=lambda word: word.at))


def _matches(flat: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, kind and language of each match that no exception covers."""
    for language, patterns in _lists().items():
        spared = [match.span() for match in patterns["except"].finditer(flat)]
        for kind in KINDS:
            for match in patterns[kind].finditer(flat):
                start, end = match.span()
                if not any(first < end and start < last for first, last in spared):
                    yield start, end, kind, language


@cache
def _lists() -> dict[str, dict[str, re.Pattern[str]]]:
    """Return language → kind → the pattern that finds its words."""
    text = (
        files("gapkit.operations.promises").joinpath("absolutes.toml").read_text(encoding="utf-8")
    )
    return {
        language: {
            kind: _pattern(words[kind], whole=words["whole_words"]) for kind in (*KINDS, "except")
        }
        for language, words in tomllib.loads(text).items()
    }


def _pattern(words: Iterable[str], *, whole: bool) -> re.Pattern[str]:
    # the longest first, so that 最快 is not cut to what it begins with
    either = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if whole else either, re.IGNORECASE)


def _flat(text: str) -> str:
    """Return the text with full-width letters and signs made plain, character by character."""
    return "".join(
        plain if len(plain := unicodedata.normalize("NFKC", character)) == 1 else character
        for character in text
    )


def _around(text: str, found: Word) -> str:
    """Return the word with what stands around it, an ellipsis where more follows."""
    start, end = found.at - 1, found.at - 1 + len(found.word)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    left = "…" if start > AROUND else ""
    right = "…" if end + AROUND < len(text) else ""
    return f"{left}{before}{found.word}{after}{right}".replace("\n", " ")
