"""Forms that are alike: the law of chance matches, planted copies, and honest forms left in peace."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import poisson

from gapkit.stats.pages import NEAR, Pages
from gapkit.stats.similar_forms import (
    _comparable,
    _matches_tail,
    alike_forms,
    count_tail,
    matching_law,
)

ITEMS = 20


def honest(rng, n, quality=0.0):
    """Expectations near the ceiling and perceptions: a general factor, five dimensions, habits.

    6 % give one answer throughout a battery, 6 % nearly so, 15 % the highest to nine of ten items.
    """
    dimension = np.repeat(np.arange(5), ITEMS // 5)
    general, habit = rng.normal(0, 0.8, n), np.exp(rng.normal(0, 0.35, n))
    pages = []
    for mean, item in (
        (6.3, np.linspace(-0.3, 0.3, ITEMS)),
        (5.2 + quality, 0.5 * np.sin(np.arange(ITEMS))),
    ):
        x = mean + item + 0.8 * general[:, None] + rng.normal(0, 0.45, (n, 5))[:, dimension]
        x += rng.normal(0, 0.75, (n, ITEMS)) * habit[:, None]
        codes = np.clip(np.rint(x), 1, 7).astype(np.uint8) - 1
        straight = rng.random(n) < 0.06
        codes[straight] = codes[straight][:, :1]
        nearly = rng.random(n) < 0.06
        stay = rng.random((n, ITEMS)) < 0.92
        codes[nearly] = np.where(stay[nearly], codes[nearly][:, :1], codes[nearly])
        top = rng.random(n) < 0.15
        codes[top] = np.where(rng.random((n, ITEMS))[top] < 0.9, 6, codes[top])
        pages.append(codes)
    return pages


def units(rng, count, smallest=20, largest=300):
    sizes = rng.integers(smallest, largest, count)
    forms = [honest(rng, n, quality=rng.normal(0, 0.3)) for n in sizes]
    batteries = tuple(np.vstack(part) for part in zip(*forms, strict=True))
    return Pages(batteries, (7, 7)), np.repeat(np.arange(count), sizes)


def varied_form(pages, unit):
    """A form of unit 0 that says something, as a person who makes forms up would take."""
    telling = pages.telling.all(axis=1) & (unit == 0)
    return int(np.flatnonzero(telling)[0])


def planted(rng, pages, unit, copies, slips):
    """Make the first forms of unit 0 copies of one, each answer changed with a chance of `slips`."""
    of = varied_form(pages, unit)
    where = [k for k in np.flatnonzero(unit == 0).tolist() if k != of][:copies]
    batteries = [b.copy() for b in pages.batteries]
    for b in batteries:
        slip = rng.random((copies, ITEMS)) < slips
        b[where] = np.where(slip, rng.integers(0, 7, (copies, ITEMS)), b[of])
    return Pages(tuple(batteries), pages.points), {of, *where}


def test_fewer_than_one_in_a_hundred_honest_units_is_flagged(rng):
    flagged = looked_at = 0
    for _ in range(2):
        pages, unit = units(rng, 70, largest=120)
        flagged += len({found.unit for found in alike_forms(pages, unit)})
        looked_at += 70
    assert flagged < looked_at / 100


def test_a_single_honest_unit_is_not_flagged(rng):
    # nobody else's forms to compare with: the law of the answers alone must do
    assert not any(alike_forms(*units(rng, 1, 150, 300)) for _ in range(10))


@pytest.mark.parametrize("count", [1, 8])
@pytest.mark.parametrize("slips", [0.0, 0.04])
def test_thirty_copies_among_three_hundred_are_found(rng, count, slips):
    pages, unit = units(rng, count, 300, 301)
    pages, members = planted(rng, pages, unit, 30, slips)
    (found,) = alike_forms(pages, unit)
    assert found.unit == 0
    # a copy in which many answers were changed may drop out; nobody else gets in
    assert set(found.forms.tolist()) <= members
    assert len(found.forms) >= 0.9 * len(members)
    assert found.same >= np.ceil(NEAR * 2 * ITEMS)
    assert (found.same == 2 * ITEMS) == (slips == 0.0)
    assert found.p < 1e-12


def test_copies_of_a_form_that_says_nothing_are_no_sign(rng):
    pages, unit = units(rng, 3, 200, 201)
    batteries = [b.copy() for b in pages.batteries]
    for b in batteries:
        b[:30] = 6
    assert alike_forms(Pages(tuple(batteries), pages.points), unit) == []


def test_habits_that_shade_into_each_other_are_no_sign(rng):
    """A tenth give the highest answer to what they know and the middle one to the rest.

    Which items they know differs a little, so that many are roughly alike and some nearly: so
    answered people in the survey of a water company, honestly.
    """
    pages, unit = units(rng, 1, 400, 401)
    batteries = [b.copy() for b in pages.batteries]
    knows = np.array([0.95] * 5 + [0.5] * 4 + [0.1] * 11)
    for b in batteries:
        b[:40] = np.where(rng.random((40, ITEMS)) < knows, 6, 3)
    assert alike_forms(Pages(tuple(batteries), pages.points), unit) == []


def test_no_pair_is_overlooked_by_looking_at_blocks_first(rng):
    pages, unit = units(rng, 1, 250, 251)
    pages, _ = planted(rng, pages, unit, 40, 0.09)  # pairs around the bound, from both sides
    near = pages.near(pages)
    np.fill_diagonal(near, val=False)
    alike = np.flatnonzero(near.any(axis=0) | near.any(axis=1))
    assert len(alike) > 10
    assert set(alike.tolist()) <= set(_comparable(pages).tolist())


def test_in_a_large_unit_only_equal_forms_are_compared(rng, monkeypatch):
    """The planted copies are equal, and stay found; what is compared is kept within the bound."""
    from gapkit.stats import similar_forms

    pages, unit = units(rng, 1, 250, 251)
    pages, copies = planted(rng, pages, unit, 30, 0.0)
    usual = _comparable(pages)
    monkeypatch.setattr(similar_forms, "MOST_COMPARED", 60)
    assert len(usual) > 60
    few = _comparable(pages)
    assert copies <= set(few.tolist())
    assert len(few) <= 60
    (found,) = alike_forms(pages, unit)
    assert copies <= set(found.forms.tolist())


def test_all_forms_the_same():
    row = np.arange(ITEMS) % 5
    pages = Pages((np.tile(row, (50, 1)).astype(np.uint8),), (5,))
    (found,) = alike_forms(pages, np.zeros(50, int))
    assert (len(found.forms), found.same) == (50, ITEMS)


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_too_few_forms(rows):
    pages = Pages((np.tile(np.arange(ITEMS) % 5, (rows, 1)).astype(np.uint8),), (5,))
    assert alike_forms(pages, np.zeros(rows, int)) == []


def test_half_of_the_answers_missing_is_no_likeness(rng):
    codes = np.tile(np.arange(ITEMS) % 5, (40, 1)).astype(np.uint8)
    codes[:, ::2] = 5  # no answer
    assert alike_forms(Pages((codes,), (5,)), np.zeros(40, int)) == []


def test_the_order_of_the_forms_does_not_matter(rng):
    pages, unit = units(rng, 4, 60, 61)
    pages, _ = planted(rng, pages, unit, 12, 0.0)
    order = rng.permutation(len(unit))
    (one,) = alike_forms(pages, unit)
    (other,) = alike_forms(pages.take(order), unit[order])
    assert set(order[other.forms].tolist()) == set(one.forms.tolist())
    assert other.expected == pytest.approx(one.expected, rel=1e-9)


def test_chances_of_matches_are_those_of_all_outcomes_added_up(rng):
    p = rng.random((3, 7))
    for least in range(8):
        plain = [
            sum(
                np.prod(np.where(hits, row, 1 - row))
                for hits in map(np.array, product([False, True], repeat=7))
                if hits.sum() >= least
            )
            for row in p
        ]
        np.testing.assert_allclose(_matches_tail(p, least), plain, rtol=1e-10)


@pytest.mark.parametrize(("count", "expected"), [(0, 2.0), (1, 0.1), (5, 0.5), (29, 3.0)])
def test_the_tail_of_counts_is_that_of_scipy(count, expected):
    assert count_tail(count, expected) == pytest.approx(poisson.sf(count - 1, expected), rel=1e-9)


def test_the_law_of_matches_is_the_share_of_matching_pairs_where_items_are_independent(rng):
    # three points, 12 items: near is 11 of 12 equal, and chance brings that about often enough
    codes = rng.choice(3, (4000, 12), p=[0.6, 0.3, 0.1]).astype(np.uint8)
    pages = Pages((codes,), (3,))
    forms = np.flatnonzero((codes == 0).sum(axis=1) == 8)[:200]
    law = np.mean([matching_law(pages.take(np.array([k])), pages) for k in forms])
    share = pages.take(forms).near(pages).mean() - 1 / len(pages)  # not with itself
    # the classes by mean answer know a little of the form's own level: half as much again
    assert share / 1.5 < law < share * 1.5
