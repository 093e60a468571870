"""Counts that add up: coded batches become a `Tally`, and every statistic is a function of it."""

from gapkit.tally.kernel import Counter, Design, count
from gapkit.tally.parts import (
    Answer,
    Difference,
    Everybody,
    Expression,
    Histogram,
    Joint,
    Lattice,
    Mean,
    Moments,
    Part,
    Pointed,
    Points,
    Product,
    Score,
    Weighted,
    Zone,
    lattice,
)
from gapkit.tally.spread import in_every_wave
from gapkit.tally.store import load_tally, save_tally
from gapkit.tally.tally import EVERY_WAVE, Group, Sparse, Sums, Tally
from gapkit.tally.weights import ALONE, Cell, WeightedCounts

__all__ = [
    "ALONE", "EVERY_WAVE", "Answer", "Cell", "Counter", "Design", "Difference", "Everybody", "Expression", "Group", "Histogram",
    "Joint", "Lattice", "Mean", "Moments", "Part", "Pointed", "Points", "Product", "Score", "Sparse", "Sums", "Tally",
    "Weighted", "WeightedCounts", "Zone",
    "count", "in_every_wave", "lattice", "load_tally", "save_tally",
]  # fmt: skip
