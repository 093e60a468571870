"""Results that set waves and units against each other, of the kiosk survey's shape.

R's means and intervals stand for one wave; the other wave, the parts and the ranks are made plainly,
so that every look of a row occurs. Drawing is tested, not these figures.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .made import everybody, instrument, kiosk_frame, made

VERDICTS = ["better", "worse", "left_fell", "same", "unclear"]


def both_levels():
    return pd.concat([everybody("item"), everybody("dimension"), everybody("overall")])


def trends_result(language="en"):
    frame = both_levels().reset_index(drop=True)
    change = np.resize([0.4, -0.4, 0.3, 0.02, 0.1], len(frame))
    frame = frame.assign(
        wave_from="2018", wave_to="2019", change=change, ci_low=change - 0.2, ci_high=change + 0.2,
        change_right=change / 2, change_left=-change / 2, estimate_to=frame["estimate"],
        estimate_from=frame["estimate"] - change, verdict=np.resize(VERDICTS, len(frame)),
        n_from=900, n_to=1234,
    )  # fmt: skip
    blank = frame["key"].isin(["k3", frame.loc[frame["level"] == "dimension", "key"].iloc[-1]])
    frame.loc[blank, ["change", "ci_low", "ci_high", "change_right", "change_left"]] = np.nan
    frame.loc[blank, "reason"] = "not asked"
    return made("trends", frame.drop(columns="wave"), language)


def mix_rate_result(language="en"):
    frame = trends_result().frame.assign(by="sex")
    return made("mix_rate", frame.assign(mix=frame["change"] - 0.1, rate=0.1), language)


def control_result(language="en", waves=14):
    row = everybody("overall")
    figures = -0.6 + 0.05 * np.sin(np.arange(waves))
    enough = waves >= 12
    frame = pd.concat([row] * waves, ignore_index=True).assign(
        wave=[f"20{10 + k}" for k in range(waves)], kind="control" if enough else "run",
        estimate=figures, ci_low=figures - 0.1, ci_high=figures + 0.1, centre=-0.6,
        limit_low=-0.75 if enough else np.nan, limit_high=-0.45 if enough else np.nan, signal="",
    )  # fmt: skip
    if enough:
        frame.loc[waves - 1, ["estimate", "ci_low", "ci_high", "signal"]] = [
            -0.2,
            -0.3,
            -0.1,
            "beyond",
        ]
    frame.loc[2, ["estimate", "ci_low", "ci_high"]] = np.nan
    frame.loc[2, "reason"] = "nobody answered"
    return made("control", frame, language)


def league_result(language="en"):
    groups = kiosk_frame()
    groups = groups[(groups["segment"] != "all") & (groups["gap"] == "5")]
    rows = groups[groups["level"].isin(["dimension", "overall"])].reset_index(drop=True)
    rank = rows.groupby(["level", "key"])["estimate"].rank(ascending=False)
    frame = rows.assign(
        segment="branch", mean=rows["estimate"] - 0.05, adjusted=rows["estimate"], shrunk=rows["estimate"],
        rank=rank, rank_low=np.maximum(rank - 1, 1), rank_high=rank + 1,
        verdict=np.resize(["below", "unclear", "above"], len(rows)),
    )  # fmt: skip
    last = frame.index[frame["level"] == "overall"][-1]
    frame.loc[last, ["mean", "shrunk", "ci_low", "ci_high", "rank", "rank_low", "rank_high"]] = (
        np.nan
    )
    frame.loc[last, "reason"] = "suppressed"
    return made("league", frame, language)


RESULTS = {
    "trends": trends_result, "mix_rate": mix_rate_result, "control": control_result,
    "league": league_result,
}  # fmt: skip

CHARTS = {
    "slopes": lambda language: trends_result(language).plot.slopes(),
    "slopes of items": lambda language: trends_result(language).plot.slopes(level="item"),
    "mix and rate": lambda language: mix_rate_result(language).plot.mix_rate(),
    "control chart": lambda language: control_result(language).plot.run_chart(),
    "run chart": lambda language: control_result(language, waves=5).plot.run_chart(),
    "league": lambda language: league_result(language).plot.league(),
    "league of a dimension": lambda language: league_result(language).plot.league(
        level="dimension", key=instrument().dimensions[0].id
    ),
}
