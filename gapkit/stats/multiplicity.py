"""Adjust p values for how many are looked at together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from gapkit.errors import CallError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["adjust"]


def adjust(
    p: ArrayLike,
    method: Literal["holm", "fdr_bh", "none"] = "holm",
    family: ArrayLike = 0,
) -> Floats:
    """Adjust p values within families.

    Parameters
    ----------
    p : shape (rows,)
        NaN stays NaN and is not counted in its family.
    method
        "holm" (1979) keeps the chance of any false claim in a family below α, "fdr_bh" (Benjamini
        & Hochberg 1995) the share of false ones among the claims; "none" changes nothing.
    family : int, shape () or (rows,)
        Rows with the same number belong together; a single number makes one family of all.

    Notes
    -----
    Agrees with R's ``p.adjust``, family by family.

    Examples
    --------
    >>> adjust([0.01, np.nan, 0.04, 0.03])
    array([0.03,  nan, 0.06, 0.06])
    >>> adjust([0.01, 0.04, 0.03], "fdr_bh", family=[1, 2, 2])
    array([0.01, 0.04, 0.04])
    """
    raw = np.array(p, np.float64)
    if method == "none":
        return raw
    if method not in {"holm", "fdr_bh"}:
        raise CallError(f"adjust: unknown method {method!r}; known: holm, fdr_bh, none.")
    known = np.flatnonzero(~np.isnan(raw))
    groups = np.broadcast_to(np.asarray(family, np.int64), raw.shape)[known]
    order = np.lexsort((raw[known], groups))
    group, sorted_p = groups[order], raw[known][order]
    first = np.searchsorted(group, group)
    size = np.searchsorted(group, group, side="right") - first
    rank = np.arange(len(group)) - first + 1
    if method == "holm":
        adjusted = _running_max((size - rank + 1) * sorted_p, group)
    else:
        adjusted = -_running_max((-size / rank * sorted_p)[::-1], group[::-1])[::-1]
    result = raw.copy()
    result[known[order]] = np.minimum(1.0, adjusted)
    return result


def _running_max(x: Floats, group: Ints) -> Floats:
    """Return a running maximum that starts anew with every group, in log₂(n) sweeps."""
    best, reach = x.copy(), 1
    while reach < len(x):
        earlier = np.where(group[reach:] == group[:-reach], best[:-reach], -np.inf)
        if np.all(np.isinf(earlier)):
            break
        best[reach:] = np.maximum(best[reach:], earlier)
        reach *= 2
    return best
