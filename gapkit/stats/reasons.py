"""Why a figure is blank: the words of the column `reason` that this layer can decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.stats.moments import Moments

__all__ = [
    "NOBODY_ANSWERED",
    "NO_VARIATION",
    "N_BELOW_2",
    "TOO_FEW_CASES",
    "reason_one_sample",
    "reason_two_samples",
]

NOBODY_ANSWERED: Final = "nobody answered"
N_BELOW_2: Final = "n below 2"
NO_VARIATION: Final = "no variation"
TOO_FEW_CASES: Final = "too few cases"


def reason_one_sample(m: Moments) -> NDArray[np.object_]:
    """Say why a mean has no test: paired gaps, gaps to a constant, scores.

    Returns
    -------
    object, shape (rows,)
        "nobody answered", "n below 2", "no variation", or "" where the test stands.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> reason_one_sample(Moments.of([0, 1, 9, 9], 0.0, [np.nan, np.nan, 0.0, 1.2])).tolist()
    ['nobody answered', 'n below 2', 'no variation', '']
    """
    return _first_that_holds(m.n == 0, m.n < 2, m.sd == 0)


def reason_two_samples(left: Moments, right: Moments) -> NDArray[np.object_]:
    """Say why a difference of two independent means has no test.

    Returns
    -------
    object, shape (rows,)
        As in `reason_one_sample`; "no variation" only where neither side varies.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> left = Moments.of([3, 3, 1], 5.0, [0.0, 0.0, np.nan])
    >>> right = Moments.of([4, 4, 4], 4.0, [0.0, 1.0, 1.0])
    >>> reason_two_samples(left, right).tolist()
    ['no variation', '', 'n below 2']
    """
    fewest = np.minimum(left.n, right.n)
    return _first_that_holds(fewest == 0, fewest < 2, (left.sd == 0) & (right.sd == 0))


def _first_that_holds(
    nobody: NDArray[np.bool_], few: NDArray[np.bool_], constant: NDArray[np.bool_]
) -> NDArray[np.object_]:
    words = np.select(
        [nobody, few, constant], [NOBODY_ANSWERED, N_BELOW_2, NO_VARIATION], default=""
    )
    return words.astype(object)
