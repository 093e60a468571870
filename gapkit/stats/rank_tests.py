"""Tests by ranks and signs; ties and zeros are decided on whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import bdtr, gammaln, ndtr, stdtr

from gapkit.stats.frequencies import side_by_side
from gapkit.stats.mean_tests import t_interval
from gapkit.stats.signed_rank_law import two_sided_p

if TYPE_CHECKING:
    from gapkit.stats.frequencies import Bools, Floats, Frequencies, Ints

__all__ = [
    "BrunnerMunzel",
    "MannWhitney",
    "SignTest",
    "SignedRank",
    "brunner_munzel",
    "mann_whitney",
    "sign_test",
    "signed_rank",
]

# Above this many differences the exact law costs milliseconds a row and changes nothing.
EXACT_UP_TO = 200


@dataclass(frozen=True)
class SignedRank:
    """Wilcoxon's signed-rank test of each row.

    Parameters
    ----------
    n, n_zero : int64, shape (rows,)
        All differences, and those that are 0.
    w_plus, w_minus : float, shape (rows,)
        Sum of the ranks of positive and of negative differences.
    z, p : float, shape (rows,)
        Standardised w_plus (negative: differences tend to be negative) and two-sided p; NaN where
        every difference is 0. With an exact p, z stays the normal statistic.
    """

    n: Ints
    n_zero: Ints
    w_plus: Floats
    w_minus: Floats
    z: Floats
    p: Floats


@dataclass(frozen=True)
class SignTest:
    """Sign test of each row: n_plus and n_minus (int64) and two-sided p (float), shape (rows,)."""

    n_plus: Ints
    n_minus: Ints
    p: Floats


@dataclass(frozen=True)
class MannWhitney:
    """Mann-Whitney test of each row.

    Parameters
    ----------
    u : float, shape (rows,)
        Pairs in which the right side is higher, ties counted half.
    z, p : float, shape (rows,)
        Positive: the right side tends to be higher. Two-sided p, 1 where all answers are the
        same, NaN where a side is empty.
    """

    u: Floats
    z: Floats
    p: Floats


@dataclass(frozen=True)
class BrunnerMunzel:
    """Brunner-Munzel test of each row.

    Parameters
    ----------
    superiority : float, shape (rows,)
        P(right > left) + ½ P(right = left): 0.5 is no difference, below it the right side tends
        to be lower.
    t, df, p : float, shape (rows,)
        Statistic against 0.5, Satterthwaite's degrees of freedom, two-sided p. Where the sides do
        not overlap, t and df are blank and p is the permutation p.
    ci_low, ci_high : float, shape (rows,)
        Interval of the superiority, cut at 0 and 1.
    """

    superiority: Floats
    t: Floats
    df: Floats
    p: Floats
    ci_low: Floats
    ci_high: Floats


@dataclass(frozen=True)
class _Folded:
    """Differences by absolute value, ascending: counts of positive and negative ones."""

    row: Ints
    plus: Ints
    minus: Ints
    doubled_rank: Ints


def signed_rank(
    f: Frequencies,
    zeros: Literal["wilcoxon", "pratt"] = "wilcoxon",
    *,
    exact: bool = False,
) -> SignedRank:
    """Wilcoxon's signed-rank test of differences.

    Parameters
    ----------
    f
        Differences, right − left, over whole-number denominators.
    zeros
        "wilcoxon" drops them before ranking; "pratt" (1959) ranks them and drops their ranks.
    exact
        Take the p of rows with at most 200 differences other than 0 from the exact law.

    Notes
    -----
    "wilcoxon" corrects the variance for ties and the statistic for continuity and agrees with R's
    ``wilcox.test(paired = TRUE, exact = FALSE)``; "pratt" has no continuity correction and agrees
    with coin's ``wilcoxsign_test(zero.method = "Pratt")``. Exact: see `signed_rank_law`. The test
    says whether those who differ lie symmetrically about 0, not what the mean or median gap is.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> test = signed_rank(Frequencies.from_lists([[-3, -2, -2, -1, 0, 1], [0, 0]]))
    >>> test.w_plus, test.n_zero, test.p.round(4)
    (array([1.5, 0. ]), array([1, 2]), array([0.1344,    nan]))
    """
    n_zero = f.sum_by_row(np.where(f.value == 0, f.count, 0))
    ranked_zeros = n_zero if zeros == "pratt" else np.zeros_like(n_zero)
    g = _fold(f, ranked_zeros)
    ranked = f.n - n_zero + ranked_zeros
    doubled_plus = _sum(g.row, g.plus * g.doubled_rank, f.rows)
    doubled_all = ranked * (ranked + 1) - ranked_zeros * (ranked_zeros + 1)
    # everything in halves, so that a balanced row is exactly 0
    away = (2 * doubled_plus - doubled_all) / 4
    variance = _signed_rank_variance(g, ranked, ranked_zeros)
    correction = np.sign(away) * 0.5 if zeros == "wilcoxon" else 0.0
    z = (away - correction) / np.sqrt(np.where(variance > 0, variance, np.nan))
    p = 2 * ndtr(-np.abs(z))
    if exact:
        p = _exact_p(g, f.n - n_zero, doubled_plus, p)
    return SignedRank(f.n, n_zero, doubled_plus / 2, (doubled_all - doubled_plus) / 2, z, p)


def _fold(f: Frequencies, ranked_zeros: Ints) -> _Folded:
    kept = f.value != 0
    row, value, count = f.row[kept], f.value[kept], f.count[kept]
    size = np.abs(value)
    order = np.lexsort((size, row))
    row, size = row[order], size[order]
    up = (value > 0)[order]
    people = count[order]
    new = np.ones(len(row), bool)
    new[1:] = (row[1:] != row[:-1]) | (size[1:] != size[:-1])
    first = np.flatnonzero(new)
    if not len(first):
        return _Folded(row, people, people, people)
    plus = np.add.reduceat(np.where(up, people, 0), first)
    tied = np.add.reduceat(people, first)
    row = row[first]
    running = np.cumsum(tied) - tied
    below = running - running[np.searchsorted(row, row)] + ranked_zeros[row]
    return _Folded(row, plus, tied - plus, 2 * below + tied + 1)


def _signed_rank_variance(g: _Folded, ranked: Ints, ranked_zeros: Ints) -> Floats:
    tied = (g.plus + g.minus).astype(np.float64)
    loss = np.bincount(g.row, tied**3 - tied, len(ranked)) / 48
    return (_rank_squares(ranked) - _rank_squares(ranked_zeros)) / 24 - loss


def _rank_squares(n: Ints) -> Floats:
    x = n.astype(np.float64)
    return x * (x + 1) * (2 * x + 1)


def _exact_p(g: _Folded, differing: Ints, doubled_plus: Ints, normal: Floats) -> Floats:
    p = normal.copy()
    bounds = np.searchsorted(g.row, np.arange(len(differing) + 1))
    for row in np.flatnonzero((differing > 0) & (differing <= EXACT_UP_TO)):
        of_row = slice(bounds[row], bounds[row + 1])
        tied = g.plus[of_row] + g.minus[of_row]
        p[row] = two_sided_p(g.doubled_rank[of_row], tied, int(doubled_plus[row]))
    return p


def _sum(row: Ints, per_cell: Ints, rows: int) -> Ints:
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(per_cell)])
    return np.diff(running[np.searchsorted(row, np.arange(rows + 1))])


def sign_test(f: Frequencies) -> SignTest:
    """Sign test of differences, asking whether positive and negative ones are as likely.

    Parameters
    ----------
    f
        Differences; zeros are left out.

    Returns
    -------
    SignTest
        p is 1 where people answered but nobody differs, NaN where nobody answered.

    Notes
    -----
    Agrees with R's ``binom.test(n_plus, n_plus + n_minus)``.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> sign_test(Frequencies.from_dense([[33, 18, 9]], [-1, 0, 1])).p.round(8)
    array([0.00027154])
    """
    plus = f.sum_by_row(np.where(f.value > 0, f.count, 0))
    minus = f.sum_by_row(np.where(f.value < 0, f.count, 0))
    one_side = bdtr(np.minimum(plus, minus).astype(np.float64), plus + minus, 0.5)
    p = np.where(plus == minus, 1.0, np.minimum(1.0, 2 * one_side))
    return SignTest(plus, minus, np.where(f.n > 0, p, np.nan))


def mann_whitney(left: Frequencies, right: Frequencies) -> MannWhitney:
    """Mann-Whitney test of different people's answers.

    Parameters
    ----------
    left, right
        The two sides' answers, row by row; denominators may differ.

    Notes
    -----
    Normal law with ties and continuity corrected: R's ``wilcox.test(right, left, exact = FALSE)``.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> left, right = Frequencies.from_lists([[5, 6, 7]]), Frequencies.from_lists([[1, 2, 3, 4]])
    >>> test = mann_whitney(left, right)
    >>> test.u, test.p.round(4)
    (array([0.]), array([0.0518]))
    """
    cells = side_by_side(left, right)
    doubled_wins = cells.right * (2 * cells.below(cells.left) + cells.left)
    doubled_u = _sum(cells.row, doubled_wins, cells.rows)
    n_left, n_right = left.n.astype(np.float64), right.n.astype(np.float64)
    people = n_left + n_right
    tied = (cells.left + cells.right).astype(np.float64)
    loss = np.bincount(cells.row, tied**3 - tied, cells.rows)
    spread = people + 1 - loss / np.maximum(people * (people - 1), 1)
    variance = n_left * n_right / 12 * spread
    away = (doubled_u - left.n * right.n) / 2
    z = (away - np.sign(away) * 0.5) / np.sqrt(np.where(variance > 0, variance, np.nan))
    p = 2 * ndtr(-np.abs(z))
    both = (left.n > 0) & (right.n > 0)
    all_equal = both & ~_any_two_differ(cells.row, cells.rows)
    return MannWhitney(np.where(both, doubled_u / 2, np.nan), z, np.where(all_equal, 1.0, p))


def _any_two_differ(row: Ints, rows: int) -> Bools:
    return np.bincount(row, minlength=rows) > 1


def brunner_munzel(
    left: Frequencies, right: Frequencies, confidence: float = 0.95
) -> BrunnerMunzel:
    """Brunner-Munzel test of whether the right side tends to be higher, whatever the shapes.

    Parameters
    ----------
    left, right
        The two sides' answers, row by row; at least two people each, else blank.
    confidence
        Share of the interval.

    Notes
    -----
    Brunner & Munzel (2000). Agrees with ``brunnermunzel.test(left, right)`` of R's brunnermunzel,
    but that its interval is not cut there. Where the sides do not overlap, the variance is 0 and
    p is 2 / C(n, n_left): only the two extreme ways of dealing out the people lie as far apart.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> left, right = Frequencies.from_lists([[1, 2, 3]]), Frequencies.from_lists([range(5, 10)])
    >>> test = brunner_munzel(left, right)
    >>> test.superiority, test.p.round(4)
    (array([1.]), array([0.0357]))
    """
    cells = side_by_side(left, right)
    n_left, n_right = (np.where(f.n > 1, f.n, np.nan) for f in (left, right))
    wins_right = 2 * cells.below(cells.left) + cells.left
    wins_left = 2 * cells.below(cells.right) + cells.right
    pairs = np.where(left.n * right.n > 0, 2.0 * left.n * right.n, np.nan)
    ps = _sum(cells.row, cells.right * wins_right, cells.rows) / pairs
    on_right = wins_right / (2 * n_left[cells.row]) - ps[cells.row]
    on_left = wins_left / (2 * n_right[cells.row]) - (1 - ps[cells.row])
    a = np.bincount(cells.row, cells.right * on_right**2, cells.rows) / (n_right - 1) / n_right
    b = np.bincount(cells.row, cells.left * on_left**2, cells.rows) / (n_left - 1) / n_left
    overlap = (a + b > 0) & (ps > 0) & (ps < 1) & _any_two_differ(cells.row, cells.rows)
    variance = np.where(overlap, a + b, np.nan)
    df = variance**2 / (a**2 / (n_right - 1) + b**2 / (n_left - 1) + ~overlap)
    t = (ps - 0.5) / np.sqrt(variance)
    low, high = t_interval(ps, np.sqrt(variance), df, confidence)
    p = np.where(overlap, 2 * stdtr(df, -np.abs(t)), _separated_p(ps, n_left, n_right))
    return BrunnerMunzel(ps, t, df, p, np.maximum(low, 0), np.minimum(high, 1))


def _separated_p(ps: Floats, n_left: Floats, n_right: Floats) -> Floats:
    """P of sides that do not overlap; 1 where all answers are the same."""
    ways = gammaln(n_left + n_right + 1) - gammaln(n_left + 1) - gammaln(n_right + 1)
    return np.where(ps == 0.5, n_left * 0 + 1.0, np.minimum(1.0, 2 * np.exp(-ways)))
