"""The table `league`: units compared, for the same kinds of customers, with all that is not known.

A league table invites to read an order into noise. So each unit has its raw mean, the mean that it
would have with everybody's mix of customers, and that one drawn towards the units' mean, with
intervals of the mean and of the rank. The raw mean stays beside: drawing towards the mean also hides
a small unit that is truly bad.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.comparison.readings import labelled
from gapkit.comparison.unit_errors import UnitMeans, unit_means
from gapkit.gaps.groups import natural
from gapkit.stats.rank_intervals import blocks, drawn_ranks, told_apart, told_from_average
from gapkit.stats.shrinkage import posterior
from gapkit.stats.units import intraclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.options import Options

__all__ = ["FEWEST_UNITS", "LEAGUE_COLUMNS", "league_frame"]

LEAGUE_COLUMNS: Final = (
    "wave", "segment", "value", "gap", "level", "key", "n", "mean", "adjusted", "shrunk", "ci_low",
    "ci_high", "rank", "rank_low", "rank_high", "verdict", "reason", "label", "block", "told_higher",
    "told_lower", "icc", "design_effect",
)  # fmt: skip
"""Columns in their order."""

LEVELS: Final = ("dimension", "overall")

FEWEST_UNITS: Final = 3
"""Of two units nobody knows how much units differ, so that neither can be drawn to their mean."""

FAMILY: Final = ("wave", "gap", "level", "key")

WHOLE_NUMBERS: Final = ("n", "rank", "rank_low", "rank_high", "block", "told_higher", "told_lower")


def league_frame(
    found: pd.DataFrame,
    crossed: pd.DataFrame,
    columns: Sequence[str],
    inventory: Inventory,
    options: Options,
    unit: str,
) -> pd.DataFrame:
    """Return the units' means, adjusted, drawn together and ranked.

    Parameters
    ----------
    found
        `gapkit.comparison.readings.readings`, with the unit among its segments.
    crossed
        `gapkit.comparison.crossed.crossed` of the unit and `columns`.
    columns
        The case mix: what units are adjusted for.
    unit
        The unit's column.

    Returns
    -------
    pandas.DataFrame
        `LEAGUE_COLUMNS`, one row a wave, unit, gap, and dimension or overall. ``mean`` is the gap
        as it is; ``adjusted`` had the unit everybody's mix of `columns` (blank where a gap is
        between different people, or weighted); ``shrunk`` with ``ci_low`` and ``ci_high`` is what
        is known of the unit's true gap (`gapkit.stats.shrinkage`). Rank 1 is best. ``verdict``:
        ``below``, ``above`` or ``unclear`` against the units' plain average, p values adjusted
        over units. ``told_higher`` and ``told_lower`` count the units that are told to be higher
        or lower than this one, p values adjusted over all pairs; units of two ``block``s are all
        told apart. ``icc`` and ``design_effect`` are the same for all units of a row's family.
    """
    import pandas as pd

    rows = found[(found["segment"] == unit) & found["level"].isin(LEVELS) & (found["people"] > 0)]
    families = dict(list(crossed.groupby(list(FAMILY)))) if len(crossed) else {}
    if rows.empty:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in LEAGUE_COLUMNS})
    parts = [
        (table.index, _one(table, families.get(name), columns, inventory, options))
        for name, table in rows.groupby(list(FAMILY), sort=False)
    ]
    frame = rows.loc[[k for index, _ in parts for k in index], ["segment", "value", *FAMILY]]
    figures = {name: np.concatenate([part[name] for _, part in parts]) for name in parts[0][1]}
    frame = frame.assign(label=labelled(frame, inventory, options), **figures)
    waves = sorted(frame["wave"].unique(), key=natural)
    frame["at"] = frame["wave"].map({w: k for k, w in enumerate(waves)})
    frame["of"] = frame.groupby(["gap", "level", "key"], sort=False).ngroup()
    frame = frame.sort_values(["at", "of", "rank", "mean"], kind="stable", ignore_index=True)
    return frame[list(LEAGUE_COLUMNS)].astype(dict.fromkeys(WHOLE_NUMBERS, "Int64"))


def _one(
    table: pd.DataFrame,
    cells: pd.DataFrame | None,
    columns: Sequence[str],
    inventory: Inventory,
    options: Options,
) -> dict[str, NDArray[Any]]:
    """Return the columns of the league of one gap and key in one wave."""
    by_units = inventory.design is None or _is_unit(table, inventory)
    units = unit_means(table, cells, columns, by_units=by_units)
    known = np.isfinite(units.best) & (units.variance > 0)
    rows = _blank(len(table))
    if known.sum() >= FEWEST_UNITS:
        for name, figures in _ranked(units, known, inventory, options).items():
            rows[name][known] = figures
    enough = known.sum() >= FEWEST_UNITS
    judged = known & (units.people >= options.min_n_verdict)
    side = rows.pop("side")
    why = np.where(table["weighted"].astype(bool) & ~by_units, "one cluster", "no variation")
    spread = intraclass(units.moments)
    return {
        "n": units.people, "mean": units.mean, "adjusted": units.adjusted, **rows,
        "verdict": np.select(
            [judged & (side < 0), judged & (side > 0), known & enough], ["below", "above", "unclear"], ""
        ).astype(object),
        "reason": np.where(known, "" if enough else "too few cases", why).astype(object),
        "icc": np.full(len(table), spread.icc),
        "design_effect": np.full(len(table), spread.design_effect),
    }  # fmt: skip


def _is_unit(table: pd.DataFrame, inventory: Inventory) -> bool:
    """Whether people's weights and clusters are those of the units themselves."""
    design, unit = inventory.design, str(table["segment"].iloc[0])
    return design is not None and unit in (design.columns.stratum, design.columns.cluster)


FIGURES: Final = (
    "shrunk", "ci_low", "ci_high", "rank", "rank_low", "rank_high", "block", "told_higher", "told_lower",
    "side",
)  # fmt: skip


def _blank(rows: int) -> dict[str, NDArray[np.float64]]:
    return {name: np.full(rows, np.nan) for name in FIGURES}


def _ranked(
    units: UnitMeans, known: NDArray[np.bool_], inventory: Inventory, options: Options
) -> dict[str, Any]:
    """Return what is known of each unit's true mean, of its rank, and of units that differ."""
    lower = inventory.instrument.scale.direction == "lower"
    y, v = units.best[known], units.variance[known]
    after = posterior(y, v, units.scale)
    low, high = after.interval(options.confidence)
    draws = after.draws(options.bootstrap, options.seed)
    first, last = drawn_ranks(draws, options.confidence, low_first=lower)
    order = np.argsort(after.mean if lower else -after.mean, kind="stable")
    rank = np.empty(len(y))
    rank[order] = np.arange(1, len(y) + 1)
    method: Any = options.adjust  # one of the three that `adjust` knows
    apart = told_apart(y, v, options.alpha, method)
    return {
        "shrunk": after.mean, "ci_low": low, "ci_high": high,
        # the rank that is shown always lies within its own interval
        "rank": rank, "rank_low": np.minimum(first, rank), "rank_high": np.maximum(last, rank),
        "block": blocks(apart, y), "told_higher": apart.above.sum(axis=0),
        "told_lower": apart.above.sum(axis=1),
        "side": told_from_average(y, v, options.alpha, method),
    }  # fmt: skip
