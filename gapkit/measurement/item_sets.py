"""Items that are looked at together, and the sums of products of their answers.

Complete rows count, so that an item which nobody was asked would leave no row at all: such an item
is left out, group by group, and the rest is counted for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import WHOLE, groups_for
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.stats.covariance import covariances, products_of_differences
from gapkit.tally import Everybody, Group, Product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.gaps.model import Side
    from gapkit.stats.covariance import Covariances
    from gapkit.tally import Part, Tally

__all__ = [
    "OVERALL",
    "ItemSet",
    "batteries",
    "by_dimension",
    "by_group",
    "left_out_products",
    "of_groups",
    "patterns",
    "product",
    "products",
    "table_groups",
]

OVERALL: Final = "overall"
"""Stands for all dimensions together where a set holds a whole battery."""

CHANCE: Final = 10
"""In a group of fewer people an item without an answer may be chance, not a question left out."""


@dataclass(frozen=True)
class ItemSet:
    """Items of one battery, or the pairs of items of one gap.

    Parameters
    ----------
    battery
        As in the tables: ``perception``, ``manager.belief``, ``gap:5``.
    dimension
        The dimension, or `OVERALL`.
    items
        In the instrument's order.
    sides
        Who answered which battery; right and left side of a gap.
    """

    battery: str
    dimension: str
    items: tuple[str, ...]
    sides: tuple[Side, ...]

    @property
    def role(self) -> str:
        """Whose answers these are."""
        return self.sides[0].role

    @property
    def is_gap(self) -> bool:
        """Whether differences of two batteries are looked at."""
        return len(self.sides) == 2


def by_dimension(inventory: Inventory, pairs: Iterable[Pair]) -> list[ItemSet]:
    """Return the sets of each dimension: battery by battery, then the gaps of the same people."""
    found = [
        ItemSet(inventory.name_of(side), dimension, items, (side,))
        for side in inventory.columns
        if side.role not in NOT_PEOPLE
        for dimension, items in inventory.dimensions(inventory.items(side)).items()
    ]
    return found + [
        ItemSet(f"gap:{pair.gap.name}", dimension, items, (pair.right, pair.left))
        for pair in pairs
        if pair.pairing == "respondent"
        for dimension, items in inventory.dimensions(pair.items).items()
    ]


def batteries(inventory: Inventory) -> list[ItemSet]:
    """Return a set for each whole battery, its items in the order of dimensions."""
    found = []
    for side in inventory.columns:
        if side.role not in NOT_PEOPLE:
            groups = inventory.dimensions(inventory.items(side)).values()
            items = tuple(i for ids in groups for i in ids)
            found.append(ItemSet(inventory.name_of(side), OVERALL, items, (side,)))
    return found


def product(inventory: Inventory, of: ItemSet, among: Sequence[bool] | None = None) -> Product:
    """Return the part that counts a set, or those of its items that `among` says."""
    kept = of.items if among is None else [i for i, k in zip(of.items, among, strict=True) if k]
    return Product(tuple(inventory.columns[side][item] for side in of.sides for item in kept))


def products(inventory: Inventory, sets: Iterable[ItemSet]) -> list[Part]:
    """Return what `sets` ask a tally to count."""
    return list(dict.fromkeys(product(inventory, of) for of in sets))


def table_groups(
    tally: Tally, inventory: Inventory, of: ItemSet, segments: Sequence[str]
) -> list[Group]:
    """Return the groups that a table has rows of a set for."""
    known = [s for s in segments if inventory.knows(of.role, s)]
    return groups_for(tally, [of.role], known)


def left_out_products(
    tally: Tally, inventory: Inventory, sets: Sequence[ItemSet], segments: Sequence[str]
) -> list[Part]:
    """Return what must be counted anew because some item was answered by nobody of a group."""
    found: list[Part] = []
    for of in sets:
        gather = Gatherer(tally, inventory, table_groups(tally, inventory, of, segments))
        for among, _ in patterns(gather, of):
            if among.any() and not among.all():
                found.append(product(inventory, of, among.tolist()))
    return [part for part in dict.fromkeys(found) if part not in tally.parts]


def patterns(
    gather: Gatherer, of: ItemSet
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.int64]]]:
    """Yield which items were answered, with the groups in which just these were."""
    columns = gather.inventory.columns
    answered = np.logical_and.reduce([
        np.column_stack([gather.answers(columns[side][i]).sum(axis=1) > 0 for i in of.items])
        for side in of.sides
    ])  # fmt: skip
    answered = _unless_by_chance(gather, of, answered)
    for among in np.unique(answered, axis=0):
        yield among, np.flatnonzero((answered == among).all(axis=1))


def _unless_by_chance(
    gather: Gatherer, of: ItemSet, answered: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Let the whole wave say what was asked where a group is too small to tell."""
    people = gather.moments(Everybody(of.role), of.role).n
    whole = {g.wave: k for k, g in enumerate(gather.groups) if g.segment == WHOLE}
    of_wave = answered[[whole.get(g.wave, k) for k, g in enumerate(gather.groups)]]
    small = np.array([g.segment != WHOLE for g in gather.groups]) & (people < CHANCE)
    return np.where(small[:, None], of_wave, answered)


def of_groups(
    gather: Gatherer, of: ItemSet, among: NDArray[np.bool_], at: NDArray[np.int64]
) -> tuple[Covariances, Covariances]:
    """Return the covariances of a set's answered items in some groups.

    Returns
    -------
    tuple of Covariances
        Of the items (of their differences, for a gap), and of all columns: right, then left ones.
        In points of the instrument's scale.
    """
    part = product(gather.inventory, of, among.tolist())
    side = 1 + len(part.columns)
    empty = np.zeros((1, side, side), np.int64)
    table = np.repeat(empty, len(at), axis=0)
    if part in gather.tally.parts:
        whole = np.concatenate([gather.tally.product(part.columns), empty])
        table = whole[gather.places(of.role)[at]]
    worth = [_worth(gather, side) for side in of.sides]
    columns = covariances(table, np.repeat([float(w) for w in worth], int(among.sum())))
    if not of.is_gap:
        return columns, columns
    differences, unit = products_of_differences(table, worth[0], worth[1])
    return covariances(differences, unit), columns


def by_group(gather: Gatherer, of: ItemSet) -> Iterator[tuple[Group, tuple[str, ...], Covariances]]:
    """Yield each group in its order, with the items of a set that it answered, and their covariances."""
    found: dict[int, tuple[tuple[str, ...], Covariances]] = {}
    for among, at in patterns(gather, of):
        figures, _ = of_groups(gather, of, among, at)
        answered = tuple(i for i, kept in zip(of.items, among, strict=True) if kept)
        found |= {group: (answered, figures.row(row)) for row, group in enumerate(at.tolist())}
    for k, group in enumerate(gather.groups):
        yield group, *found[k]


def _worth(gather: Gatherer, side: Side) -> Fraction:
    """Return what one step of a side's codes is worth on the instrument's scale."""
    scale = gather.inventory.scale(side)
    return gather.map_of(side).factor * Fraction(scale.stride, scale.denominator)
