"""What outcomes are explained by: the scores that go into each model, and the sums they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.gaps import levels
from gapkit.gaps.gather import LinearMap
from gapkit.gaps.model import Side, resolve
from gapkit.measurement.outcomes import outcomes_of
from gapkit.measurement.rows import Column
from gapkit.measurement.sums import Wish
from gapkit.stats.regression import recombined
from gapkit.tally import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.measurement.sums import Parts, Sums
    from gapkit.tally import Expression, Group

__all__ = ["DEPTHS", "Explained", "explained_of"]

DEPTHS: Final = ("dimension", "item")
"""Levels at which outcomes are explained; items for everybody of a wave only."""


@dataclass(frozen=True)
class Explained:
    """One outcome, explained at one level.

    Parameters
    ----------
    outcome, level
        As in the tables.
    keys
        Dimensions, items or ``overall``, in the instrument's order.
    perception
        Scores of the perception battery and the outcome.
    paired
        Perceptions, then expectations of the same items, and the outcome; None where no
        expectation was asked of the same people.
    """

    outcome: str
    level: str
    keys: tuple[str, ...]
    perception: Wish
    paired: Wish | None

    @property
    def wishes(self) -> list[Wish]:
        """The sums that are needed."""
        return [w for w in (self.perception, self.paired) if w]

    @property
    def gap(self) -> NDArray[np.float64]:
        """How gaps are made of the paired columns: right − left."""
        k = len(self.keys)
        return np.vstack([np.eye(k), -np.eye(k)])

    @property
    def right_only(self) -> NDArray[np.float64]:
        """How perceptions are taken out of the paired columns."""
        k = len(self.keys)
        return np.vstack([np.eye(k), np.zeros((k, k))])

    def kinds(self, sums: Sums, group: Group) -> Iterator[tuple[str, Parts, NDArray[np.float64]]]:
        """Yield what the outcome is explained by (``perception``, ``gap``), its parts and their sums."""
        asked = sums.of(self.perception, group)
        yield "perception", asked, asked.used
        if self.paired:
            both = sums.of(self.paired, group)
            yield "gap", both, recombined(both.used, self.gap)


def explained_of(
    inventory: Inventory,
    pairs: Sequence[Pair],
    segments: Sequence[str] = (),
    outcome: str | None = None,
) -> list[Explained]:
    """Return what can be explained by what was asked of the same people.

    Parameters
    ----------
    inventory, pairs
        What was asked, and the gaps that follow.
    segments
        Columns to break down by, at the level of dimensions.
    outcome
        One outcome only.
    """
    side = resolve("perception", inventory.columns)
    if side is None:
        return []
    found = outcomes_of(inventory, side.role)
    pair = next((p for p in pairs if p.gap.name == "5" and p.pairing == "respondent"), None)
    own = tuple(s for s in segments if inventory.knows(side.role, s))
    return [
        _explained(inventory, side, pair, name, column, level, own)
        for name, column in found.items()
        if outcome is None or name == outcome
        for level in (*DEPTHS, "overall")
    ]


def _explained(
    inventory: Inventory,
    side: Side,
    pair: Pair | None,
    outcome: str,
    column: str,
    level: str,
    segments: tuple[str, ...],
) -> Explained:
    rows = [r for r in levels.of_side(inventory, side) if r.level == level]
    scale = inventory.scales[column]
    last = Column(Answer(column), middle=scale.middle)
    by = segments if level != "item" else ()
    mine = [_column(inventory, side, r.score) for r in rows]
    perception = Wish(side.role, (*mine, last), by, rows=level == "dimension")
    paired = None
    if pair is not None:
        both = [two for two in levels.of_pair(inventory, pair) if two.level == level]
        sides = [_column(inventory, pair.right, two.right) for two in both]
        sides += [_column(inventory, pair.left, two.left) for two in both]
        # only where both speak of the same keys, so that models can be set side by side
        if [two.key for two in both] == [r.key for r in rows]:
            paired = Wish(side.role, (*sides, last), by)
    return Explained(outcome, level, tuple(r.key for r in rows), perception, paired)


def _column(inventory: Inventory, side: Side, score: Expression) -> Column:
    instrument = inventory.instrument.scale
    to = LinearMap.between(inventory.scale(side), instrument)
    return Column(score, None if to.is_identity else to, instrument.middle)
