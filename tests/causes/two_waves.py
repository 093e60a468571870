"""A small made survey in two waves: three dimensions of two items, two branches, an outcome."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from gapkit import read_survey
from gapkit.instrument import instrument_from_text

LABELS = {"warm": "=warm()", "fast": "Fast", "safe": "Safe"}
"""One label would be taken for a formula, were texts not kept as texts."""


@cache
def questionnaire(name: str = "made", direction: str = "higher"):
    lines = [
        "[instrument]", f'name = "{name}"',
        f'scale = {{low = 1, high = 7, direction = "{direction}"}}',
    ]  # fmt: skip
    for key, label in LABELS.items():
        lines += ["[[dimension]]", f'id = "{key}"', f'label = "{label}"']
    for n, key in enumerate(key for key in LABELS for _ in range(2)):
        lines += ["[[item]]", f'id = "i{n + 1}"', f"n = {n + 1}", f'dimension = "{key}"']
    return instrument_from_text("\n".join(lines))


@cache
def frame(gain: float = 0.0, seed: int = 3, people: int = 150) -> pd.DataFrame:
    """Customers of two waves; `fast` falls short by far, and gains `gain` from one to the other."""
    rng = np.random.default_rng(seed)
    waves = []
    for wave, more in (("2026Q1", 0.0), ("2026Q2", gain)):
        lean = rng.normal(0, 0.5, (people, 2))
        columns = {}
        for n in range(6):
            short = (0.5, 1.6, 0.0)[n // 2] - (more if n // 2 == 1 else 0.0)
            said = (6.0 + lean[:, 0], 6.0 - short + lean[:, 1])
            for letter, mean in zip("EP", said, strict=True):
                answer = np.round(mean + rng.normal(0, 0.8, people))
                columns[f"{letter}{n + 1}"] = np.clip(answer, 1, 7).astype(int)
        perceived = np.stack([columns[f"P{n + 1}"] for n in range(6)])
        overall = perceived[:2].mean(axis=0) * 0.3 + perceived[2:4].mean(axis=0) * 0.6
        columns["overall"] = np.clip(np.round(overall + rng.normal(0.5, 0.4, people)), 1, 7)
        waves.append(pd.DataFrame(columns).assign(wave=wave))
    found = pd.concat(waves, ignore_index=True)
    found["overall"] = found["overall"].astype(int)
    important = {f"I{n + 1}": (4, 7, 2)[n // 2] for n in range(6)}
    branch = np.where(rng.random(len(found)) < 0.5, "North", "South")
    return found.assign(branch=branch, **important)


def survey(gain: float = 0.0, instrument=None, **more):
    asked = {
        "expectation": "E{n}", "perception": "P{n}", "outcomes": {"overall": "overall"},
        "wave": "wave", "segments": ["branch"],
    }  # fmt: skip
    return read_survey(frame(gain), instrument or questionnaire(), **(asked | more))
