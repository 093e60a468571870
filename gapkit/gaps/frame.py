"""The design of one wave: its strata and clusters, and the errors of means that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gapkit.stats.survey import jackknife_mean, variance_of_totals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from gapkit.tally import Cell, WeightedCounts

__all__ = ["Frame"]


@dataclass(frozen=True)
class Frame:
    """Cells of a wave, what they stand for, how many people or clusters they hold.

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
    def of(
        cls,
        names: Sequence[Cell],
        everybody: WeightedCounts,
        population: Callable[[str], float] | None = None,
    ) -> Frame:
        """Take stock of the cells in which a wave has people.

        Parameters
        ----------
        names
            All cells of the tally.
        everybody
            The wave's people by cell.
        population
            Stratum → customers behind it, NaN where not counted; None where units are no strata.
        """
        cells, first = np.unique(everybody.cell, return_index=True)
        people = np.add.reduceat(everybody.n, first) if len(first) else everybody.n
        position = np.full(len(names), -1)
        position[cells] = np.arange(len(cells))
        here = [names[c] for c in cells]
        stratum = np.unique([c.stratum for c in here], return_inverse=True)[1]
        counted = population is not None
        customers = np.array([population(c.stratum) for c in here] if population else people, float)
        return cls(
            position,
            customers / people if counted else np.ones(len(cells)),
            stratum.astype(np.int64),
            any(c.cluster for c in here),
            people,
            np.minimum(people / customers, 1.0) if counted else np.zeros(len(cells)),
        )

    @cached_property
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

    @property
    def is_lonely(self) -> bool:
        """Whether a stratum has one member only, so that its spread is unknown."""
        return bool(self._members.min(initial=2) < 2)

    def variance(
        self, cell: NDArray[np.int64], pull: NDArray[np.float64], squared: NDArray[np.float64]
    ) -> float:
        """Return the linearised variance of a mean from how much each entry pulls it."""
        if self.is_lonely:
            return float("nan")
        z = self._by_cell(cell, pull)
        if self.clustered:
            return float(variance_of_totals(z[:, None], self.stratum, self.fraction)[0])
        m = self._members.astype(float)
        zz = np.bincount(self.stratum[self.position[cell]], squared, len(m))
        sums = np.bincount(self.stratum, z, len(m))
        kept = 1 - np.bincount(self.stratum, self.fraction, len(m))
        return float((kept * m / (m - 1) * (zz - sums**2 / m)).sum())

    def jackknife(
        self, cell: NDArray[np.int64], weight: NDArray[np.float64], total: NDArray[np.float64]
    ) -> float:
        """Return the standard error of a mean with each cluster left out once; NaN without clusters.

        Parameters
        ----------
        cell, weight, total
            Cell, Σw and Σwy of each entry; y from any origin, since only its spread matters.
        """
        if self.is_lonely or not self.clustered:
            return float("nan")
        w, wy = self._by_cell(cell, weight), self._by_cell(cell, total)
        return float(jackknife_mean(w, wy, self.stratum).se[0])

    def _by_cell(self, cell: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = np.bincount(
            self.position[cell], values, len(self.stratum)
        ).astype(np.float64)
        return found
