"""How many people gave the lowest or the highest answer there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.gather import Gatherer
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.terms import battery_word, gap_name
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.gaps.model import Side
    from gapkit.stats.frequencies import Floats
    from gapkit.tally import Group, Tally
    from gapkit.wording import Words

__all__ = ["AT_THE_CEILING", "Extremes", "ceiling_sentences", "extremes"]

AT_THE_CEILING: Final = 0.5
"""An item sits at the ceiling where more than this share gave the highest answer: its median lies
there, and whoever expects still more cannot say so. A convention; the shares are in the tables."""


@dataclass(frozen=True)
class Extremes:
    """Shares of the lowest and the highest answer of each item.

    Parameters
    ----------
    floor, ceiling : float, shape (groups, items)
        NaN where nobody answered.
    """

    floor: Floats
    ceiling: Floats


def extremes(gather: Gatherer, side: Side, items: Sequence[str]) -> Extremes:
    """Return how many gave the ends of the scale, of those who answered the item."""
    columns = gather.inventory.columns[side]
    counts = [gather.answers(columns[item]) for item in items]
    total = np.column_stack([c.sum(axis=1) for c in counts]).astype(float)
    total[total == 0] = np.nan
    floor = np.column_stack([c[:, 0] for c in counts]) / total
    return Extremes(floor, np.column_stack([c[:, -1] for c in counts]) / total)


def ceiling_sentences(
    tally: Tally, inventory: Inventory, pairs: Sequence[Pair], group: Group, say: Words
) -> tuple[Phrase, ...]:
    """Say which batteries sit at the ceiling in one group.

    Where that is what perceptions are set against, gaps mostly mirror the perceptions: there is
    little left for the expectations to vary.
    """
    against = {pair.left: pair for pair in reversed(pairs) if pair.pairing == "respondent"}
    said = []
    for side in inventory.columns:
        if side.role in NOT_PEOPLE:
            continue
        items = inventory.items(side)
        ceiling = extremes(Gatherer(tally, inventory, [group]), side, items).ceiling[0]
        at_top = int((np.nan_to_num(ceiling) > AT_THE_CEILING).sum())
        name = battery_word(say, inventory.name_of(side))
        values: dict[str, Any] = {"battery": name, "count": at_top, "items": len(items)}
        if side in against and 2 * at_top > len(items):
            pair = against[side]
            values["gap"] = gap_name(say, pair.gap.name, "short")
            values["right"] = battery_word(say, inventory.name_of(pair.right))
            said.append(Phrase("measurement.ceiling.mirrored", values))
        elif at_top:
            said.append(Phrase("measurement.ceiling.some", values))
    return tuple(said)
