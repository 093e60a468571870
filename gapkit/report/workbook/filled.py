"""Rows of a sheet written a column at a time, many times faster than cell by cell.

XlsxWriter keeps an object a cell, which takes most of the time of a report with long tables. Here
the rows below a heading are joined to text by Arrow and handed over whole. That takes four parts of
`Worksheet` which are not documented: `_write_rows`, `_check_dimensions`, `str_table` and the number
of a `Format`; `tests/report/test_filled.py` compares the outcome with the package's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from xlsxwriter.format import Format

__all__ = ["FilledSheet"]

LONGEST: Final = 32_767
"""Letters that Excel allows in a cell."""


class FilledSheet(Worksheet):  # type: ignore[misc]  # the package is not typed
    """A worksheet of one table: the heading row is written cell by cell, the rows below at once.

    A cell is made in two parts: its address, and what follows it, which does not depend on the
    row. Texts go into the package's own list of texts, which escapes them; everything else that a
    sheet has is the package's own, too.
    """

    _rows = ""

    def figures(self, values: np.ndarray, look: Format) -> pa.Array:
        """Return the cells of a column of figures, without their addresses; blank where NaN.

        Parameters
        ----------
        values
            Floats, one a row.
        look
            Format of the cells.

        Raises
        ------
        ValueError
            A figure is infinite, for which a workbook has no cell: programs would call the file
            damaged.
        """
        import numpy as np

        if np.isinf(values).any():
            raise ValueError("a workbook has no cell for an infinite figure")
        numbers = pa.array(values, from_pandas=True).cast(pa.string())
        return pc.binary_join_element_wise(f'" s="{_number(look)}"><v>', numbers, "</v></c>", "")

    def words(
        self, codes: np.ndarray, distinct: Sequence[Any], look: Format, text: Format
    ) -> pa.Array:
        """Return the cells of a column of few distinct values, without their addresses.

        Parameters
        ----------
        codes
            For each row, the place of its value in `distinct`.
        distinct
            Numbers and texts; None and empty texts are blank.
        look, text
            Formats of a number's cell and of a text's.
        """
        cells = pa.array([self._cell(value, look, text) for value in distinct], pa.string())
        return cells.take(pa.array(codes))

    def _cell(self, value: Any, look: Format, text: Format) -> str | None:
        if value is None or value == "":
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return f'" s="{_number(look)}"><v>{value}</v></c>'
        place = self.str_table._get_shared_string_index(str(value)[:LONGEST])
        return f'" s="{_number(text)}" t="s"><v>{place}</v></c>'

    def fill(self, columns: Sequence[pa.Array], hidden: np.ndarray) -> None:
        """Write all rows below the heading.

        Parameters
        ----------
        columns
            From left to right, as made by `figures` and `words`.
        hidden
            For each row, whether a filter leaves it out.
        """
        rows = len(hidden)
        if not rows or not columns:
            return
        numbers = pa.array(range(2, rows + 2)).cast(pa.string())
        opened = pc.if_else(pa.array(hidden), '" hidden="1">', '">')
        parts = [pc.binary_join_element_wise('<row r="', numbers, opened, "")]
        for place, cells in enumerate(columns):
            start = f'<c r="{xl_col_to_name(place)}'
            # where there is no cell there is no address either: null stays null
            parts.append(pc.binary_join_element_wise(start, numbers, cells, ""))
        lines = pc.binary_join_element_wise(*parts, "</row>", "", null_handling="skip")
        self._rows = pc.binary_join(pa.ListArray.from_arrays([0, rows], lines), "")[0].as_py()
        self._check_dimensions(rows, len(columns) - 1)

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.write(self._rows)


def _number(look: Format) -> int:
    """Return the number by which cells name a format."""
    return int(look._get_xf_index())
