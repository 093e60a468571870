"""Holm and Benjamini-Hochberg against R, and against their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import figures

from gapkit.errors import CallError
from gapkit.stats.multiplicity import adjust

# Products and minima of the same printed p values: nothing is lost but R's 15th digit.
DIGITS = 1e-12
R_NAMES = {"holm": "holm", "fdr_bh": "BH"}


def numbers(values):
    return np.array([np.nan if v in ("NA", "NaN") else v for v in values], float)


@pytest.mark.parametrize("method", R_NAMES)
@pytest.mark.parametrize("key", ["a/p_adjust/paired_items", "a/p_adjust/welch_items", "b/p_adjust"])
def test_adjusted_p_are_those_of_r(key, method):
    want = figures(key)
    have = adjust(numbers(want["p"]), method)
    np.testing.assert_allclose(have, numbers(want[R_NAMES[method]]), rtol=DIGITS)


@pytest.mark.parametrize("method", R_NAMES)
def test_edges_are_those_of_r(method):
    name = R_NAMES[method]
    na = adjust([0.01, np.nan, 0.04, 0.03], method)
    np.testing.assert_allclose(na, numbers(figures("edge/p_adjust/na")[name]), rtol=DIGITS)
    ties = adjust([1, 1, 0.5, 0, 0.02, 0.02], method)
    np.testing.assert_allclose(ties, figures("edge/p_adjust/ties_one")[name], rtol=DIGITS)
    assert adjust([], method).tolist() == figures("edge/p_adjust/empty") == []
    assert np.isnan(adjust([np.nan], method)).all()


p_values = st.one_of(st.floats(0, 1), st.just(float("nan")))


@given(
    st.lists(st.tuples(p_values, st.integers(0, 3)), min_size=1, max_size=30),
    st.sampled_from(sorted(R_NAMES)),
)
def test_families_are_adjusted_as_if_alone(rows, method):
    p, family = (np.array(x) for x in zip(*rows, strict=True))
    together = adjust(p, method, family)
    for name in set(family.tolist()):
        np.testing.assert_array_equal(together[family == name], adjust(p[family == name], method))
    known = ~np.isnan(p)
    assert (together[known] >= p[known]).all()
    assert (together[known] <= 1).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_by_its_definition(p):
    """Second computation: step down one by one."""
    order, reached, want = np.argsort(p), 0.0, np.zeros(len(p))
    for k, i in enumerate(order):
        reached = max(reached, min(1.0, (len(p) - k) * p[i]))
        want[i] = reached
    np.testing.assert_allclose(adjust(p), want, rtol=DIGITS)


def test_none_changes_nothing_and_other_words_are_refused():
    np.testing.assert_array_equal(adjust([0.2, np.nan], "none"), [0.2, np.nan])
    with pytest.raises(CallError, match="known: holm, fdr_bh, none"):
        adjust([0.2], "bonferoni")
