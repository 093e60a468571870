"""What `Survey` answers about the care that questionnaires were filled in with; its methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.errors import CallError, Problem
from gapkit.options import CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gapkit.gaps import Inventory
    from gapkit.ingest import Answers
    from gapkit.measurement.short_form import ShortForm
    from gapkit.results import Result
    from gapkit.survey.handle import Survey
    from gapkit.tally import Tally

__all__ = [
    "answer_quality",
    "flagged_gaps",
    "kept",
    "short_form",
    "similar_forms",
    "without_flagged",
]


def answer_quality(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """How many respondents show signs of careless answering: the table `answer_quality`.

    Checks: half a battery in one run of the same answer, one answer throughout, hardly any
    variation, less than two seconds a question (where the source names a ``duration``), more than
    half not answered, the answers or the id of somebody else, minimum above desired, two batteries
    alike item by item. A sign is no proof, so nobody is left out unless the study says so
    (``leave_out`` in the options, or `without_flagged`).

    Parameters
    ----------
    by
        A column, or several, to break down by; by default the study's segments.

    Returns
    -------
    Result
        ``flagged`` of the ``n`` people who can be judged by a check; everybody is looked at, also
        who is left out of the figures.
    """
    from gapkit.measurement.answer_quality import (
        answer_quality_frame,
        flagged_gaps_frame,
        quality_sentences,
    )

    of, tally, inventory, segments = _marked(self, by, options)
    frame = answer_quality_frame(tally, inventory, segments)
    effect = flagged_gaps_frame(tally, inventory, self.pairs(inventory))
    return of._result("answer_quality", frame, quality_sentences(frame, effect, of.options))


def flagged_gaps(self: Survey, **options: Any) -> Result:
    """Gaps with and without those whom each check flags: the table `flagged_gaps`."""
    from gapkit.measurement.answer_quality import flagged_gaps_frame

    of, tally, inventory, _ = _marked(self, None, options)
    frame = flagged_gaps_frame(tally, inventory, self.pairs(inventory))
    return of._result("flagged_gaps", frame)


def without_flagged(self: Survey, checks: Iterable[str] | None = None) -> Survey:
    """Return the same survey without the respondents that some checks flag.

    Every figure can so be set beside its twin: ``survey.without_flagged(["too_fast"]).gaps()``.
    The ledger says who was left out.

    Parameters
    ----------
    checks
        Names of `gapkit.options.CHECKS`; by default all of them.

    Raises
    ------
    CallError
        There is no such check.
    """
    from gapkit.measurement.left_out import everybody_in

    other = self.using(leave_out=tuple(CHECKS if checks is None else checks))
    # the columns were found already: they are not looked for again
    other.__dict__["answers"] = kept(everybody_in(self.answers), other.options.leave_out)
    return other


def similar_forms(self: Survey, **options: Any) -> Result:
    """Forms of one unit that carry the same answers, beyond chance: the table `similar_forms`.

    Put as a question to look into, with the times and devices where the source names ``submitted``
    and ``device``; see `gapkit.stats.similar_forms` for how chance is reckoned.

    Returns
    -------
    Result
        One row a cluster; empty where no unit has any.
    """
    from gapkit.measurement.left_out import everybody_in
    from gapkit.measurement.similar_forms import similar_forms_frame, similar_sentences

    of = self.using(**options) if options else self
    frame = similar_forms_frame(everybody_in(self.answers), self.unit)
    if self.only_waves:
        frame = frame[frame["wave"].isin(self.only_waves)].reset_index(drop=True)
    return of._result("similar_forms", frame, similar_sentences(frame, of.options))


def short_form(
    self: Survey, wave: str | None = None, fewest: int = 2, halves: int = 0, **options: Any
) -> ShortForm:
    """Which questions can be dropped while the verdicts on the dimensions stay the same.

    Parameters
    ----------
    wave
        Whose answers decide; by default the last.
    fewest
        Items that every dimension keeps.
    halves
        How often to split the people and hold what one half decides against the other.

    Returns
    -------
    ShortForm
        The table `short_form`; ``.toml`` is the instrument file, which ``.write(path)`` writes.

    Raises
    ------
    CallError
        Customers' perceptions were not asked, or there is no such wave.
    """
    from gapkit.gaps.groups import waves_of
    from gapkit.measurement.people import answered_in
    from gapkit.measurement.short_form import short_form

    of, tally, inventory, _ = self._ask(None, options)
    known = waves_of(tally)
    chosen = known[-1] if wave is None else wave
    if chosen not in known:
        what = f"no answers are of the wave '{wave}'."
        raise CallError(Problem("short_form", what, f"Waves in the data: {', '.join(known)}."))
    answered = answered_in(self.answers, inventory, chosen)
    return short_form(answered, self.instrument, of.options, chosen, fewest, halves)


def kept(answers: Answers, leave_out: tuple[str, ...]) -> Answers:
    """Return the answers without those whom some checks flag."""
    if not leave_out:
        return answers
    from gapkit.measurement.left_out import Kept

    return Kept(answers, leave_out)


def _marked(
    survey: Survey, by: str | Iterable[str] | None, options: Mapping[str, Any]
) -> tuple[Survey, Tally, Inventory, tuple[str, ...]]:
    """Count the marks once for every set of segments that is asked for."""
    from gapkit.measurement.left_out import everybody_in
    from gapkit.measurement.marked import marked_tally

    of, _, inventory, segments = survey._ask(by, options)
    known: dict[tuple[str, ...], Tally] = survey.__dict__.setdefault("_marks", {})
    tally = next((t for counted, t in known.items() if {*segments} <= {*counted}), None)
    if tally is None:
        answers = everybody_in(survey._counted(by)[0])
        tally = marked_tally(answers, inventory, survey.pairs(inventory), segments)
        known[segments] = tally
    return of, tally.only(survey.only_waves) if survey.only_waves else tally, inventory, segments
