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
from gapkit.options import CHECKS, Options
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


def kiosk_frame() -> pd.DataFrame:
    """Return the kiosk's gaps as a frame of one's own, so that no test sees what another did to it."""
    return _kiosk_frame().copy()


@cache
def _kiosk_frame() -> pd.DataFrame:
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


def drivers_result(language: str = "en") -> Result:
    """Shares falling by a fifth from row to row, with every look, a blank row and two kinds."""
    rows = []
    for level, keys in (
        ("dimension", [d.id for d in instrument().dimensions]),
        ("item", [i.id for i in instrument().items]),
    ):
        for kind in ("perception", "gap"):
            for k, key in enumerate(keys):
                share = 0.4 * 0.8**k
                rows.append(
                    {"wave": "2019", "segment": "all", "value": "all", "outcome": "overall",
                     "kind": kind, "key": key, "level": level, "n": 194, "r": 0.5 - 0.1 * k,
                     "share": share, "ci_low": 0.6 * share, "ci_high": 1.5 * share, "chance": 0.2,
                     "above_chance": ("yes", "no", "unclear")[k % 3], "reason": ""}
                )  # fmt: skip
    frame = pd.DataFrame(rows)
    blank = frame["key"].isin(["control", "k3"])
    frame.loc[blank, ["share", "ci_low", "ci_high", "r"]] = np.nan
    frame.loc[blank, ["above_chance", "reason"]] = ["", "no variation"]
    return made("drivers", frame, language)


def actions_result(language: str = "en", importance_kind: str = "derived") -> Result:
    """Gap 5 as R has it, importance spread out, every verdict, a row without a figure."""
    rows = []
    for level in ("item", "dimension"):
        frame = everybody(level)
        for k, row in enumerate(frame.to_dict("records")):
            verdict = ("shortfall", "met", "unclear", "surplus")[k % 4]
            advice = {"shortfall": "act", "unclear": "watch"}.get(verdict, "keep")
            rows.append(
                {**row, "verdict": verdict, "advice": advice, "outcome": "overall",
                 "importance": (1 + 3 * k % 7) / (4 * len(frame)), "rank": k + 1, "rank_low": 1,
                 "rank_high": len(frame), "importance_kind": importance_kind}
            )  # fmt: skip
    frame = pd.DataFrame(rows)
    frame.loc[frame["key"] == "k3", ["estimate", "importance"]] = np.nan
    return made("actions", frame, language)


def kano_result(language: str = "en", items: int = 20) -> Result:
    """Coefficients spread over the plane, every kind, told and not."""
    kinds = ("must_be", "one_dimensional", "attractive", "indifferent", "reverse", "questionable")
    rows = [
        {"wave": "2019", "segment": "all", "value": "all", "key": item.id, "n": 194,
         "category": kinds[k % 6], "told": ("yes", "unclear")[k % 2],
         "better": b / 100, "better_low": b / 100 - 0.06, "better_high": b / 100 + 0.06,
         "worse": -w / 100, "worse_low": -w / 100 - 0.05, "worse_high": -w / 100 + 0.05}
        for k, (item, b, w) in enumerate(
            (item, 10 + k * 37 % 80, 10 + k * 53 % 80)
            for k, item in enumerate(instrument().items[:items])
        )
    ]  # fmt: skip
    return made("kano", pd.DataFrame(rows), language)


def answer_quality_result(language: str = "en") -> Result:
    """Every check, for two roles: from no form to a quarter of them, and one that is blank."""
    counts = dict(zip((*CHECKS, "any"), (48, 9, 21, 3, 0, 5, 1, 0, 12, 61), strict=True))
    rows = [
        {"wave": "2019", "role": role, "segment": "all", "value": "all", "check": check,
         "flagged": flagged, "n": 194, "share": flagged / 194}
        for role in ("customer", "manager")
        for check, flagged in counts.items()
    ]  # fmt: skip
    frame = pd.DataFrame(rows).astype({"flagged": "Int64", "n": "Int64"})
    blank = frame["check"] == "inverted_zone"
    frame.loc[blank, "flagged"], frame.loc[blank, "share"] = pd.NA, np.nan
    return made("answer_quality", frame, language)


def reliability_result(language: str = "en") -> Result:
    """Two batteries and a gap, alphas from 0.5 to 0.9, one below 0 and one that is blank."""
    keys = [d.id for d in instrument().dimensions]
    rows = [
        {"wave": "2019", "segment": "all", "value": "all", "battery": battery, "dimension": key,
         "k": 4, "n": 194, "alpha": 0.9 - 0.08 * k, "alpha_low": 0.84 - 0.1 * k,
         "alpha_high": 0.93 - 0.07 * k, "omega": 0.91 - 0.08 * k, "reason": ""}
        for battery in ("expectation", "perception", "gap:5")
        for k, key in enumerate(keys)
    ]  # fmt: skip
    frame = pd.DataFrame(rows).astype({"k": "Int64", "n": "Int64"})
    figures = ["alpha", "alpha_low", "alpha_high", "omega"]
    frame.loc[3, figures] = [-0.4, -1.2, 0.2, np.nan]
    frame.loc[7, figures] = np.nan
    frame.loc[7, "reason"] = "not asked"
    return made("reliability", frame, language)


def factors_result(language: str = "en", factors: int = 6) -> Result:
    """Every item on its own dimension's factor, small loadings of both signs beside it."""
    dimensions = [d.id for d in instrument().dimensions]
    rows = [
        {"wave": "2019", "battery": "perception", "item": item.id, "dimension": item.dimension,
         "factor": str(f + 1), "factors": factors, "n": 194, "communality": 0.5,
         "loading": 0.9 - 0.02 * k if dimensions[f] == item.dimension else 0.2 - 0.05 * f,
         "reason": ""}
        for k, item in enumerate(instrument().items)
        for f in range(factors)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    frame.loc[frame["item"] == "k3", ["loading", "communality"]] = np.nan
    return made("factors", frame, language)


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
    "answer quality": lambda language: answer_quality_result(language).plot.answer_quality(),
    "reliability": lambda language: reliability_result(language).plot.reliability(),
    "loadings": lambda language: factors_result(language).plot.loadings(),
    "loadings, two factors": lambda language: factors_result(language, 2).plot.loadings(),
    "drivers": lambda language: drivers_result(language).plot.drivers(),
    "drivers, items by gaps": lambda language: drivers_result(language).plot.drivers(
        level="item", kind="gap"
    ),
    "actions": lambda language: actions_result(language).plot.action_map(),
    "actions by dimension, stated": lambda language: actions_result(
        language, "stated"
    ).plot.action_map(level="dimension"),
    "kano": lambda language: kano_result(language).plot.kano(),
    "kano, few": lambda language: kano_result(language, 7).plot.kano(),
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
