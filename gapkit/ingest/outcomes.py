"""The scale of an outcome (satisfaction, recommendation, …), which no instrument declares: found in the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.ingest.coding import Interpreter, Kind
from gapkit.ingest.decimals import answers_with_comma, with_point
from gapkit.ingest.texts import number, plain
from gapkit.ingest.word_sets import battery_words
from gapkit.instrument import Scale
from gapkit.instrument.model import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gapkit.ingest.source import Source

__all__ = ["outcome_scale", "words_on"]

_USUAL: Final = ((0, 10), (1, 100), (0, 100))
"""Scales that outcomes are often asked on, narrowest first, after the instrument's own."""

_WIDEST: Final = 1000

_WORDED: Final = (5, 7, 4, 6)
"""Points of scales that have words for each, most frequent first."""


def outcome_scale(
    texts: Iterable[str], source: Source, own: Scale, heading: str = ""
) -> Scale | None:
    """Return the scale that an outcome's answers lie on, or None where they are no numbers.

    The instrument's own scale is taken where every answer fits it, except under a heading that speaks
    of NPS, which is asked from 0 to 10; else the narrowest usual scale that holds all whole numbers.
    Answers in words lie on the scale of the built-in set that they come from, see `battery_words`.

    Parameters
    ----------
    texts
        Distinct texts of the outcome's column.
    source
        The source, for its missing codes and its own words.
    own
        The instrument's scale.
    heading
        The column's heading.

    Examples
    --------
    >>> from gapkit.ingest.source import Source
    >>> seven = Scale(exact(1), exact(7))
    >>> outcome_scale(["10", "9", "", "0"], Source(), seven).names[-1]
    '10'
    >>> outcome_scale(["fine", "so so"], Source(), seven) is None
    True
    >>> outcome_scale(["Very satisfied", "Neutral"], Source(), seven).names[-1]
    '5'
    """
    texts = tuple(texts)
    if worded := _worded(texts, source, own):
        return worded
    words = words_on(own, source.answers)
    comma = answers_with_comma(texts, own)
    interpreter = Interpreter(own, source.missing, words, comma=comma)
    readings = {text: interpreter.read(text) for text in texts}
    answers = [r for r in readings.values() if r.kind not in (Kind.EMPTY, Kind.MISSING)]
    readable = [r for r in answers if r.kind is not Kind.UNREADABLE]
    if answers and len(readable) <= len(answers) / 2:
        return None
    outside = [number(with_point(plain(t))) for t, r in readings.items() if r.kind is Kind.OUTSIDE]
    promoter = "nps" in heading.casefold()
    if not outside and not promoter:
        return own
    inside = [own.low + own.step * r.code for r in readable if r.code is not None]
    whole = [int(v) for v in [*outside, *inside] if v is not None and v.denominator == 1]
    return _around(whole or [0, 10])


def _worded(texts: tuple[str, ...], source: Source, own: Scale) -> Scale | None:
    """Return the scale that an outcome in words lies on: that of the shortest set that knows them all.

    Words of five points are known on seven too, where they mean others; the reverse is told by the
    words in between. The instrument's own scale is taken for its number of points.
    """
    likely = sorted({5, own.points}) if own.points in _WORDED else []
    for points in dict.fromkeys((*likely, *_WORDED)):
        scale = own if points == own.points else Scale(exact(1), exact(points))
        answers = words_on(scale, source.answers)
        words, _ = battery_words(texts, scale, source.missing, answers)
        reader = Interpreter(scale, source.missing, answers, words)
        if words and not any(reader.read(text).kind is Kind.OUTSIDE for text in texts):
            return scale
    return None


def words_on(scale: Scale, answers: Mapping[str, float]) -> dict[str, float]:
    """Return those of a study's answers that can speak of this scale too: words, not ids of choices."""
    return {
        word: score
        for word, score in answers.items()
        if number(plain(word)) is None and scale.code(exact(score)) is not None
    }


def _around(whole: list[int]) -> Scale | None:
    low, high = min(whole), max(whole)
    for first, last in _USUAL:
        if first <= low and high <= last:
            return Scale(exact(first), exact(last))
    return Scale(exact(low), exact(high)) if low < high < low + _WIDEST else None
