"""Importance points: what customers say each dimension is worth to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.gaps.groups import WHOLE
from gapkit.tally import EVERY_WAVE, Moments, Points, count, in_every_wave, lattice

if TYPE_CHECKING:
    from gapkit.ingest import Answers

__all__ = ["mean_points"]


def mean_points(answers: Answers) -> dict[str, dict[str, float]]:
    """Return wave → dimension → customers' mean points, each person's rescaled to 100.

    Gaps between roles are weighed by them: managers and staff gave no points of their own.
    """
    dimensions = answers.layout.points.get("customer", ())
    columns = tuple(f"points.{d}" for d in dimensions)
    scores = {d: Points(c, columns) for d, c in zip(dimensions, columns, strict=True)}
    parts = [Moments(s) for s in scores.values()]
    tally = in_every_wave(count(answers.batches(), parts, {}))
    found: dict[str, dict[str, float]] = {}
    for at, group in enumerate(tally.groups):
        for dimension, score in scores.items():
            sums = tally.moments(score)
            if sums.n[at]:
                wave = WHOLE if group.wave == EVERY_WAVE else group.wave
                mean = sums.total[at] / sums.n[at] / lattice(score, {}).denominator
                found.setdefault(wave, {})[dimension] = float(mean)
    return found
