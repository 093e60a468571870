"""Sample sizes and power against R, and their round trips."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import REL, figures

from gapkit.errors import CallError
from gapkit.stats.power import (
    answers_for_power,
    answers_for_precision,
    answers_from_finite,
    design_effect_of_clusters,
    power_equivalence,
    power_independent,
    power_paired,
    sd_of_difference,
    smallest_gap,
)

# power.t.test and pwr solve for n with uniroot, whose tolerance this is.
UNIROOT = 1e-5


@pytest.mark.parametrize("effect", [0.2, 0.3, 0.5, 0.8])
def test_paired_sample_size_and_power_are_those_of_r(effect):
    want = figures("a/power/paired")[f"dz_{effect:g}"]
    np.testing.assert_allclose(answers_for_power(effect, 1.0), want["n80"], rtol=UNIROOT)
    np.testing.assert_allclose(answers_for_power(-effect, 1.0, 0.9), want["n90"], rtol=UNIROOT)
    np.testing.assert_allclose(power_paired(60, effect, 1.0), want["power_n60"], rtol=REL)


def test_precision_and_finite_population_are_those_of_r():
    want = figures("a/power/precision")
    assert answers_for_precision(0.2, want["sd"]) == want["n_for_halfwidth_0.2"]
    np.testing.assert_allclose(
        answers_from_finite(want["n_normal"], 500), want["fpc_N500"], rtol=REL
    )


def test_power_of_equivalence_is_that_of_r():
    want = figures("a/power/tost_paired_nct")
    have = power_equivalence(60, 0.5, want["sd"])
    np.testing.assert_allclose(have, want["power_approx"], rtol=REL)
    assert power_equivalence(5, 0.1, 1.0) == 0
    assert power_equivalence(60, 0.5, 1.0, gap=0.5) < 0.06


def test_independent_power_is_the_one_that_textbooks_print():
    """Cohen (1988), table 2.4.1: d = .50, power .80, two-sided .05 takes 64 on each side."""
    assert np.ceil(answers_for_power(0.5, 1.0, pairing="independent")) == 64
    have = power_independent(64, 64, 0.5, 1.0)
    assert power_independent(63, 63, 0.5, 1.0) < 0.8 < have
    from scipy.stats import nct
    from scipy.stats import t as student

    edge, nc = student.ppf(0.975, 126), 0.5 * np.sqrt(32)
    np.testing.assert_allclose(have, nct.sf(edge, 126, nc) + nct.cdf(-edge, 126, nc), rtol=REL)


@given(st.floats(0.05, 3), st.floats(0.3, 0.99), st.sampled_from(["paired", "independent"]))
def test_smallest_gap_undoes_answers_for_power(gap, power, pairing):
    n = answers_for_power(gap, 1.3, power, pairing=pairing)
    if n == 2:  # two people tell it already
        return
    np.testing.assert_allclose(smallest_gap(n, 1.3, power, pairing=pairing), gap, rtol=1e-6)


def test_a_huge_gap_is_certain_and_two_people_do():
    assert power_paired(1000, 50.0, 1.0) == 1
    assert answers_for_power(1e6, 1.0) == 2
    assert answers_for_precision(1e6, 1.0) == 2


def test_precision_reaches_its_width_and_not_before():
    from scipy.stats import t as student

    n = answers_for_precision(0.15, 1.1)
    widths = [student.ppf(0.975, k - 1) * 1.1 / np.sqrt(k) for k in (n - 1, n)]
    assert widths[0] > 0.15 >= widths[1]


def test_spread_of_a_gap_and_design_effect():
    left, right = np.array([1, 2, 4, 7.0]), np.array([2, 2, 5, 4.0])
    have = sd_of_difference(left.std(), right.std(), np.corrcoef(left, right)[0, 1])
    np.testing.assert_allclose(have, (right - left).std(), rtol=REL)
    assert design_effect_of_clusters(1, 0.3) == 1
    assert design_effect_of_clusters(11, 0.1) == 2


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: answers_for_power(0, 1.0), "gap: 0 came; a gap other than 0"),
        (lambda: answers_for_power(0.5, 0), "sd: 0 came; a number above 0"),
        (lambda: answers_for_power(0.5, 1.0, power=1.0), "power: 1.0 came; a chance above 0.05"),
        (lambda: answers_for_power(1e-9, 1.0), "Not reached with 1000000000"),
        (lambda: smallest_gap(1, 1.0), "n: 1 came; at least 2"),
        (lambda: answers_for_precision(-0.1, 1.0), "half_width: -0.1 came"),
        (lambda: answers_from_finite(60, 0), "population: 0 came"),
        (lambda: power_equivalence(60, 0, 1.0), "margin: 0 came"),
        (lambda: sd_of_difference(1, 1, 1.5), "correlation: 1.5 came"),
        (lambda: design_effect_of_clusters(0, 0.1), "people: 0 came"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_words(call, words):
    with pytest.raises(CallError, match=words):
        call()
