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
    return frame


def everybody(level: str = "item") -> pd.DataFrame:
    """The rows of gap 5 that the charts show by default."""
    frame = kiosk_frame()
    chosen = (frame["segment"] == "all") & (frame["gap"] == "5") & (frame["level"] == level)
    return frame[chosen].reset_index(drop=True)


def made(name: str, frame: pd.DataFrame, language: str = "en", questionnaire=None) -> Result:
    return Result(name, frame, Options(language=language), questionnaire or instrument())


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
