"""What the parts of the synthetic call centre share: the truth, teams and agents, days, and CSVs."""

from __future__ import annotations

import csv
import math
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Random = np.random.RandomState

TRUTH = tomllib.loads((Path(__file__).parent / "truth.toml").read_text(encoding="utf-8"))
TEAMS = TRUTH["teams"]
SHEET = TRUTH["sheet"]
DIMENSIONS = tuple(SHEET["items"])
DIMENSION_OF = tuple(d for d, n in SHEET["items"].items() for _ in range(n))
FIRST, LAST = TRUTH["first"], TRUTH["last"]
DAYS = tuple(FIRST + timedelta(days=k) for k in range((LAST - FIRST).days + 1))


@dataclass(frozen=True)
class File:
    """A CSV: its headings and rows."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def write(self, folder: Path) -> None:
        """Write it so that spreadsheets open it rightly: UTF-8 with a byte-order mark."""
        with (folder / f"{self.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(self.head)
            writer.writerows(self.rows)


@dataclass(frozen=True)
class Agent:
    """Someone who answers calls."""

    name: str
    team: str
    group: str


def agents() -> list[Agent]:
    """Return everybody who answers calls, team by team."""
    found = []
    for team, said in TEAMS.items():
        low, high = said["agents"]
        for k in range(low, high + 1):
            name = f"A{k:02d}"
            group = "new" if name in SHEET["new_agents"] else "senior"
            found.append(Agent(name, team, group))
    return found


def place(team: str) -> tuple[str, str]:
    """Return what a team is called in either language."""
    return team, TEAMS[team]["name"]


def quarter(day: date) -> str:
    """Return the quarter of a day: 2026Q3."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def month(day: date) -> str:
    """Return the month of a day: 2026-07."""
    return f"{day:%Y-%m}"


def at(day: date, minutes: float) -> datetime:
    """Return the moment so many minutes after midnight."""
    return datetime.combine(day, datetime.min.time()) + timedelta(minutes=int(minutes))


def in_hours(rng: Random, day: date) -> datetime:
    """Draw a moment between 8:30 and 20:30."""
    return at(day, rng.randint(8 * 60 + 30, 20 * 60 + 30))


def stamp(moment: datetime | None) -> str:
    """Return a moment as the files have it; empty where there is none."""
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def said(yes: bool | None) -> str:
    """Return yes, no, or nothing where it is not known."""
    return "" if yes is None else "yes" if yes else "no"


def chosen(rng: Random, shares: dict[str, float], size: int) -> list[str]:
    """Draw names by their shares."""
    p = np.array(list(shares.values()))
    return [str(name) for name in rng.choice(list(shares), size, p=p / p.sum())]


def points(felt: Any) -> Any:
    """Return what was felt as a whole point of the scale, 1 to 5."""
    return np.clip(np.rint(felt), 1, 5).astype(int)


def expected(mean: float, sd: float) -> float:
    """Return the expectation of a normal that is rounded to whole points and held within 1 and 5."""
    cuts = (1.5, 2.5, 3.5, 4.5)
    return 1 + sum(math.erfc((cut - mean) / sd / math.sqrt(2)) / 2 for cut in cuts)


def write_all(folder: Path, files: Iterable[File]) -> None:
    """Write every file into the folder."""
    for file in files:
        file.write(folder)
