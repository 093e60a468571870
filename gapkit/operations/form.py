"""What a register looks like: its columns, the one that dates its rows, and what cannot be true in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from gapkit.ingest.register import Field, Rows

__all__ = ["Form"]


@dataclass(frozen=True)
class Form:
    """The form of a register.

    Parameters
    ----------
    fields
        Its columns.
    dated
        The field that says in which wave a row falls, where the files have no column for that; None
        where rows are of a wave and not of a day.
    checked
        Sets aside rows that cannot count, and blanks cells that cannot be true; the account tells.
    events
        Whether a row happened on its day. If not, it stands for a period that the day lies in, which
        says nothing of the day on which the files were closed.
    """

    fields: tuple[Field, ...]
    dated: str | None
    checked: Callable[[Rows], Rows]
    events: bool = True
