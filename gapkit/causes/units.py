"""Units as cases: how many are needed, and the gaps of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.evidence import evidence
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import natural, waves_of
from gapkit.gaps.levels import of_pair
from gapkit.tally import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.tally import Tally

__all__ = ["FEWEST_UNITS", "unit_gaps"]

FEWEST_UNITS: Final = 20
"""With fewer units a cloud of points is shown and no coefficient: a dozen carry one predictor at
most, and not with a correlation that could be told from zero unless it were above .6."""


def unit_gaps(
    tally: Tally, inventory: Inventory, pairs: Sequence[Pair], unit: str
) -> dict[tuple[str, str], dict[str, float]]:
    """Return wave, gap → unit → overall gap, of the gaps that every side knows the unit of."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for pair in pairs:
        if unit not in inventory.segments(pair, [unit]):
            continue
        rows = [row for row in of_pair(inventory, pair) if row.level == "overall"]
        for wave in waves_of(tally):
            values = sorted({g.value for g in tally.groups if g.segment == unit}, key=natural)
            gather = Gatherer(tally, inventory, [Group(wave, unit, value) for value in values])
            means = evidence(gather, pair, rows).gap.mean
            found[wave, pair.gap.name] = dict(zip(values, means.tolist(), strict=True))
    return found
