"""Coded batches with the marks of the checks beside the answers, so that the one kernel counts them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from gapkit.gaps import levels
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.instrument import Scale
from gapkit.measurement.checks import FLAGGED, Checker
from gapkit.measurement.forms import role_of
from gapkit.options import CHECKS
from gapkit.tally import Answer, Everybody, Moments, Weighted, count, in_every_wave

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.ingest import Answers
    from gapkit.tally import Part, Tally

__all__ = ["ALL_CHECKS", "ANY", "KEPT_VALUE", "mark", "marked_rows", "marked_tally", "split"]  # fmt: skip

ANY: Final = "any"
"""Who is flagged by at least one check."""

ALL_CHECKS: Final = (*CHECKS, ANY)

KEPT_VALUE: Final = "kept"
"""Value of those whom a check does not flag, in the columns that split people by it."""

_FLAGGED_VALUE: Final = "flagged"

_YES_NO: Final = Scale(Fraction(0), Fraction(1))


def mark(role: str, check: str) -> Answer:
    """Return the mark of a check as an answer: 1 is flagged, 0 is not, none is not judged."""
    return Answer(f"{role}.check.{check}")


def split(check: str) -> str:
    """Return the column that splits people into flagged and kept."""
    return f"check.{check}"


def marked_tally(
    answers: Answers, inventory: Inventory, pairs: Sequence[Pair], segments: Sequence[str]
) -> Tally:
    """Count, in one reading, who is flagged, and the gaps of the flagged and of the others.

    Parameters
    ----------
    answers
        Everybody's.
    pairs
        Gaps; those of people who answered both sides are split by each check.
    segments
        Columns to break the marks down by.
    """
    roles = [r for r in answers.layout.roles if r not in NOT_PEOPLE]
    marks = {r: [mark(r, check) for check in ALL_CHECKS] for r in roles}
    parts: list[Part] = [Moments(Everybody(r)) for r in roles]
    parts += [Weighted(Everybody(r)) for r in roles if inventory.is_designed(r)]
    parts += [Moments(m) for found in marks.values() for m in found]
    for pair, row in marked_rows(inventory, pairs):
        designed = inventory.is_designed(pair.right.role)
        parts.append(Weighted(row.gap) if designed else Moments(row.gap))
    scales = {**inventory.scales, **{m.column: _YES_NO for ms in marks.values() for m in ms}}
    axes = dict.fromkeys([*segments, *map(split, ALL_CHECKS)])
    design = inventory.design.columns if inventory.design else None
    return in_every_wave(count(_marked(answers), parts, scales, tuple(axes), design))


def marked_rows(
    inventory: Inventory, pairs: Sequence[Pair]
) -> Iterator[tuple[Pair, levels.TwoSided]]:
    """Yield the gaps that are split: of people who answered both sides, by dimension and overall."""
    for pair in pairs:
        if pair.pairing == "respondent":
            for row in levels.of_pair(inventory, pair):
                if row.level in ("dimension", "overall"):
                    yield pair, row


def _marked(answers: Answers) -> Iterator[pa.RecordBatch]:
    checker = Checker(answers)
    for batch in answers.batches():
        role = role_of(batch)
        if role in NOT_PEOPLE:
            continue
        marks = checker.marks(batch)
        flagged = np.logical_or.reduce([m == FLAGGED for m in marks.values()])
        marks[ANY] = flagged.astype(np.uint8)
        arrays, fields = list(batch.columns), list(batch.schema)
        for check in ALL_CHECKS:
            arrays.append(pa.array(marks[check]))
            fields.append(pa.field(mark(role, check).column, pa.uint8()))
            arrays.append(_values(marks[check] == FLAGGED))
            fields.append(pa.field(split(check), arrays[-1].type))
        schema = pa.schema(fields, metadata=batch.schema.metadata)
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _values(flagged: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(
        pa.array(flagged.astype(np.int32)), pa.array([KEPT_VALUE, _FLAGGED_VALUE])
    )
