"""What a gap amounts to: told from zero or not, met within the margin or not, material or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.stats.equivalence import equivalence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.options import Options
    from gapkit.stats.mean_tests import TTest

__all__ = ["material", "target_met", "verdicts"]

Floats = "NDArray[np.float64]"


def verdicts(
    tested: TTest,
    p_adjusted: NDArray[np.float64],
    people: NDArray[np.float64],
    always_zero: NDArray[np.bool_],
    margin: float,
    sign: int,
    options: Options,
) -> NDArray[np.object_]:
    """Return ``met``, ``shortfall``, ``surplus`` or ``unclear`` for each row.

    Parameters
    ----------
    tested
        The t test against zero.
    p_adjusted
        Its p values, adjusted within the family.
    people
        Complete pairs, or people on the smaller side.
    always_zero
        The gap is 0 for everybody, so that no test is needed.
    margin
        Equivalence margin in points of the scale.
    sign
        1 where a negative gap is the shortfall, −1 where lower is better.

    Notes
    -----
    In this order: unclear where there is no test or too few people; met where the 1 − 2α interval
    lies within ± margin (two one-sided tests, Schuirmann 1987, at the unadjusted α), even if the
    gap is told from zero; shortfall or surplus where the adjusted p is below α; else unclear.
    """
    within = equivalence(tested.estimate, tested.se, tested.df, margin, options.confidence)
    with np.errstate(invalid="ignore"):
        met = always_zero | ((within.low > -margin) & (within.high < margin))
        told = p_adjusted < options.alpha
        judged = (people >= options.min_n_verdict) & (always_zero | ~np.isnan(tested.p))
        short = tested.estimate * sign < 0
    found = np.select(
        [~judged, met, told & short, told], ["unclear", "met", "shortfall", "surplus"], "unclear"
    )
    return found.astype(object)


def material(low: NDArray[Any], high: NDArray[Any], margin: float) -> NDArray[np.object_]:
    """Return ``yes`` where the whole interval lies beyond ± margin, ``no`` where within it.

    Examples
    --------
    >>> material(np.array([-1.0, -0.2, -0.5]), np.array([-0.4, 0.2, 0.1]), 0.3).tolist()
    ['yes', 'no', 'unclear']
    """
    with np.errstate(invalid="ignore"):
        beyond = (high < -margin) | (low > margin)
        inside = (low >= -margin) & (high <= margin)
    return np.select([beyond, inside], ["yes", "no"], "unclear").astype(object)


def target_met(
    low: NDArray[Any], high: NDArray[Any], target: NDArray[Any], sign: int
) -> NDArray[np.object_]:
    """Return whether a gap reached its target: ``yes``, ``no``, ``unclear``; blank without one.

    Examples
    --------
    >>> target_met(np.array([-0.4]), np.array([-0.1]), np.array([-0.5]), 1).tolist()
    ['yes']
    """
    with np.errstate(invalid="ignore"):
        reached = low >= target if sign > 0 else high <= target
        missed = high < target if sign > 0 else low > target
    return np.select([np.isnan(target), reached, missed], ["", "yes", "no"], "unclear").astype(
        object
    )
