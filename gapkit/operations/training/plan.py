"""The table `training`: a plan for the week, for one agent where the shortfall is the agent's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import natural
from gapkit.ingest.register_rows import ALL
from gapkit.operations.monitoring.calls import calls_of
from gapkit.operations.monitoring.checks import NAME
from gapkit.operations.monitoring.targets import below, targets_of_desk
from gapkit.stats.mean_tests import one_sample_t, t_test
from gapkit.stats.moments import Moments
from gapkit.stats.shrinkage import posterior
from gapkit.stats.units import intraclass
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.results import Result
    from gapkit.stats.mean_tests import TTest

__all__ = ["MONTHS", "TRAINING_COLUMNS", "training", "training_frame"]

TRAINING_COLUMNS: Final = (
    "week", "unit", "agent", "dimension", "reason", "scope", "value", "target", "ci_low", "ci_high",
    "checks",
)  # fmt: skip
"""Columns in their order."""

MONTHS: Final = 3
"""Months that are pooled: of one month a handful of checks is noise."""

FEWEST_CALLS: Final = 5
"""Of a team; two calls that score alike have an interval of nearly no width."""

FEWEST_AGENTS: Final = 3
"""Of fewer agents in a team none can be told from the others."""

FEWEST_CHECKS: Final = 3
"""Nobody is sent to training for one bad call or two, however bad."""

OWN: Final = "own shortfall"
TEAM: Final = "team shortfall"
"""Why somebody is to be trained."""


def training(desk: Desk) -> Iterator[Result]:
    """Yield the table, where monitors' sheets name agents."""
    if desk.log(NAME) is None:
        return
    frame = training_frame(desk)
    yield desk.result("training", frame, _sentences(frame, desk))


def training_frame(desk: Desk) -> pd.DataFrame:
    """Return who should be trained in what, from the last months' checks.

    Returns
    -------
    pandas.DataFrame
        `TRAINING_COLUMNS`, one row a training. ``week``: that of the last check (ISO 8601,
        ``2026-W39``), for which the plan is made. ``scope``: ``everybody`` where the team's own
        mean in that dimension, of its agents' means, is told to miss the target (its t interval
        lies beyond it): ``agent`` is then ``all``, and nobody of the team is listed by name; ``one`` where the
        team does not, but the agent does: the interval of the agent's mean, drawn towards the
        team's, lies beyond the target and beyond the team's mean. ``reason`` says the same in words. ``value``: the team's mean, or the
        agent's drawn towards it, in points of the scale, with its interval; ``checks``: calls that
        it is of. Empty where nobody needs any.

    Notes
    -----
    Of 1 to 5 checks a month, three months are pooled, and each agent's mean is shrunk to the team's
    (`gapkit.stats.shrinkage.posterior`): an agent with few checks has to score far lower to be
    listed, and with fewer than three checks is not. A team of fewer than three agents has no agents'
    rows. Were the drawn mean enough, and not its interval, nine of ten plans for 25 agents in six
    dimensions would name somebody who reaches the target (``benchmarks/calibration/training.py``).
    """
    import pandas as pd

    calls = calls_of(desk.rows[NAME].frame)
    last = calls["day"].max()
    week = f"{last:%G}-W{last:%V}"
    recent = calls[calls["day"].dt.to_period("M") > last.to_period("M") - MONTHS]
    targets = targets_of_desk(desk)
    rows = [
        {"week": week, "unit": unit, "dimension": d.id, "target": targets[d.id], **row}
        for unit in sorted(recent["unit"].unique(), key=natural)
        for d in desk.instrument.dimensions
        if f"dimension.{d.id}" in recent
        for row in _rows(recent[recent["unit"] == unit], f"dimension.{d.id}", targets[d.id], desk)
    ]
    return pd.DataFrame(rows, columns=list(TRAINING_COLUMNS)).astype({"checks": "Int64"})


def _rows(calls: pd.DataFrame, score: str, target: float, desk: Desk) -> Iterator[dict[str, Any]]:
    """Yield who of a team is to be trained in one dimension."""
    scored = calls.dropna(subset=[score])
    if len(scored) < FEWEST_CALLS:
        return
    direction = desk.instrument.scale.direction
    team = _team_mean(scored, score, desk.options.confidence)
    nearest = team.ci_high[0] if direction == "higher" else team.ci_low[0]
    if bool(below(nearest, target, direction)):
        yield {"agent": ALL, "reason": TEAM, "scope": "everybody", "value": team.estimate[0],
               "ci_low": team.ci_low[0], "ci_high": team.ci_high[0], "checks": len(scored)}  # fmt: skip
        return
    yield from _own(scored, score, target, desk)


def _team_mean(scored: pd.DataFrame, score: str, confidence: float) -> TTest:
    """Return the mean of the agents' means: who is heard more often counts no more than others.

    Where no agent has two calls their spread is not known, and it is the mean of the calls.
    """
    n, mean, within = _by_agent(scored, score)
    if not within > 0:
        x = scored[score]
        return one_sample_t(Moments.of(len(x), x.mean(), x.std()), confidence=confidence)
    se = float(np.sqrt(within * (1 / n).sum())) / len(n)
    return t_test([mean.mean()], se, float(n.sum() - len(n)), confidence=confidence)


def _by_agent(scored: pd.DataFrame, score: str) -> tuple[pd.Series[int], pd.Series[float], float]:
    """Return each agent's calls and mean, and the variance of an agent's single calls."""
    by = scored.groupby("agent")[score]
    n, mean = by.size(), by.mean()
    return n, mean, intraclass(Moments.of(n, mean, by.std())).within


def _own(scored: pd.DataFrame, score: str, target: float, desk: Desk) -> Iterator[dict[str, Any]]:
    """Yield the agents who are told to miss the target, and told from their team."""
    n, mean, within = _by_agent(scored, score)
    if len(n) < FEWEST_AGENTS or not within > 0:
        return
    known = posterior(mean, within / n, float(np.sqrt(within)))
    low, high = known.interval(desk.options.confidence)
    team = float(known.probability @ known.given.mu)
    direction = desk.instrument.scale.direction
    nearest = high if direction == "higher" else low
    short = below(nearest, target, direction) & below(nearest, team, direction)
    for k in np.flatnonzero(short & (n.to_numpy() >= FEWEST_CHECKS)).tolist():
        yield {"agent": n.index[k], "reason": OWN, "scope": "one", "value": known.mean[k],
               "ci_low": low[k], "ci_high": high[k], "checks": int(n.iloc[k])}  # fmt: skip


def _sentences(frame: pd.DataFrame, desk: Desk) -> tuple[Phrase, ...]:
    """Say how many are to be trained, and which teams in what; no agent is named."""
    say = desk.options.words
    if frame.empty:
        return (Phrase("training.nobody", {"months": MONTHS}),)
    said = [
        Phrase("training.everybody", {"unit": _team(unit, desk), "dimensions": say.list(names)})
        for unit, names in _named(frame[frame["scope"] == "everybody"], desk).items()
    ]
    own = frame[frame["scope"] == "one"]
    if len(own):
        agents = own.groupby("dimension", sort=False)["agent"].nunique()
        parts = [
            say("training.part", dimension=_label(str(dimension), desk), count=count)
            for dimension, count in agents.items()
        ]
        values = {"count": int(own["agent"].nunique()), "parts": say.list(parts)}
        said.append(Phrase("training.one", values))
    return (*said, Phrase("training.pooled", {"months": MONTHS}))


def _named(rows: pd.DataFrame, desk: Desk) -> dict[str, list[str]]:
    return {
        str(unit): [_label(d, desk) for d in part["dimension"]]
        for unit, part in rows.groupby("unit", sort=False)
    }


def _label(dimension: str, desk: Desk) -> str:
    return desk.instrument.label("dimension", dimension, desk.options.language)


def _team(unit: str, desk: Desk) -> str:
    say = desk.options.words
    return say("training.whole") if unit == ALL else say.unit(unit)
