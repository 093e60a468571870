"""The order of a run: read, count, make the tables, write the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gapkit.errors import Problem, StudyError
from gapkit.study.looks import looks
from gapkit.study.sentences import RunningText
from gapkit.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from gapkit.ingest import Ledger
    from gapkit.results import Result
    from gapkit.study.file import Study
    from gapkit.survey import Survey
    from gapkit.tally import Tally
    from gapkit.wording import Phrase

__all__ = ["Run", "run"]


@dataclass(frozen=True)
class Run(RunningText):
    """What a run found, before anything is written.

    Parameters
    ----------
    study
        What was run.
    results
        Table name → result, in full; what is written passes the gate first.
    tally
        The counts that all of them follow from.
    ledger
        The account of every row and cell.
    differences
        What was asked in some waves only, so that they are not quite comparable; units that a role
        does not know; more answers than questionnaires.
    waves
        Those that were asked for; empty: all.
    staff
        Names of members of staff, which the public account does not tell.
    """

    study: Study
    results: Mapping[str, Result]
    tally: Tally
    ledger: Ledger
    differences: tuple[Phrase, ...] = ()
    waves: tuple[str, ...] = ()
    staff: frozenset[str] = frozenset()

    @property
    def clean(self) -> bool:
        """Whether nothing was out of range, unreadable, left out or unexpectedly set aside."""
        return self.ledger.clean

    def report(
        self,
        out: str | Path | None = None,
        progress: Callable[[str], None] | None = None,
        *,
        formats: Iterable[str] = (),
        cards: str | None = None,
        audience: str = "public",
    ) -> Path:
        """Write the report: whole or not at all.

        Parameters
        ----------
        out
            Folder; by default ``gapkit-report`` beside the study file.
        formats
            What is written beside the page: ``pptx`` (slides), ``docx`` (a summary), ``pdf``.
        cards
            Unit or segment each of whose values has a page of its own, in ``cards/``.
        audience
            ``public``; ``internal`` for readers within the firm: members of staff are named, and
            figures of few people shown.

        Returns
        -------
        Path
            The page, ``index.html``.

        Raises
        ------
        CallError
            There is no such format, audience, unit or segment.
        ReportError
            It could not be written, or a format's package is not installed; an earlier report is
            as it was.
        """
        from pathlib import Path

        from gapkit import report
        from gapkit.results.audience import checked_audience

        if progress:
            progress("report")
        folder = self.study.out if out is None else Path(out)
        return report.write(self._content(checked_audience(audience)), folder, formats, cards)

    def _content(self, audience: str = "public") -> Any:
        from gapkit.report import Content, Respondents
        from gapkit.study.manifest import manifest

        options = self.study.survey.options
        sources = tuple(
            Respondents(
                source.role,
                source.names,
                sum(f.count for f in self._of(source.role) if f.kind == "rows read"),
                sum(f.count for f in self._of(source.role) if f.kind == "rows used"),
            )
            for source in _one_per_role(self.study.survey)
        )
        return Content(
            title=self.study.title,
            language=options.language,
            instrument=self.study.survey.instrument,
            options=options,
            results=self.results,
            ledger=self._ledger_frame(audience),
            manifest=manifest(self.study, audience),
            sources=sources,
            tally=self._save_tally,
            audience=audience,
            brand=self.study.brand,
            targets=self.study.survey.targets,
            unit=self.study.survey.unit or "",
        )

    def _of(self, role: str) -> list[Any]:
        return [f for f in self.ledger.rows() if f.role == role]

    def _ledger_frame(self, audience: str) -> pd.DataFrame:
        """Return the ledger, with what does not fit together as notes of its own."""
        import pandas as pd

        language = self.study.survey.options.language
        frame = self._ledger_for(audience).frame(language)
        if not self.differences:
            return frame
        say = words(language).say
        notes = [("", "", "", "note", 0, "", say(phrase)) for phrase in self.differences]
        return pd.concat([frame, pd.DataFrame(notes, columns=frame.columns)], ignore_index=True)

    def _ledger_for(self, audience: str) -> Ledger:
        """Return the ledger; names of staff that stand where they should not are for internal eyes."""
        from gapkit.operations.monitoring.checks import NAME, SCORED
        from gapkit.results.audience import INTERNAL
        from gapkit.study.registers import without_staff

        if audience == INTERNAL or not self.staff:
            return self.ledger
        theirs = {*self.study.department.registers, NAME, SCORED.role}
        return without_staff(self.ledger, self.staff, theirs)

    def _save_tally(self, folder: Path) -> None:
        from gapkit.tally import save_tally

        folder.mkdir(parents=True, exist_ok=True)
        save_tally(self.tally, folder / "tally.parquet")

    def findings(self) -> list[str]:
        """Return what somebody should look at, in lines; empty where all is well."""
        differences = [f"Look: {words('en').say(phrase)}" for phrase in self.differences]
        return differences + looks(self.ledger)

    def __repr__(self) -> str:
        tables = ", ".join(self.results)
        return f"<gapkit run: {self.study.title}; tables: {tables}>"


def run(study: Study, waves: tuple[str, ...], progress: Callable[[str], None]) -> Run:
    """Read the exports of a study and make every table; see `Study.run`."""
    from gapkit.gaps.groups import waves_of
    from gapkit.gaps.unit_words import unit_differences
    from gapkit.gaps.waves import wave_differences
    from gapkit.ingest.ledger import Ledger
    from gapkit.ingest.periods import asked_wave
    from gapkit.operations.monitoring.checks import read_checks
    from gapkit.operations.opening import opened
    from gapkit.operations.staff import names_of
    from gapkit.operations.tables import tables
    from gapkit.report.action_sheet import ODD
    from gapkit.study.labels import unused_labels
    from gapkit.study.registers import in_tally, refuse_no_rows

    survey = study.survey
    progress("read")
    tally = survey.tally()
    if survey.sources and not tally.groups:
        raise StudyError(_nothing_used(study, survey.ledger))
    known = waves_of(tally)
    waves = tuple(asked_wave(wave, known, _period(survey)) for wave in waves)
    if unknown := [w for w in waves if survey.sources and w not in known]:
        raise StudyError(*(
            Problem("--wave", f"no answers are of the wave '{w}'.", f"Waves in the data: {', '.join(known)}.")
            for w in unknown
        ))  # fmt: skip
    limited = survey.limited(waves) if waves else survey
    progress("tables")
    results = _surveyed_tables(limited) if survey.sources else {}
    sheets = read_checks(survey.answers, survey.inventory(), survey.unit)
    asked = study.department.zeros or study.department.registers
    beside = results | _by_unit(limited) if asked else results
    inventory = limited.inventory()
    desk = opened(
        study.department, survey.instrument, survey.options, beside, waves, sheets,
        inventory.scales, in_tally(tally, survey.unit),
    )  # fmt: skip
    if waves and not survey.sources:
        refuse_no_rows(waves, desk)
    results |= {r.name: r for r in tables(desk) if len(r.frame)}
    unused = unused_labels(survey.options.labels, tally, study.path.name)
    ledger = Ledger((*survey.ledger.findings, *unused, *desk.findings))
    tally = limited.tally()
    differences = wave_differences(tally, inventory)
    if survey.unit:
        rows, only = survey.population.read() if survey.population else (), limited.only_waves
        counted = {r.unit for r in rows if not only or r.wave in (None, *only)}
        differences += unit_differences(tally, inventory, survey.unit, counted)
    if "response" in results:
        differences += results["response"].sentences
    if study.actions:
        worked = limited.did_it_work(study.actions, results.get("gaps"))
        differences += tuple(p for p in worked.sentences if p.key in ODD)
        results |= {worked.name: worked} if len(worked.frame) else {}
    return Run(study, results, tally, ledger, differences, waves, names_of(desk.rows))


def _surveyed_tables(survey: Survey) -> dict[str, Result]:
    """Return the survey's own tables; none of a study of registers alone."""
    results = {r.name: r for r in _made(survey) if len(r.frame)}
    return results | {r.name: r for r in _acted(survey, results) if len(r.frame)}


def _by_unit(survey: Survey) -> dict[str, Result]:
    """Return means and outcomes by unit too, where units are no segment of the study."""
    if survey.unit is None or survey.unit in survey.segments or not survey.sources:
        return {}
    by = (*survey.segments, survey.unit)
    return {r.name: r for r in (survey.scores(by=by), survey.outcomes(by=by)) if len(r.frame)}


def _period(survey: Survey) -> str:
    """Return what dates are put in, so that a wave can be asked for by a date."""
    return (survey.wave and survey.wave.period) or "quarter"


def _nothing_used(study: Study, ledger: Ledger) -> Problem:
    """Say what became of every row where none could be used."""
    say = words("en").say
    aside = [
        f"{f.count} {say(f.detail)}" for f in ledger.rows() if f.kind == "set aside" and f.detail
    ]
    what = f"{ledger.count('rows read')} rows were read and none could be used"
    reasons = f" ({', '.join(aside)})" if aside else ""
    advice = "`gapkit check` shows which columns were taken for what."
    return Problem(study.path.name, f"{what}{reasons}.", advice)


def _made(survey: Survey) -> Iterator[Result]:
    """Yield the tables, in the order in which a report speaks of them."""
    unit = (survey.unit,) if survey.unit else ()
    gaps = survey.gaps(by=dict.fromkeys([*survey.segments, *unit]))
    yield gaps
    if survey.unit:
        yield survey.gaps_by_unit()
    if len({source.role for source in survey.sources}) > 1:
        profile = survey.profile()
        yield survey.knowledge(profile=profile)
        yield from (profile, survey.consensus(), survey.witnesses())
    yield survey.scores()
    yield survey.distribution()
    yield survey.zones()
    if survey.unit and survey.population:
        yield survey.response(gaps)
    yield from _on_roots(survey, gaps)
    yield from _compared(survey)
    yield from _on_questionnaire(survey)
    yield from _on_outcomes(survey)
    yield from _on_answering(survey, tuple(dict.fromkeys([*survey.segments, *unit])))


def _on_roots(survey: Survey, gaps: Result) -> Iterator[Result]:
    """Yield where gap 5 comes from, what goes with it, and how it falls by tag."""
    from gapkit.survey.driven import read_ahead

    unit = (survey.unit,) if survey.unit else ()
    by = tuple(dict.fromkeys([*survey.segments, *unit]))
    attribution = survey.attribution(by=by)
    yield attribution
    yield from (survey.causes(), survey.causes_by_unit(), survey.cause_views())
    read_ahead(survey)
    yield survey.tags(gaps=gaps)
    if survey.unit and len(attribution.frame):
        yield from (survey.exposure(), survey.between_units(), survey.unit_terms())
        yield survey.image()
    yield survey.determinants()
    yield survey.consequences()


def _acted(survey: Survey, results: Mapping[str, Result]) -> Iterator[Result]:
    """Yield what goes with a point more, and what to do first, out of the tables that are there."""
    yield survey.what_if()
    yield survey.actions(tables=results)


def _compared(survey: Survey) -> Iterator[Result]:
    """Yield the tables that set waves and units against each other."""
    yield survey.trends()
    yield survey.mix_rate()
    yield survey.control()
    if survey.unit:
        yield survey.league()


def _on_questionnaire(survey: Survey) -> Iterator[Result]:
    """Yield how far scores can be relied on; once a year also what the questionnaire measures."""
    yield survey.reliability()
    if survey.options.depth == "yearly":
        yield survey.structure()
        yield survey.fit()
        yield survey.validity()
        yield survey.invariance()


def _on_outcomes(survey: Survey) -> Iterator[Result]:
    """Yield the tables on what outcomes go with, on kinds of attributes, and on what comes first."""
    from gapkit.survey.driven import read_ahead

    read_ahead(survey)
    yield survey.outcomes()
    yield survey.drivers()
    yield survey.driver_models()
    yield survey.difference_scores()
    yield survey.penalty_reward()
    yield survey.kano()
    yield survey.priorities()


def _on_answering(survey: Survey, by: tuple[str, ...]) -> Iterator[Result]:
    """Yield the tables on how the questionnaires were filled in, and what could be left unasked."""
    yield survey.answer_quality(by=by)
    yield survey.flagged_gaps()
    yield survey.similar_forms()
    perceived = any(side.battery == "perception" for side in survey.inventory().columns)
    if survey.options.depth == "yearly" and perceived:
        yield survey.short_form()


def _one_per_role(survey: Survey) -> list[Any]:
    return list({s.role: s for s in survey.sources}.values())
