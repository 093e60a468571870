"""Customers of each unit in two halves that share no sampling error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gapkit.gaps.gather import LinearMap
from gapkit.measurement.rows import Column
from gapkit.measurement.sums import Parts, Wish
from gapkit.tally import EVERY_WAVE, Answer, Group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from gapkit.causes.chain import Chain, Link
    from gapkit.gaps.inventory import Inventory

__all__ = ["Halves", "half_wishes", "halves_of"]


@dataclass(frozen=True)
class Halves:
    """Customers' means of one dimension in each unit.

    Parameters
    ----------
    n : int64, shape (units,)
        Customers who answered both sides.
    first, second : float, shape (units, 2)
        Mean expectation and perception of each half; NaN where it holds nobody.
    outcomes
        Outcome → its mean, and its sampling covariance with expectation; shape (units,) each.
    """

    n: NDArray[np.int64]
    first: NDArray[np.float64]
    second: NDArray[np.float64]
    outcomes: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]]


def half_wishes(
    inventory: Inventory, chains: Sequence[Chain], unit: str, outcomes: Mapping[str, str]
) -> list[Wish]:
    """Return the sums that halves are made of; people are dealt to parts in turn."""
    return [
        wish
        for chain in chains
        for wish in (
            _pair(inventory, chain, unit),
            *(_with_outcome(inventory, chain, unit, column) for column in outcomes.values()),
        )
    ]


def _pair(inventory: Inventory, chain: Chain, unit: str) -> Wish:
    first, last = chain.links[0], chain.links[-1]
    columns = _column(inventory, first), _column(inventory, last)
    return Wish(first.side.role, columns, (unit,))


def _with_outcome(inventory: Inventory, chain: Chain, unit: str, column: str) -> Wish:
    first = chain.links[0]
    outcome = Column(Answer(column), middle=inventory.scales[column].middle)
    return Wish(first.side.role, (_column(inventory, first), outcome), (unit,))


def _column(inventory: Inventory, link: Link) -> Column:
    to = LinearMap.between(inventory.scale(link.side), inventory.instrument.scale)
    return Column(link.score, to=to, middle=inventory.instrument.scale.middle)


def halves_of(
    inventory: Inventory,
    chain: Chain,
    found: Mapping[Wish, Mapping[Group, Parts]],
    groups: Sequence[Group],
    *,
    named: bool,
) -> Halves:
    """Return the halves of each unit; every second person of a unit goes to the second one.

    Parameters
    ----------
    found
        As `gapkit.measurement.sums.sums_of_products` gives it, for `half_wishes`.
    groups
        The units of a wave.
    named
        Whether customers say their wave.
    """
    unit = groups[0].segment if groups else ""
    wish = _pair(inventory, chain, unit)
    middle = inventory.instrument.scale.middle
    tables = [_parts(found, wish, group, named=named) for group in groups]
    first, second = (
        np.array([_mean(t.table[k::2]) for t in tables]).reshape(-1, 2) for k in (0, 1)
    )
    n = np.array([t.n for t in tables], np.int64)
    outcomes = {}
    for other in found:
        if other.columns[0] == wish.columns[0] and other != wish:
            outcomes[_name(other)] = _outcome(
                [_parts(found, other, group, named=named) for group in groups], other
            )
    return Halves(n, first + middle, second + middle, outcomes)


def _name(wish: Wish) -> str:
    score = wish.columns[-1].score
    return score.column.rpartition(".outcome.")[2] if isinstance(score, Answer) else ""


def _parts(
    found: Mapping[Wish, Mapping[Group, Parts]], wish: Wish, group: Group, *, named: bool
) -> Parts:
    own = group if named else group._replace(wave=EVERY_WAVE)
    return found.get(wish, {}).get(own) or Parts(np.zeros((2, *wish.shape)))


def _mean(table: NDArray[np.float64]) -> NDArray[np.float64]:
    row = table[:, 0].sum(axis=0)
    if row[0] <= 0:
        return np.full(len(row) - 1, np.nan)
    mean: NDArray[np.float64] = row[1:] / row[0]
    return mean


def _outcome(parts: Sequence[Parts], wish: Wish) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean outcome and its sampling covariance with expectation in each unit."""
    means, covariances = [], []
    for one in parts:
        table = one.used.sum(axis=0)
        n = table[0, 0]
        if n < 2:
            means.append(np.nan)
            covariances.append(np.nan)
            continue
        expectation, outcome = table[0, 1:] / n
        means.append(outcome + wish.columns[-1].middle)
        covariances.append((table[1, 2] / n - expectation * outcome) / (n - 1))
    return np.array(means), np.array(covariances)
