"""What a study says of the systems around the gaps: registers, promises, rules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gapkit.ingest.register import Register
from gapkit.ingest.source import Source
from gapkit.operations.complaints.register import ANSWER_WITHIN
from gapkit.operations.department import Department
from gapkit.operations.registers import REGISTERS
from gapkit.study.calendar import read_calendar
from gapkit.study.monitored import read_score_targets
from gapkit.study.promises import read_campaigns, read_promises
from gapkit.study.source import files_of, names_of
from gapkit.study.zeros import read_zeros
from gapkit.toml import unknown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gapkit.ingest.asked import Wave
    from gapkit.instrument import Instrument
    from gapkit.toml import Table

__all__ = ["read_department"]


def read_department(
    root: Table, folder: Path, unit: str | None, wave: Wave | None, instrument: Instrument | None,
    outcomes: Sequence[str] = (),
) -> Department:  # fmt: skip
    """Read every table that speaks of the systems around the gaps; mistakes are noted with their line.

    Parameters
    ----------
    root
        The study file.
    folder
        Where paths start.
    unit, wave
        What the study says of units and waves.
    instrument
        Whose dimensions promises and campaigns speak of; None where it could not be read.
    outcomes
        What the sources ask beside it.
    """
    registers = {}
    for name, form in REGISTERS.items():
        own = (unit, wave.column if wave else None)
        known = [*(f.name for f in form.fields), *(name for name in own if name)]
        sources = tuple(_source(table, name, folder, known) for table in root.tables(name))
        if sources:
            registers[name] = Register(name, sources, form.fields, form.dated, unit, wave)
    head = root.table("operations")
    as_of = _day(head, "as_of") if head else None
    within = _answer_within(head) if head else ANSWER_WITHIN
    targets = read_score_targets(head, instrument)
    calendar = read_calendar(root, head)
    secret = _secret(head) if head else None
    if head:
        head.close()
    promises = read_promises(root, instrument)
    campaigns = read_campaigns(root, instrument, wave)
    return Department(
        registers, as_of, targets, calendar=calendar, promises=promises, campaigns=campaigns,
        answer_within=within,
        zeros=read_zeros(root.table("zeros"), unit, _known(instrument, outcomes)),
        hash_names=secret,
    )  # fmt: skip


def _known(instrument: Instrument | None, outcomes: Sequence[str]) -> list[str]:
    """Return what a study may name: outcomes, dimensions, items; nothing where that is not known."""
    if instrument is None:
        return []
    return list(dict.fromkeys([*outcomes, *instrument.dimension, *instrument.item]))


def _source(table: Table, name: str, folder: Path, known: Sequence[str]) -> Source:
    """Read where a register's files are, and what their columns are called that it knows."""
    reading = {key: table.get(key, str) for key in ("encoding", "delimiter", "sheet")}
    source = Source(
        name,
        files_of(table, folder),
        columns=_columns(table, known),
        format=table.get("format", str, "auto"),
        **reading,
        header_rows=table.get("header_rows", int),
    )
    table.close()
    return source


def _columns(table: Table, known: Sequence[str]) -> dict[str, str]:
    named = names_of(table, "columns")
    for name in named:
        if name not in known:
            what = f"{table.name} columns: '{name}' is nothing that such a file is asked for"
            table.note("columns", *unknown(what, name, list(known)))
    return named


def _secret(table: Table) -> str | None:
    secret: str | None = table.get("hash_names", str)
    if secret is not None and not secret.strip():
        what = f"{table.name} hash_names is empty: anybody could find the names by trying."
        table.note("hash_names", what, 'Write a secret, hash_names = "…", or leave it out.')
    return secret


def _answer_within(table: Table) -> int:
    days: int = table.get("answer_within", int, ANSWER_WITHIN)
    if days >= 0:
        return days
    table.note("answer_within", f"{table.name} answer_within = {days} is no number of days.",
               "Write the days in which a complaint is to be put right, such as answer_within = 5.")  # fmt: skip
    return ANSWER_WITHIN


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
