"""Formats of cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gapkit.results import COUNTS, KEYS, TEXTS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["Styles", "styles_of"]


@dataclass(frozen=True)
class Styles:
    """Formats of cells."""

    title: Format
    strong: Format
    wrapped: Format
    head: Format
    text: Format
    right: Format
    count: Format
    figure: Format
    signed: Format
    p: Format

    def of(self, column: str) -> Format:
        """Return the format of a table's column."""
        if column in COUNTS or column in ("count", "df"):
            return self.count
        if column == "p" or column.endswith(("_p", "p_adjusted")):
            return self.p
        if column in ("estimate", "vs_average", "adequacy", "superiority", "change", "before"):
            return self.signed
        return self.text if column in KEYS | TEXTS else self.figure


def styles_of(book: Workbook, decimals: int) -> Styles:
    """Return the formats of a workbook whose figures are shown with so many decimals."""
    figure = "0." + "0" * decimals if decimals else "0"
    top: dict[str, Any] = {"valign": "top"}
    return Styles(
        title=book.add_format({"bold": True, "font_size": 15}),
        strong=book.add_format({"bold": True, **top}),
        wrapped=book.add_format({"text_wrap": True, **top}),
        head=book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"}),
        text=book.add_format(top),
        right=book.add_format({"align": "right", **top}),
        count=book.add_format({"num_format": "#,##0", **top}),
        figure=book.add_format({"num_format": figure, **top}),
        signed=book.add_format({"num_format": f"+{figure};\u2212{figure};{figure}", **top}),
        p=book.add_format({"num_format": '[<0.001]"<0.001";0.000', **top}),
    )
