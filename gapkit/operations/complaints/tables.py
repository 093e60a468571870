"""The tables on complaints, as results: by week, recovery, its steps, the funnel, what is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.operations.complaints.cases import cases_of
from gapkit.operations.complaints.follow_up import funnel_frame, overdue_frame
from gapkit.operations.complaints.recovery import recovery_frame, steps_frame
from gapkit.operations.complaints.weekly import weekly_frame
from gapkit.operations.complaints.words import (
    complaint_sentences,
    funnel_sentences,
    overdue_sentences,
    recovery_sentences,
    step_sentences,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gapkit.operations.desk import Desk
    from gapkit.results import Result
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
    yield desk.result("complaints", weekly_frame(cases), said)
    recovery = recovery_frame(cases, options)
    said = recovery_sentences(cases, options, limit) if len(recovery) else ()
    yield desk.result("recovery", recovery, said)
    steps = steps_frame(cases, options)
    yield desk.result("recovery_steps", steps, step_sentences(steps, options))
    funnel = funnel_frame(cases, options)
    yield desk.result("funnel", funnel, funnel_sentences(funnel, options))
    overdue = overdue_frame(cases, limit)
    said = overdue_sentences(cases, overdue, options, limit)
    yield desk.result("overdue", overdue, said)
