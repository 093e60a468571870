"""What a study file says: every key checked, every mistake told at once with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gapkit.causes.catalogue import read_catalogue
from gapkit.errors import CallError, InstrumentError, StudyError, did_you_mean
from gapkit.gaps.model import ROLES, Gap
from gapkit.ingest.asked import Wave
from gapkit.ingest.peak import PEAK
from gapkit.ingest.period_kinds import PERIODS
from gapkit.ingest.population import Population
from gapkit.ingest.source import Source
from gapkit.instrument import BATTERIES, RESERVED, Instrument, load_instrument
from gapkit.operations.department import Department
from gapkit.options import Options
from gapkit.report import Brand
from gapkit.study.brand import read_brand
from gapkit.study.department import read_department
from gapkit.study.labels import read_labels
from gapkit.study.peak import peak_labels, read_peak
from gapkit.study.promised import promised_levels
from gapkit.study.source import files_of, names_of, read_source
from gapkit.survey import Survey
from gapkit.survey.history import stored_tally
from gapkit.toml import read_document
from gapkit.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gapkit.causes.catalogue import Catalogue
    from gapkit.study.run import Run
    from gapkit.toml import Table
    from gapkit.wording import Labels

__all__ = ["Study", "read_study"]


@dataclass(frozen=True)
class Study:
    """A study: its survey and how it is to be reported.

    Parameters
    ----------
    path
        The study file.
    title
        As it heads the report.
    survey
        Sources, instrument, options.
    actions
        The earlier ``results.xlsx`` whose sheet of actions was filled in.
    brand
        Logo, colour and template of the firm that reports.
    department
        The systems around the gaps: registers of complaints, claims, costs, …

    Examples
    --------
    >>> from gapkit.samples import sample
    >>> study = read_study(sample("kiosk"))
    >>> study.survey.segments
    ('sex', 'frequency')
    """

    path: Path
    title: str
    survey: Survey
    actions: Path | None = None
    brand: Brand = field(default_factory=Brand)
    department: Department = field(default_factory=Department)

    @property
    def out(self) -> Path:
        """Where the report goes by default: ``gapkit-report`` beside the study file."""
        return self.path.parent / "gapkit-report"

    def run(self, waves: Iterable[str] = (), progress: Callable[[str], None] | None = None) -> Run:
        """Read the exports and make every table.

        Parameters
        ----------
        waves
            Only these; by default all.
        progress
            Told the name of each step as it begins.

        Raises
        ------
        StudyError
            A wave that is not in the data.
        """
        from gapkit.study.run import run

        return run(self, tuple(waves), progress or (lambda _: None))

    def __repr__(self) -> str:
        sources = ", ".join(dict.fromkeys(s.role for s in self.survey.sources))
        return f"<gapkit study: {self.title}; sources: {sources}; {self.survey.instrument.name}>"


def read_study(path: str | Path) -> Study:
    """Read and check a study file.

    Raises
    ------
    StudyError
        All mistakes of the file, with line numbers, what is known, and the nearest word.
    """
    where = Path(path).resolve()
    document = read_document(where, StudyError)
    root = document.root
    head = root.table("study")
    if head is None:
        root.note(
            None, "the table [study] is missing.", "Begin with [study] and its title, instrument."
        )
        document.fail()
    title = head.get("title", str, where.stem)
    language = head.choice("language", LANGUAGES, "en")
    instrument = _instrument(head, where.parent)
    wave = _wave(head)
    unit = head.get("unit", str)
    segments = head.strings("segments")
    peak = read_peak(head, segments)
    listed = head.get("catalogue", str)
    actions = _actions(head, where.parent)
    history = _history(head, where.parent)
    for name in [*segments, *([unit] if unit else [])]:
        if name in RESERVED:
            head.note(
                "unit" if name == unit else "segments",
                f"'{name}' is a word of the tables' own.",
                "Map another name to the column with columns = {…}.",
            )
    head.close()
    segments += (PEAK,) if peak else ()
    targets = _targets(root.table("targets"), instrument)
    sources = tuple(
        read_source(t, where.parent, instrument.scale if instrument else None)
        for t in root.tables("source")
    )
    labels = _labels(root, unit, segments, sources)
    options = _options(root.table("options"), language, peak_labels(labels) if peak else labels)
    own = tuple(_gap(t) for t in root.tables("gap"))
    catalogue = _catalogue(head, where.parent, listed, own)
    population = _population(root.table("population"), where.parent, head, unit, wave)
    brand = read_brand(root.table("brand"), where.parent)
    outcomes = [name for source in sources for name in source.outcomes]
    department = read_department(root, where.parent, unit, wave, instrument, outcomes)
    if not sources and not department.registers:
        root.note(
            None,
            "there is no [[source]], and no register of a department's.",
            'Add one with role = "customer", files = [ … ] and batteries = { … }.',
        )
    sources += promised_levels(department.promises, sources, instrument, root)
    root.close()
    document.finish()
    if instrument is None:
        document.fail()
    survey = Survey(
        sources, instrument, options, wave, unit, segments, own, targets, (), population, catalogue,
        history, peak,
    )  # fmt: skip
    return Study(where, title, survey, actions, brand, department)


def _history(head: Table, folder: Path) -> tuple[Path, ...]:
    """Return the stored tallies of older waves; each is named by its file, or the folder of its run."""
    found = []
    for name in head.strings("history"):
        path = stored_tally(folder / name)
        if path is None:
            what = f"[study] history = {name!r}: there is no stored tally."
            head.note("history", what, "Name the folder of an earlier report, or its tally folder.")
        else:
            found.append(path)
    return tuple(found)


def _actions(head: Table, folder: Path) -> Path | None:
    listed: str | None = head.get("actions", str)
    if not listed:
        return None
    path = folder / listed
    if not path.is_file():
        what = f"[study] actions = {listed!r}: there is no such file."
        advice = (
            "Give the results.xlsx of an earlier report; paths start from the study file's folder."
        )
        head.note("actions", what, advice)
    return path


def _instrument(head: Table, folder: Path) -> Instrument | None:
    name = head.need("instrument", str)
    if name is None:
        return None
    try:
        return load_instrument(name, folder)
    except InstrumentError as error:
        for problem in error.problems:
            if (
                problem.where.startswith(str(folder / name))
                and ":" in problem.where[len(str(folder / name)) :]
            ):
                head.problems.append(problem)
            else:
                head.note("instrument", f"instrument = {name!r}: {problem.what}", problem.advice)
        return None


def _wave(head: Table) -> Wave | None:
    written = head.values.get("wave")
    if written is None or isinstance(written, str):
        column = head.get("wave", str)
        return Wave(column=column) if column else None
    table = head.table("wave")
    if table is None:
        return None
    value = table.values.get("value")
    table.asked.add("value")
    if value is not None and not isinstance(value, str | int):
        table.note(
            "value", f"wave value = {value!r} must be a text.", 'Write wave = {value = "2026Q3"}.'
        )
    wave = Wave(
        value=None if value is None else str(value),
        date=table.get("date", str),
        period=table.choice("period", PERIODS, "quarter") if "period" in table.values else None,
        format=table.get("format", str),
    )
    table.close()
    if (wave.value is None) == (wave.date is None):
        head.note("wave", "wave needs either value or date.",
                  'Write wave = "quarter", {value = "2026Q3"} or {date = "submitted", period = "quarter"}.')  # fmt: skip
    return wave


def _labels(
    root: Table, unit: str | None, segments: Iterable[str], sources: Iterable[Source]
) -> Labels:
    outcomes = [name for source in sources for name in source.outcomes]
    return read_labels(root.table("labels"), segments, unit, outcomes)


def _options(table: Table | None, language: str, labels: Labels) -> Options:
    if table is None:
        return Options(language=language, labels=labels)
    kinds: dict[str, type] = {
        "confidence": float, "adjust": str, "margin": float, "bootstrap": int, "seed": int, "min_n": int,
        "min_n_verdict": int, "unit_design": str, "signed_rank": str, "exact": bool, "depth": str, "decimals": int,
    }  # fmt: skip
    values = {key: table.get(key, kind) for key, kind in kinds.items()}
    for key in ("case_mix", "leave_out"):
        if key in table.values:
            values[key] = table.strings(key)
        table.asked.add(key)
    table.close()
    given = {key: value for key, value in values.items() if value is not None}
    try:
        return Options(**given, language=language, labels=labels)
    except CallError as error:
        for problem in error.problems:
            table.note(problem.where, f"[options] {problem.where} = {problem.what}", problem.advice)
        return Options(language=language)


def _targets(table: Table | None, instrument: Instrument | None) -> dict[str, float]:
    if table is None:
        return {}
    known = ["overall", *(instrument.dimension if instrument else ())]
    targets = {}
    for key in table.values:
        value = table.get(key, float)
        if instrument and key not in known:
            advice = f"{did_you_mean(key, known)} Known: {', '.join(known)}.".strip()
            table.note(key, f"[targets] '{key}' is no dimension of {instrument.name}.", advice)
        elif value is not None:
            targets[key] = float(value)
    return targets


def _gap(table: Table) -> Gap:
    name = table.need("name", str, "")
    direct, neutral = table.get("direct", str, ""), table.get("neutral", float)
    side_of = table.get if direct else table.need
    right, left = side_of("right", str, ""), side_of("left", str, "")
    if direct and (right or left):
        table.note("direct", f"{table.name} gives direct and right or left.", "Keep one of them.")
    for key, side in (("right", right), ("left", left), ("direct", direct)):
        role, _, battery = side.rpartition(".")
        if role and role not in ROLES:
            table.note(key, f"{table.name} {key} = {side!r} names no known role.",
                       f"{did_you_mean(role, ROLES)} Known: {', '.join(ROLES)}.".strip())  # fmt: skip
        if battery and battery not in BATTERIES:
            table.note(key, f"{table.name} {key} = {side!r} names no known battery.",
                       f"{did_you_mean(battery, BATTERIES)} Known: {', '.join(BATTERIES)}.".strip())  # fmt: skip
    table.close()
    return Gap(name, right, left, direct=direct, neutral=neutral)


def _catalogue(
    head: Table, folder: Path, listed: str | None, own: Iterable[Gap]
) -> Catalogue | None:
    if listed is None:
        return None
    path = folder / listed
    if not path.is_file():
        what = f"[study] catalogue = {listed!r}: there is no such file."
        head.note("catalogue", what, "Paths start from the study file's folder.")
        return None
    try:
        return read_catalogue(path, (gap.name for gap in own))
    except StudyError as error:
        head.problems += error.problems
        return None


def _population(
    table: Table | None, folder: Path, head: Table, unit: str | None, wave: Wave | None
) -> Population | None:
    if table is None:
        return None
    source = Source("population", files_of(table, folder), columns=names_of(table, "columns"))
    table.close()
    if unit is None:
        head.note(
            None,
            "[population] counts customers per unit, but [study] names no unit.",
            'Add unit = "branch".',
        )
        return None
    return Population(source, unit, wave)
