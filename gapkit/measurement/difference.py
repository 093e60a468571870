"""Are gaps the right measure? The tables `driver_models` and `difference_scores`.

A gap presumes that expectations count as much as perceptions, with the opposite sign. That can be
tested (Edwards 1994): the outcome is explained by both, and the slopes are set side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import WHOLE
from gapkit.measurement.drivers import why_not
from gapkit.stats.constraints import linear_constraint, nested
from gapkit.stats.jackknife import jackknife
from gapkit.stats.multiplicity import adjust
from gapkit.stats.regression import correlations, dependent, recombined, slopes, slopes_by_groups
from gapkit.stats.validation import FOLDS, cross_validated

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.measurement.models import Explained
    from gapkit.measurement.sums import Parts, Sums
    from gapkit.options import Options
    from gapkit.stats.regression import Slopes
    from gapkit.tally import Group

__all__ = [
    "DIFFERENCE_COLUMNS",
    "MODELS",
    "MODEL_COLUMNS",
    "difference_scores_frame",
    "driver_models_frame",
]

MODELS: Final = ("perception", "gap", "both")
"""Perceptions alone; gaps; perceptions and expectations with slopes of their own."""

MODEL_COLUMNS: Final = (
    "wave", "segment", "value", "outcome", "level", "model", "n", "predictors", "r_squared",
    "cv_r_squared", "difference", "ci_low", "ci_high", "f", "df", "df_rest", "p", "reason",
)  # fmt: skip
"""Columns of `driver_models` in their order."""

DIFFERENCE_COLUMNS: Final = (
    "wave", "segment", "value", "outcome", "level", "key", "n", "slope_perception",
    "slope_expectation", "sum", "ci_low", "ci_high", "f", "df", "df_rest", "p", "p_adjusted",
    "r_gap_perception", "variance_ratio", "reason",
)  # fmt: skip
"""Columns of `difference_scores` in their order."""


def driver_models_frame(
    explained: Sequence[Explained], sums: Sums, options: Options
) -> pd.DataFrame:
    """Return how much perceptions, gaps, and both explain of each outcome.

    Returns
    -------
    pandas.DataFrame
        `MODEL_COLUMNS`, for everybody of each wave; all models of an outcome and level on the same
        people. ``cv_r_squared``:
        of answers that the model was not fitted to, in ten parts; ``difference``: this less that
        of perceptions, with the interval of a delete-a-group jackknife. ``f`` … ``p``: whether
        the model loses something against both with slopes of their own; blank where people are
        weighted or were drawn by clusters.
    """
    import pandas as pd

    rows = [
        {"wave": group.wave, "segment": group.segment, "value": group.value,
         "outcome": one.outcome, "level": one.level} | row
        for group in sums.groups
        for one in explained
        if one.level != "overall" and group.segment == WHOLE
        for row in _models(one, sums.of(one.paired or one.perception, group), options)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(MODEL_COLUMNS)).astype({"n": "Int64"})


def _models(one: Explained, parts: Parts, options: Options) -> list[dict[str, Any]]:
    """Return a row a model; without expectations there is only one."""
    k = len(one.keys)
    transforms = [one.right_only, one.gap, np.eye(2 * k)] if one.paired else [np.eye(k)]
    tables = parts.used
    whole = tables.sum(axis=0)
    c = correlations(whole)
    why = why_not(parts.n, whole.shape[0] - 2, bool(c.sd[-1] > 0))
    rows = [
        {"model": model, "n": parts.n, "predictors": t.shape[1], "reason": why}
        for model, t in zip(MODELS, transforms, strict=False)
    ]
    if why:
        return rows
    for row, t in zip(rows, transforms, strict=True):
        row["r_squared"] = float(correlations(recombined(whole, t)).explained)
        if t.shape[1] < t.shape[0]:
            row |= _tested(nested(whole, t), parts)
    if len(tables) >= FOLDS:
        found = cross_validated(tables, transforms)
        apart = found.explained - found.explained[0]
        limits = jackknife(apart, found.without - found.without[:, :1], options.confidence)
        for at, row in enumerate(rows):
            row["cv_r_squared"] = found.explained[at]
            if at:
                row |= {
                    "difference": apart[at],
                    "ci_low": limits.low[at],
                    "ci_high": limits.high[at],
                }
    return rows


def _tested(test: Any, parts: Parts) -> dict[str, float]:
    if parts.designed:
        return {}
    return {"f": test.f, "df": test.df, "df_rest": test.df_rest, "p": test.p}


def difference_scores_frame(
    explained: Sequence[Explained], sums: Sums, options: Options
) -> pd.DataFrame:
    """Return whether each gap weighs expectations as the outcome does.

    Returns
    -------
    pandas.DataFrame
        `DIFFERENCE_COLUMNS`, for everybody of each wave; for each dimension, all in one model, and for the overall score in a
        model of its own: slopes in points of the outcome for one point of the scale, their ``sum``
        (0 if a gap is right) with its interval and test, ``p_adjusted`` over the dimensions of one
        model (where people are weighted or were drawn by clusters, errors leave out one part or
        cluster at a time); the correlation of gap and perception, and the variance of expectations ÷ that of
        gaps, which is small where gaps mostly mirror perceptions.
    """
    import pandas as pd

    tables = [
        _differences(one, sums.of(one.paired, group), group, options)
        for group in sums.groups
        for one in explained
        if one.paired and one.level != "item" and group.segment == WHOLE
    ]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in DIFFERENCE_COLUMNS})
    return pd.concat(tables, ignore_index=True)[list(DIFFERENCE_COLUMNS)]


_TESTED: Final = (
    "slope_perception", "slope_expectation", "sum", "ci_low", "ci_high", "f", "df", "df_rest", "p",
)  # fmt: skip


def _differences(one: Explained, parts: Parts, group: Group, options: Options) -> pd.DataFrame:
    import pandas as pd

    k = len(one.keys)
    whole = parts.used.sum(axis=0)
    c = correlations(whole)
    why = why_not(parts.n, 2 * k, bool(c.sd[-1] > 0))
    reason = np.full(k, why, object)
    figures = {name: np.full(k, np.nan) for name in _TESTED}
    if not why:
        fit = slopes_by_groups(parts.used) if parts.designed else slopes(whole)
        figures |= _slopes(fit, options.confidence)
        reason[(c.sd[:k] == 0) | (c.sd[k : 2 * k] == 0)] = "no variation"
        involved = dependent(c.inner)
        reason[involved[:k] | involved[k:]] = "singular"
        for name in figures:
            figures[name] = np.where(reason == "", figures[name], np.nan)
    gap_r, ratio = _mirrored(c, k)
    body: dict[str, Any] = {
        **{f: getattr(group, f) for f in ("wave", "segment", "value")},
        "outcome": one.outcome,
        "level": one.level,
        "key": np.array(one.keys, object),
        "n": pd.array([parts.n] * k, dtype="Int64"),
        **figures,
        "p_adjusted": adjust(figures["p"], options.adjust),  # type: ignore[arg-type]
        "r_gap_perception": gap_r,
        "variance_ratio": ratio,
        "reason": reason,
    }
    return pd.DataFrame(body)


def _slopes(fit: Slopes, confidence: float) -> dict[str, NDArray[np.float64]]:
    k = len(fit.slope) // 2
    tests = []
    for at in range(k):
        both = np.array([at, at + k])
        only = type(fit)(fit.slope[both], fit.covariance[np.ix_(both, both)], fit.rest, fit.df)
        test = linear_constraint(only, np.ones(2), confidence)
        tests.append((test.estimate, test.low, test.high, test.f, test.df, test.df_rest, test.p))
    columns = np.array(tests).T
    return dict(zip(_TESTED, (fit.slope[:k], fit.slope[k:], *columns), strict=True))


def _mirrored(c: Any, k: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Correlation of gap and perception, and variance of expectation ÷ variance of the gap."""
    right, left = c.sd[:k], c.sd[k : 2 * k]
    with np.errstate(invalid="ignore", divide="ignore"):
        between = np.diagonal(c.inner[:k, k:]) * right * left
        gap = right**2 + left**2 - 2 * between
        r = (right**2 - between) / (right * np.sqrt(gap))
        ratio = left**2 / gap
    stands = (gap > 0) & (right > 0)
    return np.where(stands, r, np.nan), np.where(gap > 0, ratio, np.nan)
