"""Whatever the tables: nothing infinite, no warning, blank exactly where a figure is undefined."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.stats.bootstrap import bootstrap_mean
from gapkit.stats.dominance import cliffs_delta, rank_biserial, superiority_paired
from gapkit.stats.effects import d_average, d_constant, d_independent, d_within, g_within, hedges_g
from gapkit.stats.equivalence import equivalence
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.mean_tests import one_sample_t, welch_t
from gapkit.stats.moments import moments
from gapkit.stats.rank_tests import brunner_munzel, mann_whitney, sign_test, signed_rank
from gapkit.stats.reasons import reason_one_sample, reason_two_samples
from gapkit.stats.shares import shares

rows_of_pairs = st.lists(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=5), min_size=1, max_size=4
)


def every_result(pairs):
    """All statistics of left, right and gap of the same people."""
    left, right, gap = (
        Frequencies.from_lists([[pick(p) for p in row] for row in pairs])
        for pick in (lambda p: p[0], lambda p: p[1], lambda p: p[1] - p[0])
    )
    ml, mr, mg = moments(left), moments(right), moments(gap)
    test, welch = one_sample_t(mg), welch_t(ml, mr)
    return {
        "paired": (mg, [mg, test, equivalence(test.estimate, test.se, test.df, 0.3)]),
        "within": (mg, [d_constant(mg), d_within(mg), g_within(mg), superiority_paired(gap)]),
        "average": (mg, [d_average(mg, ml, mr), shares(gap), bootstrap_mean(gap)]),
        "ranks": (mg, [signed_rank(gap), signed_rank(gap, "pratt", exact=True), sign_test(gap)]),
        "biserial": (mg, [rank_biserial(gap)]),
        "independent": (ml, [welch, d_independent(ml, mr), hedges_g(ml, mr)]),
        "order": (ml, [mann_whitney(left, right), brunner_munzel(left, right)]),
        "dominance": (ml, [cliffs_delta(left, right)]),
        "reasons": (mg, [reason_one_sample(mg), reason_two_samples(ml, mr)]),
    }


@given(rows_of_pairs)
def test_nothing_is_infinite_and_nothing_warns(pairs):
    for m, results in every_result(pairs).values():
        for result in results:
            if isinstance(result, np.ndarray):
                continue
            for field in fields(result):
                column = getattr(result, field.name)
                assert column.shape == m.n.shape, field.name
                assert not np.isinf(column.astype(float)).any(), field.name


@given(rows_of_pairs)
def test_a_blank_t_has_a_reason_and_a_reason_a_blank_t(pairs):
    results = every_result(pairs)
    paired, two = results["reasons"][1]
    np.testing.assert_array_equal(paired == "", ~np.isnan(results["paired"][1][1].p))
    np.testing.assert_array_equal(two == "", ~np.isnan(results["independent"][1][0].p))


@pytest.mark.parametrize("rows", [0, 3])
def test_tables_without_anybody_go_through(rows):
    results = every_result([[]] * rows)
    assert np.isnan(results["paired"][1][1].p).all()
    assert results["reasons"][1][0].tolist() == ["nobody answered"] * rows
