"""What a study calls its segments, their values and its outcomes, in words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

__all__ = ["OUTCOME", "SEGMENT", "UNIT", "Labels", "label", "labels_problem", "text_problem"]

Labels = Mapping[str, Mapping[str, str | Mapping[str, str]]]
"""Segment, or one of the two names below → key as in the tables → a text, or one per language."""

SEGMENT: Final = "segment"
"""Holds the labels of the unit and the segments themselves."""

UNIT: Final = "unit"
"""Holds the labels of the unit's values, for tables whose column of units bears this name."""

OUTCOME: Final = "outcome"
"""Holds the labels of outcomes."""


def label(labels: Labels, of: str, key: str, language: str) -> str:
    """Return what a person reads for a key; the key itself where it has no label.

    Where a label has no text in the language, its first text stands in.

    Examples
    --------
    >>> label({"sex": {"2": {"en": "women"}}}, "sex", "2", "zh-Hant")
    'women'
    >>> label({}, "sex", "2", "en")
    '2'
    """
    text = labels.get(of, {}).get(key, key)
    return text if isinstance(text, str) else text.get(language) or next(iter(text.values()))


def labels_problem(labels: Any, languages: tuple[str, ...]) -> str:
    """Return what is wrong with labels as they were given; empty where nothing is.

    Examples
    --------
    >>> labels_problem({"sex": {"2": {"de": "Frauen"}}}, ("en", "zh-Hant"))
    "sex, 2: 'de' is no language of a report"
    >>> labels_problem({"sex": {"2": 3}}, ("en",))
    'sex, 2: 3 is no text'
    """
    if not isinstance(labels, Mapping):
        return f"{labels!r} is no table"
    for of, texts in labels.items():
        if not isinstance(texts, Mapping):
            return f"{of}: {texts!r} is no table"
        for key, text in texts.items():
            if wrong := text_problem(text, languages):
                return f"{of}, {key}: {wrong}"
    return ""


def text_problem(text: Any, languages: tuple[str, ...]) -> str:
    """Return what is wrong with one label; empty where nothing is."""
    by_language = text if isinstance(text, Mapping) else {languages[0]: text}
    for language, words in by_language.items():
        if language not in languages:
            return f"{language!r} is no language of a report"
        if not isinstance(words, str) or not words:
            return f"{words!r} is no text"
    return "" if by_language else "it has no text"
