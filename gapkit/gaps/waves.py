"""Whether waves may be set side by side: the same batteries, the same items, in each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import WHOLE, waves_of
from gapkit.tally import Group
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from gapkit.gaps.inventory import Inventory
    from gapkit.tally import Tally

__all__ = ["wave_differences"]


def wave_differences(tally: Tally, inventory: Inventory) -> tuple[Phrase, ...]:
    """Return what was asked in some waves only; empty where all waves asked the same.

    A dimension's mean over four items in one wave and over three in the next is no comparison.
    """
    waves = waves_of(tally)
    if len(waves) < 2:
        return ()
    gather = Gatherer(tally, inventory, [Group(w, WHOLE, WHOLE) for w in waves])
    found = []
    for side, columns in inventory.columns.items():
        if not inventory.knows(side.role, "wave"):
            continue
        asked = {item: gather.answers(c).sum(axis=1) > 0 for item, c in columns.items()}
        somebody = [any(a[k] for a in asked.values()) for k in range(len(waves))]
        for item, answered in asked.items():
            without = [w for k, w in enumerate(waves) if somebody[k] and not answered[k]]
            if answered.any() and without:
                values = {
                    "battery": inventory.name_of(side),
                    "item": item,
                    "waves": ", ".join(without),
                }
                found.append(Phrase("waves.item_missing", values))
        if any(somebody) and not all(somebody):
            without = [w for k, w in enumerate(waves) if not somebody[k]]
            values = {"battery": inventory.name_of(side), "waves": ", ".join(without)}
            found.append(Phrase("waves.battery_missing", values))
    return tuple(found)
