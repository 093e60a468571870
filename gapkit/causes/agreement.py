"""The tables `causes` and `causes_by_unit`: which causes those inside see at work.

Agreement says what people think, no more. Beside it stands what other people's answers say: over
units, how agreement goes with the gap. Where the raters themselves are a side of that gap, one
person's mood would make both, so gap 5, the customers' own, takes its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.causes.units import FEWEST_UNITS
from gapkit.gaps.groups import natural
from gapkit.stats.correlation import pearson
from gapkit.stats.mean_tests import t_test
from gapkit.stats.resampling import resampled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.causes.catalogue import Catalogue
    from gapkit.causes.raters import Raters
    from gapkit.instrument import Scale
    from gapkit.options import Options

__all__ = [
    "CAUSE_COLUMNS",
    "CAUSE_UNIT_COLUMNS",
    "causes_by_unit_frame",
    "causes_frame",
    "described",
    "typed",
]

CAUSE_COLUMNS: Final = (
    "wave", "gap", "cause", "class", "n", "agreement", "ci_low", "ci_high", "r", "r_low", "r_high",
    "exposure", "remedy", "rank", "rank_low", "rank_high", "role", "label", "antecedent",
    "share_agree", "sd", "with_gap", "units", "reason",
)  # fmt: skip
"""Columns in their order."""

CAUSE_UNIT_COLUMNS: Final = (
    "wave", "unit", "gap", "cause", "role", "label", "n", "agreement", "sd", "ci_low", "ci_high",
    "reason",
)  # fmt: skip

DRAWS: Final = 1000
"""Samples behind a rank's interval: its ends are whole numbers, which more would hardly move."""

MOST_PARTS: Final = 400
"""More raters than this are dealt to parts that are drawn as one."""


def causes_frame(
    raters: Sequence[Raters],
    catalogue: Catalogue,
    gaps: Mapping[tuple[str, str], Mapping[str, float]],
    sides: Mapping[str, frozenset[str]],
    scale: Scale,
    waves: Sequence[str],
    options: Options,
) -> pd.DataFrame:
    """Return agreement with each cause, its rank among those of its gap, and what it goes with.

    Parameters
    ----------
    raters
        Who rated causes.
    gaps
        Wave, gap → unit → overall gap, as `gapkit.causes.units.unit_gaps` gives it.
    sides
        Gap → roles that are a side of it.

    Returns
    -------
    pandas.DataFrame
        `CAUSE_COLUMNS`; one row for each wave, cause and role that rated it, first things first
        within gap and role. ``agreement`` is the mean in points of the scale with Student's
        interval; ``share_agree`` the share above the middle of the scale. ``rank`` 1 has the
        highest agreement of the gap's causes that this role rated; its interval comes from a
        bootstrap of the raters. ``r`` is the correlation over ``units`` of their agreement with
        gap ``with_gap`` (Fisher's interval); negative: more agreement where the gap is worse. It
        is blank below `FEWEST_UNITS` units, reason ``too few cases``.
    """
    rows = [
        row
        for wave in waves
        for gap in _gaps_in(raters, catalogue)
        for one in raters
        for row in _ranked(
            _of_gap(one, gap, catalogue), wave, catalogue, gaps, sides, scale, options
        )
    ]
    return typed(rows, CAUSE_COLUMNS, ("n", "rank", "rank_low", "rank_high", "units"))


def _gaps_in(raters: Sequence[Raters], catalogue: Catalogue) -> list[str]:
    asked = {catalogue.cause[name].gap for one in raters for name in one.causes}
    return sorted(asked, key=natural)


def _of_gap(one: Raters, gap: str, catalogue: Catalogue) -> tuple[Raters, list[int]]:
    return one, [k for k, name in enumerate(one.causes) if catalogue.cause[name].gap == gap]


def _ranked(
    asked: tuple[Raters, list[int]],
    wave: str,
    catalogue: Catalogue,
    gaps: Mapping[tuple[str, str], Mapping[str, float]],
    sides: Mapping[str, frozenset[str]],
    scale: Scale,
    options: Options,
) -> list[dict[str, Any]]:
    """Return the rows of one gap's causes as one role rated them in one wave."""
    one, columns = asked
    values = one.of(wave)[:, columns]
    if not columns or not len(values):
        return []
    figures_of = described(values, options)
    middle = float(scale.low + scale.high) / 2
    with np.errstate(invalid="ignore"):
        agree = np.where(np.isnan(values), np.nan, values > middle)
    ranks = _ranks(values, options)
    rows = []
    for k, column in enumerate(columns):
        cause = catalogue.cause[one.causes[column]]
        with_gap = cause.gap if one.role not in sides.get(cause.gap, {one.role}) else "5"
        r = _with_gap(one, column, wave, gaps.get((wave, with_gap), {}), options)
        figures = {name: series[k] for name, series in figures_of.items()}
        reason = figures["reason"] or ("too few cases" if r["r"] != r["r"] else "")
        rows.append(
            {
                "wave": wave,
                "gap": cause.gap,
                "cause": cause.id,
                "class": cause.kind,
                **figures,
                **r,
                "exposure": cause.exposure,
                "remedy": cause.remedy(options.language),
                **{name: series[k] for name, series in ranks.items()},
                "role": one.role,
                "label": cause.label(options.language),
                "antecedent": cause.antecedent(options.language),
                "share_agree": _mean(agree[:, k]),
                "with_gap": with_gap,
                "reason": reason,
            }
        )
    return sorted(rows, key=lambda row: (np.isnan(row["rank"]), row["rank"]))


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def described(values: NDArray[np.float64], options: Options) -> dict[str, Any]:
    """Return n, agreement, sd, interval and reason of each column of people × causes."""
    known = ~np.isnan(values)
    n = known.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=0) / n
        squares = np.where(known, values - mean, 0.0) ** 2
        sd = np.sqrt(squares.sum(axis=0) / np.where(n > 1, n - 1, np.nan))
        se = sd / np.sqrt(n)
    tested = t_test(mean, se, n - 1.0, confidence=options.confidence)
    words = np.select(
        [n == 0, n == 1, sd == 0], ["nobody answered", "n below 2", "no variation"], ""
    )
    return {
        "n": n,
        "agreement": mean,
        "sd": sd,
        "ci_low": tested.ci_low,
        "ci_high": tested.ci_high,
        "reason": words.tolist(),
    }


def _ranks(values: NDArray[np.float64], options: Options) -> dict[str, NDArray[np.float64]]:
    """Return rank and its bootstrap interval; raters are drawn with all that they answered."""
    known = ~np.isnan(values)
    people = np.stack([known.astype(float), np.where(known, values, 0.0)], axis=1)
    if len(people) > MOST_PARTS:
        dealt = np.arange(len(people)) % MOST_PARTS
        people = np.stack([people[dealt == k].sum(axis=0) for k in range(MOST_PARTS)])
    rank = _rank_of(people.sum(axis=0)[None])[0]
    draws = min(DRAWS, options.bootstrap)
    if len(people) < 2 or not draws:
        return {"rank": rank, "rank_low": rank * np.nan, "rank_high": rank * np.nan}
    drawn = resampled(people, draws, options.seed, _rank_of)
    tail = (1 - options.confidence) / 2
    low = np.nanquantile(drawn, tail, axis=0, method="inverted_cdf")
    high = np.nanquantile(drawn, 1 - tail, axis=0, method="inverted_cdf")
    return {
        "rank": rank,
        "rank_low": np.minimum(low, rank),
        "rank_high": np.maximum(high, rank),
    }


def _rank_of(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank 1 for the highest mean of each sample; those that are alike take the better rank."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.round(sums[:, 1] / sums[:, 0], 10)
    above = (mean[:, None, :] > mean[:, :, None]).sum(axis=2) + 1.0
    ranks: NDArray[np.float64] = np.where(np.isnan(mean), np.nan, above)
    return ranks


def _with_gap(
    one: Raters, column: int, wave: str, gaps: Mapping[str, float], options: Options
) -> dict[str, float]:
    """Return the correlation over units of agreement with a gap."""
    pairs = [
        (_mean(one.of(wave, unit)[:, column]), gap) for unit, gap in gaps.items() if gap == gap
    ]
    pairs = [pair for pair in pairs if pair[0] == pair[0]]
    blank = dict.fromkeys(("r", "r_low", "r_high"), float("nan"))
    if len(pairs) < FEWEST_UNITS:
        return {**blank, "units": len(pairs)}
    rated, gap = np.array(pairs).T
    found = pearson(rated, gap, options.confidence)
    r, low, high = (float(x[0]) for x in (found.r, found.low, found.high))
    return {"r": r, "r_low": low, "r_high": high, "units": len(pairs)}


def causes_by_unit_frame(
    raters: Sequence[Raters], catalogue: Catalogue, waves: Sequence[str], options: Options
) -> pd.DataFrame:
    """Return agreement with each cause in each unit: `CAUSE_UNIT_COLUMNS`."""
    rows = []
    for wave in waves:
        for one in raters:
            for unit in sorted({u for u in one.unit if u is not None}, key=natural):
                figures_of = described(one.of(wave, unit), options)
                for k, name in enumerate(one.causes):
                    cause = catalogue.cause[name]
                    row = {"wave": wave, "unit": unit, "gap": cause.gap, "cause": name}
                    row |= {"role": one.role, "label": cause.label(options.language)}
                    rows.append(row | {key: series[k] for key, series in figures_of.items()})
    return typed(rows, CAUSE_UNIT_COLUMNS, ("n",))


def typed(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], whole: Sequence[str]
) -> pd.DataFrame:
    """Return a frame of rows, with its columns also where there are none."""
    import pandas as pd

    if not rows:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    frame = pd.DataFrame(list(rows))[list(columns)]
    return frame.astype(dict.fromkeys(whole, "Int64"))
