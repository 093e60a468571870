"""What `Survey` answers about the soundness of the questionnaire; its methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.errors import CallError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gapkit.gaps import Inventory
    from gapkit.measurement.battery_models import BatteryModel
    from gapkit.measurement.item_sets import ItemSet
    from gapkit.results import Result
    from gapkit.survey.handle import Survey
    from gapkit.tally import Part, Tally

__all__ = ["correlations", "factors", "fit", "invariance", "reliability", "structure", "validity"]

CORRELATIONS = ("pearson", "polychoric")
"""What factors can be explored from."""


def reliability(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """How far the scores of each dimension, and their gaps, can be relied on: `reliability`.

    Parameters
    ----------
    by
        A column, or several, to break down by; by default the study's segments.

    Returns
    -------
    Result
        Alpha with Feldt's interval and omega total of each battery and dimension over complete
        rows; of gaps (``battery`` ``gap:5``, …) also from both batteries' alphas and their
        correlation, as ``reliability_difference``.
    """
    from gapkit.gaps.groups import WHOLE, waves_of
    from gapkit.measurement.ceiling import ceiling_sentences
    from gapkit.measurement.reliability import reliability_table
    from gapkit.measurement.reliability_sentences import reliability_sentences
    from gapkit.tally import Group

    of, tally, inventory, segments = self._ask(by, options)
    pairs = self.pairs(inventory)
    frame, notes = reliability_table(tally, inventory, pairs, of.options, segments)
    said = reliability_sentences(frame, notes, self.instrument, of.options)
    group = Group(waves_of(tally)[-1], WHOLE, WHOLE)
    said += ceiling_sentences(tally, inventory, pairs, group, of.options.words)
    return of._result("reliability", frame, said)


def structure(self: Survey, **options: Any) -> Result:
    """Items, each with what it does in its dimension, everybody of a wave together: `structure`.

    Returns
    -------
    Result
        Mean, spread, shares at the ends of the scale, correlation with the rest of the dimension,
        alpha without the item, and the standardised loading in the model of the dimensions.
    """
    from gapkit.gaps.groups import WHOLE, waves_of
    from gapkit.measurement.ceiling import ceiling_sentences
    from gapkit.measurement.structure import structure_frame
    from gapkit.tally import Group

    of, asked = _under(self, options)
    tally, inventory, models = _models(asked)
    frame = structure_frame(tally, inventory, models)
    group = Group(waves_of(tally)[-1], WHOLE, WHOLE)
    pairs, say = self.pairs(inventory), of.options.words
    return of._result("structure", frame, ceiling_sentences(tally, inventory, pairs, group, say))


def fit(self: Survey, **options: Any) -> Result:
    """How well the questionnaire's dimensions fit each battery, and what would better it: `fit`.

    Returns
    -------
    Result
        Chi-square, CFI, TLI, RMSEA with its interval and SRMR of the confirmatory model, and of one
        factor for all items; the sentences name what the model leaves unexplained.
    """
    from gapkit.measurement.structure import fit_frame
    from gapkit.measurement.structure_sentences import fit_sentences

    of, asked = _under(self, options)
    _, _, models = _models(asked)
    said = fit_sentences(models, self.instrument, of.options)
    return of._result("fit", fit_frame(models), said)


def validity(self: Survey, **options: Any) -> Result:
    """Whether the items of a dimension hang together and dimensions separate: `validity`.

    Returns
    -------
    Result
        Composite reliability and average variance extracted of each dimension; correlation of
        factors and HTMT of every two.
    """
    from gapkit.measurement.structure import validity_frame
    from gapkit.measurement.structure_sentences import validity_sentences

    of, asked = _under(self, options)
    frame = validity_frame(_models(asked)[2])
    return of._result("validity", frame, validity_sentences(frame, self.instrument, of.options))


def invariance(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """Whether the last two waves, and segments, read the questionnaire alike: `invariance`.

    Parameters
    ----------
    by
        A column, or several, whose values are compared; by default the study's segments.

    Returns
    -------
    Result
        Fit of the configural, metric and scalar model; means may be compared while the scalar one
        holds. Empty with one wave and no segment.
    """
    from gapkit.measurement.invariance import invariance_frame, invariance_sentences
    from gapkit.measurement.item_sets import batteries

    of, asked = _under(self, options)
    _, _, inventory, segments = asked._ask(by, {})
    tally = _with(asked, by, inventory, batteries(inventory))
    frame = invariance_frame(tally, inventory, segments)
    return of._result("invariance", frame, invariance_sentences(frame, of.options))


def correlations(self: Survey, battery: str = "perception") -> Result:
    """Pearson and polychoric correlations of every two items of a battery: `correlations`.

    Raises
    ------
    CallError
        Nobody answered such a battery, or its scale has too many points.
    """
    from gapkit.measurement.exploration import battery_set, correlation_frame, joints

    _, _, inventory, _ = self._ask(None, {})
    of = battery_set(inventory, battery)
    tally = _with(self, None, inventory, [of], joints(inventory, of))
    return self._result("correlations", correlation_frame(tally, inventory, of))


def factors(
    self: Survey,
    battery: str = "perception",
    factors: int | None = None,
    correlation: str = "pearson",
    **options: Any,
) -> Result:
    """Factors that the answers of a battery show of themselves: `factors`.

    Parameters
    ----------
    factors
        How many; by default as many as parallel analysis tells from chance.
    correlation
        ``pearson``, or ``polychoric`` for scales of few points.

    Raises
    ------
    CallError
        Nobody answered such a battery, or there is no such correlation.
    """
    from gapkit.measurement.exploration import battery_set, factor_frame, factor_sentences

    if correlation not in CORRELATIONS:
        known = ", ".join(CORRELATIONS)
        raise CallError(
            Problem("correlation", f"{correlation!r} is not known.", f"Known: {known}.")
        )
    if factors is not None and factors < 1:
        raise CallError(Problem("factors", f"{factors!r} will not do.", "Give 1 or more, or None."))
    of, asked = _under(self, options)
    _, _, inventory, _ = asked._ask(None, {})
    items = battery_set(inventory, battery)
    table = correlations(asked, battery).frame if correlation == "polychoric" else None
    tally = _with(asked, None, inventory, [items])
    frame = factor_frame(
        tally, inventory, items, of.options, factors=factors, polychoric_from=table
    )
    return of._result("factors", frame, factor_sentences(frame, of.options))


def _under(survey: Survey, options: Mapping[str, Any]) -> tuple[Survey, Survey]:
    """Return the survey under other options, and the one that holds the counts to be asked."""
    of = survey.using(**options) if options else survey
    return of, survey if of.options.leave_out == survey.options.leave_out else of


def _models(survey: Survey) -> tuple[Tally, Inventory, list[BatteryModel]]:
    """Fit the models of all batteries once."""
    from gapkit.measurement.battery_models import battery_models
    from gapkit.measurement.item_sets import batteries

    inventory = survey.inventory(survey._counted(None)[0])
    tally = _with(survey, None, inventory, batteries(inventory))
    found: list[BatteryModel] | None = survey.__dict__.get("_battery_models")
    if found is None:
        found = survey.__dict__["_battery_models"] = battery_models(tally, inventory)
    return tally, inventory, found


def _with(
    survey: Survey,
    by: str | Iterable[str] | None,
    inventory: Inventory,
    sets: Sequence[ItemSet],
    parts: Sequence[Part] = (),
) -> Tally:
    """Return the survey's tally with some sets of items counted, and keep it."""
    from gapkit.survey.counting import count_more

    answers, tally = survey._counted(by)
    axes = survey._axes(survey._segments(by))
    wider = count_more(tally, answers, inventory, sets, parts, axes)
    if wider is not tally:
        survey._open[axes] = answers, wider
    return wider
