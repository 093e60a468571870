"""The gate: whose figures others may not see, since too few people stand behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.results.columns import ANSWERED_BY, BEHIND_UNITS, FOUND, GIVEN, PEOPLE, TEXTS, is_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["blanked", "of_few"]


def of_few(frame: pd.DataFrame, fewest: int, exempt: Mapping[str, tuple[str, ...]]) -> Any:
    """Whether a row rests on 1 to fewest − 1 people on any side.

    Where a row is one answer, its n is a figure itself; what counts is everybody who answered.
    """
    import numpy as np

    small = np.zeros(len(frame), dtype=bool)
    of_units = BEHIND_UNITS[0] in frame
    who = "gap" if "gap" in frame else "battery"
    for column in BEHIND_UNITS if of_units else PEOPLE:
        if column not in frame:
            continue
        counts = frame[column].astype("Float64").fillna(0)
        if "answer" in frame:
            counts = counts.groupby([frame[k] for k in ANSWERED_BY], sort=False).transform("sum")
        people = counts.to_numpy(dtype=float)
        few = (people > 0) & (people < fewest)
        for name, sides in exempt.items():
            if column in sides:
                few &= (frame[who] != name).to_numpy()
        small |= few
    return small


def blanked(frame: pd.DataFrame, small: Any) -> pd.DataFrame:
    """Return a copy whose figures are blank in the rows `small`; keys and counts as they were."""
    import pandas as pd

    frame = frame.copy()
    given = GIVEN if "customers" in frame else frozenset()
    kept = TEXTS | given | (set() if "answer" in frame else set(PEOPLE))
    keys = [column for column in frame if is_key(str(column), frame[column])]
    for column in frame.columns.difference([*kept, *keys]):
        frame.loc[small, column] = pd.NA if frame[column].dtype == "Int64" else float("nan")
    for column in FOUND:
        if column in frame:
            frame.loc[small, column] = "unclear" if column == "verdict" else ""
    if "reason" in frame:
        frame.loc[small, "reason"] = "suppressed"
    return frame
