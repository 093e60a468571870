"""What was asked of whom: the columns of a survey, side by side, and the gaps they allow."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from gapkit.gaps.model import NEUTRAL, NOT_PEOPLE, Gap, Side, resolve
from gapkit.instrument import KANO_BATTERIES
from gapkit.instrument.model import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from gapkit.gaps.design import SampleDesign
    from gapkit.ingest.layout import Layout
    from gapkit.ingest.source import Source
    from gapkit.instrument import Instrument, Scale

__all__ = ["Inventory", "Pair", "exempt_batteries", "exempt_sides", "roles_of"]

OTHER_BATTERIES = frozenset({"outcome", "cause", "determinant", *KANO_BATTERIES})
"""Columns that are answered on a scale of their own and are no battery of the instrument."""


@dataclass(frozen=True)
class Pair:
    """A gap with its sides known.

    Parameters
    ----------
    gap
        What is set against what.
    right, left
        The sides, as answered.
    pairing
        ``respondent`` (the same people answered both), ``independent`` (other people), or
        ``constant`` (one side is a specification, or the neutral point of a gap rated directly).
    items
        Items that both sides were asked, in the instrument's order.
    neutral
        Where people rated the gap itself: the value that means "no gap".
    """

    gap: Gap
    right: Side
    left: Side
    pairing: str
    items: tuple[str, ...]
    neutral: Fraction | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that somebody answered, right first."""
        return (self.right,) if self.neutral is not None else (self.right, self.left)


@dataclass(frozen=True)
class Inventory:
    """The batteries that somebody answered.

    Parameters
    ----------
    instrument
        The questionnaire.
    columns
        Side → item → column of the tally.
    scales
        Column → scale.
    together
        Pairs of sides that the same rows answer.
    carries
        Role → its keys: ``wave``, segments.
    design
        How people were sampled, where that is known.
    points
        Role → dimensions for which its respondents gave importance points.
    mean_points
        Wave → dimension → customers' mean points, where other roles are weighed by them.
    """

    instrument: Instrument
    columns: Mapping[Side, Mapping[str, str]]
    scales: Mapping[str, Scale]
    together: frozenset[frozenset[Side]]
    carries: Mapping[str, tuple[str, ...]]
    design: SampleDesign | None = None
    points: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mean_points: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        layout: Layout,
        sources: Sequence[Source],
        instrument: Instrument,
        design: SampleDesign | None = None,
    ) -> Inventory:
        """Take stock of a survey's layout."""
        columns: dict[Side, dict[str, str]] = {}
        for column in layout.columns:
            if column.battery not in OTHER_BATTERIES:
                columns.setdefault(Side(column.role, column.battery), {})[column.item] = column.name
        together = frozenset(
            frozenset({Side(s.role, a), Side(s.role, b)})
            for s in sources
            for a, b in combinations(s.batteries, 2)
        )
        scales = {c.name: c.scale for c in layout.columns}
        return cls(instrument, columns, scales, together, layout.keys, design, layout.points)

    def points_of(self, role: str) -> dict[str, str]:
        """Return dimension → column of the role's own importance points."""
        return {d: f"points.{d}" for d in self.points.get(role, ())}

    def items(self, side: Side) -> tuple[str, ...]:
        """Return the items that a side was asked, in the instrument's order."""
        asked = self.columns[side]
        return tuple(i.id for i in self.instrument.items if i.id in asked)

    def dimensions(self, items: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return dimension → its items among `items`."""
        wanted = set(items)
        found = {
            d.id: tuple(i.id for i in self.instrument.items_of(d.id) if i.id in wanted)
            for d in self.instrument.dimensions
        }
        return {d: ids for d, ids in found.items() if ids}

    def name_of(self, side: Side) -> str:
        """Return a side's name in tables: bare where an unqualified battery means this side.

        Where a specification and managers both say what the standard is, the managers' is
        ``manager.standard``.
        """
        meant = resolve(side.battery, self.columns)
        return side.battery if meant == side else f"{side.role}.{side.battery}"

    def scale(self, side: Side) -> Scale:
        """Return the scale of a side's answers."""
        return self.scales[next(iter(self.columns[side].values()))]

    def pairs(self, gaps: Iterable[Gap]) -> list[Pair]:
        """Return the gaps of which both sides were answered."""
        found = (self._rated(gap) if gap.direct else self._pair(gap) for gap in gaps)
        return [pair for pair in found if pair and pair.items]

    def _pair(self, gap: Gap) -> Pair | None:
        right, left = resolve(gap.right, self.columns), resolve(gap.left, self.columns)
        if right is None or left is None:
            return None
        items = tuple(i for i in self.items(right) if i in self.columns[left])
        return Pair(gap, right, left, self._pairing(right, left), items)

    def _rated(self, gap: Gap) -> Pair | None:
        side = resolve(gap.direct, self.columns)
        if side is None:
            return None
        scale = self.scale(side)
        at = (scale.low + scale.high) / 2 if gap.neutral is None else exact(gap.neutral)
        left = Side(NEUTRAL, side.battery)
        return Pair(gap, side, left, "constant", self.items(side), at)

    def _pairing(self, right: Side, left: Side) -> str:
        if "specification" in (right.role, left.role):
            return "constant"
        return "respondent" if frozenset({right, left}) in self.together else "independent"

    def knows(self, role: str, key: str) -> bool:
        """Whether a role's rows say their wave or segment."""
        return key in self.carries.get(role, ())

    def is_designed(self, role: str) -> bool:
        """Whether a role's figures are weighted or follow a sampling design."""
        return self.design is not None and role in self.design.roles

    def segments(self, pair: Pair, segments: Iterable[str]) -> list[str]:
        """Return the segments that a gap can be broken down by.

        Both sides must know the segment; a specification or a campaign stands for every value.
        """
        return [
            s
            for s in segments
            if all(self.knows(side.role, s) or side.role in NOT_PEOPLE for side in pair.sides)
            and any(self.knows(side.role, s) for side in pair.sides)
        ]


def exempt_sides(pairs: Sequence[Pair]) -> dict[str, tuple[str, ...]]:
    """Return gap → the columns of n of sides that are no people, which nobody need protect."""
    return {
        pair.gap.name: tuple(
            column
            for column, side in (("n_left", pair.left), ("n_right", pair.right))
            if side.role in NOT_PEOPLE
        )
        for pair in pairs
    }


def exempt_batteries(inventory: Inventory) -> dict[str, tuple[str, ...]]:
    """Return battery → the column of n, for batteries that no people answered."""
    return {inventory.name_of(s): ("n",) for s in inventory.columns if s.role in NOT_PEOPLE}


def roles_of(pairs: Sequence[Pair]) -> dict[str, tuple[str, str]]:
    """Return gap → roles of its left and its right side; a neutral point is nobody's answer."""
    return {
        pair.gap.name: ("" if pair.neutral is not None else pair.left.role, pair.right.role)
        for pair in pairs
    }
