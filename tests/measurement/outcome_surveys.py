"""Surveys with outcomes: R's clean data, the messy data, and made ones with a known structure."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from gapkit import read_survey
from gapkit.instrument import instrument_from_text

STATS = Path(__file__).parents[1] / "reference" / "stats"
DIMENSIONS = {
    "tan": range(1, 5), "rel": range(5, 10), "res": range(10, 14), "ass": range(14, 18),
    "emp": range(18, 23),
}  # fmt: skip


def questionnaire(dimensions, high=7):
    """An instrument as text: dimension → numbers of its items."""
    lines = ["[instrument]", 'name = "made"', f"scale = {{low = 1, high = {high}}}"]
    for name in dimensions:
        lines += ["[[dimension]]", f'id = "{name}"']
    for name, numbers in dimensions.items():
        for n in numbers:
            lines += ["[[item]]", f'id = "i{n}"', f"n = {n}", f'dimension = "{name}"']
    return instrument_from_text("\n".join(lines))


@cache
def clean_frame():
    frame = pd.read_csv(STATS / "data" / "a_clean.csv")
    frame.columns = [
        c[0] + str(int(c[1:])) if c[0] in "EPM" and c[1:].isdigit() else c for c in frame
    ]
    return frame


def clean(**more):
    """R's clean data, the outcome on 1 to 7, importance points by dimension."""
    source = {"expectation": "E{n}", "perception": "P{n}", "outcomes": {"overall": "oq"}}
    return read_survey(clean_frame(), questionnaire(DIMENSIONS), **(source | more))


def made(n=300, dims=4, per=2, slopes=(1.0, 0.5, 0.0, 0.0), seed=5, noise=1.0, expect=False):
    """Answers of dimensions that correlate about .5, and an outcome with known slopes.

    Returns the frame and the latent scores it came from.
    """
    rng = np.random.default_rng(seed)
    latent = rng.normal(size=(n, 1)) + rng.normal(size=(n, dims))
    columns = {}
    for d in range(dims):
        for k in range(per):
            answer = 4 + 1.1 * latent[:, d] + rng.normal(0, 0.5, n)
            columns[f"P{d * per + k + 1}"] = np.clip(np.rint(answer), 1, 7).astype(int)
            level = rng.normal(5.5, 1.0, n)
            columns[f"E{d * per + k + 1}"] = np.clip(np.rint(level), 1, 7).astype(int)
    frame = pd.DataFrame(columns)
    mean = [frame[[f"P{d * per + k + 1}" for k in range(per)]].mean(axis=1) for d in range(dims)]
    if expect:
        mean = [
            m - frame[[f"E{d * per + k + 1}" for k in range(per)]].mean(axis=1)
            for d, m in enumerate(mean)
        ]
    outcome = sum(b * m for b, m in zip(slopes, mean, strict=True)) + rng.normal(0, noise, n)
    scaled = (outcome - outcome.mean()) / outcome.std()
    frame["nps"] = np.clip(np.rint(6.5 + 2 * scaled), 0, 10).astype(int)
    return frame.assign(sex=np.where(rng.random(n) < 0.5, "f", "m"))


def survey_of(frame, dims=4, per=2, **more):
    dimensions = {f"d{d + 1}": range(d * per + 1, (d + 1) * per + 1) for d in range(dims)}
    asked = {"expectation": "E{n}", "perception": "P{n}", "outcomes": {"recommend": "nps"}}
    return read_survey(frame, questionnaire(dimensions), **(asked | more))
