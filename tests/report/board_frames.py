"""A study of two waves whose page for the board has every part; figures only have to look right.

Gap 5 is R's for the kiosk survey (see `frames`); the wave before, the league, the actions and what
became of the last ones are made so that each kind of row occurs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gapkit.results import Result

from .frames import KIOSK
from .several_roles import ROLES, WAVE, gaps, several

if TYPE_CHECKING:
    from gapkit.options import Options

BEFORE = "2018"
UNITS = ("North", "South", "East", "West", "Harbour")


def two_waves(options: Options) -> pd.DataFrame:
    now = gaps(options)
    before = now.assign(wave=BEFORE)
    for column in ("mean_right", "estimate", "ci_low", "ci_high"):
        before[column] = before[column] + 0.05
    return pd.concat([before, now], ignore_index=True)


def league(verdicts=("below", "unclear", "above", "unclear", "unclear")) -> pd.DataFrame:
    rows = [
        {"wave": WAVE, "segment": "branch", "value": unit, "gap": "5", "level": "overall",
         "key": "overall", "n": 60, "mean": -1.0, "adjusted": -0.9, "shrunk": -0.95,
         "ci_low": -1.2, "ci_high": -0.7, "verdict": verdict, "reason": ""}
        for unit, verdict in zip(UNITS, verdicts, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def trends(verdict="same") -> pd.DataFrame:
    row = {"segment": "all", "value": "all", "gap": "5", "level": "overall", "key": "overall",
           "wave_from": BEFORE, "wave_to": WAVE, "change": -0.05, "ci_low": -0.1, "ci_high": 0.0, "change_left": 0.0,
           "change_right": -0.05, "mix": np.nan, "rate": np.nan, "expected_change": np.nan,
           "label": "Overall", "reason": "",
           "n_from": 190, "n_to": 194, "verdict": verdict}  # fmt: skip
    return pd.DataFrame([row])


def actions(options: Options) -> pd.DataFrame:
    five = gaps(options)
    five = five[(five["gap"] == "5") & (five["segment"] == "all") & (five["level"] == "dimension")]
    rank = np.arange(1, len(five) + 1)
    return five.assign(
        advice="act", rank=rank, rank_low=1, rank_high=len(five), carrier="1", cause="c1",
        cause_label="What the front line knows gets lost", importance=0.2, importance_kind="derived",
        remedy="Give contact staff a way to those who decide.",
    ).reset_index(drop=True)  # fmt: skip


def did_it_work() -> pd.DataFrame:
    verdicts = ("worked", "not told", "worse", "worked")
    rows = [
        {"wave": WAVE, "segment": "all", "value": "all", "gap": "5", "level": "dimension", "key": d.id,
         "label": d.id, "owner": "Operations", "n": 194, "verdict": verdict, "reason": ""}
        for d, verdict in zip(KIOSK.dimensions[:4], verdicts, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def full(language: str = "en", **fields: object):
    """Return the content of a study that has everything the page can show."""
    content = several(language, **fields)
    options = content.options
    frames = {
        "gaps": two_waves(options), "league": league(), "trends": trends(),
        "actions": actions(options), "did_it_work": did_it_work(),
    }  # fmt: skip
    made = {name: Result(name, frame, options, KIOSK) for name, frame in frames.items()}
    made["gaps"] = replace(made["gaps"], roles=ROLES)
    return replace(content, results={**content.results, **made})
