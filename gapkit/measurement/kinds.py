"""Kinds of attributes: the tables `penalty_reward` and `kano`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps import levels
from gapkit.gaps.gather import Gatherer, LinearMap
from gapkit.gaps.groups import WHOLE, groups_for
from gapkit.gaps.model import resolve
from gapkit.instrument import DYSFUNCTIONAL, FUNCTIONAL
from gapkit.measurement.drivers import why_not
from gapkit.measurement.outcomes import outcomes_of
from gapkit.measurement.rows import Column
from gapkit.measurement.sums import Wish
from gapkit.stats.kano import KINDS, kano
from gapkit.stats.penalty_reward import penalty_reward
from gapkit.stats.regression import correlations, slopes, slopes_by_groups
from gapkit.tally import Answer, Joint

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.measurement.sums import Parts, Sums
    from gapkit.options import Options
    from gapkit.tally import Group, Part, Tally

__all__ = [
    "KANO_COLUMNS",
    "PENALTY_COLUMNS",
    "Contrast",
    "contrasts_of",
    "kano_frame",
    "kano_wanted",
    "penalty_reward_frame",
]

PENALTY_COLUMNS: Final = (
    "wave", "segment", "value", "outcome", "level", "key", "n", "n_low", "n_high", "penalty",
    "penalty_low", "penalty_high", "reward", "reward_low", "reward_high", "asymmetry",
    "asymmetry_low", "asymmetry_high", "p", "impact_asymmetry", "category", "reason",
)  # fmt: skip
"""Columns of `penalty_reward` in their order."""

KANO_COLUMNS: Final = (
    "wave", "segment", "value", "key", "label", "n", *KINDS, "category", "told", "better", "better_low",
    "better_high", "worse", "worse_low", "worse_high", "reason",
)  # fmt: skip
"""Columns of `kano` in their order."""

FEWEST_MARKED: Final = 5
"""With fewer people at one end, a contrast would speak of single persons."""


@dataclass(frozen=True)
class Contrast:
    """One outcome and level, with the sums of its marks "rated low" and "rated high".

    Parameters
    ----------
    outcome, level, keys
        As in the table.
    wish
        The marks "low", the marks "high", the outcome.
    """

    outcome: str
    level: str
    keys: tuple[str, ...]
    wish: Wish


def contrasts_of(inventory: Inventory, outcome: str | None = None) -> list[Contrast]:
    """Return the contrasts that can be told.

    Rated low is the lower half of the scale (below its middle), rated high its upper two ninths, so
    that on 1 to 7 low is below 4 and high from 5.67 on: for single answers 1–3 and 6–7.
    """
    side = resolve("perception", inventory.columns)
    if side is None:
        return []
    own, whole = inventory.scale(side), inventory.instrument.scale
    to = LinearMap.between(own, whole)
    low, high = _cuts(float(whole.low), float(whole.high))
    found = []
    for name, column in outcomes_of(inventory, side.role).items():
        if outcome not in (None, name):
            continue
        last = Column(Answer(column), middle=inventory.scales[column].middle)
        for level in ("dimension", "item"):
            rows = [r for r in levels.of_side(inventory, side) if r.level == level]
            marks = [Column(r.score, to, at_most=low) for r in rows]
            marks += [Column(r.score, to, at_least=high) for r in rows]
            wish = Wish(side.role, (*marks, last))
            found.append(Contrast(name, level, tuple(r.key for r in rows), wish))
    return found


def _cuts(low: float, high: float) -> tuple[float, float]:
    """Highest figure that is low, and lowest that is high.

    Examples
    --------
    >>> [round(cut, 3) for cut in _cuts(1, 7)]
    [3.999, 5.667]
    """
    return (low + high) / 2 - _BELOW, high - 2 * (high - low) / 9


_BELOW: Final = 1e-3


def penalty_reward_frame(
    contrasts: Sequence[Contrast], sums: Sums, options: Options
) -> pd.DataFrame:
    """Return what a low and a high rating of each attribute go with.

    Returns
    -------
    pandas.DataFrame
        `PENALTY_COLUMNS`, for everybody of each wave; ``n_low`` and ``n_high`` are the people
        who rated it so. ``penalty``, ``reward`` and ``asymmetry`` in points of the outcome, as
        `gapkit.stats.penalty_reward.PenaltyReward` explains; an attribute that fewer than five
        people rated low, or high, has no figures.
    """
    import pandas as pd

    tables = [
        _contrast(one, sums.of(one.wish, group), group, options)
        for group in sums.groups
        if group.segment == WHOLE
        for one in contrasts
    ]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in PENALTY_COLUMNS})
    return pd.concat(tables, ignore_index=True)[list(PENALTY_COLUMNS)]


_FIGURES: Final = (
    "penalty", "penalty_low", "penalty_high", "reward", "reward_low", "reward_high", "asymmetry",
    "asymmetry_low", "asymmetry_high", "p", "impact_asymmetry",
)  # fmt: skip


def _contrast(one: Contrast, parts: Parts, group: Group, options: Options) -> pd.DataFrame:
    import pandas as pd

    k = len(one.keys)
    whole = parts.used.sum(axis=0)
    marked = np.rint(parts.table.sum(axis=0)[0, 1:-1]) if not parts.weighted else whole[0, 1:-1]
    low, high = marked[:k], marked[k:]
    few = (low < FEWEST_MARKED) | (high < FEWEST_MARKED)
    kept = marked >= FEWEST_MARKED
    figures: dict[str, Any] = {name: np.full(k, np.nan) for name in _FIGURES}
    kind = np.full(k, "", object)
    why = why_not(parts.n, int(kept.sum()), bool(correlations(whole).sd[-1] > 0))
    reason = np.full(k, why, object)
    if not why:
        # a mark that hardly anybody bears is left out: those people join the middle
        tables = _without(parts.used, ~kept)
        fit = slopes_by_groups(tables) if parts.designed else slopes(tables.sum(axis=0))
        found = penalty_reward(fit, options.confidence)
        for name in _FIGURES:
            figures[name] = np.where(few, np.nan, getattr(found, name))
        kind = np.where(few, "", found.kind).astype(object)
        reason[few] = "too few cases"
    body: dict[str, Any] = {
        **{f: getattr(group, f) for f in ("wave", "segment", "value")},
        "outcome": one.outcome,
        "level": one.level,
        "key": np.array(one.keys, object),
        "n": pd.array([parts.n] * k, dtype="Int64"),
        "n_low": pd.array(np.rint(low).astype(int), dtype="Int64"),
        "n_high": pd.array(np.rint(high).astype(int), dtype="Int64"),
        **figures,
        "category": kind,
        "reason": reason,
    }
    return pd.DataFrame(body)


def _without(tables: NDArray[np.float64], left_out: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Set the sums of some predictors to 0, as if nobody bore the mark."""
    gone = np.concatenate([[False], left_out, [False]])
    kept = tables.copy()
    kept[:, gone, :] = 0
    kept[:, :, gone] = 0
    return kept


def kano_wanted(inventory: Inventory) -> list[Part]:
    """Return the counts that the table `kano` is made of."""
    return [Joint(*pair) for pair in _pairs(inventory).values()]


def _pairs(inventory: Inventory) -> dict[str, tuple[str, str]]:
    """Return item → its two columns."""
    columns = {
        item.id: tuple(f"customer.{b}.{item.id}" for b in (FUNCTIONAL, DYSFUNCTIONAL))
        for item in inventory.instrument.items
    }
    known = inventory.scales
    return {i: (a, b) for i, (a, b) in columns.items() if a in known and b in known}


def kano_frame(
    tally: Tally, inventory: Inventory, options: Options, segments: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the kind of each attribute of which both questions were asked.

    Returns
    -------
    pandas.DataFrame
        `KANO_COLUMNS`: shares of the kinds, the most frequent kind, whether it is told from the
        second; ``better`` and ``worse`` with intervals, as `gapkit.stats.kano.Kano` explains.
    """
    import pandas as pd

    own = [s for s in segments if inventory.knows("customer", s)]
    groups = groups_for(tally, ["customer"], own)
    gather = Gatherer(tally, inventory, groups)
    pairs = _pairs(inventory)
    tables = [_kano(gather, item, pair, options) for item, pair in pairs.items()]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in KANO_COLUMNS})
    frame = pd.concat(tables, ignore_index=True)
    frame = frame.assign(_at=np.tile(np.arange(len(groups)), len(pairs)))
    return frame.sort_values("_at", kind="stable")[list(KANO_COLUMNS)].reset_index(drop=True)


def _kano(gather: Gatherer, item: str, pair: tuple[str, str], options: Options) -> pd.DataFrame:
    import pandas as pd

    found = kano(gather.joint(*pair), options.confidence)
    label = gather.inventory.instrument.label("item", item, options.language)
    figures = ("told", "better", "better_low", "better_high", "worse", "worse_low", "worse_high")
    body: dict[str, Any] = {
        **{f: [getattr(g, f) for g in gather.groups] for f in ("wave", "segment", "value")},
        "key": item,
        "label": label,
        "n": pd.array(found.n, dtype="Int64"),
        **{kind: found.shares[:, at] for at, kind in enumerate(KINDS)},
        "category": found.kind,
        **{name: getattr(found, name) for name in figures},
        "reason": np.where(found.n > 0, "", "nobody answered").astype(object),
    }
    return pd.DataFrame(body)
