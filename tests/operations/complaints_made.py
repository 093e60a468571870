"""A register of complaints for the tests of this folder, and the desk it comes to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gapkit.ingest.register import Register
from gapkit.ingest.source import Source
from gapkit.instrument import load_instrument
from gapkit.operations.complaints.register import FORM
from gapkit.operations.complaints.tables import complaint_tables
from gapkit.operations.department import Department
from gapkit.operations.opening import opened
from gapkit.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gapkit.operations.desk import Desk
    from gapkit.results import Result

AS_OF = date(2026, 9, 30)


def desk(
    folder: Path, *files: Sequence[dict[str, Any]], as_of: date | None = AS_OF,
    answer_within: int = 5, **options: Any,
) -> Desk:  # fmt: skip
    """Write rows into files and read them as a study does; a column that no row names is not there."""
    paths = tuple(_written(folder, rows, number) for number, rows in enumerate(files))
    source = Source("complaints", paths)
    register = Register("complaints", (source,), FORM.fields, FORM.dated, "branch")
    department = Department({"complaints": register}, as_of, answer_within=answer_within)
    return opened(department, load_instrument("servqual"), Options(**options), {})


def _written(folder: Path, rows: Sequence[dict[str, Any]], number: int) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(names), *(",".join(str(row.get(n, "")) for n in names) for row in rows)]
    path = folder / f"complaints{number or ''}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def made(at: Desk) -> dict[str, Result]:
    """Return the tables by name."""
    return {result.name: result for result in complaint_tables(at)}


def keys(result: Result) -> list[str]:
    """Return the keys of what a table says."""
    return [phrase.key for phrase in result.sentences]
