"""How many answers a question needs, and what a finished survey could have told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from scipy.special import nctdtr, stdtrit

from gapkit.errors import CallError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "answers_for_power",
    "answers_for_precision",
    "answers_from_finite",
    "design_effect_of_clusters",
    "power_equivalence",
    "power_independent",
    "power_paired",
    "sd_of_difference",
    "smallest_gap",
]

Pairing: TypeAlias = Literal["paired", "independent"]
_MOST = 1e9


def sd_of_difference(sd_left: float, sd_right: float, correlation: float) -> float:
    """Return the sd of the gap within people from both sides' sd and their correlation.

    Examples
    --------
    >>> round(sd_of_difference(1.0, 1.2, 0.3), 4)
    1.3115
    """
    if not -1 <= correlation <= 1:
        raise _refused("correlation", correlation, "a number from -1 to 1")
    covariance = correlation * sd_left * sd_right
    return float(np.sqrt(sd_left**2 + sd_right**2 - 2 * covariance))


def power_paired(n: float, gap: float, sd: float, confidence: float = 0.95) -> float:
    """Return the chance that a paired t test tells a true gap from zero.

    Parameters
    ----------
    n
        People who answer both sides; at least 2, need not be whole.
    gap
        The true mean gap; its sign doesn't matter.
    sd
        Of the gap within people (`sd_of_difference`).
    confidence
        1 − α of the two-sided test.

    Notes
    -----
    Noncentral t; R's ``power.t.test(type = "paired", strict = TRUE)``.

    Examples
    --------
    >>> round(power_paired(60, gap=0.3, sd=1.0), 4)
    0.6278
    """
    _above("sd", sd)
    return _power(n - 1, gap / sd * np.sqrt(n), confidence)


def power_independent(
    n_left: float, n_right: float, gap: float, sd: float, confidence: float = 0.95
) -> float:
    """Return the chance that a t test of different people tells a true gap from zero.

    Parameters
    ----------
    n_left, n_right
        People on either side.
    gap, sd
        The true difference of means, and the sd within either side (their root mean square).
    confidence
        1 − α of the two-sided test.

    Notes
    -----
    Noncentral t with equal variances; R's ``power.t.test(strict = TRUE)`` for equal sides.

    Examples
    --------
    >>> round(power_independent(50, 50, gap=0.5, sd=1.0), 4)
    0.6969
    """
    _above("sd", sd)
    scale = np.sqrt(n_left * n_right / (n_left + n_right))
    return _power(n_left + n_right - 2, gap / sd * scale, confidence)


def power_equivalence(
    n: float, margin: float, sd: float, gap: float = 0.0, confidence: float = 0.95
) -> float:
    """Return the chance that a paired gap is told to lie within ± margin.

    Parameters
    ----------
    n, sd
        As in `power_paired`.
    margin
        Above 0, in the gap's units.
    gap
        The true mean gap.
    confidence
        1 − α of each one-sided test.

    Notes
    -----
    Noncentral-t approximation: the chances of both one-sided tests, less 1; never below 0.

    Examples
    --------
    >>> round(power_equivalence(117, margin=0.3, sd=1.1), 3)
    0.802
    """
    _above("sd", sd)
    _above("margin", margin)
    df, root = n - 1, np.sqrt(n) / sd
    edge = stdtrit(df, confidence)
    upper = nctdtr(df, (gap - margin) * root, -edge)
    lower = nctdtr(df, (gap + margin) * root, edge)
    return float(max(0.0, upper - lower))


def answers_for_power(
    gap: float,
    sd: float,
    power: float = 0.8,
    confidence: float = 0.95,
    pairing: Pairing = "paired",
) -> float:
    """Return how many people are needed to tell a gap; round up.

    Parameters
    ----------
    gap, sd
        As in `power_paired` or `power_independent`; the gap must not be 0.
    power
        Wished chance of telling it, above 1 − confidence and below 1.
    confidence
        1 − α of the two-sided test.
    pairing
        "paired": people in all; "independent": people on each side.

    Raises
    ------
    CallError
        Where no number of people would do.

    Examples
    --------
    >>> round(answers_for_power(gap=0.5, sd=1.0), 2)
    33.37
    """
    if gap == 0:
        raise _refused("gap", gap, "a gap other than 0: no survey can tell 0 from 0")
    _chance("power", power, 1 - confidence)
    return _crossing(lambda n: _power_of(pairing, n, gap, sd, confidence), power, 2.0, _MOST)


def smallest_gap(
    n: float,
    sd: float,
    power: float = 0.8,
    confidence: float = 0.95,
    pairing: Pairing = "paired",
) -> float:
    """Return the smallest gap that n people tell with the wished power.

    Parameters
    ----------
    n
        People in all ("paired") or on each side ("independent"), at least 2.
    sd, power, confidence, pairing
        As in `answers_for_power`.

    Examples
    --------
    >>> round(smallest_gap(n=34, sd=1.0), 3)
    0.495
    """
    _chance("power", power, 1 - confidence)
    if n < 2:
        raise _refused("n", n, "at least 2 people")
    return _crossing(lambda gap: _power_of(pairing, n, gap, sd, confidence), power, 0.0, 1e3 * sd)


def answers_for_precision(half_width: float, sd: float, confidence: float = 0.95) -> int:
    """Return the fewest people whose t interval of a mean is estimate ± half_width or narrower.

    Examples
    --------
    >>> answers_for_precision(0.2, sd=0.828226800320034)
    69
    """
    _above("half_width", half_width)
    _above("sd", sd)

    def too_wide(n: float) -> float:
        return float(half_width - stdtrit(n - 1, (1 + confidence) / 2) * sd / np.sqrt(n))

    return max(2, int(np.ceil(_crossing(too_wide, 0.0, 2.0, _MOST) - 1e-6)))


def answers_from_finite(n: float, population: float) -> float:
    """Return how many of `population` people tell as much as n of an endless one; round up.

    Notes
    -----
    n / (1 + n / N), for means with the finite population correction (Cochran 1977, ch. 4).

    Examples
    --------
    >>> round(answers_from_finite(65.8771420484531, 500), 3)
    58.208
    """
    _above("population", population)
    return n / (1 + n / population)


def design_effect_of_clusters(people: float, icc: float) -> float:
    """Return by what factor clusters of so many people inflate the variance of a mean.

    Notes
    -----
    1 + (m − 1) ρ (Kish 1965): multiply the answers needed by it.

    Examples
    --------
    >>> round(design_effect_of_clusters(50, 0.05), 2)
    3.45
    """
    if people < 1:
        raise _refused("people", people, "at least 1 person in a cluster")
    return 1 + (people - 1) * icc


def _power_of(pairing: Pairing, n: float, gap: float, sd: float, confidence: float) -> float:
    if pairing == "paired":
        return power_paired(n, gap, sd, confidence)
    return power_independent(n, n, gap, sd, confidence)


def _power(df: float, noncentrality: float, confidence: float) -> float:
    edge, nc = stdtrit(df, (1 + confidence) / 2), abs(noncentrality)
    if nc > edge + 40:  # certain to all digits, where the series would no longer converge
        return 1.0
    return float(1 - nctdtr(df, nc, edge) + nctdtr(df, nc, -edge))


def _crossing(rising: Callable[[float], float], level: float, low: float, high: float) -> float:
    """Where a rising function reaches a level, by halving; low where it starts above it."""
    if rising(low) >= level:
        return low
    step = max(low, 1e-6)
    while low + step < high and rising(low + step) < level:
        low, step = low + step, step * 2
    high = min(high, low + step)
    if rising(high) < level:
        raise CallError(f"Not reached with {high:.0f}: ask for less power or a larger gap.")
    for _ in range(200):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        low, high = (middle, high) if rising(middle) < level else (low, middle)
    return high


def _above(name: str, value: float) -> None:
    if not value > 0:
        raise _refused(name, value, "a number above 0")


def _chance(name: str, value: float, least: float) -> None:
    if not least < value < 1:
        raise _refused(name, value, f"a chance above {least:g} and below 1")


def _refused(name: str, value: float, wanted: str) -> CallError:
    return CallError(Problem(name, f"{value!r} came; {wanted} would do."))
