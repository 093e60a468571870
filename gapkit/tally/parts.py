"""What can be counted: scores of a respondent, and the four kinds of parts that a tally is made of.

A score is a whole number over a common denominator, so that ties, zeros and sums are exact and no
figure depends on the order in which rows were read.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gapkit.instrument import Scale

__all__ = [
    "Answer",
    "Difference",
    "Everybody",
    "Expression",
    "Histogram",
    "Joint",
    "Lattice",
    "Mean",
    "Moments",
    "Part",
    "Pointed",
    "Points",
    "Product",
    "Score",
    "Weighted",
    "Zone",
    "columns_of",
    "is_rounded",
    "lattice",
    "needed",
    "role_of",
]

POINTED: Final = 10**10
"""Denominator of scores weighed by points: no common denominator of all points is at hand."""

POINTS: Final = 10**6
"""Denominator of rescaled points."""

FINEST: Final = 2520
"""Least common multiple of 1 … 9: scores of up to nine items are exact; longer ones are rounded
once to 1/2520, else their histogram would grow into a list of persons."""


@dataclass(frozen=True)
class Everybody:
    """One for every respondent of a role: its moments count the people."""

    role: str


@dataclass(frozen=True)
class Answer:
    """The answer in one column."""

    column: str


@dataclass(frozen=True)
class Score:
    """Mean of the items answered, if at least half of them are.

    Parameters
    ----------
    columns
        One battery's columns.
    partners
        Columns of other batteries, item by item: an item counts only where all are answered.
    """

    columns: tuple[str, ...]
    partners: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Mean:
    """Mean of the scores that stand, if at least half of them do."""

    scores: tuple[Score, ...]


@dataclass(frozen=True)
class Difference:
    """Right minus left, where both stand."""

    right: Expression
    left: Expression


@dataclass(frozen=True)
class Zone:
    """Where a perception lies: 0 below the minimum, 1 within, 2 above the desired level.

    3 where the minimum lies above the desired level: such an answer says nothing of the zone.
    """

    perception: Expression
    minimum: Expression
    desired: Expression


@dataclass(frozen=True)
class Pointed:
    """Mean of the scores that stand, each weighed by importance points; rounded to 10⁻¹⁰.

    Parameters
    ----------
    scores
        Dimension scores.
    points
        For each score a column of the respondent's own points, or a fixed number of points.
    """

    scores: tuple[Score, ...]
    points: tuple[str | float, ...]


@dataclass(frozen=True)
class Points:
    """A respondent's points for one dimension, rescaled so that all of them make 100."""

    column: str
    columns: tuple[str, ...]


Expression = Everybody | Answer | Score | Mean | Difference | Zone | Pointed | Points


@dataclass(frozen=True)
class Joint:
    """Joint table of two columns' answers, with a last row and column for "no answer"."""

    a: str
    b: str


@dataclass(frozen=True)
class Histogram:
    """How often each value of a score occurs."""

    score: Expression


@dataclass(frozen=True)
class Moments:
    """n, Σ and Σ² of a score."""

    score: Expression


@dataclass(frozen=True)
class Product:
    """n, Σx and Σxx′ of the codes over the rows that are complete in all columns."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class Weighted:
    """How often each value of a score occurs in each cell of the design, with Σw and Σw².

    A cell is a stratum and a cluster; without a survey weight every w is 1.
    """

    score: Expression


Part = Joint | Histogram | Moments | Product | Weighted


@dataclass(frozen=True)
class Lattice:
    """The whole numbers that an expression can take, and what they are divided by."""

    low: int
    high: int
    denominator: int

    @property
    def size(self) -> int:
        """How many whole numbers lie from low to high."""
        return self.high - self.low + 1


def needed(items: int) -> int:
    """Return how many of `items` must stand for their mean to stand: at least half.

    Examples
    --------
    >>> [needed(k) for k in (1, 2, 3, 4, 5)]
    [1, 1, 2, 2, 3]
    """
    return (items + 1) // 2


def is_rounded(items: int) -> bool:
    """Whether a mean of so many values is rounded to 1/2520."""
    return items > 9


def spread(items: int) -> int:
    """Return the number that every admissible count of `items` divides (2520 where rounded)."""
    return FINEST if is_rounded(items) else lcm(*range(needed(items), items + 1))


def lattice(score: Expression, scales: Mapping[str, Scale]) -> Lattice:
    """Return the lattice on which the values of `score` lie."""
    match score:
        case Everybody():
            return Lattice(1, 1, 1)
        case Answer(column):
            scale = scales[column]
            last = scale.first + scale.stride * (scale.points - 1)
            return Lattice(scale.first, last, scale.denominator)
        case Score(columns):
            return _finer(lattice(Answer(columns[0]), scales), spread(len(columns)))
        case Mean(scores):
            parts = [lattice(s, scales) for s in scores]
            common = lcm(*(p.denominator for p in parts))
            base = _finer(parts[0], common // parts[0].denominator)
            return _finer(base, spread(len(scores)))
        case Difference(right, left):
            r, f = lattice(right, scales), lattice(left, scales)
            common = lcm(r.denominator, f.denominator)
            r, f = _finer(r, common // r.denominator), _finer(f, common // f.denominator)
            return Lattice(r.low - f.high, r.high - f.low, common)
        case Zone():
            return Lattice(0, 3, 1)
        case Pointed(scores):
            grids = [lattice(s, scales) for s in scores]
            low = min(-(-g.low * POINTED // g.denominator) for g in grids) - 1
            high = max(g.high * POINTED // g.denominator for g in grids) + 1
            return Lattice(low, high, POINTED)
        case Points():
            return Lattice(0, 100 * POINTS, POINTS)


def columns_of(part: Part | Expression) -> tuple[str, ...]:
    """Return the columns that a part or score reads, without repeats, in order."""
    match part:
        case Joint(a, b):
            found = [a, b]
        case Histogram(score) | Moments(score) | Weighted(score):
            return columns_of(score)
        case Product(columns):
            found = list(columns)
        case Everybody():
            found = []
        case Answer(column):
            found = [column]
        case Score(columns, partners):
            found = [*columns, *(c for partner in partners for c in partner)]
        case Mean(scores):
            found = [c for s in scores for c in columns_of(s)]
        case Difference(right, left):
            found = [*columns_of(right), *columns_of(left)]
        case Pointed(scores, points):
            found = [c for s in scores for c in columns_of(s)]
            found += [p for p in points if isinstance(p, str)]
        case Points(_, columns):
            found = list(columns)
        case Zone(perception, minimum, desired):
            found = [c for e in (perception, minimum, desired) for c in columns_of(e)]
    return tuple(dict.fromkeys(found))


def role_of(part: Part) -> str:
    """Return the role whose answers a part counts; a part never mixes roles."""
    if isinstance(part, Histogram | Moments | Weighted):
        if isinstance(part.score, Everybody):
            return part.score.role
        if isinstance(part.score, Points):
            return "customer"
    return columns_of(part)[0].split(".", 1)[0]


def _finer(grid: Lattice, factor: int) -> Lattice:
    return Lattice(grid.low * factor, grid.high * factor, grid.denominator * factor)
