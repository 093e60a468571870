"""From the counts of a tally to the distributions and moments of a table's rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gapkit.gaps.design import weighted_figures
from gapkit.gaps.figures import Figures
from gapkit.gaps.groups import WHOLE, positions
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.moments import Moments, moments, moments_from_sums
from gapkit.tally import Answer, Group, Histogram, Joint, Lattice, lattice
from gapkit.tally import Moments as MomentsPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.gaps.model import Side
    from gapkit.instrument import Scale
    from gapkit.tally import Expression, Tally

__all__ = ["Gatherer", "LinearMap"]

Ints = "NDArray[np.int64]"


@dataclass(frozen=True)
class LinearMap:
    """A source's own scale mapped on the instrument's, end on end: an assumption, not a conversion.

    value ↦ shift + factor · value
    """

    factor: Fraction
    shift: Fraction

    @classmethod
    def between(cls, own: Scale, instrument: Scale) -> LinearMap:
        """Return the map that takes one scale's ends to the other's."""
        factor = (instrument.high - instrument.low) / (own.high - own.low)
        return cls(factor, instrument.low - factor * own.low)

    @property
    def is_identity(self) -> bool:
        """Whether the scales have the same ends."""
        return self.factor == 1 and self.shift == 0

    def figures(self, f: Figures, *, shifted: bool = True) -> Figures:
        """Map means, standard deviations and errors; differences are not shifted."""
        if self.is_identity:
            return f
        factor, shift = float(self.factor), float(self.shift) if shifted else 0.0
        spread = ("sd", "se", "se_jackknife")
        scaled = {name: factor * getattr(f, name) for name in spread}
        return replace(f, mean=shift + factor * f.mean, **scaled)

    def frequencies(self, f: Frequencies, *, shifted: bool = True) -> Frequencies:
        """Map the values of distributions; differences are not shifted."""
        if self.is_identity:
            return f
        shift = self.shift if shifted else Fraction(0)
        a, b = (
            self.factor.numerator * shift.denominator,
            self.factor.denominator * shift.denominator,
        )
        move = shift.numerator * self.factor.denominator * f.denominator
        return Frequencies(f.row, f.value * a + move[f.row], f.count, f.rows, f.denominator * b)


@dataclass(frozen=True)
class Gatherer:
    """Reads the counts of some groups out of a tally.

    Parameters
    ----------
    tally, inventory
        The counts, and what was asked.
    groups
        The groups of the table, in its order: every array that comes out has one entry for each.
    """

    tally: Tally
    inventory: Inventory
    groups: Sequence[Group]

    def places(self, role: str) -> NDArray[np.int64]:
        """Return where the groups stand in the tally for a role."""
        known = self._places
        if role not in known:
            known[role] = positions(self.tally, self.inventory, role, self.groups)
        return known[role]

    @cached_property
    def _places(self) -> dict[str, NDArray[np.int64]]:
        return {}

    def map_of(self, side: Side) -> LinearMap:
        """Return the map from a side's scale to the instrument's."""
        return LinearMap.between(self.inventory.scale(side), self.inventory.instrument.scale)

    def lattice(self, score: Expression) -> Lattice:
        """Return the lattice of a score."""
        return lattice(score, self.inventory.scales)

    def frequencies(self, score: Expression, role: str) -> Frequencies:
        """Return the distribution of a score in each group, on its own scale."""
        denominator = self.lattice(score).denominator
        counts = self.tally.histogram(score)
        whole = Frequencies(
            counts.group,
            counts.value,
            counts.count,
            len(self.tally.groups) + 1,  # the last row is empty: position −1 falls on it
            np.full(len(self.tally.groups) + 1, denominator, np.int64),
        )
        return whole.take(self.places(role))

    def moments(self, score: Expression, role: str) -> Moments:
        """Return n, mean and sd of a score in each group, on its own scale."""
        if MomentsPart(score) not in self.tally.parts:
            return moments(self.frequencies(score, role))
        sums = self.tally.moments(score)
        at = self.places(role)  # −1, a group that is not there, falls on the appended 0
        n, total, squares = (np.append(x, 0)[at] for x in (sums.n, sums.total, sums.squares))
        return moments_from_sums(n, total, squares, self.lattice(score).denominator)

    def figures(self, score: Expression, role: str) -> Figures:
        """Return the mean of a score with its error in each group, as the role was sampled."""
        design = self.inventory.design
        if design is None or role not in design.roles:
            return Figures.of(self.moments(score, role))
        everybody = [Group(g.wave, WHOLE, WHOLE) for g in self.groups]
        return weighted_figures(
            self.tally,
            design,
            score,
            self.lattice(score).denominator,
            role,
            self.places(role),
            self.groups,
            positions(self.tally, self.inventory, role, everybody),
        )

    def answers(self, column: str) -> NDArray[np.int64]:
        """Return how often each point of the scale was chosen: (groups, points)."""
        role = column.split(".", 1)[0]
        points = self.inventory.scales[column].points
        table = self._answer_counts(column, points)
        return np.vstack([table, np.zeros((1, points), np.int64)])[self.places(role)]

    def _answer_counts(self, column: str, points: int) -> NDArray[np.int64]:
        if Histogram(Answer(column)) in self.tally.parts:
            grid = self.lattice(Answer(column))
            stride = self.inventory.scales[column].stride
            counts = self.tally.histogram(Answer(column))
            table = np.zeros((len(self.tally.groups), points), np.int64)
            table[counts.group, (counts.value - grid.low) // stride] = counts.count
            return table
        joint = next(p for p in self.tally.parts if isinstance(p, Joint) and column in (p.a, p.b))
        cells: NDArray[np.int64] = self.tally.joint(joint.a, joint.b)
        edge: NDArray[np.int64] = cells.sum(axis=2 if column == joint.a else 1)[:, :-1]
        return edge

    def joint(self, left: str, right: str) -> NDArray[np.int64]:
        """Return the joint table of two columns where both were answered, in each group."""
        cells = self.tally.joint(left, right)[:, :-1, :-1]
        empty = np.zeros((1, *cells.shape[1:]), np.int64)
        return np.concatenate([cells, empty])[self.places(left.split(".", 1)[0])]
