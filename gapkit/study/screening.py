"""What a study says of rows that are not to count: ``screening = {...}`` of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.ingest.source import DUPLICATES, Screening

if TYPE_CHECKING:
    from gapkit.toml import Table

__all__ = ["read_screening"]


def read_screening(source: Table) -> Screening:
    """Read the screening of one [[source]]; what is wrong is noted in the table."""
    table = source.table("screening")
    if table is None:
        return Screening()
    share = float(table.get("min_answered", float, 0.0))
    if not 0 <= share <= 1:
        what = f"{table.name} min_answered = {share:g} is no share."
        table.note("min_answered", what, "Write a number from 0 to 1, such as 0.5.")
    duplicates = table.choice("duplicates", DUPLICATES, "keep")
    if duplicates != "keep" and "id" not in source.values:
        what = f"{table.name} duplicates = '{duplicates}' needs the respondent's id."
        table.note("duplicates", what, 'Name its column in the source: id = "…".')
    screening = Screening(
        finished=table.get("finished", bool, False),
        min_answered=share,
        duration_seconds=_limits(table),
        keep=_keep(table),
        duplicates=duplicates,
    )
    table.close()
    return screening


def _limits(table: Table) -> tuple[float | None, float | None]:
    limits = table.table("duration_seconds")
    if limits is None:
        return None, None
    least = limits.get("min", float)
    most = limits.get("max", float)
    if least is not None and most is not None and least > most:
        limits.note("min", f"{limits.name} min = {least} lies above max = {most}.", "Swap them.")
    limits.close()
    return least, most


def _keep(table: Table) -> dict[str, tuple[str, ...]]:
    written: dict[str, Any] = table.get("keep", dict, {})
    if all(isinstance(v, list) for v in written.values()):
        return {column: tuple(map(str, values)) for column, values in written.items()}
    what = f"{table.name} keep must map columns to lists of cells."
    table.note("keep", what, 'Write keep = {Status = ["Complete"]}.')
    return {}
