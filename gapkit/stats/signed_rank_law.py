"""The exact law of the signed-rank sum, given the ties that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["two_sided_p"]


def two_sided_p(doubled_rank: Ints, people: Ints, doubled_sum: int) -> float:
    """Return the two-sided p of a rank sum when every sign is a fair coin.

    Parameters
    ----------
    doubled_rank : int64, shape (groups,)
        Twice the midrank of each group of tied absolute differences; doubled it is whole.
    people : int64, shape (groups,)
        How many differences each group has.
    doubled_sum
        Twice the observed sum of the ranks of positive differences.

    Notes
    -----
    One convolution a difference. Agrees with coin's ``wilcoxsign_test(distribution = "exact")``,
    ties and zeros included; without ties it is R's ``wilcox.test(exact = TRUE)``.

    Examples
    --------
    R: wilcox.test(c(-1, -2, -3, -4, 5)) gives V = 5, p = 0.625.

    >>> two_sided_p(2 * np.arange(1, 6), np.ones(5, int), 10)
    0.625
    """
    law = _law(np.repeat(doubled_rank, people))
    one_side = min(law[: doubled_sum + 1].sum(), law[doubled_sum:].sum())
    return float(min(1.0, 2 * one_side))


def _law(doubled_ranks: Ints) -> Floats:
    law = np.zeros(int(doubled_ranks.sum()) + 1)
    law[0] = 1.0
    for rank in doubled_ranks.tolist():
        law *= 0.5
        law[rank:] += law[:-rank].copy()
    return law
