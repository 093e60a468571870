"""The zone of tolerance: perception between the lowest that is accepted and what is desired.

Zeithaml, Berry and Parasuraman (1993): customers accept what lies between adequate and desired
service. Adequacy is perception − minimum, superiority perception − desired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.figures import Figures
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import groups_for
from gapkit.gaps.model import Side, resolve
from gapkit.stats.mean_tests import t_test
from gapkit.tally import Difference, Expression, Mean, Score, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.options import Options
    from gapkit.stats.frequencies import Frequencies
    from gapkit.tally import Tally

__all__ = ["ZONE_COLUMNS", "ZoneRow", "ZoneSides", "zone_rows", "zone_sides", "zones_frame"]

ZONE_COLUMNS: Final = (
    "wave", "segment", "value", "level", "key", "n", "minimum", "perception", "desired", "adequacy",
    "superiority", "share_below", "share_within", "share_above", "inverted", "verdict",
)  # fmt: skip
"""Columns in their order."""


@dataclass(frozen=True)
class ZoneSides:
    """The batteries of a zone; either end may not have been asked."""

    perception: Side
    minimum: Side | None
    desired: Side | None

    @property
    def ends(self) -> list[Side]:
        """Those that were asked."""
        return [s for s in (self.minimum, self.desired) if s]


@dataclass(frozen=True)
class ZoneRow:
    """One row: scores over the same items of the same people in all batteries that were asked."""

    role: str
    level: str
    key: str
    perception: Expression
    minimum: Expression | None
    desired: Expression | None

    @property
    def adequacy(self) -> Difference | None:
        """Perception − minimum."""
        return Difference(self.perception, self.minimum) if self.minimum else None

    @property
    def superiority(self) -> Difference | None:
        """Perception − desired."""
        return Difference(self.perception, self.desired) if self.desired else None

    @property
    def place(self) -> Zone:
        """Below, within or above; where one end was not asked it lies at the other."""
        low = self.minimum or self.desired or self.perception
        high = self.desired or self.minimum or self.perception
        return Zone(self.perception, low, high)

    @property
    def scores(self) -> list[Expression]:
        """Scores whose means the row shows."""
        every = [self.perception, self.minimum, self.desired, self.adequacy, self.superiority]
        return [s for s in every if s]


def zone_sides(inventory: Inventory) -> ZoneSides | None:
    """Return the batteries of the zone, or None where no zone was asked."""
    perception = resolve("perception", inventory.columns)
    if perception is None:
        return None
    minimum, desired = (resolve(b, inventory.columns) for b in ("minimum", "desired"))
    together = inventory.together
    ends = [s if s and frozenset({s, perception}) in together else None for s in (minimum, desired)]
    return ZoneSides(perception, *ends) if any(ends) else None


def zone_rows(inventory: Inventory, sides: ZoneSides) -> list[ZoneRow]:
    """Return the rows of the table: items, dimensions, overall."""
    batteries = [sides.perception, *sides.ends]
    columns = {side: inventory.columns[side] for side in batteries}
    items = [i for i in inventory.items(sides.perception) if all(i in c for c in columns.values())]
    dimensions = inventory.dimensions(items)
    role = sides.perception.role

    def score(side: Side, ids: tuple[str, ...]) -> Score:
        others = tuple(tuple(columns[o][i] for i in ids) for o in batteries if o != side)
        return Score(tuple(columns[side][i] for i in ids), others)

    def row(level: str, key: str, ids: tuple[str, ...]) -> ZoneRow:
        low, high = (score(s, ids) if s else None for s in (sides.minimum, sides.desired))
        return ZoneRow(role, level, key, score(sides.perception, ids), low, high)

    by_dimension = [row("dimension", d, ids) for d, ids in dimensions.items()]
    if not by_dimension:
        return []
    means = (_mean(by_dimension, of) for of in ("perception", "minimum", "desired"))
    overall = ZoneRow(role, "overall", "overall", *means)
    return [*(row("item", i, (i,)) for i in items), *by_dimension, overall]


def _mean(rows: list[ZoneRow], of: str) -> Any:
    scores = tuple(getattr(r, of) for r in rows)
    return Mean(scores) if all(scores) else None


def zones_frame(
    tally: Tally, inventory: Inventory, options: Options, segments: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the table `zones`; empty where no zone was asked.

    Returns
    -------
    pandas.DataFrame
        `ZONE_COLUMNS`: means over the people who answered every battery of the zone that was
        asked; shares below, within and above among those whose minimum does not lie above what
        they desire (the others are counted in ``inverted``).
    """
    import pandas as pd

    sides = zone_sides(inventory)
    rows = zone_rows(inventory, sides) if sides else []
    if not sides or not rows:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in ZONE_COLUMNS})
    role = sides.perception.role
    own = [s for s in segments if inventory.knows(role, s)]
    groups = groups_for(tally, [role], own)
    gather = Gatherer(tally, inventory, groups)
    tables = [
        _zone(gather, row, sides, options).assign(_at=range(len(groups)), _key=k)
        for k, row in enumerate(rows)
    ]
    frame = pd.concat(tables, ignore_index=True).sort_values(["_at", "_key"], kind="stable")
    return frame[list(ZONE_COLUMNS)].reset_index(drop=True)


def _zone(gather: Gatherer, row: ZoneRow, sides: ZoneSides, options: Options) -> pd.DataFrame:
    import pandas as pd

    role, to_instrument = sides.perception.role, gather.map_of(sides.perception)

    def figures(score: Expression | None, *, shifted: bool = True) -> Figures:
        if score is None:
            return Figures.given(np.full(len(gather.groups), np.nan))
        return to_instrument.figures(gather.figures(score, role), shifted=shifted)

    perception = figures(row.perception)
    adequacy, superiority = (figures(s, shifted=False) for s in (row.adequacy, row.superiority))
    below, within, above, inverted = _places(gather.frequencies(row.place, role))
    blank = np.full(len(below), np.nan)
    both = row.minimum and row.desired
    body = {
        **{f: [getattr(g, f) for g in gather.groups] for f in ("wave", "segment", "value")},
        "level": row.level,
        "key": row.key,
        "n": pd.array(perception.n, dtype="Int64"),
        "minimum": figures(row.minimum).mean,
        "perception": perception.mean,
        "desired": figures(row.desired).mean,
        "adequacy": adequacy.mean,
        "superiority": superiority.mean,
        "share_below": below if row.minimum else blank,
        "share_within": within if both else blank,
        "share_above": above if row.desired else blank,
        "inverted": pd.array(inverted, dtype="Int64"),
        "verdict": _verdict(perception.n, adequacy, superiority, options),
    }
    return pd.DataFrame(body)


def _places(places: Frequencies) -> tuple[Any, ...]:
    """Return the shares below, within and above, and how many answers are inverted."""
    counts = [places.sum_by_row(np.where(places.value == k, places.count, 0)) for k in range(4)]
    straight = (places.n - counts[3]).astype(float)
    straight[straight == 0] = np.nan
    return (*(c / straight for c in counts[:3]), counts[3])


def _verdict(
    n: NDArray[np.int64], adequacy: Figures, superiority: Figures, options: Options
) -> NDArray[np.object_]:
    """Below or above where the interval says so, within where both say so, else unclear."""
    low, high = (
        t_test(f.mean, f.se, f.df, confidence=options.confidence) for f in (adequacy, superiority)
    )
    with np.errstate(invalid="ignore"):
        below, above = low.ci_high < 0, high.ci_low > 0
        within = (low.ci_low >= 0) & (high.ci_high <= 0)
    few = n < options.min_n_verdict
    choices = [few, below, above, within]
    return np.select(choices, ["unclear", "below", "above", "within"], "unclear").astype(object)
