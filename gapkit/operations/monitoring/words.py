"""What the table `monitoring` says, in sentences. They count agents and never name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.ingest.register_rows import ALL
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.department import Desk

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
    months = [over["month"].iloc[-1]] if len(over) else []
    if whole["complete"].iloc[-1] == "no":
        months.append(whole["month"].iloc[-1])
    coverage = [phrase for month in months for phrase in _coverage(frame, month)]
    return (*coverage, *_scores(whole, target, desk), *_critical(whole))


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


def _critical(whole: pd.DataFrame) -> Iterator[Phrase]:
    counted = whole[whole["critical_errors"].notna()]
    if len(counted):
        last = counted.iloc[-1]
        values = {"count": int(counted["critical_errors"].sum()), "month": last["month"],
                  "last": int(last["critical_errors"])}  # fmt: skip
        yield Phrase("monitoring.critical", values)
