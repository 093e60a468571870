"""How much of a change is that other people answered, and how much that they answer otherwise.

One segment column at a time: by shares of channels, or by shares of branches. Parts of several
columns must not be added, since who comes by another channel may also come to another branch.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.comparison.readings import ROW, SIDES
from gapkit.gaps.groups import WHOLE
from gapkit.stats.decomposition import kitagawa

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.stats.frequencies import Floats

__all__ = ["PARTED", "kinds_of_everybody", "mix_rate_parts"]

FIGURES: Final = ("mix", "rate")

PARTED: Final = (*ROW, "wave_from", "wave_to", "by", *FIGURES)
"""Columns of the parts."""

Side = tuple["Floats", "Floats", "Floats"]
"""People of each kind, their means, and the whole mean; (rows, kinds) twice, and (rows,)."""


def kinds_of_everybody(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return everybody's rows by the kinds of one column, which `mix_rate_parts` takes."""
    mine = found[found["segment"] == by]
    return mine.assign(kind=mine["value"], segment=WHOLE, value=WHOLE)


def mix_rate_parts(
    whole: pd.DataFrame, kinds: pd.DataFrame, waves: Sequence[str], by: str
) -> pd.DataFrame:
    """Part the change of each row between consecutive waves by the shares of one column.

    Parameters
    ----------
    whole
        Rows of `gapkit.comparison.readings.readings`.
    kinds
        Rows with the same keys, one a ``kind`` of the people behind them.
    waves
        In their order.
    by
        The column that says the kind.

    Returns
    -------
    pandas.DataFrame
        `PARTED`; mix + rate is the change of the gap. Each side is parted by the people who
        answered it, and the left side's parts are taken away; people whose kind is not known are a
        kind of their own. Weighted figures, rows without kinds, and waves of which the kinds are
        not known are left out.

    Notes
    -----
    Kitagawa (1955); see `gapkit.stats.decomposition.kitagawa`.
    """
    import pandas as pd

    none = pd.DataFrame(columns=list(PARTED), dtype=object).astype(dict.fromkeys(FIGURES, float))
    if whole.empty or kinds.empty or len(waves) < 2:
        return none
    mine = whole[~whole["weighted"].astype(bool)].set_index(["wave", *ROW])
    of_kinds = kinds.set_index(["wave", *ROW, "kind"])
    rows = list(dict.fromkeys(kinds[list(ROW)].itertuples(index=False, name=None)))
    names = list(dict.fromkeys(kinds["kind"]))
    known = set(kinds["wave"])
    tables = []
    for before, after in pairwise(waves):
        if not {before, after} <= known:
            continue
        ends = {
            (side, wave): _side(mine, of_kinds, [(wave, *row) for row in rows], names, side)
            for side in SIDES
            for wave in (before, after)
        }
        left, right = (_parts(ends[side, before], ends[side, after]) for side in SIDES)
        body: dict[str, Any] = dict(zip(ROW, zip(*rows, strict=True), strict=True))
        body |= {"wave_from": before, "wave_to": after, "by": by}
        body |= {"mix": right[0] - left[0], "rate": right[1] - left[1]}
        tables.append(pd.DataFrame(body))
    found = pd.concat(tables, ignore_index=True) if tables else none
    return found[found["mix"].notna()].reset_index(drop=True)


def _side(
    mine: pd.DataFrame,
    of_kinds: pd.DataFrame,
    rows: list[tuple[str, ...]],
    names: list[str],
    side: str,
) -> Side:
    """Look up one side in one wave; the last kind is of those who do not say theirs."""
    import pandas as pd

    columns = [f"{side}_n", f"{side}_mean"]
    total = mine[columns].reindex(pd.MultiIndex.from_tuples(rows)).to_numpy(np.float64)
    cells = pd.MultiIndex.from_tuples([(*row, name) for row in rows for name in names])
    found = of_kinds[columns].reindex(cells).to_numpy(np.float64)
    n, mean = found.reshape(len(rows), len(names), 2).transpose(2, 0, 1)
    n = np.nan_to_num(n)
    rest = np.maximum(np.nan_to_num(total[:, 0]) - n.sum(axis=1), 0)
    said = np.where(n > 0, n * np.nan_to_num(mean), 0.0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        others = np.where(rest > 0, (total[:, 0] * total[:, 1] - said) / rest, np.nan)
    return np.hstack([n, rest[:, None]]), np.hstack([mean, others[:, None]]), total[:, 1]


def _parts(before: Side, after: Side) -> tuple[Floats, Floats]:
    """Return mix and rate of one side; of what is laid down every change is a rate."""
    (n0, m0, whole0), (n1, m1, whole1) = before, after
    parts = kitagawa(n0, n1, m0, m1)
    laid_down = (n0.sum(axis=1) == 0) & (n1.sum(axis=1) == 0)
    mix = np.where(laid_down, 0.0, parts.mix.sum(axis=1))
    rate = np.where(laid_down, whole1 - whole0, parts.rate.sum(axis=1))
    nobody = np.isnan(whole0) | np.isnan(whole1)
    return np.where(nobody, np.nan, mix), np.where(nobody, np.nan, rate)
