"""What stands behind a shortfall of service: the inner gap that carries it, and what goes with that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["BEHIND_COLUMNS", "CAUSE_COLUMNS", "INNER", "RESIDUE", "behind", "main_cause"]

INNER: Final = ("1", "2", "3")
"""Gaps that gap 5 is made of; gap 4 acts through expectations and what is felt."""

RESIDUE: Final = "residue"
"""Term of the attribution: perception less delivery."""

BEHIND_COLUMNS: Final = (
    "carrier", "carrier_estimate", "carrier_low", "carrier_high", "carrier_tied", "overpromised"
)  # fmt: skip
"""Columns of `behind`."""

CAUSE_COLUMNS: Final = (
    "cause", "cause_label", "class", "agreement", "agreement_low", "agreement_high", "cause_tied", "exposure",
    "remedy",
)  # fmt: skip
"""Columns of `main_cause`."""

_CELL: Final = ("wave", "segment", "value", "level", "key")


def behind(
    frame: pd.DataFrame, shown: pd.DataFrame, attribution: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the inner gap that falls furthest short in each row of gap 5.

    Parameters
    ----------
    frame
        Rows of the table `actions`.
    shown
        The table `gaps` as published.
    attribution
        That table as published, where it is at hand: for the perception residue, what is delivered
        but not felt.

    Returns
    -------
    pandas.DataFrame
        `BEHIND_COLUMNS`, on the index of `frame`. Only certain shortfalls count; ``carrier_tied``
        names those whose intervals overlap with the largest one's. ``overpromised``: ``yes``
        where gap 4 falls short for certain.
    """
    import pandas as pd

    certain = shown[(shown["verdict"] == "shortfall") & shown["estimate"].notna()]
    inner = certain[certain["gap"].isin(INNER)]
    if attribution is not None and len(attribution):
        inner = pd.concat([inner, _residue(attribution, frame)], ignore_index=True)
    short = dict(iter(inner.groupby(list(_CELL), sort=False)))
    promises = set(map(tuple, certain.loc[certain["gap"] == "4", list(_CELL)].to_numpy()))
    rows = [
        _carrier(short.get(cell) if gap == "5" else None)
        | {"overpromised": "yes" if gap == "5" and cell in promises else ""}
        for gap, *cell_of in frame[["gap", *_CELL]].itertuples(index=False, name=None)
        for cell in [tuple(cell_of)]
    ]
    return pd.DataFrame(rows, frame.index, list(BEHIND_COLUMNS))


def _residue(attribution: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the residues that go the way of a shortfall for certain, as rows of a gap."""
    short = frame.loc[frame["verdict"] == "shortfall", "estimate"]
    rows = attribution[attribution["term"] == RESIDUE]
    # all shortfalls of a survey have one sign, which tells which way is short
    certain = rows["ci_low"] > 0 if (short > 0).any() else rows["ci_high"] < 0
    named = rows[certain].rename(columns={"dimension": "key"})
    return named.assign(gap=RESIDUE, level="dimension")


def _carrier(rows: pd.DataFrame | None) -> dict[str, Any]:
    if rows is None:
        return {"carrier": "", "carrier_tied": ""}
    # further short is further from zero, whichever way the scale runs
    ordered = rows.loc[rows["estimate"].abs().sort_values(ascending=False, kind="stable").index]
    first = ordered.iloc[0]
    overlap = (ordered["ci_low"] <= first["ci_high"]) & (ordered["ci_high"] >= first["ci_low"])
    tied = ordered.loc[overlap, "gap"].iloc[1:]
    return {
        "carrier": str(first["gap"]),
        "carrier_estimate": float(first["estimate"]),
        "carrier_low": float(first["ci_low"]),
        "carrier_high": float(first["ci_high"]),
        "carrier_tied": ", ".join(tied),
    }


def main_cause(
    frame: pd.DataFrame, causes: pd.DataFrame | None, labels: Mapping[str, str]
) -> pd.DataFrame:
    """Return the cause that ranks first for the gap that each row comes down to.

    Parameters
    ----------
    frame
        Rows of the table `actions`, with ``carrier``.
    causes
        The table `causes` as published.
    labels
        Cause → what it is called.

    Returns
    -------
    pandas.DataFrame
        `CAUSE_COLUMNS`, on the index of `frame`; ``cause_tied`` counts the causes whose rank
        intervals reach the first one's.
    """
    import pandas as pd

    first = {} if causes is None or causes.empty else _first_causes(causes)
    of = zip(frame["wave"], frame["carrier"], frame["gap"], strict=True)
    rows = [first.get((wave, carrier or gap), {}) for wave, carrier, gap in of]
    found = pd.DataFrame(rows, frame.index, list(CAUSE_COLUMNS))
    found["cause_label"] = [labels.get(cause, cause) for cause in found["cause"]]
    texts = ["cause", "cause_label", "class", "exposure", "remedy"]
    return found.assign(**{c: found[c].astype(object).where(found[c].notna(), "") for c in texts})


def _first_causes(causes: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    ranked = causes[causes["rank"].notna()].sort_values("rank", kind="stable")
    found = {}
    for (wave, gap), rows in ranked.groupby(["wave", "gap"], sort=False):
        row = rows.iloc[0]
        tied = (rows["rank_low"].iloc[1:] <= row["rank_high"]).fillna(False)
        found[str(wave), str(gap)] = {
            "cause": row["cause"],
            "class": row["class"],
            "agreement": row["agreement"],
            "agreement_low": row["ci_low"],
            "agreement_high": row["ci_high"],
            "cause_tied": int(tied.sum()),
            "exposure": row["exposure"],
            "remedy": row["remedy"],
        }
    return found
