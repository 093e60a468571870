"""What a study says of one source of answers: files, batteries, codes, scale."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gapkit.errors import did_you_mean
from gapkit.gaps.model import ROLES
from gapkit.ingest.source import Source, Spread
from gapkit.instrument import BATTERIES, Scale
from gapkit.instrument.load import read_scale
from gapkit.study.monitored import read_monitored
from gapkit.study.screening import read_screening

if TYPE_CHECKING:
    from gapkit.ingest.source import Pattern
    from gapkit.toml import Table

SOURCE_KEYS: Final = frozenset(f.name for f in fields(Source))

__all__ = ["files_of", "names_of", "read_source"]


def read_source(table: Table, folder: Path, instrument_scale: Scale | None) -> Source:
    """Read one [[source]] table; paths start from `folder`."""
    role = table.choice("role", ROLES, "customer")
    files = files_of(table, folder)
    batteries = _batteries(table)
    texts = {
        key: table.get(key, str)
        for key in (
            "points",
            "weight",
            "strata",
            "cluster",
            "id",
            "duration",
            "submitted",
            "device",
            "causes",
        )
    }
    reading = {key: table.get(key, str) for key in ("encoding", "delimiter", "sheet")}
    if reading["delimiter"] and len(reading["delimiter"]) != 1:
        what = f"{table.name} delimiter = {reading['delimiter']!r} must be one character."
        table.note("delimiter", what, 'Write delimiter = ";" or "\\t".')
    source = Source(
        role=role,
        files=files,
        batteries=batteries,
        outcomes=names_of(table, "outcomes"),
        determinants=names_of(table, "determinants"),
        columns=names_of(table, "columns"),
        **texts,
        missing=_missing(table),
        answers=_scores(table),
        codebook=_codebook(table, folder),
        screening=read_screening(table),
        format=table.get("format", str, "auto"),
        **reading,
        header_rows=table.get("header_rows", int),
        scale=_scale(table, instrument_scale),
        reversed=table.get("reversed", bool, True),
        monitored=read_monitored(table, role),
    )
    table.close()
    return source


def files_of(table: Table, folder: Path) -> tuple[Path, ...]:
    """Return the files that a table's patterns find, each once; a pattern that finds none is a mistake."""
    found: dict[Path, None] = {}
    if "files" not in table.values:
        table.need("files", list)
        return ()
    for pattern in table.strings("files"):
        paths = _expanded(folder, pattern)
        if not paths:
            there = sorted(p.name for p in (folder / pattern).parent.glob("*") if p.is_file())[:8]
            advice = (
                f"In that folder: {', '.join(there)}."
                if there
                else "Paths start from the study file's folder."
            )
            table.note("files", f"{table.name} files: nothing is called '{pattern}'.", advice)
        found.update(dict.fromkeys(paths))
    return tuple(found)


def _expanded(folder: Path, pattern: str) -> list[Path]:
    if not re.search(r"[*?\[]", pattern):
        path = (folder / pattern).resolve()
        return [path] if path.is_file() else []
    anchor = Path(pattern)
    if anchor.is_absolute():
        return sorted(
            p.resolve()
            for p in Path(anchor.anchor).glob(str(anchor.relative_to(anchor.anchor)))
            if p.is_file()
        )
    return sorted(p.resolve() for p in folder.glob(pattern) if p.is_file())


def _batteries(table: Table) -> dict[str, Pattern]:
    written = table.table("batteries")
    found: dict[str, Pattern] = {}
    for key, value in (written.values if written else {}).items():
        assert written is not None  # noqa: S101  (the loop runs only where there is a table)
        if key not in BATTERIES:
            advice = f"{did_you_mean(key, BATTERIES)} Known: {', '.join(BATTERIES)}.".strip()
            if key in SOURCE_KEYS:
                advice = f"'{key}' is said of the source: put it above [source.batteries]."
            written.note(key, f"{table.name} batteries: '{key}' is no battery.", advice)
            continue
        pattern = _pattern(value)
        if pattern is None:
            written.note(key, f"{table.name} batteries: {key} = {value!r} is no pattern.",
                         'Write "E{n}", a list of names, {item = "column"} or {from = "D", step = 2}.')  # fmt: skip
        else:
            found[key] = pattern
    if not found and not {"batteries", "outcomes", "causes"} & set(table.values):
        table.note(
            None,
            f"{table.name} lacks 'batteries'.",
            'Write batteries = {expectation = "E{n}", perception = "P{n}"}.',
        )
    return found


def _pattern(value: Any) -> Pattern | None:
    if isinstance(value, str) and value:
        return value
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return tuple(value)
    if not isinstance(value, dict) or not value:
        return None
    if "from" in value:
        step = value.get("step", 1)
        good = (
            isinstance(value["from"], str)
            and isinstance(step, int)
            and set(value) <= {"from", "step"}
        )
        return Spread(value["from"], step) if good else None
    return dict(value) if all(isinstance(v, str) for v in value.values()) else None


def names_of(table: Table, key: str) -> dict[str, str]:
    """Return a table that maps names to columns."""
    written = table.get(key, dict, {})
    if all(isinstance(v, str) for v in written.values()):
        return dict(written)
    table.note(
        key, f"{table.name} {key} must map names to columns.", f'Write {key} = {{name = "column"}}.'
    )
    return {}


def _scores(table: Table) -> dict[str, float]:
    written = table.get("answers", dict, {})
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in written.values()):
        return {k: float(v) for k, v in written.items()}
    table.note(
        "answers",
        f"{table.name} answers must map words to scores.",
        'Write answers = {"Agree" = 4}.',
    )
    return {}


def _codebook(table: Table, folder: Path) -> Path | None:
    written = table.get("codebook", str)
    if written is None:
        return None
    path: Path = (folder / str(written)).resolve()
    if not path.is_file():
        what = f"{table.name} codebook: there is no file '{written}'."
        table.note("codebook", what, "Paths start from the study file's folder.")
    return path


def _scale(table: Table, instrument_scale: Scale | None) -> Scale | None:
    if "scale" not in table.values:
        return None
    scale = read_scale(table.table("scale"), table)
    if instrument_scale is None or scale.labels:
        return scale
    same = scale.same_grid(instrument_scale)
    return (
        instrument_scale
        if same
        else Scale(scale.low, scale.high, scale.step, {}, scale.unit, scale.direction)
    )


def _missing(table: Table) -> tuple[int | float | str, ...]:
    written = table.get("missing", list, [])
    if all(isinstance(v, int | float | str) and not isinstance(v, bool) for v in written):
        return tuple(written)
    table.note(
        "missing",
        f"{table.name} missing must hold codes and words.",
        'Write missing = [9, 99, "N/A"].',
    )
    return ()
