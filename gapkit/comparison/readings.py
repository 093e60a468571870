"""Every gap in every wave and group, with its sides: what changes and ranks are worked out of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.evidence import evidence
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import WHOLE
from gapkit.gaps.levels import label_of
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.table import pieces
from gapkit.tally import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.evidence import Evidence
    from gapkit.gaps.figures import Figures
    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.options import Options
    from gapkit.tally import Tally

__all__ = ["ROW", "SIDES", "labelled", "people_of", "readings"]

ROW: Final = ("segment", "value", "gap", "level", "key")
"""Columns that name what is followed from wave to wave."""

SIDES: Final = ("left", "right")

FIGURES: Final = ("n", "mean", "sd", "se", "df")
"""Of the gap and of both sides, as columns ``gap_mean``, ``left_se``, …"""


_NONE: Final = (
    *("wave", *ROW, "pairing", "people", "weighted", "asked"),
    *(f"{side}_{figure}" for side in (*SIDES, "gap") for figure in FIGURES),
)
"""Columns of a survey without any gap."""


def readings(
    tally: Tally, inventory: Inventory, pairs: Sequence[Pair], segments: Sequence[str]
) -> pd.DataFrame:
    """Return a row a wave, group, gap, level and key.

    Returns
    -------
    pandas.DataFrame
        ``wave``, `ROW`, ``pairing``, ``people`` (complete pairs, or people of the smaller side),
        ``weighted``, and n, mean, sd, se and df of ``gap``, ``left`` and ``right``, in points of
        the instrument's scale. A side that does not say its wave is the same in each: its errors
        are 0 here, since they cannot make a change. ``asked`` names the items behind a row that
        both sides were asked in that wave.
    """
    import pandas as pd

    frames = []
    for pair in pairs:
        for paired, groups in pieces(tally, inventory, pair, segments):
            gather = Gatherer(tally, inventory, groups)
            frames.append(_frame(gather, paired, evidence(gather, paired)))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=_NONE)


def _frame(gather: Gatherer, pair: Pair, found: Evidence) -> pd.DataFrame:
    import pandas as pd

    groups, rows = gather.groups, len(found.key)
    at = np.tile(np.arange(len(groups)), rows // len(groups))
    body: dict[str, Any] = {
        f: np.array([getattr(g, f) for g in groups], object)[at] for f in Group._fields
    }
    body |= {"gap": pair.gap.name, "level": found.level, "key": found.key, "pairing": pair.pairing}
    body |= {"people": people_of(pair, found), "weighted": found.gap.weighted}
    moving = {
        "left": pair.neutral is None and gather.inventory.knows(pair.left.role, "wave"),
        "right": gather.inventory.knows(pair.right.role, "wave"),
    }
    for name in SIDES:
        body |= _figures(name, getattr(found, name), moving=moving[name])
    body |= _figures("gap", found.gap, moving=True)
    frame = pd.DataFrame(body)
    if pair.pairing == "independent" and not all(moving.values()):
        alone = "right" if moving["right"] else "left"
        frame[["gap_se", "gap_df"]] = frame[[f"{alone}_se", f"{alone}_df"]].to_numpy()
    return frame.assign(asked=_asked(gather, pair, frame))


def _figures(name: str, f: Figures, *, moving: bool) -> dict[str, NDArray[Any]]:
    found = {f"{name}_{x}": getattr(f, x) for x in FIGURES}
    # what is laid down, and what stands for every wave, has no error that a change could come from
    fixed = not moving or not np.any(f.n)
    if fixed and name != "gap":
        found[f"{name}_se"] = np.where(np.isnan(f.mean), np.nan, 0.0)
    return found


def people_of(pair: Pair, found: Evidence) -> NDArray[np.int64]:
    """Return complete pairs, or people on the smaller side; documents are no people."""
    if pair.pairing != "independent":
        return found.gap.n
    sides = ((found.left, pair.left), (found.right, pair.right))
    counts = [figures.n for figures, side in sides if side.role not in NOT_PEOPLE]
    fewest: NDArray[np.int64] = np.min(counts or [found.right.n], axis=0)
    return fewest


def _asked(gather: Gatherer, pair: Pair, frame: pd.DataFrame) -> list[str]:
    """Return for each row the items that both sides were asked in its wave, as one text."""
    inventory = gather.inventory
    waves = list(dict.fromkeys(g.wave for g in gather.groups))
    whole = Gatherer(gather.tally, inventory, [Group(w, WHOLE, WHOLE) for w in waves])
    there = {
        item: np.all(
            [whole.answers(inventory.columns[s][item]).sum(axis=1) > 0 for s in pair.sides], axis=0
        )
        for item in pair.items
    }
    dimensions = inventory.dimensions(pair.items)
    known: dict[tuple[str, str, str], str] = {}
    texts = []
    for wave, level, key in zip(frame["wave"], frame["level"], frame["key"], strict=True):
        if (wave, level, key) not in known:
            items = {"item": (key,), "dimension": dimensions.get(key, ())}.get(level, pair.items)
            at = waves.index(wave)
            known[wave, level, key] = " ".join(i for i in items if there[i][at])
        texts.append(known[wave, level, key])
    return texts


def labelled(frame: pd.DataFrame, inventory: Inventory, options: Options) -> list[str]:
    """Return what a person reads for each row of a table with ``level`` and ``key``."""
    names = list(zip(frame["level"], frame["key"], strict=True))
    say = {
        (level, key): label_of(inventory.instrument, level, key, options.language)
        for level, key in set(names)
    }
    return [say[name] for name in names]
