"""What cannot be true in a register of any kind: a row that came twice, a part greater than its whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.ingest.ledger import FEW
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from gapkit.ingest.register import Field, Rows

__all__ = ["parts_within", "without_same_rows"]


def without_same_rows(
    rows: Rows, fields: Sequence[Field], among: NDArray[np.bool_] | None = None
) -> Rows:
    """Return the rows less those that stand there once more, cell by cell, in the same unit.

    Parameters
    ----------
    fields
        The register's.
    among : shape (rows,)
        Rows that can be told to be the same event; by default all.
    """
    names = ["unit", *(field.name for field in fields)]
    same = rows.frame.duplicated(names, keep="first").to_numpy(bool)
    which = same if among is None else same & among
    return rows.without(which, Phrase("ledger.aside.same_row"))


def parts_within(rows: Rows, part: str, whole: str, why: str) -> Rows:
    """Return the rows with a part emptied where it outnumbers its whole; the account says so.

    Parameters
    ----------
    part, whole
        Fields that count.
    why
        Key of the phrase that says it, which takes ``found``.
    """
    frame = rows.frame
    more = (frame[part] > frame[whole]).to_numpy(bool)
    pairs = zip(frame[part][more].head(FEW), frame[whole][more].head(FEW), strict=True)
    found = ", ".join(f"{some:.0f} > {every:.0f}" for some, every in pairs)
    return rows.blanked(more, part, Phrase(why, {"found": found}))
