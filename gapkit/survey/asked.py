"""What a question to a survey needs beside its counts: other options, the number of people."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from gapkit.errors import CallError, Problem, did_you_mean
from gapkit.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gapkit.gaps import Gap
    from gapkit.survey.handle import Survey
    from gapkit.tally import Tally

__all__ = ["changed", "model_and_own", "people_in", "speaking"]


def changed(options: Options, changes: Mapping[str, Any]) -> Options:
    """Return options with some changed; a name that is none is told with the nearest."""
    known = Options.names()
    unknown = [name for name in changes if name not in known]
    if unknown:
        raise CallError(*(
            Problem("options", f"there is no option '{name}'.",
                    f"{did_you_mean(name, known)} Known: {', '.join(known)}.".strip())
            for name in unknown
        ))  # fmt: skip
    return replace(options, **changes)


def people_in(tally: Tally) -> int:
    """Return how many customers (else people of any role) answered in the last wave."""
    from gapkit.gaps.groups import waves_of
    from gapkit.tally import EVERY_WAVE, Everybody, Group, Moments

    last = waves_of(tally)[-1]
    places = [tally.index(Group(w, "all", "all")) for w in (last, EVERY_WAVE)]
    counts = {
        part.score.role: sum(int(tally.moments(part.score).n[p]) for p in places if p is not None)
        for part in tally.parts
        if isinstance(part, Moments) and isinstance(part.score, Everybody)
    }
    return counts.get("customer", max(counts.values(), default=0))


def model_and_own(own_gaps: Iterable[Gap]) -> list[Gap]:
    """Return the gaps of the model, replaced by the study's own of the same name, and its others."""
    from gapkit.gaps import GAPS

    own = {gap.name: gap for gap in own_gaps}
    model = [own.pop(gap.name, gap) for gap in GAPS]
    return [*model, *own.values()]


def speaking(survey: Survey, language: str) -> Survey:
    """Return the same survey in another language; what was read and counted is not lost."""
    other = survey.using(language=language)
    own = {f.name for f in fields(survey)}
    vars(other).update({name: kept for name, kept in vars(survey).items() if name not in own})
    return other
