"""The choices that a result depends on, in one frozen record that travels with it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from numbers import Integral, Real
from typing import Any, Final

from gapkit.errors import CallError, Problem, did_you_mean
from gapkit.wording import LANGUAGES, Labels, Words, words
from gapkit.wording.labels import labels_problem

__all__ = ["CHECKS", "Options"]

CHECKS: Final = (
    "long_run",
    "one_answer",
    "low_variability",
    "too_fast",
    "many_missing",
    "duplicate_answers",
    "duplicate_id",
    "inverted_zone",
    "same_batteries",
)
"""Signs that a questionnaire may have been filled in without care."""

_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "adjust": ("holm", "fdr_bh", "none"),
    "unit_design": ("none", "strata", "clusters"),
    "signed_rank": ("wilcoxon", "pratt"),
    "depth": ("quarterly", "yearly"),
    "language": LANGUAGES,
}

_NAMES: Final = ("case_mix", "leave_out")
"""Options that take several names."""

_KINDS: Final[dict[type, str]] = {
    str: "a text",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
}


@dataclass(frozen=True)
class Options:
    """How figures are made and judged.

    Parameters
    ----------
    confidence
        Level of every interval, between 0 and 1; α = 1 − confidence.
    adjust
        Adjustment of p values within a family: ``holm``, ``fdr_bh`` or ``none``.
    margin
        Equivalence margin for the verdict ``met``, as a share of the scale's range. A convention.
    bootstrap
        Draws, where the bootstrap law of the counts is not at hand.
    seed
        Seed of those draws.
    min_n
        In whatever is published, a figure of 1 to ``min_n − 1`` people is blank.
    min_n_verdict
        With fewer complete pairs the verdict is ``unclear``.
    unit_design
        Whether units are all that exist (``strata``), were drawn (``clusters``) or not said.
    signed_rank
        Zeros in the signed-rank test: dropped (``wilcoxon``) or ranked (``pratt``).
    exact
        Exact conditional signed-rank p values where the counts allow it.
    case_mix
        Segments that units are adjusted for when compared; None: all that vary within units.
    depth
        What a run looks into: ``quarterly`` keeps to what changes from wave to wave; ``yearly``
        adds whether the questionnaire itself still measures what it should.
    leave_out
        Checks of answer quality (`CHECKS`) whose flagged respondents do not count; nobody is left
        out by default.
    decimals
        Of what is shown; tables keep full precision.
    language
        ``en`` or ``zh-Hant``: of every word shown.
    labels
        What is shown for a value of a segment, ``{"channel": {"web": "online"}}``, for an outcome
        (``{"outcome": {…}}``) or for a segment's own name (``{"segment": {…}}``); a text, or one
        per language. Tables keep the keys.

    Examples
    --------
    >>> Options(confidence=0.9).alpha
    0.1
    """

    confidence: float = 0.95
    adjust: str = "holm"
    margin: float = 0.05
    bootstrap: int = 2000
    seed: int = 1
    min_n: int = 5
    min_n_verdict: int = 20
    unit_design: str = "none"
    signed_rank: str = "wilcoxon"
    exact: bool = False
    case_mix: tuple[str, ...] | None = None
    depth: str = "quarterly"
    leave_out: tuple[str, ...] = ()
    decimals: int = 2
    language: str = "en"
    labels: Labels = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        problems = self._wrong_kinds() or [*self._wrong_choices(), *self._wrong_numbers()]
        if problems:
            raise CallError(*problems)

    @property
    def alpha(self) -> float:
        """1 − confidence, free of binary dust."""
        return round(1 - self.confidence, 12)

    @cached_property
    def words(self) -> Words:
        """The words of the language, with the study's labels."""
        return words(self.language).labelled(self.labels)

    @classmethod
    def names(cls) -> list[str]:
        """Names of all options."""
        return [f.name for f in fields(cls)]

    def _wrong_kinds(self) -> list[Problem]:
        found = self._wrong_labels()
        for f in fields(self):
            value: Any = getattr(self, f.name)
            if f.name == "labels":
                continue
            if f.name in _NAMES:
                good, advice = _are_names(value, f.default), "Give a tuple of names."
            else:
                kind = type(f.default)
                good = _fits(value, kind)
                advice = f"Give {_KINDS.get(kind, 'a value')}, such as {f.default!r}."
            if not good:
                found.append(Problem(f.name, f"{value!r} will not do.", advice))
        return found

    def _wrong_labels(self) -> list[Problem]:
        wrong = labels_problem(self.labels, LANGUAGES)
        advice = 'Give {"channel": {"web": "online"}}, or a text per language.'
        return [Problem("labels", f"{wrong}.", advice)] if wrong else []

    def _wrong_choices(self) -> list[Problem]:
        found = []
        for key, known in _CHOICES.items():
            value: Any = getattr(self, key)
            if value not in known:
                advice = f"{did_you_mean(str(value), known)} Known: {', '.join(known)}.".strip()
                found.append(Problem(key, f"{value!r} is not known.", advice))
        for name in self.leave_out:
            if name not in CHECKS:
                advice = f"{did_you_mean(name, CHECKS)} Known: {', '.join(CHECKS)}.".strip()
                found.append(Problem("leave_out", f"{name!r} is no check.", advice))
        return found

    def _wrong_numbers(self) -> list[Problem]:
        rules = [
            (
                "confidence",
                0.5 <= self.confidence < 1,
                "a number from 0.5 to below 1, such as 0.95",
            ),
            (
                "margin",
                0 < self.margin < 0.5,
                "a share of the scale between 0 and 0.5, such as 0.05",
            ),
            ("bootstrap", self.bootstrap >= 100, "at least 100"),
            ("seed", self.seed >= 0, "0 or more"),
            ("min_n", self.min_n >= 1, "1 or more"),
            ("min_n_verdict", self.min_n_verdict >= 2, "2 or more"),
            ("decimals", 0 <= self.decimals <= 6, "0 to 6"),
        ]
        return [
            Problem(key, f"{getattr(self, key)!r} will not do.", f"Give {want}.")
            for key, holds, want in rules
            if not holds
        ]


def _are_names(value: Any, default: object) -> bool:
    """Whether a value is a tuple of texts, or None where that is the default."""
    if value is None:
        return default is None
    return isinstance(value, tuple) and all(isinstance(n, str) for n in value)


def _fits(value: Any, kind: type) -> bool:
    """Whether a value is of a kind; 1 and numpy's numbers will do, True is no number."""
    if isinstance(value, bool) or kind in (bool, str):
        return type(value) is kind
    return isinstance(value, Integral if kind is int else Real)
