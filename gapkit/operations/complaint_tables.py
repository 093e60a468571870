"""The tables on complaints, as results: by week, recovery, its steps, the funnel, what is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.operations.cases import cases_of
from gapkit.operations.complaint_words import (
    complaint_sentences,
    funnel_sentences,
    overdue_sentences,
    recovery_sentences,
    step_sentences,
)
from gapkit.operations.complaints_by_week import weekly_frame
from gapkit.operations.follow_up import funnel_frame, overdue_frame
from gapkit.operations.recovery import recovery_frame, steps_frame
from gapkit.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from gapkit.operations.department import Desk
    from gapkit.wording import Phrase

__all__ = ["complaint_tables"]


def complaint_tables(desk: Desk) -> Iterator[Result]:
    """Yield `complaints`, `recovery`, `recovery_steps`, `funnel` and `overdue`; none without complaints.

    Parameters
    ----------
    desk
        Its register of complaints, the day on which it was closed, and the days in which a
        complaint is to be put right.
    """
    cases, options = cases_of(desk), desk.options
    if cases is None:
        return
    limit = desk.department.answer_within
    said: Iterable[Phrase] = complaint_sentences(cases, options, limit)
    yield _result(desk, "complaints", weekly_frame(cases), said)
    recovery = recovery_frame(cases, options)
    said = recovery_sentences(cases, options, limit) if len(recovery) else ()
    yield _result(desk, "recovery", recovery, said)
    steps = steps_frame(cases, options)
    yield _result(desk, "recovery_steps", steps, step_sentences(steps, options))
    funnel = funnel_frame(cases, options)
    yield _result(desk, "funnel", funnel, funnel_sentences(funnel, options))
    overdue = overdue_frame(cases, limit)
    said = overdue_sentences(cases, overdue, options, limit)
    yield _result(desk, "overdue", overdue, said)


def _result(desk: Desk, name: str, frame: pd.DataFrame, said: Iterable[Phrase]) -> Result:
    return Result(name, frame, desk.options, desk.instrument, tuple(said))
