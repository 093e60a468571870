"""Sums of products of scores over parts of the people, in one pass over the coded answers.

The people of a group are dealt in turn to `PARTS` parts, or go by cluster where units were drawn.
Sums add up, so that leaving out a part is a subtraction: intervals cost the same for a hundred
people (where each is a part of their own) and for a million.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.measurement.forms import role_of
from gapkit.measurement.rows import PARTS, Rows
from gapkit.tally import EVERY_WAVE, Group
from gapkit.tally.parts import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.instrument import Scale
    from gapkit.measurement.rows import Column
    from gapkit.tally import Design

__all__ = ["SAMPLE", "Parts", "Sums", "Wish", "sums_of_products"]

SAMPLE: Final = 5_000
"""People whose rows are kept where a figure cannot be had from sums."""


@dataclass(frozen=True)
class Wish:
    """Columns whose sums of products are wanted, over the people who have all of them.

    Parameters
    ----------
    role
        Whose answers.
    columns
        In their order; the outcome last where there is one.
    segments
        What it is broken down by, beside everybody of each wave.
    rows
        Whether rows are kept too, up to `SAMPLE` of everybody of a wave.
    squared
        So many leading columns have their products with all columns summed; None: all of them.
    """

    role: str
    columns: tuple[Column, ...]
    segments: tuple[str, ...] = ()
    rows: bool = False
    squared: int | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Shape of its table."""
        side = 1 + len(self.columns)
        return (side if self.squared is None else 1 + self.squared), side


@dataclass
class Parts:
    """What one wish comes to in one group.

    Parameters
    ----------
    table : float, shape (parts, 1 + k, 1 + k), or (parts, 1 + squared, 1 + k)
        Sums of products of a leading 1 and the columns, by part; weighted where people are.
    n
        People.
    squares
        Σw², where people are weighted; 0 where they are not.
    clustered
        Whether the parts are clusters that were drawn.
    sample
        Rows kept, shape (people, k).
    """

    table: NDArray[np.float64]
    n: int = 0
    squares: float = 0.0
    clustered: bool = False
    sample: list[NDArray[np.float64]] = field(default_factory=list)

    @property
    def designed(self) -> bool:
        """Whether people are weighted or were drawn by clusters: errors then come from the parts."""
        return self.weighted or self.clustered

    @property
    def weighted(self) -> bool:
        """Whether people are weighted."""
        return self.squares > 0

    @property
    def used(self) -> NDArray[np.float64]:
        """The parts that hold somebody; weights add up to Kish's effective number of people."""
        there = self.table[self.table[:, 0, 0] > 0]
        if not self.weighted:
            return there
        scaled: NDArray[np.float64] = there * (there[:, 0, 0].sum() / self.squares)
        return scaled

    @property
    def rows(self) -> NDArray[np.float64]:
        """The rows kept, none of them favoured by its place in the files."""
        return _thinned(self.sample)

    def add(self, z: NDArray[np.float64], part: NDArray[np.int64] | None, weight: Any) -> None:
        """Add rows with a leading 1; `part` None deals them in turn."""
        weighed = z if weight is None else z * weight[:, None]
        leading = weighed[:, : self.table.shape[1]]
        if part is None:
            self._deal(leading, z)
        else:
            self.clustered = True
            for k in np.unique(part):
                self.table[k] += leading[part == k].T @ z[part == k]
        self.n += len(z)
        self.squares += 0.0 if weight is None else float((weight**2).sum())

    def _deal(self, leading: NDArray[np.float64], z: NDArray[np.float64]) -> None:
        """Add each row to the part whose turn it is: rows of zeros fill up the first and last turn."""
        before = self.n % PARTS
        turns = -(-(before + len(z)) // PARTS)
        right = _by_part(z, before, turns)
        same = leading.base is z or leading is z
        left = right[:, :, : leading.shape[1]] if same else _by_part(leading, before, turns)
        self.table += left.transpose(0, 2, 1) @ right

    def joined(self, other: Parts) -> Parts:
        """Return both together."""
        sample = [*self.sample, *other.sample]
        squares, clustered = self.squares + other.squares, self.clustered or other.clustered
        return Parts(self.table + other.table, self.n + other.n, squares, clustered, sample)


@dataclass(frozen=True)
class Sums:
    """Sums of products by wish and group, and the groups that tables have rows for.

    Parameters
    ----------
    found
        As `sums_of_products` gives it.
    groups
        Everybody of each wave, then each segment's values.
    named
        Roles whose rows say their wave; the others' stand for every wave.
    """

    found: Mapping[Wish, Mapping[Group, Parts]]
    groups: Sequence[Group]
    named: frozenset[str]

    def of(self, wish: Wish, group: Group) -> Parts:
        """Return what a wish comes to in a group; empty parts where nobody has all columns."""
        own = group if wish.role in self.named else group._replace(wave=EVERY_WAVE)
        return self.found.get(wish, {}).get(own) or Parts(np.zeros((0, *wish.shape)))


def sums_of_products(
    batches: Iterable[pa.RecordBatch],
    wishes: Sequence[Wish],
    scales: Mapping[str, Scale],
    design: Design | None = None,
) -> dict[Wish, dict[Group, Parts]]:
    """Answer all wishes in one pass.

    Parameters
    ----------
    batches
        As `gapkit.ingest` yields them.
    wishes
        What is wanted.
    scales
        Column → scale.
    design
        Where clusters stand, if people were drawn by them: they are then the parts.

    Returns
    -------
    dict
        Wish → group → parts; a group in which nobody has all columns is not there.
    """
    found: dict[Wish, dict[Group, Parts]] = {wish: {} for wish in wishes}
    named: set[str] = set()
    clusters: dict[tuple[str, str], int] = {}
    for batch in batches:
        role = role_of(batch)
        names = set(batch.schema.names)
        if "wave" in names:
            named.add(role)
        mine = [w for w in found if w.role == role and names.issuperset(_reads(w))]
        if mine:
            rows = Rows(batch, scales, design, clusters, {c for w in mine for c in _reads(w)})
            for wish in mine:
                _add(found[wish], wish, rows)
    return {w: _in_each_wave(g) if w.role in named else g for w, g in found.items()}


def _reads(wish: Wish) -> set[str]:
    return {c for column in wish.columns for c in columns_of(column.score)}


def _add(groups: dict[Group, Parts], wish: Wish, rows: Rows) -> None:
    z, stands = rows.matrix(wish.columns)
    at = np.flatnonzero(stands)
    if not len(at):
        return
    z = z[at]
    for segment in ("", *wish.segments):
        for group, members in rows.members(segment, at):
            parts = groups.setdefault(group, Parts(np.zeros((PARTS, *wish.shape))))
            part = None if rows.part is None else rows.part[at[members]]
            weight = None if rows.weight is None else rows.weight[at[members]]
            if wish.rows and not segment:
                parts.sample.append(np.column_stack([z[members, 1:], rows.lot[at[members]]]))
                if sum(map(len, parts.sample)) > 4 * SAMPLE:
                    parts.sample = [_smallest(np.concatenate(parts.sample))]
            parts.add(z[members], part, weight)


def _by_part(rows: NDArray[np.float64], before: int, turns: int) -> NDArray[np.float64]:
    """Return rows as (parts, turns, columns), dealt in turn after `before` others."""
    wide = rows.shape[1]
    dealt = np.zeros((turns * PARTS, wide))
    dealt[before : before + len(rows)] = rows
    return np.ascontiguousarray(dealt.reshape(turns, PARTS, wide).transpose(1, 0, 2))


def _smallest(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keep the rows with the smallest lots."""
    if len(rows) <= SAMPLE:
        return rows
    kept: NDArray[np.float64] = rows[np.argpartition(rows[:, -1], SAMPLE)[:SAMPLE]]
    return kept


def _thinned(pieces: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    return _smallest(np.concatenate(pieces))[:, :-1] if pieces else np.zeros((0, 0))


def _in_each_wave(groups: dict[Group, Parts]) -> dict[Group, Parts]:
    """Count rows that do not say their wave in each wave that others name."""
    waves = {g.wave for g in groups} - {EVERY_WAVE}
    wandering = {g: p for g, p in groups.items() if g.wave == EVERY_WAVE}
    if not waves or not wandering:
        return groups
    found = {g: p for g, p in groups.items() if g.wave != EVERY_WAVE}
    for wave in waves:
        for group, parts in wandering.items():
            named = group._replace(wave=wave)
            found[named] = found[named].joined(parts) if named in found else parts
    return found
