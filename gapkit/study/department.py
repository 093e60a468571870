"""What a study says of the systems around the gaps: registers, promises, rules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gapkit.ingest.register import Register
from gapkit.ingest.source import Source
from gapkit.operations.department import REGISTERS, Department
from gapkit.study.source import files_of, names_of

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.ingest.asked import Wave
    from gapkit.toml import Table

__all__ = ["read_department"]


def read_department(root: Table, folder: Path, unit: str | None, wave: Wave | None) -> Department:
    """Read every table that speaks of the systems around the gaps; mistakes are noted with their line.

    Parameters
    ----------
    root
        The study file.
    folder
        Where paths start.
    unit, wave
        What the study says of units and waves.
    """
    registers = {}
    for name, form in REGISTERS.items():
        sources = tuple(_source(table, name, folder) for table in root.tables(name))
        if sources:
            registers[name] = Register(name, sources, form.fields, form.dated, unit, wave)
    head = root.table("operations")
    as_of = _day(head, "as_of") if head else None
    if head:
        head.close()
    return Department(registers, as_of)


def _source(table: Table, name: str, folder: Path) -> Source:
    reading = {key: table.get(key, str) for key in ("encoding", "delimiter", "sheet")}
    source = Source(
        name,
        files_of(table, folder),
        columns=names_of(table, "columns"),
        format=table.get("format", str, "auto"),
        **reading,
        header_rows=table.get("header_rows", int),
    )
    table.close()
    return source


def _day(table: Table, key: str) -> date | None:
    written = table.values.get(key)
    table.asked.add(key)
    if isinstance(written, date):
        return written
    if isinstance(written, str):
        try:
            return date.fromisoformat(written)
        except ValueError:
            pass
    if written is not None:
        what = f"{table.name} {key} = {written!r} is no day."
        table.note(key, what, f"Write {key} = 2026-09-30.")
    return None
