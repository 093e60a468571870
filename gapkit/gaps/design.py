"""How people were sampled, and what follows for means and their errors.

Weights, strata and clusters come from the export, or from the units: all units that exist are
strata whose customers are counted; units that were drawn are clusters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from gapkit.gaps.figures import Figures
from gapkit.stats.survey import kish_n, variance_of_totals
from gapkit.tally import Design, Everybody

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from gapkit.tally import Expression, Group, Tally, WeightedCounts

__all__ = ["SampleDesign", "weighted_figures"]


@dataclass(frozen=True)
class SampleDesign:
    """Which roles follow a design, and which.

    Parameters
    ----------
    columns
        Where the batches say stratum and cluster.
    roles
        Whose figures follow it.
    customers
        Wave and unit → how many customers the unit has, where units are strata; the wave is None
        where the count holds for every wave.
    """

    columns: Design
    roles: frozenset[str]
    customers: Mapping[tuple[str | None, str], int] = field(default_factory=dict)

    def population(self, wave: str, stratum: str) -> float:
        """Return the customers behind a stratum; NaN where they were not counted."""
        found = self.customers.get((wave, stratum), self.customers.get((None, stratum)))
        return float("nan") if found is None else float(found)


def weighted_figures(
    tally: Tally,
    design: SampleDesign,
    score: Expression,
    denominator: int,
    role: str,
    places: NDArray[np.int64],
    groups: Sequence[Group],
    whole: NDArray[np.int64],
) -> Figures:
    """Return weighted means with linearised standard errors.

    Parameters
    ----------
    places
        Where each group stands in the tally; −1 where it has nobody.
    whole
        Where everybody of the group's wave stands: strata and clusters keep their number there,
        also where a group has nobody (R's survey: domains keep the design).

    Returns
    -------
    Figures
        On the score's own scale; se NaN where a stratum has one cluster only, since its spread is
        unknown.
    """
    counts, people = tally.weighted(score), tally.weighted(Everybody(role))
    rows = [
        _one(tally, design, counts, people, group, int(at), int(all_at), denominator)
        for group, at, all_at in zip(groups, places, whole, strict=True)
    ]
    n, *rest = zip(*rows, strict=True)
    return Figures(np.array(n, np.int64), *(np.array(x, np.float64) for x in rest))


Row = tuple[int, float, float, float, float, float]
NOBODY: Row = (0, *[float("nan")] * 5)  # type: ignore[assignment]


def _one(
    tally: Tally,
    design: SampleDesign,
    counts: WeightedCounts,
    people: WeightedCounts,
    group: Group,
    at: int,
    whole: int,
    denominator: int,
) -> Row:
    if at < 0 or whole < 0:
        return NOBODY
    mine, everybody = _slice(counts, at), _slice(people, whole)
    frame = _Frame.of(tally, design, group.wave, everybody)
    stretch = frame.stretch[frame.position[mine.cell]]
    w, q, value = mine.weight * stretch, mine.square * stretch**2, mine.value / denominator
    n, total = int(mine.n.sum()), w.sum()
    if not total > 0:
        return NOBODY
    mean = float((w * value).sum() / total)
    away = value - mean
    sd = float(np.sqrt((w * away**2).sum() / total * n / (n - 1))) if n > 1 else float("nan")
    variance = frame.variance(mine.cell, w * away / total, q * away**2 / total**2)
    constant = len(np.unique(mine.value)) == 1
    se = 0.0 if constant else float(np.sqrt(variance))
    effective = float(kish_n([total], [q.sum()])[0])
    return n, mean, 0.0 if constant and n > 1 else sd, se, frame.df, effective


def _slice(counts: WeightedCounts, group: int) -> WeightedCounts:
    first, last = np.searchsorted(counts.group, [group, group + 1])
    return type(counts)(counts.table[first:last])


@dataclass(frozen=True)
class _Frame:
    """The design of one wave: cells, what they stand for, how many people or clusters they hold.

    Parameters
    ----------
    position
        Cell of the tally → position here; −1 for a cell of another wave.
    stretch
        Factor on the weights of each cell: customers ÷ people, where units are strata.
    stratum, clustered
        Stratum of each cell; whether cells are clusters rather than people's strata.
    people, fraction
        People of each cell; share of the population that was asked.
    """

    position: NDArray[np.int64]
    stretch: NDArray[np.float64]
    stratum: NDArray[np.int64]
    clustered: bool
    people: NDArray[np.int64]
    fraction: NDArray[np.float64]

    @classmethod
    def of(cls, tally: Tally, design: SampleDesign, wave: str, everybody: WeightedCounts) -> _Frame:
        cells, first = np.unique(everybody.cell, return_index=True)
        people = np.add.reduceat(everybody.n, first) if len(first) else everybody.n
        position = np.full(len(tally.cells), -1)
        position[cells] = np.arange(len(cells))
        names = [tally.cells[c] for c in cells]
        stratum = np.unique([c.stratum for c in names], return_inverse=True)[1]
        customers = np.array([design.population(wave, c.stratum) for c in names])
        counted = bool(design.customers)
        return cls(
            position,
            customers / people if counted else np.ones(len(cells)),
            stratum.astype(np.int64),
            any(c.cluster for c in names),
            people,
            np.minimum(people / customers, 1.0) if counted else np.zeros(len(cells)),
        )

    @property
    def _members(self) -> NDArray[np.int64]:
        """Clusters, else people, of each stratum."""
        weight = None if self.clustered else self.people
        return np.bincount(self.stratum, weight).astype(np.int64)

    @property
    def df(self) -> float:
        """Clusters (else people) less strata."""
        members = self._members
        df = float(members.sum() - len(members))
        return df if df > 0 else float("nan")

    def variance(
        self, cell: NDArray[np.int64], pull: NDArray[np.float64], squared: NDArray[np.float64]
    ) -> float:
        """Return the variance of a mean from how much each entry pulls it."""
        if self._members.min(initial=2) < 2:
            return float("nan")
        at = self.position[cell]
        z = np.bincount(at, pull, len(self.stratum)).astype(np.float64)
        if self.clustered:
            return float(variance_of_totals(z[:, None], self.stratum, self.fraction)[0])
        zz = np.bincount(self.stratum[at], squared, len(self._members))
        sums = np.bincount(self.stratum, z, len(self._members))
        m = self._members.astype(float)
        kept = 1 - np.bincount(self.stratum, self.fraction, len(m))
        return float((kept * m / (m - 1) * (zz - sums**2 / m)).sum())
