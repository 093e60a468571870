"""Units of the registers, held against those that the survey knows."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from gapkit.ingest.register_rows import ALL
from gapkit.ingest.texts import comparable
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Collection

    from gapkit.ingest.register import Rows

__all__ = ["with_units_told"]

MOST_NAMES: Final = 10
"""Units named in one note; of more the number is told."""

NEAR: Final = 0.8
"""How alike two names must be to be taken for one misspelt (difflib's ratio): not B01 and B02."""


def with_units_told(rows: Rows, known: Collection[str]) -> Rows:
    """Return the rows; the account tells of those without a unit, and of units that no survey knows.

    Parameters
    ----------
    rows
        Of one register. One that names persons needs no units: where these work is known.
    known
        Units of the survey; empty where it asks for none, and then every unit will do.
    """
    unit = rows.frame["unit"]
    if "agent" not in rows.frame:
        rows = rows.noted(unit.eq("").to_numpy(bool), "", Phrase("ledger.operations.no_unit"))
    strange = ~unit.isin([*known, ALL, ""]).to_numpy(bool)
    if not known or not strange.any():
        return rows
    names = list(dict.fromkeys(map(str, unit[strange])))
    shown = ", ".join(_with_near(name, known) for name in names[:MOST_NAMES])
    more = ", …" if len(names) > MOST_NAMES else ""
    return rows.noted(
        strange, "", Phrase("ledger.operations.strange_unit", {"names": shown + more})
    )


def _with_near(name: str, known: Collection[str]) -> str:
    folded = {comparable(of): of for of in known}
    near = get_close_matches(comparable(name), folded, 1, NEAR)
    return f"{name} ≈ {folded[near[0]]}?" if near else name
