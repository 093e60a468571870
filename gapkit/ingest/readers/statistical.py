"""Files of statistics packages (SPSS, Stata, SAS): names, texts, labels and missing codes stand in them."""

from __future__ import annotations

from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.ingest.cells import typed_text
from gapkit.ingest.missing import Between
from gapkit.ingest.readers.arrow import ROWS, blank_rows
from gapkit.ingest.readers.calendars import period_kind
from gapkit.ingest.readers.catalogue import catalogue_beside, catalogue_of
from gapkit.ingest.readers.readstat import PACKAGES, PackageFile
from gapkit.ingest.readers.stored import Stored, as_arrow, letter
from gapkit.ingest.readers.table import RawBatch, RawTable
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.ingest.readers.opened import Opened
    from gapkit.ingest.readers.table import Block
    from gapkit.ingest.source import Source

__all__ = ["open_statistical"]

_LETTERS: Final = tuple(f".{c}" for c in "abcdefghijklmnopqrstuvwxyz_")
"""Missing values of Stata and SAS that say why."""

_CELLS: Final = 4_000_000
"""Cells of a block: pyreadstat needs about 40 bytes for each while it reads."""

_FEWEST: Final = 1 << 12
"""Rows of a block at least: in packed files each one is found by going through all before."""

_KEPT: Final = 1 << 28
"""Bytes of columns kept for the next time they are asked for: what decides on all rows is read first."""


def open_statistical(file: Opened, source: Source, hints: Sequence[str] = ()) -> RawTable:  # noqa: ARG001 - one signature for all readers
    """Recognise a file of SPSS, Stata or SAS; only columns that are asked for are read, block by block.

    Raises
    ------
    IngestError
        It is damaged, its texts are in another encoding than it says, or pyreadstat is not installed.
    """
    opened = PackageFile(file, source.encoding)
    about = opened.about
    if file.kind == "sas":
        about, told = catalogue_of(file, source, about, opened.function("read_sas7bcat"))
        catalogue = catalogue_beside(file.path, source.codebook)
    else:
        told, catalogue = (), None
    package = PACKAGES[file.kind]
    names = tuple(name or "" for name in about.column_names)
    declared = {name: _declared(spans) for name, spans in about.missing_ranges.items()}
    numeric = {n for n in names if about.readstat_variable_types.get(n) != "string"}
    if package.letters:
        declared |= dict.fromkeys(numeric, _LETTERS)
    stored = {
        n: Stored(
            package.dates,
            period_kind(package.dates, about.original_variable_types.get(n)),
            numeric=n in numeric,
            missing=declared.get(n, ()),
        )
        for n in names
    }
    labels = {
        k: {_code(code, stored[n]): label for code, label in found.items() if label}
        for k, n in enumerate(names)
        if (found := about.variable_value_labels.get(n))
    }
    return RawTable(
        names,
        0,
        _Columns(opened, stored).blocks,
        facts=(*opened.facts, *told, *_facts(about, declared if not package.letters else {})),
        missing={k: declared[n] for k, n in enumerate(names) if declared.get(n)},
        texts=tuple(text or "" for text in about.column_labels),
        labels=labels,
        companions=(catalogue,) if catalogue else (),
        format=file.kind,
    )


def _code(code: Any, stored: Stored) -> str:
    """Return a code as a cell shows it."""
    return letter(code) if stored.numeric and isinstance(code, str) else typed_text(code)


def _declared(spans: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    """Return missing codes, words and ranges of a column; an end that is no number is LO or HI."""
    found: list[Any] = []
    for low, high in ((span["lo"], span["hi"]) for span in spans):
        if low == high:
            found.append(low)
        else:
            found.append(Between(low if low == low else -inf, high if high == high else inf))
    return tuple(found)


def _facts(about: Any, declared: Mapping[str, tuple[Any, ...]]) -> Iterator[Phrase]:
    """Say what the file declares of its columns."""
    labelled = sum(bool(found) for found in about.variable_value_labels.values())
    if labelled:
        yield Phrase("ledger.statistical.labels", {"count": labelled})
    alike: dict[str, list[str]] = {}
    for name, codes in declared.items():
        shown = ", ".join(
            sorted(str(c) if isinstance(c, Between) else typed_text(c) for c in codes)
        )
        alike.setdefault(shown, []).append(name)
    for shown, columns in alike.items():
        values = {"codes": shown, "column": columns[0], "count": len(columns) - 1}
        key = "missing_more" if len(columns) > 1 else "missing"
        yield Phrase(f"ledger.statistical.{key}", values)


class _Columns:
    """The columns of a file as Arrow, block by block; what was read once is kept while it is small.

    Parameters
    ----------
    opened
        The file.
    stored
        Name → how the column is kept, in the file's order.
    """

    def __init__(self, opened: PackageFile, stored: Mapping[str, Stored]) -> None:
        self._opened = opened
        self._stored = stored
        self._names = tuple(stored)
        self._rows = max(_FEWEST, min(ROWS, _CELLS // max(len(stored), 1)))
        self._kept: dict[tuple[int, int], pa.Array] = {}
        self._bytes = 0

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """Yield blocks of rows; how many there are only the reading tells in some files."""
        wanted = tuple(columns) or (0,)
        all_rows = self._opened.about.number_rows
        first = 0
        while all_rows is None or first < all_rows:
            kept = {c: self._kept[first, c] for c in wanted if (first, c) in self._kept}
            missing = tuple(c for c in wanted if c not in kept)
            cells = (
                self._opened.columns([self._names[c] for c in missing], first, self._rows)
                if missing
                else {}
            )
            count = len(next(iter((*kept.values(), *cells.values())), ()))
            if not count:
                return
            yield partial(self._raw, kept, missing, cells, first, count)
            first += count

    def _raw(
        self,
        kept: Mapping[int, pa.Array],
        missing: tuple[int, ...],
        cells: Mapping[str, Any],
        first: int,
        count: int,
    ) -> RawBatch:
        arrays = dict(kept)
        for c in missing:
            name = self._names[c]
            arrays[c] = as_arrow(cells[name], self._stored[name])
            if self._bytes + arrays[c].nbytes <= _KEPT:
                self._kept[first, c] = arrays[c]
                self._bytes += arrays[c].nbytes
        return RawBatch(
            np.arange(first + 1, first + 1 + count), arrays, partial(self._blank, arrays, first)
        )

    def _blank(
        self, arrays: Mapping[int, pa.Array], first: int, rows: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Tell which rows hold nothing; columns not asked for are only read where it hangs on them."""
        blank = blank_rows(arrays.values(), rows)
        left = rows[blank]
        others = [name for k, name in enumerate(self._names) if k not in arrays]
        if len(left) and others:
            start, end = int(left.min()), int(left.max()) + 1
            cells = self._opened.columns(others, first + start, end - start)
            more = [as_arrow(cells[name], self._stored[name]) for name in others]
            blank[blank] = blank_rows(more, left - start)
        return blank
