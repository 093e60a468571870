"""The table `outcomes`: overall quality, satisfaction, recommendation, with the net promoter score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import groups_for
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.mean_tests import t_test
from gapkit.stats.moments import moments
from gapkit.stats.nps import POINTS, net_promoter
from gapkit.stats.reasons import reason_one_sample
from gapkit.tally import Answer, Histogram
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from gapkit.gaps.inventory import Inventory
    from gapkit.options import Options
    from gapkit.tally import Part, Tally

__all__ = [
    "OUTCOME_COLUMNS",
    "outcome_sentences",
    "outcomes_frame",
    "outcomes_of",
    "outcomes_wanted",
]

OUTCOME_COLUMNS: Final = (
    "wave", "segment", "value", "outcome", "n", "mean", "sd", "ci_low", "ci_high", "promoters",
    "detractors", "nps", "nps_low", "nps_high", "reason",
)  # fmt: skip
"""Columns in their order."""

OUTCOME: Final = ".outcome."


def outcomes_of(inventory: Inventory, role: str = "customer") -> dict[str, str]:
    """Return outcome → column, of one role."""
    start = f"{role}{OUTCOME}"
    return {c.removeprefix(start): c for c in inventory.scales if c.startswith(start)}


def outcomes_wanted(inventory: Inventory) -> list[Part]:
    """Return the counts that the table is made of."""
    return [Histogram(Answer(c)) for c in outcomes_of(inventory).values()]


def outcomes_frame(
    tally: Tally, inventory: Inventory, options: Options, segments: Sequence[str] = ()
) -> pd.DataFrame:
    """Return mean, interval and net promoter score of each outcome.

    Returns
    -------
    pandas.DataFrame
        `OUTCOME_COLUMNS`: ``mean`` on the outcome's own scale; ``nps`` = promoters − detractors, a
        share between −1 and 1, for outcomes asked from 0 to 10 only.
    """
    import pandas as pd

    own = [s for s in segments if inventory.knows("customer", s)]
    groups = groups_for(tally, ["customer"], own)
    gather = Gatherer(tally, inventory, groups)
    tables = [
        _outcome(gather, name, column, options) for name, column in outcomes_of(inventory).items()
    ]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in OUTCOME_COLUMNS})
    frame = pd.concat(tables, ignore_index=True)
    group = np.tile(np.arange(len(groups)), len(tables))
    frame = frame.assign(_at=group).sort_values("_at", kind="stable")
    return frame[list(OUTCOME_COLUMNS)].reset_index(drop=True)


def _outcome(gather: Gatherer, name: str, column: str, options: Options) -> pd.DataFrame:
    import pandas as pd

    scale, counts = gather.inventory.scales[column], gather.answers(column)
    points = scale.first + scale.stride * np.arange(scale.points)
    found = moments(Frequencies.from_dense(counts, points, scale.denominator))
    with np.errstate(divide="ignore", invalid="ignore"):
        se = found.sd / np.sqrt(found.n)
    tested = t_test(found.mean, se, found.n - 1.0, confidence=options.confidence)
    body: dict[str, Any] = {
        **{f: [getattr(g, f) for g in gather.groups] for f in ("wave", "segment", "value")},
        "outcome": name,
        "n": pd.array(found.n, dtype="Int64"),
        "mean": found.mean,
        "sd": found.sd,
        "ci_low": tested.ci_low,
        "ci_high": tested.ci_high,
        **_promoted(counts, scale.names, options),
        "reason": reason_one_sample(found),
    }
    return pd.DataFrame(body)


def _promoted(counts: Any, names: tuple[str, ...], options: Options) -> Mapping[str, Any]:
    figures = ("promoters", "detractors", "nps", "nps_low", "nps_high")
    if names != tuple(str(k) for k in range(POINTS)):
        return dict.fromkeys(figures, float("nan"))
    found = net_promoter(counts, options.confidence)
    columns = (found.promoters, found.detractors, found.score, found.low, found.high)
    return dict(zip(figures, columns, strict=True))


def outcome_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Say the last wave's means and scores of everybody."""
    say = options.words
    if frame.empty:
        return ()
    last = frame["wave"].iloc[-1]
    said = []
    for row in frame[(frame["wave"] == last) & (frame["segment"] == "all")].to_dict("records"):
        if row["n"] < options.min_n:
            continue
        named = {"outcome": say.outcome(str(row["outcome"]))}
        values = {
            **named,
            "n": say.number(row["n"], 0),
            "mean": say.number(row["mean"], options.decimals),
            "low": say.number(row["ci_low"], options.decimals),
            "high": say.number(row["ci_high"], options.decimals),
        }
        said.append(Phrase("drivers.outcome.mean", values))
        if row["nps"] == row["nps"]:
            shares = {k: say.percent(row[k]) for k in ("promoters", "detractors")}
            limits = {
                k: say.number(100 * row[k], 0, sign=True) for k in ("nps", "nps_low", "nps_high")
            }
            confidence = {"confidence": say.level(options.confidence)}
            said.append(Phrase("drivers.outcome.nps", shares | limits | confidence | named))
    return tuple(said)
