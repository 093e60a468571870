"""The systems around the gaps: what each section says, and which rows of its tables stand in front."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import WHOLE, natural
from gapkit.operations.reasons import PART_OF_MONTH
from gapkit.report.page.complaints_by_unit import complaints_by_unit
from gapkit.report.page.importance import by_importance
from gapkit.report.page.views import small_view
from gapkit.report.systems import SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.page.table import Table

__all__ = ["system_notes", "system_tables", "system_told"]

TIMES: Final = ("wave", "month", "week")
"""Columns that say when."""

FIRST_ROWS: Final[Mapping[str, int]] = {"overdue": 20, "calendar": 12}
"""Lists of which the page carries the first rows: as many as these."""


def system_told(content: Content, section: str) -> tuple[str, ...]:
    """Return what the tables of a section say: what asks for somebody to act, then how things stand.

    Of one importance, the first sentence of each table comes before the others.

    Parameters
    ----------
    content
        As published.
    section
        One of `SYSTEMS`.
    """
    by_table = [content.phrases(name) for name in SYSTEMS[section]]
    said = [*(p for of in by_table for p in of[:1]), *(p for of in by_table for p in of[1:])]
    return tuple(dict.fromkeys(map(content.words.say, by_importance(said))))


def system_notes(content: Content, section: str) -> tuple[str, ...]:
    """Return which tables of a section the audience does not see at all.

    Parameters
    ----------
    content
        As published.
    section
        One of `SYSTEMS`.
    """
    return tuple(
        content.words(
            "report.withheld_table",
            table=content.words(f"report.workbook.sheet.{name}"),
            count=content.withheld[name],
        )
        for name in SYSTEMS[section]
        if name in content.withheld and name not in content.results
    )


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
            yield _table(content, name, rows)
            if name == "recovery_steps":
                yield from complaints_by_unit(content)


def _table(content: Content, name: str, rows: pd.DataFrame) -> Table:
    """Return a table of these rows, the first of a long list, with what does not stand in it."""
    shown = rows.head(FIRST_ROWS.get(name, len(rows)))
    made = small_view(content, name, shown, COLUMNS[name])
    hidden = content.withheld.get(name)
    notes = [content.words("report.withheld", count=hidden)] if hidden else []
    if left_out := len(rows) - len(shown):
        counts = {"shown": len(shown), "count": len(rows)}
        notes.append(content.words("report.first_rows", table=name, **counts))
    title = _dated(content, made.title, rows)
    return replace(made, title=title, left_out=left_out, notes=tuple(notes))


def _dated(content: Content, title: str, rows: pd.DataFrame) -> str:
    """Return a title with the one wave, month or week that all rows are of."""
    for column in TIMES:
        if column in rows and rows[column].nunique() == 1:
            when = str(rows[column].iloc[0])
            when = _week(content, when) if column == "week" else when
            return content.words("report.dated", title=title, when=when)
    return title


def _week(content: Content, week: str) -> str:
    """Return an ISO week such as ``2026-W39`` with the day on which it begins."""
    year, _, number = week.partition("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return content.words("report.week_of", week=week, monday=monday.isoformat())


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


def _to_mend(rules: pd.DataFrame) -> pd.DataFrame:
    """Return the rules that are broken or not spoken of, of promises of which more than the name is known."""
    known = rules["met"].ne("").groupby(rules["promise"]).transform("any")
    return rules[known & (rules["met"] != "yes")]


FRONT: Final[Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]]] = {
    "monitoring": _last_over,
    "training": lambda frame: frame,
    "training_effect": lambda frame: frame,
    "monitors": lambda frame: frame[frame["other"] == WHOLE],
    "recovery_steps": _everybody,
    "overdue": lambda frame: frame,
    "guarantee": lambda frame: _last(frame, "wave"),
    "guarantee_rules": _to_mend,
    "campaigns": lambda frame: frame,
    "copy_review": lambda frame: frame,
    "contacts": _last_whole,
    "duty": lambda frame: _last_whole(_everybody(frame)),
    "hard_cases": lambda frame: frame,
    "zeros": lambda frame: _last(_everybody(frame), "wave"),
    "calendar": lambda frame: frame[frame["past"] == "no"],
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
