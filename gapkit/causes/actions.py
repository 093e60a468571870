"""The table `actions`: size, certainty, importance, the inner gap behind it, its cause and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.causes.behind import BEHIND_COLUMNS, CAUSE_COLUMNS, behind, main_cause
from gapkit.causes.expected import expected_again, shared_error
from gapkit.causes.ranking import PLACE, RANK_COLUMNS, ranked_by_size
from gapkit.gaps.groups import WHOLE
from gapkit.gaps.sentences import LOWER_IS_WORSE, main_gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.causes.catalogue import Catalogue
    from gapkit.instrument import Instrument
    from gapkit.options import Options

__all__ = ["ACTION_COLUMNS", "ADVICE", "actions_frame", "needed"]

_OF_GAP: Final = (
    "wave", "segment", "value", "gap", "level", "key", "label", "n", "n_left", "n_right",
    "mean_left", "mean_right", "estimate", "se", "df", "ci_low", "ci_high", "verdict", "material",
)  # fmt: skip

_WHAT_IF: Final = ("change", "change_low", "change_high")

ACTION_COLUMNS: Final = (
    *_OF_GAP, "advice",
    *("rank", "rank_low", "rank_high", "score", "importance", "importance_kind", "outcome"),
    *_WHAT_IF, *BEHIND_COLUMNS, *CAUSE_COLUMNS,
    "without_action", "without_action_se", "average", "reason",
)  # fmt: skip
"""Columns in their order."""

ADVICE: Final = ("act", "watch", "keep")
"""A certain shortfall; not told; met or above. `advice` of a row."""

_LEVELS: Final = ("dimension", "item")


def needed(frame: pd.DataFrame, direction: str) -> NDArray[np.float64]:
    """Return each row's shortfall, positive where there is one.

    Of gap 1 both signs are ignorance, so that its size counts.
    """
    estimate = frame["estimate"].to_numpy(float)
    worse = frame["gap"].isin(LOWER_IS_WORSE | {"2"}).to_numpy()
    sign = 1 if direction == "higher" else -1
    need: NDArray[np.float64] = np.where(worse, -estimate * sign, np.abs(estimate))
    return need


def actions_frame(
    gaps: pd.DataFrame,
    shown: pd.DataFrame,
    ranks: Sequence[pd.DataFrame],
    what_if: pd.DataFrame,
    causes: pd.DataFrame | None,
    attribution: pd.DataFrame | None,
    catalogue: Catalogue,
    instrument: Instrument,
    options: Options,
) -> pd.DataFrame:
    """Return what could be done, ranked.

    Parameters
    ----------
    gaps
        The table `gaps`; the gap spoken of is `gapkit.gaps.sentences.main_gap`.
    shown
        The same as it may be published: what stands behind a row is taken from it, since inner
        gaps rest on far fewer people.
    ranks
        Tables of `gapkit.causes.ranking`, the better kind of importance first.
    what_if, causes, attribution
        Those tables; None where they are not at hand.
    catalogue
        For the names of causes.

    Returns
    -------
    pandas.DataFrame
        `ACTION_COLUMNS`; a row for each dimension of each group, and each item of everybody.
        ``advice``: ``act`` on a certain shortfall, ``watch`` what is not told, ``keep`` what is met
        or above. ``rank`` 1 comes first among the rows of one wave, segment, value and level, by
        ``score`` = importance × shortfall (the shortfall alone where nothing tells what matters).
        ``change``: how much higher the outcome is where the rating is one point higher.
        ``carrier``: the inner gap that falls furthest short. ``without_action``: what the next wave
        will show if nothing is done, with its standard error; ``average``: of the row's family.
    """
    import pandas as pd

    gap = main_gap(gaps) if len(gaps) else None
    if gap is None or gap == "priority":
        return pd.DataFrame({name: pd.Series(dtype=object) for name in ACTION_COLUMNS})
    rows = gaps[(gaps["gap"] == gap) & gaps["level"].isin(_LEVELS)]
    rows = rows[(rows["level"] == "dimension") | (rows["segment"] == WHOLE)]
    frame = rows[[*_OF_GAP, "reason"]].reset_index(drop=True)
    frame["advice"] = _advice(frame)
    size = ranked_by_size(frame, needed(frame, instrument.scale.direction), options)
    frame = frame.merge(_best_ranks([*ranks, size]), "left", [*PLACE, "key"])
    frame = frame.merge(_slopes(what_if, frame), "left", [*PLACE, "key"])
    frame = frame.join(behind(frame, shown, attribution))
    labels = {cause.id: cause.label(options.language) for cause in catalogue.causes}
    frame = frame.join(main_cause(frame, causes, labels))
    frame = frame.join(_expected(frame, gaps, instrument.scale.range / 4))
    return _in_order(frame)[list(ACTION_COLUMNS)]


def _advice(frame: pd.DataFrame) -> NDArray[np.object_]:
    verdict = frame["verdict"].to_numpy(object)
    act = verdict == "shortfall"
    act |= (verdict == "surplus") & (frame["gap"] == "1").to_numpy()
    keep = np.isin(verdict, ["met", "surplus"])
    return np.select([act, keep], ["act", "keep"], "watch").astype(object)


def _best_ranks(ranks: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return for each place the first table that ranks it: rows of two kinds cannot be ordered."""
    import pandas as pd

    taken: set[tuple[Any, ...]] = set()
    kept = []
    for table in ranks:
        for place, rows in table.groupby(list(PLACE), sort=False):
            if place not in taken:
                kept.append(rows)
                taken.add(place)
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(RANK_COLUMNS))


def _slopes(what_if: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return what goes with one point more of each perception, for the outcome ranked by."""
    renamed = what_if.rename(columns={"ci_low": "change_low", "ci_high": "change_high"})
    first = next((o for o in frame["outcome"] if isinstance(o, str) and o), None)
    mine = (renamed["kind"] == "perception") & (renamed["outcome"] == first)
    return renamed.loc[mine, [*PLACE, "key", *_WHAT_IF]]


def _expected(frame: pd.DataFrame, gaps: pd.DataFrame, scale: float) -> pd.DataFrame:
    """Work out regression to the mean: of rows of the same people, and of units in one row."""
    import pandas as pd

    found = pd.DataFrame(np.nan, frame.index, ["without_action", "without_action_se", "average"])
    known = frame[frame["estimate"].notna() & (frame["se"] > 0)]
    whole = known["segment"] == WHOLE
    families = [
        *known[whole].groupby(["wave", "level"], sort=False),
        *known[~whole].groupby(["wave", "segment", "level", "key"], sort=False),
    ]
    for _, rows in families:
        shared = 0.0
        if rows["segment"].iloc[0] == WHOLE:
            shared = shared_error(rows["se"], _se_overall(gaps, rows.iloc[0]))
        again = expected_again(rows["estimate"], rows["se"], scale, shared)
        found.loc[rows.index, "without_action"] = again.mean
        found.loc[rows.index, "without_action_se"] = again.se
        found.loc[rows.index, "average"] = float(rows["estimate"].mean())
    return found


def _se_overall(gaps: pd.DataFrame, row: Any) -> float:
    same = (gaps["wave"] == row["wave"]) & (gaps["segment"] == WHOLE) & (gaps["gap"] == row["gap"])
    found = gaps.loc[same & (gaps["level"] == "overall"), "se"]
    return float(found.iloc[0]) if len(found) else float("nan")


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Put what comes first on top of each group; groups and levels stay as they are."""
    groups = frame.groupby(list(PLACE), sort=False).ngroup()
    ranks = frame["rank"].astype("Float64").fillna(float(len(frame)))
    order = np.lexsort((np.arange(len(frame)), ranks.to_numpy(float), groups.to_numpy()))
    return frame.iloc[order].reset_index(drop=True)
