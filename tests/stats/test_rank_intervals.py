"""Ranks and who can be told apart: R's figures, and drawn ranks."""

from __future__ import annotations

import numpy as np
import pytest
from stats_reference import figures

from gapkit.stats.rank_intervals import blocks, drawn_ranks, told_apart, told_from_average


@pytest.fixture(params=[1, 2])
def wave(request):
    return f"c/survey/wave{request.param}"


def test_ranks_are_those_of_holms_comparisons_in_r_and_of_csranks(wave):
    branches, r = figures(f"{wave}/rank_intervals"), figures(f"{wave}/rank_pairwise_holm")
    found = told_apart(branches["mean"], np.square(branches["se"]))
    assert found.low.tolist() == r["L"] == branches["simultaneous"]["L"]
    assert found.high.tolist() == r["U"] == branches["simultaneous"]["U"]


def test_blocks_part_only_what_is_all_told_apart():
    means, variance = np.array([0.0, -3.0, 0.1, -3.1, -9.0]), np.full(5, 0.01)
    assert blocks(told_apart(means, variance), means).tolist() == [1, 2, 1, 2, 3]


def test_a_chain_of_neighbours_is_one_block():
    means = np.array([0.0, -0.4, -0.8])
    apart = told_apart(means, np.full(3, 0.04))
    assert apart.above[0, 2] == (abs(0.8 / np.sqrt(0.08)) > 2.39)  # Holm's first of three pairs
    assert blocks(apart, means).tolist() == [1, 1, 1]


def test_drawn_ranks_of_units_far_apart_are_sure(rng):
    draws = rng.normal([5.0, -5.0, 0.0], 0.1, (500, 3))
    low, high = drawn_ranks(draws)
    assert low.tolist() == high.tolist() == [1, 3, 2]
    low, _ = drawn_ranks(draws, low_first=True)
    assert low.tolist() == [3, 1, 2]


def test_drawn_ranks_of_units_alike_are_anything(rng):
    low, high = drawn_ranks(rng.normal(0, 1, (4000, 12)))
    assert (low == 1).all()
    assert (high == 12).all()


def test_equal_units_are_seldom_told_from_their_average(rng):
    told = [told_from_average(rng.normal(0, 0.2, 12), np.full(12, 0.04)).any() for _ in range(600)]
    # Holm: at most 5 %; 600 surveys leave a standard error of 0.009
    assert np.mean(told) < 0.08


def test_the_variance_of_a_deviation_is_that_of_its_sum():
    y, v = np.array([-1.0, 0.0, 0.5]), np.array([0.1, 0.2, 0.3])
    weights = np.eye(3) - 1 / 3
    z = weights @ y / np.sqrt(np.square(weights) @ v)
    for method, limit in (("none", 1.959964), ("none", 1.0)):
        alpha = 0.05 if limit > 1.5 else 0.317311
        told = told_from_average(y, v, alpha, method)
        assert told.tolist() == np.where(np.abs(z) > limit, np.sign(z), 0).tolist()
