"""The table `monitoring`: how often each agent was listened to, and how the calls were scored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import natural
from gapkit.ingest.register_rows import ALL
from gapkit.operations.monitoring.calls import calls_of
from gapkit.operations.monitoring.checks import NAME
from gapkit.operations.monitoring.roster import STAFF, spans
from gapkit.operations.monitoring.targets import below, targets_of_desk
from gapkit.operations.monitoring.words import monitoring_sentences
from gapkit.operations.months import cut_months
from gapkit.operations.reasons import NOT_CHECKED
from gapkit.stats.mean_tests import one_sample_t, pooled_t
from gapkit.stats.moments import Moments
from gapkit.stats.reasons import reason_one_sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.operations.desk import Desk
    from gapkit.results import Result

__all__ = ["MONITORING_COLUMNS", "monitoring", "monitoring_frame"]

MONITORING_COLUMNS: Final = (
    "month", "unit", "agent", "checks", "minimum", "covered", "mean", "ci_low", "ci_high",
    "share_below", "critical_errors", "complete", "reason",
)  # fmt: skip
"""Columns in their order."""

ROW: Final = ("month", "unit", "agent")


def monitoring(desk: Desk) -> Iterator[Result]:
    """Yield the table, where monitors' sheets name agents."""
    if desk.log(NAME) is None:
        return
    frame = monitoring_frame(desk)
    said = monitoring_sentences(frame, targets_of_desk(desk)["overall"], desk)
    yield desk.result("monitoring", frame, said)


def monitoring_frame(desk: Desk) -> pd.DataFrame:
    """Return coverage and scores by month: of each agent, each unit, and the whole.

    Returns
    -------
    pandas.DataFrame
        `MONITORING_COLUMNS`, one row a month and agent; ``agent`` is ``all`` in the row of a unit,
        and ``unit`` too in that of the whole. ``checks``: calls scored, each once however many
        monitors scored it. ``minimum``: checks due; of a unit the sum of its agents'. ``covered``:
        ``yes`` or ``no``; of a unit, whether each of its agents was; blank where the month is cut
        short by the end of the files and still below its minimum. ``mean``: of the calls' overall
        scores, in points of the scale, with its t interval, no further than the scale's ends;
        ``share_below``: share of calls below the target. ``critical_errors``: their number, blank
        where nothing counts them or a cell of theirs could not be read. ``complete``: whether the
        month was over.

    Notes
    -----
    Where there is a list of agents (``[[staff]]``), each on it counts in the months that it says.
    Any other counts from the month of the first check in a unit to that of the last: before and
    after, nothing tells whether the agent worked there. In between, a month without a check is a
    month that was missed. Who was never listened to is due what most others are, unless the list
    says otherwise.

    An agent's interval rests on how much single calls of one agent and month differ, pooled over all
    agents and months (`gapkit.stats.mean_tests.pooled_t`): a handful of calls says next to nothing of
    its own spread, and an interval from two of them alone reached far beyond the scale. Units and the
    whole have a spread of their own.
    """
    import pandas as pd

    calls = calls_of(desk.rows[NAME].frame)
    calls["below"] = below(
        calls["overall"], targets_of_desk(desk)["overall"], desk.instrument.scale.direction
    )
    due = _due(calls, desk.log(STAFF))
    due["complete"] = _complete(due["month"], desk.as_of)
    frames = [_figures(calls, due, keys, desk) for keys in _levels(calls)]
    # calls of no unit are of the whole, which stands there already
    frame = pd.concat(frames, ignore_index=True).drop_duplicates(list(ROW), keep="first")
    ordered = frame.sort_values(list(ROW), key=_place, kind="stable")
    return ordered[list(MONITORING_COLUMNS)].reset_index(drop=True)


def _place(names: pd.Series[str]) -> pd.Series[int]:
    """Return the place of each name: ``all`` first, then as people count."""
    order = sorted(set(names) - {ALL}, key=natural)
    return names.map({ALL: 0, **{name: k for k, name in enumerate(order, 1)}})


def _levels(calls: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return what rows are taken over: the whole, units where there are any, agents."""
    units = [("month", "unit")] if (calls["unit"] != ALL).any() else []
    return [("month",), *units, ROW]


def _due(calls: pd.DataFrame, staff: pd.DataFrame | None) -> pd.DataFrame:
    """Return every month in which an agent was known, with the checks made and due."""
    import pandas as pd

    months = list(pd.period_range(min(calls["month"]), max(calls["month"]), freq="M").astype(str))
    made = calls.groupby(list(ROW)).agg(checks=("overall", "size"), minimum=("minimum", "last"))
    rows = {
        (month, unit, agent): listed
        for unit, agent, first, last, listed in _known(calls, staff, months)
        for month in months
        if first <= month <= last
    }
    every = pd.DataFrame(list(rows), columns=list(ROW)).assign(listed=list(rows.values()))
    every = every.sort_values(list(ROW[::-1]), kind="stable")
    every = every.merge(made.reset_index(), how="left", on=list(ROW))
    every["checks"] = every["checks"].fillna(0).astype(int)
    # a month without a check is due what the month before was, else the one after
    by = every.groupby(["unit", "agent"])["minimum"]
    usual = by.ffill().fillna(by.bfill()).fillna(calls["minimum"].mode().iloc[0])
    every["minimum"] = every["listed"].fillna(usual).astype(int)
    return every


def _known(
    calls: pd.DataFrame, staff: pd.DataFrame | None, months: list[str]
) -> Iterator[tuple[str, str, str, str, float]]:
    """Yield unit, agent, first and last month, and checks due as the list says (NaN: not said)."""
    of_calls = calls.groupby(["unit", "agent"])["month"].agg(["min", "max"]).reset_index()
    for row in of_calls.to_dict("records"):
        yield row["unit"], row["agent"], row["min"], row["max"], float("nan")
    if staff is not None:
        yield from spans(of_calls, staff, months[0], months[-1])


def _complete(months: pd.Series[Any], as_of: date) -> NDArray[np.object_]:
    """Say which months were over on the last day of the files, but for days that nobody works on."""
    cut = cut_months(as_of.replace(day=1), as_of)
    return np.where(months.isin(cut), "no", "yes").astype(object)


def _figures(
    calls: pd.DataFrame, due: pd.DataFrame, keys: tuple[str, ...], desk: Desk
) -> pd.DataFrame:
    """Return the rows of one level."""
    rows = _coverage(due, list(keys))
    rows = rows.join(_scores(calls, rows.index, keys, desk)).reset_index()
    blank: dict[str, Any] = {k: ALL for k in ROW if k not in keys}
    return rows.assign(**blank)


def _coverage(due: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return checks made and due, and whether each agent of a row was covered."""
    due = due.assign(
        reached=due["checks"] >= due["minimum"],
        open=(due["checks"] < due["minimum"]) & (due["complete"] == "no"),
    )
    rows = due.groupby(keys, sort=True).agg(
        checks=("checks", "sum"), minimum=("minimum", "sum"), reached=("reached", "sum"),
        open=("open", "sum"), agents=("agent", "size"), complete=("complete", "first"),
    )  # fmt: skip
    missed = rows["agents"] - rows["reached"] - rows["open"]
    covered = np.select([missed > 0, rows["open"] > 0], ["no", ""], "yes")
    counts = rows[["checks", "minimum"]].astype("Int64")
    return counts.assign(covered=covered.astype(object), complete=rows["complete"])


def _scores(
    calls: pd.DataFrame, index: pd.Index[Any], keys: tuple[str, ...], desk: Desk
) -> pd.DataFrame:
    """Return the figures of the calls behind each row; of a row without any, why there are none."""
    by = calls.groupby(list(keys))
    figures = by.agg(
        n=("overall", "size"), mean=("overall", "mean"), sd=("overall", "std"),
        least=("overall", "min"), most=("overall", "max"), share_below=("below", "mean"),
    ).reindex(index)  # fmt: skip
    figures["critical_errors"] = by["critical"].agg(lambda c: c.sum(skipna=False))
    alike = (figures["least"] == figures["most"]) & (figures["n"] > 1)
    n = figures["n"].fillna(0).astype(int)
    of_calls = Moments.of(n, figures["mean"], figures["sd"].where(~alike, 0.0))
    why = reason_one_sample(of_calls)
    test = pooled_t if keys == ROW else one_sample_t
    tested, scale = test(of_calls, confidence=desk.options.confidence), desk.instrument.scale
    low, high = (
        np.clip(end, float(scale.low), float(scale.high)) for end in (tested.ci_low, tested.ci_high)
    )
    return figures[["mean"]].assign(
        ci_low=low, ci_high=high, share_below=figures["share_below"].astype(float),
        critical_errors=figures["critical_errors"].astype("Float64").astype("Int64"),
        reason=np.where(n == 0, NOT_CHECKED, np.where(np.isfinite(low), "", why)),
    )  # fmt: skip
