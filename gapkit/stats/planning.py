"""How many people to ask: for one gap, for "met", per branch; and what a survey could have told."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

from gapkit.stats.power import (
    answers_for_power,
    answers_for_precision,
    answers_from_finite,
    design_effect_of_clusters,
    power_equivalence,
    sd_of_difference,
    smallest_gap,
)

__all__ = ["Plan", "plan"]

MOST_FOR_MET = 100_000


@dataclass(frozen=True)
class Plan:
    """Answers that a survey needs, in whole people who answer both sides.

    Parameters
    ----------
    gap, sd, power, confidence
        What was asked for; `sd` is that of the gap within people, or of either side's answers
        where other people answer.
    to_tell
        Answers to tell a true gap of that size from zero.
    to_meet
        Answers to call a true gap of zero "met" within `margin`.
    for_precision
        Answers for an interval of ± `gap` / 2.
    design_effect
        By which the others are multiplied already; 1 where people are drawn one by one.
    units, all_units
        How many units, and answers to tell the gap in each of them.
    smallest
        Smallest gap that `answered` people could have told; None where not asked.

    Examples
    --------
    >>> found = plan(gap=0.5, sd=1.2)
    >>> found.to_tell, found.to_meet, found.for_precision
    (48, 139, 91)
    """

    gap: float
    sd: float
    power: float
    confidence: float
    margin: float
    to_tell: int
    to_meet: int
    for_precision: int
    design_effect: float
    units: int
    all_units: int
    smallest: float | None

    def lines(self) -> list[str]:
        """Return the plan in sentences of plain ASCII, for a console."""
        chances = f"power {self.power:.0%}, confidence {self.confidence:.0%}"
        said = [
            f"sd {self.sd:.2f}, {chances}, design effect {self.design_effect:.2f}",
            f"{self.to_tell:>7} answers to tell a gap of {self.gap:g} from zero",
            f"{self.to_meet:>7} answers to call a gap of zero met within +-{self.margin:g}",
            f"{self.for_precision:>7} answers for an interval of +-{self.gap / 2:g}",
        ]
        if self.units > 1:
            said.append(
                f"{self.all_units:>7} answers in all to tell it in each of {self.units} units"
            )
        if self.smallest is not None:
            said.append(f"{self.smallest:>7.2f} points: the smallest gap that so many could tell")
        return said


def plan(
    *,
    gap: float,
    sd: float | None = None,
    sd_left: float = 1.2,
    sd_right: float = 1.2,
    correlation: float = 0.3,
    power: float = 0.8,
    confidence: float = 0.95,
    margin: float = 0.3,
    pairing: Literal["paired", "independent"] = "paired",
    population: int | None = None,
    units: int = 1,
    icc: float = 0.0,
    answered: int | None = None,
) -> Plan:
    """Plan a survey, or ask of a finished one what it could have told.

    Parameters
    ----------
    gap
        The true mean gap that should be told from zero, in points of the scale.
    sd
        Of the gap within people; left out, it follows from both sides' sd and their correlation.
    power, confidence
        Chance of telling it; 1 − α of the two-sided test.
    margin
        Equivalence margin of "met", in points of the scale.
    pairing
        ``paired`` (the same people) or ``independent`` (as many people on either side).
    population
        Customers in all, where few: fewer answers are needed then.
    units, icc
        Branches that are to be told one by one; likeness of people within a unit where units are
        drawn (answers are then multiplied by the design effect).
    answered
        People of a finished survey.

    Raises
    ------
    CallError
        A number that cannot be.

    Notes
    -----
    Noncentral t, as R's ``power.t.test``; see `gapkit.stats.power`.
    """
    spread = sd
    if spread is None:
        spread = (
            sd_of_difference(sd_left, sd_right, correlation) if pairing == "paired" else sd_left
        )
    tell = answers_for_power(gap, spread, power, confidence, pairing)
    per_unit = tell / max(units, 1)
    effect = design_effect_of_clusters(max(per_unit, 1), icc) if icc else 1.0

    def whole(n: float) -> int:
        needed = n * effect
        return ceil(answers_from_finite(needed, population) if population else needed)

    return Plan(
        gap, spread, power, confidence, margin,
        to_tell=whole(tell),
        to_meet=whole(_to_meet(margin, spread, power, confidence)),
        for_precision=whole(answers_for_precision(abs(gap) / 2, spread, confidence)),
        design_effect=effect,
        units=units,
        all_units=whole(tell) * units,
        smallest=smallest_gap(answered, spread, power, confidence, pairing) if answered else None,
    )  # fmt: skip


def _to_meet(margin: float, sd: float, power: float, confidence: float) -> int:
    """Return the fewest people with which a true gap of zero is met often enough."""
    low, high = 2, 4
    while high < MOST_FOR_MET and power_equivalence(high, margin, sd, 0.0, confidence) < power:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        enough = power_equivalence(middle, margin, sd, 0.0, confidence) >= power
        low, high = (low, middle) if enough else (middle, high)
    return high
