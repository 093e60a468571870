"""How far each unit comes with its complaints, a row a unit, out of the tables `funnel` and `overdue`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import WHOLE
from gapkit.report.page.table import Table, column_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.page.table import Cell, Column

__all__ = ["complaints_by_unit"]

PUT_RIGHT: Final = "recovered"
"""The stage by which units are put in order."""


def complaints_by_unit(content: Content) -> Iterator[Table]:
    """Yield everybody's complaints beside each unit's, the one that puts the fewest right first.

    Nothing where there is one unit, or none.

    Parameters
    ----------
    content
        As published.
    """
    result = content.results.get("funnel")
    if result is None or result.frame["unit"].nunique() < 3:
        return
    by_stage = {str(stage): rows.set_index("unit") for stage, rows in result.frame.groupby("step")}
    units = _in_order(by_stage[PUT_RIGHT])
    columns = tuple(_columns(content, by_stage, units))
    yield Table("funnel", content.words("report.by_unit.complaints"), columns)


def _in_order(put_right: pd.DataFrame) -> list[str]:
    """Return everybody, then the units by their share put right; those without a share come last."""
    worst = put_right.drop(WHOLE).sort_values("share_of_received", kind="stable")
    return [WHOLE, *map(str, worst.index)]


def _columns(
    content: Content, by_stage: dict[str, pd.DataFrame], units: list[str]
) -> Iterator[Column]:
    from gapkit.operations.complaints.follow_up import STAGES

    say = content.words
    names = [say("group.all") if unit == WHOLE else say.unit(unit) for unit in units]
    yield column_of("unit", say("report.column.unit"), [(name, "") for name in names])
    received, *stages = STAGES
    counts = by_stage[received]["n"].loc[units]
    heading = say(f"complaints.step.{received}")
    yield column_of(received, heading, [(say.number(n, 0), "") for n in counts], "number")
    for stage in stages:
        shares = by_stage[stage]["share_of_received"].loc[units]
        if shares.notna().any():
            cells: list[Cell] = [(say.percent(x, 1), "") for x in shares]
            yield column_of(stage, say(f"complaints.step.{stage}"), cells, "number")
    if late := _overdue(content, units):
        yield column_of("overdue", say("report.by_unit.overdue"), late, "number")


def _overdue(content: Content, units: list[str]) -> list[Cell]:
    """Return how many complaints of each unit are overdue; nothing where none is."""
    result = content.results.get("overdue")
    if result is None or result.frame.empty:
        return []
    late = result.frame["unit"].value_counts()
    counts = [len(result.frame) if unit == WHOLE else late.get(unit, 0) for unit in units]
    return [(content.words.number(float(n), 0), "") for n in counts]
