"""Values of the workbook's columns in the study's language, where a column has a closed list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from gapkit.causes.attribution_sentences import term_word
from gapkit.gaps.terms import gap_name, reason_word, verdict_word
from gapkit.measurement.reliability_sentences import battery_name
from gapkit.wording import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd

__all__ = ["coded", "worded"]

CLOSED: Final = {
    "role_left": "role",
    "role_right": "role",
    "level": "level",
    "pairing": "report.pairing",
    "material": "report.word",
    "target_met": "report.word",
    "kind": "report.kind",
    "model": "report.kind",
    "class": "causes.class",
    "exposure": "causes.exposure",
    "holds": "report.word",
    "role": "role",
    "check": "check",
    "above_chance": "report.word",
    "told": "report.word",
    "category": "report.category",
    "quadrant": "plots.quadrant",
    "signal": "report.signal",
    "importance_kind": "drivers.importance",
    "advice": "actions.advice",
    "chased": "report.word",
    "step": "complaints.step",
    "weekday": "calendar.weekday",
    "past": "report.word",
    "duty": "calendar.duty",
    "zero": "zeros.zero",
    "reading": "zeros.reading",
    "answered": "report.word",
    "covered": "report.word",
    "complete": "report.word",
    "outside": "report.word",
    "drifts": "report.word",
    "chart": "limits.chart",
    "scope": "training.scope",
    "rule": "guarantee.rule",
    "met": "report.word",
    "said_in": "report.said_in",
    "language": "report.language",
    "system": "report.section",
    "task": "agenda.task",
}
"""Columns with a closed list of words, and where their wording stands."""


NAMED: Final = {
    "segment": Words.segment,
    "by": Words.segment,
    "mix_by": Words.segment,
    "unit": Words.unit,
    "outcome": Words.outcome,
}
"""Columns of what the study itself names, and which of its labels they take."""


WHOM: Final = ("agent", "monitor", "other")
"""Columns that pass their values on, but for the word that stands for all of them."""


def worded(column: str, frame: pd.DataFrame, say: Words) -> list[Any]:
    """Return the values of a column, closed lists of words in the study's language."""
    codes, distinct = coded(column, frame, say)
    return [distinct[code] for code in codes.tolist()]


def coded(column: str, frame: pd.DataFrame, say: Words) -> tuple[np.ndarray, list[Any]]:
    """Return the same as codes and distinct values: each is put in words once.

    Returns
    -------
    codes : numpy.ndarray
        For each row, the place of its value in `distinct`.
    distinct : list
        What the values say; None where undefined.
    """
    codes, values = _distinct(frame[column])
    if column == "verdict":
        return _beside("gap", "zone", frame, (codes, values), partial(_verdict, say))
    if column == "value":
        return _beside("segment", "", frame, (codes, values), partial(_value, say))
    word = _wording(column, say)
    return codes, values if word is None else [word(value) for value in values]


def _distinct(values: pd.Series[Any]) -> tuple[np.ndarray, list[Any]]:
    import pandas as pd

    codes, found = pd.factorize(values, use_na_sentinel=False)
    return codes, [None if missing else v for v, missing in zip(found, pd.isna(found), strict=True)]


def _beside(
    other: str, default: str, frame: pd.DataFrame, coded: tuple[np.ndarray, list[Any]],
    word: Callable[[str, Any], Any],
) -> tuple[np.ndarray, list[Any]]:  # fmt: skip
    """Put values in words that depend on the cell beside them, in the column `other`."""
    import numpy as np

    codes, values = coded
    of, others = np.zeros(len(codes), dtype=np.intp), [default]
    if other in frame:
        of, others = _distinct(frame[other])
    pairs, places = np.unique(of * len(values) + codes, return_inverse=True)
    both = (divmod(pair, len(values)) for pair in pairs.tolist())
    return places, [word(str(others[one]), values[two]) for one, two in both]


def _verdict(say: Words, gap: str, verdict: Any) -> str:
    return verdict_word(say, gap, str(verdict).replace(" ", "_")) if verdict else ""


def _value(say: Words, segment: str, value: Any) -> Any:
    return _named(say, lambda words, name: words.value(segment, name), value)


def _wording(column: str, say: Words) -> Callable[[Any], Any] | None:
    """Return what puts a value of a column in words; None where it stays as it is."""
    if column in NAMED:
        return lambda value: _named(say, NAMED[column], value)
    if column == "exposed":
        return lambda units: ", ".join(say.unit(unit) for unit in str(units).split(", "))
    if column == "term":
        return lambda value: term_word(say, str(value))
    if column == "gap":
        return lambda value: gap_name(say, str(value), "short")
    if column == "battery":
        return lambda value: battery_name(say, str(value))
    if column == "reason":
        return lambda value: reason_word(say, value)
    if column in WHOM:
        return lambda value: _named(say, lambda _, name: name, value)
    if column == "measure":  # of the duty report, or of the three zeros
        return lambda value: _word(say, "zeros.measure", _word(say, "duty.measure", value))
    if column in CLOSED:
        return lambda value: _word(say, CLOSED[column], value)
    return None


def _named(say: Words, named: Callable[[Words, str], str], value: Any) -> Any:
    if value is None:
        return None
    return say("group.all") if value == "all" else named(say, str(value))


def _word(say: Words, table: str, value: Any) -> Any:
    key = f"{table}.{str(value).replace(' ', '_')}"
    return say(key) if say.has(key) else value
