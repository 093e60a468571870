"""What comes first: importance × shortfall, with the interval of each rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import WHOLE
from gapkit.measurement.drivers import why_not
from gapkit.stats.rank_intervals import drawn_ranks
from gapkit.stats.regression import correlations, recombined
from gapkit.stats.relative_weights import relative_weights
from gapkit.stats.resampling import resampled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.measurement.models import Explained
    from gapkit.measurement.sums import Parts, Sums
    from gapkit.options import Options

__all__ = ["PLACE", "RANK_COLUMNS", "ranked_by_outcome", "ranked_by_points", "ranked_by_size"]

PLACE: Final = ("wave", "segment", "value", "level")
"""Within these, rows are ranked against each other."""

RANK_COLUMNS: Final = (
    *PLACE, "key", "importance", "importance_kind", "outcome", "score", "rank", "rank_low",
    "rank_high",
)  # fmt: skip
"""Columns of all tables of this module."""

DRAWS: Final = 500
"""Samples behind a rank's interval: its ends are whole numbers, which more would hardly move."""


def ranked_by_outcome(
    explained: Sequence[Explained], sums: Sums, sign: int, options: Options
) -> pd.DataFrame:
    """Rank by what goes with the first outcome: share of importance × shortfall.

    Parameters
    ----------
    explained
        Outcomes and levels; those with gaps of the same people count.
    sums
        Of their wishes.
    sign
        1 where a negative gap is the shortfall, −1 where lower is better.
    options
        Confidence, draws, seed.

    Returns
    -------
    pandas.DataFrame
        `RANK_COLUMNS`. ``importance`` is the relative weight of perceptions, as a share of 1;
        importance and gap are drawn again together, so that the rank's interval knows of both.
    """
    import pandas as pd

    first = next((one.outcome for one in explained), None)
    tables = [
        _of_outcome(one, group, sums.of(one.paired, group), sign, options)
        for group in sums.groups
        for one in explained
        if one.paired and one.outcome == first and one.level in ("dimension", "item")
        if one.level == "dimension" or group.segment == WHOLE
    ]
    found = [table for table in tables if table is not None]
    return pd.concat(found, ignore_index=True) if found else _nothing()


def _of_outcome(
    one: Explained, group: Any, parts: Parts, sign: int, options: Options
) -> pd.DataFrame | None:
    tables = parts.used
    whole = tables.sum(axis=0)
    varies = parts.n > 0 and bool(correlations(whole).sd[-1] > 0)
    if why_not(parts.n, len(one.keys), varies) or len(tables) < 2:
        return None

    def scores(samples: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(_weighed(one, samples, sign), axis=-2)

    importance, score = scores(whole[None])[0]
    drawn = resampled(tables, min(DRAWS, options.bootstrap), options.seed, scores)[:, 1]
    place = {f: getattr(group, f) for f in ("wave", "segment", "value")}
    place |= {"level": one.level, "importance_kind": "derived", "outcome": one.outcome}
    return _ranked(place, one.keys, importance, score, drawn, options)


def _weighed(
    one: Explained, samples: NDArray[np.float64], sign: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    c = correlations(recombined(samples, one.right_only))
    weights = relative_weights(c.inner, c.outer)
    total = weights.sum(axis=-1, keepdims=True)
    share = weights / np.where(total > 0, total, np.nan)
    gap = correlations(recombined(samples, one.gap)).mean[..., :-1]
    return share, share * -gap * sign


def ranked_by_points(priorities: pd.DataFrame) -> pd.DataFrame:
    """Return the ranks of `priorities` that weigh gaps by what people call important."""
    if priorities.empty:
        return _nothing()
    rows = priorities[(priorities["importance_kind"] == "gap") & priorities["score"].notna()]
    return rows.assign(importance_kind="stated", outcome="")[list(RANK_COLUMNS)]


def ranked_by_size(gaps: pd.DataFrame, need: NDArray[np.float64], options: Options) -> pd.DataFrame:
    """Rank by the shortfall alone, where nothing tells what matters.

    Parameters
    ----------
    gaps
        Rows of the table `gaps`, with ``se``.
    need : shape (rows,)
        Shortfall, positive where there is one.
    """
    import pandas as pd

    rng = np.random.default_rng(options.seed)
    tables = []
    stands = gaps.assign(need=need)[np.isfinite(need) & gaps["se"].notna().to_numpy()]
    for place, rows in stands.groupby(list(PLACE), sort=False):
        score = rows["need"].to_numpy(float)
        noise = rng.standard_normal((DRAWS, len(rows))) * rows["se"].to_numpy(float)
        named = {**dict(zip(PLACE, place, strict=True)), "importance_kind": "", "outcome": ""}
        blank = np.full(len(rows), np.nan)
        keys = tuple(rows["key"].astype(str))
        tables.append(_ranked(named, keys, blank, score, score + noise, options))
    return pd.concat(tables, ignore_index=True) if tables else _nothing()


def _ranked(
    place: dict[str, Any],
    keys: Sequence[str],
    importance: NDArray[np.float64],
    score: NDArray[np.float64],
    drawn: NDArray[np.float64],
    options: Options,
) -> pd.DataFrame:
    import pandas as pd

    stands = np.isfinite(score)
    rank, low, high = (np.zeros(len(keys), np.int64) for _ in range(3))
    if stands.any():
        rounded = np.round(score[stands], 12)
        rank[stands] = 1 + (rounded[None, :] > rounded[:, None]).sum(axis=1)
        usable = drawn[np.isfinite(drawn[:, stands]).all(axis=1)][:, stands]
        low[stands] = high[stands] = rank[stands]
        if len(usable):
            ends = drawn_ranks(usable, options.confidence)
            low[stands] = np.minimum(rank[stands], ends[0])
            high[stands] = np.maximum(rank[stands], ends[1])
    body: dict[str, Any] = {
        **place, "key": np.array(keys, object), "importance": importance, "score": score
    }  # fmt: skip
    body |= {
        name: pd.array(np.where(stands, values, 0), dtype="Int64")
        for name, values in (("rank", rank), ("rank_low", low), ("rank_high", high))
    }
    return pd.DataFrame(body)[list(RANK_COLUMNS)][stands].reset_index(drop=True)


def _nothing() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: pd.Series(dtype=object) for name in RANK_COLUMNS})
