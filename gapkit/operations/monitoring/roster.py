"""The list of agents: who worked where from when to when, also those whom nobody listened to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.ingest.register import Field
from gapkit.ingest.register_rows import ALL
from gapkit.operations.form import Form
from gapkit.operations.months import months_of
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.ingest.register import Rows

__all__ = ["FORM", "STAFF", "spans"]

STAFF: Final = "staff"
"""The list's name on the desk."""


def _checked(rows: Rows) -> Rows:
    """Return the list with months for days; who left before coming is set aside, and told.

    Somebody may leave after the files were closed, and such a day must not pass for their end.
    """
    frame = rows.frame
    wrong = (frame["until"] < frame["since"]).to_numpy()
    rows = rows.without(wrong, Phrase("ledger.aside.left_before"))
    ends = {name: months_of(rows.frame[name]).fillna("") for name in ("since", "until")}
    return replace(rows, frame=rows.frame.assign(**ends))


FORM: Final = Form(
    (
        Field("agent", required=True),
        Field("since", "day"),
        Field("until", "day"),
        Field("minimum", "count"),
    ),
    None,
    _checked,
)


def spans(
    known: pd.DataFrame, staff: pd.DataFrame, first: str, last: str
) -> Iterator[tuple[str, str, str, str, float]]:
    """Yield unit, agent, first month, last month and checks due of everybody on the list.

    Parameters
    ----------
    known
        ``unit`` and ``agent`` of those who were listened to; who has no unit on the list is sought
        among them.
    staff
        The list.
    first, last
        Months of the files: whoever has no day counts from the one or to the other. Checks due are
        NaN where the list does not say.
    """
    for row in staff.to_dict("records"):
        units = [row["unit"]]
        if row["unit"] in ("", ALL):
            units = list(known.loc[known["agent"] == row["agent"], "unit"]) or [ALL]
        since, until = max(row["since"] or first, first), min(row["until"] or last, last)
        for unit in units if since <= until else []:
            yield unit, row["agent"], since, until, row["minimum"]
