"""Frames of a study that several roles answered, made out of the kiosk survey's shape.

Gap 5 is R's (see `frames`); gaps 1 to 4 are the same figures moved, so that verdicts differ. What
matters is that every kind of row occurs; no figure here is tested as a figure.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from gapkit.options import Options
from gapkit.wording import Phrase

from .frames import content, gaps_frame

MOVED = {"1": (0.4, "shortfall"), "2": (1.4, "surplus"), "3": (1.0, "unclear"), "4": (1.1, "met")}
ROLES = {
    "1": ("customer", "manager"),
    "2": ("manager", "specification"),
    "3": ("specification", "monitor"),
    "4": ("campaign", "monitor"),
    "5": ("customer", "customer"),
}
WAVE = gaps_frame()["wave"].iloc[0]
EVERYBODY = {"wave": WAVE, "segment": "all", "value": "all"}


def gaps(options: Options) -> pd.DataFrame:
    five = gaps_frame(options)
    five = five[five["gap"] == "5"]
    parts = [five]
    for gap, (shift, verdict) in MOVED.items():
        part = five[five["segment"] == "all"].assign(gap=gap, verdict=verdict)
        for column in ("estimate", "ci_low", "ci_high"):
            part[column] = part[column] + shift
        part["pairing"], part["n"] = "independent", pd.NA
        part["n_left"], part["n_right"] = 12 if gap == "4" else 194, 103
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def knowledge() -> pd.DataFrame:
    rows = [
        {**EVERYBODY, "gap": gap, "level": level, "role_left": left, "role_right": right,
         "n_left": 194, "n_right": 103, "items": 20, "level_difference": -0.73, "ci_low": -0.9,
         "ci_high": -0.6, "profile_r": 0.5, "r_corrected": 0.62, "r_low": 0.5, "r_high": 0.75,
         "rms": 0.21, "disagreement": 0.9, "agreement": 0.8, "agreement_low": 0.7,
         "agreement_high": 0.85, "reason": ""}
        for gap, (left, right) in ROLES.items()
        if gap != "5"
        for level in ("item", "dimension")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def profile(options: Options) -> pd.DataFrame:
    five = gaps_frame(options)
    five = five[(five["gap"] == "5") & (five["segment"] == "all")]
    five = five[five["level"].isin(["item", "dimension"])]
    frame = five[["wave", "segment", "value", "level", "key", "label", "p", "p_adjusted", "reason"]]
    frame = frame.assign(gap="1", n_left=194, n_right=103, gap_centred=five["vs_average"])
    words = ["under", "alike", "over", "unclear"]
    verdict = [words[k % 4] for k in range(len(frame))]
    return frame.assign(ci_low=-0.4, ci_high=0.4, verdict=verdict).reset_index(drop=True)


def between(options: Options, verdicts: list[str], pairs: list[tuple[str, str]]) -> pd.DataFrame:
    five = gaps_frame(options)
    five = five[(five["gap"] == "5") & (five["segment"] == "all")].rename(
        columns={"estimate": "difference"}
    )
    parts = [five.assign(role_left=a, role_right=b) for a, b in pairs]
    frame = pd.concat(parts, ignore_index=True)
    frame["verdict"] = [verdicts[k % len(verdicts)] for k in range(len(frame))]
    frame["n_left"], frame["n_right"] = 103, 112
    figures = {f"{kind}_{side}": 0.7 for kind in ("agreement", "sd") for side in ("left", "right")}
    columns = (
        "wave segment value level key label role_left role_right n_left n_right mean_left "
        "mean_right difference ci_low ci_high p p_adjusted verdict reason"
    )
    return frame[columns.split()].assign(**figures)


def response() -> pd.DataFrame:
    rows = [("all", 9000, 600, 194, 194 / 600, 1.68), ("North", 5000, 400, 150, 0.375, 0.9)]
    rows.append(("South", 4000, 200, 44, 0.22, np.nan))
    columns = ["unit", "customers", "sent", "answered", "rate", "tipping_point"]
    return pd.DataFrame(rows, columns=columns).assign(wave=WAVE)[["wave", *columns]]


def frames(options: Options) -> dict[str, pd.DataFrame]:
    consensus = between(options, ["lower", "alike", "higher", "unclear"], [("manager", "employee")])
    witnesses = between(
        options, ["agree", "disagree", "unclear"],
        [("customer", "monitor"), ("customer", "employee")],
    )  # fmt: skip
    witnesses = witnesses[witnesses["level"] != "item"].reset_index(drop=True)
    unit = gaps(options)
    unit = unit[(unit["gap"] == "1")].assign(pairing="unit", n=12, n_left=12, n_right=12)
    return {
        "gaps": gaps(options),
        "gaps_by_unit": unit.reset_index(drop=True),
        "knowledge": knowledge(),
        "profile": profile(options),
        "consensus": consensus.assign(battery="standard"),
        "witnesses": witnesses.drop(columns=[c for c in witnesses if c.startswith(("agr", "sd_"))]),
        "response": response(),
    }


SAID = (
    Phrase(
        "knowledge.order.same",
        {"gap": "Gap 1", "right": "managers", "left": "customers", "items": 20, "r": "0.62",
         "low": "0.50", "high": "0.75", "confidence": "95 %"},
    ),
    Phrase("knowledge.distance", {"rms": "0.21"}),
    Phrase(
        "knowledge.level",
        {"right": "managers", "left": "customers", "level": "−0.73", "low": "−0.90",
         "high": "−0.60", "confidence": "95 %"},
    ),
)  # fmt: skip
"""What the table `knowledge` says."""

DESIGN = Phrase("sentence.unit_effect", {"unit": "branch", "effect": "4.4", "wider": "2.1"})


def several(language: str = "en", **fields: object):
    """A report's content of a study that several roles answered."""
    options = Options(language=language)
    made = content(frames(options), options, **fields)
    results = dict(made.results)
    results["knowledge"] = replace(results["knowledge"], sentences=SAID)
    results["gaps"] = replace(results["gaps"], sentences=(DESIGN,), roles=ROLES)
    return replace(made, results=results)
