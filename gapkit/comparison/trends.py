"""The table `trends`: what changed from each wave to the next, and what the change is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.comparison.change import change_of
from gapkit.comparison.readings import ROW, labelled
from gapkit.comparison.regression import expected_change
from gapkit.comparison.verdict import change_verdicts
from gapkit.gaps.groups import WHOLE
from gapkit.gaps.table import in_order
from gapkit.stats.multiplicity import adjust

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.options import Options
    from gapkit.stats.mean_tests import TTest

__all__ = ["TREND_COLUMNS", "trends_frame"]

TREND_COLUMNS: Final = (
    *ROW, "wave_from", "wave_to", "change", "ci_low", "ci_high", "p", "p_adjusted", "change_left",
    "change_right", "mix", "rate", "expected_change", "verdict", "reason", "label", "pairing",
    "n_from", "n_to", "n_both", "estimate_from", "estimate_to", "left_low", "left_high", "right_low",
    "right_high", "mix_by",
)  # fmt: skip
"""Columns in their order."""

PAIR: Final = (*ROW, "wave_from", "wave_to")


def trends_frame(
    found: pd.DataFrame,
    inventory: Inventory,
    options: Options,
    waves: Sequence[str],
    segments: Sequence[str],
    twice: pd.DataFrame,
    parts: pd.DataFrame,
    unjudged: Collection[str] = (),
) -> pd.DataFrame:
    """Return the changes between consecutive waves.

    Parameters
    ----------
    found
        `gapkit.comparison.readings.readings` of all waves.
    waves, segments
        In their order.
    twice
        `gapkit.comparison.panel.repeated`: who answered in two waves.
    parts
        `gapkit.comparison.mix_rate.mix_rate_parts`; of several columns the first of a row counts.
    unjudged
        Gaps that have no verdict.

    Returns
    -------
    pandas.DataFrame
        `TREND_COLUMNS`, one row a segment, value, gap, level, key and two waves that follow each
        other. ``change`` is the later gap less the earlier, in points of the instrument's scale,
        and ``change_right`` − ``change_left``; ``mix`` + ``rate`` too, by the shares of
        ``mix_by``. ``p_adjusted``: the family is all rows of one segment, value, gap, level and
        two waves. ``n_from`` and ``n_to`` are the people of either wave (of the smaller side where
        different people answered), ``n_both`` those who answered both times; ``expected_change``
        is what regression to the mean alone would bring.
    """
    import pandas as pd

    two = _side_by_side(found, waves)
    if two.empty:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in TREND_COLUMNS})
    reason = _reasons(two, found)
    for figure in ("gap_mean", "gap_se"):
        two[f"{figure}_to"] = two[f"{figure}_to"].where(~np.isin(reason, NO_FIGURE))
    two = two.merge(twice, on=list(PAIR), how="left")
    first = parts.drop_duplicates(list(PAIR)).rename(columns={"by": "mix_by"})
    two = two.merge(first, on=list(PAIR), how="left")
    gap, left, right = (change_of(two, name, options.confidence) for name in SIDES)
    known = ~np.isnan(gap.estimate)
    two = two.assign(
        **_columns(gap, left, right, known),
        n_from=two["people_from"], n_to=two["people_to"], label=labelled(two, inventory, options),
        expected_change=np.where(known, two["expected_from"], np.nan), reason=reason,
        estimate_from=two["gap_mean_from"], estimate_to=two["gap_mean_to"],
        mix_by=two["mix_by"].fillna("").where(known, ""),
        n_both=two["n_both"].astype(float).fillna(0).where(two["pairing"] == "respondent"),
    )  # fmt: skip
    for part in ("mix", "rate"):
        two[part] = two[part].astype(float).where(known)
    family = two.groupby([*ROW[:4], "wave_from"], sort=False).ngroup().to_numpy()
    two["p_adjusted"] = adjust(gap.p, options.adjust, family)  # type: ignore[arg-type]
    scale = inventory.instrument.scale
    sign = 1 if scale.direction == "higher" else -1
    margin = options.margin * scale.range
    two["verdict"] = change_verdicts(two, gap, left, right, margin, sign, unjudged, options)
    counts = dict.fromkeys(("n_from", "n_to", "n_both"), "Int64")
    ordered = in_order(two.assign(wave=two["wave_to"]), segments)
    return ordered[list(TREND_COLUMNS)].astype(counts)


SIDES: Final = ("gap", "left", "right")

NO_FIGURE: Final = ("not asked", "nobody answered")


def _side_by_side(found: pd.DataFrame, waves: Sequence[str]) -> pd.DataFrame:
    """Return each row's figures in a wave and in the one after it."""
    import pandas as pd

    if found.empty:
        return pd.DataFrame()
    place = {wave: k for k, wave in enumerate(waves)}
    here = found.assign(at=found["wave"].map(place), expected=expected_change(found))
    before = here.assign(at=here["at"] + 1)
    two = before.merge(here, on=[*ROW, "at"], suffixes=("_from", "_to"))
    return two.assign(pairing=two["pairing_to"])


def _columns(gap: TTest, left: TTest, right: TTest, known: NDArray[np.bool_]) -> dict[str, Any]:
    columns = {
        "change": gap.estimate, "ci_low": gap.ci_low, "ci_high": gap.ci_high, "p": gap.p,
        "change_left": left.estimate, "left_low": left.ci_low, "left_high": left.ci_high,
        "change_right": right.estimate, "right_low": right.ci_low, "right_high": right.ci_high,
    }  # fmt: skip
    return {name: np.where(known, figures, np.nan) for name, figures in columns.items()}


def _reasons(two: pd.DataFrame, found: pd.DataFrame) -> NDArray[np.object_]:
    """Say why a row has no change: other questions, nobody, too few, nobody differs."""
    whole = found[(found["segment"] == WHOLE)]
    names = ["wave", "gap", "level", "key"]
    nobody = set(
        whole[(whole["people"] == 0) & (whole["asked"] != "")][names].itertuples(
            index=False, name=None
        )
    )
    asked_something = set(
        whole[whole["asked"] != ""][["wave", "gap"]].itertuples(index=False, name=None)
    )

    def elsewhere(end: str) -> NDArray[np.bool_]:
        """Whether the wave asked something of the gap, but not what this row is made of."""
        rows = zip(two[f"wave_{end}"], two["gap"], two["level"], two["key"], strict=True)
        asked = (two[f"asked_{end}"] != "").tolist()
        return np.array(
            [
                row in nobody or (not a and row[:2] in asked_something)
                for a, row in zip(asked, rows, strict=True)
            ],
            np.bool_,
        )

    both = (two["asked_from"] != "") & (two["asked_to"] != "")
    other = (
        (both & (two["asked_from"] != two["asked_to"])).to_numpy()
        | elsewhere("from")
        | elsewhere("to")
    )
    fewest = two[["people_from", "people_to"]].min(axis=1).to_numpy()
    se = np.hypot(*(two[f"gap_se_{end}"].to_numpy(np.float64) for end in ("from", "to")))
    weighted = (two["weighted_from"].astype(bool) | two["weighted_to"].astype(bool)).to_numpy()
    return np.select(
        [other, fewest == 0, fewest < 2, np.isnan(se) & weighted, se == 0, weighted],
        ["not asked", "nobody answered", "n below 2", "one cluster", "no variation", "weighted"],
        "",
    ).astype(object)
