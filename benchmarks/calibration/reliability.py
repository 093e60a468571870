"""How often the intervals of reliability hold the truth, and how well structure is recovered.

    python benchmarks/calibration/reliability.py [--runs 1000]

Answers are drawn from known models: items that are alike but for noise (so that alpha is the
reliability), items that load differently (where omega is), and three dimensions that correlate.
"""

from __future__ import annotations

import argparse

import numpy as np

from gapkit.stats.confirmatory import confirmatory
from gapkit.stats.covariance import Covariances
from gapkit.stats.dimensionality import parallel_analysis
from gapkit.stats.factor import explore
from gapkit.stats.one_factor import omega_total, one_factor
from gapkit.stats.reliability import alpha, difference_reliability

Z = 1.959964
PEOPLE = (30, 100, 400)
THREE = np.repeat(np.arange(3), 4)
LOADINGS = np.array([0.8, 0.7, 0.6, 0.75] * 3)
FACTORS = np.array([[1.0, 0.5, 0.3], [0.5, 1.0, 0.4], [0.3, 0.4, 1.0]])


def draw(rng: np.random.Generator, n: int, loading: np.ndarray) -> Covariances:
    """Answers of n people to items with one factor behind them."""
    noise = rng.standard_normal((n, len(loading))) * np.sqrt(1 - loading**2)
    return Covariances.of_answers(rng.standard_normal((n, 1)) * loading + noise)


def of_alpha(rng: np.random.Generator, n: int, items: int, runs: int) -> tuple[float, float]:
    """Mean alpha less the truth, and how often Feldt's interval holds it."""
    loading = np.full(items, 0.7)
    truth = items * 0.49 / (1 + (items - 1) * 0.49)
    found = [alpha(draw(rng, n, loading)) for _ in range(runs)]
    held = np.mean([(f.low[0] <= truth) & (truth <= f.high[0]) for f in found])
    return float(np.mean([f.value[0] for f in found]) - truth), float(held)


def of_omega(rng: np.random.Generator, n: int, runs: int) -> tuple[float, float]:
    """Mean omega and mean alpha less the true reliability of unlike items."""
    loading = np.array([0.9, 0.7, 0.5, 0.4])
    truth = loading.sum() ** 2 / (loading.sum() ** 2 + (1 - loading**2).sum())
    found = [draw(rng, n, loading) for _ in range(runs)]
    omega = [omega_total(one_factor(c.biased))[0] for c in found]
    return float(np.mean(omega) - truth), float(np.mean([alpha(c).value[0] for c in found]) - truth)


def of_difference(rng: np.random.Generator, n: int, runs: int) -> float:
    """Mean reliability of a difference less the truth; true scores correlate 0.4."""
    k, loading = 4, 0.7
    within, across = loading**2, 0.4 * loading**2
    block = np.full((k, k), within) + np.eye(k) * (1 - within)
    between = np.full((k, k), across)
    whole = np.block([[block, between], [between, block]])
    ones = np.concatenate([np.ones(k), -np.ones(k)])
    truth = 2 * k * k * (within - across) / (ones @ whole @ ones)
    found = [
        difference_reliability(
            Covariances.of_answers(rng.multivariate_normal(np.zeros(2 * k), whole, n))
        )[0]
        for _ in range(runs)
    ]
    return float(np.mean(found) - truth)


def of_structure(rng: np.random.Generator, n: int, runs: int) -> dict[str, float]:
    """Coverage of loadings, size of the test of fit, coverage of RMSEA, factors found."""
    pattern = np.zeros((12, 3))
    pattern[np.arange(12), THREE] = LOADINGS
    r = pattern @ FACTORS @ pattern.T
    np.fill_diagonal(r, 1)
    held, rejected, low, right, away = [], [], [], [], []
    for _ in range(runs):
        c = Covariances.of_answers(rng.multivariate_normal(np.zeros(12), r, n))
        found = confirmatory(c.biased[0], n, THREE.tolist())
        if found is None or not found.settled:
            continue
        indices = found.indices
        half = Z * found.loading_se
        held.append(np.abs(found.loading - LOADINGS) <= half)
        rejected.append(indices.p < 0.05)
        low.append(indices.rmsea_low == 0)  # the model is true: 0 must lie within
        right.append(parallel_analysis(c.correlation[0], n).factors == 3)
        loading = np.abs(explore(c.correlation[0], 3).loading).max(axis=1)
        away.append(np.abs(loading - LOADINGS).mean())
    return {
        "loading held": float(np.mean(held)),
        "fit rejected": float(np.mean(rejected)),
        "RMSEA holds 0": float(np.mean(low)),
        "three factors": float(np.mean(right)),
        "explored loading off": float(np.mean(away)),
    }


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000)
    runs, rng = parser.parse_args().runs, np.random.default_rng(1)
    print("people  items  alpha off  interval held")
    for n in PEOPLE:
        for items in (3, 5):
            off, held = of_alpha(rng, n, items, runs)
            print(f"{n:6}  {items:5}  {off:+9.4f}  {held:13.3f}")
    print("\npeople  omega off  alpha off  difference off")
    for n in PEOPLE:
        omega, plain = of_omega(rng, n, runs)
        print(f"{n:6}  {omega:+9.4f}  {plain:+9.4f}  {of_difference(rng, n, runs):+14.4f}")
    print("\npeople  " + "  ".join(of_structure(rng, 100, 1)))
    for n in PEOPLE[1:]:
        figures = of_structure(rng, n, runs)
        print(f"{n:6}  " + "  ".join(f"{v:{len(k)}.3f}" for k, v in figures.items()))


if __name__ == "__main__":
    main()
