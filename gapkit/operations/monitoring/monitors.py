"""The table `monitors`: how far monitors agree who scored the same call, and who has drifted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import natural
from gapkit.ingest.register_rows import ALL
from gapkit.operations.monitoring.calls import CALL, columns_of
from gapkit.operations.monitoring.checks import NAME
from gapkit.operations.monitoring.drift import DRIFT_COLUMNS, drifts_of
from gapkit.operations.monitoring.monitor_words import monitor_sentences
from gapkit.operations.reasons import NO_SHARED_CALL
from gapkit.stats.intraclass import icc_agreement
from gapkit.stats.jackknife import jackknife
from gapkit.stats.kappa import weighted_kappa
from gapkit.stats.reasons import NO_VARIATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.operations.desk import Desk
    from gapkit.results import Result

__all__ = ["MONITOR_COLUMNS", "monitors", "monitors_frame"]

MONITOR_COLUMNS: Final = (
    "monitor", "other", "calls", "kappa", "kappa_low", "kappa_high", "icc", "icc_low", "icc_high",
    *DRIFT_COLUMNS, "reason",
)  # fmt: skip
"""Columns in their order."""

FINE: Final = 2520
"""Points are told apart to this part of a point of the scale: scores of up to ten items are exact."""


def monitors(desk: Desk) -> Iterator[Result]:
    """Yield the table, where the sheets name two monitors or more."""
    if NAME not in desk.rows:
        return
    sheets = desk.rows[NAME].frame
    if sheets.loc[sheets["monitor"] != "", "monitor"].nunique() > 1:
        frame = monitors_frame(desk)
        yield desk.result("monitors", frame, monitor_sentences(frame, desk))


def monitors_frame(desk: Desk) -> pd.DataFrame:
    """Return agreement by pair of monitors, and of each monitor with the others.

    Returns
    -------
    pandas.DataFrame
        `MONITOR_COLUMNS`: one row a pair that scored the same calls; one row a monitor with
        ``other`` = ``all``, who is set against the mean of the others on a call; and one with both
        ``all``. ``calls`` scored by both. ``kappa``: weighted (quadratic) kappa of the points given
        to items that both scored, all items pooled; its interval leaves out one call at a time,
        since the items of a call go together. ``icc``: of overall scores of single monitors, made
        of the items that both scored (`gapkit.stats.intraclass.icc_agreement`). ``drift``: how much
        higher, in points of the scale, a monitor scores in the later half of the months than in
        the earlier, beyond agents, months and the other monitors
        (`gapkit.operations.monitoring.drift.drifts_of`); ``drifts``: ``yes`` where that is told from 0.
    """
    import pandas as pd

    sheets = desk.rows[NAME].frame
    sheets = sheets[sheets["monitor"] != ""].reset_index(drop=True)
    names = sorted(sheets["monitor"].unique(), key=natural)
    scored, confidence = _Scored.of(sheets, names), desk.options.confidence
    every = range(len(names))
    rows = [{"monitor": ALL, "other": ALL} | _among_all(scored, confidence)]
    rows += [
        {"monitor": names[k], "other": ALL}
        | _agreement(scored, [(k, j) for j in every if j != k], confidence)
        for k in every
    ]
    pairs = [
        {"monitor": names[k], "other": names[j]} | _agreement(scored, [(k, j)], confidence)
        for k, j in combinations(every, 2)
    ]
    rows += [row for row in pairs if row["calls"]]
    frame = pd.DataFrame(rows).reindex(
        columns=[c for c in MONITOR_COLUMNS if c not in DRIFT_COLUMNS]
    )
    drift = drifts_of(sheets, desk.options).assign(other=ALL)
    frame = frame.merge(drift, how="left", on=["monitor", "other"])
    frame["drifts"] = frame["drifts"].fillna("")
    return frame[list(MONITOR_COLUMNS)].astype({"calls": "Int64"})


@dataclass(frozen=True)
class _Scored:
    """Points of calls that two or more monitors scored.

    Parameters
    ----------
    points : float, shape (calls, monitors, items)
        On the instrument's scale; NaN where not scored.
    codes : int, shape (calls, monitors, items)
        The same in whole steps from the lowest.
    """

    points: NDArray[np.float64]
    codes: NDArray[np.int64]

    @classmethod
    def of(cls, sheets: pd.DataFrame, names: list[str]) -> _Scored:
        """Collect the sheets by call."""
        items = columns_of(sheets, "item.")
        named = sheets[sheets["call"] != ""]
        twice = named[named.groupby(list(CALL))["monitor"].transform("size") > 1]
        call = twice.groupby(list(CALL), sort=False).ngroup().to_numpy()
        points = np.full((int(call.max(initial=-1)) + 1, len(names), len(items)), np.nan)
        points[call, [names.index(m) for m in twice["monitor"]]] = twice[items].to_numpy(float)
        return cls(points, _steps(points))

    def both(self, one: int, other: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the calls that two monitors scored, and there the items that both did.

        Returns
        -------
        calls : shape (calls of both,)
        items : bool, shape (calls of both, items)
        """
        items = np.isfinite(self.points[:, one]) & np.isfinite(self.points[:, other])
        calls = np.flatnonzero(items.any(axis=1))
        return calls, items[calls]


def _steps(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return points as whole steps from the lowest that was given; 0 where there is none."""
    known = np.isfinite(points)
    whole = np.rint(np.where(known, points, np.nan) * FINE)
    values = np.unique(whole[known]).astype(np.int64)
    if len(values) < 2:
        return np.zeros(points.shape, np.int64)
    step = int(np.gcd.reduce(np.diff(values)))
    return np.where(known, (whole - values[0]) / step, 0).astype(np.int64)


def _agreement(scored: _Scored, pairs: list[tuple[int, int]], confidence: float) -> dict[str, Any]:
    """Return how far the first of each pair agrees with the second."""
    shared = [(k, j, *scored.both(k, j)) for k, j in pairs]
    scores = [
        [_mean(scored.points[calls, m], items) for m in (k, j)] for k, j, calls, items in shared
    ]
    matrix = np.concatenate([np.stack(two, axis=1) for two in scores])
    return _figures(scored, shared, matrix, confidence)


def _among_all(scored: _Scored, confidence: float) -> dict[str, Any]:
    """Return how far all monitors agree: each pair counts either way round, so that no order matters."""
    monitors_ = range(scored.points.shape[1])
    shared = [(k, j, *scored.both(k, j)) for k, j in permutations(monitors_, 2)]
    there: NDArray[np.bool_] = np.isfinite(scored.points)
    by_some = np.asarray(there.any(axis=2))
    # items that every monitor of the call scored
    common = (there | ~by_some[:, :, None]).all(axis=1)
    matrix = np.stack([_mean(scored.points[:, m], common & there[:, m]) for m in monitors_], axis=1)
    return _figures(scored, shared, matrix, confidence)


_Shared = tuple[int, int, "NDArray[np.int64]", "NDArray[np.bool_]"]


def _figures(
    scored: _Scored, shared: list[_Shared], matrix: NDArray[np.float64], confidence: float
) -> dict[str, Any]:
    calls = np.unique(np.concatenate([at for _, _, at, _ in shared]))
    if not len(calls):
        return {"calls": 0, "reason": NO_SHARED_CALL}
    tables = _tables(scored, shared)[calls]
    together = tables.sum(axis=0)
    whole = weighted_kappa(together, confidence=confidence)
    without = [[weighted_kappa(together - one).estimate] for one in tables]
    around = jackknife([whole.estimate], without, confidence)
    icc = icc_agreement(matrix, confidence)
    return {
        "calls": len(calls),
        "kappa": whole.estimate,
        "kappa_low": max(float(around.low[0]), -1.0),
        "kappa_high": min(float(around.high[0]), 1.0),
        "icc": icc.estimate,
        "icc_low": icc.low,
        "icc_high": icc.high,
        "reason": icc.reason or (NO_VARIATION if np.isnan(whole.estimate) else ""),
    }


def _tables(scored: _Scored, shared: list[_Shared]) -> NDArray[np.int64]:
    """Return how often one gave the point of the row and the other that of the column, by call."""
    size = int(scored.codes.max(initial=0)) + 1
    tables = np.zeros((len(scored.points), size, size), np.int64)
    for k, j, calls, items in shared:
        row, item = np.nonzero(items)
        at = calls[row]
        np.add.at(tables, (at, scored.codes[at, k, item], scored.codes[at, j, item]), 1)
    return tables


def _mean(points: NDArray[np.float64], items: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the mean of some items of each call; NaN where there is none."""
    number = items.sum(axis=1)
    total: NDArray[np.float64] = np.where(items, points, 0.0).sum(axis=1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)
