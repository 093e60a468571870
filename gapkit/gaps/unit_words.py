"""What is to be said of units: on how many a figure rests, and which of them a role does not know."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.terms import gap_name, verdict_word
from gapkit.tally import ALONE, Everybody, Moments
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from gapkit.gaps.inventory import Inventory
    from gapkit.options import Options
    from gapkit.tally import Tally

__all__ = ["by_unit_sentences", "unit_differences"]

MOST_NAMES: Final = 10
"""Units named in one sentence; of more the number is told."""

NEAR: Final = 0.8
"""How alike two names must be to be taken for one misspelt (difflib's ratio): not B01 and B02."""


def by_unit_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Return a sentence for each overall gap of the last wave, with the units that it rests on.

    Parameters
    ----------
    frame
        The table `gaps_by_unit`.
    """
    if frame.empty:
        return ()
    say = options.words
    last = max(frame["wave"].astype(str), key=natural)
    overall = (frame["level"] == "overall") & (frame["wave"].astype(str) == last)
    said = []
    for row in frame[overall & frame["ci_low"].notna()].to_dict("records"):
        figures = {"estimate": "estimate", "low": "ci_low", "high": "ci_high"}
        values = {
            name: say.number(float(row[column]), options.decimals, sign=True)
            for name, column in figures.items()
        }
        counts = {"units": row["n"], "left": row["people_left"], "right": row["people_right"]}
        gap = str(row["gap"])
        words_ = {"gap": gap_name(say, gap), "verdict": verdict_word(say, gap, str(row["verdict"]))}
        level = {"confidence": say.level(options.confidence)}
        said.append(Phrase("sentence.by_unit", {**values, **counts, **words_, **level}))
    return tuple(said)


def unit_differences(
    tally: Tally, inventory: Inventory, unit: str, counted: Collection[str] = ()
) -> tuple[Phrase, ...]:
    """Return which units a role has no rows of while another has; empty where all know the same.

    Parameters
    ----------
    unit
        The unit's column.
    counted
        Units of the ``[population]`` file, if there is one.

    Returns
    -------
    tuple of Phrase
        A sentence for each role that lacks some, with names that are spelt nearly the same; and how
        many rows of a clustered sample name no unit.
    """
    known = _units_by_role(tally, inventory, unit)
    if counted:
        known["population"] = set(counted)
    every = set().union(*known.values()) if known else set()
    found = []
    for role, mine in known.items():
        lacking = sorted(every - mine, key=natural)
        if lacking:
            values = {
                "unit": unit,
                "role": role,
                "count": len(lacking),
                "names": _named(lacking, mine),
            }
            found.append(Phrase("units.lacking", values))
    design = inventory.design
    if design is not None and design.columns.cluster == unit:
        alone = sum(cell.cluster.startswith(ALONE) for cell in tally.cells)
        if alone:
            found.append(Phrase("units.none", {"unit": unit, "count": alone}))
    return tuple(found)


def _units_by_role(tally: Tally, inventory: Inventory, unit: str) -> dict[str, set[str]]:
    """Return role → units of which it has rows in any wave."""
    found = {}
    for role in dict.fromkeys(side.role for side in inventory.columns):
        part = Moments(Everybody(role))
        if inventory.knows(role, unit) and part in tally.parts:
            n = tally.moments(Everybody(role)).n
            here = zip(tally.groups, n.tolist(), strict=True)
            found[role] = {g.value for g, people in here if g.segment == unit and people}
    return found


def _named(lacking: list[str], mine: set[str]) -> str:
    """Name the units, each with the one that the role has and that is spelt nearly the same."""
    folded = {name.casefold().replace(" ", ""): name for name in mine}
    shown = []
    for name in lacking[:MOST_NAMES]:
        near = get_close_matches(name.casefold().replace(" ", ""), folded, 1, NEAR)
        shown.append(f"{name} ≈ {folded[near[0]]}?" if near else name)
    return ", ".join(shown) + (", …" if len(lacking) > MOST_NAMES else "")
