"""The table `drivers`: how much each dimension and each item tells of an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import WHOLE
from gapkit.stats.jackknife import jackknife_of_shares
from gapkit.stats.proportional_odds import proportional_odds
from gapkit.stats.regression import (
    correlations,
    dependent,
    standardized,
    variance_inflation,
)
from gapkit.stats.relative_weights import chance_weights, relative_weights
from gapkit.stats.shapley import shapley

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.measurement.models import Explained
    from gapkit.measurement.sums import Parts, Sums
    from gapkit.options import Options
    from gapkit.stats.regression import Correlations
    from gapkit.tally import Group

__all__ = ["DRIVER_COLUMNS", "drivers_frame", "reasons", "why_not"]

DRIVER_COLUMNS: Final = (
    "wave", "segment", "value", "outcome", "kind", "key", "n", "r", "beta", "relative_weight",
    "shapley", "share", "ci_low", "ci_high", "above_chance", "level", "chance", "vif", "ordinal",
    "reason",
)  # fmt: skip
"""Columns in their order."""

_FIGURES: Final = (
    "r", "beta", "relative_weight", "shapley", "share", "ci_low", "ci_high", "chance", "vif",
    "ordinal",
)  # fmt: skip


def drivers_frame(explained: Sequence[Explained], sums: Sums, options: Options) -> pd.DataFrame:
    """Return what goes with each outcome, from perceptions and from gaps.

    Parameters
    ----------
    explained
        Outcomes and levels.
    sums
        Of all their wishes.
    options
        Confidence, seed, fewest people.

    Returns
    -------
    pandas.DataFrame
        `DRIVER_COLUMNS`; one row for each outcome, kind (``perception``, ``gap``), level and key.
        ``r`` and ``beta`` (standardized) keep their signs; ``relative_weight`` and ``shapley`` are
        parts of R² and never negative; ``shapley`` is blank with more than 12 predictors, since it
        takes a model for each set of them. ``share`` is the relative weight ÷ R², with the interval of
        a delete-a-group jackknife; ``chance`` is the share that a column of random numbers stays
        below in 95 of 100 surveys (at a confidence of 0.95), and ``above_chance`` says whether the
        share is larger. ``ordinal`` is the slope for one standard deviation where the outcome is
        taken as ordered grades (log odds; perceptions of everybody by dimension only).
    """
    import pandas as pd

    tables = [
        _table(one, group, *kind, options)
        for group in sums.groups
        for one in explained
        if one.level != "overall" and (one.level == "dimension" or group.segment == WHOLE)
        for kind in one.kinds(sums, group)
    ]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in DRIVER_COLUMNS})
    return pd.concat(tables, ignore_index=True)[list(DRIVER_COLUMNS)]


def _table(
    one: Explained,
    group: Group,
    kind: str,
    parts: Parts,
    tables: NDArray[np.float64],
    options: Options,
) -> pd.DataFrame:
    import pandas as pd

    figures, reason = _figures(tables, parts, options)
    above = np.where(figures["share"] > figures["chance"], "yes", "no").astype(object)
    if parts.n < options.min_n_verdict:
        above[:] = "unclear"
    above[np.isnan(figures["share"])] = ""
    body: dict[str, Any] = {
        **{f: getattr(group, f) for f in ("wave", "segment", "value")},
        "outcome": one.outcome,
        "kind": kind,
        "key": np.array(one.keys, object),
        "n": pd.array([parts.n] * len(one.keys), dtype="Int64"),
        **figures,
        "above_chance": above,
        "level": one.level,
        "reason": reason,
    }
    return pd.DataFrame(body)


def why_not(n: int, predictors: int, varies: bool) -> str:
    """Return why an outcome cannot be explained by so many predictors; empty where it can.

    Examples
    --------
    >>> why_not(0, 5, False), why_not(11, 5, True), why_not(12, 5, True)
    ('nobody answered', 'too few cases', '')
    """
    if n == 0:
        return "nobody answered"
    if n < 2 * (predictors + 1):
        return "too few cases"
    return "" if varies else "no variation"


def reasons(c: Correlations, n: int) -> tuple[str, NDArray[np.object_]]:
    """Return why the outcome cannot be explained, and why a predictor has no slope; else empty.

    Examples
    --------
    >>> from gapkit.stats.regression import products_of
    >>> people = np.array([[1.0, 3.0, 2.0], [2.0, 3.0, 5.0]])
    >>> reasons(correlations(products_of(people)), n=20)
    ('', array(['', 'no variation'], dtype=object))
    """
    why = why_not(n, c.outer.shape[-1], bool(c.sd[-1] > 0))
    reason = np.full(c.outer.shape[-1], why, object)
    if not why:
        reason[dependent(c.inner)] = "singular"
        reason[~(c.sd[:-1] > 0)] = "no variation"
    return why, reason


def _figures(
    tables: NDArray[np.float64], parts: Parts, options: Options
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.object_]]:
    p = tables.shape[-1] - 2
    found = {name: np.full(p, np.nan) for name in _FIGURES}
    whole = tables.sum(axis=0)
    c = correlations(whole)
    constant = ~(c.sd[:-1] > 0)
    why, reason = reasons(c, parts.n)
    if c.sd[-1] > 0:
        found["r"][~constant] = c.outer[~constant]
    if why:
        return found, reason
    weights = relative_weights(c.inner, c.outer)
    explained = float(weights.sum())
    found["relative_weight"], found["shapley"] = weights, shapley(c.inner, c.outer)
    found["beta"] = np.where(reason == "singular", np.nan, standardized(c.inner, c.outer))
    found["vif"] = variance_inflation(c.inner)
    if explained > 0:
        found["share"] = weights / explained
        left = correlations(whole - tables)
        others = relative_weights(left.inner, left.outer)
        with np.errstate(invalid="ignore"):
            without = others / others.sum(axis=1, keepdims=True)
        limits = jackknife_of_shares(found["share"], without, options.confidence)
        found["ci_low"], found["ci_high"] = limits.low, limits.high
        by_chance = chance_weights(c.inner, c.outer, float(c.n), seed=options.seed)
        found["chance"][:] = np.quantile(by_chance, options.confidence) / explained
    found["ordinal"] = _ordinal(parts.rows, p)
    for name in found:
        found[name] = np.where(constant, np.nan, found[name])
    return found, reason


def _ordinal(rows: NDArray[np.float64], p: int) -> NDArray[np.float64]:
    if not len(rows):
        return np.full(p, np.nan)
    grades = np.unique(np.round(rows[:, -1], 9), return_inverse=True)[1]
    return proportional_odds(rows[:, :-1], grades.astype(np.int64)).slope
