"""The files behind a service guarantee: how often a promise was due and kept, and who claimed on it."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from gapkit.ingest.register import Field
from gapkit.ingest.texts import comparable
from gapkit.operations.form import Form
from gapkit.operations.plausible import without_same_rows
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gapkit.ingest.register import Rows

__all__ = ["CLAIMS", "OCCASIONS", "of_promises"]

REGISTERS: Final = ("occasions", "claims")
"""Registers whose rows name a promise."""


def of_promises(registers: Mapping[str, Rows], promises: Sequence[str]) -> dict[str, Rows]:
    """Return the registers with rows of the study's own promises only; the account tells of others.

    Parameters
    ----------
    registers
        Name → rows; those that name no promise stay as they are.
    promises
        The promises' names; where there are none, every name in the files will do. A name is told
        in spite of capitals and full-width letters.
    """
    known = {comparable(name): name for name in promises}
    return {
        name: _known(rows, known) if known and name in REGISTERS else rows
        for name, rows in registers.items()
    }


def _known(rows: Rows, known: Mapping[str, str]) -> Rows:
    written = rows.frame["promise"].astype(str).map(comparable)
    for name in dict.fromkeys(rows.frame.loc[~written.isin(list(known)), "promise"]):
        gone = (rows.frame["promise"] == name).to_numpy()
        rows = rows.without(gone, _unknown(str(name), list(known.values())))
    named = rows.frame["promise"].map(lambda name: known[comparable(name)])
    return replace(rows, frame=rows.frame.assign(promise=named))


def _unknown(name: str, known: list[str]) -> Phrase:
    values = {"promise": name, "known": ", ".join(known)}
    if near := get_close_matches(name, known, 1):
        return Phrase("ledger.aside.unknown_promise_near", {**values, "near": near[0]})
    return Phrase("ledger.aside.unknown_promise", values)


def _checked_claims(rows: Rows) -> Rows:
    """Set a second row of one claim aside; note claims that were refused and paid all the same.

    Units may number their claims each by itself, so a number is looked for within its unit.
    """
    frame = rows.frame
    again = (frame["id"] != "") & frame.duplicated(["unit", "promise", "id"], keep="first")
    rows = rows.without(again.to_numpy(), Phrase("ledger.aside.claim_again"))
    paid = rows.frame["granted"].eq(False) & (rows.frame["payout"] > 0)
    return rows.noted(paid.to_numpy(bool), "payout", Phrase("ledger.claims.refused_but_paid"))


def _checked_occasions(rows: Rows) -> Rows:
    """Set rows aside that came twice, or in which a promise was kept more often than it was due."""
    rows = without_same_rows(rows, OCCASION_FIELDS, rows.frame["day"].notna().to_numpy(bool))
    more = rows.frame["kept"] > rows.frame["n"]
    return rows.without(more.to_numpy(bool), Phrase("ledger.aside.kept_more_than_due"))


CLAIMS: Final = Form(
    (
        Field("id"),
        Field("promise", required=True),
        Field("claimed", "day", required=True),
        Field("customer"),
        Field("granted", "yes"),
        Field("payout", "amount"),
        Field("revenue", "amount"),
        Field("escalated", "yes"),
    ),
    "claimed",
    _checked_claims,
)
"""A row a claim. ``payout``: what was paid; ``revenue``: what the firm puts down to the guarantee."""

OCCASION_FIELDS: Final = (
    Field("promise", required=True),
    Field("day", "period"),
    Field("n", "count", required=True),
    Field("kept", "count", required=True),
)
OCCASIONS: Final = Form(OCCASION_FIELDS, "day", _checked_occasions)
"""A row a promise and day (or month): how often it was due, and how often it was kept."""
