"""The built-in sets: which word stands for which point, in which language."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from gapkit.ingest.texts import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["WordSet", "word_sets"]

_FILES: Final = ("agreement", "satisfaction", "importance", "frequency", "quality")
_LANGUAGES: Final = ("en", "zh-Hant", "zh-Hans", "de")


@dataclass(frozen=True)
class WordSet:
    """Words for every point of a scale, lowest first.

    Parameters
    ----------
    name
        What is measured and on how many points: ``agreement-5``.
    points
        How many points.
    words
        Word, folded → its point counted from 0, and the languages that it belongs to.
    open
        Words that are the middle on many forms and no answer on others.
    """

    name: str
    points: int
    words: Mapping[str, tuple[int, frozenset[str]]]
    open: frozenset[str]

    def knows(self, text: str) -> bool:
        """Whether the set has a point for a word, however it is cased and whatever stands in brackets."""
        return folded(text) in self.words

    def places(self, texts: Iterable[str]) -> dict[str, int] | None:
        """Return the point of every text from 0, or None where the set is not the one they come from.

        A form has one word for a point: two of one language on one point (``Agree``, ``Somewhat agree``)
        come from a form with more points. Of the open words none has a point, except a single one where
        all points but the middle are named: it is then the word for the middle.

        Examples
        --------
        >>> agreement = word_sets()[0]
        >>> agreement.places(["Agree", "STRONGLY agree."])
        {'Agree': 3, 'STRONGLY agree.': 4}
        >>> agreement.places(["Agree", "Somewhat agree"]) is None, agreement.places(["soso"]) is None
        (True, True)
        >>> agreement.places(["非常同意", "同意", "無意見", "不同意", "非常不同意"])["無意見"]
        2
        """
        words = {text: folded(text) for text in texts}
        unsure = {text for text, word in words.items() if word in self.open}
        named = {text: word for text, word in words.items() if text not in unsure}
        if not all(word in self.words for word in named.values()) or self._twice(named.values()):
            return None
        places = {text: self.words[word][0] for text, word in named.items()}
        middle = self.points // 2
        if set(places.values()) == set(range(self.points)) - {middle}:
            spelled = {words[text] for text in unsure}
            places |= dict.fromkeys(unsure, middle) if len(spelled) == 1 else {}
        return places

    def languages(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the fewest languages that the words of these texts are of."""
        known = [self.words[w][1] for w in map(folded, texts) if w in self.words]
        for language in _LANGUAGES:
            if all(language in of for of in known):
                return (language,)
        return tuple(k for k in _LANGUAGES if any(k in of for of in known))

    def _twice(self, words: Iterable[str]) -> bool:
        """Whether two different words of one language stand for one point."""
        uses = Counter(
            (self.words[w][0], language) for w in set(words) for language in self.words[w][1]
        )
        return any(n > 1 for n in uses.values())


@cache
def word_sets() -> tuple[WordSet, ...]:
    """Return all built-in sets.

    Examples
    --------
    >>> sorted({s.points for s in word_sets()})
    [4, 5, 6, 7]
    """
    return tuple(_set(table) for name in _FILES for table in _tables(name))


def _tables(name: str) -> list[dict[str, Any]]:
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    tables: list[dict[str, Any]] = tomllib.loads(text)["set"]
    return tables


def _set(table: dict[str, Any]) -> WordSet:
    words: dict[str, tuple[int, frozenset[str]]] = {}
    lengths = set()
    for language in (k for k in _LANGUAGES if k in table):
        lengths.add(len(table[language]))
        for place, spellings in enumerate(table[language]):
            for word in map(folded, spellings):
                of = words.get(word, (place, frozenset()))[1]
                words[word] = (place, of | {language})
    (points,) = lengths
    return WordSet(table["name"], points, words, frozenset(map(folded, table.get("open", ()))))
