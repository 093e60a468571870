"""Plans agree with R's power.t.test, and with the power of what they ask for."""

from __future__ import annotations

import pytest

from gapkit.errors import CallError
from gapkit.stats.planning import plan
from gapkit.stats.power import power_equivalence, power_paired


@pytest.mark.parametrize(("standardised", "n"), [(0.2, 199), (0.5, 34)])
def test_answers_to_tell_a_gap_are_those_of_rs_power_t_test(standardised, n):
    # power.t.test(delta = d, sd = 1, power = .8, type = "paired"): n = 198.15 and 33.37
    assert plan(gap=standardised, sd=1.0).to_tell == n


def test_the_fewest_answers_are_given_that_do():
    found = plan(gap=0.4, sd=1.1, margin=0.3)
    assert power_paired(found.to_tell, 0.4, 1.1) >= 0.8 > power_paired(found.to_tell - 1, 0.4, 1.1)
    met = found.to_meet
    assert power_equivalence(met, 0.3, 1.1) >= 0.8 > power_equivalence(met - 1, 0.3, 1.1)


def test_precision_is_the_smallest_n_whose_t_interval_is_narrow_enough():
    # t(.975, n - 1) / sqrt(n) <= 0.25 first holds at n = 64 (by hand: t = 1.998, 0.2498)
    assert plan(gap=0.5, sd=1.0).for_precision == 64


def test_a_small_population_needs_fewer_and_drawn_units_more():
    plain, few = plan(gap=0.3, sd=1.2), plan(gap=0.3, sd=1.2, population=200)
    drawn = plan(gap=0.3, sd=1.2, units=10, icc=0.05)
    assert few.to_tell < plain.to_tell < drawn.to_tell
    assert drawn.all_units == 10 * drawn.to_tell
    # n0 / (1 + n0 / N), before both are rounded up
    assert few.to_tell == pytest.approx(plain.to_tell / (1 + plain.to_tell / 200), abs=1)


def test_a_finished_survey_could_have_told_what_a_plan_asks_its_size_for():
    found = plan(gap=0.5, sd=1.0, answered=34)
    assert found.smallest == pytest.approx(0.5, abs=0.01)
    assert any("smallest gap" in line for line in found.lines())
    assert all(line.isascii() for line in found.lines())


def test_numbers_that_cannot_be_are_refused():
    with pytest.raises(CallError):
        plan(gap=0.0, sd=1.0)
    with pytest.raises(CallError):
        plan(gap=0.5, sd_left=1, sd_right=1, correlation=2)
