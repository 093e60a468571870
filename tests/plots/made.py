"""Results of the kiosk survey's shape to draw: means, intervals and n by R, the rest made plainly.

`tests/reference/kiosk/expected.json` holds what R computed from the kiosk survey (MIT; see the
LICENSE beside it); the columns that R's script does not write are filled so that every look of a
row occurs. Drawing is tested, not these figures.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from gapkit.instrument import load_instrument
from gapkit.options import Options
from gapkit.results import Result

ROOT = Path(__file__).parents[2]
KIOSK = ROOT / "tests" / "reference" / "kiosk" / "expected.json"
LANGUAGES = ["en", "zh-Hant"]
VALUES = {
    "남": "men",
    "여": "women",
    "일주일에 2~3회 이상": "weekly",
    "한달에 2~3회 이상": "monthly",
    "6개월에 2~3회 이상": "rarely",
}
"""The survey's own words for its groups, put into English: the shipped font has no Hangul."""


@cache
def instrument():
    return load_instrument(ROOT / "data" / "samples" / "kiosk" / "kiosk.toml")


@cache
def kiosk_frame() -> pd.DataFrame:
    frame = pd.DataFrame(json.loads(KIOSK.read_text())["gaps"])
    known = {item.id for item in instrument().items} | {d.id for d in instrument().dimensions}
    frame = frame[frame["key"].isin(known | {"overall"})].reset_index(drop=True)
    frame["value"] = frame["value"].replace(VALUES)
    frame["n_left"] = frame["n_right"] = frame["n"]
    frame["p_adjusted"] = frame["p"]
    group = ["wave", "segment", "value", "gap", "level"]
    frame["vs_average"] = frame["estimate"] - frame.groupby(group)["estimate"].transform("mean")
    frame["verdict"] = np.select(
        [
            frame["n"] < 20,
            frame[["ci_low", "ci_high"]].abs().max(axis=1) < 0.3,
            frame["ci_high"] < 0,
            frame["ci_low"] > 0,
        ],
        ["unclear", "met", "shortfall", "surplus"],
        "unclear",
    )
    frame["pairing"], frame["reason"] = "respondent", ""
    named = zip(frame["level"], frame["key"], strict=True)
    frame["label"] = [instrument().label(level, key, "en") for level, key in named]
    beyond = (frame["ci_high"] < -0.3) | (frame["ci_low"] > 0.3)
    frame["material"] = np.where(beyond, "yes", "unclear")
    return frame


def everybody(level: str = "item") -> pd.DataFrame:
    """The rows of gap 5 that the charts show by default."""
    frame = kiosk_frame()
    chosen = (frame["segment"] == "all") & (frame["gap"] == "5") & (frame["level"] == level)
    return frame[chosen].reset_index(drop=True)


def made(name: str, frame: pd.DataFrame, language: str = "en", questionnaire=None) -> Result:
    roles = ROLES if name == "gaps" else {}
    return Result(
        name, frame, Options(language=language), questionnaire or instrument(), roles=roles
    )


def gaps_result(language: str = "en") -> Result:
    return made("gaps", kiosk_frame(), language)


def scores_result(language: str = "en") -> Result:
    frame = kiosk_frame()
    frame = frame[frame["gap"] == "5"]
    sides = [
        frame.assign(battery=battery, mean=frame[column])
        for battery, column in (("expectation", "mean_left"), ("perception", "mean_right"))
    ]
    return made("scores", pd.concat(sides, ignore_index=True), language)


def zones_result(language: str = "en") -> Result:
    """R's means as perception and desired; the minimum made 1.5 points lower."""
    frame = kiosk_frame()
    frame = frame[(frame["gap"] == "5") & (frame["level"] != "overall")].copy()
    frame["perception"], frame["desired"] = frame["mean_right"], frame["mean_left"]
    frame["minimum"] = frame["desired"] - 1.5
    frame["adequacy"] = frame["perception"] - frame["minimum"]
    frame["superiority"] = frame["perception"] - frame["desired"]
    frame["verdict"] = np.select(
        [frame["adequacy"] < -0.1, frame["superiority"] > 0.1, frame["adequacy"].abs() < 0.1],
        ["below", "above", "unclear"],
        "within",
    )
    return made("zones", frame, language)


def answers_frame(counts: dict[str, list[int]]) -> pd.DataFrame:
    """A row for every item and point of the scale, from counts by point."""
    rows = []
    for key, people in counts.items():
        for point, n in enumerate(people, start=1):
            share = n / sum(people) if sum(people) else float("nan")
            keys = {"wave": "2019", "segment": "all", "value": "all", "battery": "perception"}
            rows.append({**keys, "key": key, "answer": str(point), "n": n, "share": share})
    return pd.DataFrame(rows)


def answers_result(language: str = "en") -> Result:
    """Counts out of a fixed pattern: all shapes, one-sided ones, few answers and none."""
    counts = {
        item.id: [(k * 7 + p * p * 5) % 31 + 2 * p for p in range(7)]
        for k, item in enumerate(instrument().items)
    }
    first, second, third, *_ = counts
    counts[first], counts[second] = [0] * 7, [0, 0, 0, 0, 1, 0, 1]
    counts[third] = [0, 0, 0, 0, 0, 94, 100]
    return made("answers", answers_frame(counts), language)


VERDICTS_OF_GAPS = {"1": "shortfall", "2": "surplus", "3": "unclear", "4": "met", "5": "shortfall"}


def model_frame() -> pd.DataFrame:
    """All five gaps: gap 5 as R has it, the others shifted so that every verdict occurs."""
    five = kiosk_frame()
    five = five[five["gap"] == "5"]
    parts = []
    for gap, verdict in VERDICTS_OF_GAPS.items():
        part = five.assign(gap=gap, verdict=verdict)
        if gap != "5":
            shift = {"1": 0.4, "2": 1.6, "3": 0.9, "4": 1.1}[gap]
            for column in ("estimate", "ci_low", "ci_high"):
                part[column] = part[column] + shift
            part["pairing"], part["n"], part["n_left"] = "independent", np.nan, 1234.0
        if gap == "3":
            part["pairing"], part["n_left"] = "constant", np.nan
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


ROLES = {
    "1": ("customer", "manager"), "2": ("manager", "employee"), "3": ("specification", "monitor"),
    "4": ("campaign", "monitor"), "5": ("customer", "customer"),
}  # fmt: skip


def knowledge_frame(wave: str = "2019", **columns: object) -> pd.DataFrame:
    rows = [
        {"wave": wave, "segment": "all", "value": "all", "gap": gap, "level": "item",
         "role_left": ROLES[gap][0], "role_right": ROLES[gap][1], "n_left": 1234, "n_right": 194,
         "items": 20, "level_difference": -0.73, "ci_low": -0.9, "ci_high": -0.6,
         "r_corrected": 0.625, "r_low": 0.5, "r_high": 0.75, "rms": 0.3, "disagreement": 0.9,
         "agreement": 0.8, "agreement_low": 0.7, "agreement_high": 0.85}
        for gap in "1234"
    ]  # fmt: skip
    return pd.DataFrame(rows).assign(**columns)


def profile_frame(**verdicts: str) -> pd.DataFrame:
    """Gap 1's profile over dimensions: ``alike`` where `verdicts` by key says nothing else."""
    rows = [
        {"wave": "2019", "segment": "all", "value": "all", "gap": "1", "level": "dimension",
         "key": d.id, "label": instrument().label("dimension", d.id, "en"),
         "verdict": verdicts.get(d.id, "alike")}
        for d in instrument().dimensions
    ]  # fmt: skip
    return pd.DataFrame(rows)


def model_result(language: str = "en") -> Result:
    return made("gaps", model_frame(), language)


def knowledge_result(language: str = "en", **columns: object) -> Result:
    return made("knowledge", knowledge_frame(**columns), language)


def profile_result(language: str = "en", **verdicts: str) -> Result:
    return made("profile", profile_frame(**verdicts), language)


def consensus_result(language: str = "en") -> Result:
    """Managers left, staff right, with every verdict and a row that is blank."""
    frame = kiosk_frame()
    frame = frame[(frame["gap"] == "5") & (frame["segment"] == "all")].copy()
    frame = frame.rename(columns={"estimate": "difference"})
    verdicts = ["lower", "alike", "higher", "unclear"]
    frame["verdict"] = [verdicts[k % 4] for k in range(len(frame))]
    frame = frame.assign(battery="standard", role_left="manager", role_right="employee")
    frame = frame.assign(n=np.nan, agreement_left=0.71, agreement_right=0.64)
    blank = frame["key"] == "k3"
    figures = ["difference", "mean_left", "mean_right", "ci_low", "ci_high", "agreement_left"]
    frame.loc[blank, figures] = np.nan
    frame.loc[blank, "reason"] = "suppressed"
    return made("consensus", frame.reset_index(drop=True), language)


CHARTS = {
    "profile": lambda language: gaps_result(language).plot.profile(),
    "profile of dimensions": lambda language: gaps_result(language).plot.profile(level="dimension"),
    "gaps": lambda language: gaps_result(language).plot.gaps(),
    "distribution": lambda language: answers_result(language).plot.distribution(),
    "distribution apart": lambda language: answers_result(language).plot.distribution(
        middle="apart"
    ),
    "distribution of counts": lambda language: answers_result(language).plot.distribution(
        measure="n"
    ),
    "heatmap": lambda language: gaps_result(language).plot.heatmap(segment="frequency"),
    "heatmap of items": lambda language: gaps_result(language).plot.heatmap(
        segment="sex", level="item"
    ),
    "zones": lambda language: zones_result(language).plot.zones(),
    "priorities": lambda language: scores_result(language).plot.priorities(),
    "priorities of dimensions": lambda language: scores_result(language).plot.priorities(
        level="dimension"
    ),
    "dashboard": lambda language: gaps_result(language).plot.dashboard(segment="frequency"),
    "five gaps": lambda language: model_result(language).plot.five_gaps(
        knowledge=knowledge_result(language), profile=profile_result(language, security="under")
    ),
    "five gaps, gap 5 alone": lambda language: gaps_result(language).plot.five_gaps(),
    "five gaps by dimension": lambda language: model_result(language).plot.five_gaps_by_dimension(),
    "consensus": lambda language: consensus_result(language).plot.consensus(),
    "consensus of items": lambda language: consensus_result(language).plot.consensus(level="item"),
}
"""Every chart, on the kiosk survey's shape."""


def figure_of(drawn):
    return drawn if hasattr(drawn, "savefig") else drawn.figure


def texts_of(figure) -> list[str]:
    from matplotlib.text import Text

    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def lines_of(axes, marker: str) -> list[tuple[float, float]]:
    """Places of all marks of a kind that stand in the data, not in the legend."""
    return [
        (float(x), float(y))
        for line in axes.lines
        if line.get_marker() == marker and line.get_transform() == axes.transData
        for x, y in zip(*line.get_data(), strict=True)
    ]
