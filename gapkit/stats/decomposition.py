"""A change of means in two parts: other people were asked, or people like them answer otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["ThreeFold", "TwoFold", "kitagawa", "three_fold", "two_fold"]


@dataclass(frozen=True)
class TwoFold:
    """A change in two parts, which add up to it; shape (rows, terms) each.

    Parameters
    ----------
    mix
        What follows from other characteristics (shares of kinds of people, means of predictors).
    rate
        What follows from other answers at the same characteristics.
    """

    mix: Floats
    rate: Floats


@dataclass(frozen=True)
class ThreeFold:
    """A difference in three parts, seen from the second group; shape (rows, terms) each.

    Parameters
    ----------
    endowments
        Other characteristics, at the second group's coefficients.
    coefficients
        Other coefficients, at the second group's characteristics.
    interaction
        Both at once.
    """

    endowments: Floats
    coefficients: Floats
    interaction: Floats


def two_fold(x_from: ArrayLike, x_to: ArrayLike, b_from: ArrayLike, b_to: ArrayLike) -> TwoFold:
    """Part the change of Σxb in mix and rate, each at the average of the other's two states.

    Parameters
    ----------
    x_from, x_to : shape (terms,) or (rows, terms)
        Characteristics before and after: means of predictors with a leading 1, or shares.
    b_from, b_to : same shape
        Coefficients before and after, or means by kind of people.

    Notes
    -----
    Oaxaca (1973) and Blinder (1973) with the weights of Reimers (1983), ½ and ½; agrees with R's
    ``oaxaca::oaxaca`` at weight 0.5. The parts of single dummies depend on the base level; their
    sums do not.

    Examples
    --------
    >>> parts = two_fold([1.0, 2.0], [1.0, 3.0], [0.5, 1.0], [0.5, 2.0])
    >>> float(parts.mix.sum()), float(parts.rate.sum())  # of 6.5 − 2.5
    (1.5, 2.5)
    """
    x0, x1, b0, b1 = (np.asarray(v, np.float64) for v in (x_from, x_to, b_from, b_to))
    return TwoFold((x1 - x0) * (b0 + b1) / 2, (b1 - b0) * (x0 + x1) / 2)


def three_fold(x_a: ArrayLike, x_b: ArrayLike, b_a: ArrayLike, b_b: ArrayLike) -> ThreeFold:
    """Part the difference Σx_a b_a − Σx_b b_b in endowments, coefficients and interaction.

    Parameters
    ----------
    x_a, x_b, b_a, b_b : shape (terms,) or (rows, terms)
        Characteristics and coefficients of groups A and B, as in `two_fold`.

    Notes
    -----
    Oaxaca (1973), Blinder (1973), Jones and Kelley (1984); agrees with R's ``oaxaca::oaxaca``
    (threefold).

    Examples
    --------
    >>> parts = three_fold([1.0, 3.0], [1.0, 2.0], [0.5, 2.0], [0.5, 1.0])
    >>> [float(part.sum()) for part in (parts.endowments, parts.coefficients, parts.interaction)]
    [1.0, 2.0, 1.0]
    """
    xa, xb, ba, bb = (np.asarray(v, np.float64) for v in (x_a, x_b, b_a, b_b))
    return ThreeFold((xa - xb) * bb, xb * (ba - bb), (xa - xb) * (ba - bb))


def kitagawa(
    n_from: ArrayLike, n_to: ArrayLike, mean_from: ArrayLike, mean_to: ArrayLike
) -> TwoFold:
    """Part the change of a mean in mix (shares of kinds of people) and rate (their answers).

    Parameters
    ----------
    n_from, n_to : shape (rows, kinds)
        People of each kind, or their weights, before and after.
    mean_from, mean_to : shape (rows, kinds)
        Mean of each kind; NaN where nobody of the kind answered.

    Returns
    -------
    TwoFold
        Summed over kinds, mix + rate is the change of the whole mean. A kind that one side lacks
        has no mean there: what it brings is mix, all of it. NaN where a side has nobody.

    Notes
    -----
    Kitagawa (1955): mix = Σ (p₂ − p₁)(m₁ + m₂) ÷ 2, rate = Σ (m₂ − m₁)(p₁ + p₂) ÷ 2.

    Examples
    --------
    >>> parts = kitagawa([[50, 50]], [[20, 80]], [[-1.0, 0.0]], [[-1.0, 0.0]])
    >>> float(parts.mix.sum().round(6)), float(parts.rate.sum())
    (0.3, 0.0)
    """
    n0, n1 = (np.asarray(n, np.float64) for n in (n_from, n_to))
    m0, m1 = (np.asarray(m, np.float64) for m in (mean_from, mean_to))
    with np.errstate(invalid="ignore", divide="ignore"):
        p0, p1 = (n / n.sum(axis=-1, keepdims=True) for n in (n0, n1))
    # who is missing on one side counts there with the mean of the other: no rate is made up
    before, after = np.where(n0 > 0, m0, m1), np.where(n1 > 0, m1, m0)
    nobody = (n0 <= 0) & (n1 <= 0)
    before, after = np.where(nobody, 0.0, before), np.where(nobody, 0.0, after)
    return two_fold(p0, p1, before, after)
