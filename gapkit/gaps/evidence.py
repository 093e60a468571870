"""What the tests of a gap rest on, for every row of a gap's table, however the sides are paired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from gapkit.gaps import levels
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.wanted import has_joint
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.moments import Moments, moments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from gapkit.gaps.gather import Gatherer
    from gapkit.gaps.inventory import Pair
    from gapkit.gaps.model import Side
    from gapkit.tally import Difference

__all__ = ["Evidence", "evidence"]

Floats = "NDArray[np.float64]"


@dataclass(frozen=True)
class Evidence:
    """Distributions and moments of one gap; rows are keys × groups, key by key.

    Parameters
    ----------
    level, key
        One entry a row.
    pairing
        ``respondent``, ``independent`` or ``constant``.
    gap
        n, mean and sd of right − left; of other people only the means differ, n is 0.
    left, right
        n, mean and sd of the two sides; a constant has sd NaN.
    differences
        Distribution of right − left where it exists: same people, or people against a constant.
    sides
        Distributions of left and right where other people answered.
    deviation_se, deviation_df
        Of the gap less the average gap over the level.
    """

    level: NDArray[np.object_]
    key: NDArray[np.object_]
    pairing: str
    gap: Moments
    left: Moments
    right: Moments
    differences: Frequencies | None
    sides: tuple[Frequencies, Frequencies] | None
    deviation_se: NDArray[np.float64]
    deviation_df: NDArray[np.float64]


def evidence(gather: Gatherer, pair: Pair) -> Evidence:
    """Collect the evidence of a pair in all groups of the gatherer."""
    collect: Callable[[Gatherer, Pair, levels.TwoSided], Evidence] = {
        "respondent": _same_people,
        "independent": _other_people,
        "constant": _against_constant,
    }[pair.pairing]
    rows = levels.of_pair(gather.inventory, pair)
    return _stack([collect(gather, pair, row) for row in rows])


def _same_people(gather: Gatherer, pair: Pair, row: levels.TwoSided) -> Evidence:
    role = pair.right.role
    to_instrument = gather.map_of(pair.right)
    if has_joint(gather.inventory, row, pair) and row.columns:
        differences, left, right = _from_joint(gather, row.columns)
    else:
        differences = gather.frequencies(row.gap, role)
        left, right = gather.moments(row.left, role), gather.moments(row.right, role)
    differences = to_instrument.frequencies(differences, shifted=False)
    if row.level == "overall":
        se = df = np.full(differences.rows, np.nan)
    else:
        deviation = to_instrument.moments(gather.moments(row.against_average, role), shifted=False)
        se, df = deviation.se, np.maximum(deviation.n - 1, 0).astype(float)
    return Evidence(
        *_names(row, differences.rows), "respondent", moments(differences),
        to_instrument.moments(left), to_instrument.moments(right), differences, None, se, df,
    )  # fmt: skip


def _from_joint(gather: Gatherer, columns: tuple[str, str]) -> tuple[Frequencies, Moments, Moments]:
    """Read an item's joint table along its diagonals (gap) and edges (sides)."""
    right, left = columns
    cells = gather.joint(left, right)
    scale = gather.inventory.scales[left]
    steps = np.arange(1 - scale.points, scale.points)
    counts = np.stack([np.trace(cells, k, axis1=1, axis2=2) for k in steps], axis=1)
    differences = Frequencies.from_dense(counts, steps * scale.stride, scale.denominator)
    points = scale.first + scale.stride * np.arange(scale.points)
    sides = [
        moments(Frequencies.from_dense(cells.sum(axis), points, scale.denominator))
        for axis in (2, 1)
    ]
    return differences, sides[0], sides[1]


def _other_people(gather: Gatherer, pair: Pair, row: levels.TwoSided) -> Evidence:
    left = gather.map_of(pair.left).frequencies(gather.frequencies(row.left, pair.left.role))
    right = gather.map_of(pair.right).frequencies(gather.frequencies(row.right, pair.right.role))
    m_left, m_right = moments(left), moments(right)
    nobody = np.zeros(left.rows, np.int64)
    gap = Moments(nobody, m_right.mean - m_left.mean, np.full(left.rows, np.nan))
    if row.level == "overall":
        se = df = np.full(left.rows, np.nan)
    else:
        se, df = _welch(
            _deviation(gather, pair.left, row.left_deviation),
            _deviation(gather, pair.right, row.right_deviation),
        )
    return Evidence(
        *_names(row, left.rows), "independent", gap, m_left, m_right, None, (left, right), se, df
    )


def _deviation(gather: Gatherer, side: Side, score: Difference) -> Moments:
    return gather.map_of(side).moments(gather.moments(score, side.role), shifted=False)


def _welch(a: Moments, b: Moments) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the standard error of a difference of means, and Welch's degrees of freedom."""
    va, vb = np.square(a.se), np.square(b.se)
    total = va + vb
    with np.errstate(invalid="ignore", divide="ignore"):
        df = total**2 / (va**2 / np.maximum(a.n - 1, 1) + vb**2 / np.maximum(b.n - 1, 1))
    return np.sqrt(total), df


def _against_constant(gather: Gatherer, pair: Pair, row: levels.TwoSided) -> Evidence:
    """People against what is laid down or was promised: the mean of its rows is taken as given."""
    constant_right = pair.right.role in NOT_PEOPLE
    people, laid_down = (pair.left, pair.right) if constant_right else (pair.right, pair.left)
    score, given = (row.left, row.right) if constant_right else (row.right, row.left)
    values = gather.map_of(people).frequencies(gather.frequencies(score, people.role))
    constants = gather.map_of(laid_down).frequencies(gather.frequencies(given, laid_down.role))
    mean = [
        Fraction(int(t), int(n) * int(d)) if n else None
        for t, n, d in zip(constants.total, constants.n, constants.denominator, strict=True)
    ]
    known = np.array([m is not None for m in mean])
    kept = values.take(np.arange(values.rows)) if known.all() else _only(values, known)
    differences = kept.minus(
        [m.numerator if m else 0 for m in mean], [m.denominator if m else 1 for m in mean]
    )
    if constant_right:
        differences = _negated(differences)
    constant = Moments(
        np.zeros(values.rows, np.int64),
        np.array([float(m) if m is not None else np.nan for m in mean]),
        np.full(values.rows, np.nan),
    )
    if row.level == "overall":
        se = df = np.full(values.rows, np.nan)
    else:
        deviation = _deviation(
            gather, people, row.left_deviation if constant_right else row.right_deviation
        )
        se, df = deviation.se, np.maximum(deviation.n - 1, 0).astype(float)
    left, right = (moments(kept), constant) if constant_right else (constant, moments(kept))
    return Evidence(
        *_names(row, values.rows),
        "constant",
        moments(differences),
        left,
        right,
        differences,
        None,
        se,
        df,
    )


def _only(f: Frequencies, rows: NDArray[np.bool_]) -> Frequencies:
    """Empty the other rows."""
    keep = rows[f.row]
    return Frequencies(f.row[keep], f.value[keep], f.count[keep], f.rows, f.denominator)


def _negated(f: Frequencies) -> Frequencies:
    return Frequencies.from_cells(f.row, -f.value, f.count, f.rows, f.denominator)


def _names(row: levels.TwoSided, rows: int) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    return np.full(rows, row.level, object), np.full(rows, row.key, object)


def _stack(pieces: Sequence[Evidence]) -> Evidence:
    """Put the rows of several keys below each other."""

    def stacked(name: str) -> Moments:
        each = [getattr(p, name) for p in pieces]
        return Moments(
            *(np.concatenate([getattr(m, f) for m in each]) for f in ("n", "mean", "sd"))
        )

    sides = None
    if pieces[0].sides:
        left, right = zip(*(p.sides for p in pieces if p.sides), strict=True)
        sides = (Frequencies.concat(left), Frequencies.concat(right))
    differences = [p.differences for p in pieces if p.differences is not None]
    return replace(
        pieces[0],
        level=np.concatenate([p.level for p in pieces]),
        key=np.concatenate([p.key for p in pieces]),
        gap=stacked("gap"), left=stacked("left"), right=stacked("right"),
        differences=Frequencies.concat(differences) if differences else None,
        sides=sides,
        deviation_se=np.concatenate([p.deviation_se for p in pieces]),
        deviation_df=np.concatenate([p.deviation_df for p in pieces]),
    )  # fmt: skip
