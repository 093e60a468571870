"""What a change amounts to. A gap also closes when expectations fall, and that is no improvement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.stats.equivalence import equivalence

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.options import Options
    from gapkit.stats.frequencies import Bools
    from gapkit.stats.mean_tests import TTest

__all__ = ["CHANGE_VERDICTS", "NO_GOOD_SIGN", "change_verdicts"]

CHANGE_VERDICTS: Final = (
    "better", "worse", "left_fell", "left_rose", "nearer", "further", "same", "unclear"
)  # fmt: skip
"""All that can be said."""

NO_GOOD_SIGN: Final = frozenset({"1"})
"""Gaps of which both signs mean not knowing: they can only come nearer to 0 or move further off."""


def change_verdicts(
    frame: pd.DataFrame,
    gap: TTest,
    left: TTest,
    right: TTest,
    margin: float,
    sign: int,
    unjudged: Collection[str],
    options: Options,
) -> NDArray[np.object_]:
    """Return one of `CHANGE_VERDICTS` for each row; blank for gaps that are not judged.

    Parameters
    ----------
    frame
        ``gap``, ``n_from``, ``n_to``, ``p_adjusted``, ``expected_change``, ``estimate_from``,
        ``estimate_to``.
    gap, left, right
        Changes of the gap and of both sides.
    margin
        Equivalence margin in points.
    sign
        1 where a higher gap is better, −1 where lower is.
    unjudged
        Gaps that set different things against each other.

    Notes
    -----
    In this order: ``unclear`` without a test or with fewer than `min_n_verdict` people in either
    wave; ``same`` where the 1 − 2α interval lies within ± margin; a direction where the adjusted p
    is below α and the interval also leaves out what regression to the mean alone would bring;
    else ``unclear``. ``better`` and ``worse`` need more than a left side (expectations, say) that
    moved: where it is told to have moved the gap and the right side is not, the verdict is
    ``left_fell`` or ``left_rose``.
    """
    few = frame[["n_from", "n_to"]].min(axis=1).to_numpy(np.float64) < options.min_n_verdict
    within = equivalence(gap.estimate, gap.se, gap.df, margin, options.confidence)
    up = gap.estimate > 0
    expected = np.nan_to_num(frame["expected_change"].to_numpy(np.float64))
    with np.errstate(invalid="ignore"):
        same = (within.low > -margin) & (within.high < margin)
        beyond = np.where(up, gap.ci_low > expected, gap.ci_high < expected)
        told = (frame["p_adjusted"].to_numpy(np.float64) < options.alpha) & beyond
    only_left = _told(left, ~up) & ~_told(right, up)
    ends = np.abs(frame[["estimate_from", "estimate_to"]].to_numpy(np.float64))
    no_good = frame["gap"].isin(NO_GOOD_SIGN).to_numpy()
    good = up if sign > 0 else ~up
    found = np.select(
        [
            few | np.isnan(gap.p), same, ~told,
            no_good & (ends[:, 1] < ends[:, 0]), no_good,
            only_left & (left.estimate < 0), only_left,
            good,
        ],
        ["unclear", "same", "unclear", "nearer", "further", "left_fell", "left_rose", "better"],
        "worse",
    ).astype(object)  # fmt: skip
    found[frame["gap"].isin(unjudged).to_numpy()] = ""
    return found


def _told(side: TTest, up: Bools) -> Bools:
    """Return whether a side is told to have moved this way."""
    with np.errstate(invalid="ignore"):
        told: Bools = np.where(up, side.ci_low > 0, side.ci_high < 0)
    return told
