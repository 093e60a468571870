"""The scores behind a row of a table: of an item, a dimension, and over all dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gapkit.tally import Answer, Difference, Expression, Mean, Pointed, Score
from gapkit.wording import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.gaps.model import Side
    from gapkit.instrument import Instrument

__all__ = [
    "COMPARED",
    "LEVELS",
    "Row",
    "TwoSided",
    "label_of",
    "of_pair",
    "of_side",
    "with_mean_points",
]

LEVELS: Final = ("item", "dimension", "overall", "weighted")


def label_of(instrument: Instrument, level: str, key: str, language: str) -> str:
    """Return what a person reads for a row: the item's or dimension's wording, or the level's."""
    known = words(language)
    return (
        known(f"level.{level}")
        if known.has(f"level.{key}")
        else instrument.label(level, key, language)
    )


COMPARED: Final = ("item", "dimension")
"""Levels of several rows, each of which is set against their average."""


@dataclass(frozen=True)
class Row:
    """A score of one side.

    Parameters
    ----------
    level, key
        As in the tables.
    score
        The respondent's score.
    column
        The column of an item; empty at the other levels.
    """

    level: str
    key: str
    score: Expression
    column: str = ""


@dataclass(frozen=True)
class TwoSided:
    """A row of a gap, and what it is compared with.

    Parameters
    ----------
    level, key
        As in the tables.
    right, left
        The two scores; over the same items of the same people where these answered both.
    right_average, left_average
        The same over all rows of the level: the respondent's own average.
    columns
        Right and left column of an item; empty at the other levels.
    """

    level: str
    key: str
    right: Expression
    left: Expression
    right_average: Expression
    left_average: Expression
    columns: tuple[str, str] | None = None

    @property
    def gap(self) -> Difference:
        """The respondent's own gap (for pairs of the same people)."""
        return Difference(self.right, self.left)

    @property
    def against_average(self) -> Difference:
        """The respondent's own gap less the average of their gaps."""
        return Difference(self.gap, Difference(self.right_average, self.left_average))

    @property
    def right_deviation(self) -> Difference:
        """Right score less the respondent's average on that side (for other people)."""
        return Difference(self.right, self.right_average)

    @property
    def left_deviation(self) -> Difference:
        """Left score less the respondent's average on that side (for other people)."""
        return Difference(self.left, self.left_average)


def of_side(inventory: Inventory, side: Side) -> list[Row]:
    """Return the rows of one battery: its items, its dimensions, overall."""
    columns = inventory.columns[side]
    items = inventory.items(side)
    dimensions = inventory.dimensions(items)
    scores = {d: Score(tuple(columns[i] for i in ids)) for d, ids in dimensions.items()}
    return [
        *(Row("item", i, Answer(columns[i]), columns[i]) for i in items),
        *(Row("dimension", d, score) for d, score in scores.items()),
        Row("overall", "overall", Mean(tuple(scores.values()))),
        *_pointed_row(inventory, side, scores),
    ]


def _pointed_row(inventory: Inventory, side: Side, scores: Mapping[str, Score]) -> list[Row]:
    points = inventory.points_of(side.role)
    known = [d for d in scores if d in points]
    if not known:
        return []
    columns = tuple(points[d] for d in known)
    return [Row("weighted", "weighted", Pointed(tuple(scores[d] for d in known), columns))]


def of_pair(inventory: Inventory, pair: Pair) -> list[TwoSided]:
    """Return the rows of one gap.

    Where the same people answered both sides an item counts only if both answers are there; where
    other people did, each side's scores follow from its own answers.
    """
    right = inventory.columns[pair.right]
    left = inventory.columns[pair.sides[-1]]  # a neutral point has no columns of its own
    same = pair.pairing == "respondent"

    def score(columns: dict[str, str], partner: dict[str, str], ids: tuple[str, ...]) -> Score:
        beside = (tuple(partner[i] for i in ids),) if same else ()
        return Score(tuple(columns[i] for i in ids), beside)

    r, f = dict(right), dict(left)
    items = pair.items
    dimensions = inventory.dimensions(items)
    by_item = {i: (score(r, f, (i,)), score(f, r, (i,))) for i in items}
    by_dimension = {d: (score(r, f, ids), score(f, r, ids)) for d, ids in dimensions.items()}
    all_items = score(r, f, items), score(f, r, items)
    overall = (
        Mean(tuple(a for a, _ in by_dimension.values())),
        Mean(tuple(b for _, b in by_dimension.values())),
    )
    return [
        *(TwoSided("item", i, a, b, *all_items, (r[i], f[i])) for i, (a, b) in by_item.items()),
        *(TwoSided("dimension", d, a, b, *overall) for d, (a, b) in by_dimension.items()),
        TwoSided("overall", "overall", *overall, *overall),
        *_own_points(inventory, pair, by_dimension),
    ]


def _own_points(
    inventory: Inventory, pair: Pair, by_dimension: Mapping[str, tuple[Score, Score]]
) -> list[TwoSided]:
    """Return the row in which each respondent's own points weigh the dimensions."""
    points = inventory.points_of(pair.right.role) if pair.pairing == "respondent" else {}
    known = [d for d in by_dimension if d in points]
    if not known:
        return []
    columns = tuple(points[d] for d in known)
    right, left = (Pointed(tuple(by_dimension[d][k] for d in known), columns) for k in (0, 1))
    return [TwoSided("weighted", "weighted", right, left, right, left)]


def with_mean_points(inventory: Inventory, pair: Pair, wave: str) -> list[TwoSided]:
    """Return the row in which customers' mean points of a wave weigh both roles' dimensions."""
    points = inventory.mean_points.get(wave, {})
    rows = [r for r in of_pair(inventory, pair) if r.level == "dimension" and r.key in points]
    if not rows or pair.pairing == "respondent":
        return []
    fixed = tuple(points[r.key] for r in rows)
    right = Pointed(tuple(r.right for r in rows if isinstance(r.right, Score)), fixed)
    left = Pointed(tuple(r.left for r in rows if isinstance(r.left, Score)), fixed)
    return [TwoSided("weighted", "weighted", right, left, right, left)]
