"""What all tables but that of reliability ask a tally to count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.causes.chain import chain_wanted
from gapkit.gaps.consensus import consensus_wanted
from gapkit.gaps.knowledge import knowledge_wanted
from gapkit.gaps.wanted import wanted
from gapkit.gaps.witnesses import witness_wanted
from gapkit.measurement.kinds import kano_wanted
from gapkit.measurement.outcomes import outcomes_wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.gaps import Inventory, Pair
    from gapkit.tally import Part

__all__ = ["all_wanted"]


def all_wanted(inventory: Inventory, pairs: Sequence[Pair]) -> list[Part]:
    """Return the parts; those of tables between roles only where there are several."""
    asked = [*wanted(inventory, list(pairs)), *outcomes_wanted(inventory), *kano_wanted(inventory)]
    if len({side.role for side in inventory.columns}) < 2:
        return asked
    return [
        *asked,
        *knowledge_wanted(inventory, list(pairs)),
        *consensus_wanted(inventory),
        *witness_wanted(inventory),
        *chain_wanted(inventory, pairs),
    ]
