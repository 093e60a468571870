"""How often a unit like all others is named for its share of open complaints.

    python benchmarks/calibration/registers.py [--runs 4000]

Units leave one share of their complaints open; or one of them .3 more than the others. A unit is
named by `gapkit.stats.shares.stands_out`; beside it, by Wilson's limits at a level raised by the
number of units, which names too many.
"""

from __future__ import annotations

import argparse

import numpy as np

from gapkit.stats.shares import stands_out, wilson

FEWEST = 5
"""Units with fewer complaints have no share."""


def named(
    rng: np.random.Generator, units: int, each: float, share: float, worse: float
) -> tuple[bool, bool, bool]:
    """Return whether the first unit is named, whether any is, and whether Wilson's limits name any."""
    n = np.maximum(rng.poisson(each, units), FEWEST)
    p = np.full(units, share)
    p[0] += worse
    late = rng.binomial(n, p)
    whole = late.sum() / n.sum()
    told = stands_out(late, n, whole)
    low, _ = wilson(late, n, 1 - 0.05 / units)
    return bool(told[0]), bool(told.any()), bool((low > whole).any())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=4000)
    runs = parser.parse_args().runs
    print("units  complaints each  share  any named  by Wilson  one .3 worse")
    for units in (3, 12, 40):
        for each in (8, 30, 130):
            for share in (0.05, 0.15, 0.4):
                rng = np.random.default_rng(1)
                alike = np.mean([named(rng, units, each, share, 0) for _ in range(runs)], axis=0)
                worse = np.mean([named(rng, units, each, share, 0.3)[0] for _ in range(runs)])
                rates = f"{alike[1]:9.3f}  {alike[2]:9.3f}  {worse:12.3f}"
                print(f"{units:5}  {each:15}  {share:5.2f}  {rates}")


if __name__ == "__main__":
    main()
