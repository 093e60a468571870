"""Contents that office programs choke on: formulas, markup, other scripts, very long texts."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pandas as pd

from gapkit.options import Options
from gapkit.report.brand import Logo

from .frames import content, gaps_frame, scores_frame

if TYPE_CHECKING:
    from gapkit.report.content import Content

HOSTILE = (
    "=1+1",
    "<script>alert(1)</script> & co",
    "شكرا جزيلا",
    "😀 wait 👩‍👩‍👧",
    "bell\x07 null\x00",
    "x" * 200,
    "很" * 120,
    "\"quoted\" 'single'",
)


def hostile() -> Content:
    """Every label hostile."""
    frame = gaps_frame()
    labels = {k: HOSTILE[i % len(HOSTILE)] for i, k in enumerate(frame["key"].unique())}
    frame["label"] = frame["key"].map(labels)
    title = f"=SUM(A1) <b>\x07{'t' * 180}"
    return content({"gaps": frame, "scores": scores_frame()}, Options(), title=title)


def suppressed() -> Content:
    """Nothing may be shown."""
    frame = gaps_frame()
    frame[["n", "n_left", "n_right"]] = 3
    return content({"gaps": frame}, Options()).published()


def big(items: int = 60, groups: int = 200) -> Content:
    """Very many items and branches, in two waves."""
    frame = gaps_frame()
    frame = frame[(frame["segment"] == "all") & (frame["gap"] == "5")]
    item = frame[frame["level"] == "item"].iloc[[0]]
    rows = [item.assign(key=f"k{k}", label=f"Question {k} " + "w" * 180) for k in range(items)]
    whole = pd.concat([*rows, frame[frame["level"] != "item"]])
    few = frame[frame["level"] == "dimension"]
    branches = [few.assign(segment="branch", value=f"Branch {k}") for k in range(groups)]
    parts = pd.concat([whole, *branches])
    waves = pd.concat([parts.assign(wave="2026Q1"), parts.assign(wave="2026Q2")])
    return content({"gaps": waves.reset_index(drop=True)}, Options()).published()


def logo(kind: str = "png") -> Logo:
    """A picture four times as wide as it is high."""
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (400, 100), "#0a7d4f").save(buffer, kind.upper())
    return Logo(buffer.getvalue(), kind)


def branded(made: Content, **brand: object) -> Content:
    return replace(made, brand=replace(made.brand, **brand))
