"""A result on promises, made plainly so that every look of a row occurs; drawing is tested, not figures."""

from __future__ import annotations

import pandas as pd

from gapkit.operations.promises.guarantee import guarantee_frame
from gapkit.operations.promises.promise import Promise
from gapkit.options import Options

from .made import made

PROMISES = (
    Promise("A teller within five minutes of taking a number, at every hour", "time"),
    Promise("Called back today", "quality"),
    Promise("A card by post", "added value"),
)


def guarantee_result(language="en"):
    waves = [f"2026Q{k}" for k in range(1, 4)]
    first, second, third = (promise.name for promise in PROMISES)
    rows = [(first, wave, 2000 + k, 1700 + 50 * k) for k, wave in enumerate(waves)]
    rows += [(second, waves[1], 60, 60), (second, waves[2], 4, 3)]
    occasions = pd.DataFrame(rows, columns=["promise", "wave", "n", "kept"])
    claims = pd.DataFrame(
        {"promise": [first, first, third], "wave": waves[2], "granted": True, "escalated": None,
         "payout": 100.0, "revenue": 700.0}
    )  # fmt: skip
    return made("guarantee", guarantee_frame(PROMISES, occasions, claims, Options()), language)


PROMISE_RESULTS = {"guarantee": guarantee_result}

PROMISE_CHARTS = {
    "guarantee": lambda language: guarantee_result(language).plot.guarantee(),
    "guarantee, one wave": lambda language: guarantee_result(language).plot.guarantee(waves=1),
}
