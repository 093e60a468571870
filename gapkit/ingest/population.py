"""How many customers each unit has, and how many questionnaires were sent: a row per unit and wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gapkit.errors import IngestError, Problem, did_you_mean
from gapkit.ingest.cells import distinct
from gapkit.ingest.periods import wave_name
from gapkit.ingest.readers import open_tables

if TYPE_CHECKING:
    import pyarrow as pa

    from gapkit.ingest.asked import Wave
    from gapkit.ingest.readers.table import RawTable
    from gapkit.ingest.source import Source

__all__ = ["Population", "UnitCount"]

COUNTS = ("customers", "sent")


@dataclass(frozen=True)
class UnitCount:
    """One unit in one wave.

    Parameters
    ----------
    wave
        None where the file does not say: the counts then hold for every wave.
    unit
        As in the unit's column.
    customers, sent
        Customers that the unit has; questionnaires sent out. None where not given.
    """

    wave: str | None
    unit: str
    customers: int | None
    sent: int | None


@dataclass(frozen=True)
class Population:
    """Files with a row per unit (and wave).

    Parameters
    ----------
    source
        The files, and what their columns are called.
    unit
        The study's name of the unit's column.
    wave
        What the study says of waves.
    """

    source: Source
    unit: str
    wave: Wave | None = None

    def read(self) -> tuple[UnitCount, ...]:
        """Read the files.

        Raises
        ------
        IngestError
            No such file or column; a count that is no whole number; a unit that stands twice in
            one wave; no row at all. All of it at once.
        """
        problems: list[Problem] = []
        found: list[UnitCount] = []
        for name, table in open_tables(self.source, (), problems):
            found += self._rows(name, table, problems)
        seen: set[tuple[str | None, str]] = set()
        for row in found:
            if (row.wave, row.unit) in seen:
                what = f"'{row.unit}' stands twice{f' in {row.wave}' if row.wave else ''}."
                problems.append(Problem("[population]", what, "Give one row per unit and wave."))
            seen.add((row.wave, row.unit))
        if not (found or problems):
            names = ", ".join(self.source.names)
            what = "there are headings and no row that names a unit."
            problems.append(Problem(names, what, "Give one row per unit and wave."))
        if problems:
            raise IngestError(*problems)
        return tuple(found)

    def _rows(self, name: str, table: RawTable, problems: list[Problem]) -> list[UnitCount]:
        positions = self._positions(name, table, problems)
        if self.unit not in positions:
            return []
        rows = []
        for block in table.blocks(sorted(positions.values())):
            batch = block()
            cells = {key: _texts(batch.columns[at], table) for key, at in positions.items()}
            for index, record in enumerate(batch.records.tolist()):
                row = {key: column[index] for key, column in cells.items()}
                if row[self.unit]:
                    rows.append(self._row(f"{name}, record {record}", row, problems))
        return rows

    def _positions(self, name: str, table: RawTable, problems: list[Problem]) -> dict[str, int]:
        headings = [h.strip() for h in table.headings]
        wave = self.wave.heading if self.wave else None
        positions = {}
        for key in (self.unit, wave, *COUNTS):
            written = self.source.columns.get(key, key) if key else None
            if key and written in headings:
                positions[key] = headings.index(written)
        if self.unit not in positions:
            written = self.source.columns.get(self.unit, self.unit)
            advice = f"{did_you_mean(written, headings)} Columns: {', '.join(headings)}.".strip()
            problems.append(Problem(name, f"there is no column '{written}' for the unit.", advice))
        elif not set(COUNTS) & set(positions):
            problems.append(
                Problem(
                    name,
                    "there is neither a column 'customers' nor 'sent'.",
                    f"Columns: {', '.join(headings)}.",
                )
            )
        return positions

    def _row(self, where: str, row: dict[str, str], problems: list[Problem]) -> UnitCount:
        heading = self.wave.heading if self.wave else None
        wave = row.get(heading) if heading else None
        counts = [_whole(where, key, row.get(key, ""), problems) for key in COUNTS]
        period = (self.wave and self.wave.period) or "quarter"
        return UnitCount(wave_name(wave, period) if wave else None, row[self.unit], *counts)


def _texts(column: pa.Array, table: RawTable) -> list[str]:
    indices, texts = distinct(column, table.decode)
    return [texts[i].strip() for i in indices.tolist()]


def _whole(where: str, key: str, text: str, problems: list[Problem]) -> int | None:
    plain = text.replace(",", "").removesuffix(".0")
    if not plain:
        return None
    if plain.isdecimal():
        return int(plain)
    problems.append(
        Problem(where, f"{key} = '{text}' is no whole number.", "Give a count of 0 or more.")
    )
    return None
