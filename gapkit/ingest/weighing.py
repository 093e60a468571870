"""What weighs and places the people of a block: survey weights, clusters, strata, importance points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.ingest.cells import Group

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from gapkit.ingest.arrays import Keys

__all__ = ["refuse_negative_points", "weighing_notes"]

Numbers = dict[str, "NDArray[np.float64]"]

WHOLE: Final = 100.0
"""What a person's importance points are to add up to."""

DUST: Final = 1e-6
"""Sets this near to 100 add up: decimals such as 33.4 have no exact sum in binary."""


def refuse_negative_points(numbers: Mapping[str, NDArray[np.float64]]) -> Numbers:
    """Blank all points of a person who gave one below 0: the set shares out nothing.

    Parameters
    ----------
    numbers
        ``weight`` and ``points.<dimension>`` → a number for each row, NaN where there is none.

    Examples
    --------
    >>> found = refuse_negative_points({"points.a": np.array([60.0, 130]), "points.b": np.array([40.0, -30])})
    >>> found["points.a"].tolist(), found["points.b"].tolist()
    ([60.0, nan], [40.0, nan])
    """
    refused = _negative(numbers)
    return {
        name: np.where(refused, np.nan, values) if _is_points(name) else values
        for name, values in numbers.items()
    }


def weighing_notes(
    numbers: Mapping[str, NDArray[np.float64]],
    keys: Mapping[str, Keys],
    records: NDArray[np.int64],
    used: NDArray[np.bool_],
) -> dict[str, Group]:
    """Return what is to be said of the rows that are used: word of the ledger → rows.

    Parameters
    ----------
    numbers
        As they were written, before `refuse_negative_points`.
    keys
        Key columns of the block, ``cluster`` and ``strata`` among them.
    records
        Record number of each row.
    """
    nobody = np.zeros(len(records), np.bool_)
    negative = _negative(numbers)
    given = [np.nan_to_num(v) for name, v in numbers.items() if _is_points(name)]
    total = np.sum(given, axis=0) if given else np.full(len(records), WHOLE)
    found = {
        "zero_weight": numbers["weight"] == 0 if "weight" in numbers else nobody,
        "no_cluster": keys["cluster"].numbers < 0 if "cluster" in keys else nobody,
        "no_stratum": keys["strata"].numbers < 0 if "strata" in keys else nobody,
        "negative_points": negative | nobody,
        "points_rescaled": (total > 0) & (np.abs(total - WHOLE) > DUST) & ~negative,
    }
    rows = {name: np.flatnonzero(where & used) for name, where in found.items()}
    return {name: Group(len(at), records[at[:5]].tolist()) for name, at in rows.items() if len(at)}


def _is_points(name: str) -> bool:
    return name.startswith("points.")


def _negative(numbers: Mapping[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
    below = [values < 0 for name, values in numbers.items() if _is_points(name)]
    return np.logical_or.reduce(below) if below else np.zeros(1, np.bool_)
