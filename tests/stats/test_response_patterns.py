"""Runs, favourite answers and spread of one person's answers, against R's package careless."""

import numpy as np
import pandas as pd
import pytest
from stats_reference import REL, figures, item_columns, table

from gapkit.stats.response_patterns import (
    commonest_share,
    individual_variability,
    longest_run,
    row_hash,
)


def answers(name, battery, without=()):
    """Answers of all people, 0 where there is none, and where there is one."""
    columns = item_columns(table(name), battery)
    x = np.column_stack([c for k, c in enumerate(columns, 1) if k not in without])
    return np.nan_to_num(x).astype(int), ~np.isnan(x)


def numbers(values):
    return np.array([np.nan if v == "NA" else v for v in values], float)


def test_longest_runs_are_those_of_r():
    assert longest_run(*answers("a_clean", "P")).tolist() == figures("a/careless")["longstr"]


def test_longest_runs_with_gaps_are_those_of_r():
    # some people answered nothing, which R counts as a run of 1
    found = np.maximum(1, longest_run(*answers("b_messy", "P", without=(19,))))
    assert found.tolist() == figures("b/careless")["longstring_without_P19"]
    found = np.maximum(1, longest_run(*answers("b_messy", "E")))
    assert found.tolist() == figures("b/careless")["longstring_E"]


def test_variability_is_that_of_r():
    found = individual_variability(*answers("a_clean", "P"))
    np.testing.assert_allclose(found, figures("a/careless")["irv"], rtol=REL)
    found = individual_variability(*answers("b_messy", "P", without=(19,)))
    np.testing.assert_allclose(found, numbers(figures("b/careless")["irv_narm"]), rtol=REL)


def test_the_edges_are_those_of_r_but_for_nobody_answered():
    x = np.array([[4] * 6, [1, 2, 3, 4, 5, 6], [0, 4, 4, 0, 4, 4], [0] * 6])
    expected = figures("edge/careless/all_equal")
    # R counts a run of missing answers as 1; nobody ticked anything there
    assert longest_run(x, x > 0).tolist() == [*expected["longstring"][:3], 0]
    np.testing.assert_allclose(
        individual_variability(x, x > 0), numbers(expected["irv"]), rtol=REL, atol=1e-15
    )


def test_the_commonest_share_is_that_of_pandas(rng):
    x = rng.integers(0, 5, (200, 9))
    answered = rng.random(x.shape) < 0.7
    plain = [
        pd.Series(row[there]).value_counts(normalize=True).max() if there.any() else np.nan
        for row, there in zip(x, answered, strict=True)
    ]
    np.testing.assert_allclose(commonest_share(x, answered, 5), plain, rtol=REL)


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows(rows):
    x = np.zeros((rows, 4), int)
    assert longest_run(x, x == 0).tolist() == [4] * rows
    assert commonest_share(x, x == 0, 7).tolist() == [1.0] * rows
    assert individual_variability(x, x == 0).tolist() == [0.0] * rows


def test_rows_share_a_hash_exactly_where_they_are_the_same(rng):
    x = rng.integers(0, 2, (3000, 9)).astype(np.uint16)  # 512 patterns: most occur several times
    _, same = np.unique(x, axis=0, return_inverse=True)
    _, hashed = np.unique(row_hash(x), return_inverse=True)
    assert len(set(zip(same.tolist(), hashed.tolist(), strict=True))) == len(set(same.tolist()))
    assert len(set(hashed.tolist())) == len(set(same.tolist()))


def test_a_hash_hangs_on_the_place_of_an_answer():
    x = np.array([[1, 2, 3], [3, 2, 1], [1, 3, 2]], np.uint8)
    assert len(set(row_hash(x).tolist())) == 3
