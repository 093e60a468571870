"""Which items of a battery can be spared: drop one after the other while the verdicts stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Floats

__all__ = ["AGREEMENT", "Dropped", "agreement", "drop_items", "scores_of"]

AGREEMENT: Final = 0.95
"""Share of resamples in which every dimension's verdict must be what all items give."""

Judge = "Callable[[Floats], NDArray[np.object_]]"


@dataclass(frozen=True)
class Dropped:
    """An item that can be spared.

    Parameters
    ----------
    item
        Its position.
    agreement
        Share of resamples in which the verdicts stay, with this and all earlier ones dropped; of
        the dimension where it is least.
    """

    item: int
    agreement: float


def scores_of(values: Floats, dimensions: Mapping[str, list[int]]) -> Floats:
    """Return each person's dimension scores: the mean of the items answered, if half of them are.

    Parameters
    ----------
    values : shape (people, items)
        NaN where there is no answer.
    dimensions
        Dimension → positions of its items.

    Returns
    -------
    float, shape (people, dimensions)
        NaN where fewer than half of the items are answered.
    """
    columns = []
    for items in dimensions.values():
        part = values[:, items]
        there = ~np.isnan(part)
        n = there.sum(axis=1)
        total = np.where(there, part, 0.0).sum(axis=1)
        stands = (2 * n >= len(items)) & (n > 0)
        # rounded once: a sum of other terms must not make a zero gap differ from zero
        mean = np.round(total / np.maximum(n, 1), 10)
        columns.append(np.where(stands, mean, np.nan))
    return np.column_stack(columns)


def agreement(full: NDArray[np.object_], short: NDArray[np.object_]) -> Floats:
    """Return the share of resamples in which two sets of verdicts agree, by dimension.

    Parameters
    ----------
    full, short : shape (1 + resamples, dimensions)
        Row 0 is the sample itself: where it differs, the agreement is 0.
    """
    same = full == short
    share: Floats = same[1:].mean(axis=0) if len(same) > 1 else same[0].astype(np.float64)
    return np.where(same[0], share, 0.0)


def drop_items(
    values: Floats,
    dimensions: Mapping[str, list[int]],
    judge: Callable[[Floats], NDArray[np.object_]],
    needed: frozenset[int] = frozenset(),
    fewest: int = 2,
) -> list[Dropped]:
    """Drop items one after the other while the verdicts on all dimensions stay.

    Each time the item goes whose loss changes the verdicts in the fewest resamples; among equals
    the one whose loss moves the scores of its dimension least.

    Parameters
    ----------
    values : shape (people, items)
    dimensions
        Dimension → positions of its items.
    judge
        Scores → verdicts in the sample (row 0) and in every resample.
    needed
        Items that must stay.
    fewest
        Items that each dimension keeps.

    Returns
    -------
    list of Dropped
        In the order in which they go.
    """
    whole = scores_of(values, dimensions)
    verdicts = judge(whole)
    kept = {d: list(items) for d, items in dimensions.items()}
    scores = whole.copy()
    found: list[Dropped] = []
    while True:
        best: tuple[float, float, int, int, Floats] | None = None
        for at, (d, items) in enumerate(kept.items()):
            for item in items if len(items) > fewest else ():
                if item in needed:
                    continue
                column = scores_of(values, {d: [i for i in items if i != item]})[:, 0]
                tried = scores.copy()
                tried[:, at] = column
                share = float(agreement(verdicts, judge(tried)).min())
                off = -_distance(column, whole[:, at])
                if best is None or (share, off) > best[:2]:
                    best = share, off, at, item, column
        if best is None or best[0] < AGREEMENT:
            return found
        share, _, at, item, scores[:, at] = best
        kept[list(kept)[at]].remove(item)
        found.append(Dropped(item, share))


def _distance(short: Floats, full: Floats) -> float:
    """Return the root mean square of what the loss of items does to people's scores."""
    both = ~np.isnan(short) & ~np.isnan(full)
    if not both.any():
        return float("inf")
    return float(np.sqrt(np.mean(np.square(short[both] - full[both]))))
