"""A tally: named counts per group, each of which adds up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from gapkit.errors import CallError
from gapkit.tally.parts import Histogram, Joint, Moments, Part, Product, Weighted
from gapkit.tally.weights import Cell, WeightedCounts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from gapkit.instrument import Scale

__all__ = ["EVERY_WAVE", "Group", "Sparse", "Sums", "Tally"]

EVERY_WAVE: Final = ""
"""Wave of the rows of a source that does not say when: they stand for every wave."""


class Group(NamedTuple):
    """One wave × one value of a segment; ``all``/``all`` is everybody."""

    wave: str
    segment: str
    value: str


@dataclass(frozen=True)
class Sparse:
    """Counts of whole numbers, sorted by group and value, each pair once.

    Attributes
    ----------
    group, value, count
        int64 arrays of one length.
    """

    group: NDArray[np.int64]
    value: NDArray[np.int64]
    count: NDArray[np.int64]

    @classmethod
    def of(cls, group: Any, value: Any, count: Any) -> Sparse:
        """Sort the triples and merge those with the same group and value; drop zeros."""
        group, value, count = (np.asarray(x, np.int64) for x in (group, value, count))
        order = np.lexsort((value, group))
        group, value, count = group[order], value[order], count[order]
        first = np.ones(len(group), np.bool_)
        first[1:] = (np.diff(group) != 0) | (np.diff(value) != 0)
        starts = np.flatnonzero(first)
        merged = np.add.reduceat(count, starts) if len(starts) else count
        keep = merged != 0
        return cls(group[starts][keep], value[starts][keep], merged[keep])


@dataclass(frozen=True)
class Sums:
    """n, Σ and Σ² per group; Σ² in two halves, since it outgrows 64 bits.

    Attributes
    ----------
    n, total, high, low
        int64 arrays (groups,); Σ² = high · 2³² + low.
    """

    n: NDArray[np.int64]
    total: NDArray[np.int64]
    high: NDArray[np.int64]
    low: NDArray[np.int64]

    @property
    def squares(self) -> NDArray[np.object_]:
        """Σ² as Python integers, exact at any size."""
        exact: NDArray[np.object_] = self.high.astype(object) * (1 << 32) + self.low.astype(object)
        return exact


Counts = "NDArray[np.int64] | Sparse | Sums"


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts of a survey, enough for every figure of it; the rows are not needed any more.

    ``tally(a) + tally(b)`` is the tally of both together, to the last digit.

    Parameters
    ----------
    groups
        Sorted; the position is the index into every part's counts.
    parts
        Part → its counts: `Joint` (groups, points of a + 1, points of b + 1), `Histogram` `Sparse`,
        `Moments` `Sums`, `Product` (groups, 1 + k, 1 + k) with n, Σx and Σxx′ of codes,
        `Weighted` `WeightedCounts`.
    scales
        Column → scale of its codes.
    carries
        Role → the keys (``wave``, segments) that its sources know.
    cells
        Strata and clusters of the design, sorted; `Weighted` counts refer to them by position.
    """

    groups: tuple[Group, ...]
    parts: Mapping[Part, Any]
    scales: Mapping[str, Scale] = field(default_factory=dict)
    carries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()

    def index(self, group: Group) -> int | None:
        """Return the position of a group, or None where nobody is in it."""
        return self._positions.get(group)

    @property
    def _positions(self) -> dict[Group, int]:
        found: dict[Group, int] | None = self.__dict__.get("_found")
        if found is None:
            found = {g: k for k, g in enumerate(self.groups)}
            object.__setattr__(self, "_found", found)
        return found

    def only(self, waves: Collection[str], *, every: bool = True) -> Tally:
        """Return the tally of some waves; `every` keeps what belongs to every wave."""
        kept = {*waves, EVERY_WAVE} if every else set(waves)
        keep = [k for k, g in enumerate(self.groups) if g.wave in kept]
        place = np.full(len(self.groups), -1)
        place[keep] = np.arange(len(keep))
        parts = {part: _kept(counts, keep, place) for part, counts in self.parts.items()}
        groups = tuple(self.groups[k] for k in keep)
        return Tally(groups, parts, self.scales, self.carries, self.cells)

    def joint(self, a: str, b: str) -> NDArray[np.int64]:
        """Return the joint table (groups, points of a + 1, points of b + 1)."""
        counts: NDArray[np.int64] = self.parts[Joint(a, b)]
        return counts

    def histogram(self, score: Any) -> Sparse:
        """Return the histogram of a score."""
        counts: Sparse = self.parts[Histogram(score)]
        return counts

    def moments(self, score: Any) -> Sums:
        """Return n, Σ and Σ² of a score."""
        counts: Sums = self.parts[Moments(score)]
        return counts

    def product(self, columns: tuple[str, ...]) -> NDArray[np.int64]:
        """Return n, Σx and Σxx′ (groups, 1 + k, 1 + k) of codes over complete rows."""
        counts: NDArray[np.int64] = self.parts[Product(columns)]
        return counts

    def weighted(self, score: Any) -> WeightedCounts:
        """Return the weighted histogram of a score by cells of the design."""
        counts: WeightedCounts = self.parts[Weighted(score)]
        return counts

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of both sets of rows together.

        Raises
        ------
        CallError
            They count different things, or on different scales.
        """
        _same_questions(self, other)
        groups = tuple(sorted({*self.groups, *other.groups}))
        cells = tuple(sorted({*self.cells, *other.cells}))
        sides = [
            (t.parts, _places(t.groups, groups), _places(t.cells, cells)) for t in (self, other)
        ]
        parts = {
            part: _merge(part, [(p[part], g, c) for p, g, c in sides if part in p], len(groups))
            for part in {**self.parts, **other.parts}
        }
        carries = {
            role: tuple(dict.fromkeys([*self.carries.get(role, ()), *other.carries.get(role, ())]))
            for role in {**self.carries, **other.carries}
        }
        return Tally(groups, parts, {**self.scales, **other.scales}, carries, cells)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tally):
            return NotImplemented
        return (
            self.groups == other.groups
            and self.cells == other.cells
            and set(self.parts) == set(other.parts)
            and all(_equal(self.parts[p], other.parts[p]) for p in self.parts)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        waves = dict.fromkeys(g.wave or "every wave" for g in self.groups)
        return f"<gapkit tally: {len(self.groups)} groups, {len(self.parts)} parts, waves {', '.join(waves)}>"


def _same_questions(a: Tally, b: Tally) -> None:
    for column in set(a.scales) & set(b.scales):
        if not a.scales[column].same_grid(b.scales[column]):
            raise CallError(
                f"the tallies cannot be added: '{column}' stands on another scale in each. "
                "Read both with the same instrument."
            )


def _places(names: tuple[Any, ...], among: tuple[Any, ...]) -> NDArray[np.int64]:
    place = {name: k for k, name in enumerate(among)}
    return np.array([place[name] for name in names], np.int64)


Side = tuple[Any, "NDArray[np.int64]", "NDArray[np.int64]"]
"""Counts, where their groups go, where their cells go."""


def _merge(part: Part, sides: list[Side], groups: int) -> Any:
    if isinstance(part, Histogram):
        return Sparse.of(
            np.concatenate([to[c.group] for c, to, _ in sides]),
            np.concatenate([c.value for c, _, _ in sides]),
            np.concatenate([c.count for c, _, _ in sides]),
        )
    if isinstance(part, Weighted):
        return WeightedCounts.concat([c.moved(to, cells) for c, to, cells in sides])
    if isinstance(part, Moments):
        fields = ("n", "total", "high", "low")
        return Sums(
            *(_scatter([(getattr(c, f), to) for c, to, _ in sides], groups) for f in fields)
        )
    return _scatter([(c, to) for c, to, _ in sides], groups)


def _kept(counts: Any, keep: list[int], place: NDArray[np.int64]) -> Any:
    if isinstance(counts, Sparse):
        mine = place[counts.group] >= 0
        return Sparse(place[counts.group][mine], counts.value[mine], counts.count[mine])
    if isinstance(counts, Sums):
        return Sums(*(getattr(counts, f)[keep] for f in ("n", "total", "high", "low")))
    if isinstance(counts, WeightedCounts):
        return counts.kept(place)
    return counts[keep]


def _scatter(
    sides: list[tuple[NDArray[np.int64], NDArray[np.int64]]], groups: int
) -> NDArray[np.int64]:
    out = np.zeros((groups, *sides[0][0].shape[1:]), np.int64)
    for counts, to in sides:
        out[to] += counts
    return out


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, Sparse):
        return all(
            np.array_equal(getattr(a, f), getattr(b, f)) for f in ("group", "value", "count")
        )
    if isinstance(a, Sums):
        same = all(np.array_equal(getattr(a, f), getattr(b, f)) for f in ("n", "total"))
        return same and bool(np.all(a.squares == b.squares))
    if isinstance(a, WeightedCounts):
        return bool(np.array_equal(a.table, b.table))
    return bool(np.array_equal(a, b))
