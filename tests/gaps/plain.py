"""Small surveys, and their gaps worked out a second, plainer way: person by person with pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gapkit.ingest import Source
from gapkit.instrument import instrument_from_text
from gapkit.options import Options
from gapkit.survey import Survey

# Both ways add the same numbers, in another order.
REL = 1e-10
# A mean gap of exactly 0 has no relative error.
ABS = 1e-12
# p values: two libraries' tails of the t and the normal law.
P_REL = 1e-7

DIMENSIONS = {"reliability": ("r1", "r2", "r3"), "empathy": ("e1", "e2"), "tangibles": ("t1",)}
ITEMS = tuple(i for ids in DIMENSIONS.values() for i in ids)


def questionnaire(dimensions=DIMENSIONS, scale="{low = 1, high = 7}"):
    """An instrument whose items are numbered through, dimension by dimension."""
    lines = [f'[instrument]\nname = "small"\nscale = {scale}']
    lines += [f'[[dimension]]\nid = "{d}"' for d in dimensions]
    lines += [
        f'[[item]]\nid = "{i}"\ndimension = "{d}"' for d, ids in dimensions.items() for i in ids
    ]
    return instrument_from_text("\n".join(lines))


def answers(rng, rows, prefixes, points=range(1, 8), holes=0.0, items=ITEMS):
    """A frame with columns such as ``E1`` …: random answers, some of them not given."""
    columns = {}
    for prefix in prefixes:
        for n in range(1, len(items) + 1):
            values = rng.choice(np.array(points, float), rows)
            values[rng.random(rows) < holes] = np.nan
            columns[f"{prefix}{n}"] = values
    return pd.DataFrame(columns)


LETTERS = {
    "expectation": "E", "perception": "P", "minimum": "L", "desired": "H", "importance": "I",
    "performance": "F", "belief": "M", "standard": "S", "delivery": "D", "promise": "C",
}  # fmt: skip


def source(role, frame, **rest):
    """A source whose batteries are those whose columns the frame has."""
    batteries = {b: f"{p}{{n}}" for b, p in LETTERS.items() if f"{p}1" in frame}
    return Source(role, frame=frame, batteries=batteries, **rest)


def survey(*sources, instrument=None, options=None, **rest):
    return Survey(sources, instrument or questionnaire(), options or Options(), **rest)


def one_row(frame, **keys):
    """The one row with these keys."""
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1, f"{len(frame)} rows with {keys}"
    return frame.iloc[0]


def columns_of(battery, ids):
    return [f"{LETTERS[battery]}{ITEMS.index(i) + 1}" for i in ids]


def score(frame, battery, ids, beside=()):
    """Mean of the items answered (in the batteries beside too), if at least half of them are."""
    own = frame[columns_of(battery, ids)].to_numpy(float).copy()
    for other in beside:
        own[np.isnan(frame[columns_of(other, ids)].to_numpy(float))] = np.nan
    return mean_of_half(own)


def mean_of_half(values):
    """Row means over what is there, if at least half is."""
    there = (~np.isnan(values)).sum(axis=1)
    stands = (2 * there >= values.shape[1]) & (there > 0)
    return np.where(stands, np.nansum(values, axis=1) / np.maximum(there, 1), np.nan)


def levels(frame, battery, beside=()):
    """(level, key) → a score per person."""
    items = {("item", i): score(frame, battery, (i,), beside) for i in ITEMS}
    dimensions = {
        ("dimension", d): score(frame, battery, ids, beside) for d, ids in DIMENSIONS.items()
    }
    overall = mean_of_half(np.column_stack(list(dimensions.values())))
    return {**items, **dimensions, ("overall", "overall"): overall}


def complete(*scores):
    """The scores of those who have all of them."""
    there = ~np.isnan(np.column_stack(scores)).any(axis=1)
    return tuple(s[there] for s in scores)


def exact_ties(values):
    """Scores are rounded once, to 10 decimals, where ties and zeros are decided."""
    return np.round(values, 10)


def small_sample_factor(df):
    """Hedges' J (1981), as the contract writes it."""
    return 1 - 3 / (4 * df - 1)
