"""Charts of the page for the board, of the kiosk survey's shape.

R's means and intervals stand for the last wave; earlier waves are the same figures moved plainly.
"""

from __future__ import annotations

import pandas as pd

from .made import kiosk_frame, knowledge_result, made, model_result, profile_result, scores_result

WAVES = [f"20{year}" for year in range(12, 20)]
MOVED = ("mean_right", "estimate", "ci_low", "ci_high")


def waves_frame(waves=WAVES):
    """Each wave's gap lies 0.05 above that of the wave before, by what was perceived alone."""
    parts = []
    for k, wave in enumerate(waves):
        part = kiosk_frame().assign(wave=wave)
        part[list(MOVED)] = part[list(MOVED)] - 0.05 * (len(waves) - 1 - k)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def waves_result(language="en", waves=WAVES):
    return made("gaps", waves_frame(waves), language)


CHARTS = {
    "dumbbells": lambda language: waves_result(language).plot.dumbbells(targets={"security": -0.5}),
    "dumbbells of one wave": lambda language: waves_result(language, ["2019"]).plot.dumbbells(),
    "dumbbells, narrow": lambda language: waves_result(language).plot.dumbbells(page=4.5),
    "waves of three": lambda language: waves_result(language).plot.waves_of_three(
        scores=scores_result(language)
    ),
    "waves of three, aside": lambda language: waves_result(language).plot.waves_of_three(page=2.75),
    "five gaps, small": lambda language: model_result(language).plot.five_gaps_small(
        knowledge=knowledge_result(language), profile=profile_result(language, security="under")
    ),
}
