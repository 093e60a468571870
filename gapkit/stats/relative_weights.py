"""How much each predictor tells of an outcome: Johnson's relative weights, and what chance gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gapkit.stats.covariance import SINGULAR

if TYPE_CHECKING:
    from gapkit.stats.frequencies import Floats

__all__ = ["chance_weights", "relative_weights"]


def relative_weights(inner: Floats, outer: Floats) -> Floats:
    """Return each predictor's part of R²; the parts are never negative and add up to it.

    Parameters
    ----------
    inner : shape (…, p, p)
        Correlations of the predictors.
    outer : shape (…, p)
        Their correlations with the outcome.

    Returns
    -------
    float, shape (…, p)

    Notes
    -----
    R = V Λ V′, S = V √Λ V′, b = S⁻¹ r, weight = S² b² with squares cell by cell (Johnson 2000). It
    agrees with R's ``relaimpo::calc.relimp(type = "genizi")`` (Genizi 1993). Where predictors say
    the same, the generalised inverse shares their part evenly.

    Examples
    --------
    >>> relative_weights(np.array([[1, 0.5], [0.5, 1]]), np.array([0.6, 0.4])).round(4)
    array([0.2867, 0.0867])
    """
    values, vectors = np.linalg.eigh(inner)
    stands = values > SINGULAR
    root = np.sqrt(np.where(stands, values, 0.0))
    inverse = np.divide(1.0, root, out=np.zeros_like(root), where=stands)
    turned = np.swapaxes(vectors, -1, -2)
    square = ((vectors * root[..., None, :]) @ turned) ** 2
    along = (turned @ outer[..., None]) * inverse[..., None]
    parts: Floats = (square @ (vectors @ along) ** 2)[..., 0]
    return parts


def chance_weights(
    inner: Floats, outer: Floats, n: float, draws: int = 400, seed: int = 1
) -> Floats:
    """Return relative weights of a column of random numbers put beside the predictors.

    Parameters
    ----------
    inner : shape (p, p)
        Correlations of the predictors.
    outer : shape (p,)
        Their correlations with the outcome.
    n
        People.
    draws, seed
        How many random columns, one at a time.

    Returns
    -------
    float, shape (draws,)
        A raw weight is never negative, so that its interval never holds 0: what a column without
        any meaning gets is the yardstick (Tonidandel, LeBreton & Johnson 2009).

    Notes
    -----
    The correlations of a random column with p predictors and an outcome vary about 0 with
    covariances R ÷ (n − 1), where R holds the correlations of these among themselves. They are
    drawn from that normal law, so that no row is needed.

    Examples
    --------
    >>> far = chance_weights(np.eye(2), np.array([0.5, 0.5]), n=200)
    >>> bool(0.001 < far.mean() < 0.006)
    True
    """
    p = len(outer)
    whole = np.eye(p + 1)
    whole[:p, :p], whole[:p, p], whole[p, :p] = inner, outer, outer
    values, vectors = np.linalg.eigh(whole)
    spread = vectors * np.sqrt(np.clip(values, 0, None) / max(n - 1, 1))
    drawn = np.random.default_rng(seed).standard_normal((draws, p + 1)) @ spread.T
    wider = np.broadcast_to(np.eye(p + 1), (draws, p + 1, p + 1)).copy()
    wider[:, :p, :p], wider[:, :p, p], wider[:, p, :p] = inner, drawn[:, :p], drawn[:, :p]
    far = np.concatenate([np.broadcast_to(outer, (draws, p)), drawn[:, p:]], axis=1)
    weights: Floats = relative_weights(wider, far)[:, p]
    return weights
