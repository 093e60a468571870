"""From columns found to coding: scales, coders, the layout of the batches, and what must be probed before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from gapkit.errors import IngestError, Problem
from gapkit.ingest.asked import WAVE
from gapkit.ingest.binding import CAUSE, DETERMINANT, OUTCOME
from gapkit.ingest.block import Plan
from gapkit.ingest.cells import Coder
from gapkit.ingest.interpreting import OTHER_SCALES, interpreters, spoken
from gapkit.ingest.layout import Column, Layout
from gapkit.ingest.missing import Declared
from gapkit.ingest.outcomes import outcome_scale
from gapkit.ingest.peak import PEAK, PeakOrNot
from gapkit.ingest.periods import order_of_dates, wave_name
from gapkit.ingest.probe import all_dates, first_texts, writes_comma
from gapkit.ingest.screening import repeated_ids
from gapkit.ingest.stamps import Dates
from gapkit.ingest.texts import value_text
from gapkit.instrument import KANO_BATTERIES, KANO_SCALE
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gapkit.ingest.asked import Asked
    from gapkit.ingest.binding import Bound
    from gapkit.ingest.coding import Interpreter
    from gapkit.ingest.peak import Peak
    from gapkit.ingest.sieve import Sieve
    from gapkit.instrument import Scale

__all__ = ["PlannedFile", "plan_all"]

PROBED = (OUTCOME, DETERMINANT)
"""Batteries whose scales no instrument declares: they are found in the data."""

OWN_SCALES = (*PROBED, CAUSE)
"""Batteries that do not count among the items answered."""

_DICTIONARY = pa.dictionary(pa.int32(), pa.string())
_EXTRA_TYPES = {
    "weight": pa.float64(),
    "id": pa.string(),
    "cluster": _DICTIONARY,
    "strata": _DICTIONARY,
    "form.duration": pa.string(),
    "form.submitted": pa.string(),
    "form.device": pa.string(),
}


@dataclass(frozen=True)
class PlannedFile:
    """A file, how it is coded, and what is to be said of it.

    Parameters
    ----------
    bound
        The file and its columns.
    plan
        How blocks become batches.
    scales
        Column position → the scale that its cells are read on.
    facts
        What was decided about the file as a whole.
    """

    bound: Bound
    plan: Plan
    scales: Mapping[int, Scale]
    facts: tuple[Phrase, ...]


def plan_all(bounds: Sequence[Bound], asked: Asked) -> tuple[Layout, tuple[PlannedFile, ...]]:
    """Plan the coding of every file.

    Raises
    ------
    IngestError
        Scales contradict each other, or dates can be read in two ways.
    """
    outcomes = _outcome_scales(bounds, asked)
    columns = _columns(bounds, asked, outcomes)
    layout = _layout(bounds, columns, asked)
    problems: list[Problem] = []
    translators = {id(b): _translators(b, bounds, asked, problems) for b in bounds}
    sieves = _sieves(bounds, translators)
    files = []
    for bound in bounds:
        try:
            plan = _planned(bound, layout, asked, translators[id(bound)])
            files.append(replace(plan, plan=replace(plan.plan, sieve=sieves[id(bound)])))
        except IngestError as error:
            problems += [
                Problem(_within(bound.file, p.where), p.what, p.advice) for p in error.problems
            ]
    if problems:
        raise IngestError(*dict.fromkeys(problems))
    return layout, tuple(files)


def _within(file: str, where: str) -> str:
    return file if where in ("", file) else f"{file}: {where}"


def _outcome_scales(
    bounds: Sequence[Bound], asked: Asked
) -> dict[tuple[str, str, str], Scale | None]:
    """Return role, battery, outcome → its scale, from the beginnings of all files that hold it."""
    scales: dict[tuple[str, str, str], Scale | None] = {}
    texts: dict[tuple[str, str, str], tuple[Bound, str, set[str]]] = {}
    for bound in bounds:
        found = {(b, n): at for b in PROBED for n, at in bound.batteries.get(b, {}).items()}
        probed = first_texts(bound.table, tuple(found.values())) if found else {}
        for (battery, name), position in found.items():
            key = (bound.source.role, battery, name)
            heading = f"{name} {bound.table.headings[position]}"
            heard = spoken(bound, position, probed[position])
            texts.setdefault(key, (bound, heading, set()))[2].update(heard)
    for key, (bound, heading, written) in texts.items():
        scales[key] = outcome_scale(written, bound.source, _scale(bound, asked), heading)
    return scales


def _scale_of(battery: str, bound: Bound, asked: Asked) -> Scale:
    """Return the scale of a battery: Kano's questions have answers of their own."""
    return KANO_SCALE if battery in KANO_BATTERIES else _scale(bound, asked)


def _scale(bound: Bound, asked: Asked) -> Scale:
    return bound.source.scale or asked.instrument.scale


def _columns(
    bounds: Sequence[Bound],
    asked: Asked,
    outcomes: Mapping[tuple[str, str, str], Scale | None],
) -> tuple[Column, ...]:
    """Return the columns of codes: of each role the batteries as the study has them, items in order."""
    order = {item.id: k for k, item in enumerate(asked.instrument.items)}
    found: dict[str, Column] = {}
    problems: list[Problem] = []
    for bound in bounds:
        role = bound.source.role
        for battery, items in bound.batteries.items():
            for item in sorted(items, key=lambda i: order.get(i, 0)):
                own = _scale_of(battery, bound, asked)
                scale = outcomes[role, battery, item] if battery in PROBED else own
                if scale is None:
                    continue
                column = Column(f"{role}.{battery}.{item}", role, battery, item, scale)
                if not found.setdefault(column.name, column).scale.same_grid(scale):
                    what = f"battery '{battery}' of role '{role}' is asked on two scales."
                    problems.append(Problem(bound.file, what, "Give these sources the same scale."))
    if problems:
        raise IngestError(*dict.fromkeys(problems))
    ranked = sorted(found.values(), key=lambda c: order.get(c.item, 0))
    batteries = list(dict.fromkeys((c.role, c.battery) for c in found.values()))
    return tuple(sorted(ranked, key=lambda c: batteries.index((c.role, c.battery))))


def _layout(bounds: Sequence[Bound], columns: tuple[Column, ...], asked: Asked) -> Layout:
    keys: dict[str, tuple[str, ...]] = {}
    points: dict[str, tuple[str, ...]] = {}
    extras: dict[str, tuple[str, ...]] = {}
    for role in dict.fromkeys(b.source.role for b in bounds):
        of_role = [b for b in bounds if b.source.role == role]
        fixed = (WAVE,) if asked.wave and asked.wave.value is not None else ()
        carried = [k for k in asked.key_columns if any(k in b.keys for b in of_role)]
        keys[role] = (*fixed, *carried)
        points[role] = tuple(dict.fromkeys(d for b in of_role for d in b.points))
        named = dict.fromkeys([*_EXTRA_TYPES, *(e for b in of_role for e in b.extras)])
        extras[role] = tuple(e for e in named if any(e in b.extras for b in of_role))
    return Layout(columns, keys, points, extras)


def _schema(bound: Bound, layout: Layout) -> pa.Schema:
    role = bound.source.role
    fields: list[tuple[str, pa.DataType]] = [
        (c.name, pa.uint8() if c.none == 255 else pa.uint16())
        for c in layout.columns
        if c.role == role
    ]
    fields += [(key, _DICTIONARY) for key in layout.keys[role]]
    fields += [(f"points.{d}", pa.float64()) for d in layout.points[role]]
    fields += [(name, _extra_type(name)) for name in layout.extras[role]]
    fields.append(("record", pa.int64()))
    return pa.schema(fields, metadata={"role": role, "file": bound.file})


def _extra_type(name: str) -> pa.DataType:
    """Return the type of a column beside the answers; a monitor's are texts."""
    return _EXTRA_TYPES.get(name, pa.string())


def _translators(
    bound: Bound, bounds: Sequence[Bound], asked: Asked, problems: list[Problem]
) -> dict[str, Callable[[str], str | None]]:
    """Return key → what turns a cell's text into a value: empty where there is none, None if wrong."""
    found: dict[str, Callable[[str], str | None]] = dict.fromkeys(bound.keys, value_text)
    found |= dict.fromkeys(("cluster", "strata"), value_text)
    for key, position in bound.keys.items():
        found[key] = _declared(bound, position)
    if PEAK in bound.keys and asked.peak:
        found[PEAK] = _peak(asked.peak, bound, bounds, asked, problems)
    wave = asked.wave
    if WAVE not in bound.keys or wave is None:
        return found
    if not wave.date:
        found[WAVE] = partial(_named, declared=found[WAVE], period=asked.period)
        return found
    order = "day" if wave.format else _date_order(WAVE, bound, bounds, asked, problems)
    found[WAVE] = Dates(asked.period, order, wave.format)
    return found


def _peak(
    rule: Peak, bound: Bound, bounds: Sequence[Bound], asked: Asked, problems: list[Problem]
) -> PeakOrNot:
    """Return what tells a peak by its time; the wave's format holds where both are one column."""
    wave = asked.wave
    same = bound.keys[PEAK] == bound.keys.get(WAVE)
    if same and wave and wave.format:
        return PeakOrNot(rule, written=wave.format, told=True)
    order = _date_order(PEAK, bound, bounds, asked, problems)
    return PeakOrNot(rule, order, told=bool(same and wave and wave.date))


def _declared(bound: Bound, position: int) -> Callable[[str], str | None]:
    """Return what reads a value with what the file declares: labels in place of codes, missing codes."""
    labels = {value_text(c): value_text(t) for c, t in bound.table.labels.get(position, {}).items()}
    codes = bound.table.missing.get(position, ())
    missing = Declared(codes)
    if not labels and not codes:
        return value_text

    def read(text: str) -> str:
        value = value_text(text)
        return "" if value in missing else labels.get(value, value)

    return read


def _named(text: str, declared: Callable[[str], str | None], period: str) -> str:
    return wave_name(declared(text) or "", period)


def _date_order(
    key: str, bound: Bound, bounds: Sequence[Bound], asked: Asked, problems: list[Problem]
) -> str:
    """Decide for all files of a source together what stands first in their dates."""
    texts: set[str] = set()
    for other in bounds:
        if other.source is bound.source and key in other.keys:
            texts |= all_dates(other.table, other.keys[key])
    order = order_of_dates(texts, asked.period if key == WAVE else "month")
    if order is None:
        heading = bound.table.headings[bound.keys[key]]
        what = f"the dates in column '{heading}' can be read day first or month first."
        advice = 'Say which, such as wave = {date = "…", period = "…", format = "%d/%m/%Y"}.'
        problems.append(Problem(bound.file, what, advice))
    return order or "day"


def _sieves(
    bounds: Sequence[Bound],
    translators: Mapping[int, Mapping[str, Callable[[str], str | None]]],
) -> dict[int, Sieve]:
    """Return each file's sieve, with the records that another of the same respondent stands for."""
    sieves = {id(bound): bound.sieve for bound in bounds}
    for source in dict.fromkeys(id(b.source) for b in bounds):
        files = [b for b in bounds if id(b.source) == source and "id" in b.extras]
        kept = files[0].source.screening.duplicates if files else "keep"
        if kept == "keep":
            continue
        read = translators[id(files[0])].get(WAVE)
        columns = [(b.table, b.extras["id"], b.keys.get(WAVE)) for b in files]
        for bound, dropped in zip(
            files, repeated_ids(columns, read, last=kept == "last"), strict=True
        ):
            sieves[id(bound)] = replace(bound.sieve, dropped=dropped)
    return sieves


def _planned(
    bound: Bound,
    layout: Layout,
    asked: Asked,
    translators: Mapping[str, Callable[[str], str | None]],
) -> PlannedFile:
    source = bound.source
    columns = tuple(c for c in layout.columns if c.role == source.role)
    readers, words = interpreters(bound, columns)
    codes, scales = _coders(bound, columns, asked, readers)
    numbers = {f"points.{d}": p for d, p in bound.points.items()}
    numbers |= {"weight": bound.extras["weight"]} if "weight" in bound.extras else {}
    comma = writes_comma(bound.table, tuple(numbers.values())) if numbers else {}
    keys = {**bound.keys, **{k: p for k, p in bound.extras.items() if k in ("cluster", "strata")}}
    plan = Plan(
        schema=_schema(bound, layout),
        columns=columns,
        codes=codes,
        keys=keys,
        translate=translators,
        wave=asked.wave.value if asked.wave else None,
        numbers={name: (position, comma[position]) for name, position in numbers.items()},
        ids={k: p for k, p in bound.extras.items() if _extra_type(k) == pa.string()},
        decode=bound.table.decode,
        counted=frozenset(_counted(codes, columns))
        if source.screening.min_answered
        else frozenset(),
        min_answered=source.screening.min_answered,
    )
    facts = (
        *_wave_facts(bound, asked),
        *_scale_facts(bound, asked),
        *_outcome_facts(bound, columns),
        *words,
    )
    return PlannedFile(bound, plan, scales, facts)


def _counted(codes: Mapping[str, object], columns: Sequence[Column]) -> list[str]:
    return [c.name for c in columns if c.name in codes and c.battery not in OWN_SCALES]


def _coders(
    bound: Bound, columns: Sequence[Column], asked: Asked, readers: Mapping[str, Interpreter]
) -> tuple[dict[str, tuple[int, Coder]], dict[int, Scale]]:
    """Return column name → position and coder, and position → scale, of the columns that are read."""
    coders: dict[str, tuple[int, Coder]] = {}
    scales: dict[int, Scale] = {}
    for column in columns:
        if column.name not in readers:
            continue
        position = bound.batteries[column.battery][column.item]
        turned = _is_turned(column, asked) and bound.source.reversed
        coder = Coder(readers[column.name], turned=turned, none=column.none)
        coders[column.name] = (position, coder)
        scales[position] = column.scale
    return coders, scales


def _is_turned(column: Column, asked: Asked) -> bool:
    item = asked.instrument.item.get(column.item)
    return bool(item and item.reversed) and column.battery not in ("importance", *OTHER_SCALES)


def _wave_facts(bound: Bound, asked: Asked) -> tuple[Phrase, ...]:
    """Say where nothing tells when people answered: they count in every wave."""
    if asked.wave is None or asked.wave.heading is None or WAVE in bound.keys:
        return ()
    return (Phrase("ledger.every_wave", {"column": asked.wave.heading}),)


def _scale_facts(bound: Bound, asked: Asked) -> tuple[Phrase, ...]:
    """Say where answers are mapped on the instrument's scale: an assumption, no conversion."""
    own, instrument = _scale(bound, asked), asked.instrument.scale
    if (own.low, own.high) == (instrument.low, instrument.high):
        return ()
    ends = {"low": own.names[0], "high": own.names[-1]}
    to = {"to_low": instrument.names[0], "to_high": instrument.names[-1]}
    return (Phrase("ledger.scale_mapped", {**ends, **to}),)


def _outcome_facts(bound: Bound, columns: Sequence[Column]) -> tuple[Phrase, ...]:
    scales = {(c.battery, c.item): c.scale for c in columns}
    facts = []
    for key in ((battery, name) for battery in PROBED for name in bound.batteries.get(battery, {})):
        name = key[1]
        if key in scales:
            ends = {"low": scales[key].names[0], "high": scales[key].names[-1]}
            facts.append(Phrase("ledger.outcome_scale", {"outcome": name, **ends}))
        else:
            facts.append(Phrase("ledger.outcome_left_out", {"outcome": name}))
    return tuple(facts)
