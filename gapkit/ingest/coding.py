"""The one place where the text of a cell becomes an answer: a code, or the reason why it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final
from unicodedata import category

from gapkit.errors import IngestError, Problem
from gapkit.ingest.decimals import with_point
from gapkit.ingest.missing import Declared
from gapkit.ingest.texts import comparable, number, plain
from gapkit.ingest.vocabulary import MONTHS, means_no_answer
from gapkit.instrument.model import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from gapkit.ingest.missing import Between
    from gapkit.instrument import Scale

__all__ = ["Contradiction", "Interpreter", "Kind", "Reading", "contradictions"]

_FORBIDDEN: Final = re.compile(r"[\ufffd%‰<>=~≈±≤≥^*/\\+$€£¥?？#|&]|[A-Za-z]\d|\d[A-Za-z]")
"""Signs beside a number that make it something else than one point of the scale, or damaged."""

_EQUALS: Final = re.compile(r"(?<=\d) ?= ?(?=[^\W\d])|(?<=[^\W\d]) ?= ?(?=\d)")
"""As in ``5 = Strongly agree``, where it only parts a number from its words."""

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

    The order is: empty, declared missing, the study's own map, a number on the scale, a word of the
    scale, the file's label of a code, any other number, the one whole number in a cell with words.

    Parameters
    ----------
    scale
        The points that answers can take, with their labels.
    missing
        Codes, words and ranges declared to stand for no answer; compared after both are normalised.
    answers
        Words or choice ids → score.
    words
        Words → score, for a scale that declares no labels of its own.
    labels
        Code as the file writes it → the file's label of it: a cell that holds the code stands for both.
    comma
        Decimals stand behind a comma, as the whole column says; see `decimals.answers_with_comma`.

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
        missing: Iterable[float | str | Between] = (),
        answers: Mapping[str, float] | None = None,
        words: Mapping[str, float] | None = None,
        labels: Mapping[str, str] | None = None,
        *,
        comma: bool = False,
    ) -> None:
        self.scale = scale
        self._missing = Declared(missing)
        self._answers = _scores(answers or {}, scale)
        self._words = _words_of(scale) if scale.labels else _scores(words or {}, scale)
        self._labels = {comparable(code): plain(label) for code, label in (labels or {}).items()}
        self._comma = comma
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
        flat = with_point(plain(text)) if self._comma else plain(text)
        if not flat:
            return Reading(Kind.EMPTY)
        key = comparable(flat)
        label = self._labels.get(key, "")
        keys = (key, comparable(label)) if label else (key,)
        if flat in self._missing or (label and label in self._missing):
            return Reading(Kind.MISSING)
        for known in keys:
            if known in self._answers:
                return _point(self._answers[known])
        value = number(flat)
        on_scale = None if value is None else self.scale.code(value)
        if on_scale is not None:
            return Reading(Kind.ANSWER, on_scale, "," not in text and text.isascii())
        worded = self._words.get(key)
        if worded is None and label:
            worded = _named_point(label, self._words, self.scale)
        if worded is not None:
            return _point(worded)
        if value is None:
            value = _one_whole_number(flat)
        return Reading(Kind.UNREADABLE) if value is None else self._inside(value)

    def _inside(self, value: Fraction) -> Reading:
        code = self.scale.code(value)
        return Reading(Kind.OUTSIDE, None) if code is None else _point(code)


def _point(code: int) -> Reading:
    return Reading(Kind.ANSWER, code, written=False)


@dataclass(frozen=True)
class Contradiction:
    """A code that is a point of the scale while the file's label of it says something else.

    Parameters
    ----------
    code
        As the file writes it.
    label
        The file's label.
    point
        The point that the label names; None where it says that nothing was answered.
    """

    code: str
    label: str
    point: str | None


def contradictions(
    labels: Mapping[str, str],
    scale: Scale,
    words: Mapping[str, float] | None = None,
    declared: Iterable[float | str | Between] = (),
) -> tuple[Contradiction, ...]:
    """Return where a file's value labels and its codes do not mean the same point of the scale.

    Which of both is right can only be asked, since a code that was turned or counts choices looks like
    any other number.

    Parameters
    ----------
    labels
        Code → label, as the file declares them for one column.
    scale
        The scale that the column is read on.
    words
        Words → score, where the scale declares no labels; see `battery_words`.
    declared
        What the study says of codes already: its missing codes and the keys of its `answers`.

    Examples
    --------
    >>> from gapkit.instrument import Scale
    >>> from gapkit.instrument.model import exact
    >>> five = Scale(exact(1), exact(5))
    >>> contradictions({"1": "Agree", "4": "Agree", "5": "Refused"}, five, {"Agree": 4})
    (Contradiction(code='1', label='Agree', point='4'), Contradiction(code='5', label='Refused', point=None))
    """
    known = _words_of(scale) if scale.labels else _scores(words or {}, scale)
    said = Declared(declared)
    found = []
    for code, label in labels.items():
        value = number(plain(code))
        point = None if value is None else scale.code(value)
        if point is None or code in said or label in said:
            continue
        named = _named_point(plain(label), known, scale)
        if named is None and means_no_answer(label):
            found.append(Contradiction(code, label, None))
        elif named not in (None, point):
            found.append(Contradiction(code, label, scale.names[named or 0]))
    return tuple(found)


def _named_point(label: str, words: Mapping[str, int], scale: Scale) -> int | None:
    """Return the point that a label names: by a known word, or by the number that it is or holds."""
    known = words.get(comparable(label))
    if known is not None:
        return known
    value = number(label)
    value = _one_whole_number(label) if value is None else value
    return None if value is None else scale.code(value)


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


def _one_whole_number(text: str) -> Fraction | None:
    """Return the only whole number in a cell with words or brackets, else None."""
    runs = re.findall(r"\d+", text)
    text = _EQUALS.sub(" ", text)
    if means_no_answer(text):  # 9 in "9 - Don't know" is a code, also where the scale goes to 10
        return None
    if len(runs) != 1 or _FORBIDDEN.search(text) or any(category(c) == "No" for c in text):
        return None
    before, after = (re.sub(r"[\W\d_]+", "", part) for part in text.split(runs[0]))
    if (before + after).casefold() in MONTHS:
        return None
    if _MINUS.search(text) and not (before and not after):
        return None
    return exact(runs[0])
