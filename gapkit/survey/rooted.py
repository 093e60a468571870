"""What `Survey` answers about where gap 5 comes from and what goes with it; its methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.errors import CallError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gapkit.causes.catalogue import Catalogue
    from gapkit.causes.raters import Raters
    from gapkit.gaps import Inventory
    from gapkit.measurement.sums import Parts, Wish
    from gapkit.results import Result
    from gapkit.survey.handle import Survey
    from gapkit.tally import Group, Tally

__all__ = ["RootCauses", "root_wishes"]


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
        The gaps by these columns, or by more, where they are at hand; else they are worked out.

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
    items = items[items["segment"].isin(["all", *segments])]
    frame = tags_frame(items, inventory, pairs, sums, of.options, segments)
    return of._result("tags", frame, tag_sentences(frame, of.options), exempt_sides(pairs))


def exposure(self: Survey, **options: Any) -> Result:
    """Whether customers expect more where a campaign promised more: the table `exposure`.

    Raises
    ------
    CallError
        The survey names no unit.
    """
    from gapkit.causes.exposure import exposure_frame, exposure_sentences

    unit = _unit(self, "exposure")
    of, tally, inventory, _ = self._ask(None, options)
    frame = exposure_frame(tally, inventory, self.pairs(inventory), unit, of.options)
    return of._result("exposure", frame, exposure_sentences(frame, self.instrument, of.options))


def determinants(self: Survey, **options: Any) -> Result:
    """How much of expectation goes with what forms it: the table `determinants`.

    Needs columns of past experience, needs, word of mouth or communication, named in the source:
    ``determinants = {past = "…", word_of_mouth = "…"}``; empty else.
    """
    from gapkit.causes.determinants import (
        determinant_sentences,
        determinants_frame,
        determined_of,
    )
    from gapkit.survey.driven import asked_of, summed

    of, tally, inventory, segments = self._ask(None, options)
    determined = determined_of(inventory)
    wishes = [one.perception for one in determined]
    sums = summed(asked_of(self, of), tally, inventory, segments, wishes)
    frame = determinants_frame(determined, sums, of.options)
    said = determinant_sentences(frame, of.options)
    return of._result("determinants", frame, said)


def consequences(
    self: Survey, outcome: str | None = None, by: str | Iterable[str] | None = None, **options: Any
) -> Result:
    """Tell what goes with gap 5, such as word of mouth or staying: the table `consequences`.

    Parameters
    ----------
    outcome
        One outcome; by default all of the study.
    by
        A column, or several, to break down by; by default the study's segments.

    Raises
    ------
    CallError
        There is no such outcome.
    """
    from gapkit.causes.consequences import consequence_sentences, consequences_frame
    from gapkit.survey.driven import explained_sums

    of, explained, sums = explained_sums(self, outcome, by, options)
    frame = consequences_frame(explained, sums, of.options)
    said = consequence_sentences(frame, of.options)
    return of._result("consequences", frame, said)


def between_units(self: Survey, **options: Any) -> Result:
    """Whether units with a wide inner gap serve worse: the table `between_units`.

    Customers are dealt into halves, so that gap 1 and gap 5 share no sampling error; perceptions
    and outcomes are regressed on expectation, belief, standard and delivery with errors in
    variables. Below 20 units there are no coefficients: see `unit_terms`.

    Raises
    ------
    CallError
        The survey names no unit.
    """
    from gapkit.causes.between_units import between_units_frame
    from gapkit.causes.unit_sentences import between_sentences

    of, tally, inventory, found, outcomes = _halved(self, options)
    pairs = self.pairs(inventory)
    unit = self.unit or ""
    frame = between_units_frame(tally, inventory, pairs, found, unit, outcomes, of.options)
    said = between_sentences(frame, self.instrument, of.options)
    return of._result("between_units", frame, said)


def unit_terms(self: Survey, **options: Any) -> Result:
    """Inner gaps and gap 5 of each unit, from different halves of the customers: `unit_terms`.

    Raises
    ------
    CallError
        The survey names no unit.
    """
    from gapkit.causes.between_units import unit_terms_frame

    of, tally, inventory, found, _ = _halved(self, options)
    pairs = self.pairs(inventory)
    frame = unit_terms_frame(tally, inventory, pairs, found, self.unit or "", of.options)
    return of._result("unit_terms", frame)


def image(self: Survey, **options: Any) -> Result:
    """Set what is felt against what is delivered, with and without the image: the table `image`.

    Needs an outcome called ``image``, in which customers rate it; empty else.

    Raises
    ------
    CallError
        The survey names no unit.
    """
    from gapkit.causes.image import image_frame, image_sentences, image_wishes
    from gapkit.survey.driven import asked_of

    unit = _unit(self, "image")
    of, tally, inventory, _ = self._ask(None, options)
    pairs = self.pairs(inventory)
    wishes = image_wishes(inventory, pairs, unit)
    found = _undesigned(asked_of(self, of), tally, inventory, wishes)
    frame = image_frame(tally, inventory, pairs, found, unit, of.options)
    return of._result("image", frame, image_sentences(frame, self.instrument, of.options))


def _halved(
    survey: Survey, options: dict[str, Any]
) -> tuple[Survey, Tally, Inventory, Mapping[Wish, Mapping[Group, Parts]], dict[str, str]]:
    """Return what tables over units are made of."""
    from gapkit.measurement.outcomes import outcomes_of
    from gapkit.survey.driven import asked_of

    unit = _unit(survey, "between_units")
    of, tally, inventory, _ = survey._ask(None, options)
    wishes = _half_wishes(survey, inventory, unit)
    found = _undesigned(asked_of(survey, of), tally, inventory, wishes)
    return of, tally, inventory, found, outcomes_of(inventory)


def _half_wishes(survey: Survey, inventory: Inventory, unit: str) -> list[Wish]:
    from gapkit.causes.chain import chains_of
    from gapkit.causes.halves import half_wishes
    from gapkit.measurement.outcomes import outcomes_of

    chains = chains_of(inventory, survey.pairs(inventory))
    return half_wishes(inventory, chains, unit, outcomes_of(inventory))


def _undesigned(
    survey: Survey, tally: Tally, inventory: Inventory, wishes: list[Wish]
) -> Mapping[Wish, Mapping[Group, Parts]]:
    """Return sums whose parts are people dealt in turn, whatever the design.

    Clusters would put all customers of a unit into one half.
    """
    from gapkit.measurement.sums import sums_of_products
    from gapkit.survey.driven import summed

    if inventory.design is None:
        return summed(survey, tally, inventory, survey.segments, wishes).found
    if not wishes:
        return {}
    return sums_of_products(survey._counted(None)[0].batches(), wishes, inventory.scales)


def root_wishes(survey: Survey, inventory: Inventory, segments: Sequence[str]) -> list[Wish]:
    """Return the sums that a run's tables on root causes need, so that they are read at once."""
    from gapkit.causes.determinants import determined_of
    from gapkit.causes.image import image_wishes
    from gapkit.causes.tags import tags_wishes

    pairs = survey.pairs(inventory)
    wishes = tags_wishes(inventory, pairs, segments)
    wishes += [one.perception for one in determined_of(inventory)]
    if survey.unit and inventory.design is None:
        wishes += _half_wishes(survey, inventory, survey.unit)
        wishes += image_wishes(inventory, pairs, survey.unit)
    return wishes


def _raters(survey: Survey, of: Survey, tally: Tally) -> tuple[list[Raters], Catalogue, list[str]]:
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


def _unit(survey: Survey, asked: str) -> str:
    if survey.unit is None:
        raise CallError(Problem(asked, "the survey names no unit.", 'Read it with unit="branch".'))
    return survey.unit


class RootCauses:
    """Questions about root causes, as methods of `Survey`."""

    attribution = attribution
    causes = causes
    causes_by_unit = causes_by_unit
    cause_views = cause_views
    tags = tags
    exposure = exposure
    determinants = determinants
    consequences = consequences
    between_units = between_units
    unit_terms = unit_terms
    image = image
