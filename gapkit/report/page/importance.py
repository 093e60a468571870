"""Which sentences of the systems lead: first what asks for somebody to act, last how it was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapkit.wording import Phrase

__all__ = ["LEADING", "NOTES", "by_importance"]

LEADING: Final = (
    "training.everybody",
    "training.one",
    "monitors.drift",
    "monitoring.critical",
    "monitoring.critical_open",
    "monitoring.missed",
    "monitors.no_calls",
    "limits.mean_outside",
    "limits.below_outside",
    "overdue.count_named",
    "overdue.count",
    "overdue.unit",
    "overdue.attended",
    "hard_cases.said",
    "zeros.together",
    "zeros.behind.recovered",
    "zeros.behind.first_attempt",
)
"""Sentences that somebody has to act upon, the most urgent first."""

NOTES: Final = frozenset(
    {"monitoring.target", "monitors.calls", "training.pooled", "limits.few", "recovery_steps.association",
     "guarantee.no_bad_sign", "contacts.cut", "zeros.young", "zeros.few_waves", "zeros.money"}
)  # fmt: skip
"""Sentences on how something was counted."""


def by_importance(said: Iterable[Phrase]) -> list[Phrase]:
    """Return sentences by how much they ask of a reader; of one importance they stay as they stand.

    Examples
    --------
    >>> from gapkit.wording import Phrase
    >>> said = [Phrase(key) for key in ("limits.few", "monitoring.covered", "monitors.drift")]
    >>> [phrase.key for phrase in by_importance(said)]
    ['monitors.drift', 'monitoring.covered', 'limits.few']
    """
    places = {key: place for place, key in enumerate(LEADING)}
    return sorted(said, key=lambda p: places.get(p.key, len(LEADING) + (p.key in NOTES)))
