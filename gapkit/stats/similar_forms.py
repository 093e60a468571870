"""Forms that carry the same answers more often than chance brings about.

Whether two forms are alike is told on the batteries that say something: where one answer is given
nearly throughout, honest people agree. How many forms would be alike with a given one by chance is
reckoned from the other forms, in several ways, of which the most cautious counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.stats.pages import FEWEST_CELLS, NEAR, Pages
from gapkit.stats.response_patterns import row_hash

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["Alike", "alike_forms", "count_tail", "matching_law"]

ROUGHLY: Final = 0.75
"""Share of equal answers from which forms are roughly alike. Honest likeness shades off, so that
as many are roughly alike as nearly; copies stand apart."""

FEWEST_ALIKE: Final = 4
"""Fewer forms than this are no cluster: couples and families answer alike."""

LEVELS: Final = 8
"""Classes of people by their mean answer, within which answers are taken as independent."""

UNLIKE_UNITS: Final = 10.0
"""How many times as often as reckoned forms of one unit may be alike: its customers have more in
common than its level (habits, a bad day, one clerk). A convention, on the cautious side."""

MOST_OTHERS: Final = 20_000
"""Forms of other units that one is compared with; of more, every k-th is taken."""

MOST_COMPARED: Final = 8_000
"""Forms of a unit that are compared each with each."""

BLOCK: Final = 2_000
"""Forms compared at once."""


@dataclass(frozen=True)
class Alike:
    """A cluster of forms of one unit.

    Parameters
    ----------
    unit
        Its number.
    forms
        Positions of the forms, the one that all others are like first.
    same
        Answers that the least similar of them shares with the first.
    expected
        Forms like the first that chance would bring about in this unit.
    p
        Chance of as many or more, for the first form alone.
    """

    unit: int
    forms: Ints
    same: int
    expected: float
    p: float


def alike_forms(pages: Pages, unit: NDArray[Any], alpha: float = 0.01) -> list[Alike]:
    """Find clusters of forms that are alike within a unit more often than chance explains.

    Parameters
    ----------
    pages
        All forms of one wave.
    unit : int, shape (forms,)
        Unit of each form.
    alpha
        Chance of any cluster at all in honest forms; shared out among all forms (Bonferroni).

    Returns
    -------
    list of Alike
        The largest first in each unit; no form is in two of them.

    Notes
    -----
    The number of forms like a given one is held against a Poisson law. Its mean is the largest of
    three: the number of forms of the unit that are roughly like it; what follows if people of one level answer item by item independently (`matching_law`),
    times `UNLIKE_UNITS`; and the share of other units' forms that are like it, which knows of
    habits already, times the root of that.
    """
    found: list[Alike] = []
    for number in np.unique(unit):
        here = np.flatnonzero(unit == number)
        if len(here) >= FEWEST_ALIKE:
            found += _in_unit(pages, unit, here, int(number), alpha / len(pages))
    return found


def _in_unit(
    pages: Pages, unit: NDArray[Any], here: Ints, number: int, alpha: float
) -> list[Alike]:
    some = here[_comparable(pages.take(here))]
    if len(some) < FEWEST_ALIKE:
        return []
    near = _near_within(pages.take(some))
    left = np.ones(len(some), np.bool_)
    found = []
    for k in np.argsort(-near.sum(axis=1), kind="stable").tolist():
        others = np.flatnonzero(near[k] & left)
        if not left[k] or len(others) + 1 < FEWEST_ALIKE:
            continue
        cluster = some[np.array([k, *others.tolist()])]
        expected = _expected(pages, unit, here, cluster)
        p = count_tail(len(others), expected)
        if p < alpha:
            found.append(Alike(number, cluster, _same(pages.take(cluster)), expected, p))
            left[k] = False
            left[others] = False
    return found


def _comparable(pages: Pages) -> NDArray[np.int64]:
    """Return the forms that are compared with each other.

    Two forms that differ in m answers at most agree throughout in one of m + 1 blocks of them. Where
    that leaves more than `MOST_COMPARED`, only forms that are the same in every answer are compared:
    the work grows with the square of their number.
    """
    some = _share_a_block(pages, int((1 - NEAR) * pages.items + 1e-9) + 1)
    if len(some) <= MOST_COMPARED:
        return some
    telling = np.flatnonzero(pages.cells >= FEWEST_CELLS)
    return telling[_share_a_block(pages.take(telling), 1)][:MOST_COMPARED]


def _share_a_block(pages: Pages, blocks: int) -> NDArray[np.int64]:
    """Return the forms that agree with another throughout in one of so many blocks of answers."""
    codes = np.hstack(pages.batteries)
    shared = np.zeros(len(pages), np.bool_)
    for k in range(blocks):
        _, where, times = np.unique(
            row_hash(codes[:, k::blocks]), return_inverse=True, return_counts=True
        )
        shared |= times[where] > 1
    return np.flatnonzero(shared)


def _near_within(pages: Pages) -> NDArray[np.bool_]:
    """Return which forms are alike, a block of rows at a time; no form with itself."""
    blocks = [
        pages.take(np.arange(k, min(k + BLOCK, len(pages)))).near(pages)
        for k in range(0, len(pages), BLOCK)
    ]
    near = np.vstack(blocks)
    np.fill_diagonal(near, val=False)
    return near


def _expected(pages: Pages, unit: NDArray[Any], here: Ints, cluster: Ints) -> float:
    """Return how many forms of the unit would be like the first of a cluster by chance."""
    centre = pages.take(cluster[:1])
    rest = np.ones(len(pages), np.bool_)
    rest[cluster] = False
    by_law = UNLIKE_UNITS * matching_law(centre, pages.take(np.flatnonzero(rest)))
    elsewhere = np.flatnonzero(unit != unit[cluster[0]])
    elsewhere = elsewhere[:: max(1, -(-len(elsewhere) // MOST_OTHERS))]
    by_count = 0.0
    if len(elsewhere):
        like = int(centre.near(pages.take(elsewhere)).sum())
        by_count = UNLIKE_UNITS**0.5 * like / len(elsewhere)
    roughly = int(centre.near(pages.take(here), ROUGHLY).sum()) - len(cluster)
    return max((len(here) - 1) * min(1.0, max(by_law, by_count)), float(roughly))


def matching_law(form: Pages, others: Pages) -> float:
    """Return the chance that an honest form is like a given one.

    Parameters
    ----------
    form
        One form.
    others
        The forms from which the law of the answers is taken.

    Returns
    -------
    float
        Over classes of people by their mean answer, in each of which the items are taken as
        independent: the share of the class times the chance that at least `NEAR` of the form's
        telling answers come out the same.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> honest = Pages((rng.integers(0, 5, (400, 20)),), (5,))
    >>> matching_law(honest.take(np.array([0])), honest) < 1e-6
    True
    """
    level = others.level
    edges = np.quantile(level, np.arange(1, LEVELS) / LEVELS) if len(level) else np.zeros(0)
    group = np.searchsorted(edges, level)
    size = np.bincount(group, minlength=LEVELS)
    chances = [_chances(form, others, group, size, k) for k in range(len(form.points))]
    p = np.hstack([c for c, told in zip(chances, form.telling[0], strict=True) if told])
    tail = _matches_tail(p, int(np.ceil(NEAR * p.shape[1] - 1e-9)))
    return float(tail @ ((size + 1) / (size + 1).sum()))


def _chances(
    form: Pages, others: Pages, group: NDArray[Any], size: Ints, k: int
) -> NDArray[np.float64]:
    """Return the chance of each of the form's answers in each class; shape (classes, items)."""
    answer, points = form.batteries[k][0], form.points[k]
    equal = (others.batteries[k] == answer).astype(np.float64)
    count = np.zeros((LEVELS, len(answer)))
    np.add.at(count, group, equal)
    # half an answer is added to each point: an answer that nobody gave has a chance all the same
    chance: NDArray[np.float64] = (count + 0.5) / (size[:, None] + 0.5 * points)
    return np.where(answer < points, chance, 0.0)


def _matches_tail(p: NDArray[np.float64], least: int) -> Floats:
    """Return the chance of at least `least` successes among independent trials; row by row."""
    law = np.zeros((len(p), p.shape[1] + 1))
    law[:, 0] = 1.0
    for k in range(p.shape[1]):
        hit = p[:, k : k + 1]
        law[:, 1:] = law[:, 1:] * (1 - hit) + law[:, :-1] * hit
        law[:, 0] *= 1 - hit[:, 0]
    tail: Floats = law[:, least:].sum(axis=1)
    return tail


def _same(cluster: Pages) -> int:
    """Return the fewest answers that a form shares with the first."""
    pairs = zip(cluster.batteries, cluster.points, strict=True)
    same = sum(((c[1:] == c[0]) & (c[0] < p)).sum(axis=1) for c, p in pairs)
    return int(np.min(same))


def count_tail(count: int, expected: float) -> float:
    """Return the chance of `count` or more where `expected` are expected (Poisson).

    Notes
    -----
    Agrees with R's ``ppois(count - 1, expected, lower.tail = FALSE)``.

    Examples
    --------
    >>> round(count_tail(5, 0.5), 9)
    0.000172116
    """
    from scipy.special import gammainc

    return float(gammainc(count, expected)) if count else 1.0
