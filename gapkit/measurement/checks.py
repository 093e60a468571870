"""Signs that a questionnaire was filled in without care: each respondent judged alone, batch by batch.

A sign is no proof: a straight line on questions that all point one way is what a happy customer
ticks too. So respondents are flagged and counted, and nobody is left out unless the study says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.model import NOT_PEOPLE
from gapkit.ingest.screening import seconds
from gapkit.measurement.forms import Forms, role_of, texts_of
from gapkit.measurement.met import Met
from gapkit.options import CHECKS
from gapkit.stats.response_patterns import row_hash

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.ingest import Answers
    from gapkit.measurement.forms import Battery, Filled

__all__ = ["FLAGGED", "NOT_JUDGED", "Checker"]

RUN_SHARE: Final = 0.5
"""A run of one answer over at least half of a battery (Curran 2016, p. 8)."""

ONE_ANSWER_SHARE: Final = 0.95
"""One answer to at least nineteen of twenty questions: a convention."""

LEAST_SPREAD: Final = 1 / 12
"""Own standard deviation below this share of the scale's range, half a point from 1 to 7. Dunn et
al. (2018) give the index and no cut-off: a convention."""

SECONDS_PER_ITEM: Final = 2.0
"""Nobody reads and answers faster (Huang, Curran, Keeney, Poposki and DeShon 2012)."""

MISSING_SHARE: Final = 0.5
"""More of the questions than this not answered: no score stands (LibQUAL+: more than 11 of 22)."""

INVERTED_SHARE: Final = 9 / 22
"""More items than this with the minimum above the desired level (LibQUAL+: more than 9 of 22)."""

FEWEST_ITEMS: Final = 6
"""With fewer answers a pattern says nothing: short batteries are filled alike by chance."""

FEWEST_COMPARED: Final = 12
"""Answers that two people must have in common before the same answers are a sign."""

TELLING_SHARE: Final = 0.75
"""Where one answer is given more often than this in every battery, others give the same by chance."""

SAME: Final = (
    ("perception", "expectation"),
    ("performance", "importance"),
    ("standard", "belief"),
    ("delivery", "standard"),
)
"""Batteries that one person may answer, and that hardly come out the same item by item."""

FLAGGED: Final = 1
NOT_JUDGED: Final = 255
"""Marks of a check; 0 is "looked at, nothing found"."""


class Checker:
    """Checks respondents, batch after batch; remembers just enough to tell repetitions.

    Parameters
    ----------
    answers
        Whose batches will be checked, each once and in order.
    """

    def __init__(self, answers: Answers) -> None:
        self._forms = Forms(answers)
        self._answers: dict[str, Met] = {}
        self._ids: dict[str, Met] = {}

    def marks(self, batch: pa.RecordBatch) -> dict[str, NDArray[np.uint8]]:
        """Return for each check a mark a row: `FLAGGED`, 0, or `NOT_JUDGED`.

        What was laid down or promised is no questionnaire: nothing of it is judged.
        """
        if role_of(batch) in NOT_PEOPLE:
            return {check: np.full(batch.num_rows, NOT_JUDGED, np.uint8) for check in CHECKS}
        filled = self._forms.of(batch)
        some = np.full(filled.rows, filled.asked > 0)
        found = {
            **_patterns(filled),
            "too_fast": _too_fast(filled, batch),
            "many_missing": _mark(filled.given < (1 - MISSING_SHARE) * filled.asked, some),
            "duplicate_answers": self._same_answers(filled, role_of(batch)),
            "duplicate_id": self._same_id(batch),
            "inverted_zone": _inverted(filled),
            "same_batteries": _same_batteries(filled),
        }
        return {check: found[check] for check in CHECKS}

    def _same_answers(self, filled: Filled, role: str) -> NDArray[np.uint8]:
        """Mark complete forms that repeat an earlier one; the first of them is not flagged."""
        telling = _telling(filled)
        keys = row_hash(filled.codes)[telling]
        repeated = np.zeros(filled.rows, np.bool_)
        repeated[telling] = self._answers.setdefault(role, Met()).again(keys)
        return _mark(repeated, telling)

    def _same_id(self, batch: pa.RecordBatch) -> NDArray[np.uint8]:
        """Mark rows whose id stood in the same wave before; a person may answer in each wave."""
        from pandas.util import hash_array

        if "id" not in batch.schema.names:
            return np.full(batch.num_rows, NOT_JUDGED, np.uint8)
        ids, waves = texts_of(batch, "id"), texts_of(batch, "wave")
        known = np.array([bool(i and i.strip()) for i in ids], np.bool_)
        whole = np.array([f"{w}\n{i}" for w, i in zip(waves, ids, strict=True)], object)[known]
        repeated = np.zeros(len(ids), np.bool_)
        if len(whole):
            keys = hash_array(whole, categorize=False)
            repeated[known] = self._ids.setdefault(role_of(batch), Met()).again(keys)
        return _mark(repeated, known)


def _patterns(filled: Filled) -> dict[str, NDArray[np.uint8]]:
    """Mark what every battery that is long enough shows by itself."""
    tests: dict[str, Callable[[Battery], NDArray[np.bool_]]] = {
        "long_run": lambda b: b.run >= RUN_SHARE * len(b.items),
        "one_answer": lambda b: b.share >= ONE_ANSWER_SHARE,
        "low_variability": lambda b: b.spread < LEAST_SPREAD,
    }
    enough = [b.given >= FEWEST_ITEMS for b in filled.ticked]
    judged = np.logical_or.reduce([np.zeros(filled.rows, np.bool_), *enough])
    found = {}
    for check, test in tests.items():
        shown = [test(b) | ~long for b, long in zip(filled.ticked, enough, strict=True)]
        found[check] = _mark(np.logical_and.reduce([judged, *shown]), judged)
    return found


def _too_fast(filled: Filled, batch: pa.RecordBatch) -> NDArray[np.uint8]:
    texts = texts_of(batch, "form.duration")
    spans = {text: seconds(text) for text in set(texts) if text}
    took = np.array([spans.get(text or "") for text in texts], np.float64)
    with np.errstate(invalid="ignore"):
        return _mark(took < SECONDS_PER_ITEM * filled.given, took > 0)


def _telling(filled: Filled) -> NDArray[np.bool_]:
    """Whether a form is complete, and not so plain that others give the same by chance."""
    varied = [b.share < TELLING_SHARE for b in filled.ticked]
    some = np.logical_or.reduce([np.zeros(filled.rows, np.bool_), *varied])
    complete = (filled.given == filled.asked) & (filled.asked >= FEWEST_COMPARED)
    telling: NDArray[np.bool_] = some & complete
    return telling


def _inverted(filled: Filled) -> NDArray[np.uint8]:
    low, high, both = _side_by_side(filled, "minimum", "desired")
    n = both.sum(axis=1)
    return _mark((both & (low > high)).sum(axis=1) > INVERTED_SHARE * n, n >= FEWEST_ITEMS)


def _same_batteries(filled: Filled) -> NDArray[np.uint8]:
    judged, same = np.zeros((2, filled.rows), np.bool_)
    for right, left in SAME:
        one, other, both = _side_by_side(filled, right, left)
        enough = both.sum(axis=1) >= FEWEST_ITEMS
        judged |= enough
        same |= enough & ~(both & (one != other)).any(axis=1)
    return _mark(same, judged)


def _side_by_side(
    filled: Filled, one: str, other: str
) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.bool_]]:
    """Return two batteries' codes item by item, and where both are answered."""
    a, b = filled.batteries.get(one), filled.batteries.get(other)
    none = np.zeros((filled.rows, 0))
    if a is None or b is None or a.points != b.points:
        return none, none, none.astype(np.bool_)
    shared = [i for i in a.items if i in b.items]
    at, bt = [a.items.index(i) for i in shared], [b.items.index(i) for i in shared]
    return a.codes[:, at], b.codes[:, bt], a.answered[:, at] & b.answered[:, bt]


def _mark(flagged: NDArray[np.bool_], judged: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.where(judged, np.where(flagged, FLAGGED, 0), NOT_JUDGED).astype(np.uint8)
