"""What `Survey` answers about where gap 5 comes from and what goes with it; its methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapkit.causes.catalogue import Catalogue
    from gapkit.causes.raters import Raters
    from gapkit.results import Result
    from gapkit.survey.handle import Survey
    from gapkit.tally import Tally

__all__ = ["RootCauses"]


def attribution(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """How gap 5 adds up of gaps 1 to 3 and the perception residue: the table `attribution`.

    Arithmetic, not evidence: amounts with intervals, never shares. Where a role is missing, the
    terms that meet in it come as one.

    Parameters
    ----------
    by
        A column, or several, to break down by; by default the study's segments.

    Returns
    -------
    Result
        Empty where nothing was asked of anybody but customers.
    """
    from gapkit.causes.attribution_sentences import attribution_sentences
    from gapkit.causes.identity import attribution_frame

    of, tally, inventory, segments = self._ask(by, options)
    frame = attribution_frame(tally, inventory, self.pairs(inventory), of.options, segments)
    said = attribution_sentences(frame, self.instrument, of.options)
    return of._result("attribution", frame, said)


def causes(self: Survey, **options: Any) -> Result:
    """Which causes managers and staff see at work: the table `causes`.

    Agreement by cause and role with its rank among the causes of the gap, class, remedy and
    exposure; over units, how it goes with the gap. Association, not proof.

    Raises
    ------
    CallError
        A column asks about a cause that is not in the catalogue.
    """
    from gapkit.causes.agreement import causes_frame
    from gapkit.causes.cause_sentences import cause_sentences
    from gapkit.causes.units import unit_gaps

    of, tally, inventory, _ = self._ask(None, options)
    raters, catalogue, waves = _raters(self, of, tally)
    pairs = self.pairs(inventory)
    asked = raters and self.unit
    gaps = unit_gaps(tally, inventory, pairs, self.unit) if asked and self.unit else {}
    sides = {p.gap.name: frozenset(side.role for side in p.sides) for p in pairs}
    scale = self.instrument.scale
    frame = causes_frame(raters, catalogue, gaps, sides, scale, waves, of.options)
    return of._result("causes", frame, cause_sentences(frame, of.options))


def causes_by_unit(self: Survey, **options: Any) -> Result:
    """Agreement with each cause in each unit: the table `causes_by_unit`.

    Raises
    ------
    CallError
        A column asks about a cause that is not in the catalogue.
    """
    from gapkit.causes.agreement import causes_by_unit_frame

    of, tally, _, _ = self._ask(None, options)
    raters, catalogue, waves = _raters(self, of, tally)
    frame = causes_by_unit_frame(raters, catalogue, waves, of.options)
    return of._result("causes_by_unit", frame)


def cause_views(self: Survey, **options: Any) -> Result:
    """Where two roles see the same cause differently: the table `cause_views`.

    Raises
    ------
    CallError
        A column asks about a cause that is not in the catalogue.
    """
    from gapkit.causes.cause_sentences import view_sentences
    from gapkit.causes.views import cause_views_frame

    of, tally, _, _ = self._ask(None, options)
    raters, catalogue, waves = _raters(self, of, tally)
    frame = cause_views_frame(raters, catalogue, self.instrument.scale, waves, of.options)
    return of._result("cause_views", frame, view_sentences(frame, of.options))


def tags(
    self: Survey,
    by: str | Iterable[str] | None = None,
    gaps: Result | None = None,
    **options: Any,
) -> Result:
    """Every gap cut by the tags of its items, such as origin, aspect, moment: the table `tags`.

    Parameters
    ----------
    by
        A column, or several, to break down by; by default the study's segments.
    gaps
        The gaps by the same columns, where they are at hand; else they are worked out.

    Returns
    -------
    Result
        Weighted by items, the values of a tag come to the gap over all items. Empty where no item
        bears a tag.
    """
    from gapkit.causes.tag_sentences import tag_sentences
    from gapkit.causes.tags import tags_frame, tags_wishes
    from gapkit.gaps.inventory import exempt_sides
    from gapkit.survey.driven import asked_of, summed

    of, tally, inventory, segments = self._ask(by, options)
    pairs = self.pairs(inventory)
    wishes = tags_wishes(inventory, pairs, segments)
    sums = summed(asked_of(self, of), tally, inventory, segments, wishes)
    items = (gaps or self.gaps(by, **options)).frame
    frame = tags_frame(items, inventory, pairs, sums, of.options, segments)
    return of._result("tags", frame, tag_sentences(frame, of.options), exempt_sides(pairs))


def _raters(
    survey: Survey, of: Survey, tally: Tally
) -> tuple[list[Raters], Catalogue, list[str]]:
    """Return who rated causes, the catalogue, and the waves that are asked about."""
    from gapkit.causes.catalogue import builtin_catalogue
    from gapkit.causes.raters import raters_of
    from gapkit.gaps.groups import waves_of
    from gapkit.survey.driven import asked_of

    catalogue = survey.catalogue or builtin_catalogue()
    known: dict[Any, list[Raters]] = survey.__dict__.setdefault("_cause_raters", {})
    asked = asked_of(survey, of)
    key = asked.options.leave_out
    if key not in known:
        scale = survey.instrument.scale
        known[key] = raters_of(asked.answers, catalogue, scale, survey.unit)
    return known[key], catalogue, waves_of(tally)


class RootCauses:
    """Questions about root causes, as methods of `Survey`."""

    attribution = attribution
    causes = causes
    causes_by_unit = causes_by_unit
    cause_views = cause_views
    tags = tags
