"""What a league of units says, in sentences: who is told apart, and how little a rank means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = ["league_sentences"]

MOST_NAMES: Final = 10
"""More units than this are counted instead of named."""


def league_sentences(
    frame: pd.DataFrame, options: Options, columns: Sequence[str]
) -> tuple[Phrase, ...]:
    """Return what the table `league` says about its last wave.

    Parameters
    ----------
    frame
        The table `league`.
    columns
        What units were adjusted for.

    Returns
    -------
    tuple of Phrase
        On the overall `main_gap`: units told below and above the units' average, how many pairs
        are told apart, the last rank's interval, the intraclass correlation; then, by dimension,
        the units told below.
    """
    if frame.empty:
        return (Phrase("league.nothing"),)
    # sentences are read by others too: they never name a unit of very few people
    last = frame[(frame["wave"] == max(frame["wave"], key=natural)) & (frame["n"] >= options.min_n)]
    if last.empty:
        return (Phrase("league.nothing"),)
    gap = main_gap(last)
    mine = last[last["gap"] == gap]
    overall = mine[mine["level"] == "overall"]
    say = options.words
    if overall["value"].nunique() < 2:
        unit = say.segment(str(overall["segment"].iloc[0]))
        return (Phrase("league.one_unit", {"unit": unit}),)
    if overall["shrunk"].isna().all():
        return (Phrase("league.few", {"count": len(overall)}),)
    return (
        *_apart(overall, str(gap), say),
        *_last_rank(overall, say),
        *_spread(overall, say, options),
        *_below_by_dimension(mine, say),
        *(
            [
                Phrase(
                    "league.adjusted",
                    {"columns": say.list([say.segment(column) for column in columns])},
                )
            ]
            if len(columns)
            else []
        ),
        Phrase("league.raw"),
    )


def _apart(overall: pd.DataFrame, gap: str, say: Words) -> list[Phrase]:
    known = overall[overall["shrunk"].notna()]
    counts = {v: int((known["verdict"] == v).sum()) for v in ("below", "above", "unclear")}
    units = len(known)
    pairs = units * (units - 1) // 2
    told = int(known["told_higher"].sum())
    values: dict[str, Any] = {"gap": gap_name(say, gap), "units": units, **counts}
    said = [Phrase("league.units", values), Phrase("league.pairs", {"told": told, "pairs": pairs})]
    for side in ("below", "above"):
        if counts[side]:
            names = _names(say, known[known["verdict"] == side])
            said.append(Phrase(f"league.{side}", {"names": names}))
    return said


def _last_rank(overall: pd.DataFrame, say: Words) -> list[Phrase]:
    known = overall[overall["rank"].notna()]
    if known.empty:
        return []
    row = known.iloc[int(known["rank"].astype(int).to_numpy().argmax())]
    ranks = {name: int(row[name]) for name in ("rank", "rank_low", "rank_high")}
    sure = ranks["rank_low"] == ranks["rank_high"]
    unit = say.value(str(row["segment"]), str(row["value"]))
    return [Phrase("league.surely_last" if sure else "league.last", {"unit": unit, **ranks})]


def _spread(overall: pd.DataFrame, say: Words, options: Options) -> list[Phrase]:
    row = overall.iloc[0]
    if row["icc"] != row["icc"]:
        return []
    # fewer than no differences between units there cannot be
    share = say.percent(max(float(row["icc"]), 0.0), 1)
    effect = say.number(float(row["design_effect"]), options.decimals)
    return [Phrase("league.spread", {"share": share, "effect": effect})]


def _below_by_dimension(mine: pd.DataFrame, say: Words) -> list[Phrase]:
    rows = mine[(mine["level"] == "dimension") & (mine["verdict"] == "below")]
    parts = [
        say("league.dimension", label=label, names=_names(say, table))
        for label, table in rows.groupby("label", sort=False)
    ]
    return (
        [Phrase("league.dimensions", {"list": say("league.between").join(parts)})] if parts else []
    )


def _names(say: Words, rows: pd.DataFrame) -> str:
    pairs = zip(rows["segment"].astype(str), rows["value"].astype(str), strict=True)
    names = [say.value(segment, value) for segment, value in pairs]
    if len(names) > MOST_NAMES:
        return say("league.many", count=len(names))
    return say.list(names)
