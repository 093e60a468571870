"""Every word that a person reads, in each language; a language is one TOML file beside this one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from string import Formatter
from typing import Any

from gapkit.errors import CallError
from gapkit.wording.labels import OUTCOME, SEGMENT, UNIT, Labels, label

__all__ = ["LANGUAGES", "OUTCOME", "SEGMENT", "UNIT", "Labels", "Phrase", "Words", "words"]

_ENDING = ".toml"

LANGUAGES = tuple(
    sorted(
        file.name.removesuffix(_ENDING)
        for file in files(__package__).iterdir()
        if file.name.endswith(_ENDING)
    )
)
"""Every language that has a file here; to add one, add its file."""


@dataclass(frozen=True)
class Phrase:
    """A sentence that is not yet put in a language: its key and what fills it.

    Examples
    --------
    >>> words("en").say(Phrase("ledger.declared_missing", {"codes": "99"}))
    'declared missing: 99'
    """

    key: str
    values: dict[str, Any] = field(default_factory=dict)


class _TwoForms(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        one, form, other = format_spec.partition("|")
        if not form:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else other


_TWO_FORMS = _TwoForms()


_MARKS = {",": "thousands", ".": "decimal", "-": "minus"}


@dataclass(frozen=True)
class Words:
    """The words of one language.

    A text may have two forms of a word, ``{n:person|people}``: for one and for any other number.

    Parameters
    ----------
    language
        One of `LANGUAGES`.
    texts
        Key → text.
    labels
        What a study calls its segments, their values and its outcomes.

    Examples
    --------
    >>> words("en")("battery.expectation")
    'Expectation'
    >>> words("en")("sentence.answered", answered="1")
    '1 person answered.'
    >>> words("zh-Hant")("battery.expectation")
    '期望'
    """

    language: str
    texts: dict[str, str]
    labels: Labels = field(default_factory=dict)

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return the text of `key` with `values` filled in.

        Raises
        ------
        KeyError
            There is no such key: a mistake in gapkit, not of the user.
        """
        text = self.texts[key]
        if not values:
            return text
        # the slower way only for texts that have two forms of a word
        return _TWO_FORMS.format(text, **values) if "|" in text else text.format(**values)

    def has(self, key: str) -> bool:
        """Whether the language has a text for `key`."""
        return key in self.texts

    def say(self, phrase: Phrase) -> str:
        """Put a phrase in this language."""
        return self(phrase.key, **phrase.values)

    def labelled(self, labels: Labels) -> Words:
        """Return the same words with a study's labels."""
        return replace(self, labels=labels) if labels else self

    def segment(self, name: str) -> str:
        """Return what a person reads for the unit or a segment; its name where it has no label."""
        return label(self.labels, SEGMENT, name, self.language)

    def value(self, segment: str, value: str) -> str:
        """Return what a person reads for a value of a segment.

        Examples
        --------
        >>> labels = {"channel": {"web": {"en": "online", "zh-Hant": "網路"}}}
        >>> words("zh-Hant").labelled(labels).value("channel", "web")
        '網路'
        >>> words("en").value("channel", "web")
        'web'
        """
        return label(self.labels, segment, value, self.language)

    def unit(self, value: str) -> str:
        """Return what a person reads for one of the units."""
        return label(self.labels, UNIT, value, self.language)

    def outcome(self, name: str) -> str:
        """Return what a person reads for an outcome."""
        return label(self.labels, OUTCOME, name, self.language)

    def number(self, value: float, decimals: int = 2, *, sign: bool = False) -> str:
        """Return a number as this language prints it; a true minus sign, blank where undefined.

        Examples
        --------
        >>> words("en").number(-1.1349), words("en").number(0.5, sign=True)
        ('−1.13', '+0.50')
        """
        if value != value:  # NaN: undefined is blank, never 0
            return ""
        text = f"{value:{'+' if sign else ''},.{decimals}f}"
        if float(text.replace(",", "")) == 0:
            text = text.lstrip("+-")
        return text.translate(self._marks)

    @cached_property
    def _marks(self) -> dict[int, str]:
        """Python's marks within a number → those of this language."""
        return {ord(mark): self(f"number.{name}") for mark, name in _MARKS.items()}

    def percent(self, share: float, decimals: int = 0) -> str:
        """Return a share (0 to 1) as a percentage.

        Examples
        --------
        >>> words("en").percent(0.25)
        '25 %'
        """
        if share != share:
            return ""
        return self("number.percent", number=self.number(100 * share, decimals))

    def level(self, level: float) -> str:
        """Return a level, such as that of confidence, with all the digits that it has.

        Examples
        --------
        >>> words("en").level(0.95), words("en").level(0.999)
        ('95 %', '99.9 %')
        """
        return self.percent(level, len(f"{100 * level:g}".partition(".")[2]))

    def list(self, items: list[str]) -> str:
        """Join items as this language lists them.

        Examples
        --------
        >>> words("en").list(["a", "b", "c"])
        'a, b and c'
        """
        if len(items) < 2:
            return "".join(items)
        return self("list.between").join(items[:-1]) + self("list.last") + items[-1]


@cache
def words(language: str) -> Words:
    """Return the words of `language`, one of `LANGUAGES`.

    Raises
    ------
    CallError
        There is no such language.
    """
    if language not in LANGUAGES:
        raise CallError(f"language = {language!r} is not known. Known: {', '.join(LANGUAGES)}.")
    text = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, dict(_flat(tomllib.loads(text), ())))


def _flat(table: dict[str, Any], path: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += _flat(value, (*path, key))
        else:
            pairs.append((".".join((*path, key)), value))
    return pairs
