"""What the table `monitoring` says, in sentences. They count agents and never name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.ingest.register_rows import ALL
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.desk import Desk

__all__ = ["monitoring_sentences"]


def monitoring_sentences(frame: pd.DataFrame, target: float, desk: Desk) -> tuple[Phrase, ...]:
    """Say who was listened to and how the calls score, of the last month that was over.

    Parameters
    ----------
    frame
        The table `monitoring`.
    target
        The score that a call should reach.
    """
    whole = frame[(frame["unit"] == ALL) & (frame["agent"] == ALL)]
    over = whole[whole["complete"] == "yes"]
    month = (over if len(over) else whole)["month"].iloc[-1]
    coverage = [p for m in dict.fromkeys([month, max(whole["month"])]) for p in _coverage(frame, m)]
    said = whole[whole["month"] <= month]
    return (*coverage, *_scores(said, target, desk), *_critical(whole, month))


def _coverage(frame: pd.DataFrame, month: str) -> Iterator[Phrase]:
    of_month = frame[(frame["month"] == month) & (frame["agent"] != ALL)]
    checks = int(of_month["checks"].sum())
    is_open = (of_month["complete"] == "no").any()
    covered = int((of_month["covered"] == "yes").sum())
    values = {"month": month, "covered": covered, "agents": len(of_month), "checks": checks}
    yield Phrase("monitoring.covered_open" if is_open else "monitoring.covered", values)
    missed = int((of_month["checks"] == 0).sum())
    if missed and not is_open:
        yield Phrase("monitoring.missed", {"count": missed, "month": month})
    before = frame[(frame["month"] < month) & (frame["agent"] != ALL)]["agent"]
    later = frame[(frame["month"] >= month) & (frame["agent"] != ALL)]["agent"]
    if gone := len(set(before) - set(later)):
        yield Phrase("monitoring.gone", {"count": gone, "month": month})


def _scores(whole: pd.DataFrame, target: float, desk: Desk) -> Iterator[Phrase]:
    say, decimals = desk.options.words, desk.options.decimals
    scored = whole[whole["checks"] > 0]
    row = scored.iloc[-1]
    values = {
        "month": row["month"],
        "mean": say.number(row["mean"], decimals),
        "share": say.percent(row["share_below"]),
        "target": say.number(target, decimals),
    }
    if row["ci_low"] == row["ci_low"]:
        ends = {n: say.number(row[f"ci_{n}"], decimals) for n in ("low", "high")}
        yield Phrase("monitoring.mean", values | ends)
    else:
        yield Phrase("monitoring.mean_alone", values)
    if "overall" not in desk.department.score_targets:
        yield Phrase("monitoring.target", {"target": values["target"]})


def _critical(whole: pd.DataFrame, month: str) -> Iterator[Phrase]:
    """Say the critical errors: all of them, those of `month`, and any of the month that is not over."""
    by_month = whole.dropna(subset=["critical_errors"]).set_index("month")["critical_errors"]
    if by_month.empty:
        return
    last = int(by_month.get(month, 0))
    values = {"count": int(by_month.sum()), "month": month, "last": last}
    if month not in by_month:
        yield Phrase("monitoring.critical_unknown", values)
    else:
        yield Phrase("monitoring.critical" if last else "monitoring.critical_none", values)
    later = by_month[by_month.index > month]
    if later.sum():
        values = {"month": later.index[-1], "count": int(later.sum())}
        yield Phrase("monitoring.critical_open", values)
