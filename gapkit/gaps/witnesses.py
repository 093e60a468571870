"""The table `witnesses`: whether survey, quality checks, mystery visits and staff agree."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.gaps import levels
from gapkit.gaps.across import contrast, parts_of, role_pair
from gapkit.gaps.model import Side
from gapkit.tally import Everybody, Mean, Moments, Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.options import Options
    from gapkit.tally import Part, Tally

__all__ = ["WITNESS_COLUMNS", "witness_pairs", "witness_wanted", "witnesses_frame"]

WITNESS_COLUMNS: Final = (
    "wave", "segment", "value", "level", "key", "label", "role_left", "role_right", "n_left",
    "n_right", "mean_left", "mean_right", "difference", "ci_low", "ci_high", "p", "p_adjusted",
    "verdict", "reason",
)  # fmt: skip
"""Columns in their order."""

WITNESSES: Final = (
    Side("customer", "perception"),
    Side("monitor", "delivery"),
    Side("mystery", "delivery"),
    Side("employee", "delivery"),
)
"""Who can say what was delivered, in the order in which they are set against each other."""

WORDS: Final = ("disagree", "agree", "disagree")


def witness_pairs(inventory: Inventory) -> list[Pair]:
    """Return the pairs of witnesses that speak of at least one dimension both."""
    heard = [side for side in WITNESSES if side in inventory.columns]
    pairs = [role_pair(inventory, "witnesses", a, b) for a, b in combinations(heard, 2)]
    return [pair for pair in pairs if _rows(inventory, pair)]


def witness_wanted(inventory: Inventory) -> list[Part]:
    """Return the parts that the table is made of."""
    parts: list[Part] = []
    for pair in witness_pairs(inventory):
        parts += [Moments(Everybody(side.role)) for side in pair.sides]
        parts += parts_of(inventory, pair, _rows(inventory, pair))
    return list(dict.fromkeys(parts))


def witnesses_frame(
    tally: Tally, inventory: Inventory, options: Options, segments: Sequence[str] = ()
) -> pd.DataFrame:
    """Return where those who can tell what was delivered agree.

    Parameters
    ----------
    tally
        Counts that hold `witness_wanted`.
    segments
        Columns to break down by; two witnesses have rows for those that both know.

    Returns
    -------
    pandas.DataFrame
        `WITNESS_COLUMNS`, by dimension and, where they share two or more, overall.
        ``difference`` is right − left in points of the instrument's scale, with Welch's interval.
        ``verdict``: ``agree`` where the 1 − 2α interval lies within the margin (two one-sided
        tests), ``disagree`` where the adjusted p is below α, else ``unclear``.

    Notes
    -----
    Dimensions are set side by side over the items that both witnesses were asked; where they share
    none, over each one's own items of the dimension.
    """
    import pandas as pd

    tables = [
        _table(tally, inventory, pair, options, segments) for pair in witness_pairs(inventory)
    ]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in WITNESS_COLUMNS})
    return pd.concat(tables, ignore_index=True)


def _rows(inventory: Inventory, pair: Pair) -> list[levels.TwoSided]:
    scores = {
        dimension.id: both
        for dimension in inventory.instrument.dimensions
        if (both := _scores(inventory, pair, dimension.id))
    }
    if not scores:
        return []
    right, left = (Mean(tuple(both[k] for both in scores.values())) for k in (0, 1))
    rows = [levels.TwoSided("dimension", key, *both, right, left) for key, both in scores.items()]
    if len(scores) > 1:
        rows.append(levels.TwoSided("overall", "overall", right, left, right, left))
    return rows


def _scores(inventory: Inventory, pair: Pair, dimension: str) -> tuple[Score, Score] | None:
    asked = [inventory.dimensions(inventory.items(side)).get(dimension, ()) for side in pair.sides]
    shared = tuple(i for i in asked[0] if i in asked[1])
    if shared:
        asked = [shared, shared]
    if not all(asked):
        return None
    right, left = (
        Score(tuple(inventory.columns[side][i] for i in items))
        for side, items in zip(pair.sides, asked, strict=True)
    )
    return right, left


def _table(
    tally: Tally, inventory: Inventory, pair: Pair, options: Options, segments: Sequence[str]
) -> pd.DataFrame:
    import pandas as pd

    rows = _rows(inventory, pair)
    of = contrast(tally, inventory, pair, rows, options, segments, WORDS)
    frame = pd.DataFrame(of.columns)[list(WITNESS_COLUMNS)]
    frame = frame.astype(dict.fromkeys(("n_left", "n_right"), "Int64"))
    group = np.tile(np.arange(len(of.gather.groups)), len(rows))
    return frame.iloc[np.argsort(group, kind="stable")].reset_index(drop=True)
