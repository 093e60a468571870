"""The one place where the text of a cell becomes an answer: a code, or the reason why it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final
from unicodedata import category

from gapkit.errors import IngestError, Problem
from gapkit.ingest.texts import comparable, number, plain
from gapkit.ingest.vocabulary import MONTHS
from gapkit.instrument.model import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from gapkit.instrument import Scale

__all__ = ["Interpreter", "Kind", "Reading"]

_FORBIDDEN: Final = re.compile(r"[\ufffd%‰<>=~≈±≤≥^*/\\+$€£¥?？#|&]|[A-Za-z]\d|\d[A-Za-z]")
"""Signs beside a number that make it something else than one point of the scale, or damaged."""

_MINUS: Final = re.compile(r"[-–—]\s*\d")
"""Either a dash before the number or a minus; a dash only where words stand before and none after."""


class Kind(Enum):
    """What a cell turned out to be."""

    ANSWER = "answer"
    EMPTY = "empty"
    MISSING = "missing"
    OUTSIDE = "out of range"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Reading:
    """What one text means on one scale.

    Parameters
    ----------
    kind
        Answer, empty, declared missing, out of range or unreadable.
    code
        Steps above the scale's lowest point, as asked (not turned); None where there is no answer.
    written
        The answer was written as a number; False for words, full-width digits, mapped ids.
    """

    kind: Kind
    code: int | None = None
    written: bool = True


class Interpreter:
    """Reads texts as answers on a scale.

    The order is: empty, declared missing, the study's own map, a number, a word of the scale, the one
    whole number in a cell with words.

    Parameters
    ----------
    scale
        The points that answers can take, with their labels.
    missing
        Codes and words declared to stand for no answer; compared after both are normalised.
    answers
        Words or choice ids → score.
    words
        Words → score, for a scale that declares no labels of its own.

    Raises
    ------
    IngestError
        A score in `answers` is no point of the scale.

    Examples
    --------
    >>> from gapkit.instrument import Scale
    >>> from gapkit.instrument.model import exact
    >>> agree = Interpreter(Scale(exact(1), exact(5)), missing=(9,))
    >>> [agree.read(t).code for t in ("5", "4.0", "1- Strongly disagree")]
    [4, 3, 0]
    >>> [agree.read(t).kind.value for t in ("", "９", "7", "2 or 3")]
    ['empty', 'missing', 'out of range', 'unreadable']
    """

    def __init__(
        self,
        scale: Scale,
        missing: Iterable[float | str] = (),
        answers: Mapping[str, float] | None = None,
        words: Mapping[str, float] | None = None,
    ) -> None:
        self.scale = scale
        self._missing = frozenset(comparable(_written(code)) for code in missing)
        self._answers = _scores(answers or {}, scale)
        self._words = _words_of(scale) if scale.labels else _scores(words or {}, scale)
        self._known: dict[str, Reading] = {}

    def read(self, text: str) -> Reading:
        """Return what `text` means; each distinct text is worked out once."""
        reading = self._known.get(text)
        if reading is None:
            reading = self._read(text)
            if len(self._known) < 100_000:  # a column of free text must not fill the memory
                self._known[text] = reading
        return reading

    def _read(self, text: str) -> Reading:
        flat = plain(text)
        if not flat:
            return Reading(Kind.EMPTY)
        key = comparable(flat)
        if key in self._missing:
            return Reading(Kind.MISSING)
        if key in self._answers:
            return Reading(Kind.ANSWER, self._answers[key], written=False)
        value = number(flat)
        if value is not None:
            return self._on_scale(value, written=text.isascii())
        if key in self._words:
            return Reading(Kind.ANSWER, self._words[key], written=False)
        inside = _one_whole_number(flat)
        if inside is not None:
            return self._on_scale(exact(inside), written=False)
        return Reading(Kind.UNREADABLE)

    def _on_scale(self, value: Fraction, *, written: bool) -> Reading:
        code = self.scale.code(value)
        kind = Kind.OUTSIDE if code is None else Kind.ANSWER
        return Reading(kind, code, written)


def _written(code: float | str) -> str:
    return code if isinstance(code, str) else f"{code:.12g}"


def _scores(answers: Mapping[str, float], scale: Scale) -> dict[str, int]:
    codes: dict[str, int] = {}
    wrong = []
    for word, score in answers.items():
        code = scale.code(exact(score))
        if code is None:
            points = f"Points run from {scale.names[0]} to {scale.names[-1]}."
            wrong.append(
                Problem("answers", f"'{word}' = {score} is no point of the scale.", points)
            )
        else:
            codes[comparable(word)] = code
    if wrong:
        raise IngestError(*wrong)
    return codes


def _words_of(scale: Scale) -> dict[str, int]:
    """Map the scale's labels to codes; a word that two points share says nothing and is left out."""
    found: dict[str, set[int]] = {}
    for point, labels in scale.labels.items():
        code = scale.code(point)
        if code is not None:
            for label in labels:
                found.setdefault(comparable(label), set()).add(code)
    return {word: codes.pop() for word, codes in found.items() if len(codes) == 1}


def _one_whole_number(text: str) -> str | None:
    """Return the only whole number in a cell with words or brackets, else None."""
    runs = re.findall(r"\d+", text)
    if len(runs) != 1 or _FORBIDDEN.search(text) or any(category(c) == "No" for c in text):
        return None
    before, after = (re.sub(r"[\W\d_]+", "", part) for part in text.split(runs[0]))
    if (before + after).casefold() in MONTHS:
        return None
    if _MINUS.search(text) and not (before and not after):
        return None
    return str(runs[0])
