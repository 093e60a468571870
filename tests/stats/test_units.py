"""Intraclass correlation: R's analysis of variance, and a plain one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from stats_reference import ROOT, figures

from gapkit.stats.moments import Moments
from gapkit.stats.units import intraclass

# The same sums in another order.
SUMS = 1e-9


def units(frame):
    by = frame.groupby("branch")["gap"]
    return Moments.of(by.size(), by.mean(), by.std())


def test_the_figures_are_those_of_rs_analysis_of_variance():
    frame = pd.read_csv(ROOT / "stats" / "data" / "c_waves.csv")
    found = intraclass(units(frame[frame["wave"] == 1]))
    expected = figures("c/survey/wave1/icc_aov")
    assert found.icc == pytest.approx(expected["icc1_k0"], rel=SUMS)
    assert found.size == pytest.approx(expected["k0"], rel=SUMS)
    assert found.design_effect == pytest.approx(expected["deff_icc"], rel=SUMS)


def test_units_that_differ_less_than_chance_cost_nothing():
    found = intraclass(Moments.of([20, 20], [3.0, 3.0], [1.0, 1.0]))
    assert found.icc < 0
    assert found.design_effect == 1


@pytest.mark.parametrize("n", [[5], [1, 1, 1], [0, 9]])
def test_too_few_units_or_people_have_no_figure(n):
    found = intraclass(Moments.of(n, [3.0] * len(n), [1.0] * len(n)))
    assert np.isnan(found.icc)
    assert np.isnan(found.design_effect)


def test_people_who_all_agree_have_no_figure():
    assert np.isnan(intraclass(Moments.of([4, 4], [3.0, 3.0], [0.0, 0.0])).icc)
