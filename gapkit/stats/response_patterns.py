"""How one person filled in a row of questions: runs, favourite answer, spread.

Every function takes the answers of many people at once and treats each row by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["commonest_share", "individual_variability", "longest_run", "row_hash"]

SEED = 20160323
"""Of the multipliers of `row_hash`: any would do, but the same in every run."""


def longest_run(answers: NDArray[Any], answered: NDArray[np.bool_]) -> Ints:
    """Return the longest run of one answer in each row.

    Parameters
    ----------
    answers : shape (rows, items)
        In the order in which the items were asked, as they were ticked.
    answered : shape (rows, items)
        Where there is an answer; a run ends where there is none.

    Returns
    -------
    int, shape (rows,)
        0 where nothing was answered.

    Notes
    -----
    Agrees with R's ``careless::longstring`` (Johnson 2005), which counts 1 where nothing was
    answered.

    Examples
    --------
    >>> x = np.array([[7, 7, 7, 6], [5, 5, 0, 5]])
    >>> longest_run(x, x > 0)
    array([3, 2])
    """
    run = np.zeros(len(answers), np.int64)
    longest = run.copy()
    for k in range(answers.shape[1]):
        if k:
            run *= (answers[:, k] == answers[:, k - 1]) & answered[:, k - 1]
        run = (run + 1) * answered[:, k]
        np.maximum(longest, run, out=longest)
    return longest


def commonest_share(answers: NDArray[Any], answered: NDArray[np.bool_], points: int) -> Floats:
    """Return the share of each person's most frequent answer among all that they gave.

    Parameters
    ----------
    answers : shape (rows, items)
        Codes from 0 to `points` − 1 where answered.
    answered : shape (rows, items)
        Where there is an answer.
    points
        Points of the scale.

    Returns
    -------
    float, shape (rows,)
        NaN where nothing was answered.

    Examples
    --------
    >>> x = np.array([[6, 6, 6, 5], [9, 9, 9, 9]])
    >>> commonest_share(x, x < 7, 7)
    array([0.75,  nan])
    """
    rows, items = answers.shape
    given = answered.sum(axis=1)
    at = np.repeat(np.arange(rows), items) * points + np.where(answered, answers, 0).reshape(-1)
    used = np.bincount(at[answered.reshape(-1)], minlength=rows * points)
    most = used.reshape(rows, points).max(axis=1, initial=0)
    return np.where(given > 0, most / np.maximum(given, 1), np.nan)


def individual_variability(answers: NDArray[Any], answered: NDArray[np.bool_]) -> Floats:
    """Return the standard deviation of each person's own answers (n − 1 in the denominator).

    Parameters
    ----------
    answers : shape (rows, items)
        Numbers on the scale, as they were ticked.
    answered : shape (rows, items)
        Where there is an answer.

    Returns
    -------
    float, shape (rows,)
        In the unit of `answers`; NaN with fewer than two answers.

    Notes
    -----
    The intra-individual response variability of Dunn, Heggestad, Shanock and Theilgard (2018);
    agrees with R's ``careless::irv``.

    Examples
    --------
    >>> x = np.array([[4, 4, 4], [1, 2, 3], [1, 0, 0]])
    >>> individual_variability(x, x > 0)
    array([ 0.,  1., nan])
    """
    n = answered.sum(axis=1)
    values = np.where(answered, answers, 0).astype(np.float64)
    mean = values.sum(axis=1) / np.maximum(n, 1)
    squares = (np.where(answered, values - mean[:, None], 0.0) ** 2).sum(axis=1)
    return np.where(n > 1, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)


def row_hash(answers: NDArray[Any]) -> NDArray[np.uint64]:
    """Return a number for each row that equal rows share and others do not.

    Parameters
    ----------
    answers : unsigned integers, shape (rows, items)
        Codes; what stands for no answer counts as one more code.

    Returns
    -------
    uint64, shape (rows,)
        A sum of codes, each times a fixed odd random number, modulo 2⁶⁴ (Dietzfelbinger et al.
        1997). Two rows that differ meet with a chance of about 2⁻⁵⁶.

    Examples
    --------
    >>> h = row_hash(np.array([[1, 2], [2, 1], [1, 2]], np.uint8))
    >>> h[0] == h[2], h[0] == h[1]
    (np.True_, np.False_)
    """
    random = np.random.default_rng(SEED)
    odd = random.integers(0, 2**63, (answers.shape[1],), np.uint64) * np.uint64(2) + np.uint64(1)
    total = np.zeros(len(answers), np.uint64)
    for k in range(answers.shape[1]):
        total += (answers[:, k].astype(np.uint64) + np.uint64(1)) * odd[k]
    return total
