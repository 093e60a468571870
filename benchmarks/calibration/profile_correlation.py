"""How often the interval of the profiles' rank correlation holds the true one.

    python benchmarks/calibration/profile_correlation.py [--runs 400]

True item means of two roles are drawn with a correlation, then people of each role; the interval
is `gapkit.stats.profiles.profiles`, which sees only means and their errors.
"""

from __future__ import annotations

import argparse

import numpy as np

from gapkit.stats.correlation import spearman
from gapkit.stats.profiles import profiles

SPREAD = 0.5
"""Standard deviation of true item means; people's answers scatter about them by 1 point."""


def coverage(
    items: int, people: tuple[int, int], correlation: float, runs: int
) -> tuple[float, float]:
    """Return the share of intervals that hold the truth, and how many told nothing."""
    rng = np.random.default_rng(1)
    law = [[1, correlation], [correlation, 1]]
    means = rng.multivariate_normal([0, 0], law, (runs, items)) * SPREAD
    seen, errors = [], []
    for side, n in enumerate(people):
        answers = means[:, None, :, side] + rng.normal(size=(runs, n, items))
        away = answers - answers.mean(axis=2, keepdims=True)
        seen.append(answers.mean(axis=1))
        errors.append(away.std(axis=1, ddof=1) / np.sqrt(n))
    found = profiles(*seen, *errors)
    truth = spearman(means[..., 0], means[..., 1]).r
    told = ~np.isnan(found.low)
    held = (found.low <= truth) & (truth <= found.high)
    return float((held | ~told).mean()), float((~told).mean())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    runs = parser.parse_args().runs
    print("items  people     correlation  held   told nothing")
    for items in (5, 15, 22):
        for people in ((200, 100), (200, 9)):
            for correlation in (0.0, 0.7):
                held, nothing = coverage(items, people, correlation, runs)
                print(f"{items:5}  {people!s:9}  {correlation:11.1f}  {held:.3f}  {nothing:.3f}")


if __name__ == "__main__":
    main()
