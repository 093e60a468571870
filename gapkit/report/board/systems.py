"""What the page for the board says of the department's records: a line each, and few numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import WHOLE
from gapkit.plots.recovery import day_of_half
from gapkit.report.figures import last_wave
from gapkit.report.records import tasks

if TYPE_CHECKING:
    from gapkit.report.content import Content

__all__ = ["complaints_line", "promises_line", "systems", "tasks_line"]

TOLD_ABOVE: Final = "overdue"
"""The task that the line on complaints tells."""


def systems(content: Content) -> tuple[str, ...]:
    """Return the lines; none of what no register was kept of.

    Parameters
    ----------
    content
        As published.
    """
    lines = (complaints_line(content), promises_line(content), tasks_line(content))
    return tuple(line for line in lines if line)


def complaints_line(content: Content) -> str:
    """Return within how many days half of the complaints are put right, and how many are overdue.

    Empty without a register of complaints that says when they were put right.
    """
    recovery = content.results.get("recovery")
    if recovery is None:
        return ""
    say, day = content.words, day_of_half(recovery.frame[recovery.frame["unit"] == WHOLE])
    overdue = content.results.get("overdue")
    late = 0 if overdue is None else len(overdue.frame)
    units = [str(p.values["unit"]) for p in content.phrases("overdue") if p.key == "overdue.unit"]
    form = "none_overdue" if not late else "overdue_where" if units else "overdue"
    half = "half_unknown" if day != day else "half" if day else "half_same_day"
    return say(
        "report.board.complaints.line",
        half=say(f"report.board.complaints.{half}", days=say.number(day, 0)),
        overdue=say(
            f"report.board.complaints.{form}", count=say.number(late, 0), units=say.list(units)
        ),
    )


def tasks_line(content: Content) -> str:
    """Return what else the records ask for, in kinds of tasks; empty where they ask for nothing more."""
    others = tasks(content, without=TOLD_ABOVE)
    say = content.words
    return say("report.board.tasks", tasks=say.list(others)) if others else ""


def promises_line(content: Content) -> str:
    """Return how often the promise that was kept least was kept in the last wave.

    Empty where nobody counted how often promises were kept.
    """
    result = content.results.get("guarantee")
    if result is None:
        return ""
    frame = result.frame
    counted = frame[(frame["wave"].astype(str) == last_wave(frame)) & frame["rate"].notna()]
    if counted.empty:
        return ""
    say, least = content.words, counted.sort_values("rate", kind="stable").iloc[0]
    form = "one" if len(counted) == 1 else "least"
    return say(
        f"report.board.promises.{form}",
        promise=least["promise"],
        rate=say.percent(least["rate"], 1),
    )
