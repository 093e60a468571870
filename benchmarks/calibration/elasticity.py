"""How often the elasticity's interval holds the truth where waves carry on from each other.

    python benchmarks/calibration/elasticity.py [--runs 400]

Customers grow by 3 % a wave, give or take 3; the cost of one falls by .2 % for each per cent more of
them, with an error of 2 % that carries on by ρ (1: it wanders off for good). Beside the interval
averaged over ρ stands that of least squares, which takes ρ for 0.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from gapkit.stats.elasticity import elasticity

if TYPE_CHECKING:
    from numpy.typing import NDArray

TRUE = -0.2


def drawn(
    rng: np.random.Generator, waves: int, rho: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the logs of customers and of the cost of one."""
    size = np.cumsum(rng.normal(0.03, 0.03, waves))
    error = rng.normal(0, 0.02, waves)
    if rho < 1:
        error[0] /= np.sqrt(1 - rho**2)
    for k in range(1, waves):
        error[k] += rho * error[k - 1]
    return size, TRUE * size + error


def least_squares(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Return the ends of the t interval of a slope."""
    about, free = x - x.mean(), len(x) - 2
    slope = about @ y / (about @ about)
    rest = y - y.mean() - slope * about
    half = stdtrit(free, 0.975) * np.sqrt(rest @ rest / free / (about @ about))
    return float(slope - half), float(slope + half)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    runs = parser.parse_args().runs
    print("waves  rho   held   width  least squares: held  width")
    for waves in (8, 12, 16):
        for rho in (0.0, 0.5, 0.8, 1.0):
            rng, ends = np.random.default_rng(1), []
            for _ in range(runs):
                x, y = drawn(rng, waves, rho)
                found = elasticity(np.exp(x), np.exp(y))
                ends.append((found.low, found.high, *least_squares(x, y)))
            low, high, below, above = np.transpose(ends)
            held = [np.mean((a <= TRUE) & (b >= TRUE)) for a, b in ((low, high), (below, above))]
            width = [np.median(b - a) for a, b in ((low, high), (below, above))]
            print(
                f"{waves:5}  {rho:.1f}  {held[0]:.3f}  {width[0]:5.2f}  {held[1]:19.3f}  {width[1]:5.2f}"
            )


if __name__ == "__main__":
    main()
