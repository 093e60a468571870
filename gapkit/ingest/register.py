"""Registers: files whose rows are events (a complaint, a claim, a day's contacts) and not answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.errors import IngestError, Problem, did_you_mean
from gapkit.ingest.cells import distinct
from gapkit.ingest.hints import quoted
from gapkit.ingest.ledger import FEW, Finding, is_fault
from gapkit.ingest.match import Headings
from gapkit.ingest.period_kinds import kind_of_period
from gapkit.ingest.periods import period_of_date, wave_name
from gapkit.ingest.readers import open_tables
from gapkit.ingest.register_cells import (
    MOVED,
    OUTSIDE,
    UNCLEAR,
    UNREADABLE,
    CodedTexts,
    read_columns,
)
from gapkit.ingest.register_rows import ALL, Columns, Rows
from gapkit.ingest.texts import value_text
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.ingest.asked import Wave
    from gapkit.ingest.readers.table import RawTable
    from gapkit.ingest.source import Source

__all__ = ["Field", "Register", "Rows", "odd_cells"]


@dataclass(frozen=True)
class Field:
    """A column of a register.

    Parameters
    ----------
    name
        As the study calls it; also its heading, unless the study's ``columns`` say otherwise.
    kind
        How its cells are read: see `read_column`.
    required
        Whether its column must be there, and a row whose cell is blank or unreadable is set aside.
    """

    name: str
    kind: str = "text"
    required: bool = False


@dataclass(frozen=True)
class Register:
    """Files of events, and what their columns are.

    Parameters
    ----------
    name
        What the study calls it: ``complaints``, ``claims``, …
    sources
        The files, and what their columns are called where that is not the field's name.
    fields
        Its columns.
    dated
        The field that says in which wave an event falls, where the files have no column for that.
    unit
        The study's name of the unit's column.
    wave
        What the study says of waves.
    """

    name: str
    sources: tuple[Source, ...]
    fields: tuple[Field, ...]
    dated: str | None = None
    unit: str | None = None
    wave: Wave | None = None

    def in_step_with(self, waves: Iterable[str]) -> Register:
        """Return the register with its dates put in months, quarters, … as the survey's waves are.

        Parameters
        ----------
        waves
            Of the survey. Where the study itself says what dates are put in, that stands.
        """
        kinds = {kind_of_period(wave) for wave in waves}
        kind = kinds.pop() if len(kinds) == 1 else None
        if kind is None or self.wave is None or self.wave.column is None:
            return self
        return replace(self, wave=replace(self.wave, period=kind))

    def read(self) -> Rows:
        """Read the files.

        Raises
        ------
        IngestError
            No such file, or a column that must be there is not: all of it at once.
        """
        import pandas as pd

        problems: list[Problem] = []
        found = [
            self._file(name, table, source.columns, problems)
            for source in self.sources
            for name, table in open_tables(source, (), problems)
        ]
        if problems:
            raise IngestError(*problems)
        frames = [rows.frame for rows in found if len(rows.frame)] or [found[0].frame]
        findings = tuple(f for rows in found for f in rows.findings)
        columns = {file: of for rows in found for file, of in rows.columns.items()}
        return Rows(self.name, pd.concat(frames, ignore_index=True), findings, columns)

    def _file(
        self, file: str, table: RawTable, named: Mapping[str, str], problems: list[Problem]
    ) -> Rows:
        import pandas as pd

        positions = self._positions(file, table, named, problems)
        records, cells, aside = _cells(table, positions)
        frame = pd.DataFrame({"file": file, "record": records})
        findings = [_aside(self.name, file, reason, which) for reason, which in aside.items()]
        lacking: dict[str, Any] = {}
        kinds = {field.name: field.kind for field in self.fields}
        nothing, everybody = (
            CodedTexts([text], np.zeros(len(records), np.intp)) for text in ("", ALL)
        )
        read_in = read_columns(kinds, {name: cells.get(name, nothing) for name in kinds})
        for field in self.fields:
            frame[field.name], became = read_in[field.name]
            heading = table.headings[positions[field.name]] if field.name in positions else ""
            place = Finding(self.name, file, heading, "unreadable", 0)
            findings += odd_cells(place, field.kind, cells.get(field.name, ()), records, became)
            if field.required:
                blank = frame[field.name].isna().to_numpy() | (frame[field.name] == "").to_numpy()
                lacking.setdefault(heading, blank)
        frame["unit"] = self._units(cells.get(self.unit or "", everybody))
        frame["wave"] = self._waves(frame, cells)
        read = Finding(self.name, file, "", "rows read", len(frame) + sum(map(len, aside.values())))
        used = replace(read, kind="rows used", count=len(frame))
        columns = _columns(table.headings, positions)
        rows = Rows(self.name, frame, (read, used, *findings), {file: columns})
        gone = np.zeros(len(frame), bool)
        for heading, blank in lacking.items():
            why = Phrase("ledger.aside.nothing_in", {"column": heading})
            rows = rows.without((blank & ~gone)[~gone], why)
            gone = gone | blank
        return rows.without(rows.frame["wave"].eq("").to_numpy(), Phrase("ledger.aside.no_wave"))

    def _positions(
        self, file: str, table: RawTable, named: Mapping[str, str], problems: list[Problem]
    ) -> dict[str, int]:
        """Return field, unit or wave → its column; what was named and is not there is a problem."""
        headings = Headings(table.headings, file)
        heading = self.wave.column if self.wave else None
        required = {f.name for f in self.fields if f.required}
        wanted = [f.name for f in self.fields] + [n for n in (self.unit, heading) if n]
        found = {}
        for name in wanted:
            written = named.get(name, name)
            at = headings.find(written)
            if isinstance(at, Problem):
                problems.append(replace(at, what=f"[[{self.name}]] {name}: {at.what}"))
            elif at is not None:
                found[name] = at
            elif name in required or name in named:
                problems.append(self._lacking(file, headings, name, written))
        return found

    def _lacking(self, file: str, headings: Headings, name: str, written: str) -> Problem:
        """Say that a column is not there, which there are, and the line that names the right one."""
        what = f"[[{self.name}]]: there is no column '{written}' for {name}."
        near = did_you_mean(written, headings.texts)
        key = name if name.isidentifier() and name.isascii() else quoted(name)
        heading = quoted(next(iter(headings.nearest(written)), "its heading"))
        line = f"Write columns = {{{key} = {heading}}} in [[{self.name}]]."
        return Problem(file, what, f"{near} Columns: {', '.join(headings.texts)}. {line}".strip())

    def _units(self, cells: CodedTexts) -> NDArray[np.object_]:
        """Return each row's unit, spelled as the survey's tables have it."""
        return CodedTexts([value_text(text) for text in cells.texts], cells.codes).values()

    def _waves(self, frame: pd.DataFrame, cells: Mapping[str, CodedTexts]) -> list[str]:
        """Return each row's wave: as its own column says, else as its date falls, else the study's.

        It is ``all`` where the files tell of no waves, and empty where a row alone does not.
        """
        wave = self.wave
        if wave is None:
            return [ALL] * len(frame)
        kind = wave.period or (kind_of_period(wave.value) if wave.value else "quarter")
        dated = self._dated(frame, kind) if self.dated in cells and kind else None
        column = cells.get(wave.column or "")
        tells = dated is not None or column is not None
        without = wave.value or ("" if tells else ALL)
        waves = [without] * len(frame) if dated is None else [of or without for of in dated]
        if column is None:
            return waves
        named = [wave_name(text, kind or "quarter") if text else None for text in column.texts]
        return [named[k] or of for k, of in zip(column.codes.tolist(), waves, strict=True)]

    def _dated(self, frame: pd.DataFrame, period: str) -> list[str]:
        """Return the period that each row's date falls in; empty where it has none."""
        days, which = np.unique(frame[self.dated].to_numpy("datetime64[D]"), return_inverse=True)
        waves = [period_of_date(str(day), period) or "" for day in days]
        return [waves[k] for k in which.tolist()]


def _columns(headings: Sequence[str], positions: Mapping[str, int]) -> Columns:
    taken = set(positions.values())
    left = tuple(h.strip() for at, h in enumerate(headings) if at not in taken and h.strip())
    return Columns({name: headings[at].strip() for name, at in positions.items()}, left)


def odd_cells(
    place: Finding,
    kind: str,
    texts: Sequence[str],
    records: Sequence[int],
    became: NDArray[np.int8],
) -> list[Finding]:
    """Return the findings on a column's cells that could not be read as what they should be.

    Parameters
    ----------
    place
        The column: its register, file and heading.
    kind
        As in `Field`.
    texts, records
        Its cells, and where each stands in the file.
    became : shape (cells,)
        As `gapkit.ingest.register_cells.read_column` gives it.
    """
    found = []
    for what, (told, reason) in _TOLD.items():
        rows = np.flatnonzero(became == what).tolist()
        if rows:
            why = Phrase(
                f"ledger.register.{reason or kind}", {"found": _shown([texts[r] for r in rows])}
            )
            first = tuple(int(records[r]) for r in rows[:FEW])
            found.append(
                replace(place, kind=told, count=len(rows), records=first, detail=why,
                        fault=is_fault(told, why))
            )  # fmt: skip
    return found


_TOLD: Final = {
    UNREADABLE: ("unreadable", ""),
    UNCLEAR: ("unreadable", "day_or_month"),
    OUTSIDE: ("out of range", ""),
    MOVED: ("note", "other_clock"),
}
"""What became of a cell → the finding's kind, and its reason where that does not go by the field's kind."""


def _cells(
    table: RawTable, positions: Mapping[str, int]
) -> tuple[list[int], dict[str, CodedTexts], dict[str, list[int]]]:
    """Return the record numbers, field → its cells as texts, and reason → records without a row."""
    records: list[int] = []
    parts: dict[str, list[tuple[list[str], NDArray[np.int32]]]] = {name: [] for name in positions}
    aside: dict[str, list[int]] = defaultdict(list)
    for block in table.blocks(sorted(set(positions.values()))):
        batch = block()
        blank = batch.blank(np.arange(len(batch.records)))
        for reason, record in batch.aside:
            aside[reason].append(record)
        aside["blank"] += batch.records[blank].tolist()
        records += batch.records[~blank].tolist()
        for name, at in positions.items():
            indices, texts = distinct(batch.columns[at], table.decode)
            parts[name].append(([text.strip() for text in texts], indices[~blank]))
    cells = {name: CodedTexts.joined(of) for name, of in parts.items()}
    return records, cells, {reason: which for reason, which in aside.items() if which}


def _aside(name: str, file: str, reason: str, records: Sequence[int]) -> Finding:
    why = Phrase(f"ledger.aside.{reason}")
    first = tuple(records[:FEW])
    return Finding(
        name, file, "", "set aside", len(records), first, why, is_fault("set aside", why)
    )


def _shown(texts: Sequence[str]) -> str:
    distinct_texts = list(dict.fromkeys(texts))
    more = ", …" if len(distinct_texts) > FEW else ""
    return ", ".join(t if len(t) <= 40 else t[:39] + "…" for t in distinct_texts[:FEW]) + more
