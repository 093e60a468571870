"""How often the league's intervals hold, how often equal units are told apart, what ranks hold.

    python benchmarks/calibration/league.py [--runs 400]

Units' true means are drawn with an intraclass correlation, then people of each unit; intervals are
`gapkit.stats.shrinkage.posterior`'s on means with moderated errors, ranks by draws from the same
law. Beside them stands the plug-in interval at the τ of largest likelihood, which is too short.
"""

from __future__ import annotations

import argparse

import numpy as np

from gapkit.stats.moderation import moderated_variance
from gapkit.stats.moments import Moments
from gapkit.stats.rank_intervals import drawn_ranks, told_from_average
from gapkit.stats.shrinkage import given_tau, posterior


def survey(units: int, people: tuple[int, int], icc: float, rng: np.random.Generator):
    """Draw true means, and the moments of people; one person of a unit varies by 1 point."""
    truth = rng.normal(0, np.sqrt(icc / (1 - icc)), units)
    n = rng.integers(people[0], people[1] + 1, units)
    answers = [rng.normal(t, 1, k) for t, k in zip(truth, n, strict=True)]
    mean, sd = ([f(a) for a in answers] for f in (np.mean, lambda a: np.std(a, ddof=1)))
    return truth, Moments.of(n, mean, sd)


def one(units: int, people: tuple[int, int], icc: float, rng: np.random.Generator) -> list[float]:
    """Return the shares of one survey: held, plug-in held, ranks held, somebody told wrongly."""
    truth, seen = survey(units, people, icc, rng)
    variance = moderated_variance(seen) / seen.n
    after = posterior(seen.mean, variance, scale=float(np.sqrt(np.mean(variance * seen.n))))
    low, high = after.interval()
    best = int(after.given.log_likelihood.argmax())
    plug = given_tau(seen.mean, variance, [after.tau[best]])
    half = 1.96 * np.sqrt(plug.keep[0] * variance)
    first, last = drawn_ranks(after.draws(1000, seed=1))
    ranks = 1 + (-truth).argsort().argsort()
    side = told_from_average(seen.mean, variance)
    return [
        float(np.mean((low <= truth) & (truth <= high))),
        float(np.mean(np.abs(plug.mean[0] - truth) <= half)),
        float(np.mean((first <= ranks) & (ranks <= last))),
        float(np.any(side * np.sign(truth - truth.mean()) < 0) if icc else np.any(side != 0)),
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    runs = parser.parse_args().runs
    print("units  people     icc   held   plug-in  ranks  told wrongly")
    for units in (12, 40):
        for people in ((30, 30), (8, 90)):
            for icc in (0.0, 0.02, 0.05, 0.2):
                rng = np.random.default_rng(1)
                found = np.mean([one(units, people, icc, rng) for _ in range(runs)], axis=0)
                held, plug, ranks, wrong = found
                print(
                    f"{units:5}  {people!s:9}  {icc:.2f}  {held:.3f}  {plug:.3f}    {ranks:.3f}  {wrong:.3f}"
                )


if __name__ == "__main__":
    main()
