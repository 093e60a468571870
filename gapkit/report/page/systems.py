"""The systems around the gaps: what each section says, and which rows of its tables stand in front."""

from __future__ import annotations

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

OLDEST: Final = 20
"""Complaints of the overdue list that the page carries."""


def system_told(content: Content, section: str) -> tuple[str, ...]:
    """Return what the tables of a section say.

    Parameters
    ----------
    content
        As published.
    section
        One of `SYSTEMS`.
    """
    return told(content, *SYSTEMS[section])


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
        if name in FRONT and name in content.results:
            rows = FRONT[name](content.results[name].frame)
            if len(rows):
                yield small_view(content, name, rows)


def _last(column: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return what picks the rows of the last wave, month or week."""

    def rows(frame: pd.DataFrame) -> pd.DataFrame:
        times = frame[column].astype(str)
        last = max(times.unique(), key=natural, default=WHOLE)
        return frame[times == last]

    return rows


def _last_whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last month that the files hold whole; of the last where none is."""
    whole = frame[frame["complete"] == "yes"]
    return _last("month")(whole if len(whole) else frame)


def _of_everybody(column: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return what picks the last rows over all units."""
    last = _last(column)
    return lambda frame: last(frame[frame["unit"] == WHOLE])


FRONT: Final[Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]]] = {
    "monitoring": _last_whole,
    "training": lambda frame: frame,
    "training_effect": lambda frame: frame,
    "monitors": lambda frame: frame[frame["other"] == WHOLE],
    "recovery_steps": lambda frame: frame[frame["unit"] == WHOLE],
    "overdue": lambda frame: frame.head(OLDEST),
    "guarantee": _last("wave"),
    "guarantee_rules": lambda frame: frame[frame["met"] != "yes"],
    "campaigns": lambda frame: frame,
    "copy_review": lambda frame: frame,
    "contacts": _last("month"),
    "duty": _of_everybody("month"),
    "hard_cases": lambda frame: frame,
    "zeros": _of_everybody("wave"),
    "calendar": lambda frame: frame,
}
"""Table → its rows that the section shows; all of them stand in the written table."""
