"""Registers as they stood on the day on which they were closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gapkit.wording import Phrase

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.ingest.register import Rows

__all__ = ["closed"]


def closed(rows: Rows, dated: str | None, as_of: date | None) -> Rows:
    """Return the rows as they stood at the end of a day; what came later is told in the account.

    Parameters
    ----------
    rows
        Of one register.
    dated
        The field that dates a row; rows dated later are set aside.
    as_of
        The day, as the study says; None where it says none, and then nothing is later. Other dates
        after it are taken as not yet there: what was put right later was open then.
    """
    import pandas as pd

    if as_of is None:
        return rows
    midnight = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    if dated is not None:
        later = rows.frame[dated].ge(midnight).to_numpy(bool)
        rows = rows.without(later, Phrase("ledger.aside.after_as_of", {"as_of": as_of.isoformat()}))
    for field in rows.frame.select_dtypes("datetime").columns.drop(dated or [], errors="ignore"):
        later = rows.frame[field].ge(midnight).to_numpy(bool)
        why = Phrase("ledger.register.after_as_of", {"as_of": as_of.isoformat()})
        rows = replace(rows.noted(later, field, why), frame=_blank(rows.frame, later, field))
    return rows


def _blank(frame: pd.DataFrame, which: NDArray[np.bool_], field: str) -> pd.DataFrame:
    return frame.assign(**{field: frame[field].mask(which)})
