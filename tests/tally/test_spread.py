"""Rows without a wave, counted in every wave: the same as writing each of them once a wave."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from gapkit.instrument import Scale
from gapkit.tally import (
    Answer,
    Everybody,
    Group,
    Histogram,
    Joint,
    Moments,
    Product,
    Sparse,
    Sums,
    Weighted,
    WeightedCounts,
    count,
    in_every_wave,
)

A, B = "employee.standard.i1", "employee.delivery.i1"
SCALES = {name: Scale(Fraction(1), Fraction(5)) for name in (A, B)}
PARTS = [
    Moments(Everybody("employee")), Histogram(Answer(A)), Joint(A, B), Product((A, B)),
    Moments(Answer(B)), Weighted(Answer(A)),
]  # fmt: skip
WAVES = ("2026Q1", "2026Q2")

rows = st.lists(
    st.tuples(
        st.sampled_from([0, 2, 4, 255]),
        st.sampled_from([0, 1, 255]),
        st.sampled_from([*WAVES, None]),
        st.sampled_from(["North", None]),
        st.sampled_from([0.5, 1.0, 3.0]),
    ),
    max_size=20,
)


def counted(some):
    # both waves are there in any case
    some = [*some, *((0, 0, wave, None, 1.0) for wave in WAVES)]
    a, b, wave, branch, weight = zip(*some, strict=True)
    columns = {
        A: pa.array(a, pa.uint8()),
        B: pa.array(b, pa.uint8()),
        "wave": pa.array(wave, pa.string()).dictionary_encode(),
        "branch": pa.array(branch, pa.string()).dictionary_encode(),
        "weight": pa.array(weight, pa.float64()),
    }
    batch = pa.RecordBatch.from_pydict(columns).replace_schema_metadata({b"role": b"employee"})
    return count([batch], PARTS, SCALES, ["branch"])


def by_group(tally, part):
    """Group → what was counted in it, of the groups that anybody is in."""
    counts = tally.parts[part]
    if isinstance(counts, Sparse | WeightedCounts):
        fields = ("value", "count") if isinstance(counts, Sparse) else ("value", "n", "weight")
        found = {}
        for k, at in enumerate(counts.group.tolist()):
            entry = tuple(float(getattr(counts, f)[k]) for f in fields)
            found.setdefault(tally.groups[at], []).append(entry)
        return found
    if isinstance(counts, Sums):
        counts = np.stack([counts.n, counts.total, counts.squares], axis=1)
    return {g: c.tolist() for g, c in zip(tally.groups, counts, strict=True) if c.any()}


@given(rows)
def test_each_counts_once_in_every_wave(some):
    repeated = [
        (*row[:2], wave, *row[3:]) for row in some for wave in ([row[2]] if row[2] else WAVES)
    ]
    spread, written = in_every_wave(counted(some)), counted(repeated)
    for part in PARTS:
        assert by_group(spread, part) == by_group(written, part)


def test_a_role_that_never_says_when_keeps_its_one_count():
    tally = counted([])
    bare = pa.RecordBatch.from_pydict({"manager.belief.i1": pa.array([1, 2], pa.uint8())})
    batch = bare.replace_schema_metadata({b"role": b"manager"})
    part = Histogram(Answer("manager.belief.i1"))
    other = count([batch], [part], {"manager.belief.i1": Scale(Fraction(1), Fraction(5))})
    both = tally + other
    assert in_every_wave(both) == both
    assert Group("", "all", "all") in both.groups
