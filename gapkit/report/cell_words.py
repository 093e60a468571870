"""Values of the workbook's columns in the study's language, where a column has a closed list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.causes.attribution_sentences import term_word
from gapkit.gaps.terms import gap_name, reason_word, verdict_word
from gapkit.measurement.reliability_sentences import battery_name

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from gapkit.wording import Words

__all__ = ["worded"]

CLOSED: Final = {
    "role_left": "role",
    "role_right": "role",
    "level": "level",
    "pairing": "report.pairing",
    "material": "report.word",
    "target_met": "report.word",
    "kind": "report.kind",
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
}
"""Columns with a closed list of words, and where their wording stands."""


def worded(column: str, frame: pd.DataFrame, say: Words) -> list[Any]:
    """Return the values of a column, closed lists of words in the study's language."""
    values = frame[column].astype(object).where(frame[column].notna(), None).tolist()
    if column == "verdict":
        gaps = frame["gap"].tolist() if "gap" in frame else ["zone"] * len(values)
        pairs = list(zip(gaps, values, strict=True))
        words = {
            pair: verdict_word(say, str(pair[0]), str(pair[1]).replace(" ", "_"))
            for pair in set(pairs)
            if pair[1]
        }
        return [words.get(pair, "") for pair in pairs]
    word = _wording(column, say)
    if word is None:
        return values
    known = {value: word(value) for value in set(values)}
    return [known[value] for value in values]


def _wording(column: str, say: Words) -> Callable[[Any], Any] | None:
    """Return what puts a value of a column in words; None where it stays as it is."""
    if column in ("segment", "value"):
        return lambda value: say("group.all") if value == "all" else value
    if column == "term":
        return lambda value: term_word(say, str(value))
    if column == "gap":
        return lambda value: gap_name(say, str(value), "short")
    if column == "battery":
        return lambda value: battery_name(say, str(value))
    if column == "reason":
        return lambda value: reason_word(say, value)
    if column in CLOSED:
        return lambda value: _word(say, CLOSED[column], value)
    return None


def _word(say: Words, table: str, value: Any) -> Any:
    key = f"{table}.{str(value).replace(' ', '_')}"
    return say(key) if say.has(key) else value
