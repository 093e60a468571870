"""Whether a monitor has become stricter or more lenient, beyond whom and when the monitor scored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.operations.months import months_of
from gapkit.stats.mean_tests import t_test
from gapkit.stats.multiplicity import adjust
from gapkit.stats.regression import correlations, dependent, products_of, slopes

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.options import Options

__all__ = ["DRIFT_COLUMNS", "drifts_of"]

DRIFT_COLUMNS: Final = ("drift", "drift_low", "drift_high", "drifts")

FEWEST_SHEETS: Final = 5
"""In either half of the months, of a monitor and of the others; with fewer nothing is said."""


def drifts_of(sheets: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Return how each monitor's scores moved from the earlier months to the later.

    Parameters
    ----------
    sheets
        `gapkit.operations.monitoring.checks.read_checks`, those that name their monitor.
    options
        Confidence, and the adjustment over monitors.

    Returns
    -------
    pandas.DataFrame
        ``monitor`` and `DRIFT_COLUMNS`: ``drift`` in points of the scale, above 0 where the monitor
        became more generous, with its t interval; ``drifts`` is ``yes`` where its p value, adjusted
        over monitors, is below α, else ``no``; blank where too few sheets tell.

    Notes
    -----
    Least squares of the overall score on agent, month, monitor, and monitor in the later half of
    the months (as R's ``lm(score ~ agent + month + monitor + later)``): so a monitor who was given
    better agents, or scored in a better month, has not drifted. The middle month of an odd number
    counts as early. One monitor who drifts moves the months for all others, so whoever is told to
    drift most is taken out first, and the others are judged without that monitor's sheets.
    """
    import pandas as pd

    month = months_of(sheets["day"])
    months = sorted(month.unique())
    later = month.isin(months[(len(months) + 1) // 2 :]).to_numpy()
    frame = sheets.assign(month=month, later=later)
    names = sorted(frame["monitor"].unique())
    found: dict[str, dict[str, Any]] = {}
    left = list(names)
    while left:
        rest = frame[frame["monitor"].isin(left)]
        figures = {name: _drift(rest, name, options.confidence) for name in left}
        p = adjust([figures[name]["p"] for name in left], options.adjust)  # type: ignore[arg-type]
        told = {n: abs(figures[n]["t"]) for n, q in zip(left, p, strict=True) if q < options.alpha}
        if not told:
            known = {
                n: f | {"drifts": "" if np.isnan(f["drift"]) else "no"} for n, f in figures.items()
            }
            found |= known
            break
        most = max(told, key=lambda name: told[name])
        found[most] = figures[most] | {"drifts": "yes"}
        left.remove(most)
    rows = [{"monitor": name, **{c: found[name][c] for c in DRIFT_COLUMNS}} for name in names]
    return pd.DataFrame(rows, columns=["monitor", *DRIFT_COLUMNS])


_BLANK: Final = dict.fromkeys(("drift", "drift_low", "drift_high", "t", "p"), float("nan"))


def _drift(frame: pd.DataFrame, name: str, confidence: float) -> dict[str, float]:
    """Return one monitor's drift against all others together, with its test."""
    own, later = (frame["monitor"] == name).to_numpy(), frame["later"].to_numpy()
    fewest = min(int((a & b).sum()) for a in (own, ~own) for b in (later, ~later))
    if fewest < FEWEST_SHEETS:
        return dict(_BLANK)
    columns = [own & later, own, *_told(frame, "unit", "agent"), *_told(frame, "month")]
    table = products_of(np.column_stack([*columns, frame["overall"]]).astype(np.float64))
    if dependent(correlations(table).inner)[0]:
        return dict(_BLANK)
    fit = slopes(table)
    tested = t_test(fit.slope[:1], np.sqrt(fit.covariance[:1, 0]), fit.df, confidence=confidence)
    figures = (tested.estimate, tested.ci_low, tested.ci_high, tested.t, tested.p)
    return {key: float(value[0]) for key, value in zip(_BLANK, figures, strict=True)}


def _told(frame: pd.DataFrame, *columns: str) -> list[NDArray[np.bool_]]:
    """Return a column for every value of `columns` but the first: 1 where a row has it."""
    at = frame.groupby(list(columns)).ngroup().to_numpy()
    return [at == value for value in range(1, at.max() + 1)]
