"""What goes with one point more: the table `what_if`.

Slopes of the driver models, in points of the outcome. They compare people who answered on the same
day, so that they say where an outcome is higher, not what would follow if something were changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.errors import CallError, Problem
from gapkit.gaps.groups import WHOLE, natural
from gapkit.gaps.levels import label_of
from gapkit.measurement.drivers import reasons
from gapkit.stats.jackknife import jackknife
from gapkit.stats.regression import correlations, standardized
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.instrument import Instrument
    from gapkit.measurement.models import Explained
    from gapkit.measurement.sums import Parts, Sums
    from gapkit.options import Options
    from gapkit.tally import Group

__all__ = ["WHAT_IF_COLUMNS", "checked_step", "what_if_frame", "what_if_sentences"]

WHAT_IF_COLUMNS: Final = (
    "wave", "segment", "value", "outcome", "kind", "level", "key", "n", "higher_by", "change", "ci_low",
    "ci_high", "alone", "alone_low", "alone_high", "reason",
)  # fmt: skip
"""Columns in their order."""

_FIGURES: Final = ("change", "ci_low", "ci_high", "alone", "alone_low", "alone_high")


def checked_step(step: float) -> float:
    """Return how far a rating is thought to be higher.

    Raises
    ------
    CallError
        It is not above 0.
    """
    if not 0 < step < float("inf"):
        advice = "Give points of the scale, such as step=0.5."
        raise CallError(Problem("step", f"{step!r} is no number of points above 0.", advice))
    return float(step)


def what_if_frame(
    explained: Sequence[Explained], sums: Sums, options: Options, step: float = 1.0
) -> pd.DataFrame:
    """Return how much higher each outcome is where a rating, or a gap, is higher.

    Parameters
    ----------
    explained
        Outcomes and levels.
    sums
        Of all their wishes.
    options
        Confidence.
    step
        How much higher, in points of the instrument's scale.

    Returns
    -------
    pandas.DataFrame
        `WHAT_IF_COLUMNS`; one row for each outcome, kind (``perception``, ``gap``), level and key.
        ``change``: in points of the outcome, among people who are alike in all else of that level;
        ``alone``: among all people, who where one rating is higher mostly rate the rest higher
        too. Both are slopes of least squares × ``higher_by``, with the interval of a delete-a-group
        jackknife, which holds whatever the spread and shape of what is left.
    """
    import pandas as pd

    tables = [
        _table(one, group, *kind, options, step)
        for group in sums.groups
        for one in explained
        if one.level != "item" or group.segment == WHOLE
        for kind in one.kinds(sums, group)
    ]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in WHAT_IF_COLUMNS})
    return pd.concat(tables, ignore_index=True)[list(WHAT_IF_COLUMNS)]


def _table(
    one: Explained, group: Group, kind: str, parts: Parts, tables: NDArray[np.float64],
    options: Options, step: float,
) -> pd.DataFrame:  # fmt: skip
    import pandas as pd

    figures, reason = _figures(tables, parts.n, options.confidence)
    body: dict[str, Any] = {
        **{f: getattr(group, f) for f in ("wave", "segment", "value")},
        "outcome": one.outcome,
        "kind": kind,
        "level": one.level,
        "key": np.array(one.keys, object),
        "n": pd.array([parts.n] * len(one.keys), dtype="Int64"),
        "higher_by": step,
        **{name: values * step for name, values in figures.items()},
        "reason": reason,
    }
    return pd.DataFrame(body)


def _figures(
    tables: NDArray[np.float64], n: int, confidence: float
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.object_]]:
    """Return slopes for one point, and why there are none."""
    p = tables.shape[-1] - 2
    found = {name: np.full(p, np.nan) for name in _FIGURES}
    whole = tables.sum(axis=0)
    c = correlations(whole)
    why, reason = reasons(c, n)
    if why:
        return found, reason
    both, without = _slopes(whole[None])[:, 0], _slopes(whole - tables)
    limits = [jackknife(both[k], without[k], confidence) for k in range(2)]
    found |= {"change": both[0], "ci_low": limits[0].low, "ci_high": limits[0].high}
    for name in ("change", "ci_low", "ci_high"):
        found[name] = np.where(reason == "singular", np.nan, found[name])
    found |= {"alone": both[1], "alone_low": limits[1].low, "alone_high": limits[1].high}
    flat = reason == "no variation"
    return {name: np.where(flat, np.nan, figure) for name, figure in found.items()}, reason


def _slopes(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return slopes in company and alone, in points; shape (2, tables, predictors)."""
    c = correlations(tables)
    scale = c.sd[..., -1:] / np.where(c.sd[..., :-1] > 0, c.sd[..., :-1], np.nan)
    return np.stack([standardized(c.inner, c.outer) * scale, c.outer * scale])


def what_if_sentences(
    frame: pd.DataFrame, instrument: Instrument, options: Options
) -> tuple[Phrase, ...]:
    """Say of each outcome, for everybody of the last wave, where it is higher and by how much."""
    say = options.words
    if frame.empty:
        return ()
    last = max(frame["wave"].astype(str), key=natural)
    here = frame[(frame["wave"].astype(str) == last) & (frame["segment"] == WHOLE)]
    rows = here[(here["kind"] == "perception") & (here["level"] == "dimension")]
    rows = rows[rows["change"].notna() & (rows["n"] >= options.min_n)]
    told = rows[rows["ci_low"] > 0].sort_values("change", ascending=False, kind="stable")
    said = [
        Phrase(
            "what_if.higher",
            {
                "label": label_of(instrument, str(row["level"]), str(row["key"]), say.language),
                "step": f"{row['higher_by']:g}",
                "outcome": say.outcome(str(row["outcome"])),
                **{
                    end: say.number(row[name], options.decimals)
                    for end, name in (("change", "change"), ("low", "ci_low"), ("high", "ci_high"))
                },
            },
        )
        for row in told.to_dict("records")
    ]
    untold = int((~(rows["ci_low"] > 0)).sum())
    if untold:
        said.append(Phrase("what_if.untold", {"count": untold}))
    return (*said, Phrase("what_if.association")) if said else ()
