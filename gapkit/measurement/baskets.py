"""What priorities are weighed from: importance of each kind, performance, and the sums they need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.gaps import levels
from gapkit.gaps.gather import LinearMap
from gapkit.gaps.model import Side, resolve
from gapkit.measurement.models import explained_of
from gapkit.measurement.rows import Column
from gapkit.measurement.sums import Wish
from gapkit.stats.regression import correlations
from gapkit.stats.relative_weights import relative_weights
from gapkit.tally import Points

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.instrument import Scale
    from gapkit.tally import Expression

__all__ = ["LEVELS", "Basket", "Weighed", "baskets_of"]

LEVELS: Final = ("dimension", "item")

_SATISFIED: Final = 0.25
"""The upper quarter of the scale: 4 and 5 on 1–5 (ETC Institute), 6 and 7 on 1–7, 8 to 10 on 0–10."""


@dataclass(frozen=True)
class Weighed:
    """Figures of one kind of importance; float, shape (…, keys).

    Parameters
    ----------
    importance, performance
        On the answers' scale, or a share of 1.
    estimate
        Performance − importance, or the service gap; NaN where neither is told.
    score
        The higher, the sooner something should be done.
    """

    importance: NDArray[np.float64]
    performance: NDArray[np.float64]
    estimate: NDArray[np.float64]
    score: NDArray[np.float64]


@dataclass(frozen=True)
class Basket:
    """One level and kind of importance, weighed over the same people.

    Parameters
    ----------
    kind
        ``stated``, ``points``, ``derived``, ``gap``.
    level, keys
        As in the table.
    wish
        The sums that are needed.
    slots
        What a run of columns is → where it begins; each is as long as `keys`.
    predictors
        Leading columns that explain the outcome right behind them; 0 where none do.
    """

    kind: str
    level: str
    keys: tuple[str, ...]
    wish: Wish
    slots: dict[str, int]
    predictors: int = 0

    def weighed(self, table: NDArray[np.float64]) -> Weighed:
        """Return the figures from the sums of everybody, or of samples."""
        performance = self._mean(table, "performance")
        unhappy = 1 - self._mean(table, "satisfied", of="performance")
        if self.kind == "stated":
            importance = self._mean(table, "importance")
            score = self._mean(table, "important", of="importance") * unhappy
            return Weighed(importance, performance, performance - importance, score)
        if self.kind == "gap":
            gap = self._mean(table, "gap")
            importance = self._weights(table)
            return Weighed(importance, performance, gap, importance * -gap)
        importance = self._points(table) if self.kind == "points" else self._derived(table)
        blank = np.full(importance.shape, np.nan)
        return Weighed(importance, performance, blank, importance * unhappy)

    def _run(self, table: NDArray[np.float64], slot: str) -> NDArray[np.float64]:
        start = 1 + self.slots[slot]
        run: NDArray[np.float64] = table[..., 0, start : start + len(self.keys)]
        return run

    def _mean(self, table: NDArray[np.float64], slot: str, of: str = "") -> NDArray[np.float64]:
        answered = self._run(table, f"{of or slot} asked")
        mean: NDArray[np.float64] = self._run(table, slot) / np.where(
            answered > 0, answered, np.nan
        )
        return mean

    def _weights(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return importance as shares of 1: points where they were given, else the battery."""
        if "points" in self.slots:
            return self._points(table)
        means = self._mean(table, "importance")
        share: NDArray[np.float64] = means / np.nansum(means, axis=-1, keepdims=True)
        return share

    def _points(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        return self._mean(table, "points") / 100

    def _derived(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        side = self.predictors + 2
        c = correlations(table[..., :side, :side])
        weights = relative_weights(c.inner, c.outer)
        total = weights.sum(axis=-1, keepdims=True)
        return weights / np.where(total > 0, total, np.nan)


def baskets_of(
    inventory: Inventory,
    pairs: Sequence[Pair],
    segments: Sequence[str] = (),
    outcome: str | None = None,
) -> list[Basket]:
    """Return what can be weighed; empty where no performance or perception was asked.

    Parameters
    ----------
    outcome
        What importance is derived from; by default the study's first outcome.
    """
    side = resolve("performance|perception", inventory.columns)
    if side is None:
        return []
    own = tuple(s for s in segments if inventory.knows(side.role, s))
    made = [_Made(inventory, pairs, side, level) for level in LEVELS]
    found = [
        basket
        for one in made
        for basket in (one.stated(own), one.points(own), one.gap(own), one.derived(own, outcome))
    ]
    return [basket for basket in found if basket is not None]


@dataclass
class _Columns:
    """Columns of a wish as they are put together, and where each run of them begins."""

    columns: list[Column]
    slots: dict[str, int]

    def add(self, slot: str, run: list[Column], *, asked: bool = True) -> None:
        """Put a run of columns at the end, and whether each was answered."""
        self.slots[slot] = len(self.columns)
        self.columns += run
        if asked:
            self.add(f"{slot} asked", [replace(c, asked=True) for c in run], asked=False)


class _Made:
    """Makes the baskets of one level; None where what a kind needs was not asked."""

    def __init__(self, inventory: Inventory, pairs: Sequence[Pair], side: Side, level: str) -> None:
        self._inventory, self._pairs, self._side, self._level = inventory, pairs, side, level
        self._scale = inventory.instrument.scale
        self._scores = self._scores_of(side)

    def stated(self, segments: tuple[str, ...]) -> Basket | None:
        """Return what people called important, of the rows that they were asked about."""
        keys, columns = self._begun(self._importance_scores())
        if not keys:
            return None
        self._add_importance(columns, keys)
        return self._basket("stated", keys, columns, segments)

    def points(self, segments: tuple[str, ...]) -> Basket | None:
        """Return the points that people shared among the dimensions."""
        keys, columns = self._begun(self._scores)
        if not self._has_points(keys):
            return None
        self._add_points(columns, keys)
        return self._basket("points", keys, columns, segments)

    def gap(self, segments: tuple[str, ...]) -> Basket | None:
        """Return importance against the service gap."""
        pair = next(
            (p for p in self._pairs if p.gap.name == "5" and p.pairing == "respondent"), None
        )
        if pair is None:
            return None
        both = levels.of_pair(self._inventory, pair)
        gaps = {two.key: two.gap for two in both if two.level == self._level}
        pointed = self._has_points(tuple(gaps))
        keys, columns = self._begun(gaps if pointed else set(gaps) & set(self._importance_scores()))
        if not keys:
            return None
        add = self._add_points if pointed else self._add_importance
        add(columns, keys)
        whole = LinearMap.between(self._inventory.scale(pair.right), self._scale)
        to = LinearMap(whole.factor, Fraction(0))
        columns.add("gap", [Column(gaps[key], to, lenient=True) for key in keys])
        return self._basket("gap", keys, columns, segments)

    def derived(self, segments: tuple[str, ...], outcome: str | None) -> Basket | None:
        """Return what tells of an outcome, whatever people say."""
        found = explained_of(self._inventory, self._pairs, segments, outcome)
        one = next((e for e in found if e.level == self._level), None)
        if one is None or one.keys != tuple(self._scores):
            return None
        explaining = one.perception.columns
        columns = _Columns(list(explaining), {})
        self._add_performance(columns, one.keys)
        every = tuple(columns.columns)
        wish = replace(one.perception, columns=every, rows=False, squared=len(explaining))
        return Basket("derived", self._level, one.keys, wish, columns.slots, len(one.keys))

    def _begun(self, among: Collection[str]) -> tuple[tuple[str, ...], _Columns]:
        keys = tuple(key for key in self._scores if key in among)
        columns = _Columns([], {})
        self._add_performance(columns, keys)
        return keys, columns

    def _basket(
        self, kind: str, keys: tuple[str, ...], columns: _Columns, segments: tuple[str, ...]
    ) -> Basket:
        wish = Wish(self._side.role, tuple(columns.columns), segments, squared=0)
        return Basket(kind, self._level, keys, wish, columns.slots)

    def _scores_of(self, side: Side) -> dict[str, Expression]:
        rows = levels.of_side(self._inventory, side)
        return {r.key: r.score for r in rows if r.level == self._level}

    def _importance(self) -> Side | None:
        found = resolve("importance", self._inventory.columns)
        return found if found is not None and found.role == self._side.role else None

    def _importance_scores(self) -> dict[str, Expression]:
        side = self._importance()
        return self._scores_of(side) if side is not None else {}

    def _has_points(self, keys: tuple[str, ...]) -> bool:
        given = self._inventory.points.get(self._side.role, ())
        return self._level == "dimension" and bool(keys) and set(keys) <= set(given)

    def _add_performance(self, columns: _Columns, keys: tuple[str, ...]) -> None:
        self._add_rated(
            columns, self._side, [self._scores[k] for k in keys], "performance", "satisfied"
        )

    def _add_importance(self, columns: _Columns, keys: tuple[str, ...]) -> None:
        side, scores = self._importance(), self._importance_scores()
        if side is not None:
            self._add_rated(columns, side, [scores[k] for k in keys], "importance", "important")

    def _add_points(self, columns: _Columns, keys: tuple[str, ...]) -> None:
        every = tuple(self._inventory.points_of(self._side.role).values())
        columns.add("points", [Column(Points(f"points.{k}", every), lenient=True) for k in keys])

    def _add_rated(
        self, columns: _Columns, side: Side, scores: list[Expression], mean: str, top: str
    ) -> None:
        """Add means, whether they were answered, and the better quarter of a battery."""
        to = LinearMap.between(self._inventory.scale(side), self._scale)
        means = [Column(score, to, lenient=True) for score in scores]
        columns.add(mean, means)
        columns.add(top, [_happy(c, self._scale) for c in means], asked=False)


def _happy(column: Column, scale: Scale) -> Column:
    """Mark the better quarter of the scale."""
    quarter = _SATISFIED * scale.range
    if scale.direction == "lower":
        return replace(column, at_most=float(scale.low) + quarter)
    return replace(column, at_least=float(scale.high) - quarter)
