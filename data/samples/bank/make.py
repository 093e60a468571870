"""Make the synthetic bank sample: python make.py [SEED] [--out FOLDER].

Nobody was asked. Every answer is drawn from the model in truth.toml, so the gaps that an analysis
should find are known; planted.csv holds them.

One answer = the latent mean of (role, battery, dimension) + the item's step + the changes that
apply (branch, wave, channel) + a person's leaning + noise, rounded to a whole point and held within
1 and 7. Leaning and noise are normal, so the expectation of an answer is a finite sum.
"""

from __future__ import annotations

import argparse
import csv
import math
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Random = np.random.RandomState
    Rows = list[list[Any]]

TRUTH = tomllib.loads((Path(__file__).parent / "truth.toml").read_text(encoding="utf-8"))
DIMENSIONS, BRANCHES, CHANNELS = TRUTH["dimensions"], TRUTH["branches"], TRUTH["channels"]
ITEMS = tuple(f"{letter}{k}" for letter in "trsae" for k in (1, 2, 3))
LEVELS = (
    *(("item", key) for key in ITEMS),
    *(("dimension", key) for key in DIMENSIONS),
    ("overall", "overall"),
)
PLACE = ("quarter", "branch", "分行")
RATERS = ("manager", "employee")  # who says which causes are at work
DECIMALS = 6  # of planted.csv


@dataclass(frozen=True)
class Sheet:
    """The answers of one role in one wave, a person a row.

    `answers` and `expected` hold an array (people × items) per battery: what was drawn, and the
    expectation of it; NaN where no answer was given.
    """

    branch: list[str]
    channel: list[str]
    answers: dict[str, Numbers] = field(default_factory=dict)
    expected: dict[str, Numbers] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.branch)


# ---- the model -----------------------------------------------------------------------------------


def latent(role: str, battery: str, place: dict[str, str]) -> Numbers:
    """Return the latent mean of each item at a place, which names a branch, a wave and a channel."""
    means = dict(zip(DIMENSIONS, TRUTH["roles"][role]["latent"][battery], strict=True))
    for change in TRUTH["change"]:
        here = all(at in change.get(key, [at]) for key, at in place.items())
        if here and f"{role}.{battery}" in change["battery"]:
            for dimension in change["dimension"]:
                means[dimension] += change["by"]
    level = BRANCHES[place["branch"]]["level"] if battery == "perception" else 0.0
    steps: Numbers = np.tile(TRUTH["item_steps"], len(DIMENSIONS))
    return per_item(list(means.values())) + steps + level


def per_item(by_dimension: list[float]) -> Numbers:
    """Return a figure per item from one per dimension."""
    return np.repeat(np.asarray(by_dimension, dtype=float), len(ITEMS) // len(DIMENSIONS))


def expectation(means: Numbers, sd: float) -> Numbers:
    """Return the expectation of normals that are rounded to whole points and held within 1 and 7."""
    cuts = np.arange(1.5, 7)
    above = [sum(_upper_tail((cut - mean) / sd) for cut in cuts) for mean in means]
    return 1 + np.asarray(above)


def _upper_tail(z: float) -> float:
    return math.erfc(z / math.sqrt(2)) / 2


def draw(rng: Random, role: str, wave: str) -> Sheet:
    """Draw the sheet of one role in one wave."""
    truth = TRUTH["roles"][role]
    low, high = truth["people"]
    sizes = rng.randint(low, high + 1, len(BRANCHES))
    branch = [b for b, size in zip(BRANCHES, sizes, strict=True) for _ in range(size)]
    channel = [""] * len(branch)
    if role == "customer":
        shares = [c["share"] for c in CHANNELS.values()]
        channel = rng.choice(list(CHANNELS), len(branch), p=shares).tolist()
    sheet = Sheet(branch, channel)
    leaning_sd, noise_sd = truth["spread"]
    leanings = leaning_sd * _correlated(rng, len(sheet), len(truth["latent"]))
    for column, battery in enumerate(truth["latent"]):
        at = list(zip(branch, channel, strict=True))
        means = {
            (b, c): latent(role, battery, {"branch": b, "wave": wave, "channel": c}) for b, c in at
        }
        known = {b: expectation(m, math.hypot(leaning_sd, noise_sd)) for b, m in means.items()}
        noise = noise_sd * rng.standard_normal((len(sheet), len(ITEMS)))
        felt = np.array([means[place] for place in at]) + leanings[:, [column]] + noise
        sheet.answers[battery] = np.clip(np.rint(felt), 1, 7)
        sheet.expected[battery] = np.array([known[place] for place in at])
    return sheet


def _correlated(rng: Random, people: int, batteries: int) -> Numbers:
    own, shared = rng.standard_normal((people, batteries)), rng.standard_normal((people, 1))
    correlation: float = TRUTH["leaning_correlation"]
    together: Numbers = math.sqrt(1 - correlation) * own + math.sqrt(correlation) * shared
    return together


def rate_causes(rng: Random, role: str, sheet: Sheet) -> tuple[Numbers, Numbers]:
    """Draw a role's agreement with its causes: what was drawn, and the expectation of it."""
    truth = TRUTH["causes"]
    causes, (leaning_sd, noise_sd) = truth[role], truth["spread"]
    means = np.tile(list(causes.values()), (len(sheet), 1)).astype(float)
    for change in truth["change"]:
        here = np.isin(sheet.branch, change["branch"])
        if change["role"] == role:
            means[here, list(causes).index(change["cause"])] += change["by"]
    leanings = leaning_sd * rng.standard_normal((len(sheet), 1))
    felt = means + leanings + noise_sd * rng.standard_normal(means.shape)
    sd = math.hypot(leaning_sd, noise_sd)
    known = np.array([expectation(row, sd) for row in np.unique(means, axis=0)])
    where = np.unique(means, axis=0, return_inverse=True)[1].reshape(-1)
    return np.clip(np.rint(felt), 1, 7), known[where]


def outcomes(rng: Random, sheet: Sheet) -> dict[str, list[Any]]:
    """Draw what customers say beside the items: two outcomes and importance points."""
    by_dimension = sheet.answers["perception"].reshape(len(sheet), len(DIMENSIONS), -1).mean(axis=2)
    felt = by_dimension @ np.array(TRUTH["weight_on_overall"])
    felt += 0.6 * rng.standard_normal(len(sheet))
    recommend = (felt - 1) * 10 / 6 + rng.standard_normal(len(sheet))
    points = 5 * rng.multinomial(20, TRUTH["points"], len(sheet))
    points[rng.random_sample(len(sheet)) < TRUTH["miscounted"], 0] += 10
    return {
        "overall": np.clip(np.rint(felt), 1, 7).astype(int).tolist(),
        "nps": np.clip(np.rint(recommend), 0, 10).astype(int).tolist(),
        **{f"points_{d}": points[:, k].tolist() for k, d in enumerate(DIMENSIONS)},
    }


def lose_some(rng: Random, sheet: Sheet) -> None:
    """Turn some answers into nothing or 99, whatever they were and whoever gave them."""
    for battery, cells in sheet.answers.items():
        lost = rng.random_sample(cells.shape) < TRUTH["missing"]
        coded = rng.random_sample(cells.shape) < 1 / 3
        cells[lost] = np.where(coded[lost], 99, np.nan)
        sheet.expected[battery][lost] = np.nan


# ---- what the gaps should be ---------------------------------------------------------------------


def scored(cells: Numbers) -> Numbers:
    """Return people × (items, dimensions, overall) by the rule: at least half answered, else NaN."""
    dimensions = _mean_of_half(cells.reshape(len(cells), len(DIMENSIONS), -1))
    overall = _mean_of_half(dimensions[:, None, :])
    return np.hstack([cells, dimensions, overall])


def _mean_of_half(values: Numbers) -> Numbers:
    there = ~np.isnan(values)
    n = there.sum(axis=-1)
    total = np.where(there, values, 0).sum(axis=-1)
    return np.where(2 * n >= values.shape[-1], total / np.maximum(n, 1), np.nan)


def planted(wave: str, sheets: dict[str, Sheet]) -> Iterator[list[Any]]:
    """Yield the rows of planted.csv: each gap by the usual rules, of expectations, not answers."""
    groups = [
        ("all", "all"),
        *(("branch", name) for name in BRANCHES),
        *(("channel", name) for name in CHANNELS),
    ]
    for segment, value in groups:
        mine = {role: _within(sheet, segment, value) for role, sheet in sheets.items()}
        customer = {
            battery: x[mine["customer"]] for battery, x in sheets["customer"].expected.items()
        }
        gaps = {5: scored(customer["perception"] - customer["expectation"])}
        means = {5: np.nanmean(gaps[5], axis=0)}
        if segment != "channel":
            promised = np.array([promise(b) for b in BRANCHES if value in ("all", b)])
            means |= firm_gaps(
                expectation=customer["expectation"],
                belief=sheets["manager"].expected["belief"][mine["manager"]],
                standard=per_item(TRUTH["standard"])[None],
                delivery=sheets["monitor"].expected["delivery"][mine["monitor"]],
                promise=promised,
            )
        for gap in sorted(means):
            for (level, key), figure in zip(LEVELS, means[gap], strict=True):
                yield [
                    wave,
                    segment,
                    value,
                    gap,
                    level,
                    key,
                    f"{round(figure, DECIMALS) + 0.0:.{DECIMALS}f}",
                ]


def planted_causes(wave: str, expected: dict[str, Numbers]) -> Iterator[list[Any]]:
    """Yield the rows of planted-causes.csv: agreement by cause, with its rank in role and gap."""
    gap_of = {cause: gap for gap, causes in TRUTH["causes"]["of_gap"].items() for cause in causes}
    for role, answers in expected.items():
        agreement = dict(zip(TRUTH["causes"][role], answers.mean(axis=0), strict=True))
        for cause, figure in agreement.items():
            rivals = [agreement[c] for c in agreement if gap_of[c] == gap_of[cause]]
            rank = 1 + sum(rival > figure for rival in rivals)
            yield [wave, role, gap_of[cause], cause, f"{figure:.{DECIMALS}f}", rank]


def firm_gaps(**batteries: Numbers) -> dict[int, Numbers]:
    """Return gaps 1 to 4, right battery less left battery, each side's mean from its own people."""
    mean = {battery: np.nanmean(scored(cells), axis=0) for battery, cells in batteries.items()}
    sides = {
        1: ("belief", "expectation"),
        2: ("standard", "belief"),
        3: ("delivery", "standard"),
        4: ("delivery", "promise"),
    }
    return {gap: mean[right] - mean[left] for gap, (right, left) in sides.items()}


def promise(branch: str) -> Numbers:
    """Return what a branch's campaign promises, per item."""
    loud = TRUTH["overpromise"]
    return per_item(loud["promise"] if branch in loud["branches"] else TRUTH["promise"])


def _within(sheet: Sheet, segment: str, value: str) -> NDArray[np.bool_]:
    column = {"all": ["all"] * len(sheet), "branch": sheet.branch, "channel": sheet.channel}[
        segment
    ]
    return np.array([cell == value for cell in column])


# ---- files ---------------------------------------------------------------------------------------


def write(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV that spreadsheets open rightly: UTF-8 with a byte-order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def place_of(wave: str, branch: str) -> list[str]:
    """Return the cells of the columns in `PLACE`."""
    return [wave, branch, BRANCHES[branch]["name"]]


def cells_of(sheet: Sheet) -> list[list[Any]]:
    """Return each person's answers, battery after battery, empty where nothing was answered."""
    wide = np.hstack(list(sheet.answers.values()))
    return [["" if np.isnan(x) else int(x) for x in row] for row in wide]


def numbered(*letters: str) -> list[str]:
    """Return the headings of batteries: E1, E2, …"""
    return [f"{letter}{k}" for letter in letters for k in range(1, len(ITEMS) + 1)]


def rows_of(wave: str, sheet: Sheet, more: Numbers | None = None) -> Rows:
    """Return place and answers, a person a row; then what else was answered."""
    cells = cells_of(sheet)
    beside = [[]] * len(cells) if more is None else more.astype(int).tolist()
    return [
        [*place_of(wave, branch), *row, *other]
        for branch, row, other in zip(sheet.branch, cells, beside, strict=True)
    ]


def write_customers(folder: Path, rng: Random, wave: str) -> Sheet:
    """Draw the customers of a quarter and write their export, ordered by time of answering."""
    sheet = draw(rng, "customer", wave)
    more = outcomes(rng, sheet)
    lose_some(rng, sheet)
    days, minutes = rng.randint(0, 90, len(sheet)), rng.randint(9 * 60, 18 * 60, len(sheet))
    start = datetime.fromisoformat(TRUTH["waves"][wave])
    answers = cells_of(sheet)
    rows: Rows = []
    for k in np.lexsort((minutes, days)):
        submitted = start + timedelta(days=int(days[k]), minutes=int(minutes[k]))
        channel = sheet.channel[k]
        rows.append(
            [
                f"{wave}-{len(rows) + 1:04d}",
                f"{submitted:%Y-%m-%d %H:%M}",
                *place_of(wave, sheet.branch[k]),
                channel,
                CHANNELS[channel]["name"],
                *answers[k],
                *(column[k] for column in more.values()),
            ]
        )
    head = ["id", "submitted", *PLACE, "channel", "通路", *numbered("E", "P"), *more]
    write(folder / f"customers-{wave}.csv", head, rows)
    return sheet


def population(rng: Random, wave: str, customers: Sheet) -> Rows:
    """Return customers and questionnaires sent per branch; 20 to 45 % of the latter came back."""
    rows: Rows = []
    for branch in BRANCHES:
        sent = round(customers.branch.count(branch) / rng.uniform(0.20, 0.45))
        rows.append([*place_of(wave, branch), int(rng.randint(30, 90)) * 100, sent])
    return rows


def make(folder: Path, seed: int) -> None:
    """Write every CSV of the sample into `folder`; the same seed gives the same bytes."""
    # RandomState, not Generator: NumPy promises that its stream never changes.
    rng = np.random.RandomState(seed)
    beside = np.random.RandomState(seed + 1)  # a stream of its own leaves the other columns alone
    asked = {role: [f"C_{cause}" for cause in TRUTH["causes"][role]] for role in RATERS}
    heads = {
        "managers": [*PLACE, *numbered("M", "S"), *asked["manager"]],
        "employees": [*PLACE, *numbered("S", "D"), *asked["employee"]],
        "monitor": [*PLACE, *numbered("D")],
        "campaigns": [*PLACE, *numbered("C")],
        "population": [*PLACE, "customers", "sent"],
        "planted": ["wave", "segment", "value", "gap", "level", "key", "planted"],
        "planted-causes": ["wave", "role", "gap", "cause", "planted", "rank"],
    }
    rows: dict[str, Rows] = {name: [] for name in heads}
    for wave in TRUTH["waves"]:
        sheets = {role: draw(rng, role, wave) for role in ("manager", "employee", "monitor")}
        sheets["customer"] = write_customers(folder, rng, wave)
        rated = {role: rate_causes(beside, role, sheets[role]) for role in RATERS}
        rows["managers"] += rows_of(wave, sheets["manager"], rated["manager"][0])
        rows["employees"] += rows_of(wave, sheets["employee"], rated["employee"][0])
        rows["monitor"] += rows_of(wave, sheets["monitor"])
        rows["campaigns"] += [[*place_of(wave, b), *promise(b).astype(int)] for b in BRANCHES]
        rows["population"] += population(rng, wave, sheets["customer"])
        rows["planted"] += planted(wave, sheets)
        rows["planted-causes"] += planted_causes(wave, {role: rated[role][1] for role in RATERS})
    for name, head in heads.items():
        write(folder / f"{name}.csv", head, rows[name])
    write(
        folder / "specification.csv",
        numbered("S"),
        [per_item(TRUTH["standard"]).astype(int).tolist()],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the synthetic bank sample.")
    parser.add_argument("seed", nargs="?", type=int, default=TRUTH["seed"])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="FOLDER")
    chosen = parser.parse_args()
    make(chosen.out, chosen.seed)
