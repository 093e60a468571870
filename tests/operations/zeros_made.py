"""Studies, complaints and costs for tests of the table `zeros`, drawn or typed in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gapkit.ingest.register_rows import Columns, Rows
from gapkit.instrument import load_instrument
from gapkit.operations.department import Department
from gapkit.operations.desk import Desk
from gapkit.operations.zeros.table import zeros
from gapkit.options import Options

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.operations.zeros.aims import Zeros
    from gapkit.results import Result

CLOSE = 1e-9
"""Two routes to one figure differ by rounding alone."""

SERVQUAL = load_instrument("servqual")
BRANCHES = {"North": 40, "South": 25, "East": 3}
WAVES = ("2026Q1", "2026Q2")
STUDY = """[study]
title = "Branches"
instrument = "servqual"
wave = "quarter"
unit = "branch"
language = "{language}"
[options]
bootstrap = 100
[[source]]
role = "customer"
files = ["customers.csv"]
batteries = {{perception = "P{{n}}"}}
outcomes = {{recommend = "nps", loyal = "stay"}}
{more}
"""


def answers() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    rows = [
        {"quarter": wave, "branch": branch, "nps": rng.integers(0, 11), "stay": rng.integers(2, 8)}
        | {f"P{n}": rng.integers(2, 8) for n in range(1, 23)}
        for wave in WAVES
        for branch, people in BRANCHES.items()
        for _ in range(people)
    ]
    return pd.DataFrame(rows)


def study_of(tmp_path: Path, more: str = "[zeros]", language: str = "en") -> Path:
    answers().to_csv(tmp_path / "customers.csv", index=False)
    path = tmp_path / "study.toml"
    path.write_text(STUDY.format(language=language, more=more), encoding="utf-8")
    return path


def rows_of(frame: pd.DataFrame, measure: str, unit: str = "all") -> pd.DataFrame:
    mine = frame[(frame["measure"] == measure) & (frame["unit"] == unit)]
    return mine.set_index("wave")


def desk(
    said: Zeros | None = None, *, as_of: date | None = None, language: str = "en",
    **registers: pd.DataFrame,
) -> Desk:  # fmt: skip
    rows = {
        name: Rows(name, frame, columns={f"{name}.csv": Columns({c: c for c in frame})})
        for name, frame in registers.items()
    }
    options = Options(language=language)
    return Desk(Department(as_of=as_of, zeros=said), rows, SERVQUAL, options)


def made(of: Desk) -> Result:
    (table,) = zeros(of)
    return table


def complaints(*rows: tuple[str, str | None, str], wave: str = "2026Q3") -> pd.DataFrame:
    """Return complaints: received, recovered, unit; the fields that the table reads."""
    frame = pd.DataFrame(rows, columns=["received", "recovered", "unit"])
    for name in ("received", "recovered"):
        frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    other = dict.fromkeys(("answered", "called_back"), pd.NaT)
    blank = dict.fromkeys(
        ("chased", "escalated", "skipped", "reported", "apologised", "solved", "compensated",
         "offered", "in_touch", "kept")
    )  # fmt: skip
    texts = {"id": "", "customer": "", "kind": "", "dimension": ""}
    return frame.assign(
        file="complaints.csv", record=range(2, len(frame) + 2), wave=wave, **other, **blank, **texts
    )


CASES = complaints(
    *[("2026-07-01 16:00", "2026-07-08 09:00", "North")] * 6,  # seven calendar days: in time
    *[("2026-07-01", "2026-07-09", "North")] * 2,  # eight: late
    *[("2026-07-02", None, "South")] * 5,  # still open: not in time
    *[("2026-07-02", "2026-07-02", "South")] * 4,
    *[("2026-09-20", "2026-09-21", "South")] * 3,  # too young to be known
    *[("2026-09-25", None, "North")] * 2,
)
CLOSED = date(2026, 9, 27)


def costs(waves: int, slope: float, noise: float = 0.02) -> pd.DataFrame:
    """Return quarters in which total cost goes with customers to the power of `slope`."""
    rng = np.random.default_rng(5)
    customers = np.round(1000 * 1.05 ** np.arange(waves) * np.exp(rng.normal(0, 0.05, waves)))
    attempts = rng.integers(50, 80, waves)
    return pd.DataFrame(
        {
            "file": "costs.csv",
            "record": range(2, waves + 2),
            "wave": [f"{2024 + k // 4}Q{k % 4 + 1}" for k in range(waves)],
            "unit": "all",
            "day": pd.NaT,
            "customers": customers,
            "transactions": 3 * customers,
            "service_cost": 200 * customers**slope * np.exp(rng.normal(0, noise, waves)),
            "new_customers": customers / 10,
            "acquisition_cost": 30 * customers,
            "attempts": attempts,
            "first_successes": rng.binomial(attempts, 0.8),
        }
    )
