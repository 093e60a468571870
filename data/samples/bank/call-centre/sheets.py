"""The sheets on which monitors score calls, who was trained, and what customers answer."""

from __future__ import annotations

import math
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from common import (
    DAYS,
    DIMENSION_OF,
    DIMENSIONS,
    LAST,
    SHEET,
    TEAMS,
    TRUTH,
    Agent,
    File,
    agents,
    chosen,
    expected,
    in_hours,
    month,
    place,
    points,
    quarter,
    said,
    stamp,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    Random = np.random.RandomState

TRAINED = TRUTH["training"]
NUMBERS = range(1, len(DIMENSION_OF) + 1)


@dataclass(frozen=True)
class Call:
    """A call that was listened to, and what each item of it is worth before anybody judges it."""

    number: int
    agent: Agent
    moment: datetime
    worth: np.ndarray[Any, Any]
    monitors: tuple[str, ...]


def level(agent: Agent, dimension: str) -> float:
    """Return the latent mean of an agent's items in a dimension, before any training."""
    mean: float = SHEET["latent"][dimension]
    for need in TRUTH["need"]:
        mine = need.get("agent") == agent.name or need.get("team") == agent.team
        mean += need["by"] if mine and need["dimension"] == dimension else 0.0
    return mean


def _checks(rng: Random, agent: Agent, key: str) -> list[date]:
    """Draw the days of a month on which an agent is listened to."""
    year, of_year = map(int, key.split("-"))
    least = TRUTH["groups"][agent.group]["minimum"]
    number = min(least + rng.poisson(SHEET["more_checks"]), SHEET["most_checks"])
    days = sorted(rng.randint(1, monthrange(year, of_year)[1] + 1, number))
    for planted in TRUTH["checks"]:
        if (planted["agent"], planted["month"]) == (agent.name, key):
            days = days[: planted["number"]]
    return [d for d in (date(year, of_year, int(k)) for k in days) if d <= LAST]


def calls(rng: Random) -> list[Call]:
    """Draw every call that is listened to, in the order of time, some of them by two monitors."""
    spread, found = SHEET["spread"], []
    for agent in agents():
        own = spread["agent"] * rng.standard_normal()
        leanings = spread["agent_dimension"] * rng.standard_normal(len(DIMENSIONS))
        means = np.array([level(agent, d) for d in DIMENSIONS]) + own + leanings
        for key in TRUTH["months"]:
            for day in _checks(rng, agent, key):
                worth = means[[DIMENSIONS.index(d) for d in DIMENSION_OF]]
                worth = worth + spread["call"] * rng.standard_normal()
                worth += spread["item"] * rng.standard_normal(len(DIMENSION_OF))
                found.append((in_hours(rng, day), agent, worth))
    found.sort(key=lambda one: (one[0], one[1].name))
    pairs = list(combinations(TRUTH["monitors"], 2))
    twice = rng.choice(len(found), SHEET["scored_twice"], replace=False)
    both = {int(call): pairs[k % len(pairs)] for k, call in enumerate(twice)}
    alone = chosen(rng, dict.fromkeys(TRUTH["monitors"], 1.0), len(found))
    return [
        Call(k + 1, agent, moment, worth, both.get(k, (alone[k],)))
        for k, (moment, agent, worth) in enumerate(found)
    ]


def leniency(monitor: str, day: date) -> float:
    """Return how many points a monitor gives too many on a day."""
    drift = TRUTH["drift"]
    drifted = monitor == drift["monitor"] and month(day) >= drift["since"]
    return float(TRUTH["monitors"][monitor] + (drift["by"] if drifted else 0.0))


def monitor_file(rng: Random) -> tuple[File, list[str]]:
    """Draw the sheets; return the file and who was sent to training.

    Those with the lowest scores before the training are sent, so part of what they gain would have
    come of itself.
    """
    spread, heard = SHEET["spread"], calls(rng)
    judged = []
    for call in heard:
        for monitor in call.monitors:
            felt = call.worth + leniency(monitor, call.moment.date())
            felt = felt + spread["judgement"] * rng.standard_normal(len(DIMENSION_OF))
            judged.append((call, monitor, felt))
    mine = np.array([d == TRAINED["dimension"] for d in DIMENSION_OF])
    sent = _lowest([(c.agent.name, points(felt)[mine].mean())
                    for c, _, felt in judged if c.moment.date() < TRAINED["day"]])  # fmt: skip
    critical = {
        c.number: [rng.random_sample() < p for p in SHEET["critical"].values()] for c in heard
    }
    rows = []
    for call, monitor, felt in judged:
        gained = call.agent.name in sent and call.moment.date() > TRAINED["day"]
        marks = points(felt + TRAINED["by"] * mine if gained else felt)
        rows.append([f"K{call.number:04d}", stamp(call.moment), quarter(call.moment),
                     *place(call.agent.team), call.agent.name, call.agent.group, monitor,
                     *marks.tolist(), *map(said, critical[call.number])])  # fmt: skip
    head = ["call", "date", "quarter", "team", "組別", "agent", "group", "monitor"]
    return File("monitor", [*head, *(f"D{n}" for n in NUMBERS), *SHEET["critical"]], rows), sent


def _lowest(scores: list[tuple[str, float]]) -> list[str]:
    by_agent: dict[str, list[float]] = {}
    for agent, score in scores:
        by_agent.setdefault(agent, []).append(score)
    ranked = sorted(by_agent, key=lambda a: (sum(by_agent[a]) / len(by_agent[a]), a))
    return sorted(ranked[: TRAINED["agents"]])


def training_file(sent: list[str]) -> File:
    """Return who was trained in what, and when."""
    known = {a.name: a for a in agents()}
    rows = [[TRAINED["day"], *place(known[a].team), a, TRAINED["dimension"]] for a in sent]
    return File("trainings", ["day", "team", "組別", "agent", "dimension"], rows)


def planted_training(sent: list[str]) -> float:
    """Return the points that training adds to the mean of those sent, the end of the scale in it."""
    spread = SHEET["spread"]
    sd = math.sqrt(sum(spread[k] ** 2 for k in spread))
    known = {a.name: a for a in agents()}
    before = [level(known[a], TRAINED["dimension"]) for a in sent]
    return sum(expected(b + TRAINED["by"], sd) - expected(b, sd) for b in before) / len(before)


def customer_file(rng: Random) -> File:
    """Draw the survey of customers after their calls."""
    truth = TRUTH["customers"]
    rows: list[list[Any]] = []
    for key in TRUTH["months"]:
        days = [d for d in DAYS if month(d) == key]
        number = truth["a_month"] * len(days) // 30
        on_peak = rng.random_sample(number) < truth["on_the_peak_day"]
        others = rng.choice(len(days), number)
        peak = next(d for d in days if d.day == truth["peak_day"])
        asked = [peak if p else days[k] for p, k in zip(on_peak, others, strict=True)]
        teams = chosen(rng, {team: TEAMS[team]["volume"] for team in TEAMS}, number)
        moments = sorted((in_hours(rng, day), team) for day, team in zip(asked, teams, strict=True))
        for moment, team in moments:
            rows.append(
                [f"S{len(rows) + 1:04d}", stamp(moment), quarter(moment), *place(team),
                 *_answers(rng, moment.date(), team)])  # fmt: skip
    numbered = [f"{letter}{n}" for letter in "EP" for n in truth["asked"]]
    head = ["id", "submitted", "quarter", "team", "組別", *numbered, "overall", "again", "nps"]
    return File("customers", head, rows)


def felt_by(battery: str, day: date, team: str) -> list[float]:
    """Return the latent mean of each item that customers are asked about."""
    truth = TRUTH["customers"]
    means = dict(truth[battery])
    if battery == "perception":
        for change in truth["change"]:
            means[change["dimension"]] += change["by"] if change["team"] == team else 0.0
        if day.day == truth["peak_day"]:
            means = {d: mean + truth["peak"] for d, mean in means.items()}
    return [means[DIMENSION_OF[n - 1]] for n in truth["asked"]]


def _answers(rng: Random, day: date, team: str) -> Iterator[int | str]:
    """Yield a customer's expectations, perceptions and outcomes."""
    truth = TRUTH["customers"]
    leaning, noise = truth["spread"]
    asked, together = len(truth["asked"]), truth["leaning_correlation"]
    shared, perceived = rng.standard_normal(), 0.0
    for battery in ("expectation", "perception"):
        own = math.sqrt(together) * shared + math.sqrt(1 - together) * rng.standard_normal()
        felt = np.array(felt_by(battery, day, team)) + leaning * own
        felt += noise * rng.standard_normal(asked)
        perceived = float(felt.mean())
        lost = rng.random_sample(asked) < truth["missing"]
        yield from ("" if gone else int(x) for x, gone in zip(points(felt), lost, strict=True))
    yield int(points(perceived + 0.5 * rng.standard_normal()))
    yield int(points(perceived + 0.1 + 0.6 * rng.standard_normal()))
    yield int(np.clip(np.rint((perceived - 1) * 2.5 + rng.standard_normal()), 0, 10))


def level_files() -> list[File]:
    """Return what is laid down, and what the campaigns promised in each quarter."""
    laid_down = [SHEET["standard"]] * len(DIMENSION_OF)
    promised = [
        [wave, *(raised.get(d, SHEET["standard"]) for d in DIMENSION_OF)]
        for wave, raised in TRUTH["promised"].items()
    ]
    return [
        File("specification", [f"S{n}" for n in NUMBERS], [laid_down]),
        File("promised", ["quarter", *(f"C{n}" for n in NUMBERS)], promised),
    ]
