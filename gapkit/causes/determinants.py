"""The table `determinants`: what expectation goes with: past experience, needs, word of mouth, promises.

Where an export has ratings of what forms expectation, each one's part of what they account for
together is Johnson's relative weight, as in the table `drivers`; here expectation is the outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps import levels
from gapkit.gaps.gather import LinearMap
from gapkit.gaps.model import resolve
from gapkit.measurement.drivers import drivers_frame
from gapkit.measurement.models import Explained
from gapkit.measurement.rows import Column
from gapkit.measurement.sums import Wish
from gapkit.tally import Answer
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.gaps.inventory import Inventory
    from gapkit.measurement.sums import Sums
    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = [
    "DETERMINANT_COLUMNS",
    "determinant_sentences",
    "determinant_word",
    "determinants_frame",
    "determined_of",
]

DETERMINANT_COLUMNS: Final = (
    "wave", "segment", "value", "dimension", "determinant", "n", "r", "beta", "relative_weight",
    "share", "ci_low", "ci_high", "above_chance", "chance", "reason",
)  # fmt: skip
"""Columns in their order."""

BATTERY: Final = ".determinant."

FEWEST: Final = 2
"""One determinant alone would account for all that is accounted for."""


def determined_of(inventory: Inventory) -> list[Explained]:
    """Return expectation of each dimension, and overall, with what may determine it.

    Empty where the source of expectations names fewer than two determinants.
    """
    side = resolve("expectation", inventory.columns)
    if side is None:
        return []
    start = f"{side.role}{BATTERY}"
    asked = {c.removeprefix(start): c for c in inventory.scales if c.startswith(start)}
    if len(asked) < FEWEST:
        return []
    of = [Column(Answer(c), middle=inventory.scales[c].middle) for c in asked.values()]
    to = LinearMap.between(inventory.scale(side), inventory.instrument.scale)
    middle = inventory.instrument.scale.middle
    found = []
    for row in levels.of_side(inventory, side):
        if row.level in ("dimension", "overall"):
            last = Column(row.score, to=to, middle=middle)
            wish = Wish(side.role, (*of, last))
            found.append(Explained(row.key, "determinant", tuple(asked), wish, None))
    return found


def determinants_frame(
    determined: Sequence[Explained], sums: Sums, options: Options
) -> pd.DataFrame:
    """Return each determinant's part of expectation.

    Returns
    -------
    pandas.DataFrame
        `DETERMINANT_COLUMNS`; one row for each dimension (and ``overall``) and determinant.
        ``relative_weight`` is a part of R² and never negative (Johnson 2000), ``share`` the same
        of all that is accounted for, with a jackknife's interval; ``chance`` is the share that a
        column of random numbers stays below in 95 of 100 surveys.
    """
    frame = drivers_frame(determined, sums, options)
    named = frame.rename(columns={"outcome": "dimension", "key": "determinant"})
    return named[list(DETERMINANT_COLUMNS)]


def determinant_word(say: Words, name: str) -> str:
    """Return what a determinant is called; a study's own name as it is."""
    key = f"determinants.name.{name}"
    return say(key) if say.has(key) else name


def determinant_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Return what overall expectation goes with in the last wave, the largest share first."""
    if frame.empty:
        return ()
    say = options.words
    here = frame[(frame["wave"] == frame["wave"].iloc[-1]) & (frame["segment"] == "all")]
    rows = here[(here["dimension"] == "overall") & (here["above_chance"] == "yes")]
    if rows.empty:
        return ()
    rows = rows.sort_values("share", ascending=False, kind="stable")
    parts = [
        say(
            "determinants.part",
            name=determinant_word(say, str(row["determinant"])),
            share=say.percent(row["share"]),
            low=say.percent(row["ci_low"]),
            high=say.percent(row["ci_high"]),
        )
        for row in rows.to_dict("records")
    ]
    explained = here.loc[here["dimension"] == "overall", "relative_weight"].sum()
    values = {"parts": say.list(parts), "explained": say.percent(float(explained))}
    return (Phrase("determinants.said", values),)
