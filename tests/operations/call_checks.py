"""A small call centre, written for a test: sheets of four items in two dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gapkit as gk
from gapkit.ingest.register_rows import Rows
from gapkit.instrument import instrument_from_text
from gapkit.operations.department import Department
from gapkit.operations.desk import Desk
from gapkit.operations.monitoring.checks import read_checks
from gapkit.operations.opening import opened
from gapkit.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import numpy as np
    import pandas as pd

    from gapkit.study import Study

ITEMS = ("t1", "t2", "n1", "n2")
COLUMNS = ("date", "agent", "monitor", "call", "team", "kind", "leak", *ITEMS)

INSTRUMENT = """[instrument]
name = "sheet"
scale = {low = 1, high = 5}
[[dimension]]
id = "tone"
[[dimension]]
id = "need"
""" + "".join(
    f'[[item]]\nid = "{i}"\nn = {n}\ndimension = "{"tone" if i[0] == "t" else "need"}"\ntext = "{i}"\n'
    for n, i in enumerate(ITEMS, 1)
)

STUDY = """[study]
title = "Calls"
instrument = "sheet.toml"
wave = {{date = "date", period = "quarter"}}
unit = "team"
language = "{language}"
{study}
[[source]]
role = "monitor"
files = ["sheets.csv"]
batteries = {{delivery = ["t1", "t2", "n1", "n2"]}}
{keys}
[[source]]
role = "specification"
files = ["standard.csv"]
batteries = {{standard = ["t1", "t2", "n1", "n2"]}}
{more}
"""

KEYS = """agent = "agent"
monitor = "monitor"
date = "date"
call = "call"
staff_group = "kind"
critical = ["leak"]
"""


def sheet(date: str, agent: str, points: Iterable[Any], **more: Any) -> dict[str, Any]:
    """Return one sheet; `points` are those of the four items."""
    row = {"date": date, "agent": agent, "monitor": "M1", "call": "", "team": "North",
           "kind": "old", "leak": "no"}  # fmt: skip
    return {**row, **dict(zip(ITEMS, points, strict=True)), **more}


def study_of(
    folder: Path, sheets: Iterable[Mapping[str, Any]], keys: str = KEYS, *, study: str = "",
    more: str = "", language: str = "en", logs: Mapping[str, str] | None = None,
) -> Study:  # fmt: skip
    """Write the files of a call centre and read its study."""
    lines = [",".join(COLUMNS), *(",".join(str(row[c]) for c in COLUMNS) for row in sheets)]
    (folder / "sheets.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "standard.csv").write_text(",".join(ITEMS) + "\n4,4,4,4\n", encoding="utf-8")
    (folder / "sheet.toml").write_text(INSTRUMENT, encoding="utf-8")
    for name, text in (logs or {}).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        more += f'\n[[{name}]]\nfiles = ["{name}.csv"]\n'
    path = folder / "study.toml"
    said = STUDY.format(keys=keys, study=study, more=more, language=language)
    path.write_text(said, encoding="utf-8")
    return gk.read_study(path)


def desk_of(study: Study) -> Desk:
    """Open the desk of a study."""
    survey = study.survey
    sheets = read_checks(survey.answers, survey.inventory(), survey.unit)
    return opened(study.department, survey.instrument, survey.options, {}, (), sheets)


def made_desk(calls: pd.DataFrame, **logs: pd.DataFrame) -> Desk:
    """Return a desk from calls as they stand, without files: for simulations."""
    frame = calls.assign(
        overall=calls["dimension.tone"], call="", minimum=1, critical=0.0, monitor="M1"
    )
    rows = {"checks": Rows("checks", frame)} | {n: Rows(n, log) for n, log in logs.items()}
    return Desk(Department(), rows, instrument_from_text(INSTRUMENT), Options())


def drawn(rng: np.random.Generator, mean: float, sd: float = 0.6) -> list[int]:
    """Draw the points of four items about a mean."""
    return [int(p) for p in rng.normal(mean, sd, len(ITEMS)).round().clip(1, 5)]
