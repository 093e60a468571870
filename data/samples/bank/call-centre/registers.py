"""The registers of the synthetic call centre: contacts, duty log, complaints, guarantee, costs."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from common import DAYS, LAST, TEAMS, TRUTH, File, at, chosen, in_hours, place, said, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    Random = np.random.RandomState
    Row = list[Any]

END = at(LAST, 21 * 60)
"""When the files were closed."""


def busy(day: date) -> float:
    """Return how many contacts a day has, as a multiple of a working day's."""
    weekend = TRUTH["contacts"]["weekend"] if day.weekday() >= 5 else 1.0
    peak = TRUTH["contacts"]["peak"] if day.day == TRUTH["customers"]["peak_day"] else 1.0
    return float(weekend * peak)


# ---- contacts and the duty log -------------------------------------------------------------------


def contact_file(rng: Random, complaints: Sequence[Sequence[Any]]) -> File:
    """Draw contacts by day, team and kind; each complaint came with one of them."""
    truth, kinds = TRUTH["contacts"], TRUTH["contacts"]["kinds"]
    shares = {kind: kinds[kind]["share"] for kind in kinds}
    came = Counter(
        (row[2][:10], row[3], kind)
        for row, kind in zip(complaints, chosen(rng, shares, len(complaints)), strict=True)
    )
    waiting = dict.fromkeys(TEAMS, 40)
    rows: list[Row] = []
    for day in DAYS:
        for team in TEAMS:
            volume = truth["a_day"] * TEAMS[team]["volume"] * busy(day)
            for kind, said_of in kinds.items():
                complained = came[str(day), team, kind]
                number = max(int(rng.poisson(volume * said_of["share"])), complained, 1)
                closed = int(rng.binomial(number, said_of["closed"]))
                praised = int(rng.binomial(number, truth["praise"]))
                queue: list[int | str] = ["", ""]
                if kind == "request":
                    held = waiting[team] + number - closed
                    waiting[team] = held - int(rng.binomial(held, truth["done_a_day"]))
                    queue = [waiting[team], 1 + waiting[team] // 12]
                rows.append([day, *place(team), kind, said_of["name"], number, closed, complained,
                             praised, *queue])  # fmt: skip
    head = ["day", "team", "組別", "kind", "類別", "contacts", "closed_same_day", "complaints",
            "praise", "backlog", "backlog_age"]  # fmt: skip
    return File("contacts", head, rows)


def duty_file(rng: Random) -> File:
    """Draw what the shift leaders wrote down, shift by shift."""
    truth = TRUTH["duty"]
    cases = truth["hard_cases"]
    rows: list[Row] = []
    for day in DAYS:
        for team, said_of in TEAMS.items():
            volume = TRUTH["contacts"]["a_day"] * said_of["volume"] * busy(day)
            for shift, (name, name_zh) in enumerate(truth["shifts"].items()):
                part = volume * (0.7, 0.3)[shift]
                case: Row = ["", "", ""]
                if rng.random_sample() < truth["a_hard_case"]:
                    met = str(rng.choice(list(cases)))
                    agreed = cases[met].get("agreed")
                    case = [met, cases[met]["name"], said(agreed is not None and agreed <= day)]
                leader = truth["leaders"][2 * list(TEAMS).index(team) + shift]
                faults = rng.poisson(0.6 if busy(day) > 1 else 0.15)
                rows.append([day, *place(team), name, name_zh, leader, rng.poisson(0.6 * part),
                             rng.poisson(0.2 * part), rng.poisson(0.08 * part), faults,
                             rng.poisson(30 + 12 * busy(day)), *case])  # fmt: skip
    head = ["day", "team", "組別", "shift", "班別", "leader", "inquiries", "look_ups", "outbound",
            "faults", "backlog", "hard_case", "個案", "answer_agreed"]  # fmt: skip
    return File("duty", head, rows)


# ---- complaints ----------------------------------------------------------------------------------


def complaint_file(rng: Random) -> File:
    """Draw the complaints and what became of each, in the order in which they came."""
    truth, kinds = TRUTH["complaints"], TRUTH["complaints"]["kinds"]
    number = truth["number"]
    by_day = {str(k): busy(day) for k, day in enumerate(DAYS)}
    days = sorted(int(k) for k in chosen(rng, by_day, number))
    moments = sorted(in_hours(rng, DAYS[k]) for k in days)
    which = chosen(rng, {k: kinds[k]["share"] for k in kinds}, number)
    teams = chosen(rng, {t: TEAMS[t]["volume"] for t in TEAMS}, number)
    customers = [f"C{1000 + k}" for k in rng.permutation(8000)[:number]]
    rows: list[Row] = []
    for k, moment in enumerate(moments):
        if k > 40 and rng.random_sample() < truth["again"]:
            before = int(rng.randint(k - 40, k))
            customers[k], which[k] = customers[before], which[before]
        rows.append([f"K{k + 1:04d}", customers[k], stamp(moment), *place(teams[k]), which[k],
                     kinds[which[k]]["name"], kinds[which[k]]["dimension"],
                     *_pressed(rng), *_mended(rng, moment, teams[k])])  # fmt: skip
    head = ["id", "customer", "received", "team", "組別", "kind", "類別", "dimension", "chased",
            "escalated", "skipped", "reported", "answered", "called_back", "recovered",
            *truth["steps"], "kept"]  # fmt: skip
    return File("complaints", head, rows)


def _pressed(rng: Random) -> Iterator[str | int]:
    """Yield whether a superior chased it, how high it was taken, whether a level was skipped."""
    truth = TRUTH["complaints"]
    yield said(rng.random_sample() < truth["chased"])
    level = int(rng.choice(3, p=truth["levels"]))
    skipped = level > 0 and rng.random_sample() < truth["skipped"]
    yield level
    yield said(skipped if level else None)
    yield said(rng.random_sample() < truth["reported"] if skipped else None)


def _mended(rng: Random, received: datetime, team: str) -> Iterator[str]:
    """Yield when it was answered, called back and put right, the steps taken, and what came of it."""
    truth = TRUTH["complaints"]
    hours = float(np.exp(math.log(24 * truth["days"]["median"])
                         + truth["days"]["sd_of_log"] * rng.standard_normal()))  # fmt: skip
    open_for_good = rng.random_sample() < truth["never"][team]
    answered = _passed(received, hours * rng.uniform(0.05, 0.3))
    if open_for_good and rng.random_sample() < 0.5:
        answered = None
    called = _passed(received, hours * rng.uniform(0.4, 0.8)) if not open_for_good else None
    recovered = _passed(received, hours) if not open_for_good else None
    yield from map(stamp, (answered, called, recovered))
    steps: dict[str, bool | None] = {}
    for step, share in truth["steps"].items():
        taken = rng.random_sample() < (share if recovered else share / 3)
        steps[step] = None if rng.random_sample() < truth["unknown"] else bool(taken)
    odds = truth["kept"]["recovered" if recovered else "open"]
    odds += sum(truth["kept"][step] for step in ("solved", "in_touch") if steps[step])
    kept = bool(rng.random_sample() < 1 / (1 + math.exp(-odds)))
    known = END - received > timedelta(days=30)
    yield from map(said, [*steps.values(), kept if known else None])


def _passed(received: datetime, hours: float) -> datetime | None:
    """Return the moment so many hours later, unless the files were closed by then."""
    moment = received + timedelta(hours=hours)
    return moment if moment <= END else None


# ---- the service guarantee -----------------------------------------------------------------------


def guarantee_files(rng: Random) -> list[File]:
    """Draw how often each promise was due and kept, week by week, and what was claimed."""
    occasions: list[Row] = []
    claims: list[Row] = []
    for monday in DAYS[5::7]:  # the first day is a Wednesday
        for name, promise in TRUTH["promises"].items():
            for team in TEAMS:
                due = int(rng.poisson(promise["due"]))
                kept = int(rng.binomial(due, promise["kept"]))
                occasions.append([name, promise["name"], monday, *place(team), due, kept])
                claimed = int(rng.binomial(due - kept, promise["claimed"]))
                claims.extend(_claim(rng, name, monday, team) for _ in range(claimed))
    claims.sort(key=lambda claim: (claim[2], claim[3], claim[0]))
    numbered = [[f"G{k + 1:04d}", *claim] for k, claim in enumerate(claims)]
    return [
        File("occasions", ["promise", "承諾", "day", "team", "組別", "n", "kept"], occasions),
        File(
            "claims",
            [
                "id",
                "promise",
                "承諾",
                "claimed",
                "customer",
                "team",
                "組別",
                "granted",
                "payout",
                "revenue",
                "escalated",
            ],
            numbered,
        ),
    ]


def _claim(rng: Random, name: str, monday: date, team: str) -> Row:
    promise = TRUTH["promises"][name]
    day = min(monday + timedelta(days=int(rng.randint(0, 10))), LAST)
    granted = bool(rng.random_sample() < 0.92)
    stays = rng.random_sample() < promise["stays"]
    revenue = round(promise["revenue"] * float(np.exp(0.4 * rng.standard_normal())), -1)
    return [name, promise["name"], day, f"C{rng.randint(1000, 9000)}", *place(team), said(granted),
            promise["payout"] if granted else 0, int(revenue) if granted and stays else 0,
            said(rng.random_sample() < 0.08)]  # fmt: skip


# ---- costs ---------------------------------------------------------------------------------------


def cost_file(rng: Random) -> File:
    """Draw customers, costs and successes at the first attempt, quarter by quarter and team by team."""
    truth = TRUTH["costs"]
    quarters = truth["quarters"]
    steps = np.linspace(0, 1, len(quarters))
    low, high = truth["customers"]
    size = (
        low
        * (high / low) ** steps
        * np.exp(truth["growth_noise"] * rng.standard_normal(len(steps)))
    )
    cost = truth["a"] * size ** truth["elasticity"]
    cost *= np.exp(truth["cost_noise"] * rng.standard_normal(len(steps)))
    rows: list[Row] = []
    for k, name in enumerate(quarters):
        year, part = int(name[:4]), int(name[5])
        for team, said_of in TEAMS.items():
            share = said_of["volume"]
            customers = round(size[k] * share)
            new = int(rng.poisson(truth["new"] * customers))
            winning = np.interp(steps[k], [0, 1], truth["winning"]) * rng.normal(1, 0.03)
            attempts = int(rng.poisson(truth["attempts"] * customers))
            success = np.interp(steps[k], [0, 1], truth["first_success"])
            rows.append([date(year, 3 * part - 1, 15), *place(team), customers,
                         int(rng.poisson(truth["transactions"] * customers)), round(cost[k] * share),
                         new, round(new * winning), attempts, int(rng.binomial(attempts, success))])  # fmt: skip
    head = ["day", "team", "組別", "customers", "transactions", "service_cost", "new_customers",
            "acquisition_cost", "attempts", "first_successes"]  # fmt: skip
    return File("costs", head, rows)
