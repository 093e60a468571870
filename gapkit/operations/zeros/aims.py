"""The three zeros: the figures that each is told by, and what a study aims at in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MEASURES", "SCALE_FREE", "ZEROS", "Measure", "Zeros"]


@dataclass(frozen=True)
class Measure:
    """One of the figures that a zero is told by.

    Parameters
    ----------
    zero
        ``distance``, ``complaints`` or ``cost``.
    better
        ``higher`` or ``lower``.
    exact
        Whether the figure is counted in full, so that it meets a target without an interval.
    most
        The most that it can be: 1 of a share.
    """

    zero: str
    better: str = "higher"
    exact: bool = False
    most: float = inf

    @property
    def is_share(self) -> bool:
        """Whether it is a share of 1, which people read in per cent."""
        return self.most == 1


MEASURES: Final[Mapping[str, Measure]] = {
    "index": Measure("distance", most=100),
    "recovered": Measure("complaints", most=1),
    "per_customer": Measure("cost", "lower", exact=True),
    "per_transaction": Measure("cost", "lower", exact=True),
    "per_new_customer": Measure("cost", "lower", exact=True),
    "first_attempt": Measure("cost", most=1),
    "elasticity": Measure("cost", "lower"),
}
"""Measure → what it tells of, in the order of the table."""

ZEROS: Final[Mapping[str, str]] = {
    "distance": "index",
    "complaints": "recovered",
    "cost": "elasticity",
}
"""Zero → the measure that a target named after it is for."""

SCALE_FREE: Final = 1.0
"""Elasticity at which the cost of serving one customer stays as it is, however many there are."""


@dataclass(frozen=True)
class Zeros:
    """What a study says of the three zeros.

    Parameters
    ----------
    distance
        Outcomes, dimensions or items of the index; see `gapkit.operations.zeros.distance`.
    recovered_within
        Days, counted on the calendar, within which a complaint is to be put right.
    targets
        Zero or measure → what is aimed at; by default an elasticity below 1, and nothing else.
    unit
        The study's name of the unit's column.
    """

    distance: tuple[str, ...] = ()
    recovered_within: int = 7
    targets: Mapping[str, float] = field(default_factory=dict)
    unit: str | None = None

    def target(self, measure: str) -> float:
        """Return what is aimed at; NaN where nothing is.

        Examples
        --------
        >>> aims = Zeros(targets={"complaints": 0.95})
        >>> aims.target("recovered"), aims.target("elasticity"), aims.target("index")
        (0.95, 1.0, nan)
        """
        named = {ZEROS.get(name, name): value for name, value in self.targets.items()}
        return named.get(measure, SCALE_FREE if measure == "elasticity" else float("nan"))
