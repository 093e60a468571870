"""How often comparing units raises a false alarm, and finds what was planted.

    python benchmarks/calibration/between_units.py [--runs 2000]

Units differ in expectation, belief, standard and delivery; perception follows expectation, and
delivery by `carried`. Means are of few people, so that each has a sampling error; expectation and
perception come from the same customers. Three looks at every drawn survey:

same    correlation of gap 1 with gap 5, both from all customers
halves  the same with customers in halves; here units do not differ in expectation
slope   perception on expectation, belief, standard and delivery with errors in variables
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gapkit.stats.correlation import pearson
from gapkit.stats.errors_in_variables import errors_in_variables

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALPHA = 0.05
TOGETHER = 0.4
"""Correlation of a customer's expectation and perception, each with a deviation of 1 point."""


@dataclass(frozen=True)
class Survey:
    """How many units, and how many customers, managers and checks each has."""

    units: int
    customers: int
    managers: int
    checks: int


def drawn(
    rng: np.random.Generator, of: Survey, carried: float, spread: float
) -> tuple[NDArray[np.float64], ...]:
    """Return predictors, perception, their sampling covariances, and the halves of customers."""
    true = rng.normal(0, [spread, 0.5, 0.5, 0.5], (of.units, 4))
    felt = 0.5 * true[:, 0] + carried * true[:, 3] + rng.normal(0, 0.3, of.units)
    law = np.linalg.cholesky([[1, TOGETHER], [TOGETHER, 1]])
    halves = rng.standard_normal((2, of.units, 2)) @ law.T / np.sqrt(of.customers / 2)
    whole = halves.mean(axis=0)
    few = [of.managers, of.managers, of.checks]
    inner = true[:, 1:] + rng.standard_normal((of.units, 3)) / np.sqrt(few)
    sizes = np.array([of.customers, *few])
    variances = rng.chisquare(sizes - 1, (of.units, 4)) / (sizes - 1) / sizes
    error = variances[:, :, None] * np.eye(4)
    cross = np.zeros((of.units, 4))
    cross[:, 0] = TOGETHER * variances[:, 0]
    x = np.column_stack([true[:, 0] + whole[:, 0], inner])
    return x, felt + whole[:, 1], error, cross, halves + np.stack([true[:, 0], felt], axis=1)


def rates(of: Survey, carried: float, runs: int) -> tuple[float, float, float, float, float]:
    """Return false alarms: same, halves, slope of belief; found slope of delivery; held."""
    rng = np.random.default_rng(1)
    same, halves, belief, delivery, held = [], [], [], [], []
    for _ in range(runs):
        x, y, error, cross, _ = drawn(rng, of, carried, 0.3)
        found = errors_in_variables(x, y, error, cross)
        if found.p[1] == found.p[1]:
            belief.append(found.p[1] < ALPHA)
            delivery.append(found.p[3] < ALPHA)
        if found.low[3] == found.low[3]:
            held.append(found.low[3] <= carried <= found.high[3])
        x, y, _, _, split = drawn(rng, of, carried, 0.0)
        same.append(pearson(x[:, 1] - x[:, 0], y - x[:, 0]).p[0] < ALPHA)
        gap_5 = split[1, :, 1] - split[1, :, 0]
        halves.append(pearson(x[:, 1] - split[0, :, 0], gap_5).p[0] < ALPHA)
    same_rate, halves_rate, belief_rate, delivery_rate = (
        float(np.mean(alarms)) for alarms in (same, halves, belief, delivery)
    )
    return same_rate, halves_rate, belief_rate, delivery_rate, float(np.mean(held))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=2000)
    runs = parser.parse_args().runs
    print("units  customers  carried  same   halves  belief  delivery  held")
    for of in (Survey(40, 20, 8, 12), Survey(40, 70, 8, 12), Survey(20, 70, 8, 12)):
        for carried in (0.0, 0.7):
            found = rates(of, carried, runs)
            figures = "  ".join(f"{figure:6.3f}" for figure in found)
            print(f"{of.units:5}  {of.customers:9}  {carried:7.1f}  {figures}")


if __name__ == "__main__":
    main()
