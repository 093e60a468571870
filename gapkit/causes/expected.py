"""What the next wave will show of a gap if nothing is done: regression to the mean, worked out.

Whoever picks the worst of a family picks bad luck with it, and luck does not come twice. So a gap is
expected to come back nearer to its family's mean, the more so the less sure it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.stats.shrinkage import posterior

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["FEWEST", "Expected", "expected_again", "shared_error"]

FEWEST: Final = 3
"""With fewer of a family there is nothing that tells how much its members differ."""

_SHARED_MOST: Final = 0.95
"""Part of the smallest squared error that may be common to all: something must be a row's own."""


@dataclass(frozen=True)
class Expected:
    """What is expected of each row if nothing is done.

    Parameters
    ----------
    mean : float, shape (rows,)
        The gap that is expected.
    se : float, shape (rows,)
        How unsure that is; sampling of the next wave comes on top.
    """

    mean: NDArray[np.float64]
    se: NDArray[np.float64]


def shared_error(se: ArrayLike, se_average: float) -> float:
    """Return the squared error that all rows have in common, as those of the same people do.

    A person who is strict is strict in every row: such errors do not cancel out in the mean of the
    rows, and the rows' own errors are that much smaller.

    Parameters
    ----------
    se : shape (rows,)
        Standard errors of the rows.
    se_average
        Standard error of their mean, as found from the same people.

    Examples
    --------
    Four rows whose errors correlate at 0.5: se of the mean² = 0.01 · (0.5 + 0.5 ÷ 4).

    >>> round(shared_error([0.1] * 4, 0.00625**0.5), 6)
    0.005
    >>> shared_error([0.1] * 4, 0.05)
    0.0
    """
    squares = np.square(np.asarray(se, np.float64))
    rows = len(squares)
    if rows < 2 or not se_average > 0:
        return 0.0
    common = (rows * se_average**2 - squares.mean()) / (rows - 1)
    # binary dust must not turn independent errors into a shared one
    return float(np.clip(round(common, 15), 0.0, _SHARED_MOST * squares.min()))


def expected_again(
    estimate: ArrayLike, se: ArrayLike, scale: float, shared: float = 0.0
) -> Expected:
    """Return what the rows of a family are expected to show again.

    Parameters
    ----------
    estimate, se : shape (rows,)
        Gaps and their standard errors, all known; below `FEWEST` rows they are returned as they are.
    scale
        Of the weak prior on how much true gaps differ: about how much people differ.
    shared
        Squared error that all rows have in common.

    Notes
    -----
    Empirical Bayes with the spread of true gaps integrated over (`gapkit.stats.shrinkage`): the
    mean of the posterior corrects for picking the worst (Efron 2011).

    Examples
    --------
    The worst of six rows that differ by no more than chance:

    >>> found = expected_again([-0.9, -0.5, -0.4, -0.6, -0.5, -0.3], [0.2] * 6, scale=1.0)
    >>> bool(-0.9 < found.mean[0] < -0.53), bool(found.se[0] > 0)  # their mean is -0.53
    (True, True)
    """
    y, errors = np.asarray(estimate, np.float64), np.asarray(se, np.float64)
    if len(y) < FEWEST or not (errors > 0).all():
        return Expected(y, errors)
    found = posterior(y, np.square(errors) - shared, scale)
    p = found.probability
    squares = p @ (found.given.variance + np.square(found.given.mean))
    own = np.maximum(squares - np.square(found.mean), 0.0)
    return Expected(found.mean, np.sqrt(own + shared))
