"""Whom the training plan names, and what a training is said to have changed.

    python benchmarks/calibration/training.py [--runs 100]

25 agents in three teams, six dimensions, the points of `call-monitoring`, 1 to 5 calls a month; a
call's score in a dimension differs by .45 about the agent's mean, which differs by `spread` about
the team's, 4.3. The target is 4.

plan    named who in truth reaches the target: a plan, and share of plans with any; how often the
        one agent is found who lies so far below the team
effect  six were trained, who gained `gain`; picked for the scores before, or for what somebody knew
        of their true means: mean of change and effect, share of intervals that hold the gain
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from gapkit.ingest.register_rows import Rows
from gapkit.instrument import load_instrument
from gapkit.operations.department import Department
from gapkit.operations.desk import Desk
from gapkit.operations.training.effect import training_effect_frame
from gapkit.operations.training.plan import training_frame
from gapkit.options import Options

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHEET = load_instrument("call-monitoring")
SCORES = [f"dimension.{d.id}" for d in SHEET.dimensions]
AGENTS, TEAMS, TRAINED = 25, 3, 6
TEAM_MEAN, TARGET, WITHIN = 4.3, 4.0, 0.45
BEFORE, AFTER = (4, 5, 6), (7, 8, 9)


@dataclass(frozen=True)
class Setting:
    """How far agents differ, how far one of them lies below, calls a month, and who was picked how."""

    spread: float
    short: float = 0.0
    calls: tuple[int, int] = (1, 5)
    gain: float = 0.0
    picked: str = "scores"


def calls(
    rng: np.random.Generator, truth: NDArray[np.float64], months: tuple[int, ...], of: Setting
) -> pd.DataFrame:
    """Draw the calls of some months about the agents' true means, shape (agents, dimensions)."""
    number = rng.integers(of.calls[0], of.calls[1] + 1, (AGENTS, len(months)))
    agent = np.repeat(np.arange(AGENTS), number.sum(axis=1))
    month = np.concatenate([np.repeat(months, row) for row in number])
    scores = truth[agent] + rng.normal(0, WITHIN, (len(agent), len(SCORES)))
    frame = pd.DataFrame(scores.clip(1, 5), columns=SCORES)
    return frame.assign(
        day=[pd.Timestamp(2026, m, 5) for m in month], unit=[f"T{a % TEAMS}" for a in agent],
        agent=[f"A{a}" for a in agent], overall=frame[SCORES[0]], call="", minimum=1, critical=0.0,
        monitor="M",
    )  # fmt: skip


def desk(checks: pd.DataFrame, **logs: pd.DataFrame) -> Desk:
    """Return a desk with these calls and logs."""
    rows = {name: Rows(name, log) for name, log in {"checks": checks, **logs}.items()}
    return Desk(Department(), rows, SHEET, Options())


def planned(rng: np.random.Generator, of: Setting) -> list[float]:
    """Return how many are named without cause, whether any is, and whether the planted one is."""
    truth = TEAM_MEAN + rng.normal(0, of.spread, (AGENTS, len(SCORES)))
    if of.short:
        truth[0, 0] = TEAM_MEAN + of.short
    plan = training_frame(desk(calls(rng, truth, AFTER, of)))
    one = plan[plan["scope"] == "one"]
    at = [
        (int(agent[1:]), SCORES.index(f"dimension.{name}"))
        for agent, name in zip(one["agent"], one["dimension"], strict=True)
    ]
    wrong = sum(truth[place] >= TARGET for place in at)
    return [float(wrong), float(wrong > 0), float((0, 0) in at)]


def changed(rng: np.random.Generator, of: Setting) -> list[float]:
    """Return change, effect, whether held and told, of all together and of each alone."""
    truth = TEAM_MEAN + rng.normal(0, of.spread, (AGENTS, len(SCORES)))
    before = calls(rng, truth, BEFORE, of)
    means = before.groupby("agent")[SCORES[0]].mean().reindex([f"A{a}" for a in range(AGENTS)])
    worst = np.argsort(means.to_numpy() if of.picked == "scores" else truth[:, 0])[:TRAINED]
    later = truth.copy()
    later[worst, 0] += of.gain
    log = pd.DataFrame({"day": pd.Timestamp(2026, 7, 1), "unit": "all", "agent": [f"A{a}" for a in worst],
                        "dimension": SHEET.dimensions[0].id})  # fmt: skip
    checks = pd.concat([before, calls(rng, later, AFTER, of)], ignore_index=True)
    frame = training_effect_frame(desk(checks, trainings=log))
    held = (frame["ci_low"] <= of.gain) & (of.gain <= frame["ci_high"])
    told = frame["ci_low"] > 0
    whole, alone = frame["agent"] == "all", frame["agent"] != "all"
    figures: list[Any] = [
        *(frame.loc[whole, c].iloc[0] for c in ("change", "effect")), held[whole].iloc[0],
        told[whole].iloc[0], held[alone].mean(), told[alone].mean(),
    ]  # fmt: skip
    return [float(figure) for figure in figures]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    runs = parser.parse_args().runs
    print("plan: spread  short  calls   named wrongly  any   found")
    for spread, short in (
        (0.0, 0.0),
        (0.15, 0.0),
        (0.25, 0.0),
        (0.15, -0.5),
        (0.15, -0.8),
        (0.15, -1.2),
    ):
        for number in ((1, 5), (1, 2)):
            rng, of = np.random.default_rng(1), Setting(spread, short, number)
            wrong, some, found = np.mean([planned(rng, of) for _ in range(runs)], axis=0)
            print(f"{spread:12.2f}  {short:5.1f}  {number}  {wrong:13.2f}  {some:.2f}  {found:.2f}")
    print("effect: spread  picked  gain  change  effect  held  told  alone: held  told")
    for spread in (0.05, 0.2, 0.4):
        for picked, gain in (("scores", 0.0), ("scores", 0.5), ("known", 0.0)):
            rng, of = np.random.default_rng(1), Setting(spread, gain=gain, picked=picked)
            figures = np.mean([changed(rng, of) for _ in range(runs)], axis=0)
            text = "  ".join(f"{figure:6.3f}" for figure in figures)
            print(f"{spread:14.2f}  {picked:6}  {gain:4.1f}  {text}")


if __name__ == "__main__":
    main()
