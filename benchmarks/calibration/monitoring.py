"""How often intervals of agents' months hold, drift is alarmed for nothing, months lie outside limits.

    python benchmarks/calibration/monitoring.py [--runs 100]

interval  25 agents, six months, 1 to 5 calls a month, each scored on so many items of 1 to 5; the
          interval of pooled spread, and that of the month's own calls where there are two or more
drift     monitors who differ by .1, calls by .25; `shift`: one monitor higher in the later half;
          `month`: an agent's months differ by so much; `whole`: one monitor hears all of an agent's
          month; `wobble`: monitors themselves differ so much from month to month
limits    months of one steady process of eight agents: share of charts with a month outside
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gapkit.operations.monitoring.drift import drifts_of
from gapkit.options import Options
from gapkit.stats.control_limits import beyond, mean_limits, pooled_sd, proportion_limits
from gapkit.stats.mean_tests import one_sample_t, pooled_t
from gapkit.stats.moments import Moments

if TYPE_CHECKING:
    from numpy.typing import NDArray

AGENTS, MONTHS, TARGET = 25, 6, 4.0


def scored(rng: np.random.Generator, level: float, calls: int, items: int) -> NDArray[np.float64]:
    """Draw the mean points of calls of an agent of that level."""
    about = level + rng.normal(0, 0.25, (calls, 1)) + rng.normal(0, 0.8, (calls, items))
    means: NDArray[np.float64] = np.rint(about).clip(1, 5).mean(axis=1)
    return means


def intervals(rng: np.random.Generator, items: int) -> list[float]:
    """Return share held and mean width: of pooled spread, then of the month's own calls."""
    levels = rng.normal(4.3, 0.25, AGENTS).clip(3, 4.9)
    truth = np.repeat([scored(rng, level, 4000, items).mean() for level in levels], MONTHS)
    calls = [scored(rng, level, rng.integers(1, 6), items) for level in np.repeat(levels, MONTHS)]
    n, mean = [len(c) for c in calls], [c.mean() for c in calls]
    seen = Moments.of(n, mean, [c.std(ddof=1) if len(c) > 1 else np.nan for c in calls])
    figures = []
    for found in (pooled_t(seen), one_sample_t(seen)):
        known = np.isfinite(found.ci_low)
        held = (found.ci_low <= truth) & (truth <= found.ci_high)
        figures += [held[known].mean(), (found.ci_high - found.ci_low)[known].mean()]
    return figures


@dataclass(frozen=True)
class Centre:
    """A call centre whose monitors may drift; differences in points."""

    monitors: int = 4
    agents: int = AGENTS
    months: int = MONTHS
    shift: float = 0.0
    month: float = 0.0
    whole: bool = False
    wobble: float = 0.0


def drift(rng: np.random.Generator, of: Centre) -> tuple[bool, bool]:
    """Return whether the first monitor is told to drift, and whether any other is."""
    level, strict = rng.normal(4.2, 0.25, of.agents), rng.normal(0, 0.1, of.monitors)
    of_month = rng.normal(0, of.month, (of.agents, of.months))
    of_monitor = rng.normal(0, of.wobble, (of.monitors, of.months))
    of_monitor[0, of.months // 2 :] += of.shift
    number = rng.integers(1, 6, (of.agents, of.months))
    agent, month = (np.repeat(at.ravel(), number.ravel()) for at in np.indices(number.shape))
    by_turn = (agent + month) % of.monitors
    monitor = by_turn if of.whole else rng.integers(0, of.monitors, len(agent))
    score = level[agent] + of_month[agent, month] + strict[monitor] + of_monitor[monitor, month]
    sheets = pd.DataFrame({
        "day": [pd.Timestamp(2026, 1 + m, 5) for m in month], "unit": "all",
        "agent": [f"A{a}" for a in agent], "monitor": [f"M{m:02}" for m in monitor],
        "overall": score + rng.normal(0, 0.25, len(agent)),
    })  # fmt: skip
    told = drifts_of(sheets, Options())["drifts"].eq("yes").to_numpy()
    return bool(told[0]), bool(told[1:].any())


def outside(rng: np.random.Generator, months: int, calls: int) -> list[float]:
    """Return whether any month lies outside, on the chart of means and on that of shares below."""
    levels = rng.normal(4.3, 0.25, 8)
    rows = [rng.choice(levels, max(int(k), 1)) for k in rng.poisson(calls, months)]
    rows = [row + rng.normal(0, 0.3, len(row)) for row in rows]
    n, means = np.array([len(row) for row in rows]), np.array([row.mean() for row in rows])
    sd = pooled_sd([row.std(ddof=1) if len(row) > 1 else np.nan for row in rows], n)
    missed = np.array([(row < TARGET).sum() for row in rows])
    charts = (means, mean_limits(means, n, sd)), (missed / n, proportion_limits(missed, n))
    return [float(beyond(figure, found).any()) for figure, found in charts]


def main() -> None:
    """Print three tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    runs = parser.parse_args().runs
    print("interval: items  pooled: held  width  own calls: held  width")
    for items in (23, 6, 2):
        rng = np.random.default_rng(1)
        held, width, own, wide = np.mean([intervals(rng, items) for _ in range(runs)], axis=0)
        print(f"{items:15}  {held:12.3f}  {width:5.2f}  {own:15.3f}  {wide:5.2f}")
    print("drift: shift of the first  first told  any other told")
    for of in (
        Centre(), Centre(monitors=10), Centre(agents=8, months=2), Centre(month=0.2), Centre(shift=0.2),
        Centre(shift=0.2, monitors=10), Centre(shift=0.5), Centre(month=0.1, whole=True),
        Centre(month=0.2, whole=True), Centre(wobble=0.05),
    ):  # fmt: skip
        rng = np.random.default_rng(1)
        first, other = np.mean([drift(rng, of) for _ in range(runs)], axis=0)
        print(f"{of}: {first:.3f}  {other:.3f}")
    print("limits: months  calls  a mean outside  a share outside")
    for months in (6, 12, 24):
        for calls in (3, 8, 25, 70):
            rng = np.random.default_rng(1)
            mean, share = np.mean([outside(rng, months, calls) for _ in range(5 * runs)], axis=0)
            print(f"{months:14}  {calls:5}  {mean:14.3f}  {share:15.3f}")


if __name__ == "__main__":
    main()
