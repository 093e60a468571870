"""The systems around the gaps: what each section says, and which rows of its tables stand in front."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural
from gapkit.report.page.told import told
from gapkit.report.page.views import small_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.page.table import Table

__all__ = ["SYSTEMS", "system_tables", "system_told"]

SYSTEMS: Final[Mapping[str, tuple[str, ...]]] = {
    "monitoring": ("monitoring", "training", "training_effect", "monitors", "limits"),
    "complaints": ("complaints", "recovery", "recovery_steps", "funnel", "overdue"),
    "guarantee": ("guarantee", "guarantee_rules", "campaigns", "copy_review"),
    "log": ("contacts", "duty", "hard_cases"),
    "zeros": ("zeros",),
    "calendar": ("calendar",),
}
"""Section → the tables that it speaks of."""

WHOLE: Final = "all"

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
            table = small_view(content, name, rows)
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
    cut = set(frame.loc[frame["reason"] == "part of month", "month"])
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
