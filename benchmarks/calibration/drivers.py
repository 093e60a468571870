"""How often the intervals of drivers hold the truth, and how often chance is taken for a finding.

    python benchmarks/calibration/drivers.py [--runs 1000]

Answers of five dimensions that correlate .5 are drawn, rounded to 1 to 7 with a ceiling, with an
outcome of known slopes. The truth is what two million such people give. Columns:

shares          intervals of relative weights as shares of R²
random column   a sixth dimension of random numbers that is told to be above chance; 5 % are meant
slopes          intervals of b_P + b_E, where the outcome follows the gaps (the truth is 0)
refuted         tests of all five constraints at once that reject them, though they hold; 5 %
unseen R²       intervals of the difference of R² on unseen answers, gaps less perceptions, against
                the mean difference over all runs
promoters       intervals of the net promoter score
"""

from __future__ import annotations

import argparse

import numpy as np

from gapkit.stats.constraints import linear_constraint, nested
from gapkit.stats.jackknife import jackknife, jackknife_of_shares
from gapkit.stats.nps import net_promoter
from gapkit.stats.regression import correlations, products_of, slopes
from gapkit.stats.relative_weights import chance_weights, relative_weights
from gapkit.stats.validation import cross_validated

SLOPES = np.array([0.4, 0.3, 0.2, 0.1, 0.05])
PARTS = 100
MANY = 2_000_000
GAP = np.vstack([np.eye(5), -np.eye(5)])
RIGHT = np.vstack([np.eye(5), np.zeros((5, 5))])


def rounded(latent: np.ndarray, middle: float) -> np.ndarray:
    """Return answers from 1 to 7 with many at the upper end."""
    return np.clip(np.rint(middle + 1.2 * latent), 1, 7)


def drawn(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return perceptions, expectations, and an outcome that follows the perceptions."""
    both = [
        np.sqrt(0.5) * rng.normal(size=(n, 1)) + np.sqrt(0.5) * rng.normal(size=(n, 5))
        for _ in "PE"
    ]
    right, left = rounded(both[0], 5.3), rounded(both[1], 5.8)
    outcome = right @ SLOPES + rng.normal(0, 1.0, n)
    return right, left, rounded((outcome - 5.3) / 1.5, 5.0)


def parts_of(columns: np.ndarray) -> np.ndarray:
    """Return the sums of products of parts, people dealt to them in turn."""
    count = min(len(columns), PARTS)
    part = np.arange(len(columns)) % count
    return np.stack([products_of(columns[part == g]) for g in range(count)])


def shares_of(tables: np.ndarray) -> np.ndarray:
    """Return relative weights as shares of R²."""
    c = correlations(tables)
    weights = relative_weights(c.inner, c.outer)
    return weights / weights.sum(axis=-1, keepdims=True)


def held(low: np.ndarray, high: np.ndarray, truth: np.ndarray | float) -> float:
    """Return the share of intervals that hold the truth."""
    return float(np.mean((low <= truth) & (truth <= high)))


def calibrated(n: int, runs: int, seed: int = 1) -> list[float]:
    """Return the row of the table for samples of n people."""
    rng = np.random.default_rng(seed)
    right, _, outcome = drawn(MANY, rng)
    truth = shares_of(products_of(np.column_stack([right, outcome])))
    points = np.clip(np.rint(6.5 + 2 * (outcome - 5)), 0, 10)
    score = (points >= 9).mean() - (points <= 6).mean()
    found: dict[str, list[float]] = {k: [] for k in ("shares", "chance", "sum", "refuted", "nps")}
    unseen = []
    for _ in range(runs):
        right, left, outcome = drawn(n, rng)
        tables = parts_of(np.column_stack([right, outcome]))
        whole = tables.sum(axis=0)
        limits = jackknife_of_shares(shares_of(whole), shares_of(whole - tables))
        found["shares"].append(held(limits.low, limits.high, truth))
        wider = correlations(products_of(np.column_stack([right, rng.normal(size=n), outcome])))
        weight = relative_weights(wider.inner, wider.outer)[5]
        by_chance = chance_weights(wider.inner, wider.outer, n, seed=int(rng.integers(1 << 30)))
        found["chance"].append(float(weight > np.quantile(by_chance, 0.95)))
        gaps = (right - left) @ SLOPES + rng.normal(0, 1.0, n)
        both = products_of(np.column_stack([right, left, gaps]))
        fit = slopes(both)
        for k in range(5):
            test = linear_constraint(fit, np.tile(np.eye(5)[k], 2))
            found["sum"].append(held(test.low, test.high, 0.0))
        found["refuted"].append(float(nested(both, GAP).p < 0.05))
        models = cross_validated(parts_of(np.column_stack([right, left, outcome])), [RIGHT, GAP])
        apart = models.explained[1:] - models.explained[:1]
        limit = jackknife(apart, models.without[:, 1:] - models.without[:, :1])
        unseen.append((apart[0], limit.low[0], limit.high[0]))
        points = np.clip(np.rint(6.5 + 2 * (outcome - 5)), 0, 10).astype(int)
        promoted = net_promoter(np.bincount(points, minlength=11))
        found["nps"].append(held(promoted.low, promoted.high, score))
    mean, low, high = np.array(unseen).T
    row = {key: float(np.mean(values)) for key, values in found.items()}
    return [
        row["shares"],
        row["chance"],
        row["sum"],
        row["refuted"],
        held(low, high, mean.mean()),
        row["nps"],
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000)
    runs = parser.parse_args().runs
    print("people  shares  random column  slopes  refuted  unseen R²  promoters")
    for n in (80, 200, 800):
        shares, chance, total, refuted, unseen, nps = calibrated(n, runs)
        print(
            f"{n:6}  {shares:.3f}   {chance:.3f}          {total:.3f}   {refuted:.3f}    {unseen:.3f}      {nps:.3f}"
        )


if __name__ == "__main__":
    main()
