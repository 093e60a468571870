"""Whether a simpler regression loses something: constraints on slopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import fdtrc, stdtrit

from gapkit.stats.regression import recombined, slopes

if TYPE_CHECKING:
    from gapkit.stats.frequencies import Floats
    from gapkit.stats.regression import Slopes

__all__ = ["Constraint", "linear_constraint", "nested"]


@dataclass(frozen=True)
class Constraint:
    """A test that something is lost by a simpler model.

    Parameters
    ----------
    estimate, low, high : float
        The combination of slopes that the simpler model takes for 0, with its interval; NaN where
        several are tested at once.
    f, df, df_rest, p : float
    """

    estimate: float
    low: float
    high: float
    f: float
    df: float
    df_rest: float
    p: float


def linear_constraint(fit: Slopes, combination: Floats, confidence: float = 0.95) -> Constraint:
    """Test that a combination of slopes is 0.

    Parameters
    ----------
    fit
        The model with all slopes free.
    combination : shape (p,)
        Such as (1, 1) for b₁ = −b₂.
    confidence
        Share of the interval.

    Notes
    -----
    Agrees with R's ``car::linearHypothesis``.

    Examples
    --------
    >>> from gapkit.stats.regression import products_of
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(50, 3))
    >>> test = linear_constraint(slopes(products_of(x)), np.array([1.0, 1.0]))
    >>> test.df, test.df_rest, 0 < test.p < 1
    (1.0, 47.0, True)
    """
    estimate = float(combination @ fit.slope)
    se = float(np.sqrt(combination @ fit.covariance @ combination))
    f = (estimate / se) ** 2 if se > 0 else np.nan
    half = float(stdtrit(fit.df, (1 + confidence) / 2)) * se if fit.df > 0 else np.nan
    return Constraint(
        estimate, estimate - half, estimate + half, f, 1.0, fit.df, float(fdtrc(1, fit.df, f))
    )


def nested(table: Floats, transform: Floats) -> Constraint:
    """Test whether a model with recombined predictors loses something against all of them.

    Parameters
    ----------
    table : shape (2 + p, 2 + p)
        Sums of products of the larger model.
    transform : shape (p, q)
        As in `recombined`.

    Notes
    -----
    F = ((SS₁ − SS₀) ÷ (p − q)) ÷ (SS₀ ÷ df₀), as R's ``anova`` of the two.

    Examples
    --------
    >>> from gapkit.stats.regression import products_of
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(50, 3))
    >>> one = nested(products_of(x), np.array([[1.0], [-1.0]]))
    >>> same = linear_constraint(slopes(products_of(x)), np.array([1.0, 1.0]))
    >>> bool(np.isclose(one.f, same.f))
    True
    """
    large, small = slopes(table), slopes(recombined(table, transform))
    df = float(transform.shape[0] - transform.shape[1])
    error = large.rest / large.df if large.df > 0 else np.nan
    f = max(small.rest - large.rest, 0.0) / df / error if error > 0 else np.nan
    return Constraint(np.nan, np.nan, np.nan, f, df, large.df, float(fdtrc(df, large.df, f)))
