"""Arrow columns of raw cells: their distinct texts, and codes for whole columns at once."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from gapkit.ingest.buffers import numbers, strings, whole
from gapkit.ingest.coding import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from gapkit.ingest.coding import Interpreter, Reading

__all__ = ["Coded", "Coder", "Group", "distinct", "typed_text"]

_MANY: Final = 500
"""Distinct odd texts counted one by one in a block; what lies beyond is counted without its text."""

_FIRST: Final = 5


def typed_text(value: Any) -> str:
    """Return a typed value as a person would have written it.

    Examples
    --------
    >>> typed_text(4.0), typed_text(None), typed_text(1e-7), typed_text(True)
    ('4', '', '0.0000001', 'TRUE')
    """
    if value is None or value != value:  # NaN is no answer
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = math.isfinite(value) and value.is_integer()
        return str(int(value)) if whole else f"{Decimal(repr(value)):f}"
    return str(value)


def distinct(
    array: pa.Array, decode: Callable[[bytes], str]
) -> tuple[NDArray[np.int32], list[str]]:
    """Return for each cell the number of its text, and the texts; a null is the empty text.

    Returns
    -------
    numbers
        Shape (rows,), positions in the texts.
    texts
        Not necessarily different: two spellings of a type may have one text.
    """
    coded = _dictionary(array)
    values = coded.dictionary.to_pylist()
    texts = [decode(v) if isinstance(v, bytes) else typed_text(v) for v in values]
    indices = coded.indices.cast(pa.int32())
    if indices.null_count:
        indices = indices.fill_null(len(texts))
        texts.append("")
    return numbers(indices, np.dtype(np.int32)), texts


def _dictionary(array: pa.Array) -> pa.DictionaryArray:
    if pa.types.is_dictionary(array.type):
        return array
    if pa.types.is_timestamp(array.type):
        array = _local_seconds(array)
    elif pa.types.is_nested(array.type) or not _encodable(array.type):
        array = strings([typed_text(v) for v in array.to_pylist()])
    return array.dictionary_encode()


def _encodable(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_primitive(kind)
        or pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
    )


def _local_seconds(array: pa.Array) -> pa.Array:
    """Return timestamps by their own clock, in whole seconds: nothing finer is looked at."""
    import pyarrow.compute as pc

    local = pc.local_timestamp(array) if array.type.tz else array
    return pc.floor_temporal(local, unit="second").cast(pa.timestamp("s"), safe=False)


@dataclass
class Group:
    """Cells of one kind in one column: how many, which records are first, which texts.

    Parameters
    ----------
    count
        Cells.
    records
        The first records.
    texts
        Text → count, of the texts that are counted one by one.
    """

    count: int = 0
    records: list[int] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)

    def add(self, other: Group) -> None:
        """Take in the cells of a later block."""
        self.count += other.count
        self.records = (self.records + other.records)[:_FIRST]
        for text, count in other.texts.items():
            if text in self.texts or len(self.texts) < _MANY:
                self.texts[text] = self.texts.get(text, 0) + count


@dataclass(frozen=True)
class Coded:
    """A column of codes and what was odd about its cells.

    Parameters
    ----------
    codes
        Shape (rows,), ``none`` where there is no answer.
    empty
        Rows whose cell is empty.
    groups
        Kind (``read as`` for answers not written as numbers) → cells.
    seen
        Codes that occur, before turning; only where something is out of range.
    """

    codes: NDArray[Any]
    empty: NDArray[np.int64]
    groups: dict[str, Group]
    seen: frozenset[int] = frozenset()


class Coder:
    """Turns a column of cells into codes; only distinct texts are interpreted, and most cells not even that.

    Parameters
    ----------
    interpreter
        What texts mean.
    turned
        Codes count from the scale's other end: the item is reversed.
    none
        The code of no answer.

    Examples
    --------
    >>> from gapkit.ingest.coding import Interpreter
    >>> from gapkit.instrument.model import Scale, exact
    >>> coder = Coder(Interpreter(Scale(exact(1), exact(5))), turned=False, none=255)
    >>> cells = pa.array([b"5", b" 4.0", b"", b"7"], pa.binary())
    >>> coded = coder.code(cells, np.arange(2, 6), bytes.decode)
    >>> coded.codes.tolist(), coded.groups["out of range"].records
    ([4, 3, 255, 255], [5])
    """

    def __init__(self, interpreter: Interpreter, *, turned: bool, none: int) -> None:
        self.interpreter = interpreter
        self.none = none
        self._top = interpreter.scale.points - 1
        self._turned = turned
        self._dtype = np.dtype(np.uint8 if none == 255 else np.uint16)
        self._by_byte = np.full(256, none, self._dtype)
        for byte in range(ord("0"), ord("9") + 1):
            reading = interpreter.read(chr(byte))
            if reading.written and reading.code is not None:
                self._by_byte[byte] = self._code(reading)

    def code(
        self, array: pa.Array, records: NDArray[np.int64], decode: Callable[[bytes], str]
    ) -> Coded:
        """Code the cells of one block.

        Parameters
        ----------
        array
            The cells.
        records
            Their record numbers, shape (rows,).
        decode
            Bytes → text.
        """
        codes, odd = self._single_bytes(array)
        if not len(odd):
            return Coded(codes, odd, {})
        rest = (
            array
            if len(odd) == len(array)
            else array.take(whole(odd.astype(np.int64, copy=False), pa.int64()))
        )
        places, texts = distinct(rest, decode)
        readings = [self.interpreter.read(text) for text in texts]
        table = np.array([self._code(r) for r in readings], self._dtype)
        codes[odd] = table[places]
        counts = np.bincount(places, minlength=len(texts))
        shown = [self._shown(t, r) for t, r in zip(texts, readings, strict=True)]
        groups = _groups(readings, shown, counts, places, records[odd])
        empties = np.array([r.kind is Kind.EMPTY for r in readings], np.bool_)
        return Coded(codes, odd[empties[places]], groups, self._seen(codes, groups))

    def _shown(self, text: str, reading: Reading) -> str:
        """Return a text as the ledger shows it; one that was read as a point says as which."""
        if reading.code is None or reading.written:
            return text
        short = " ".join(text.split())
        short = short if len(short) <= 40 else short[:39] + "…"
        return f"{short} → {self.interpreter.scale.names[reading.code]}"

    def _code(self, reading: Reading) -> int:
        if reading.code is None:
            return self.none
        return self._top - reading.code if self._turned else reading.code

    def _single_bytes(self, array: pa.Array) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """Code the cells that are one digit; return the codes and the rows that still want reading."""
        everything = np.arange(len(array))
        small = pa.types.is_binary(array.type) or pa.types.is_string(array.type)
        if not small or array.null_count or not len(array):
            return np.full(len(array), self.none, self._dtype), everything
        _, offset_bytes, data_bytes = array.buffers()
        offsets = np.frombuffer(offset_bytes, np.int32)
        offsets = offsets[array.offset : array.offset + len(array) + 1]
        data = np.frombuffer(data_bytes or b"\0", np.uint8)
        data = data if len(data) else np.zeros(1, np.uint8)
        codes = self._by_byte[data.take(offsets[:-1], mode="clip")]
        codes[offsets[1:] - offsets[:-1] != 1] = self.none
        return codes, np.flatnonzero(codes == self.none)

    def _seen(self, codes: NDArray[Any], groups: dict[str, Group]) -> frozenset[int]:
        if Kind.OUTSIDE.value not in groups:
            return frozenset()
        found = np.flatnonzero(np.bincount(codes)[: self._top + 1]).tolist()
        return frozenset(self._top - c if self._turned else c for c in found)


def _groups(
    readings: list[Reading],
    texts: list[str],
    counts: NDArray[np.int64],
    places: NDArray[np.int32],
    records: NDArray[np.int64],
) -> dict[str, Group]:
    """Gather the cells that the ledger tells of, by kind."""
    names = [_group_name(reading) for reading in readings]
    groups: dict[str, Group] = {}
    for name in dict.fromkeys(n for n in names if n):
        of_kind = np.array([n == name for n in names], np.bool_)
        group = Group(int(counts[of_kind].sum()), records[of_kind[places]][:_FIRST].tolist())
        ranked = np.flatnonzero(of_kind)[np.argsort(-counts[of_kind], kind="stable")][:_MANY]
        for k in ranked.tolist():
            text = texts[k]
            group.texts[text] = group.texts.get(text, 0) + int(counts[k])
        groups[name] = group
    return groups


def _group_name(reading: Reading) -> str:
    if reading.kind is Kind.EMPTY or (reading.kind is Kind.ANSWER and reading.written):
        return ""
    return "read as" if reading.kind is Kind.ANSWER else reading.kind.value
