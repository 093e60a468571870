"""A tally holds what the rows held: against plain recounts, and whatever way the rows are split."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapkit.errors import CallError, IngestError
from gapkit.instrument import Scale
from gapkit.tally import (
    Answer,
    Difference,
    Everybody,
    Group,
    Histogram,
    Joint,
    Mean,
    Moments,
    Product,
    Score,
    Weighted,
    count,
    lattice,
    load_tally,
    save_tally,
)

ITEMS = 4
E = tuple(f"customer.expectation.i{k}" for k in range(ITEMS))
P = tuple(f"customer.perception.i{k}" for k in range(ITEMS))
SCALES = {c: Scale(Fraction(1), Fraction(7)) for c in E + P}
NONE = 255

LEFT = Score(E[:3], (P[:3],))
RIGHT = Score(P[:3], (E[:3],))
WHOLE = Difference(Mean((RIGHT, Score(P[3:], (E[3:],)))), Mean((LEFT, Score(E[3:], (P[3:],)))))
PARTS = (
    Joint(E[0], P[0]),
    Histogram(Answer(P[1])),
    Histogram(Difference(RIGHT, LEFT)),
    Histogram(WHOLE),
    Moments(LEFT),
    Moments(Everybody("customer")),
    Product(P),
    Weighted(Difference(RIGHT, LEFT)),
)


def batch(codes: np.ndarray, wave: list[str | None], branch: list[str | None]) -> pa.RecordBatch:
    """One coded batch as ingest yields it: (rows, 2 · items) codes."""
    columns = {
        c: pa.Array.from_buffers(
            pa.uint8(),
            len(codes),
            [None, pa.py_buffer(np.ascontiguousarray(codes[:, k], np.uint8))],
        )
        for k, c in enumerate(E + P)
    }
    for name, values in (("wave", wave), ("branch", branch)):
        columns[name] = pa.array(values, pa.string()).dictionary_encode()
    table = pa.RecordBatch.from_pydict(columns)
    return table.replace_schema_metadata({b"role": b"customer"})


rows = st.lists(
    st.tuples(
        st.lists(
            st.sampled_from([0, 1, 2, 3, 4, 5, 6, NONE]), min_size=2 * ITEMS, max_size=2 * ITEMS
        ),
        st.sampled_from(["2026Q1", "2026Q2"]),
        st.sampled_from(["North", "South", None]),
    ),
    min_size=1,
    max_size=30,
)


def made(some: list) -> pa.RecordBatch:
    codes = np.array([r[0] for r in some], np.uint8)
    return batch(codes, [r[1] for r in some], [r[2] for r in some])


@settings(max_examples=60, deadline=None)
@given(rows, rows)
def test_tallies_add_to_the_tally_of_all_rows(a, b):
    together = count([made(a + b)], PARTS, SCALES, ["branch"])
    assert (
        count([made(a)], PARTS, SCALES, ["branch"]) + count([made(b)], PARTS, SCALES, ["branch"])
        == together
    )
    assert count([made(a), made(b)], PARTS, SCALES, ["branch"]) == together


@settings(max_examples=30, deadline=None)
@given(rows)
def test_a_tally_survives_parquet(tmp_path_factory, some):
    path = tmp_path_factory.mktemp("tally") / "t.parquet"
    tally = count([made(some)], PARTS, SCALES, ["branch"])
    save_tally(tally, path)
    back = load_tally(path)
    assert back == tally
    assert back.scales == tally.scales
    assert back.carries == {"customer": ("wave", "branch")}


def plain_score(codes: list[int], partner: list[int]) -> Fraction | None:
    answered = [c for c, p in zip(codes, partner, strict=True) if c != NONE and p != NONE]
    return Fraction(sum(answered), len(answered)) + 1 if 2 * len(answered) >= len(codes) else None


@settings(max_examples=60, deadline=None)
@given(rows)
def test_counts_equal_a_plain_recount(some):
    tally = count([made(some)], PARTS, SCALES, ["branch"])
    assert Group("2026Q1", "branch", "None") not in tally.groups
    for k, group in enumerate(tally.groups):
        mine = [
            r[0]
            for r in some
            if r[1] == group.wave and (group.segment == "all" or r[2] == group.value)
        ]
        assert tally.moments(Everybody("customer")).n[k] == len(mine)
        joint = np.zeros((8, 8), int)
        for r in mine:
            joint[min(r[0], 7), min(r[ITEMS], 7)] += 1
        assert np.array_equal(tally.joint(E[0], P[0])[k], joint)
        pairs = [
            (plain_score(r[:3], r[ITEMS : ITEMS + 3]), plain_score(r[ITEMS : ITEMS + 3], r[:3]))
            for r in mine
        ]
        differences = sorted(p - e for e, p in pairs if e is not None)
        counted = tally.histogram(Difference(RIGHT, LEFT))
        denominator = lattice(Difference(RIGHT, LEFT), SCALES).denominator
        here = counted.group == k
        values = np.repeat(counted.value[here], counted.count[here]).tolist()
        assert [Fraction(v, denominator) for v in values] == differences
        sums = tally.moments(LEFT)
        grid = lattice(LEFT, SCALES).denominator
        scores = [e for e, _ in pairs if e is not None]
        assert sums.n[k] == len(scores)
        assert Fraction(int(sums.total[k]), grid) == sum(scores)
        assert Fraction(int(sums.squares[k]), grid**2) == sum(s * s for s in scores)
        complete = [[1, *r[ITEMS:]] for r in mine if NONE not in r[ITEMS:]]
        expected = sum((np.outer(r, r) for r in complete), np.zeros((5, 5), int))
        assert np.array_equal(tally.product(P)[k], expected)


def test_wide_lattices_are_merged_in_pieces(monkeypatch):
    monkeypatch.setattr("gapkit.tally.counts.PENDING", 10)
    rng = np.random.default_rng(3)
    codes = rng.integers(0, 7, (500, 2 * ITEMS))
    pieces = [batch(c, ["w"] * 50, [None] * 50) for c in np.split(codes, 10)]
    one = count([batch(codes, ["w"] * 500, [None] * 500)], [Histogram(WHOLE)], SCALES)
    monkeypatch.setattr("gapkit.tally.counts.WIDEST_TABLE", 1)
    assert count(pieces, [Histogram(WHOLE)], SCALES) == one


def test_a_long_dimension_is_rounded_once_to_a_fine_lattice():
    columns = tuple(f"customer.perception.j{k}" for k in range(11))
    scales = {c: Scale(Fraction(1), Fraction(7)) for c in columns}
    score = Score(columns)
    data = {
        c: pa.Array.from_buffers(pa.uint8(), 1, [None, pa.py_buffer(np.array([k % 3], np.uint8))])
        for k, c in enumerate(columns)
    }
    table = pa.RecordBatch.from_pydict(data).replace_schema_metadata({b"role": b"customer"})
    tally = count([table], [Histogram(score)], scales)
    exact = 1 + Fraction(sum(k % 3 for k in range(11)), 11)
    assert lattice(score, scales).denominator == 2520
    assert tally.histogram(score).value.tolist() == [round(exact * 2520)]


def test_tallies_on_other_scales_do_not_add():
    row = [made([([0] * 2 * ITEMS, "2026Q1", None)])]
    nine = {c: Scale(Fraction(1), Fraction(9)) for c in E + P}
    with pytest.raises(CallError, match="another scale"):
        count(row, PARTS, SCALES) + count(row, PARTS, nine)


def test_a_file_that_is_no_tally_is_refused(tmp_path):
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"a": [1]}), tmp_path / "other.parquet")
    with pytest.raises(IngestError, match="no tally"):
        load_tally(tmp_path / "other.parquet")
    with pytest.raises(IngestError, match="cannot be read"):
        load_tally(tmp_path / "missing.parquet")
