"""Surveys of several roles to test with, drawn plainly, and figures worked out a second way."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gapkit.ingest import Source
from gapkit.instrument import instrument_from_text
from gapkit.options import Options
from gapkit.survey import Survey

INSTRUMENT = instrument_from_text(
    """
[instrument]
name = "small"
scale = {low = 1, high = 7}

[[dimension]]
id = "a"

[[dimension]]
id = "b"

[[item]]
id = "a1"
dimension = "a"
tags = {origin = "design", aspect = "technical", moment = "enter"}

[[item]]
id = "a2"
dimension = "a"
tags = {origin = "design", aspect = "functional"}

[[item]]
id = "a3"
dimension = "a"
tags = {origin = "delivery", aspect = "technical", moment = "result"}

[[item]]
id = "b1"
dimension = "b"
tags = {origin = "delivery", aspect = "functional", moment = "result"}

[[item]]
id = "b2"
dimension = "b"
tags = {origin = "delivery", aspect = "functional"}
"""
)

ITEMS = {"a": (1, 2, 3), "b": (4, 5)}
LETTERS = {
    "expectation": "E",
    "perception": "P",
    "belief": "M",
    "standard": "S",
    "delivery": "D",
    "promise": "C",
}


def people(rng, letters, places, mean=5.0, missing=0.05):
    """Return a frame of people: a row for each place, the batteries' five items each."""
    frame = {}
    for letter in letters:
        cells = np.clip(np.rint(rng.normal(mean, 1.2, (len(places), 5))), 1, 7)
        cells[rng.random(cells.shape) < missing] = np.nan
        frame |= {f"{letter}{k}": cells[:, k - 1] for k in range(1, 6)}
    return pd.DataFrame(frame).assign(branch=places)


def source(role, frame, **more):
    batteries = {b: f"{letter}{{n}}" for b, letter in LETTERS.items() if f"{letter}1" in frame}
    return Source(role=role, frame=frame, batteries=batteries, **more)


def survey(*sources, segments=("branch",), **options):
    return Survey(sources, INSTRUMENT, Options(**options), unit="branch", segments=segments)


def scores(frame, left, right=None):
    """Return each person's dimension scores of one battery, over items answered in both."""
    found = {}
    for key, items in ITEMS.items():
        cells = frame[[f"{left}{k}" for k in items]].to_numpy(float)
        if right is not None:
            cells = np.where(np.isnan(frame[[f"{right}{k}" for k in items]]), np.nan, cells)
        known = (~np.isnan(cells)).sum(axis=1)
        mean = np.nansum(cells, axis=1) / np.maximum(known, 1)
        found[key] = np.where(2 * known >= len(items), mean, np.nan)
    return pd.DataFrame(found)


def whole(by_dimension):
    """Return overall scores: the mean of the dimension scores, if at least half of them stand."""
    known = by_dimension.notna().sum(axis=1)
    return by_dimension.mean(axis=1).where(2 * known >= by_dimension.shape[1])
