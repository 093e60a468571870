"""The confirmatory model of each battery in each wave, and why there is none where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gapkit.gaps.gather import Gatherer
from gapkit.measurement import item_sets
from gapkit.stats.confirmatory import Confirmatory, confirmatory, simple_structure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.gaps.inventory import Inventory
    from gapkit.instrument import Instrument
    from gapkit.measurement.item_sets import ItemSet
    from gapkit.stats.covariance import Covariances
    from gapkit.tally import Tally

__all__ = ["BatteryModel", "battery_models", "dimension_numbers", "usable", "why_none"]


@dataclass(frozen=True)
class BatteryModel:
    """One battery in one wave, everybody together.

    Parameters
    ----------
    wave
        As in the tables.
    of
        The battery and its items.
    items
        Those that were answered and vary: what the model speaks of.
    dimensions
        The dimensions that have such an item.
    number
        For each of `items` the position of its dimension among `dimensions`.
    covariances
        Of `items`, over the people who answered them all.
    dimensional, single
        The model with the questionnaire's dimensions, and that with one factor for all items; None
        where it could not be fitted.
    reason
        Why there is no model of dimensions; empty where there is one.
    """

    wave: str
    of: ItemSet
    items: tuple[str, ...]
    dimensions: tuple[str, ...]
    number: tuple[int, ...]
    covariances: Covariances
    dimensional: Confirmatory | None
    single: Confirmatory | None
    reason: str

    @property
    def n(self) -> int:
        """People who answered every item."""
        return int(self.covariances.n[0])


def battery_models(tally: Tally, inventory: Inventory) -> list[BatteryModel]:
    """Fit every battery of every wave; the tally holds the products of whole batteries."""
    found = []
    for of in item_sets.batteries(inventory):
        gather = Gatherer(tally, inventory, item_sets.table_groups(tally, inventory, of, ()))
        found += [
            _fitted(group.wave, of, answered, own, inventory.instrument)
            for group, answered, own in item_sets.by_group(gather, of)
        ]
    return found


def dimension_numbers(
    items: Sequence[str], instrument: Instrument
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the dimensions that some items have, and the number of each item's own."""
    own = [instrument.item[i].dimension for i in items]
    dimensions = tuple(dict.fromkeys(own))
    return dimensions, tuple(dimensions.index(d) for d in own)


def usable(items: Sequence[str], of: Covariances) -> tuple[tuple[str, ...], Covariances]:
    """Return the items that vary, with their covariances."""
    kept = np.flatnonzero(~of.constant.any(axis=0)).tolist()
    return tuple(items[k] for k in kept), of.only(kept)


def why_none(of: Covariances, number: Sequence[int]) -> str:
    """Say why a model of dimensions cannot be fitted, as far as that shows beforehand."""
    n, items = int(of.n.min()), of.items
    if items == 0:
        return "nobody answered" if n == 0 else "no variation"
    if n <= items:
        return "too few cases"
    if len(simple_structure(number).places) > items * (items + 1) // 2:
        return "not asked"
    return ""


def _fitted(
    wave: str, of: ItemSet, answered: Sequence[str], all_items: Covariances, instrument: Instrument
) -> BatteryModel:
    items, covariances = usable(answered, all_items)
    dimensions, number = dimension_numbers(items, instrument)
    reason = why_none(covariances, number)
    dimensional = single = None
    if not reason:
        s, n = covariances.biased[0], int(covariances.n[0])
        dimensional = _settled(confirmatory(s, n, number))
        reason = "" if dimensional else "singular"
        if len(dimensions) > 1:
            single = _settled(confirmatory(s, n, [0] * len(items)))
    return BatteryModel(
        wave, of, items, dimensions, number, covariances, dimensional, single, reason
    )


def _settled(found: Confirmatory | None) -> Confirmatory | None:
    return found if found is not None and found.settled else None
