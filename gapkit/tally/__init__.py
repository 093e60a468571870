"""Counts that add up: coded batches become a `Tally`, and every statistic is a function of it."""

from gapkit.tally.kernel import Counter, count
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
    Product,
    Score,
    Zone,
    lattice,
)
from gapkit.tally.store import load_tally, save_tally
from gapkit.tally.tally import EVERY_WAVE, Group, Sparse, Sums, Tally

__all__ = [
    "EVERY_WAVE", "Answer", "Counter", "Difference", "Everybody", "Expression", "Group", "Histogram",
    "Joint", "Lattice", "Mean", "Moments", "Part", "Product", "Score", "Sparse", "Sums", "Tally",
    "Zone",
    "count", "lattice", "load_tally", "save_tally",
]  # fmt: skip
