"""Registers: files whose rows are events (a complaint, a claim, a day's contacts) and not answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.errors import IngestError, Problem, did_you_mean
from gapkit.ingest.cells import distinct
from gapkit.ingest.ledger import FEW, Finding, is_fault
from gapkit.ingest.periods import period_of_date, wave_name
from gapkit.ingest.readers import open_tables
from gapkit.ingest.register_cells import OUTSIDE, UNREADABLE, read_column
from gapkit.ingest.register_rows import ALL, Columns, Rows
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
        for field in self.fields:
            values, became = read_column(field.kind, cells.get(field.name, [""] * len(records)))
            frame[field.name] = values
            heading = table.headings[positions[field.name]] if field.name in positions else ""
            place = Finding(self.name, file, heading, "unreadable", 0)
            findings += odd_cells(place, field.kind, cells.get(field.name, ()), records, became)
            if field.required:
                blank = frame[field.name].isna().to_numpy() | (frame[field.name] == "").to_numpy()
                lacking.setdefault(heading, blank)
        frame["unit"] = cells.get(self.unit or "", [ALL] * len(records))
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
        return rows

    def _positions(
        self, file: str, table: RawTable, named: Mapping[str, str], problems: list[Problem]
    ) -> dict[str, int]:
        """Return field, unit or wave → its column; what was named and is not there is a problem."""
        headings = [h.strip() for h in table.headings]
        heading = self.wave.column if self.wave else None
        required = {f.name for f in self.fields if f.required}
        wanted = [f.name for f in self.fields] + [n for n in (self.unit, heading) if n]
        found = {}
        for name in wanted:
            written = named.get(name, name)
            if written in headings:
                found[name] = headings.index(written)
            elif name in required or name in named:
                near = did_you_mean(written, headings)
                advice = f"{near} Columns: {', '.join(headings)}.".strip()
                what = f"[[{self.name}]]: there is no column '{written}' for {name}."
                problems.append(Problem(file, what, advice))
        return found

    def _waves(self, frame: pd.DataFrame, cells: dict[str, list[str]]) -> list[str]:
        """Return each row's wave: as its own column says, else as its date falls, else ``all``."""
        wave = self.wave
        if wave is None:
            return [ALL] * len(frame)
        if wave.value is not None:
            return [wave.value] * len(frame)
        period = wave.period or "quarter"
        if wave.column in cells:
            return [wave_name(text, period) if text else ALL for text in cells[wave.column]]
        if self.dated is None:
            return [ALL] * len(frame)
        days = frame[self.dated].dt.strftime("%Y-%m-%d").fillna("")
        return [period_of_date(day, period) or ALL if day else ALL for day in days]


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
    rows: dict[int, list[int]] = defaultdict(list)
    for row, what in enumerate(became.tolist()):
        rows[what].append(row)
    kinds = {UNREADABLE: "unreadable", OUTSIDE: "out of range"}
    return [
        replace(
            place,
            kind=name,
            count=len(rows[what]),
            records=tuple(int(records[r]) for r in rows[what][:FEW]),
            detail=Phrase(
                f"ledger.register.{kind}", {"found": _shown([texts[r] for r in rows[what]])}
            ),
            fault=True,
        )
        for what, name in kinds.items()
        if rows[what]
    ]


def _cells(
    table: RawTable, positions: Mapping[str, int]
) -> tuple[list[int], dict[str, list[str]], dict[str, list[int]]]:
    """Return the record numbers, field → its cells as texts, and reason → records without a row."""
    records: list[int] = []
    cells: dict[str, list[str]] = {name: [] for name in positions}
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
            trimmed = [text.strip() for text in texts]
            cells[name] += [trimmed[i] for i in indices[~blank].tolist()]
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
