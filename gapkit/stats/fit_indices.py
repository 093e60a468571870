"""How well a factor model fits: chi-square, CFI, TLI, RMSEA with its interval, SRMR."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import chdtrc, chndtr

if TYPE_CHECKING:
    from gapkit.stats.factor_model import Fit, SampleMoments
    from gapkit.stats.frequencies import Floats

__all__ = ["RMSEA_CONFIDENCE", "FitIndices", "fit_indices", "rmsea_interval"]

RMSEA_CONFIDENCE: Final = 0.90
"""Level of the interval of RMSEA, as it is reported everywhere (Steiger 1990)."""


@dataclass(frozen=True)
class FitIndices:
    """Figures of one model; NaN where undefined.

    Parameters
    ----------
    n, chi2, df, p
        People in all groups; chi-square of the model, its degrees of freedom and p.
    cfi, tli
        Against the model in which no two items are related.
    rmsea, rmsea_low, rmsea_high
        Misfit per degree of freedom, with its 90 % interval.
    srmr
        Root mean square of the residual correlations.
    """

    n: int
    chi2: float
    df: int
    p: float
    cfi: float
    tli: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float
    srmr: float


def fit_indices(fit: Fit, sample: SampleMoments) -> FitIndices:
    """Return the indices of a fitted model.

    Notes
    -----
    Bentler (1990), Tucker and Lewis (1973), Steiger (1990), Bentler (1995). n, not n − 1, stands in
    chi-square and RMSEA, as in ``lavaan::fitMeasures`` for normal maximum likelihood.
    """
    n, groups = float(sample.n.sum()), len(sample.n)
    base, base_df = _independence(sample)
    worse, worst = max(fit.chi2 - fit.df, 0.0), max(fit.chi2 - fit.df, base - base_df, 0.0)
    has_df = fit.df > 0
    ratio = base / base_df - 1
    low, high = rmsea_interval(fit.chi2, fit.df, n, groups)
    return FitIndices(
        n=round(n),
        chi2=fit.chi2,
        df=fit.df,
        p=float(chdtrc(fit.df, fit.chi2)) if has_df else float("nan"),
        cfi=1 - worse / worst if worst > 0 else 1.0,
        tli=(base / base_df - fit.chi2 / fit.df) / ratio if has_df and ratio else float("nan"),
        rmsea=_per_df(worse, fit.df, n, groups),
        rmsea_low=low,
        rmsea_high=high,
        srmr=_srmr(fit, sample),
    )


def rmsea_interval(chi2: float, df: int, n: float, groups: int = 1) -> tuple[float, float]:
    """Return the 90 % interval of RMSEA from the noncentral chi-square law (Steiger 1990).

    Examples
    --------
    The example of R's ``lavaan`` (Holzinger and Swineford 1939):

    >>> [round(x, 3) for x in rmsea_interval(85.306, 24, 301)]
    [0.071, 0.114]
    """
    tail = (1 - RMSEA_CONFIDENCE) / 2
    if df < 1:
        return float("nan"), float("nan")
    low, high = (_noncentrality(chi2, df, 1 - tail), _noncentrality(chi2, df, tail))
    return _per_df(low, df, n, groups), _per_df(high, df, n, groups)


def _noncentrality(chi2: float, df: int, level: float) -> float:
    """Return the noncentrality at which chi-square lies below this one with a probability."""
    from scipy.optimize import brentq

    def above(noncentrality: float) -> float:
        return float(chndtr(chi2, df, noncentrality)) - level

    if above(0.0) <= 0:
        return 0.0
    most = max(chi2, 10.0)
    while above(most) > 0:
        most *= 2
    return float(brentq(above, 0.0, most, xtol=1e-10, rtol=1e-12))


def _per_df(excess: float, df: int, n: float, groups: int) -> float:
    return float(np.sqrt(excess / (df * n) * groups)) if df > 0 else float("nan")


def _independence(sample: SampleMoments) -> tuple[float, int]:
    """Return chi-square and df of the model without any relation between items."""
    variances = np.diagonal(sample.covariance, axis1=1, axis2=2)
    logdet = np.linalg.slogdet(sample.covariance)[1]
    groups, items = variances.shape
    chi2 = float(sample.n @ (np.log(variances).sum(axis=1) - logdet))
    return chi2, groups * items * (items - 1) // 2


def _srmr(fit: Fit, sample: SampleMoments) -> float:
    """Average the groups' root mean square residuals by their size."""
    sd = np.sqrt(np.diagonal(sample.covariance, axis1=1, axis2=2))
    residual = (sample.covariance - fit.matrices.covariance) / (sd[:, :, None] * sd[:, None, :])
    at = np.tril_indices(sd.shape[1])
    squares: Floats = residual[:, at[0], at[1]] ** 2
    if sample.mean is not None:
        squares = np.hstack([squares, ((sample.mean - fit.matrices.means) / sd) ** 2])
    return float((sample.n / sample.n.sum()) @ np.sqrt(squares.mean(axis=1)))
