"""`Survey`, the analyst's handle: answers, instrument and options, and one method per question."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gapkit.errors import CallError, Problem, StudyError
from gapkit.gaps.inventory import exempt_batteries, exempt_sides, roles_of
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.ingest import Source, Wave, open_answers
from gapkit.options import Options
from gapkit.survey import across, acting, compared, driven, quality, rooted, soundness
from gapkit.survey.asked import changed, model_and_own, people_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from gapkit.causes.catalogue import Catalogue
    from gapkit.gaps import Gap, Inventory, Pair
    from gapkit.gaps.design import SampleDesign
    from gapkit.ingest import Answers, Ledger
    from gapkit.ingest.peak import Peak
    from gapkit.ingest.population import Population
    from gapkit.instrument import Instrument
    from gapkit.results import Result
    from gapkit.tally import Tally
    from gapkit.wording import Phrase

__all__ = ["Survey"]


@dataclass(frozen=True)
class Survey(rooted.RootCauses, acting.Acting):
    """Answers of one study, ready to be asked questions.

    A survey never changes: `using` and `by=` return new figures, and the files stay as they are.

    Parameters
    ----------
    sources
        Who answered, in which files.
    instrument
        The questionnaire.
    options
        How figures are made and judged.
    wave, unit, segments
        What the rows are grouped by.
    own_gaps
        Gaps beside those of the model.
    targets
        Gap 5 that is aimed at, by dimension or ``overall``.
    only_waves
        Waves that figures are made for; empty: all.
    population, catalogue
        Customers and questionnaires sent out per unit; causes of gaps, by default the built-in ones.
    history
        Stored tallies of older waves, which changes between waves are told from too.
    peak
        The rule behind the segment ``peak``.
    """

    sources: tuple[Source, ...]
    instrument: Instrument
    options: Options = field(default_factory=Options)
    wave: Wave | None = None
    unit: str | None = None
    segments: tuple[str, ...] = ()
    own_gaps: tuple[Gap, ...] = ()
    targets: Mapping[str, float] = field(default_factory=dict)
    only_waves: tuple[str, ...] = ()
    population: Population | None = None
    catalogue: Catalogue | None = None
    history: tuple[Path, ...] = ()
    peak: Peak | None = None

    def using(self, **options: Any) -> Survey:
        """Return the same survey under other options: ``survey.using(confidence=0.9)``.

        Raises
        ------
        CallError
            No such option, or a value that will not do.
        """
        return replace(self, options=changed(self.options, options))

    def limited(self, waves: Iterable[str]) -> Survey:
        """Return the same survey with the answers of some waves only; nothing is read again."""
        other = replace(self, only_waves=tuple(waves))
        other.__dict__["answers"] = self.answers
        other.__dict__["_open"] = {
            axes: (answers, tally.only(other.only_waves))
            for axes, (answers, tally) in self._open.items()
        }
        return other

    @cached_property
    def answers(self) -> Answers:
        """The coded answers; columns are found now, files are read when something is asked."""
        return self._opened(self.segments)

    @cached_property
    def _open(self) -> dict[tuple[str, ...], tuple[Answers, Tally]]:
        return {}

    def _opened(self, segments: tuple[str, ...]) -> Answers:
        answers = open_answers(
            self.sources, self.instrument, wave=self.wave, unit=self.unit, segments=segments,
            peak=self.peak,
        )  # fmt: skip
        return quality.kept(answers, self.options.leave_out)

    def inventory(self, answers: Answers | None = None) -> Inventory:
        """Return what was asked of whom."""
        from gapkit.gaps import Inventory

        of = answers or self.answers
        found = Inventory.of(of.layout, self.sources, self.instrument, self._design(of))
        return replace(found, mean_points=self._mean_points) if found.points else found

    @cached_property
    def _mean_points(self) -> dict[str, dict[str, float]]:
        """Customers' mean importance points by wave, for gaps between roles."""
        from gapkit.gaps.points import mean_points

        other = {s.role for s in self.sources} - {"customer"}
        return mean_points(self.answers) if other else {}

    def _design(self, answers: Answers) -> SampleDesign | None:
        """Return how people were sampled: as the export says, or by the units."""
        from gapkit.gaps.design import SampleDesign
        from gapkit.tally import Design

        extras, unit = answers.layout.extras, self.unit
        said = {r for r, names in extras.items() if {"weight", "strata", "cluster"} & set(names)}
        if unit is None or self.options.unit_design == "none":
            columns = Design("strata", "cluster")
            return SampleDesign(columns, frozenset(said)) if said else None
        known = {r for r, keys in answers.layout.keys.items() if unit in keys}
        if self.options.unit_design == "clusters":
            people = known - NOT_PEOPLE
            return SampleDesign(Design("strata", unit), frozenset(said | people))
        return SampleDesign(Design(unit), frozenset({"customer"} & known), self._customers())

    def _customers(self) -> dict[tuple[str | None, str], int]:
        if self.population is None:
            raise StudyError(
                Problem("unit_design", '"strata" needs the number of customers of each unit.',
                        'Add [population] files = ["branches.csv"] with columns unit and customers.')
            )  # fmt: skip
        rows = self.population.read()
        return {(r.wave, r.unit): r.customers for r in rows if r.customers}

    @property
    def ledger(self) -> Ledger:
        """The account of every row and cell; reads the files where that has not happened yet."""
        return self._counted(None)[0].ledger

    def tally(self, by: str | Iterable[str] | None = None) -> Tally:
        """Return the counts that every figure of the survey follows from."""
        return self._counted(by)[1]

    def gaps(self, by: str | Iterable[str] | None = None, **options: Any) -> Result:
        """Gaps at item, dimension and overall level, with tests, effects and verdicts.

        Parameters
        ----------
        by
            A column, or several, to break down by; by default the study's segments.
        **options
            Options for this answer only, such as ``confidence=0.9``.

        Returns
        -------
        Result
            The table `gaps`; ``estimate`` is right − left, negative is a shortfall.
        """
        from gapkit.gaps.sentences import sentences
        from gapkit.gaps.table import gaps_frame
        from gapkit.gaps.unit_effect import unit_effect
        from gapkit.gaps.untold import untold

        of, tally, inventory, segments = self._ask(by, options)
        pairs = self.pairs(inventory)
        frame = gaps_frame(tally, inventory, pairs, of.options, segments, self.targets)
        exempt = exempt_sides(pairs)
        people = people_in(tally)
        if frame.empty:
            why = untold(model_and_own(self.own_gaps), inventory, of.options, people)
            return of._result("gaps", frame, why)
        said = sentences(frame, of.options, self.instrument, people, exempt)
        if self.unit and of.options.unit_design == "none":
            said += unit_effect(tally, inventory, pairs, self.unit, of.options)
        return replace(of._result("gaps", frame, said, exempt), roles=roles_of(pairs))

    def scores(self, by: str | Iterable[str] | None = None, **options: Any) -> Result:
        """Mean scores of every battery, with intervals; `by` and `options` as in `gaps`."""
        from gapkit.gaps.scores import scores_frame
        from gapkit.gaps.sentences import score_sentences

        of, tally, inventory, segments = self._ask(by, options)
        frame = scores_frame(tally, inventory, of.options, segments)
        said = score_sentences(frame, of.options, self.instrument, people_in(tally))
        return of._result("scores", frame, said, exempt_batteries(inventory))

    def distribution(self, by: str | Iterable[str] | None = None) -> Result:
        """How often each point of the scale was chosen: the table `answers`."""
        from gapkit.gaps.scores import answers_frame

        _, tally, inventory, segments = self._ask(by, {})
        frame = answers_frame(tally, inventory, segments)
        return self._result("answers", frame, exempt=exempt_batteries(inventory))

    def zones(self, by: str | Iterable[str] | None = None, **options: Any) -> Result:
        """Zones of tolerance; empty where no minimum or desired level was asked."""
        from gapkit.gaps.zones import zones_frame

        of, tally, inventory, segments = self._ask(by, options)
        frame = zones_frame(tally, inventory, of.options, segments)
        return of._result("zones", frame)

    def response(self, gaps: Result | None = None) -> Result:
        """Sent, answered and rate per unit, with what the silent could overturn.

        Parameters
        ----------
        gaps
            The gaps by unit, where they are at hand; else they are worked out.

        Raises
        ------
        CallError
            The survey names no unit, or no file that counts its customers.
        """
        from gapkit.gaps.response import over_answered, response_frame

        if self.unit is None or self.population is None:
            raise CallError(
                Problem("response", "units and what was sent to them are not known.",
                        'Add unit = "branch" and [population] files = ["branches.csv"].')
            )  # fmt: skip
        by = dict.fromkeys([self.unit, *self.segments])
        _, tally, inventory, _ = self._ask(by, {})
        judged = (gaps or self.gaps(by)).frame
        rows = self.population.read()
        frame = response_frame(tally, inventory, rows, self.unit, judged, self.options)
        if self.only_waves:
            frame = frame[frame["wave"].isin(self.only_waves)].reset_index(drop=True)
        return self._result("response", frame, over_answered(frame))

    gaps_by_unit = across.gaps_by_unit
    knowledge = across.knowledge
    profile = across.profile
    consensus = across.consensus
    witnesses = across.witnesses
    trends = compared.trends
    mix_rate = compared.mix_rate
    control = compared.control
    league = compared.league
    answer_quality = quality.answer_quality
    flagged_gaps = quality.flagged_gaps
    similar_forms = quality.similar_forms
    short_form = quality.short_form
    without_flagged = quality.without_flagged
    reliability = soundness.reliability
    structure = soundness.structure
    fit = soundness.fit
    validity = soundness.validity
    invariance = soundness.invariance
    factors = soundness.factors
    correlations = soundness.correlations
    outcomes = driven.outcomes
    drivers = driven.drivers
    driver_models = driven.driver_models
    difference_scores = driven.difference_scores
    penalty_reward = driven.penalty_reward
    kano = driven.kano
    priorities = driven.priorities

    def pairs(self, inventory: Inventory | None = None) -> list[Pair]:
        """Return the gaps that can be told from what was answered, the study's own last."""
        return (inventory or self.inventory()).pairs(model_and_own(self.own_gaps))

    def _ask(
        self, by: str | Iterable[str] | None, options: Mapping[str, Any]
    ) -> tuple[Survey, Tally, Inventory, tuple[str, ...]]:
        """Return the survey under the options of one question, and what answers it."""
        of = self.using(**options) if options else self
        asked = self if of.options.leave_out == self.options.leave_out else of
        answers, tally = asked._counted(by)
        return of, tally, asked.inventory(answers), self._segments(by)

    def _segments(self, by: str | Iterable[str] | None) -> tuple[str, ...]:
        if by is None:
            return self.segments
        return (by,) if isinstance(by, str) else tuple(by)

    def _counted(self, by: str | Iterable[str] | None) -> tuple[Answers, Tally]:
        """Count once for every set of columns that is asked for; the unit is always among them."""
        from gapkit.survey.counting import asked_sets, count_all
        from gapkit.survey.wanted import all_wanted

        segments = self._segments(by)
        axes = self._axes(segments)
        if axes not in self._open:
            own = axes == self._axes(self.segments)
            answers = self.answers if own else self._opened(segments)
            inventory = self.inventory(answers)
            pairs = self.pairs(inventory)
            sets = asked_sets(inventory, pairs, self.options)
            parts = all_wanted(inventory, pairs)
            tally = count_all(answers, inventory, sets, parts, axes)
            if self.only_waves:
                tally = tally.only(self.only_waves)
            self._open[axes] = answers, tally
        return self._open[axes]

    def _axes(self, segments: tuple[str, ...]) -> tuple[str, ...]:
        unit = (self.unit,) if self.unit else ()
        return tuple(dict.fromkeys([*segments, *unit]))

    def _result(
        self,
        name: str,
        frame: Any,
        said: tuple[Phrase, ...] = (),
        exempt: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Result:
        from gapkit.results import Result

        return Result(name, frame, self.options, self.instrument, said, exempt or {})

    def __repr__(self) -> str:
        ledger = self.ledger
        read, used = ledger.count("rows read"), ledger.count("rows used")
        batteries = dict.fromkeys(f"{c.role}.{c.battery}" for c in self.answers.layout.columns)
        lines = [
            f"<gapkit survey: {self.instrument.name}, {used} of {read} rows used>",
            f"  answered: {', '.join(batteries)}",
        ]
        for kind in ("set aside", "missing", "out of range", "unreadable"):
            if number := ledger.count(kind):
                what = "rows" if kind == "set aside" else "cells"
                lines.append(f"  {kind}: {number} {what}")
        return "\n".join([*lines, "  every row and cell: .ledger"])
