"""Surveys of several waves and branches, drawn from means that are known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gapkit import read_survey
from gapkit.instrument import instrument_from_text
from gapkit.options import Options

QUESTIONS = """
[instrument]
name = "two"
scale = {low = 1, high = 7}
[[dimension]]
id = "speed"
label = {en = "Speed", "zh-Hant" = "速度"}
[[dimension]]
id = "care"
label = {en = "Care", "zh-Hant" = "關懷"}
[[item]]
id = "s1"
dimension = "speed"
[[item]]
id = "s2"
dimension = "speed"
[[item]]
id = "c1"
dimension = "care"
[[item]]
id = "c2"
dimension = "care"
"""

WAVES = ("2026Q1", "2026Q2")


def instrument():
    return instrument_from_text(QUESTIONS)


def answers(rng, people, expected=5.8, perceived=4.8, waves=WAVES, branches=("A", "B", "C", "D")):
    """A person a row: whole answers around means that depend on nothing, in random groups."""
    n = people * len(waves)
    leaning = rng.normal(0, 0.6, n)
    columns = {}
    for prefix, mean in (("E", expected), ("P", perceived)):
        for item in range(1, 5):
            drawn = np.rint(mean + leaning + rng.normal(0, 0.8, n))
            columns[f"{prefix}{item}"] = np.clip(drawn, 1, 7)
    frame = pd.DataFrame(columns)
    frame["quarter"] = np.repeat(waves, people)
    frame["branch"] = rng.choice(branches, n)
    frame["channel"] = rng.choice(["counter", "online"], n, p=[0.6, 0.4])
    frame["person"] = [f"p{k}" for k in range(n)]
    return frame


def survey(frame, unit="branch", segments=("channel",), options=None, **rest):
    return read_survey(
        frame, instrument(), expectation="E{n}", perception="P{n}", wave="quarter", unit=unit,
        segments=segments, options=options or Options(), **rest,
    )  # fmt: skip


def moved(frame, battery, by, wave="2026Q2", **where):
    """The same answers, those of some rows and one battery moved by whole points within the scale."""
    rows = frame["quarter"] == wave
    for column, value in where.items():
        rows &= frame[column] == value
    columns = [c for c in frame if c.startswith(battery) and c[1:].isdigit()]
    changed = frame.copy()
    changed.loc[rows, columns] = (changed.loc[rows, columns] + by).clip(1, 7)
    return changed


def gap_of(frame):
    """Everybody's overall gap, plainly: P less E over all four items."""
    return (
        frame[[f"P{n}" for n in range(1, 5)]].to_numpy()
        - frame[[f"E{n}" for n in range(1, 5)]].to_numpy()
    ).mean(axis=1)


def row(frame, **keys):
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1, f"{len(frame)} rows with {keys}"
    return frame.iloc[0]


OVERALL = {"gap": "5", "level": "overall", "key": "overall"}
EVERYBODY = {"segment": "all", **OVERALL}
