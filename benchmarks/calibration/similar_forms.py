"""How often honest units are flagged for forms that are alike, and how often copies are found.

    python benchmarks/calibration/similar_forms.py [--units 1000] [--plants 100]

Honest people have a general mood, dimensions that they like more or less, habits of using the
scale, straight lines and ceilings; units differ in quality. Copies are of a form that a person
would take: one in which not nearly every answer is the same.
"""

from __future__ import annotations

import argparse

import numpy as np

from gapkit.stats.pages import Pages
from gapkit.stats.similar_forms import alike_forms

ITEMS = 20
DIMENSION = np.repeat(np.arange(5), ITEMS // 5)


def honest(rng: np.random.Generator, n: int, points: int, ceiling: float) -> list[np.ndarray]:
    """Expectations and perceptions of n people of one unit."""
    quality = rng.normal(0, 0.3)
    mood, habit = rng.normal(0, 0.8, (n, 1)), np.exp(rng.normal(0, 0.35, (n, 1)))
    pages = []
    for mean in (6.3, 5.2 + quality):
        liked = rng.normal(0, 0.45, (n, 5))[:, DIMENSION]
        noise = rng.normal(0, 0.75, (n, ITEMS)) * habit
        item = 0.4 * np.sin(mean * np.arange(ITEMS))
        x = np.rint(mean + item + 0.8 * mood + liked + noise) - (7 - points)
        codes = np.clip(x, 1, points).astype(np.uint8) - 1
        straight, top = rng.random(n) < 0.1, rng.random(n) < ceiling
        codes[straight] = codes[straight][:, :1]
        codes[top] = np.where(rng.random((n, ITEMS))[top] < 0.9, points - 1, codes[top])
        pages.append(codes)
    return pages


def survey(rng: np.random.Generator, units: int, points: int, ceiling: float, n: int = 0) -> tuple:
    """Forms of several units, of n people each, or of 20 to 300."""
    sizes = np.full(units, n) if n else rng.integers(20, 300, units)
    forms = [honest(rng, m, points, ceiling) for m in sizes]
    batteries = tuple(np.vstack(part) for part in zip(*forms, strict=True))
    return Pages(batteries, (points, points)), np.repeat(np.arange(units), sizes)


def false_flags(rng: np.random.Generator, units: int, points: int, ceiling: float) -> float:
    """Share of honest units that are flagged."""
    pages, unit = survey(rng, units, points, ceiling)
    return len({found.unit for found in alike_forms(pages, unit)}) / units


def found_share(rng: np.random.Generator, plants: int, copies: int, slips: float) -> float:
    """Share of planted sets of which at least eight in ten copies are found."""
    hits = 0
    for _ in range(plants):
        pages, unit = survey(rng, 8, 7, 0.15, 300)
        of = int(np.flatnonzero(pages.telling.all(axis=1))[0])
        where = np.flatnonzero(unit == unit[of])
        where = where[where != of][:copies]
        for codes in pages.batteries:
            slip = rng.random((copies, ITEMS)) < slips
            codes[where] = np.where(slip, rng.integers(0, 7, (copies, ITEMS)), codes[of])
        planted = set(where.tolist())
        clusters = alike_forms(Pages(pages.batteries, pages.points), unit)
        hits += any(len(planted & set(c.forms.tolist())) >= 0.8 * copies for c in clusters)
    return hits / plants


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--plants", type=int, default=100)
    given = parser.parse_args()
    rng = np.random.default_rng(20260101)
    print("honest units flagged (share)")
    for points in (5, 7):
        for ceiling in (0.15, 0.35):
            share = false_flags(rng, given.units, points, ceiling)
            print(f"  {points} points, {ceiling:.0%} at the ceiling: {share:.4f}")
    print("copies found among 300 forms (share of sets)")
    for copies in (6, 10, 30):
        for slips in (0.0, 0.05):
            share = found_share(rng, given.plants, copies, slips)
            print(f"  {copies} copies, {slips:.0%} of the answers changed: {share:.2f}")


if __name__ == "__main__":
    main()
