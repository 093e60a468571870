"""What `Survey` answers about gaps between roles: matched by unit, free of anchors; its methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.errors import CallError, Problem
from gapkit.gaps.inventory import exempt_sides

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapkit.results import Result
    from gapkit.survey.handle import Survey

__all__ = ["consensus", "gaps_by_unit", "knowledge", "profile", "witnesses"]


def gaps_by_unit(self: Survey, **options: Any) -> Result:
    """Gaps between roles that both know the unit, matched by unit: n counts units.

    Verdicts rest on a t test over units; the minima of people look at those behind them.

    Raises
    ------
    CallError
        The survey names no unit.
    """
    from gapkit.gaps.by_unit import gaps_by_unit_frame
    from gapkit.gaps.unit_words import by_unit_sentences

    if self.unit is None:
        raise CallError(
            Problem("gaps_by_unit", "the survey names no unit.", 'Read it with unit="branch".')
        )
    of, tally, inventory, _ = self._ask(None, options)
    pairs = self.pairs(inventory)
    frame = gaps_by_unit_frame(tally, inventory, pairs, of.options, self.unit, self.targets)
    exempt = {
        gap: tuple(column.replace("n_", "people_") for column in columns)
        for gap, columns in exempt_sides(pairs).items()
    }
    return of._result("gaps_by_unit", frame, by_unit_sentences(frame, of.options), exempt)


def knowledge(
    self: Survey,
    by: str | Iterable[str] | None = None,
    profile: Result | None = None,
    **options: Any,
) -> Result:
    """Gaps between roles without anchors: level, profile, accuracy, disagreement.

    Two roles use a scale differently, so that the mean of gap 1 alone means little; adding a
    constant to one role's answers changes ``level_difference`` and nothing else. `profile` is
    the table of that name, where it is at hand.
    """
    from gapkit.gaps.knowledge import knowledge_frame
    from gapkit.gaps.knowledge_sentences import knowledge_sentences

    of, tally, inventory, segments = self._ask(by, options)
    pairs = self.pairs(inventory)
    frame = knowledge_frame(tally, inventory, pairs, of.options, segments)
    items = (profile or self.profile(by, **options)).frame
    said = knowledge_sentences(frame, items, of.options) if len(frame) else ()
    return of._result("knowledge", frame, said, exempt_sides(pairs))


def profile(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """Each item's gap between roles less the roles' own means: free of how a scale is used."""
    from gapkit.gaps.knowledge import profile_frame

    of, tally, inventory, segments = self._ask(by, options)
    pairs = self.pairs(inventory)
    frame = profile_frame(tally, inventory, pairs, of.options, segments)
    return of._result("profile", frame, exempt=exempt_sides(pairs))


def consensus(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """Where managers and staff answered the same battery: how far they agree."""
    from gapkit.gaps.consensus import consensus_frame

    of, tally, inventory, segments = self._ask(by, options)
    frame = consensus_frame(tally, inventory, of.options, segments)
    return of._result("consensus", frame)


def witnesses(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """Where survey, checks and mystery shopping speak of the same: whether they agree."""
    from gapkit.gaps.witnesses import witnesses_frame

    of, tally, inventory, segments = self._ask(by, options)
    frame = witnesses_frame(tally, inventory, of.options, segments)
    return of._result("witnesses", frame)
