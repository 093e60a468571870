"""Rows of a table that sets waves or units against each other, as charts read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.gaps.terms import reason_word
from gapkit.plots.chosen import as_number, records_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.plots.theme import VerdictStyle
    from gapkit.results import Result

__all__ = ["ComparedRows", "first_gap", "records_of"]


@dataclass(frozen=True)
class ComparedRows:
    """Rows to draw.

    Parameters
    ----------
    result
        What they are of.
    records
        Column → cell, a row each.
    labels
        What a person reads for each.
    figure
        The column without which a row has nothing to show.
    """

    result: Result
    records: list[dict[str, Any]]
    labels: list[str]
    figure: str

    @property
    def any(self) -> bool:
        """Whether any row has a figure."""
        return bool(np.isfinite(self.numbers(self.figure)).any())

    @property
    def verdicts(self) -> list[str]:
        """The verdict of each row; blank where there is none."""
        return [str(record.get("verdict") or "") for record in self.records]

    def numbers(self, column: str) -> NDArray[np.float64]:
        """Return a column as numbers, NaN where blank."""
        return np.array([as_number(record.get(column)) for record in self.records], dtype=float)

    def said(self, column: str, *, sign: bool = True, decimals: int | None = None) -> list[str]:
        """Return a column as it is printed; a dash where blank."""
        words = self.result.words
        places = self.result.options.decimals if decimals is None else decimals
        return [words.number(v, places, sign=sign) or "–" for v in self.numbers(column)]

    def counts(self, column: str) -> list[str]:
        """Return a column of counts as it is printed; a dash where blank."""
        return self.said(column, sign=False, decimals=0)

    def reasons(self) -> list[str]:
        """Return why a row has no figure; blank where it has one."""
        words = self.result.words
        pairs = zip(self.records, self.numbers(self.figure), strict=True)
        return [
            (reason_word(words, record.get("reason")) or words("plots.blank")) if v != v else ""
            for record, v in pairs
        ]

    def styles(self, looks: Mapping[str, VerdictStyle], plain: VerdictStyle) -> list[VerdictStyle]:
        """Return the look of each row's verdict."""
        return [looks.get(verdict, plain) for verdict in self.verdicts]

    def seen(self) -> set[str]:
        """Return the verdicts of rows that have a figure."""
        pairs = zip(self.verdicts, self.numbers(self.figure), strict=True)
        return {verdict for verdict, v in pairs if v == v}


def first_gap(frame: pd.DataFrame, gap: str | None) -> str:
    """Return the gap that is asked for; else gap 5, else the first there is."""
    if gap is not None or frame.empty:
        return gap or "5"
    known = list(dict.fromkeys(frame["gap"].astype(str)))
    return "5" if "5" in known else known[0]
