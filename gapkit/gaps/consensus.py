"""The table `consensus`: whether those who manage and those who serve say the same."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps import levels
from gapkit.gaps.across import agreement_of_items, contrast, parts_of, role_pair
from gapkit.gaps.model import ROLES
from gapkit.tally import Everybody, Moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.across import Contrast
    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.gaps.model import Side
    from gapkit.options import Options
    from gapkit.tally import Part, Tally

__all__ = ["CONSENSUS_COLUMNS", "consensus_frame", "consensus_pairs", "consensus_wanted"]

CONSENSUS_COLUMNS: Final = (
    "wave", "segment", "value", "battery", "level", "key", "label", "role_left", "role_right",
    "n_left", "n_right", "mean_left", "mean_right", "difference", "ci_low", "ci_high", "p",
    "p_adjusted", "sd_left", "sd_right", "agreement_left", "agreement_left_low",
    "agreement_left_high", "agreement_right", "agreement_right_low", "agreement_right_high",
    "verdict", "reason",
)  # fmt: skip
"""Columns in their order."""

HOLD_VIEWS: Final = ("customer", "manager", "employee")
"""Roles whose answers are their own view; checks and mystery visits are witnesses instead."""

LEVELS: Final = ("item", "dimension", "overall")

WORDS: Final = ("lower", "alike", "higher")


def consensus_pairs(inventory: Inventory) -> list[Pair]:
    """Return the pairs of roles that answered the same battery about the same items.

    The role that stands first in `gapkit.gaps.ROLES` is the left one, so a positive difference
    says that staff answered higher than managers.
    """
    by_battery: dict[str, list[Side]] = {}
    for side in sorted(inventory.columns, key=lambda s: ROLES.index(s.role)):
        if side.role in HOLD_VIEWS:
            by_battery.setdefault(side.battery, []).append(side)
    pairs = [
        role_pair(inventory, battery, left, right)
        for battery, sides in by_battery.items()
        for left, right in combinations(sides, 2)
    ]
    return [pair for pair in pairs if pair.items]


def consensus_wanted(inventory: Inventory) -> list[Part]:
    """Return the parts that the table is made of."""
    parts: list[Part] = []
    for pair in consensus_pairs(inventory):
        parts += [Moments(Everybody(side.role)) for side in pair.sides]
        parts += parts_of(inventory, pair, _rows(inventory, pair))
    return list(dict.fromkeys(parts))


def consensus_frame(
    tally: Tally, inventory: Inventory, options: Options, segments: Sequence[str] = ()
) -> pd.DataFrame:
    """Return how far two roles agree, and how far each agrees within itself.

    Parameters
    ----------
    tally
        Counts that hold `consensus_wanted`.
    segments
        Columns to break down by; a pair of roles has rows for those that both know.

    Returns
    -------
    pandas.DataFrame
        `CONSENSUS_COLUMNS`. ``difference`` is right − left in points of the instrument's scale,
        with Welch's interval; ``sd_*`` is the disagreement within a role; ``agreement_*`` is r_wg
        (James, Demaree and Wolf 1984) with BCa limits: 1 where all agree, 0 where answers fall as
        if drawn from all points alike. Of a dimension it is the mean over its items (Lindell,
        Brandt and Whitney 1999), and so are the limits, which is on the wide side. Agreement is
        never weighted. ``verdict``: ``lower`` or ``higher`` (the right role), ``alike`` within
        the margin, ``unclear``.
    """
    import pandas as pd

    tables = [
        _table(tally, inventory, pair, options, segments) for pair in consensus_pairs(inventory)
    ]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in CONSENSUS_COLUMNS})
    return pd.concat(tables, ignore_index=True)


def _rows(inventory: Inventory, pair: Pair) -> list[levels.TwoSided]:
    return [row for row in levels.of_pair(inventory, pair) if row.level in LEVELS]


def _table(
    tally: Tally, inventory: Inventory, pair: Pair, options: Options, segments: Sequence[str]
) -> pd.DataFrame:
    import pandas as pd

    rows = _rows(inventory, pair)
    of = contrast(tally, inventory, pair, rows, options, segments, WORDS)
    body: dict[str, Any] = {
        **of.columns,
        "battery": pair.right.battery,
        **_agreement(of, "left", pair.left, rows, options),
        **_agreement(of, "right", pair.right, rows, options),
    }
    frame = pd.DataFrame(body)[list(CONSENSUS_COLUMNS)]
    frame = frame.astype(dict.fromkeys(("n_left", "n_right"), "Int64"))
    # key by key until here; a reader wants a group's rows together
    group = np.tile(np.arange(len(of.gather.groups)), len(rows))
    return frame.iloc[np.argsort(group, kind="stable")].reset_index(drop=True)


def _agreement(
    of: Contrast, name: str, side: Side, rows: Sequence[levels.TwoSided], options: Options
) -> dict[str, NDArray[np.float64]]:
    items = of.pair.items
    by_item = agreement_of_items(of.gather, side, items, options)
    dimensions = of.gather.inventory.dimensions(items)
    members = {"overall": items, **dimensions, **{i: (i,) for i in items}}
    figures = [by_item[:, [items.index(i) for i in members[row.key]]].mean(axis=1) for row in rows]
    value, low, high = np.concatenate(figures, axis=1)
    key = f"agreement_{name}"
    return {key: value, f"{key}_low": low, f"{key}_high": high}
