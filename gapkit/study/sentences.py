"""What a run says, sentence by sentence, in any language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.errors import CallError, Problem
from gapkit.study.values import table_of, unknown_name, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gapkit.study.run import Run

__all__ = ["RunningText"]

SENTENCES: Final[Mapping[str, tuple[str, ...]]] = {
    "answered": ("sentence.answered",),
    "wave": ("sentence.wave",),
    "overall": (
        "sentence.overall", "sentence.overall_lower", "sentence.any", "sentence.any_slight",
        "sentence.few", "sentence.blank", "sentence.priority", "sentence.nothing",
    ),
    "dimensions": tuple(
        f"sentence.{kind}.dimensions_{side}"
        for kind in ("service", "other")
        for side in ("below", "above", "unclear")
    ),
    "items": ("sentence.service.items", "sentence.other.items"),
    "furthest": tuple(
        f"sentence.{kind}.{found}"
        for kind in ("service", "other")
        for found in ("furthest", "no_furthest")
    ),
    "certain": ("sentence.certain", "sentence.slight", "sentence.unclear"),
}  # fmt: skip
"""Name → keys of the sentences it stands for; one of them is there, whatever the answers say."""


def sentences(self: Run, table: str = "gaps", language: str | None = None) -> list[str]:
    """Return what a table says, a sentence an entry.

    Parameters
    ----------
    table
        ``gaps``, ``drivers``, …
    language
        Of the words; by default the study's. Another language works the tables out once more
        (`in_language`), from the same counts.

    Raises
    ------
    CallError
        There is no such table or language.
    """
    result = table_of(self.in_language(language), table, "public")
    return [result.words.say(phrase) for phrase in result.sentences]


def sentence(
    self: Run, name: str = "overall", table: str = "gaps", language: str | None = None
) -> str:
    """Return one thing that a table says; several sentences about it as one text.

    Parameters
    ----------
    name
        Of gaps ``answered``, ``wave``, ``overall``, ``dimensions``, ``items``, ``furthest`` or
        ``certain``; of other tables what the message of an unknown name lists.
    table, language
        As for `sentences`.

    Raises
    ------
    CallError
        Nothing of that name is said; the message names what is.
    """
    result = table_of(self.in_language(language), table, "public")
    said = [p for p in result.sentences if _is_of(name, p.key)]
    if not said:
        raise CallError(_unsaid(name, table, [p.key for p in result.sentences]))
    return result.words("list.sentences").join(result.words.say(phrase) for phrase in said)


def in_language(self: Run, language: str | None) -> Run:
    """Return the same run in another language: sentences, labels, reports.

    Nothing is read again; the tables are worked out once more, and kept.

    Raises
    ------
    CallError
        There is no such language.
    """
    from gapkit.study.run import run
    from gapkit.survey.asked import speaking

    if language in (None, self.study.survey.options.language):
        return self
    known: dict[str, Run] = self.__dict__.setdefault("_in_language", {})
    if language not in known:
        survey = speaking(self.study.survey, str(language))
        study = replace(self.study, survey=survey)
        known[str(language)] = run(study, self.waves, lambda _: None)
    return known[str(language)]


def _is_of(name: str, key: str) -> bool:
    return name == _subject(key) or any(
        key == start or key.startswith(f"{start}.") for start in SENTENCES.get(name, (name,))
    )


def _subject(key: str) -> str:
    """Return what a sentence is about, where nothing in `SENTENCES` stands for it.

    Examples
    --------
    >>> _subject("trend.verdict.better"), _subject("league.pairs")
    ('verdict', 'pairs')
    """
    return key.split(".")[1]


def _unsaid(name: str, table: str, keys: list[str]) -> Problem:
    if not keys:
        what, advice = (
            f"{table} has no sentences, or none that may be shown.",
            "Its figures: run.value.",
        )
        return Problem("sentence", what, advice)
    named = [n for n in SENTENCES if any(_is_of(n, key) for key in keys)]
    others = (_subject(k) for k in keys if not any(_is_of(n, k) for n in named))
    known = list(dict.fromkeys([*named, *others]))
    return unknown_name("sentence", f"{table} says nothing called '{name}'", name, known)


class RunningText:
    """Numbers and sentences for running text, as methods of `Run`."""

    value = value
    sentences = sentences
    sentence = sentence
    in_language = in_language
