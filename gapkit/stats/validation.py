"""What a model explains of answers that it has not seen, from sums of products of groups of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.stats.regression import correlations, recombined, standardized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.stats.frequencies import Floats

__all__ = ["FOLDS", "CrossValidated", "cross_validated"]

FOLDS: Final = 10
"""Parts that are predicted from the rest, one at a time."""


@dataclass(frozen=True)
class CrossValidated:
    """R² of some models on people whom they were not fitted to.

    Parameters
    ----------
    explained : float, shape (models,)
        1 − squared error of the model ÷ squared error of the mean, both fitted to the other
        people. Below 0 where the model predicts worse than the mean.
    without : float, shape (groups, models)
        The same without each group, for `gapkit.stats.jackknife.jackknife` of differences.
    """

    explained: Floats
    without: Floats


def cross_validated(groups: Floats, transforms: Sequence[Floats]) -> CrossValidated:
    """Return the cross-validated R² of models on the same people.

    Parameters
    ----------
    groups : shape (groups, 2 + p, 2 + p)
        Sums of products of each group (see `gapkit.stats.regression`), drawn at random: part f of
        the people are the groups whose number leaves f when divided by `FOLDS`.
    transforms
        For each model the combinations, shape (p, q), that it takes for predictors.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(200, 2))
    >>> z = np.column_stack([np.ones(200), x, x[:, 0] + rng.normal(size=200)])
    >>> found = cross_validated(z[:, :, None] * z[:, None, :], [np.eye(2)[:, :1], np.eye(2)[:, 1:]])
    >>> found.explained.round(2), found.without.shape
    (array([0.46, 0.  ]), (200, 2))
    """
    mean_only = np.zeros((groups.shape[-1] - 2, 0))
    errors = [_errors(recombined(groups, t)) for t in (*transforms, mean_only)]
    base = errors[-1]
    r2 = np.stack([1 - e / base for e in errors[:-1]], axis=-1)
    return CrossValidated(r2[0], r2[1:])


def _errors(groups: Floats) -> Floats:
    """Squared error of predicting each part from the rest: of everybody, then without each group."""
    count = len(groups)
    fold = np.arange(count) % FOLDS
    parts = np.stack([groups[fold == f].sum(axis=0) for f in range(FOLDS)])
    whole = parts.sum(axis=0)
    errors = np.zeros(1 + count)
    for f in range(FOLDS):
        others = np.flatnonzero(fold != f)
        mine = np.flatnonzero(fold == f)
        rest = whole - parts[f]
        residual = _residual(np.concatenate([rest[None], rest - groups[others]]))
        lost = np.einsum("gi,ij,gj->g", residual, parts[f], residual)
        errors[0] += lost[0]
        errors[1 + others] += lost[1:]
        errors[1 + mine] += lost[0] - np.einsum(
            "i,gij,j->g", residual[0], groups[mine], residual[0]
        )
    return errors


def _residual(tables: Floats) -> Floats:
    """Return how the error of prediction is made of a leading 1, the predictors and the outcome."""
    c = correlations(tables)
    scale = np.where(c.sd[:, :-1] > 0, c.sd[:, :-1], 1.0)
    slope = standardized(c.inner, c.outer) * c.sd[:, -1:] / scale
    at_zero = c.mean[:, -1] - (slope * c.mean[:, :-1]).sum(axis=1)
    return np.concatenate([-at_zero[:, None], -slope, np.ones((len(slope), 1))], axis=1)
