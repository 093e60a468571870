"""What drivers, kinds and priorities say, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.levels import label_of
from gapkit.stats.kano import KINDS
from gapkit.wording import Phrase, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.options import Options

__all__ = ["driver_sentences", "kano_sentences", "kind_sentences", "priority_sentences"]

COLLINEAR: Final = 10.0
"""Variance inflation from which slopes are hardly told apart (Marquardt 1970)."""

MIRRORED: Final = 0.25
"""Expectations with less than this part of the gaps' variance: gaps mostly mirror perceptions."""

MOST_NAMED: Final = 5

ALIKE: Final = 0.8
"""Rank correlation of slopes from which two models order the drivers alike."""

FEWEST_ORDERED: Final = 3


def driver_sentences(
    drivers: pd.DataFrame,
    models: pd.DataFrame,
    differences: pd.DataFrame,
    instrument: Instrument,
    options: Options,
) -> tuple[Phrase, ...]:
    """Say for each outcome what goes with it, whether gaps or perceptions explain more, and why."""
    say = options.words
    said: list[Phrase] = []
    for outcome, rows in _last_of_everybody(drivers).groupby("outcome", sort=False):
        if int(rows["n"].max()) < options.min_n:
            continue
        said += _what_drives(rows, say.outcome(str(outcome)), instrument, say)
        mine = [_last_of_everybody(f) for f in (models, differences)]
        said += _which_explains(mine[0][mine[0]["outcome"] == outcome], say)
        said += _constraint(mine[1][mine[1]["outcome"] == outcome], say, options)
    return (*said, Phrase("drivers.association")) if said else ()


def _last_of_everybody(frame: pd.DataFrame) -> pd.DataFrame:
    if frame.empty:
        return frame
    last = frame["wave"].iloc[-1]
    rows: pd.DataFrame = frame[(frame["wave"] == last) & (frame["segment"] == "all")]
    return rows


def _what_drives(
    rows: pd.DataFrame, outcome: str, instrument: Instrument, say: Words
) -> list[Phrase]:
    by = rows[(rows["level"] == "dimension") & (rows["kind"] == "perception")]
    shown = by[by["share"].notna()].sort_values("share", ascending=False, kind="stable")
    named = {"outcome": outcome}
    if shown.empty:
        reasons = by["reason"][by["reason"] != ""]
        why = say(f"reason.{str(reasons.iloc[0]).replace(' ', '_')}") if len(reasons) else ""
        return [Phrase("drivers.blank", {**named, "reason": why})]
    parts = [
        say(
            "drivers.share",
            label=_label(instrument, row, say),
            share=say.percent(row["share"]),
            low=say.percent(row["ci_low"]),
            high=say.percent(row["ci_high"]),
        )
        for row in shown[shown["above_chance"] == "yes"].to_dict("records")
    ]
    explained = say.percent(float(shown["relative_weight"].sum()))
    told = {**named, "n": say.number(int(by["n"].max()), 0), "explained": explained}
    said = [
        Phrase("drivers.told", {**told, "names": say.list(parts)})
        if parts
        else Phrase("drivers.none_told", told)
    ]
    for key, kept in (
        ("drivers.by_chance", shown["above_chance"] == "no"),
        ("drivers.negative", (shown["above_chance"] == "yes") & (shown["r"] < 0)),
    ):
        if kept.any():
            said.append(Phrase(key, {**named, "names": _names(shown[kept], instrument, say)}))
    said += _as_grades(shown, outcome, say)
    same, close = rows[rows["reason"] == "singular"], by[by["vif"] > COLLINEAR]
    if len(same):
        same = same.drop_duplicates("key")
        said.append(Phrase("drivers.singular", {"names": _names(same, instrument, say)}))
    if len(close):
        said.append(Phrase("drivers.collinear", {"names": _names(close, instrument, say)}))
    return said


def _as_grades(shown: pd.DataFrame, outcome: str, say: Words) -> list[Phrase]:
    """Say whether ordered grades put the drivers in the same order as points do."""
    slopes = shown[["beta", "ordinal"]].dropna()
    if len(slopes) < FEWEST_ORDERED:
        return []
    ranks = slopes.rank()
    r = float(ranks["beta"].corr(ranks["ordinal"]))
    order = "alike" if r >= ALIKE else "otherwise"
    values = {"outcome": outcome, "r": say.number(r, 2)}
    return [Phrase(f"drivers.grades.{order}", values)]


def _which_explains(models: pd.DataFrame, say: Words) -> list[Phrase]:
    by: dict[str, Any] = {
        row["model"]: row for row in models.to_dict("records") if row["level"] == "dimension"
    }
    if "gap" not in by or by["gap"]["cv_r_squared"] != by["gap"]["cv_r_squared"]:
        return []
    gap = by["gap"]
    values = {
        "perception": say.percent(by["perception"]["cv_r_squared"]),
        "gap": say.percent(gap["cv_r_squared"]),
        "low": say.number(100 * gap["ci_low"], 1, sign=True),
        "high": say.number(100 * gap["ci_high"], 1, sign=True),
    }
    more = "perception" if gap["ci_high"] < 0 else "gap" if gap["ci_low"] > 0 else "neither"
    return [Phrase(f"drivers.explains.{more}", values)]


def _constraint(rows: pd.DataFrame, say: Words, options: Options) -> list[Phrase]:
    overall = rows[rows["level"] == "overall"] if len(rows) else rows
    if overall.empty or overall["sum"].isna().all():
        return []
    row = overall.iloc[0]
    values = {
        "perception": say.number(row["slope_perception"], options.decimals, sign=True),
        "expectation": say.number(row["slope_expectation"], options.decimals, sign=True),
        "r": say.number(row["r_gap_perception"], options.decimals),
        "ratio": say.number(row["variance_ratio"], options.decimals),
    }
    verdict = "refuted" if row["ci_low"] > 0 or row["ci_high"] < 0 else "stands"
    said = [Phrase(f"drivers.constraint.{verdict}", values)]
    if row["variance_ratio"] < MIRRORED:
        said.append(Phrase("drivers.mirrored", values))
    return said


def kind_sentences(
    frame: pd.DataFrame, instrument: Instrument, options: Options
) -> tuple[Phrase, ...]:
    """Say of each outcome which dimensions annoy where they fail and which delight."""
    say = options.words
    said: list[Phrase] = []
    rows = _last_of_everybody(frame)
    rows = rows[rows["level"] == "dimension"] if len(rows) else rows
    for outcome, some in rows.groupby("outcome", sort=False) if len(rows) else ():
        told, named = False, {"outcome": say.outcome(str(outcome))}
        for kind in ("basic", "performance", "excitement"):
            of_kind = some[some["category"] == kind]
            if len(of_kind):
                values = {**named, "names": _names(of_kind, instrument, say)}
                said.append(Phrase(f"drivers.kind.{kind}", values))
                told = True
        if not told:
            said.append(Phrase("drivers.kind.unclear", named))
    return tuple(said)


def kano_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Say which attributes are of which kind, where that is told."""
    say = options.words
    rows = _last_of_everybody(frame)
    said = []
    for kind in KINDS:
        told = rows[(rows["category"] == kind) & (rows["told"] == "yes")] if len(rows) else rows
        if len(told):
            values = {
                "kind": say(f"kano.{kind}.name"),
                "what": say(f"kano.{kind}.what"),
                "names": _some(list(told["label"]), say),
            }
            said.append(Phrase("drivers.kano.kind", values))
    open_ = int((rows["told"] == "unclear").sum()) if len(rows) else 0
    if open_:
        said.append(Phrase("drivers.kano.unclear", {"count": open_, "items": len(rows)}))
    return tuple(said)


def priority_sentences(
    frame: pd.DataFrame, instrument: Instrument, options: Options
) -> tuple[Phrase, ...]:
    """Say for each kind of importance what comes first, and what is not told apart from it."""
    say = options.words
    rows = _last_of_everybody(frame)
    said: list[Phrase] = []
    groups = rows.groupby(["level", "importance_kind"], sort=False) if len(rows) else ()
    for (level, kind), some in groups:
        shown = some[some["rank_high"].notna()].sort_values("rank", kind="stable")
        if shown.empty or level != "item":
            continue
        first = shown.iloc[0]
        beside = shown[1:][(shown["rank_low"][1:] <= first["rank_high"]).to_numpy()]
        values = {
            "kind": say(f"drivers.importance.{kind}"),
            "first": say("sentence.quoted", label=_label(instrument, first, say)),
            "low": int(first["rank_low"]),
            "high": int(first["rank_high"]),
            "count": len(beside),
        }
        said.append(Phrase("drivers.priority", values))
    return tuple(said)


def _names(rows: pd.DataFrame, instrument: Instrument, say: Words) -> str:
    return _some([_label(instrument, row, say) for row in rows.to_dict("records")], say)


def _some(labels: Iterable[str], say: Words) -> str:
    """List labels, the first few of them where there are many."""
    every = list(labels)
    listed = every[:MOST_NAMED]
    if len(every) > MOST_NAMED:
        listed = [*listed, say("drivers.more", count=len(every) - MOST_NAMED)]
    return say.list(listed)


def _label(instrument: Instrument, row: Any, say: Words) -> str:
    return label_of(instrument, str(row["level"]), str(row["key"]), say.language)
