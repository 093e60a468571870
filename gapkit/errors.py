"""What went wrong, said to a person: one base class, the stages of the work, the form of a message."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CallError",
    "GapkitError",
    "GapkitWarning",
    "IngestError",
    "InstrumentError",
    "Problem",
    "ReportError",
    "StudyError",
    "did_you_mean",
]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    where
        The place: file and line, file and column, or the argument's name.
    what
        What came, and what would have done.
    advice
        The next step; may be empty.

    Examples
    --------
    >>> print(Problem("study.toml:4", "[study] has no key 'titel'.", "Did you mean 'title'?"))
    study.toml:4: [study] has no key 'titel'. Did you mean 'title'?
    """

    where: str
    what: str
    advice: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what} {self.advice}".rstrip()


class GapkitError(Exception):
    """Base of every error that gapkit raises on purpose; holds all problems found at once.

    Parameters
    ----------
    *problems
        `Problem` records, or plain sentences.
    """

    stage: ClassVar[str] = "gapkit"

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(p if isinstance(p, Problem) else Problem("", p) for p in problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class StudyError(GapkitError):
    """The study file asks for something that cannot be."""

    stage = "study"


class InstrumentError(GapkitError):
    """The instrument file is wrong, or there is none of that name."""

    stage = "instrument"


class IngestError(GapkitError):
    """An export cannot be read, or does not hold what the study asks of it."""

    stage = "ingest"


class CallError(GapkitError, ValueError):
    """A function was called with an argument that it cannot take."""

    stage = "call"


class ReportError(GapkitError):
    """The results stand, but they could not be written."""

    stage = "report"


class GapkitWarning(UserWarning):
    """Something that is usable but should be looked at; the message says what to do."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question that names the nearest known word, or nothing.

    Examples
    --------
    >>> did_you_mean("segements", ["title", "segments"])
    "Did you mean 'segments'?"
    >>> did_you_mean("zzz", ["title"])
    ''
    """
    near = get_close_matches(word, list(known), 1)
    return f"Did you mean '{near[0]}'?" if near else ""
