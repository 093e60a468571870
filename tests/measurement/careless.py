"""Small surveys of twelve items in which single people answer in a way that is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gapkit.ingest import Source
from gapkit.instrument import instrument_from_text
from gapkit.options import Options
from gapkit.survey import Survey

ITEMS = 12
LETTERS = {"expectation": "E", "perception": "P", "minimum": "L", "desired": "H"}


def questionnaire(items=ITEMS, reversed_items=(), dimensions=3):
    lines = ['[instrument]\nname = "twelve"\nscale = {low = 1, high = 7}']
    lines += [f'[[dimension]]\nid = "d{k}"' for k in range(dimensions)]
    for n in range(1, items + 1):
        turned = "\nreversed = true" if n in reversed_items else ""
        lines.append(
            f'[[item]]\nid = "i{n}"\ndimension = "d{(n - 1) * dimensions // items}"{turned}'
        )
    return instrument_from_text("\n".join(lines))


def varied(rng, rows, batteries="EP", items=ITEMS):
    """Answers in which no sign shows: runs are short, forms differ, the minimum is the lowest."""
    low = {"E": 3, "P": 2, "L": 1, "H": 5}
    columns = {}
    for letter in batteries:
        steps = rng.integers(0, 3, (rows, items))
        steps[:, 1::2] = (steps[:, ::2] + 1 + rng.integers(0, 2, (rows, items // 2))) % 3
        for k in range(items):
            columns[f"{letter}{k + 1}"] = (low[letter] + steps[:, k]).astype(float)
    return pd.DataFrame(columns)


def survey(frame, instrument=None, options=None, **rest):
    source = {k: rest.pop(k) for k in ("id", "duration", "submitted", "device") if k in rest}
    batteries = {b: f"{p}{{n}}" for b, p in LETTERS.items() if f"{p}1" in frame}
    of = Source("customer", frame=frame, batteries=batteries, **source)
    return Survey((of,), instrument or questionnaire(), options or Options(), **rest)


def flagged(result, **keys):
    """Check → (flagged, n), of everybody unless `keys` say whose."""
    frame = result.frame
    for column, value in ({"segment": "all", "wave": frame["wave"].iloc[0]} | keys).items():
        frame = frame[frame[column] == value]
    pairs = zip(frame["flagged"].astype(int), frame["n"].astype(int), strict=True)
    return dict(zip(frame["check"], pairs, strict=True))


def write(frame, row, letter, answers):
    """Put answers into one battery of one row."""
    columns = [f"{letter}{k}" for k in range(1, ITEMS + 1)]
    frame.loc[row, columns] = np.broadcast_to(np.asarray(answers, float), ITEMS)
