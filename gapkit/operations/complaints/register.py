"""The register of complaints: its columns, and what cannot be true in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.ingest.ledger import FEW
from gapkit.ingest.register import Field
from gapkit.operations.form import Form
from gapkit.operations.plausible import without_same_rows
from gapkit.wording import Phrase

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.ingest.register import Rows

__all__ = ["ANSWER_WITHIN", "COUNTED", "FORM", "LATER", "STEPS", "before", "lacking"]

ANSWER_WITHIN: Final = 5
"""Days in which a complaint is to be put right, where the study says nothing else."""

LATER: Final = ("answered", "called_back", "recovered")
"""Moments that come after a complaint was received, in the order in which they should."""

COUNTED: Final = ("chased", "escalated", "skipped", "reported", *LATER)
"""Fields that are counted where something stands in them, so that a blank cell counts for nothing."""

STEPS: Final = ("apologised", "solved", "compensated", "offered", "in_touch")
"""The five steps of recovery: apologise and note it down, solve it at once, compensate, offer what
fits better, keep in touch."""


def _checked(rows: Rows) -> Rows:
    """Return the rows that can be counted; what cannot be true is told in the account."""
    rows = _without_repeats(rows)
    for field in LATER:
        early = before(rows.frame[field], rows.frame["received"])
        why = Phrase(f"complaints.early.{field}", {"found": _both(rows.frame[early], field)})
        rows = rows.blanked(early, field, why)
    for field in COUNTED:
        without = lacking(rows, field)
        if not without.all():
            rows = rows.noted(without, field, Phrase("complaints.no_column"))
    frame = rows.frame
    told = (frame["reported"].eq(True) & frame["skipped"].eq(False)).to_numpy(bool)
    return rows.noted(told, "reported", Phrase("complaints.nothing_skipped"))


def lacking(rows: Rows, field: str) -> NDArray[np.bool_]:
    """Whether a row's file has no column for a field, so that nothing is known of it; shape (rows,).

    Parameters
    ----------
    rows
        Of any register.
    field
        One of its form's fields.
    """
    known = {file for file, columns in rows.columns.items() if field in columns.found}
    which: NDArray[np.bool_] = ~rows.frame["file"].isin(known).to_numpy(bool)
    return which


def before(moment: pd.Series[Any], start: pd.Series[Any]) -> NDArray[np.bool_]:
    """Whether a moment lies before another one.

    Parameters
    ----------
    moment, start
        Dates with or without a time of day, shape (rows,); NaT is never before.

    Notes
    -----
    A moment at midnight is a day whose time was not written down: it is before only where its day
    is, so that what came at 09:30 may have been answered "on the same day".

    Examples
    --------
    >>> import pandas as pd
    >>> moment = ["2026-07-01", "2026-06-30", "2026-07-01 08:00"]
    >>> start = pd.Series(["2026-07-01 09:30"] * 3, dtype="datetime64[s]")
    >>> before(pd.Series(moment, dtype="datetime64[s]"), start).tolist()
    [False, True, True]
    """
    timeless = moment.dt.normalize() == moment
    earlier: NDArray[np.bool_] = (
        (moment < start) & ~(timeless & (moment == start.dt.normalize()))
    ).to_numpy(bool)
    return earlier


def _without_repeats(rows: Rows) -> Rows:
    """Of rows with the same number in the same unit the last one counts.

    Units may number their complaints each by itself, so a number is looked for within its unit.
    """
    rows = without_same_rows(rows, FIELDS, rows.frame["id"].ne("").to_numpy(bool))
    frame = rows.frame
    older = frame.duplicated(["unit", "id"], keep="last") & frame["id"].ne("")
    found = {"ids": ", ".join(dict.fromkeys(frame.loc[older, "id"].head(FEW)))}
    return rows.without(older.to_numpy(bool), Phrase("ledger.aside.later_row", found))


def _both(rows: pd.DataFrame, field: str) -> str:
    """Return both moments of the first few rows, the later one's field first."""
    pairs = zip(rows[field].head(FEW), rows["received"].head(FEW), strict=True)
    return ", ".join(f"{_said(moment)} < {_said(start)}" for moment, start in pairs)


def _said(moment: pd.Timestamp) -> str:
    return f"{moment:%Y-%m-%d}" if moment == moment.normalize() else f"{moment:%Y-%m-%d %H:%M}"


FIELDS: Final = (
    Field("id"),
    Field("customer"),
    Field("received", "moment", required=True),
    Field("kind"),
    Field("dimension"),
    Field("chased", "yes"),
    Field("escalated", "count"),
    Field("skipped", "yes"),
    Field("reported", "yes"),
    *(Field(name, "moment") for name in LATER),
    *(Field(name, "yes") for name in STEPS),
    Field("kept", "yes"),
)
"""Columns. ``escalated`` is the level that a complaint was taken to, 0 for none; ``skipped`` that a
level was jumped, ``reported`` that it was told there afterwards; ``kept`` that the customer stayed."""

FORM: Final = Form(FIELDS, "received", _checked)
