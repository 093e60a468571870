"""What a study says of the three zeros: ``[zeros]``."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final

from gapkit.operations.zeros.aims import MEASURES, ZEROS, Zeros
from gapkit.toml import unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.toml import Table

__all__ = ["read_zeros"]

RECOVERED_WITHIN: Final = Zeros().recovered_within


def read_zeros(table: Table | None, unit: str | None, known: Sequence[str]) -> Zeros | None:
    """Read the table; mistakes are noted with their line. None where the study has no such table.

    Parameters
    ----------
    table
        ``distance`` (a list of names), ``recovered_within`` (days), ``targets`` (zero or measure →
        number).
    unit
        The study's name of the unit's column.
    known
        Outcomes, dimensions and items that there are.
    """
    if table is None:
        return None
    distance = table.strings("distance")
    for name in distance:
        if known and name not in known:
            what = f"[zeros] distance names '{name}', which is no outcome, dimension or item."
            table.note("distance", *unknown(what, name, list(known)))
    days: int = table.get("recovered_within", int, RECOVERED_WITHIN)
    if days < 0:
        what = f"[zeros] recovered_within = {days} is no number of days."
        table.note("recovered_within", what, f"Write recovered_within = {RECOVERED_WITHIN}.")
    targets = _targets(table.table("targets"))
    table.close()
    return Zeros(distance, days, targets, unit)


def _targets(table: Table | None) -> dict[str, float]:
    if table is None:
        return {}
    names = [*ZEROS, *MEASURES]
    found = {}
    for name in table.values:
        aim = table.get(name, float)
        if name not in names:
            table.note(name, *unknown(f"[zeros] targets has no '{name}'.", name, names))
        elif aim is not None and not 0 <= aim <= _most(name):
            what = f"[zeros] targets {name} = {aim:g} lies beyond what there can be."
            ends = f"from 0 to {_most(name):g}" if _most(name) < inf else "of 0 or more"
            table.note(name, what, f"Give a number {ends}.")
        elif aim is not None:
            found[name] = float(aim)
    return found


def _most(name: str) -> float:
    """Return the most that there can be of a zero or a measure."""
    return MEASURES[ZEROS.get(name, name)].most
