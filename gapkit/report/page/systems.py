"""The systems around the gaps: what each section says, and which rows of its tables stand in front."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import WHOLE, natural
from gapkit.operations.reasons import PART_OF_MONTH
from gapkit.report.page.told import told
from gapkit.report.page.views import small_view
from gapkit.report.systems import SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.page.table import Table

__all__ = ["system_tables", "system_told"]

TIMES: Final = ("wave", "month", "week")
"""Columns that say when."""

OLDEST: Final = 20
"""Complaints of the overdue list that the page carries."""


def system_told(content: Content, section: str) -> tuple[str, ...]:
    """Return what the tables of a section say: the first sentence of each, then the others.

    Parameters
    ----------
    content
        As published.
    section
        One of `SYSTEMS`.
    """
    by_table = [told(content, name) for name in SYSTEMS[section]]
    first = [sentence for said in by_table for sentence in said[:1]]
    return tuple(dict.fromkeys([*first, *(s for said in by_table for s in said[1:])]))


def system_tables(content: Content, section: str) -> tuple[Table, ...]:
    """Return the tables of a section, each with the rows of now.

    Parameters
    ----------
    content
        As published.
    section
        One of `SYSTEMS`.
    """
    return tuple(_tables(content, section))


def _tables(content: Content, section: str) -> Iterator[Table]:
    for name in SYSTEMS[section]:
        if name not in FRONT or name not in content.results:
            continue
        rows = FRONT[name](content.results[name].frame)
        if len(rows):
            table = small_view(content, name, rows, COLUMNS[name])
            yield replace(table, title=_dated(content, table.title, rows))


def _dated(content: Content, title: str, rows: pd.DataFrame) -> str:
    """Return a title with the one wave, month or week that all rows are of."""
    for column in TIMES:
        if column in rows and rows[column].nunique() == 1:
            return content.words("report.dated", title=title, when=rows[column].iloc[0])
    return title


def _last(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows of the last wave or month."""
    times = frame[column].astype(str)
    return frame[times == max(times.unique(), key=natural, default=WHOLE)]


def _last_over(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last month that was over; of the last where none was."""
    over = frame[frame["complete"] == "yes"]
    return _last(over if len(over) else frame, "month")


def _last_whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last month that the log holds whole; of the last where there is none."""
    cut = set(frame.loc[frame["reason"] == PART_OF_MONTH, "month"])
    whole = frame[~frame["month"].isin(cut)]
    return _last(whole if len(whole) else frame, "month")


def _everybody(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["unit"] == WHOLE]


FRONT: Final[Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]]] = {
    "monitoring": _last_over,
    "training": lambda frame: frame,
    "training_effect": lambda frame: frame,
    "monitors": lambda frame: frame[frame["other"] == WHOLE],
    "recovery_steps": _everybody,
    "overdue": lambda frame: frame.head(OLDEST),
    "guarantee": lambda frame: _last(frame, "wave"),
    "guarantee_rules": lambda frame: frame[frame["met"] != "yes"],
    "campaigns": lambda frame: frame,
    "copy_review": lambda frame: frame,
    "contacts": _last_whole,
    "duty": lambda frame: _last_whole(_everybody(frame)),
    "hard_cases": lambda frame: frame,
    "zeros": lambda frame: _last(_everybody(frame), "wave"),
    "calendar": lambda frame: frame,
}
"""Table → its rows that the section shows; all of them stand in the written table."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "monitoring": ("unit", "agent", "checks", "minimum", "covered", "mean", "ci_low:ci_high",
                   "share_below", "critical_errors", "reason"),
    "training": ("unit", "agent", "dimension", "scope", "value", "ci_low:ci_high", "target",
                 "checks", "reason"),
    "training_effect": ("unit", "agent", "dimension", "trained", "before", "after",
                        "expected_change", "effect", "ci_low:ci_high", "reason"),
    "monitors": ("monitor", "calls", "kappa", "kappa_low:kappa_high", "icc", "icc_low:icc_high",
                 "drift", "drift_low:drift_high", "drifts", "reason"),
    "recovery_steps": ("step", "n", "taken", "share", "ci_low:ci_high", "kept_share",
                       "without_share", "reason"),
    "overdue": ("id", "unit", "received", "kind", "dimension", "open_days", "chased", "escalated"),
    "guarantee": ("promise", "kind", "n", "rate", "ci_low:ci_high", "claims", "voice", "payout",
                  "rules_met", "reason"),
    "guarantee_rules": ("promise", "rule", "met", "why"),
    "campaigns": ("wave", "campaigns", "agreed", "share_coordinated", "ci_low:ci_high", "kept",
                  "gap_agreed", "gap_other", "reason"),
    "copy_review": ("campaign", "word", "kind", "place"),
    "contacts": ("unit", "kind", "contacts", "share_same_day", "ci_low:ci_high",
                 "complaints_per_1000", "praise_per_1000", "reason"),
    "duty": ("measure", "value", "previous", "change", "reason"),
    "hard_cases": ("case", "first", "last", "times", "answered", "open_days"),
    "zeros": ("zero", "measure", "n", "value", "ci_low:ci_high", "target", "reading", "reason"),
    "calendar": ("due", "label", "whose", "rule"),
}  # fmt: skip
"""Table → the columns that the section shows; ``low:high`` is an interval in one cell."""
