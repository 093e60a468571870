"""The table `priorities`: what matters and is not done well, and how sure the order is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.errors import CallError, Problem, did_you_mean
from gapkit.gaps.groups import WHOLE
from gapkit.measurement.drivers import why_not
from gapkit.stats.regression import correlations
from gapkit.stats.resampling import resampled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.instrument import Scale
    from gapkit.measurement.baskets import Basket
    from gapkit.measurement.sums import Sums
    from gapkit.options import Options
    from gapkit.tally import Group

__all__ = ["CROSSES", "PRIORITY_COLUMNS", "QUADRANTS", "checked_cross", "priorities_frame"]

PRIORITY_COLUMNS: Final = (
    "wave", "segment", "value", "key", "importance", "importance_kind", "performance", "estimate",
    "quadrant", "score", "rank", "rank_low", "rank_high", "level", "n", "reason",
)  # fmt: skip
"""Columns in their order."""

QUADRANTS: Final = ("concentrate", "keep", "low", "overkill")
"""Important and not done well; important and done well; neither; done well but unimportant."""

CROSSES: Final = ("mean", "median", "midpoint")
"""Where the lines between the quadrants may stand."""

DRAWS: Final = 500
"""Samples behind a rank's interval: its ends are whole numbers, which more would hardly move."""


def checked_cross(cross: str | tuple[float, float]) -> str | tuple[float, float]:
    """Return where the lines stand.

    Raises
    ------
    CallError
        It is a word, and none of `CROSSES`.
    """
    if isinstance(cross, str):
        if cross not in CROSSES:
            advice = f"{did_you_mean(cross, CROSSES)} Known: {', '.join(CROSSES)}, or two numbers."
            raise CallError(Problem("cross", f"'{cross}' is not known.", advice.strip()))
        return cross
    return cross


def priorities_frame(
    baskets: Sequence[Basket],
    sums: Sums,
    scale: Scale,
    options: Options,
    cross: str | tuple[float, float] = "mean",
) -> pd.DataFrame:
    """Return importance of each kind against performance.

    Parameters
    ----------
    baskets
        What is weighed.
    sums
        Of all their wishes.
    scale
        The instrument's.
    options
        Confidence, draws, seed.
    cross
        Where the lines between quadrants stand: at the ``mean`` or ``median`` of the rows, at the
        ``midpoint`` of the scale (of shares: where all are alike), or (performance, importance).

    Returns
    -------
    pandas.DataFrame
        `PRIORITY_COLUMNS`. ``importance_kind``: ``stated`` (the battery, in points of the scale),
        ``points`` and ``derived`` (shares of 1), ``gap`` (shares of 1, set against the gap).
        ``estimate``: performance − importance, or the gap. ``score``: share who call it important
        (or its share of importance) × share who are not satisfied, as the ETC Institute's
        importance–satisfaction rating; for ``gap``: importance × −gap. ``rank`` 1 comes first,
        with the bootstrap interval of the rank.
    """
    import pandas as pd

    tables = [
        _table(basket, group, sums, (scale, options, cross))
        for group in sums.groups
        for basket in baskets
        if group.segment == WHOLE or not basket.predictors or basket.level == "dimension"
    ]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in PRIORITY_COLUMNS})
    return pd.concat(tables, ignore_index=True)[list(PRIORITY_COLUMNS)]


def _table(
    basket: Basket, group: Group, sums: Sums,
    how: tuple[Scale, Options, str | tuple[float, float]],
) -> pd.DataFrame:  # fmt: skip
    import pandas as pd

    scale, options, cross = how
    parts = sums.of(basket.wish, group)
    tables = parts.used
    whole = tables.sum(axis=0)
    found = basket.weighed(whole)
    why = _why_not(basket, parts.n, whole)
    shown = {
        name: getattr(found, name) for name in ("importance", "performance", "estimate", "score")
    }
    if why:
        shown = {name: np.full(len(basket.keys), np.nan) for name in shown}
    rank, low, high = _ranks(basket, tables, shown["score"], options)
    body: dict[str, Any] = {
        **{f: getattr(group, f) for f in ("wave", "segment", "value")},
        "key": np.array(basket.keys, object),
        "importance_kind": basket.kind,
        **shown,
        "quadrant": _quadrants(
            shown["performance"], shown["importance"], basket.kind, scale, cross
        ),
        "rank": rank,
        "rank_low": low,
        "rank_high": high,
        "level": basket.level,
        "n": pd.array([parts.n] * len(basket.keys), dtype="Int64"),
        "reason": np.where(np.isnan(shown["score"]), why or "nobody answered", "").astype(object),
    }
    return pd.DataFrame(body).astype(dict.fromkeys(("rank", "rank_low", "rank_high"), "Int64"))


def _why_not(basket: Basket, n: int, whole: NDArray[np.float64]) -> str:
    if not basket.predictors:
        return "" if n else "nobody answered"
    side = basket.predictors + 2
    return why_not(n, basket.predictors, bool(correlations(whole[:side, :side]).sd[-1] > 0))


def _quadrants(
    performance: NDArray[np.float64], importance: NDArray[np.float64], kind: str, scale: Scale,
    cross: str | tuple[float, float],
) -> NDArray[np.object_]:  # fmt: skip
    """Name the quadrant of each row; one on a line counts as above or right of it."""
    known = np.isfinite(performance) & np.isfinite(importance)
    if not known.any():
        return np.full(len(known), "", object)
    if isinstance(cross, tuple):
        across, up = cross
    elif cross == "midpoint":
        across, up = scale.middle, scale.middle if kind == "stated" else 1 / len(known)
    else:
        middle = np.median if cross == "median" else np.mean
        across, up = float(middle(performance[known])), float(middle(importance[known]))
    place = 2 * (importance < up) + (performance >= across)
    names = np.array(QUADRANTS, object)[np.where(known, place, 0)]
    return np.where(known, names, "").astype(object)


def _ranks(
    basket: Basket,
    tables: NDArray[np.float64],
    score: NDArray[np.float64],
    options: Options,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return each row's rank and the ends of its interval; NaN where it has no score."""
    rank = _ranked(score[None])[0]
    blank = np.full(len(score), np.nan)
    if len(tables) < 2 or np.isnan(score).all():
        return rank, blank, blank

    def ranks(samples: NDArray[np.float64]) -> NDArray[np.float64]:
        return _ranked(basket.weighed(samples).score)

    drawn = resampled(tables, min(DRAWS, options.bootstrap), options.seed, ranks)
    drawn = drawn[~np.isnan(drawn[:, ~np.isnan(score)]).any(axis=1)]
    if not len(drawn):
        return rank, blank, blank
    tail = (1 - options.confidence) / 2
    low = np.quantile(drawn, tail, axis=0, method="lower")
    high = np.quantile(drawn, 1 - tail, axis=0, method="higher")
    return rank, np.minimum(low, rank), np.maximum(high, rank)


def _ranked(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank 1 for the highest score of each row; those that are alike take the better rank."""
    rounded = np.round(scores, 12)
    above = (rounded[:, None, :] > rounded[:, :, None]).sum(axis=2)
    return np.where(np.isnan(scores), np.nan, above + 1.0)
