"""CSV, TSV and other delimited texts: recognised by what stands in them, parsed in blocks."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from gapkit.errors import IngestError, Problem
from gapkit.ingest.buffers import binaries, whole
from gapkit.ingest.readers.cutter import Cutter
from gapkit.ingest.readers.dialect import Dialect, find_dialect
from gapkit.ingest.readers.encoding import Encoding, find_encoding
from gapkit.ingest.readers.headings import joined, told_above
from gapkit.ingest.readers.table import Grid, RawBatch, RawTable
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from gapkit.ingest.readers.cutter import Cut, Stream
    from gapkit.ingest.readers.opened import Opened
    from gapkit.ingest.readers.table import Block
    from gapkit.ingest.source import Source

__all__ = ["open_delimited"]

_SAMPLE: Final = 64 << 10
_TOP: Final = 40
"""Records that formats are recognised by."""
_SCANNED: Final = 64 << 20
"""Bytes searched for the first that is not ASCII: what decides the encoding may stand far down."""

_NO_DELIMITER: Final = "\x1f"
"""Parts nothing: for files of one column."""

_SHARES_BYTES: Final = frozenset(
    {"cp950", "big5", "big5hkscs", "gbk", "gb18030", "cp932", "shift_jis"}
)
"""Encodings in which the byte of ``|`` occurs inside characters."""


@dataclass(frozen=True)
class _Layout:
    """What is needed to read the file again from its start."""

    file: Opened
    encoding: Encoding
    delimiter: str
    skipped: int
    width: int
    spare: bool

    @property
    def transcoded(self) -> bool:
        shared = self.delimiter == "|" and self.encoding.name in _SHARES_BYTES
        return self.encoding.needs_transcoding or shared

    @contextmanager
    def stream(self) -> Iterator[Stream]:
        """Open the file behind its mark, in bytes that can be cut."""
        with closing(self.file.open()) as stream:
            stream.read(self.encoding.mark)
            yield _Transcoded(stream, self.encoding.name) if self.transcoded else stream

    @property
    def decode(self) -> Callable[[bytes], str]:
        """What turns a cell's bytes into text; what is not of the encoding shows as a replacement sign."""
        name = "utf-8" if self.transcoded else self.encoding.name
        return lambda data: data.decode(name, "replace")


class _Transcoded:
    """A byte stream of any encoding as UTF-8."""

    def __init__(self, stream: Stream, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int, /) -> bytes:
        data = self._stream.read(size)
        text = self._decoder.decode(data, final=not data)
        if data and not text:
            return self.read(size)
        return text.encode()


def open_delimited(file: Opened, source: Source, hints: Sequence[str] = ()) -> Grid:
    """Recognise a delimited text.

    Raises
    ------
    IngestError
        It is empty, damaged, or has no headings.
    """
    encoding = find_encoding(_telling_bytes(file), source.encoding, hints)
    draft = _Layout(file, encoding, ",", 0, 0, spare=False)
    with draft.stream() as stream:
        text = draft.decode(_whole_lines(stream.read(_SAMPLE)))
    if not text.strip():
        raise IngestError(Problem(file.name, "the file is empty.", "Export it again."))
    dialect = find_dialect(text, source.delimiter)
    layout = replace(draft, delimiter=dialect.delimiter or _NO_DELIMITER)
    count = max(_TOP, 20 + (source.header_rows or 0))
    rows = _first_records(layout, dialect.skipped, dialect.skipped + count)
    return Grid(tuple(map(tuple, rows)), partial(_table, layout, dialect, rows))


def _table(layout: _Layout, dialect: Dialect, rows: list[list[str]], heads: int) -> RawTable:
    headings, spare = _headings(rows, heads)
    layout = replace(layout, skipped=dialect.skipped + heads, width=len(headings), spare=spare)
    return RawTable(
        headings,
        layout.skipped,
        partial(_blocks, layout),
        layout.decode,
        _facts(layout.encoding, dialect, spare=spare),
    )


def _telling_bytes(file: Opened) -> bytes:
    """Return the first bytes and, where they are all ASCII, those around the first that is not."""
    with closing(file.open()) as stream:
        start = part = stream.read(_SAMPLE)
        read = 0
        while part and part.isascii() and read < _SCANNED and b"\0" not in part:
            part = stream.read(1 << 20)
            read += len(part)
    if part is start or (part.isascii() and b"\0" not in part):
        return start
    first = re.search(rb"[\x80-\xff\0]", part)
    at = part.rfind(b"\n", 0, first.start()) + 1 if first else 0
    return start[:1024] + _whole_lines(part[at : at + _SAMPLE])


def _whole_lines(data: bytes) -> bytes:
    """Leave out a last line that may have been cut, where another one stands before it."""
    end = data.rfind(b"\n") + 1
    return data[:end] if end > 1 and len(data) >= _SAMPLE else data


def _first_records(layout: _Layout, skipped: int, count: int) -> list[list[str]]:
    with layout.stream() as stream:
        rows = Cutter(stream, layout.delimiter).take(count)[skipped:]
    if not rows:
        raise IngestError(Problem("", "there are no headings.", "Export it again."))
    return [[layout.decode(cell.encode("latin-1")) for cell in row] for row in rows]


def _headings(rows: list[list[str]], heads: int) -> tuple[tuple[str, ...], bool]:
    """Return the headings, and whether every row below ends in one empty cell more than there are."""
    widths = Counter(len(row) for row in rows[heads:] if row)
    width = max(map(len, rows[:heads]), default=max(widths, default=0))
    more = [row for row in rows[heads:] if len(row) == width + 1]
    spare = len(more) > sum(widths.values()) / 2 and not any(row[-1].strip() for row in more)
    return joined(rows[:heads], width + spare), spare


def _facts(encoding: Encoding, dialect: Dialect, *, spare: bool) -> tuple[Phrase, ...]:
    trailing = (Phrase("ledger.empty_last_field"),) if spare else ()
    above = told_above(dialect.skipped) if not dialect.told else ()
    return (encoding.reason, *dialect.facts, *above, *trailing)


def _blocks(layout: _Layout, columns: Sequence[int]) -> Iterator[Block]:
    try:
        with layout.stream() as stream:
            cutter = Cutter(stream, layout.delimiter)
            cutter.take(layout.skipped)
            for cut in cutter.cuts():
                yield partial(_parse, cut, layout, tuple(columns))
    except IngestError as error:
        named = [Problem(p.where or layout.file.name, p.what, p.advice) for p in error.problems]
        raise IngestError(*named) from error


def _parse(cut: Cut, layout: _Layout, columns: tuple[int, ...]) -> RawBatch:
    if cut.rows is not None:
        return _from_rows(cut.rows, cut.first, layout, columns)
    try:
        table = _arrow(cut, layout, columns)
    except pa.ArrowInvalid:  # a ragged row: pyarrow gives up, or drops it without its number
        return _from_rows(_rows_of(cut, layout), cut.first, layout, columns)
    records = np.arange(cut.first, cut.first + table.num_rows)
    arrays = {c: table.column(k).combine_chunks() for k, c in enumerate(columns)}
    return RawBatch(records, arrays, partial(_blank_rows, cut, layout))


def _rows_of(cut: Cut, layout: _Layout) -> list[list[str]]:
    lines = cut.data.decode("latin-1").split("\n")[:-1]
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader((line + "\n" for line in lines), delimiter=layout.delimiter))
    except csv.Error as error:
        what = f"record {cut.first + len(rows)} cannot be read: {error}."
        raise IngestError(
            Problem(layout.file.name, what, "Shorten it, or leave it out.")
        ) from error
    return rows


def _arrow(cut: Cut, layout: _Layout, columns: Sequence[int]) -> pa.Table:
    from pyarrow import csv as arrow_csv

    names = [str(k) for k in range(layout.width)]
    chosen = [str(c) for c in columns] or names[:1]
    return arrow_csv.read_csv(
        pa.BufferReader(cut.data),
        read_options=arrow_csv.ReadOptions(
            column_names=names, use_threads=False, block_size=len(cut.data) + 1
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=layout.delimiter,
            newlines_in_values=cut.quoted,
            ignore_empty_lines=False,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(chosen, pa.binary()),
            include_columns=chosen,
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )


def _blank_rows(cut: Cut, layout: _Layout, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which rows hold nothing at all; the other columns are parsed only where a line looks so."""
    signs = re.escape(layout.delimiter.encode() + b'" \t')
    if not re.search(rb"(?m)^[" + signs + rb"]*$", cut.data[:-1]):
        return np.zeros(len(rows), np.bool_)
    table = _arrow(cut, layout, range(layout.width))
    some = whole(rows.astype(np.int64, copy=False), pa.int64())
    cells = [column.combine_chunks().take(some).to_pylist() for column in table.columns]
    return np.array([not any(c.strip() for c in row) for row in zip(*cells, strict=True)], np.bool_)


def _from_rows(
    rows: list[list[str]], first: int, layout: _Layout, columns: tuple[int, ...]
) -> RawBatch:
    """Lay out rows of unequal width: short ones are filled, long ones set aside unless only empty."""
    width = layout.width
    kept: list[list[str]] = []
    records: list[int] = []
    short: list[int] = []
    aside: list[tuple[str, int]] = []
    for record, row in enumerate(rows, first):
        if any(cell.strip() for cell in row[width:]):
            aside.append(("too_many_fields", record))
            continue
        if len(row) < width - layout.spare and any(cell.strip() for cell in row):
            short.append(record)
        kept.append(row[:width] + [""] * (width - len(row)))
        records.append(record)
    blank = np.array([not any(cell.strip() for cell in row) for row in kept], np.bool_)
    arrays = {c: binaries([row[c].encode("latin-1") for row in kept]) for c in columns}
    noted = {"short_rows": short} if short else {}
    return RawBatch(np.array(records, np.int64), arrays, lambda at: blank[at], tuple(aside), noted)
