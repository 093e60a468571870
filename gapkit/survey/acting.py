"""What `Survey` answers about what to do: what if, actions, did it work; its methods."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gapkit.gaps.groups import natural
from gapkit.survey.driven import explained_sums
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gapkit.results import Result
    from gapkit.survey.handle import Survey

__all__ = ["Acting"]


def what_if(
    self: Survey,
    outcome: str | None = None,
    by: str | Iterable[str] | None = None,
    step: float = 1.0,
    **options: Any,
) -> Result:
    """How much higher an outcome is where a rating, or a gap, is higher: the table `what_if`.

    Parameters
    ----------
    outcome
        One outcome; by default all of the study.
    by
        A column, or several, to break dimensions down by; by default the study's segments.
    step
        How much higher, in points of the scale: half a point to close of a gap is ``step=0.5``.

    Returns
    -------
    Result
        ``change`` in points of the outcome, with its interval: an association, no promise.

    Raises
    ------
    CallError
        There is no such outcome, or `step` is not above 0.
    """
    from gapkit.causes.what_if import checked_step, what_if_frame, what_if_sentences

    of, explained, sums = explained_sums(self, outcome, by, options)
    frame = what_if_frame(explained, sums, of.options, checked_step(step))
    return of._result("what_if", frame, what_if_sentences(frame, self.instrument, of.options))


def actions(
    self: Survey,
    by: str | Iterable[str] | None = None,
    *,
    outcome: str | None = None,
    tables: Mapping[str, Result] | None = None,
    **options: Any,
) -> Result:
    """Rank what to do: size, certainty, importance, cause and remedy of each shortfall.

    Parameters
    ----------
    by
        A column, or several, to break dimensions down by; by default the study's segments.
    outcome
        What importance is taken from; by default the study's first outcome, else what people
        called important, else nothing but the size of the gap.
    tables
        ``gaps``, ``what_if``, ``priorities``, ``causes`` and ``attribution``, where they are at
        hand.

    Returns
    -------
    Result
        The table `actions`: ranked, each rank with its interval.

    Raises
    ------
    CallError
        There is no such outcome.
    """
    from gapkit.causes.action_words import action_sentences
    from gapkit.causes.actions import actions_frame
    from gapkit.causes.catalogue import builtin_catalogue
    from gapkit.causes.ranking import ranked_by_outcome, ranked_by_points

    known = tables or {}
    of, explained, sums = explained_sums(self, outcome, by, options)
    gaps = known.get("gaps") or self.gaps(by, **options)
    what_if = known.get("what_if") or self.what_if(outcome, by, **options)
    priorities = known.get("priorities") or self.priorities(by, **options)
    causes = known.get("causes") or self.causes(**options)
    attribution = known.get("attribution") or self.attribution(by, **options)
    sign = 1 if self.instrument.scale.direction == "higher" else -1
    frame = actions_frame(
        gaps.frame,
        gaps.published().frame,
        (ranked_by_outcome(explained, sums, sign, of.options), ranked_by_points(priorities.frame)),
        what_if.frame,
        causes.published().frame,
        attribution.published().frame,
        self.catalogue or builtin_catalogue(),
        self.instrument,
        of.options,
    )
    return of._result("actions", frame, action_sentences(frame, of.options), gaps.exempt)


def did_it_work(
    self: Survey, actions: str | Path, gaps: Result | None = None, **options: Any
) -> Result:
    """Judge the actions of an earlier report, beyond what regression to the mean brings.

    Parameters
    ----------
    actions
        The earlier ``results.xlsx``, its sheet of actions filled in.
    gaps
        The table `gaps`, where it is at hand; it must know the segments of the actions.

    Returns
    -------
    Result
        The table `did_it_work`: ``worked``, ``not told`` or ``worse`` for each action.

    Raises
    ------
    ReportError
        The workbook cannot be read, or is about another questionnaire.
    """
    from gapkit.causes.action_words import outcome_sentences
    from gapkit.causes.did_it_work import did_it_work_frame
    from gapkit.report.action_sheet import odd_rows, read_actions

    of = self.using(**options) if options else self
    found = read_actions(Path(actions), self.instrument.name)
    segments = {t.baseline.segment for t in found.taken} - {"all"}
    known = tuple(dict.fromkeys([*self.segments, *([self.unit] if self.unit else [])]))
    table = gaps or of.gaps(by=[s for s in known if s in segments])
    frame = did_it_work_frame(found.taken, table.frame, self.instrument, of.options)
    said = odd_rows(found, Path(actions).name)
    if found.taken and frame.empty:
        last = max((t.baseline.wave for t in found.taken), key=natural)
        said += (Phrase("did_it_work.no_wave", {"file": Path(actions).name, "wave": last}),)
    said += outcome_sentences(frame, of.options)
    result = of._result("did_it_work", frame, said, table.exempt)
    return replace(result, roles=table.roles)


class Acting:
    """Questions about what to do, as methods of `Survey`."""

    what_if = what_if
    actions = actions
    did_it_work = did_it_work
