"""R's figures and the data they were worked out from, for the tests of this folder."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from gapkit.stats.frequencies import Frequencies

ROOT = Path(__file__).parents[1] / "reference"
DIMENSIONS = {
    "TAN": range(1, 5),
    "REL": range(5, 10),
    "RES": range(10, 14),
    "ASS": range(14, 18),
    "EMP": range(18, 23),
}
ITEMS = range(1, 23)

# R prints 15 digits, and both sides add up in floating point: nine agree whatever the order.
REL = 1e-9
# p values far in the tail hang on the t law's own rounding in either library.
P_REL = 1e-6


@cache
def _records(file: str) -> dict:
    return json.loads((ROOT / "stats" / "out" / f"{file}.json").read_text(encoding="utf-8"))


def figures(key: str) -> dict:
    """What R gave under a key; the part before the first slash names the file."""
    return _records(key.split("/")[0])[key]["value"]


@cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "stats" / "data" / f"{name}.csv")


def item_columns(frame: pd.DataFrame, battery: str) -> list[np.ndarray]:
    return [frame[f"{battery}{i:02d}"].to_numpy(float) for i in ITEMS]


def frequencies(columns: list[np.ndarray], denominator: int = 1) -> Frequencies:
    """One row a column, missing answers left out, values times the denominator made whole."""
    whole = [np.rint(c[~np.isnan(c)] * denominator).astype(int) for c in columns]
    return Frequencies.from_lists(whole, denominator)


@cache
def clean_sides() -> tuple[Frequencies, Frequencies, Frequencies]:
    """Expected, perceived and gap of the 22 items of the clean data, one item a row."""
    e, p = (item_columns(table("a_clean"), battery) for battery in "EP")
    gaps = [y - x for x, y in zip(e, p, strict=True)]
    return frequencies(e), frequencies(p), frequencies(gaps)


def pairs(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Left, right and gap of the complete pairs."""
    both = ~np.isnan(left) & ~np.isnan(right)
    return left[both], right[both], (right - left)[both]


def dimension_scores(battery: str) -> dict[str, np.ndarray]:
    frame = table("a_clean")
    return {
        name: np.mean([frame[f"{battery}{i:02d}"] for i in items], axis=0)
        for name, items in DIMENSIONS.items()
    }


@cache
def dimension_gaps() -> dict[str, np.ndarray]:
    e, p = dimension_scores("E"), dimension_scores("P")
    return {name: p[name] - e[name] for name in DIMENSIONS}


@cache
def in_segment_a() -> np.ndarray:
    return (table("a_clean")["segment"] == "A").to_numpy()


@cache
def gaps_by_segment() -> tuple[Frequencies, Frequencies]:
    """Dimension gaps of segments B (left) and A (right), so that right − left is R's A − B."""
    gaps, a = dimension_gaps(), in_segment_a()
    # 20 holds quarters and fifths
    return tuple(frequencies([g[side] for g in gaps.values()], 20) for side in (~a, a))
