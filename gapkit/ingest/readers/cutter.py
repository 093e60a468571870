"""A delimited byte stream cut into blocks of whole records, numbered, quotes respected."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from gapkit.errors import IngestError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Cut", "Cutter"]

BLOCK: Final = 4 << 20
"""Bytes of a block: small enough for the cache of two threads, large enough to be worth a call."""

LONGEST: Final = 64 << 20
"""No record of a survey is longer; a longer one is a quote that was never closed, or no table."""

_QUOTE: Final = 34
_LINE_END: Final = 10
_END: Final = "\x00end of file"


class Stream(Protocol):
    """Whatever bytes can be read from."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Cut:
    """Whole records.

    Parameters
    ----------
    data
        Their bytes, each record ending in a line feed; empty where `rows` holds them.
    first
        Number of the first record in the file.
    quoted
        A quote occurs, so cells may hold delimiters and line ends.
    rows
        The cells, where quotes are too irregular for anything but a parser that goes byte by byte.
    """

    data: bytes
    first: int
    quoted: bool = False
    rows: list[list[str]] | None = None


class Cutter:
    r"""Cuts a stream; line ends of any kind have become line feeds.

    Parameters
    ----------
    stream
        Bytes in an encoding whose characters never hold a delimiter's or a quote's byte.
    delimiter
        One ASCII character.
    size
        Bytes of a block, roughly.

    Examples
    --------
    >>> from io import BytesIO
    >>> cutter = Cutter(BytesIO(b'id,E1\r\n1,"5\r\n"\r\n2,4\r\n'), ",")
    >>> cutter.take(1), [(c.first, c.data) for c in cutter.cuts()]
    ([['id', 'E1']], [(2, b'1,"5\n"\n2,4\n')])
    """

    def __init__(self, stream: Stream, delimiter: str, size: int = BLOCK) -> None:
        self._stream = stream
        self._delimiter = delimiter
        self._size = size
        self._tail = b""
        self._held = b""
        self._done = False
        self._next = 1

    def take(self, count: int) -> list[list[str]]:
        """Return the next `count` records as cells, each character one byte (latin-1)."""
        rows: list[list[str]] = []
        while len(rows) < count and self._fill():
            rows += self._by_hand(count - len(rows))
        return rows

    def cuts(self) -> Iterator[Cut]:
        """Yield the rest of the stream in blocks."""
        while self._fill():
            data = self._tail
            end, quoted = self._record_end(data)
            if end is None:
                first, rows = self._next, self._by_hand(None)
                yield Cut(b"", first, quoted=True, rows=self._without_empty_last_row(rows))
            elif end:
                self._tail = data[end:]
                data = self._without_empty_last_line(data[:end])
                cut = Cut(data, self._next, quoted)
                self._next += self._count(data, quoted=quoted)
                if data:
                    yield cut

    def _without_empty_last_line(self, data: bytes) -> bytes:
        empty = data.endswith(b"\n\n") or data == b"\n"
        return data[:-1] if empty and not (self._tail or self._fill()) else data

    def _without_empty_last_row(self, rows: list[list[str]]) -> list[list[str]]:
        empty = bool(rows) and not rows[-1]
        return rows[:-1] if empty and not (self._tail or self._fill()) else rows

    def _fill(self) -> bool:
        """Read until a block is at hand; return whether anything is left."""
        while not self._done and (len(self._tail) < self._size // 2 or b"\n" not in self._tail):
            self._read_on()
        return bool(self._tail)

    def _read_on(self) -> None:
        if len(self._tail) > LONGEST:
            self._refuse_endless()
        data = self._stream.read(self._size)
        self._done = not data
        data = self._held + data
        self._held = b"\r" if data.endswith(b"\r") and not self._done else b""
        data = data[: len(data) - len(self._held)]
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if b"\0" in data:
            advice = "The file is damaged: export it again."
            raise IngestError(Problem("", f"a NUL byte stands after record {self._next}.", advice))
        self._tail += data
        if self._done and self._tail and not self._tail.endswith(b"\n"):
            self._tail += b"\n"

    def _refuse_endless(self) -> None:
        what = f"record {self._next} does not end within {LONGEST >> 20} MB."
        advice = "A quote may be open that is never closed: look there, or export the file again."
        raise IngestError(Problem("", what, advice))

    def _record_end(self, data: bytes) -> tuple[int | None, bool]:
        """Return the end of the last whole record (None: the quotes are irregular), and if quoted."""
        if b'"' not in data:
            return data.rfind(b"\n") + 1, False
        quotes, ends = _marks(data)
        if not _regular(data, quotes, ord(self._delimiter)):
            return None, True
        outside = ends[np.searchsorted(quotes, ends) % 2 == 0]
        if len(outside):
            return int(outside[-1]) + 1, True
        if self._done or len(data) > LONGEST:
            return None, True
        self._size *= 2
        return 0, True

    def _count(self, data: bytes, *, quoted: bool) -> int:
        if not quoted:
            return data.count(b"\n")
        quotes, ends = _marks(data)
        return int((np.searchsorted(quotes, ends) % 2 == 0).sum())

    def _by_hand(self, count: int | None) -> list[list[str]]:
        """Parse records one by one: `count` of them, or as many as the lines at hand begin."""
        lines = self._tail.splitlines(keepends=True)
        partial = [] if lines[-1].endswith(b"\n") else [lines.pop()]
        enough, given = len(lines), 0

        def feed() -> Iterator[str]:
            nonlocal given
            while True:
                while given == len(lines):
                    if self._done:
                        yield _END
                        return
                    self._tail = b"".join(partial)
                    self._read_on()
                    lines.extend(self._tail.splitlines(keepends=True))
                    partial[:] = [] if lines[-1].endswith(b"\n") else [lines.pop()]
                given += 1
                yield lines[given - 1].decode("latin-1")

        rows: list[list[str]] = []
        try:
            for row in csv.reader(feed(), delimiter=self._delimiter):
                if row == [_END]:
                    break
                rows.append(row)
                if len(rows) == count or (count is None and given >= enough):
                    break
        except csv.Error as error:
            what = f"record {self._next + len(rows)} cannot be read: {error}."
            advice = (
                "A quote may be open that is never closed: look there, or export the file again."
            )
            raise IngestError(Problem("", what, advice)) from error
        if rows and rows[-1] and rows[-1][-1].endswith(_END):
            what = f"record {self._next + len(rows) - 1} opens a quote that is never closed."
            raise IngestError(Problem("", what, "Close it, or export the file again."))
        self._tail = b"".join([*lines[given:], *partial])
        self._next += len(rows)
        return rows


def _marks(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of quotes and of line feeds."""
    view = np.frombuffer(data, np.uint8)
    return np.flatnonzero(view == _QUOTE), np.flatnonzero(view == _LINE_END)


def _regular(data: bytes, quotes: np.ndarray, delimiter: int) -> bool:
    """Whether every opening quote follows a delimiter or line end, and every closing one precedes one.

    Only then do odd and even quotes tell what lies inside. A doubled quote closes and opens again.
    """
    view = np.frombuffer(data, np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    before = view[opening[opening > 0] - 1]
    after = view[closing[closing < len(data) - 1] + 1]
    limits = np.array([delimiter, _LINE_END, _QUOTE], np.uint8)
    return bool(np.isin(before, limits).all() and np.isin(after, limits).all())
