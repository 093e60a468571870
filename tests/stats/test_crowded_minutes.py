"""Minutes in which forms crowd: planted ones are found, honest arrivals are left in peace."""

import numpy as np
import pytest

from gapkit.stats.crowded_minutes import FEWEST, crowded_minutes

DAY = 86_400.0


def arrivals(rng, units, days=30):
    """Customers come from 9 to 17, most before noon; once in the period an invitation brings 40."""
    found, unit = [], []
    for number in range(units):
        for day in range(days):
            n = rng.poisson(8)
            hour = 9 + 8 * rng.beta(2, 3, n)
            found += (day * DAY + 3600 * hour).tolist()
            unit += [number] * n
        start = rng.integers(days) * DAY + 3600 * 10
        found += (start + rng.exponential(1800, 40)).tolist()
        unit += [number] * 40
    return np.array(found), np.array(unit)


def test_fewer_than_one_in_a_hundred_honest_units_is_flagged(rng):
    seconds, unit = arrivals(rng, 300)
    assert len({c.unit for c in crowded_minutes(seconds, unit)}) < 3


def test_a_crowd_is_found_where_it_stands(rng):
    seconds, unit = arrivals(rng, 20)
    at = np.flatnonzero(unit == 4)[:12]
    seconds[at] = 12 * DAY + 3600 * 13 + np.arange(12) * 5.0
    (found,) = crowded_minutes(seconds, unit)
    assert found.unit == 4
    assert set(found.forms.tolist()) == set(at.tolist())
    assert found.expected < 1


def test_a_crowd_counts_from_the_fewest_on():
    steady = np.arange(500) * 3600.0
    for size, count in ((FEWEST - 1, 0), (FEWEST, 1)):
        seconds = np.append(steady, 100 * DAY + np.arange(size) * 1.0)
        assert len(crowded_minutes(seconds, np.zeros(len(seconds), int))) == count


@pytest.mark.parametrize("seconds", [[], [np.nan] * 9, [60.0], [60.0] * 40])
def test_nothing_known_one_form_or_all_at_once(seconds):
    assert crowded_minutes(np.array(seconds), np.zeros(len(seconds), int)) == []
