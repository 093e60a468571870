"""What `Survey` answers about outcomes: what drives them, kinds of attributes, priorities; its methods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gapkit.errors import CallError, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gapkit.gaps import Inventory
    from gapkit.measurement.models import Explained
    from gapkit.measurement.sums import Sums, Wish
    from gapkit.results import Result
    from gapkit.survey.handle import Survey
    from gapkit.tally import Tally

__all__ = [
    "asked_of",
    "difference_scores",
    "driver_models",
    "drivers",
    "kano",
    "known_outcome",
    "outcomes",
    "penalty_reward",
    "priorities",
    "read_ahead",
    "summed",
]


def outcomes(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """Means of the outcomes (satisfaction, recommendation, …) and net promoter scores."""
    from gapkit.measurement.outcomes import outcome_sentences, outcomes_frame

    of, tally, inventory, segments = self._ask(by, options)
    frame = outcomes_frame(tally, inventory, of.options, segments)
    return of._result("outcomes", frame, outcome_sentences(frame, of.options))


def drivers(
    self: Survey, outcome: str | None = None, by: str | Iterable[str] | None = None, **options: Any
) -> Result:
    """How much each dimension and each item tells of an outcome: the table `drivers`.

    Parameters
    ----------
    outcome
        One outcome; by default all of the study.
    by
        A column, or several, to break dimensions down by; by default the study's segments.

    Returns
    -------
    Result
        Relative weights and Shapley shares with intervals, from perceptions and from gaps. The
        summary also says which of the two explains more (`driver_models`), and whether a gap
        weighs expectations as the outcome does (`difference_scores`).

    Raises
    ------
    CallError
        There is no such outcome.
    """
    from gapkit.measurement.difference import difference_scores_frame, driver_models_frame
    from gapkit.measurement.driver_sentences import driver_sentences
    from gapkit.measurement.drivers import drivers_frame
    from gapkit.measurement.models import explained_of

    of, tally, inventory, segments = self._ask(by, options)
    known_outcome(outcome, inventory)
    explained = explained_of(inventory, self.pairs(inventory), segments, outcome)
    sums = summed(
        asked_of(self, of), tally, inventory, segments, [w for e in explained for w in e.wishes]
    )
    frame = drivers_frame(explained, sums, of.options)
    whole = replace(sums, groups=[g for g in sums.groups if g.segment == "all"][-1:])
    models = driver_models_frame(explained, whole, of.options)
    differences = difference_scores_frame(explained, whole, of.options)
    said = driver_sentences(frame, models, differences, self.instrument, of.options)
    return of._result("drivers", frame, said)


def driver_models(self: Survey, outcome: str | None = None, **options: Any) -> Result:
    """Compare what perceptions, gaps, and both explain of unseen answers: `driver_models`."""
    from gapkit.measurement.difference import driver_models_frame

    return _explained(self, "driver_models", driver_models_frame, outcome, options)


def difference_scores(self: Survey, outcome: str | None = None, **options: Any) -> Result:
    """Whether gaps weigh expectations as outcomes do (Edwards 1994): `difference_scores`."""
    from gapkit.measurement.difference import difference_scores_frame

    return _explained(self, "difference_scores", difference_scores_frame, outcome, options)


def penalty_reward(self: Survey, outcome: str | None = None, **options: Any) -> Result:
    """Which attributes annoy where they fail, which delight where they excel: `penalty_reward`."""
    from gapkit.measurement.driver_sentences import kind_sentences
    from gapkit.measurement.kinds import contrasts_of, penalty_reward_frame

    of, tally, inventory, segments = self._ask(None, options)
    known_outcome(outcome, inventory)
    contrasts = contrasts_of(inventory, outcome)
    sums = summed(asked_of(self, of), tally, inventory, segments, [c.wish for c in contrasts])
    frame = penalty_reward_frame(contrasts, sums, of.options)
    return of._result("penalty_reward", frame, kind_sentences(frame, self.instrument, of.options))


def kano(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """Kano's kinds of attributes; empty where no pairs of questions were asked.

    The pairs are the batteries ``functional`` ("if it is there …") and ``dysfunctional`` ("if it
    is not …"), answered from 1 (like) to 5 (dislike) or in the usual words.
    """
    from gapkit.measurement.driver_sentences import kano_sentences
    from gapkit.measurement.kinds import kano_frame

    of, tally, inventory, segments = self._ask(by, options)
    frame = kano_frame(tally, inventory, of.options, segments)
    return of._result("kano", frame, kano_sentences(frame, of.options))


def priorities(
    self: Survey,
    by: str | Iterable[str] | None = None,
    *,
    outcome: str | None = None,
    cross: str | tuple[float, float] = "mean",
    **options: Any,
) -> Result:
    """Rank what matters and is not done well, and say how sure the order is: `priorities`.

    Parameters
    ----------
    by
        A column, or several, to break down by; by default the study's segments.
    outcome
        What importance is derived from; by default the study's first outcome.
    cross
        Where the lines between quadrants stand: ``mean``, ``median``, ``midpoint``, or two numbers
        (performance, importance).
    """
    from gapkit.measurement.baskets import baskets_of
    from gapkit.measurement.driver_sentences import priority_sentences
    from gapkit.measurement.priorities import checked_cross, priorities_frame

    of, tally, inventory, segments = self._ask(by, options)
    known_outcome(outcome, inventory)
    baskets = baskets_of(inventory, self.pairs(inventory), segments, outcome)
    sums = summed(asked_of(self, of), tally, inventory, segments, [b.wish for b in baskets])
    scale = self.instrument.scale
    frame = priorities_frame(baskets, sums, scale, of.options, checked_cross(cross))
    return of._result("priorities", frame, priority_sentences(frame, self.instrument, of.options))


def read_ahead(survey: Survey) -> None:
    """Read the answers once for all that a run sums over people; nothing where they were read."""
    from gapkit.measurement.baskets import baskets_of
    from gapkit.measurement.kinds import contrasts_of
    from gapkit.measurement.models import explained_of
    from gapkit.survey.rooted import root_wishes

    _, tally, inventory, segments = survey._ask(None, {})
    pairs = survey.pairs(inventory)
    wishes = [w for e in explained_of(inventory, pairs, segments) for w in e.wishes]
    wishes += [c.wish for c in contrasts_of(inventory)]
    wishes += [b.wish for b in baskets_of(inventory, pairs, segments)]
    wishes += root_wishes(survey, inventory, segments)
    summed(survey, tally, inventory, segments, wishes)


def _explained(
    survey: Survey, name: str, make: Any, outcome: str | None, options: dict[str, Any]
) -> Result:
    of, explained, sums = explained_sums(survey, outcome, None, options)
    return of._result(name, make(explained, sums, of.options))


def explained_sums(
    survey: Survey, outcome: str | None, by: str | Iterable[str] | None, options: dict[str, Any]
) -> tuple[Survey, list[Explained], Sums]:
    """Return what outcomes are explained by, and the sums that this takes.

    Raises
    ------
    CallError
        There is no such outcome.
    """
    from gapkit.measurement.models import explained_of

    of, tally, inventory, segments = survey._ask(by, options)
    known_outcome(outcome, inventory)
    explained = explained_of(inventory, survey.pairs(inventory), segments, outcome)
    wishes = [w for e in explained for w in e.wishes]
    return of, explained, summed(asked_of(survey, of), tally, inventory, segments, wishes)


def asked_of(survey: Survey, of: Survey) -> Survey:
    """Return the survey whose answers count: another where an option leaves people out."""
    return survey if of.options.leave_out == survey.options.leave_out else of


def known_outcome(outcome: str | None, inventory: Inventory) -> None:
    """Refuse an outcome that the survey does not have, and tell those that there are."""
    from gapkit.measurement.outcomes import outcomes_of

    known = list(outcomes_of(inventory))
    if outcome is not None and outcome not in known:
        listed = ", ".join(known) or "none"
        advice = f"{did_you_mean(outcome, known)} Known: {listed}.".strip()
        raise CallError(Problem("outcome", f"there is no outcome '{outcome}'.", advice))


def summed(
    survey: Survey, tally: Tally, inventory: Inventory, segments: Sequence[str], wishes: list[Wish]
) -> Sums:
    """Read the answers once for all wishes that were not answered before."""
    from gapkit.gaps.groups import groups_for
    from gapkit.measurement.sums import Sums, sums_of_products

    answers = survey._counted(segments)[0]
    known: dict[Any, Any] = survey.__dict__.setdefault("_sums", {})
    new = [w for w in dict.fromkeys(wishes) if (id(answers), w) not in known]
    if new:
        design = inventory.design.columns if inventory.design else None
        found = sums_of_products(answers.batches(), new, inventory.scales, design)
        known.update({(id(answers), w): groups for w, groups in found.items()})
    roles = {w.role for w in wishes}
    own = [s for s in segments if all(inventory.knows(role, s) for role in roles)]
    named = frozenset(role for role in roles if inventory.knows(role, "wave"))
    found = {w: known[id(answers), w] for w in wishes}
    return Sums(found, groups_for(tally, roles, own) if wishes else [], named)
