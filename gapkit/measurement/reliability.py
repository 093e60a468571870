"""The table `reliability`: how far each score, and each difference of scores, can be relied on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import WHOLE
from gapkit.measurement import item_sets
from gapkit.stats.one_factor import omega_total, one_factor
from gapkit.stats.reliability import alpha, difference_reliability, item_figures, runs_against

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.measurement.item_sets import ItemSet
    from gapkit.options import Options
    from gapkit.stats.covariance import Covariances
    from gapkit.stats.frequencies import Floats
    from gapkit.tally import Tally

__all__ = ["RELIABILITY_COLUMNS", "ItemNote", "reliability_table"]

RELIABILITY_COLUMNS: Final = (
    "wave", "segment", "value", "battery", "dimension", "k", "n", "alpha", "alpha_low",
    "alpha_high", "omega", "reliability_difference", "reason",
)  # fmt: skip
"""Columns in their order."""

_FIGURES: Final = ("alpha", "alpha_low", "alpha_high", "omega", "reliability_difference")


@dataclass(frozen=True)
class ItemNote:
    """Something about one item that a reader of its dimension's figures should know.

    Parameters
    ----------
    wave, battery, dimension, item
        Where; everybody of the wave.
    kind
        ``unanswered`` (left out of k), ``constant`` (everybody answered alike; it stays in k), or
        ``against`` (runs the other way than the rest).
    item_rest
        Correlation with the other items, where it runs against them.
    """

    wave: str
    battery: str
    dimension: str
    item: str
    kind: str
    item_rest: float = float("nan")


@dataclass(frozen=True)
class _Block:
    """The rows of one set of items, one a group of its table."""

    k: NDArray[np.int64]
    n: NDArray[np.int64]
    figures: dict[str, Floats]
    reason: NDArray[np.object_]

    @classmethod
    def blank(cls, groups: int) -> _Block:
        whole = np.zeros(groups, np.int64)
        nothing = {name: np.full(groups, np.nan) for name in _FIGURES}
        return cls(whole, whole.copy(), nothing, np.full(groups, "", object))


def reliability_table(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    options: Options,
    segments: Sequence[str] = (),
) -> tuple[pd.DataFrame, tuple[ItemNote, ...]]:
    """Return the table, and what is to be said of single items.

    Returns
    -------
    pandas.DataFrame
        `RELIABILITY_COLUMNS`: alpha with Feldt's interval and omega total, over the n people who
        answered all k items. A constant item counts in k; one that nobody answered does not. For
        the gaps of the same people (``battery`` ``gap:5``, …) alpha is that of the items'
        differences, and ``reliability_difference`` follows from both batteries' alphas and their
        correlation. Nobody is weighted: an interval is blank where people were not drawn one by one.
    tuple of ItemNote
    """
    import pandas as pd

    tables, notes = [], []
    for at, of in enumerate(item_sets.by_dimension(inventory, pairs)):
        groups = item_sets.table_groups(tally, inventory, of, segments)
        gather = Gatherer(tally, inventory, groups)
        block, said = _block(gather, of, options)
        notes += said
        body: dict[str, Any] = {
            **{f: [getattr(g, f) for g in groups] for f in ("wave", "segment", "value")},
            "battery": of.battery,
            "dimension": of.dimension,
            "k": pd.array(block.k, dtype="Int64"),
            "n": pd.array(block.n, dtype="Int64"),
            **block.figures,
            "reason": block.reason,
            "_set": at,
        }
        tables.append(pd.DataFrame(body))
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in RELIABILITY_COLUMNS}), ()
    frame = pd.concat(tables, ignore_index=True)
    group = pd.MultiIndex.from_frame(frame[["wave", "segment", "value"]]).factorize()[0]
    frame = frame.assign(_group=group).sort_values(["_group", "_set"], kind="stable")
    return frame[list(RELIABILITY_COLUMNS)].reset_index(drop=True), tuple(notes)


def _block(gather: Gatherer, of: ItemSet, options: Options) -> tuple[_Block, list[ItemNote]]:
    block = _Block.blank(len(gather.groups))
    notes: list[ItemNote] = []
    designed = gather.inventory.is_designed(of.role)
    for among, at in item_sets.patterns(gather, of):
        items, columns = item_sets.of_groups(gather, of, among, at)
        block.k[at], block.n[at] = among.sum(), items.n
        if among.any():
            _fill(block, at, items, columns if of.is_gap else None, options, designed=designed)
        block.reason[at] = _reasons(block, at, items, designed=designed)
        notes += _notes(gather, of, among, at, items)
    return block, notes


def _fill(
    block: _Block,
    at: NDArray[np.int64],
    items: Covariances,
    sides: Covariances | None,
    options: Options,
    *,
    designed: bool,
) -> None:
    found = alpha(items, options.confidence)
    block.figures["alpha"][at] = found.value
    if not designed:
        block.figures["alpha_low"][at], block.figures["alpha_high"][at] = found.low, found.high
    block.figures["omega"][at] = _omega(items)
    if sides is not None:
        block.figures["reliability_difference"][at] = difference_reliability(sides)


def _omega(items: Covariances) -> Floats:
    """Return omega total over the items that vary; a constant one adds nothing to either part."""
    found = np.full(len(items.n), np.nan)
    for varies in np.unique(~items.constant, axis=0):
        rows = np.flatnonzero((~items.constant == varies).all(axis=1))
        if varies.sum() > 1:
            some = items.only(np.flatnonzero(varies).tolist())
            found[rows] = omega_total(one_factor(some.biased[rows]))
    return found


def _reasons(
    block: _Block, at: NDArray[np.int64], items: Covariances, *, designed: bool
) -> NDArray[np.object_]:
    """Say why a figure is blank, the first word that holds."""
    k, n = block.k[at], block.n[at]
    no_alpha = np.isnan(block.figures["alpha"][at])
    no_omega = np.isnan(block.figures["omega"][at])
    varying = (~items.constant).sum(axis=1)
    choices = [
        (k == 0, "nobody answered"),
        (k == 1, "not asked"),
        (n == 0, "too few cases"),
        (n < 2, "n below 2"),
        (no_alpha | (no_omega & (varying < 2)), "no variation"),
        (no_omega & (n <= varying), "too few cases"),
        (no_omega, "singular"),
        (np.full(len(at), designed), "weighted"),
    ]
    words = np.select([c for c, _ in choices], [w for _, w in choices], default="")
    return words.astype(object)


def _notes(
    gather: Gatherer,
    of: ItemSet,
    among: NDArray[np.bool_],
    at: NDArray[np.int64],
    items: Covariances,
) -> list[ItemNote]:
    """Name the items of everybody's rows that nobody answered, that don't vary, or run against."""
    everybody = [k for k, g in enumerate(at) if gather.groups[g].segment == WHOLE]
    if not everybody:
        return []
    left_out = [i for i, kept in zip(of.items, among, strict=True) if not kept]
    places = [(gather.groups[at[row]].wave, of.battery, of.dimension) for row in everybody]
    found = [ItemNote(*where, item, "unanswered") for where in places for item in left_out]
    answered = [i for i, kept in zip(of.items, among, strict=True) if kept]
    if not answered:
        return found
    against, rest = runs_against(items), item_figures(items).item_rest
    for where, row in zip(places, everybody, strict=True):
        for k, item in enumerate(answered):
            if items.constant[row, k]:
                found.append(ItemNote(*where, item, "constant"))
            elif against[row, k]:
                found.append(ItemNote(*where, item, "against", float(rest[row, k])))
    return found
