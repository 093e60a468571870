"""Units, waves and dimensions that registers name, held against those that the survey and its questionnaire know."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from gapkit.ingest.period_kinds import kind_of_period
from gapkit.ingest.register_rows import ALL
from gapkit.ingest.texts import comparable
from gapkit.wording import LANGUAGES, Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gapkit.ingest.register import Rows
    from gapkit.instrument import Instrument

__all__ = ["with_dimensions_told", "with_units_told", "with_waves_told"]

MOST_NAMES: Final = 10
"""Names in one note; of more the first are told."""

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
    named = (~unit.isin([ALL, ""])).groupby(rows.frame["file"]).transform("any")
    if "agent" not in rows.frame:
        nowhere = (unit.eq("") | (unit.eq(ALL) & named)).to_numpy(bool)
        rows = rows.noted(nowhere, "", Phrase("ledger.operations.no_unit"))
    strange = ~unit.isin([*known, ALL, ""]).to_numpy(bool)
    if not known or not strange.any():
        return rows
    values = {"names": _named(unit[strange], known)}
    return rows.noted(strange, "", Phrase("ledger.operations.strange_unit", values))


def with_waves_told(rows: Rows, known: Collection[str]) -> Rows:
    """Return the rows; the account tells of waves that are neither periods nor known to the survey."""
    wave = rows.frame["wave"]
    periods = [of for of in wave.unique() if kind_of_period(str(of))]
    strange = ~wave.isin([*known, *periods, ALL]).to_numpy(bool)
    if not known or not strange.any():
        return rows
    values = {"names": _named(wave[strange], known), "known": ", ".join(known)}
    return rows.noted(strange, "", Phrase("ledger.operations.strange_wave", values))


def with_dimensions_told(rows: Rows, instrument: Instrument) -> Rows:
    """Return the rows with a dimension's id where they call it by its name; others are told.

    Parameters
    ----------
    rows
        Of one register; one without dimensions stays as it is.
    instrument
        Whose dimensions there are, with their names in every language.
    """
    if "dimension" not in rows.frame:
        return rows
    known = {
        comparable(name): dimension.id
        for dimension in instrument.dimensions
        for name in (*(dimension.label(language) for language in LANGUAGES), dimension.id)
    }
    written = rows.frame["dimension"].astype(str)
    named = written.map({name: known.get(comparable(name), name) for name in written.unique()})
    rows = replace(rows, frame=rows.frame.assign(dimension=named.astype(object)))
    strange = ~named.isin([*instrument.dimension, ""]).to_numpy(bool)
    values = {"names": _named(named[strange], instrument.dimension),
              "known": ", ".join(instrument.dimension)}  # fmt: skip
    why = Phrase("ledger.operations.strange_dimension", values)
    return rows.noted(strange, "dimension", why)


def _named(strange: Iterable[object], known: Collection[str]) -> str:
    """Name what is strange, each with what is spelt nearly the same."""
    names = list(dict.fromkeys(map(str, strange)))
    shown = ", ".join(_with_near(name, known) for name in names[:MOST_NAMES])
    return shown + (", …" if len(names) > MOST_NAMES else "")


def _with_near(name: str, known: Collection[str]) -> str:
    folded = {comparable(of): of for of in known}
    near = get_close_matches(comparable(name), folded, 1, NEAR)
    return f"{name} ≈ {folded[near[0]]}?" if near else name
