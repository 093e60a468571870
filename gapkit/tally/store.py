"""Tallies as Parquet: the memory of a wave, so that next quarter needs no old export."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.errors import IngestError, Problem
from gapkit.instrument import Scale
from gapkit.tally.arrow import numbers
from gapkit.tally.parts import (
    Answer,
    Difference,
    Everybody,
    Expression,
    Histogram,
    Joint,
    Mean,
    Moments,
    Part,
    Pointed,
    Points,
    Product,
    Score,
    Weighted,
    Zone,
)
from gapkit.tally.tally import Group, Sparse, Sums, Tally
from gapkit.tally.weights import WIDTH, Cell, WeightedCounts

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["load_tally", "save_tally"]

FORMAT = 2
_KINDS = {
    c.__name__: c
    for c in (
        Joint,
        Histogram,
        Moments,
        Product,
        Weighted,
        Everybody,
        Answer,
        Score,
        Mean,
        Difference,
        Zone,
        Pointed,
        Points,
    )
}


def save_tally(tally: Tally, path: Path) -> None:
    """Write a tally to one Parquet file: a row a count, what is counted in the file's metadata.

    Parameters
    ----------
    tally
        Not for publication: its groups may be small.
    path
        File to write.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    pieces = [_rows(k, counts) for k, counts in enumerate(tally.parts.values())]
    columns = (
        [np.concatenate(c) for c in zip(*pieces, strict=True)]
        if pieces
        else [np.zeros(0, np.int64)] * 4
    )
    about = {
        "format": FORMAT,
        "groups": [list(g) for g in tally.groups],
        "parts": [_to_json(p) for p in tally.parts],
        "scales": {c: _scale_to_json(s) for c, s in tally.scales.items()},
        "cells": [list(c) for c in tally.cells],
        "carries": {role: list(keys) for role, keys in tally.carries.items()},
    }
    table = pa.table(dict(zip(("part", "group", "cell", "count"), columns, strict=True)))
    table = table.replace_schema_metadata({"gapkit": json.dumps(about, ensure_ascii=False)})
    pq.write_table(table, path, compression="zstd")


def load_tally(path: Path) -> Tally:
    """Read a tally that `save_tally` wrote.

    Raises
    ------
    IngestError
        No such file, or not a tally of this format.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as problem:
        raise IngestError(Problem(str(path), f"cannot be read as a tally: {problem}.")) from problem
    about = json.loads((table.schema.metadata or {}).get(b"gapkit", b"{}"))
    if about.get("format") != FORMAT:
        raise IngestError(
            Problem(
                str(path),
                "is no tally that this version of gapkit wrote.",
                "Run the study again on the export.",
            )
        )
    columns = [
        numbers(table.column(c).combine_chunks()) for c in ("part", "group", "cell", "count")
    ]
    groups = tuple(Group(*g) for g in about["groups"])
    scales = {c: _scale_from_json(s) for c, s in about["scales"].items()}
    parts: dict[Part, Any] = {}
    for k, written in enumerate(about["parts"]):
        part: Part = _from_json(written)
        mine = columns[0] == k
        parts[part] = _counts(part, [c[mine] for c in columns[1:]], len(groups), scales)
    carries = {r: tuple(keys) for r, keys in about["carries"].items()}
    return Tally(groups, parts, scales, carries, tuple(Cell(*c) for c in about["cells"]))


def _rows(part: int, counts: Any) -> tuple[NDArray[np.int64], ...]:
    """Return the columns part, group, cell, count; weighted counts as one row a field."""
    if isinstance(counts, WeightedCounts):
        entry, field = np.nonzero(np.ones_like(counts.table))
        return np.full(len(entry), part, np.int64), entry, field, counts.table.reshape(-1)
    if isinstance(counts, Sparse):
        group, cell, count = counts.group, counts.value, counts.count
    else:
        dense = (
            np.stack([counts.n, counts.total, counts.high, counts.low], axis=1)
            if isinstance(counts, Sums)
            else counts
        )
        flat = dense.reshape(len(dense), int(np.prod(dense.shape[1:])))
        group, cell = np.nonzero(flat)
        count = flat[group, cell]
    return np.full(len(group), part, np.int64), group.astype(np.int64), cell.astype(np.int64), count


def _counts(
    part: Part, columns: list[NDArray[np.int64]], groups: int, scales: dict[str, Scale]
) -> Any:
    group, cell, count = columns
    if isinstance(part, Histogram):
        return Sparse.of(group, cell, count)
    if isinstance(part, Weighted):
        return WeightedCounts(count.reshape(-1, WIDTH))
    shape = _shape(part, scales)
    dense = np.zeros((groups, int(np.prod(shape))), np.int64)
    dense[group, cell] = count
    if isinstance(part, Moments):
        return Sums(*np.ascontiguousarray(dense.T))
    return dense.reshape(groups, *shape)


def _shape(part: Part, scales: dict[str, Scale]) -> tuple[int, ...]:
    match part:
        case Joint(a, b):
            return scales[a].points + 1, scales[b].points + 1
        case Product(columns):
            return len(columns) + 1, len(columns) + 1
        case _:
            return (4,)


def _to_json(node: Part | Expression | tuple[Any, ...] | str) -> Any:
    """Write a frozen record as [its name, its fields]; tuples as plain lists."""
    if isinstance(node, str | float):
        return node
    if isinstance(node, tuple):
        return {"tuple": [_to_json(n) for n in node]}
    fields = [_to_json(getattr(node, f)) for f in node.__dataclass_fields__]
    return {"kind": type(node).__name__, "fields": fields}


def _from_json(written: Any) -> Any:
    if isinstance(written, str | float):
        return written
    if "tuple" in written:
        return tuple(_from_json(w) for w in written["tuple"])
    return _KINDS[written["kind"]](*(_from_json(w) for w in written["fields"]))


def _scale_to_json(scale: Scale) -> dict[str, Any]:
    return {
        "ends": [str(scale.low), str(scale.high), str(scale.step)],
        "labels": {str(k): list(v) for k, v in scale.labels.items()},
        "unit": scale.unit,
        "direction": scale.direction,
    }


def _scale_from_json(written: dict[str, Any]) -> Scale:
    low, high, step = (Fraction(e) for e in written["ends"])
    labels = {Fraction(k): tuple(v) for k, v in written["labels"].items()}
    return Scale(low, high, step, labels, written["unit"], written["direction"])
