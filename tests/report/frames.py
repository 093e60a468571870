"""Frames of the contract's shape, from R's figures for the kiosk survey (tests/reference/kiosk).

Estimates, intervals, t, p and counts are R's. What R was not asked for is worked out here a second,
plain way (Holm) or is a stand-in that only has to look right (the interval against the average).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from gapkit.instrument import load_instrument
from gapkit.options import Options
from gapkit.report.content import Content, Respondents
from gapkit.results import Result

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "tests" / "reference" / "kiosk" / "expected.json"
KIOSK = load_instrument(ROOT / "data" / "samples" / "kiosk" / "kiosk.toml")
SIDES = {"5": ("expectation", "perception"), "priority": ("importance", "performance")}
GROUP = ["wave", "segment", "value", "gap", "level"]
COLUMNS = [
    "wave",
    "segment",
    "value",
    "gap",
    "level",
    "key",
    "pairing",
    "label",
    "n",
    "n_left",
    "n_right",
    "mean_left",
    "mean_right",
    "estimate",
    "sd",
    "se",
    "ci_low",
    "ci_high",
    "boot_low",
    "boot_high",
    "t",
    "df",
    "p",
    "p_adjusted",
    "wilcoxon_p",
    "effect",
    "effect_low",
    "effect_high",
    "share_below",
    "share_met",
    "share_above",
    "material",
    "vs_average",
    "vs_average_low",
    "vs_average_high",
    "target_met",
    "verdict",
    "reason",
]


def holm(p: pd.Series) -> pd.Series:
    order = p.sort_values()
    raised = [min(1.0, v * (len(order) - i)) for i, v in enumerate(order)]
    return pd.Series(np.maximum.accumulate(raised), index=order.index).reindex(p.index)


def gaps_frame(options: Options | None = None) -> pd.DataFrame:
    options = options or Options()
    frame = pd.DataFrame(json.loads(REFERENCE.read_text(encoding="utf-8"))["gaps"])
    frame["label"] = [
        KIOSK.label(level, key, options.language)
        for level, key in zip(frame["level"], frame["key"], strict=True)
    ]
    frame["pairing"], frame["reason"], frame["target_met"] = "respondent", "", ""
    frame["n"] = frame["n"].astype("Int64")
    frame["n_left"] = frame["n_right"] = frame["n"]
    frame["p_adjusted"] = frame.groupby(GROUP)["p"].transform(holm)
    mean = frame.groupby(GROUP)["estimate"].transform("mean")
    frame["vs_average"] = frame["estimate"] - mean
    half = 1.96 * 0.93 * frame["se"]
    frame["vs_average_low"] = frame["vs_average"] - half
    frame["vs_average_high"] = frame["vs_average"] + half
    alone = frame["level"] == "overall"
    frame.loc[alone, ["vs_average", "vs_average_low", "vs_average_high"]] = np.nan
    frame["verdict"] = [verdict(row, options) for row in frame.to_dict("records")]
    frame["material"] = np.where(frame["ci_high"] < -options.margin * 6, "yes", "unclear")
    return frame.reindex(columns=COLUMNS)


def verdict(row: dict, options: Options) -> str:
    if row["gap"] == "priority":
        return ""
    if row["n"] < options.min_n_verdict or row["p"] != row["p"]:
        return "unclear"
    margin = options.margin * 6
    if abs(row["estimate"]) + 1.645 * row["se"] < margin:
        return "met"
    if row["p_adjusted"] < options.alpha:
        return "shortfall" if row["estimate"] < 0 else "surplus"
    return "unclear"


def scores_frame(options: Options | None = None) -> pd.DataFrame:
    parts = []
    gaps = gaps_frame(options)
    for gap, sides in SIDES.items():
        for battery, side in zip(sides, ("left", "right"), strict=True):
            part = gaps.loc[gaps["gap"] == gap, [*GROUP, "key", "label", "n", "sd", "se", "reason"]]
            part = part.assign(battery=battery, mean=gaps[f"mean_{side}"])
            parts.append(part.drop(columns="gap"))
    frame = pd.concat(parts, ignore_index=True)
    frame["ci_low"], frame["ci_high"] = (frame["mean"] + s * 1.97 * frame["se"] for s in (-1, 1))
    columns = "wave segment value battery level key label n mean sd se ci_low ci_high reason"
    return frame.reindex(columns=columns.split())


def answers_frame(options: Options | None = None) -> pd.DataFrame:
    """Shares that rise with the item's mean; only their shape matters."""
    scores = scores_frame(options)
    items = scores[(scores["level"] == "item") & (scores["segment"] == "all")]
    rows = []
    for item in items.to_dict("records"):
        weights = np.exp(-((np.arange(1, 8) - item["mean"]) ** 2) / 3)
        counts = np.floor(weights / weights.sum() * item["n"]).astype(int)
        counts[int(weights.argmax())] += item["n"] - counts.sum()
        for point, count in zip(KIOSK.scale.names, counts, strict=True):
            keys = {k: item[k] for k in ("wave", "segment", "value", "battery", "key")}
            rows.append({**keys, "answer": point, "n": int(count), "share": count / item["n"]})
    return pd.DataFrame(rows)


def zones_frame() -> pd.DataFrame:
    """One row a verdict; perception below, within and above a zone from 4 to 6, and too few."""
    rows = [("k1", 40, 3.0, "below"), ("k2", 40, 5.0, "within"), ("k3", 40, 6.5, "above")]
    rows.append(("k4", 9, 5.0, "unclear"))
    frame = pd.DataFrame(rows, columns=["key", "n", "perception", "verdict"])
    frame = frame.assign(wave="all", segment="all", value="all", level="item", inverted=0)
    frame = frame.assign(
        minimum=4.0, desired=6.0, share_below=0.2, share_within=0.6, share_above=0.2
    )
    frame["adequacy"] = frame["perception"] - frame["minimum"]
    frame["superiority"] = frame["perception"] - frame["desired"]
    columns = (
        "wave segment value level key n minimum perception desired adequacy superiority "
        "share_below share_within share_above inverted verdict"
    )
    return frame.reindex(columns=columns.split())


def ledger_frame() -> pd.DataFrame:
    columns = ["role", "file", "column", "kind", "count", "records", "detail"]
    rows = [
        ("customer", "kiosk.csv", "", "read as", 1, "", "CP949, comma"),
        ("customer", "kiosk.csv", "", "rows read", 211, "", ""),
        ("customer", "kiosk.csv", "", "set aside", 17, "4, 9, 12", "no answers"),
        ("customer", "kiosk.csv", "", "rows used", 194, "", ""),
        ("customer", "kiosk.csv", "=Q1", "missing", 3, "5, 7, 31", "empty cells"),
        ("customer", "kiosk.csv", "Q2", "out of range", 1, "18", "8"),
    ]
    return pd.DataFrame(rows, columns=columns)


def result(name: str, frame: pd.DataFrame, options: Options) -> Result:
    return Result(name, frame, options, KIOSK)


@cache
def kiosk(language: str = "en") -> Content:
    options = Options(language=language)
    frames = {
        "gaps": gaps_frame(options),
        "scores": scores_frame(options),
        "answers": answers_frame(options),
    }
    return content(frames, options)


def content(frames: dict[str, pd.DataFrame], options: Options, **fields: object) -> Content:
    made = {
        "title": "Self-service kiosks",
        "language": options.language,
        "instrument": KIOSK,
        "options": options,
        "results": {name: result(name, frame, options) for name, frame in frames.items()},
        "ledger": ledger_frame(),
        "manifest": {"versions": {"gapkit": "0.1.0"}, "seed": 1},
        "sources": (Respondents("customer", ("kiosk.csv",), 211, 194),),
    }
    return Content(**{**made, **fields})
