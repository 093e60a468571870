"""What must not change a figure, and what turns its sign."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from gapkit import Gap, Options
from gapkit.gaps.table import GAP_COLUMNS
from gapkit.ingest import Source

from .plain import ABS, questionnaire, source, survey

TWO = {"speed": ("q1", "q2"), "care": ("q3",)}
FEW = Options(min_n=1, min_n_verdict=2)
point = st.one_of(st.none(), st.integers(1, 5))
person = st.tuples(st.sampled_from(["North", "South", None]), *[point] * 6)
crowds = st.lists(person, min_size=4, max_size=25).filter(
    lambda rows: all(any(r[k] is not None for r in rows) for k in range(1, 7))
)
# Each example reads, counts and judges two surveys.
FEW_EXAMPLES = settings(max_examples=12)


def as_frame(rows):
    names = ["branch", *(f"E{n}" for n in (1, 2, 3)), *(f"P{n}" for n in (1, 2, 3))]
    frame = pd.DataFrame(rows, columns=names)
    return frame.astype(dict.fromkeys(names[1:], float))


def gaps_of(*sources, **rest):
    asked = survey(
        *sources, instrument=questionnaire(TWO, "{low = 1, high = 5}"), options=FEW, **rest
    )
    return asked.gaps().frame


def same(a, b):
    pd.testing.assert_frame_equal(a, b, check_exact=True)


@FEW_EXAMPLES
@given(crowds, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_at_all(rows, random):
    shuffled = random.sample(rows, len(rows))
    same(
        *(gaps_of(source("customer", as_frame(r)), segments=("branch",)) for r in (rows, shuffled))
    )


@FEW_EXAMPLES
@given(crowds, st.integers(0, 25))
def test_one_file_or_two_are_the_same(tmp_path_factory, rows, cut):
    folder = tmp_path_factory.mktemp("split")
    frame = as_frame(rows)
    whole = folder / "whole.csv"
    parts = [folder / "a.csv", folder / "b.csv"]
    frame.to_csv(whole, index=False)
    for path, piece in zip(parts, (frame.iloc[:cut], frame.iloc[cut:]), strict=True):
        piece.to_csv(path, index=False)
    batteries = {"expectation": "E{n}", "perception": "P{n}"}
    parts = [p for p, piece in zip(parts, (frame[:cut], frame[cut:]), strict=True) if len(piece)]
    same(*(
        gaps_of(Source(files=tuple(files), batteries=batteries), segments=("branch",))
        for files in ([whole], parts)
    ))  # fmt: skip


@FEW_EXAMPLES
@given(crowds)
def test_other_names_of_branches_name_the_rows_and_change_nothing_else(rows):
    frame = as_frame(rows)
    renamed = frame.assign(branch=frame["branch"].map({"North": "West", "South": "Zoo"}))
    a, b = (gaps_of(source("customer", f), segments=("branch",)) for f in (frame, renamed))
    same(a.assign(value=a["value"].replace({"North": "West", "South": "Zoo"})), b)


MIRROR = {
    "share_below": "share_above", "mean_left": "mean_right", "ci_low": "ci_high",
    "boot_low": "boot_high", "effect_low": "effect_high", "vs_average_low": "vs_average_high",
    "n_left": "n_right",
}  # fmt: skip
TURNED = (
    "estimate", "t", "ci_low", "ci_high", "boot_low", "boot_high", "effect", "effect_low",
    "effect_high", "vs_average", "vs_average_low", "vs_average_high",
)  # fmt: skip


@FEW_EXAMPLES
@given(crowds)
def test_right_and_left_exchanged_turn_the_signs(rows):
    there = source("customer", as_frame(rows))
    both = gaps_of(
        there,
        own_gaps=(Gap("a", "perception", "expectation"), Gap("b", "expectation", "perception")),
    )
    a, b = (both[both["gap"] == g].reset_index(drop=True) for g in "ab")
    swap = {**MIRROR, **{v: k for k, v in MIRROR.items()}}
    for column in GAP_COLUMNS:
        other = b[swap.get(column, column)]
        if column == "gap":
            continue
        if column == "verdict":
            other = other.replace({"shortfall": "surplus", "surplus": "shortfall"})
        if not pd.api.types.is_numeric_dtype(a[column]):
            assert a[column].tolist() == other.tolist(), column
            continue
        mine, other = (
            x.astype("Float64").to_numpy(float, na_value=np.nan) for x in (a[column], other)
        )
        sign = -1 if column in TURNED else 1
        # the bootstrap's quantiles are taken from the other end: one grid step apart at most
        atol = STEP / len(rows) if column.startswith("boot") else ABS
        np.testing.assert_allclose(mine, sign * other, rtol=1e-9, atol=atol, err_msg=column)


STEP = 8 / 6
"""Widest step of the mean of a gap times n: 8 points of range over the finest grid of 1/6."""


@FEW_EXAMPLES
@given(crowds, st.integers(1, 4))
def test_shifting_both_sides_moves_no_gap(rows, by):
    frame = as_frame(rows)
    wide = questionnaire(TWO, "{low = 1, high = 9}")
    shifted = frame.copy()
    shifted[[c for c in frame if c != "branch"]] += by
    a, b = (
        survey(source("customer", f), instrument=wide, options=FEW).gaps().frame
        for f in (frame, shifted)
    )
    sides = ["mean_left", "mean_right"]
    pd.testing.assert_frame_equal(a.drop(columns=sides), b.drop(columns=sides), rtol=1e-9, atol=ABS)
    np.testing.assert_allclose(b[sides], a[sides] + by, rtol=1e-9)
