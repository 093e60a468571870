"""Samples that share people: between the paired t test and Welch's."""

from __future__ import annotations

import numpy as np
import pytest
from stats_reference import REL, figures, table

from gapkit.stats.moments import Moments
from gapkit.stats.overlap import overlapping_t


def of(values):
    return Moments.of(len(values), np.mean(values), np.std(values, ddof=1))


def gaps(wave):
    frame = table("c_waves")
    return frame[frame["wave"] == wave]["gap"].to_numpy()


def test_with_nobody_twice_it_is_welchs_test_in_r():
    found = overlapping_t(of(gaps(1)), of(gaps(2)), 0, np.nan)
    r = figures("c/change/welch_unweighted")
    names = ("t", "df", "p", "ci_low", "ci_high")
    expected = [r[k] for k in ("t", "df", "p", "lo", "hi")]
    assert [getattr(found, n)[0] for n in names] == pytest.approx(expected, rel=REL)


def test_with_everybody_twice_it_is_the_paired_test_in_r():
    by = table("c_waves").groupby(["branch", "wave"])["gap"].mean().unstack("wave")
    r = figures("c/change/branch_paired_t")
    found = overlapping_t(of(by[1]), of(by[2]), 12, np.corrcoef(by[1], by[2])[0, 1])
    names = ("t", "df", "p", "ci_low", "ci_high")
    expected = [r[k] for k in ("t", "df", "p", "lo", "hi")]
    assert [getattr(found, n)[0] for n in names] == pytest.approx(expected, rel=REL)


def test_the_error_of_a_partly_shared_sample_is_that_of_its_sums(rng):
    """Variance of the difference of means, out of the covariance of the shared people."""
    both = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 2]], 40)
    first, second = (
        np.append(both[:, 0], rng.normal(size=30)),
        np.append(both[:, 1], rng.normal(size=20)),
    )
    r = np.corrcoef(both.T)[0, 1]
    shared = r * first.std(ddof=1) * second.std(ddof=1)
    variance = first.var(ddof=1) / 70 + second.var(ddof=1) / 60 - 2 * 40 * shared / (70 * 60)
    found = overlapping_t(of(first), of(second), 40, r)
    assert found.se[0] == pytest.approx(np.sqrt(variance), rel=REL)
    assert 39 < found.df[0] < 128


def test_tests_of_no_change_are_told_as_often_as_they_should(rng):
    told = 0
    for _ in range(1500):
        both = rng.multivariate_normal([0, 0], [[1, 0.7], [0.7, 1]], 15)
        first, second = (
            np.append(both[:, 0], rng.normal(size=10)),
            np.append(both[:, 1], rng.normal(size=8)),
        )
        told += overlapping_t(of(first), of(second), 15, np.corrcoef(both.T)[0, 1]).p[0] < 0.05
    # standard error 0.0056
    assert 0.03 < told / 1500 < 0.07
