"""What the tests of a gap rest on, for every row of a gap's table, however the sides are paired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.gaps import levels
from gapkit.gaps.figures import Figures
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.wanted import has_joint
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.moments import moments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from gapkit.gaps.gather import Gatherer
    from gapkit.gaps.inventory import Pair
    from gapkit.gaps.model import Side
    from gapkit.tally import Expression

__all__ = ["Evidence", "evidence"]

BLANKED: Final = ("mean", "sd", "se", "df", "se_jackknife")
"""Figures that are gone where one side is not known."""


@dataclass(frozen=True)
class Evidence:
    """Distributions and figures of one gap; rows are keys × groups, key by key.

    Parameters
    ----------
    level, key
        One entry a row.
    pairing
        ``respondent``, ``independent`` or ``constant``.
    gap
        Right − left; of other people only the means differ, and n is 0.
    left, right
        The two sides; what is laid down has n 0 and no spread.
    deviation
        The gap less the average gap over the level; blank at the level ``overall``.
    differences
        Distribution of right − left where it exists: same people, or people against a constant.
    sides
        Distributions of left and right where other people answered.
    given_right
        Whether what is laid down is the right side; it is the left one else.
    judged_on
        People behind each row, where its n counts something else: how many must be enough for a
        verdict.
    """

    level: NDArray[np.object_]
    key: NDArray[np.object_]
    pairing: str
    gap: Figures
    left: Figures
    right: Figures
    deviation: Figures
    differences: Frequencies | None = None
    sides: tuple[Frequencies, Frequencies] | None = None
    given_right: bool = False
    judged_on: NDArray[np.int64] | None = None


def evidence(
    gather: Gatherer, pair: Pair, rows: Sequence[levels.TwoSided] | None = None
) -> Evidence:
    """Collect the evidence of a pair in all groups of the gatherer; by default of all its rows."""
    collect: Callable[[Gatherer, Pair, levels.TwoSided], Evidence] = {
        "respondent": _same_people,
        "independent": _other_people,
        "constant": _against_constant,
    }[pair.pairing]
    wanted = levels.of_pair(gather.inventory, pair) if rows is None else rows
    return _stack([collect(gather, pair, row) for row in wanted])


def _same_people(gather: Gatherer, pair: Pair, row: levels.TwoSided) -> Evidence:
    to_instrument, role = gather.map_of(pair.right), pair.right.role
    joint = row.columns if has_joint(gather.inventory, row, pair) else None
    designed = gather.inventory.is_designed(role)
    if joint:
        differences, left, right = _from_joint(gather, joint)
    else:
        differences = gather.frequencies(row.gap, role)
    if designed or not joint:
        left, right = gather.figures(row.left, role), gather.figures(row.right, role)
    differences = to_instrument.frequencies(differences, shifted=False)
    if designed:
        gap = to_instrument.figures(gather.figures(row.gap, role), shifted=False)
    else:
        gap = Figures.of(moments(differences))
    return Evidence(
        *_names(row, differences.rows),
        "respondent",
        gap,
        to_instrument.figures(left),
        to_instrument.figures(right),
        _deviation(gather, pair.right, row, row.against_average),
        differences,
    )


def _from_joint(gather: Gatherer, columns: tuple[str, str]) -> tuple[Frequencies, Figures, Figures]:
    """Read an item's joint table along its diagonals (gap) and edges (sides)."""
    right, left = columns
    cells = gather.joint(left, right)
    scale = gather.inventory.scales[left]
    steps = np.arange(1 - scale.points, scale.points)
    counts = np.stack([np.trace(cells, k, axis1=1, axis2=2) for k in steps], axis=1)
    differences = Frequencies.from_dense(counts, steps * scale.stride, scale.denominator)
    points = scale.first + scale.stride * np.arange(scale.points)
    edges = (Frequencies.from_dense(cells.sum(a), points, scale.denominator) for a in (2, 1))
    at_left, at_right = (Figures.of(moments(edge)) for edge in edges)
    return differences, at_left, at_right


def _other_people(gather: Gatherer, pair: Pair, row: levels.TwoSided) -> Evidence:
    (left, at_left), (right, at_right) = (
        _side(gather, pair.left, row.left),
        _side(gather, pair.right, row.right),
    )
    return Evidence(
        *_names(row, left.rows),
        "independent",
        at_right.minus(at_left),
        at_left,
        at_right,
        _deviation(gather, pair.right, row, row.right_deviation).minus(
            _deviation(gather, pair.left, row, row.left_deviation)
        ),
        sides=(left, right),
    )


def _side(gather: Gatherer, side: Side, score: Expression) -> tuple[Frequencies, Figures]:
    """Return the distribution of a side's score and its figures, on the instrument's scale."""
    to_instrument = gather.map_of(side)
    distribution = to_instrument.frequencies(gather.frequencies(score, side.role))
    if gather.inventory.is_designed(side.role):
        return distribution, to_instrument.figures(gather.figures(score, side.role))
    return distribution, Figures.of(moments(distribution))


def _deviation(gather: Gatherer, side: Side, row: levels.TwoSided, score: Expression) -> Figures:
    if row.level not in levels.COMPARED:
        return Figures.given(np.full(len(gather.groups), np.nan))
    return gather.map_of(side).figures(gather.figures(score, side.role), shifted=False)


def _against_constant(gather: Gatherer, pair: Pair, row: levels.TwoSided) -> Evidence:
    """People against what is laid down or was promised: the mean of its rows is taken as given."""
    given_right = pair.right.role in NOT_PEOPLE
    people, laid_down = (pair.left, pair.right) if given_right else (pair.right, pair.left)
    score, given = (row.left, row.right) if given_right else (row.right, row.left)
    values, figures = _side(gather, people, score)
    means = _laid_down(gather, pair, laid_down, given)
    known = np.array([m is not None for m in means])
    at = np.array([np.nan if m is None else float(m) for m in means])
    differences = _only(values, known).minus(
        [m.numerator if m else 0 for m in means], [m.denominator if m else 1 for m in means]
    )
    if given_right:
        differences = _negated(differences)
    fixed, asked = Figures.given(at), _blanked(figures, known)
    sign = -1.0 if given_right else 1.0
    gap = replace(asked, mean=sign * (asked.mean - at))
    if not figures.weighted.any():
        gap = Figures.of(moments(differences))
    deviation = row.left_deviation if given_right else row.right_deviation
    return Evidence(
        *_names(row, values.rows),
        "constant",
        gap,
        *((asked, fixed) if given_right else (fixed, asked)),
        _deviation(gather, people, row, deviation),
        differences,
        given_right=given_right,
    )


def _laid_down(
    gather: Gatherer, pair: Pair, side: Side, score: Expression
) -> list[Fraction | None]:
    """Return the constant of each group, exactly; None where nothing was laid down."""
    if pair.neutral is not None:
        to_instrument = gather.map_of(pair.right)
        return [to_instrument.factor * pair.neutral + to_instrument.shift] * len(gather.groups)
    constant, _ = _side(gather, side, score)
    return [
        Fraction(int(t), int(n) * int(d)) if n else None
        for t, n, d in zip(constant.total, constant.n, constant.denominator, strict=True)
    ]


def _only(f: Frequencies, rows: NDArray[np.bool_]) -> Frequencies:
    """Empty the other rows."""
    keep = rows[f.row]
    return Frequencies(f.row[keep], f.value[keep], f.count[keep], f.rows, f.denominator)


def _blanked(f: Figures, known: NDArray[np.bool_]) -> Figures:
    """Blank the rows that have nothing to be compared with."""
    blanked = {x: np.where(known, getattr(f, x), np.nan) for x in BLANKED}
    return replace(f, n=np.where(known, f.n, 0), **blanked)


def _negated(f: Frequencies) -> Frequencies:
    return Frequencies.from_cells(f.row, -f.value, f.count, f.rows, f.denominator)


def _names(row: levels.TwoSided, rows: int) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    return np.full(rows, row.level, object), np.full(rows, row.key, object)


def _stack(pieces: Sequence[Evidence]) -> Evidence:
    """Put the rows of several keys below each other."""
    sides = None
    if pieces[0].sides:
        left, right = zip(*(p.sides for p in pieces if p.sides), strict=True)
        sides = (Frequencies.concat(left), Frequencies.concat(right))
    differences = [p.differences for p in pieces if p.differences is not None]
    return Evidence(
        np.concatenate([p.level for p in pieces]),
        np.concatenate([p.key for p in pieces]),
        pieces[0].pairing,
        Figures.stack([p.gap for p in pieces]),
        Figures.stack([p.left for p in pieces]),
        Figures.stack([p.right for p in pieces]),
        Figures.stack([p.deviation for p in pieces]),
        Frequencies.concat(differences) if differences else None,
        sides,
        pieces[0].given_right,
    )
