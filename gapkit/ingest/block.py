"""One block of raw cells → one batch of codes and keys, and an account of every row in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from gapkit.ingest.arrays import Keys, decimals, keys, texts
from gapkit.ingest.asked import WAVE
from gapkit.ingest.buffers import strings, whole
from gapkit.ingest.cells import Coded, Group
from gapkit.ingest.sieve import Sieve
from gapkit.ingest.weighing import refuse_negative_points, weighing_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from gapkit.ingest.cells import Coder
    from gapkit.ingest.layout import Column
    from gapkit.ingest.readers import RawBatch

__all__ = ["CodedBlock", "Plan", "code_block"]

_REASONS: Final = (
    "",
    "few_answers",
    "blank",
    "no_answers",
    "no_wave",
    "no_weight",
    "negative_weight",
)
"""Why a row is set aside; the first means that it is used."""

_USED: Final = 0

Cells = dict[tuple[int, str], Group]
"""Column position, kind → cells."""


@dataclass(frozen=True)
class Plan:
    """How the blocks of one file become batches.

    Parameters
    ----------
    schema
        Of every batch of this role.
    codes
        Columns of codes → position and coder; columns that this file lacks are not in it.
    columns
        All columns of codes of the role.
    keys
        Key → position.
    translate
        Key → what turns a cell's text into the value that tables show.
    waves
        One wave for the whole file, if it is not read from a column.
    numbers
        ``weight`` and ``points.<dimension>`` → position, and whether a decimal comma is written.
    ids
        Columns of plain texts, such as ``id`` → position.
    decode
        Bytes of a cell → text.
    sieve
        Rows that are taken out before coding.
    counted, min_answered
        Rows with a smaller share of these columns of codes answered are set aside.
    """

    schema: pa.Schema
    columns: tuple[Column, ...]
    codes: Mapping[str, tuple[int, Coder]]
    keys: Mapping[str, int]
    translate: Mapping[str, Callable[[str], str | None]]
    wave: str | None
    numbers: Mapping[str, tuple[int, bool]]
    ids: Mapping[str, int]
    decode: Callable[[bytes], str]
    sieve: Sieve = field(default_factory=Sieve)
    counted: frozenset[str] = frozenset()
    min_answered: float = 0.0


@dataclass
class CodedBlock:
    """A batch and its account.

    Parameters
    ----------
    batch
        The rows that are used.
    read, used
        Rows.
    aside
        Reason → rows.
    cells
        What was odd about cells, by column position and kind.
    noted
        What was noticed about rows, such as ``short_rows``.
    seen
        Column position → codes that occur in blocks where something is out of range.
    """

    batch: pa.RecordBatch
    read: int
    used: int
    aside: dict[str, Group] = field(default_factory=dict)
    cells: Cells = field(default_factory=dict)
    noted: dict[str, Group] = field(default_factory=dict)
    seen: dict[int, frozenset[int]] = field(default_factory=dict)


def code_block(raw: RawBatch, plan: Plan) -> CodedBlock:
    """Code a block: cells first, then rows, then the batch of those that are used."""
    raw = plan.sieve.sift(raw, plan.decode)
    coded = {
        name: coder.code(raw.columns[position], raw.records, plan.decode)
        for name, (position, coder) in plan.codes.items()
    }
    found = _found_keys(raw, plan)
    numbers = {
        name: decimals(raw.columns[position], plan.decode, comma=comma)
        for name, (position, comma) in plan.numbers.items()
    }
    weights = numbers["weight"][0] if "weight" in numbers else None
    reasons = _reasons(raw, plan, coded, found.get(WAVE), weights)
    used = reasons == _USED
    block = CodedBlock(
        pa.RecordBatch.from_arrays([], []), len(raw.records) + len(raw.aside), int(used.sum())
    )
    _account_rows(block, raw, reasons)
    _account_cells(block, raw, plan, coded, used)
    for name, (position, _) in plan.numbers.items():
        _add(block.cells, position, "unreadable", _group(raw, numbers[name][1], numbers[name][2]))
    for key, position in plan.keys.items():
        for kind, group in _odd_keys(raw, found[key]).items():
            _add(block.cells, position, kind, group)
    written = {name: values for name, (values, _, _) in numbers.items()}
    block.noted |= weighing_notes(written, found, raw.records, used)
    block.batch = _batch(raw, plan, coded, found, refuse_negative_points(written), used)
    return block


def _found_keys(raw: RawBatch, plan: Plan) -> dict[str, Keys]:
    return {
        key: keys(raw.columns[position], plan.decode, plan.translate[key])
        for key, position in plan.keys.items()
    }


def _reasons(
    raw: RawBatch,
    plan: Plan,
    coded: Mapping[str, Coded],
    wave: Keys | None,
    weights: NDArray[np.float64] | None,
) -> NDArray[np.uint8]:
    """Return for each row why it is set aside, as a position in `_REASONS`."""
    answered = np.zeros(len(raw.records), np.bool_)
    items = np.zeros(len(raw.records), np.int16)
    for column in plan.columns:
        if column.name in coded:
            here = coded[column.name].codes != column.none
            answered |= here
            if column.name in plan.counted:
                items += here
    reasons = np.full(len(raw.records), _USED, np.uint8)
    if plan.counted:
        reasons[items < plan.min_answered * len(plan.counted)] = _REASONS.index("few_answers")
    if weights is not None:
        reasons[~(weights >= 0)] = _REASONS.index("no_weight")
        reasons[weights < 0] = _REASONS.index("negative_weight")
    if wave is not None:
        reasons[wave.numbers < 0] = _REASONS.index("no_wave")
    silent = np.flatnonzero(~answered)
    if len(silent):
        blank, quiet = _REASONS.index("blank"), _REASONS.index("no_answers")
        reasons[silent] = np.where(raw.blank(silent), blank, quiet)
    return reasons


def _account_rows(block: CodedBlock, raw: RawBatch, reasons: NDArray[np.uint8]) -> None:
    for number, count in enumerate(np.bincount(reasons, minlength=len(_REASONS)).tolist()):
        if count and number != _USED:
            first = np.flatnonzero(reasons == number)[:5]
            block.aside[_REASONS[number]] = Group(count, raw.records[first].tolist())
    for reason, record in raw.aside:
        block.aside.setdefault(reason, Group()).add(Group(1, [record]))
    for name, records in raw.noted.items():
        block.noted[name] = Group(len(records), list(records[:5]))


def _account_cells(
    block: CodedBlock,
    raw: RawBatch,
    plan: Plan,
    coded: Mapping[str, Coded],
    used: NDArray[np.bool_],
) -> None:
    """Count odd cells: an empty one where its row is used, any other in any row."""
    for name, (position, _) in plan.codes.items():
        column = coded[name]
        empty = column.empty[used[column.empty]]
        if len(empty):
            group = Group(len(empty), raw.records[empty[:5]].tolist())
            _add(block.cells, position, "empty", group)
        for kind, group in column.groups.items():
            _add(block.cells, position, kind, group)
        if column.seen:
            block.seen[position] = column.seen


def _add(cells: Cells, position: int, kind: str, group: Group) -> None:
    if group.count:
        cells.setdefault((position, kind), Group()).add(group)


def _group(raw: RawBatch, rows: NDArray[np.int64], wrong: Mapping[str, int]) -> Group:
    return Group(len(rows), raw.records[rows[:5]].tolist(), dict(wrong))


def _odd_keys(raw: RawBatch, found: Keys) -> dict[str, Group]:
    """Return the cells of a key that were read as something else, or could not be read."""
    odd = {"read as": found.changed, "unreadable": found.wrong}
    return {kind: found.cells(which, raw.records) for kind, which in odd.items() if which}


def _batch(
    raw: RawBatch,
    plan: Plan,
    coded: Mapping[str, Coded],
    found: Mapping[str, Keys],
    numbers: Mapping[str, NDArray[np.float64]],
    used: NDArray[np.bool_],
) -> pa.RecordBatch:
    rows = slice(None) if used.all() else np.flatnonzero(used)
    count = int(used.sum())
    none = {c.name: c.none for c in plan.columns}
    arrays = []
    for schema_field in plan.schema:
        name = schema_field.name
        if name in none:
            arrays.append(_codes(coded.get(name), none[name], count, rows, schema_field.type))
        elif name in numbers:
            arrays.append(whole(numbers[name][rows], pa.float64()))
        elif name == "record":
            arrays.append(whole(raw.records[rows], pa.int64()))
        elif name in found:
            arrays.append(found[name].array(rows))
        elif name in plan.ids:
            ids = raw.columns[plan.ids[name]]
            arrays.append(texts(ids, plan.decode, None if used.all() else rows))
        else:
            arrays.append(_constant(plan.wave if name == WAVE else None, count, schema_field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=plan.schema)


def _codes(column: Coded | None, none: int, count: int, rows: Any, kind: pa.DataType) -> pa.Array:
    dtype = np.dtype(np.uint8 if none == 255 else np.uint16)
    values = np.full(count, none, dtype) if column is None else column.codes[rows]
    return whole(values, kind)


def _constant(value: str | None, count: int, kind: pa.DataType) -> pa.Array:
    if not pa.types.is_dictionary(kind):
        return pa.nulls(count, kind)
    numbers = np.zeros(count, np.int32)
    valid = np.full(count, value is not None)
    indices = whole(numbers, pa.int32(), valid)
    return pa.DictionaryArray.from_arrays(indices, strings([value or ""]))
