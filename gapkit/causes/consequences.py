"""The table `consequences`: what goes with gap 5: word of mouth, staying, complaining, any outcome.

The same people answered both on the same day, which by itself makes answers go together; so this is
association, and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.measurement.drivers import why_not
from gapkit.stats.jackknife import jackknife
from gapkit.stats.regression import correlations, recombined
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.measurement.models import Explained
    from gapkit.measurement.sums import Sums
    from gapkit.options import Options
    from gapkit.stats.regression import Correlations
    from gapkit.tally import Group

__all__ = ["CONSEQUENCE_COLUMNS", "consequence_sentences", "consequences_frame"]

CONSEQUENCE_COLUMNS: Final = (
    "wave", "segment", "value", "outcome", "level", "key", "n", "r", "r_low", "r_high", "slope",
    "slope_low", "slope_high", "reason",
)  # fmt: skip
"""Columns in their order."""

LEVELS: Final = ("dimension", "overall")


def consequences_frame(
    explained: Sequence[Explained], sums: Sums, options: Options
) -> pd.DataFrame:
    """Return how gap 5 goes with each outcome.

    Parameters
    ----------
    explained
        Outcomes and levels; those with both sides of gap 5 count.
    sums
        Of all their wishes.

    Returns
    -------
    pandas.DataFrame
        `CONSEQUENCE_COLUMNS`; ``r`` is the correlation of the respondent's gap with the outcome,
        ``slope`` the points of the outcome for one point of the gap; intervals by a jackknife,
        that of r on Fisher's z. A positive slope: where the gap is smaller, the outcome is higher.
    """
    import pandas as pd

    rows = [
        row
        for group in sums.groups
        for one in explained
        if one.paired is not None and one.level in LEVELS
        for row in _of_group(one, group, sums, options)
    ]
    if not rows:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in CONSEQUENCE_COLUMNS})
    return pd.DataFrame(rows)[list(CONSEQUENCE_COLUMNS)].astype({"n": "Int64"})


def _of_group(
    one: Explained, group: Group, sums: Sums, options: Options
) -> Iterator[dict[str, Any]]:
    if one.paired is None:
        return
    parts = sums.of(one.paired, group)
    tables = recombined(parts.used, one.gap)
    whole = tables.sum(axis=0)
    found = correlations(whole)
    why = why_not(parts.n, 1, bool(found.sd[-1] > 0))
    figures = _jackknifed(tables, whole, options) if not why else {}
    for k, key in enumerate(one.keys):
        row = {name: float(values[k]) for name, values in figures.items()}
        flat = "" if why or found.sd[k] > 0 else "no variation"
        yield {
            **group._asdict(),
            "outcome": one.outcome,
            "level": one.level,
            "key": key,
            "n": parts.n,
            **(_BLANK if flat else _BLANK | row),
            "reason": why or flat,
        }


_BLANK: Final = dict.fromkeys(("r", "r_low", "r_high", "slope", "slope_low", "slope_high"), np.nan)


def _jackknifed(
    tables: NDArray[np.float64], whole: NDArray[np.float64], options: Options
) -> dict[str, NDArray[np.float64]]:
    """Return correlation and slope with their limits, leaving out a part of the people at a time."""
    found, left = correlations(whole), correlations(whole - tables)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = jackknife(np.arctanh(found.outer), np.arctanh(left.outer), options.confidence)
    slope = jackknife(_steep(found), _steep(left), options.confidence)
    return {
        "r": found.outer,
        "r_low": np.tanh(z.low),
        "r_high": np.tanh(z.high),
        "slope": _steep(found),
        "slope_low": slope.low,
        "slope_high": slope.high,
    }


def _steep(found: Correlations) -> NDArray[np.float64]:
    """Return the slope of the outcome on each gap by itself."""
    with np.errstate(divide="ignore", invalid="ignore"):
        steep: NDArray[np.float64] = found.outer * found.sd[..., -1:] / found.sd[..., :-1]
    return steep


def consequence_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Return for each outcome of the last wave what goes with overall gap 5."""
    if frame.empty:
        return ()
    say = options.words
    here = frame[(frame["wave"] == frame["wave"].iloc[-1]) & (frame["segment"] == "all")]
    said = []
    for outcome, rows in here.groupby("outcome", sort=False):
        overall = rows[rows["level"] == "overall"].to_dict("records")
        if not overall or not (overall[0]["r_low"] > 0 or overall[0]["r_high"] < 0):
            continue
        if overall[0]["n"] < options.min_n_verdict:
            continue
        side = "higher" if overall[0]["slope"] > 0 else "lower"
        values = {"outcome": say.outcome(str(outcome)), **_figures(overall[0], options)}
        values["size"] = say.number(abs(overall[0]["slope"]), options.decimals)
        said.append(Phrase(f"consequences.{side}", values))
    return (*said, Phrase("consequences.no_proof")) if said else ()


def _figures(row: dict[Any, Any], options: Options) -> dict[str, str]:
    say = options.words
    return {
        name: say.number(row[name], options.decimals, sign=True)
        for name in ("r", "r_low", "r_high", "slope_low", "slope_high")
    }
