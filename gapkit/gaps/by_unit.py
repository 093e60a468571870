"""The table `gaps_by_unit`: other people's answers matched by the unit they speak of.

Where managers and customers of the same branches answered, each branch is one pair: the means of
its two sides. What tells the gap from zero is then how far branches agree, not how many people
answered; the n of a row is a number of units.

Units are no people. So the two minima of people look at those behind the units: a figure is shown
if `min_n` people stand behind either side, however few units they are of, and judged if
`min_n_verdict` do. Units have a minimum of their own, `FEWEST_UNITS`: the mean of many people is
nearly normal, so that a t test over a dozen branches holds what it promises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.evidence import Evidence, evidence
from gapkit.gaps.figures import Figures
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import WHOLE, groups_for, waves_of
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.table import GAP_COLUMNS, in_order, judged_frame
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.moments import moments
from gapkit.tally import Group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.options import Options
    from gapkit.tally import Tally

__all__ = ["FEWEST_UNITS", "PEOPLE_COLUMNS", "gaps_by_unit_frame"]

FEWEST_UNITS: Final = 5
"""With fewer units nothing is judged: three degrees of freedom or less tell next to nothing."""

PEOPLE_COLUMNS: Final = ("people_left", "people_right")
"""Columns beside those of `gaps`: people behind the units of a row."""

DIGITS: Final = 10**10
"""Differences of two units' unrounded means are rounded once, so that ties are ties."""


def gaps_by_unit_frame(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    options: Options,
    unit: str,
    targets: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Return the gaps between roles that both know the unit, matched by unit.

    Returns
    -------
    pandas.DataFrame
        The columns of `gaps`, for everybody of each wave; ``pairing`` is ``unit``, n = n_left =
        n_right the units in which both sides answered, means over the means of units. Then
        ``people_left`` and ``people_right``, the people of these units. The verdict is ``unclear``
        with fewer than `FEWEST_UNITS` units, or `min_n_verdict` people on the smaller side.
    """
    import pandas as pd

    matched = [p for p in pairs if p.pairing == "independent" and _both_know(inventory, p, unit)]
    gather = Gatherer(tally, inventory, [Group(w, WHOLE, WHOLE) for w in waves_of(tally)])
    tables = []
    for pair in matched:
        found, people = _by_unit(tally, inventory, pair, unit)
        frame = judged_frame(gather, pair, found, options, targets or {})
        tables.append(frame.assign(**dict(zip(PEOPLE_COLUMNS, people, strict=True))))
    if not tables:
        names = (*GAP_COLUMNS, *PEOPLE_COLUMNS)
        return pd.DataFrame({name: pd.Series(dtype=object) for name in names})
    frame = in_order(pd.concat(tables, ignore_index=True))
    return frame.astype(dict.fromkeys(PEOPLE_COLUMNS, "Int64"))


def _both_know(inventory: Inventory, pair: Pair, unit: str) -> bool:
    return all(inventory.knows(side.role, unit) for side in pair.sides)


def _by_unit(
    tally: Tally, inventory: Inventory, pair: Pair, unit: str
) -> tuple[Evidence, tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return the evidence in which a unit stands where a person stood, and the people of each side."""
    groups = groups_for(tally, [s.role for s in pair.sides], [unit])
    units = [g for g in groups if g.segment == unit]
    found = evidence(Gatherer(tally, inventory, units), pair)
    waves = waves_of(tally)
    wave = np.array([waves.index(g.wave) for g in units])
    keys = len(found.key) // max(len(units), 1)
    row = np.repeat(np.arange(keys), len(units)) * len(waves) + np.tile(wave, keys)
    rows = keys * len(waves)
    first = np.arange(keys) * len(units)
    present = ~np.isnan(found.gap.mean)
    differences = _rounded(found.gap.mean, row, present, rows)
    people = (
        np.bincount(row[present], found.left.n[present], rows).astype(np.int64),
        np.bincount(row[present], found.right.n[present], rows).astype(np.int64),
    )
    matched = Figures.of(moments(differences))
    evidence_of_units = Evidence(
        np.repeat(found.level[first], len(waves)),
        np.repeat(found.key[first], len(waves)),
        "unit",
        matched,
        Figures.of(moments(_rounded(found.left.mean, row, present, rows))),
        Figures.of(moments(_rounded(found.right.mean, row, present, rows))),
        _deviation(found, row, present, rows, len(waves)),
        differences,
        judged_on=np.where(matched.n < FEWEST_UNITS, 0, _fewest(pair, *people)),
    )
    return evidence_of_units, people


def _fewest(pair: Pair, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the people of the smaller side; audits of a campaign are no people."""
    sides = [
        n for n, side in ((left, pair.left), (right, pair.right)) if side.role not in NOT_PEOPLE
    ]
    fewest: NDArray[np.int64] = np.min(sides or [right], axis=0)
    return fewest


def _rounded(
    values: NDArray[np.float64], row: NDArray[np.int64], present: NDArray[np.bool_], rows: int
) -> Frequencies:
    numerators = np.rint(values[present] * DIGITS).astype(np.int64)
    ones = np.ones(len(numerators), np.int64)
    return Frequencies.from_cells(row[present], numerators, ones, rows, DIGITS)


def _deviation(
    found: Evidence, row: NDArray[np.int64], present: NDArray[np.bool_], rows: int, waves: int
) -> Figures:
    """Return each unit's gap less its own average over the level; blank for ``overall``."""
    units = len(found.key) // max(rows // waves, 1)
    gap = np.where(present, found.gap.mean, np.nan).reshape(-1, units)
    level = found.level.reshape(-1, units)[:, 0]
    away = np.full_like(gap, np.nan)
    for name in dict.fromkeys(level):
        mine = level == name
        if mine.sum() > 1:
            known = ~np.isnan(gap[mine])
            total = np.where(known, gap[mine], 0).sum(axis=0)
            away[mine] = gap[mine] - total / np.maximum(known.sum(axis=0), 1)
    flat: Any = away.reshape(-1)
    return Figures.of(moments(_rounded(flat, row, ~np.isnan(flat), rows)))
