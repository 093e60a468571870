"""Weighted counts add up to the last bit, and hold what the weighted rows held."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.errors import CallError
from gapkit.instrument import Scale
from gapkit.tally import Answer, Cell, Design, Group, Weighted, count, load_tally, save_tally

COLUMN = "customer.perception.i1"
SCALES = {COLUMN: Scale(Fraction(1), Fraction(7))}
PART = Weighted(Answer(COLUMN))
DESIGN = Design("strata", "cluster")
FIXED_POINT = 2.0**-72
"""A weight is kept to this, its square to less; half of it is the most that a row can be off."""

weights = st.just(0.0) | st.floats(1e-12, 1e15, allow_nan=False)

rows = st.lists(
    st.tuples(
        st.sampled_from([0, 3, 6, 255]),
        weights,
        st.sampled_from(["N", "S"]),
        st.sampled_from(["b1", "b2", None]),
    ),
    min_size=1,
    max_size=25,
)


def batch(some, first=0):
    codes, weights, strata, clusters = zip(*some, strict=True)
    columns = {
        COLUMN: pa.array(codes, pa.uint8()),
        "weight": pa.array(weights, pa.float64()),
        "strata": pa.array(strata).dictionary_encode(),
        "cluster": pa.array(clusters, pa.string()).dictionary_encode(),
        "record": pa.array(range(first, first + len(codes)), pa.int64()),
    }
    about = {b"role": b"customer", b"file": b"july.csv"}
    return pa.RecordBatch.from_pydict(columns).replace_schema_metadata(about)


def tallied(*pieces, first=0):
    """Count pieces of one file, whose records go on from piece to piece."""
    starts = [first + sum(map(len, pieces[:k])) for k in range(len(pieces))]
    batches = [batch(p, start) for p, start in zip(pieces, starts, strict=True)]
    return count(batches, [PART], SCALES, (), DESIGN)


@given(rows, rows)
def test_they_add_up_however_the_rows_are_split(a, b):
    together = tallied(a + b)
    assert tallied(a) + tallied(b, first=len(a)) == together
    assert tallied(a, b) == together


@given(rows)
def test_they_survive_parquet(tmp_path_factory, some):
    path = tmp_path_factory.mktemp("w") / "t.parquet"
    tally = tallied(some)
    save_tally(tally, path)
    assert load_tally(path) == tally


@given(rows)
def test_they_equal_plain_sums(some):
    tally = tallied(some)
    counts = tally.weighted(Answer(COLUMN))
    found = {}
    for k in range(len(counts.n)):
        cell = tally.cells[counts.cell[k]]
        found[cell, int(counts.value[k])] = (counts.n[k], counts.weight[k], counts.square[k])
    expected: dict = {}
    for record, (code, w, stratum, cluster) in enumerate(some):
        if code != 255:
            # who names no cluster is one
            key = Cell(stratum, cluster or f"\0july.csv\0{record}"), code + 1
            n, sw, sq = expected.get(key, (0, 0.0, 0.0))
            expected[key] = n + 1, sw + w, sq + w * w
    assert found.keys() == expected.keys()
    for key, (n, sw, sq) in expected.items():
        assert found[key][0] == n
        assert found[key][1] == pytest.approx(sw, rel=1e-12, abs=n * FIXED_POINT)
        assert found[key][2] == pytest.approx(sq, rel=1e-12, abs=n * FIXED_POINT)


def test_a_tally_of_some_waves_keeps_what_belongs_to_every_wave():
    tally = tallied([(0, 1.0, "N", "b1")])
    assert tally.only(["2026Q1"]) == tally
    assert tally.groups == (Group("", "all", "all"),)


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf"), 1e16, 1e-15])
def test_a_weight_that_cannot_be_counted_is_refused(weight):
    with pytest.raises(CallError, match="multiply all weights"):
        tallied([(0, weight, "N", None)])


def test_without_a_weight_everybody_counts_one():
    bare = batch([(0, 9.0, "N", None), (0, 9.0, "N", None)]).drop_columns(["weight"])
    counts = count([bare], [PART], SCALES).weighted(Answer(COLUMN))
    assert (counts.n[0], counts.weight[0], counts.square[0]) == (2, 2.0, 2.0)
    assert np.array_equal(counts.group, [0])
