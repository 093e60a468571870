"""Which built-in set a battery's words come from: one that knows them all, or none."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gapkit.ingest.coding import Interpreter, Kind
from gapkit.ingest.texts import folded, number, plain
from gapkit.ingest.vocabulary import means_no_answer
from gapkit.ingest.word_sets.sets import word_sets
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gapkit.ingest.missing import Between
    from gapkit.ingest.word_sets.sets import WordSet
    from gapkit.instrument import Scale

__all__ = ["battery_words", "likely_scores"]

_NONE: Final[Mapping[str, float]] = MappingProxyType({})

_MOST: Final = 60
"""More different words than this are free text, not the points of a scale in a few spellings."""

_SHOWN: Final = 5


def battery_words(
    texts: Iterable[str],
    scale: Scale,
    missing: Iterable[float | str | Between] = (),
    answers: Mapping[str, float] = _NONE,
    *,
    battery: str = "answers",
) -> tuple[Mapping[str, float], Phrase | None]:
    """Return word → score of the built-in set that a battery's words come from.

    A set is taken only where the scale declares no labels, and only one that has as many points as the
    scale and knows every word of the battery. Cells with digits and words for no answer are no words
    of a scale: they neither find a set nor rule one out. Among numbers a single word is a stray one.

    Parameters
    ----------
    texts
        Distinct texts of all columns of the battery in one file; with value labels, the labels.
    scale
        The battery's scale.
    missing, answers
        What the study declares: words in them are read already.
    battery
        What the ledger calls it.

    Returns
    -------
    words
        For `Interpreter`; empty where no set is taken.
    said
        The set that was taken, or why none was though there are words; None where there are none.

    Examples
    --------
    >>> from gapkit.instrument import Scale
    >>> from gapkit.instrument.model import exact
    >>> words, said = battery_words(["同意", "非常同意", "普通", "不知道", "3"], Scale(exact(1), exact(5)))
    >>> words["非常同意"], words["不同意"], said.values["name"], "不知道" in words
    (5.0, 2.0, 'agreement-5', False)
    >>> battery_words(["Very important", "Neutral"], Scale(exact(1), exact(7)))[1].key
    'ledger.words_either'
    """
    if scale.labels or scale.unit:
        return _NONE, None
    texts = set(texts)
    words = _words(texts, scale, missing, answers)
    named = [w for w in words if not means_no_answer(w)]
    stray = len(named) == 1 and any(number(plain(text)) is not None for text in texts)
    if not named or stray or len(words) > _MOST:
        return _NONE, None
    sets = [s for s in word_sets() if s.points == scale.points]
    fits = [(s, places) for s in sets if (places := s.places(_asked(s, words))) is not None]
    if not fits:
        return _NONE, _unknown(named, sets, battery)
    first, places = fits[0]
    for _, other in fits[1:]:
        for word in places:
            if other.get(word) != places[word]:
                return _NONE, _either(word, scale, (places[word], other.get(word)), battery)
    scores = {word: scale.values[place] for word, (place, _) in first.words.items()}
    scores |= {word: scale.values[place] for word, place in places.items()}
    languages = ", ".join(first.languages(named))
    values = {"battery": battery, "name": first.name, "languages": languages}
    return scores, Phrase("ledger.words_read", values)


def likely_scores(words: Iterable[str], scale: Scale) -> dict[str, float]:
    """Return word → score of the built-in set that knows most of some words; the others have none.

    For a proposal that a person looks through: in a run, a set that lacks a word is not taken.

    Examples
    --------
    >>> from gapkit.instrument import Scale
    >>> from gapkit.instrument.model import exact
    >>> likely_scores(["Agree", "Strongly agree", "Gladly agree"], Scale(exact(1), exact(5)))
    {'Agree': 4.0, 'Strongly agree': 5.0}
    """
    words = list(words)
    sets = [s for s in word_sets() if s.points == scale.points]
    nearest = max(sets, key=lambda s: sum(map(s.knows, words)), default=None)
    known = [w for w in words if nearest is not None and nearest.knows(w)]
    places = nearest.places(known) if nearest is not None else None
    if not places or len(known) < len(words) / 2:
        return {}
    return {word: float(scale.values[place]) for word, place in places.items()}


def _words(
    texts: Iterable[str],
    scale: Scale,
    missing: Iterable[float | str | Between],
    answers: Mapping[str, float],
) -> list[str]:
    """Return the texts that nothing but a set of words could read, in a fixed order."""
    known = Interpreter(scale, missing, answers)
    return sorted(
        text
        for text in texts
        if known.read(text).kind is Kind.UNREADABLE
        and not re.search(r"\d", text)
        and re.search(r"[^\W_]", text)
    )


def _asked(words: WordSet, texts: list[str]) -> list[str]:
    """Return the texts that a set must know: all but those for no answer; it may know open ones."""
    return [t for t in texts if not means_no_answer(t) or folded(t) in words.open]


def _either(word: str, scale: Scale, places: tuple[int, int | None], battery: str) -> Phrase:
    """Say that two sets know all words and differ in one; a place that is None leaves it unread."""
    first, second = ("—" if place is None else scale.names[place] for place in places)
    values = {"battery": battery, "word": word, "first": first, "second": second}
    return Phrase("ledger.words_either", values)


def _unknown(words: list[str], sets: list[WordSet], battery: str) -> Phrase | None:
    """Name the words that keep the nearest set from being taken; None where no set is near."""
    ranked = [(sum(map(s.knows, words)), s) for s in sets]
    known, nearest = max(ranked, key=lambda pair: pair[0], default=(0, None))
    if nearest is None or known < len(words) / 2:
        return None
    values = {"battery": battery, "name": nearest.name}
    lacking = [w for w in words if not nearest.knows(w)]
    if not lacking:
        return Phrase("ledger.words_mixed", values)
    shown = ", ".join(f"'{w.strip()}'" for w in lacking[:_SHOWN])
    return Phrase("ledger.words_unknown", {**values, "words": shown})
