"""The worst that a study can bring: sixty items, endless labels, markup, other scripts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from gapkit.options import Options
from gapkit.results import Result

from .frames import KIOSK, answers_frame, content, gaps_frame, scores_frame

if TYPE_CHECKING:
    from gapkit.report.content import Content

LONG = (
    "The member of staff who served me explained every single step of what was going to happen "
    "next, in words that I understood without any effort, and did so before I had to ask for it "
    "again and again"
)
ODD = (
    "<script>alert(1)</script> & \"quoted\" 'text'",
    "مرحبا بكم في البنك — خدمة سريعة",
    "😀 Emoji and 中文混排 😡",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung",
)
COPIES = 3
assert len(LONG) > 180


def label(number: int) -> str:
    return f"{ODD[number % len(ODD)]} {number}" if number % 6 == 0 else f"{number} {LONG}"


@cache
def worst() -> Content:
    """Return the kiosk survey's figures three times over, under labels that nobody would want."""
    count = len(KIOSK.items)
    items = tuple(
        replace(item, id=f"{item.id}-{copy}", n=number, text=replace_text(item.text, label(number)))
        for copy in range(COPIES)
        for place, item in enumerate(KIOSK.items, 1)
        for number in [copy * count + place]
    )
    dimensions = tuple(
        replace(d, label=replace_text(d.label, (LONG, *ODD, "x")[k]))
        for k, d in enumerate(KIOSK.dimensions)
    )
    instrument = replace(KIOSK, items=items, dimensions=dimensions)
    options = Options()
    frames = {"gaps": gaps_frame(), "scores": scores_frame(), "answers": answers_frame()}
    many = {name: _many(frame, instrument) for name, frame in frames.items()}
    results = {name: Result(name, frame, options, instrument) for name, frame in many.items()}
    made = content({}, options, instrument=instrument, title=f"{ODD[0]} {LONG}")
    return replace(made, results=results)


def replace_text(text: object, words: str) -> object:
    return type(text)(dict.fromkeys(("en", "zh-Hant"), words))


def _many(frame: pd.DataFrame, instrument: object) -> pd.DataFrame:
    if "level" not in frame:
        frame = frame.assign(level="item")
    of_items = frame["level"] == "item"
    copies = [
        frame[of_items].assign(key=frame.loc[of_items, "key"] + f"-{copy}")
        for copy in range(COPIES)
    ]
    made = pd.concat([frame[~of_items], *copies], ignore_index=True)
    made["value"] = made["value"].where(made["segment"] == "all", made["value"] + " " + LONG[:80])
    if "label" in made:
        made["label"] = [
            instrument.label(level, key, "en")
            for level, key in zip(made["level"], made["key"], strict=True)
        ]
    return made
