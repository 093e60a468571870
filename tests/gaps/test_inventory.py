"""What was asked of whom, and which gaps that allows."""

import pytest

from gapkit import Wave
from gapkit.gaps import Gap, Inventory
from gapkit.gaps.groups import groups_for, natural, waves_of
from gapkit.gaps.wanted import wanted

from .plain import answers, source, survey


def pairings(asked):
    return {p.gap.name: (p.right.role, p.left.role, p.pairing) for p in asked.pairs()}


@pytest.fixture
def everybody(rng):
    return survey(
        source("customer", answers(rng, 6, "EP")),
        source("manager", answers(rng, 4, "MS")),
        source("employee", answers(rng, 4, "SD")),
        source("monitor", answers(rng, 4, "D")),
        source("specification", answers(rng, 1, "S")),
        source("campaign", answers(rng, 2, "C")),
    )


def test_all_five_gaps_and_how_they_are_paired(everybody):
    assert pairings(everybody) == {
        "1": ("manager", "customer", "independent"),
        "2": ("specification", "manager", "constant"),
        "3": ("monitor", "specification", "constant"),
        "4": ("monitor", "campaign", "independent"),
        "5": ("customer", "customer", "respondent"),
    }


def test_a_table_of_gaps_says_who_answered_each_side(everybody, rng):
    gaps = everybody.gaps()
    asked = {p.gap.name: (p.left.role, p.right.role) for p in everybody.pairs()}
    assert gaps.roles == gaps.published().roles == asked
    assert gaps.roles["3"] == ("specification", "monitor")
    rated = survey(source("manager", answers(rng, 9, "S")), own_gaps=(Gap("2", direct="standard"),))
    # a neutral point is nobody's answer
    assert rated.gaps().roles == {"2": ("", "manager")}


def test_a_gap_whose_sides_nobody_answered_is_not_told(rng):
    assert pairings(survey(source("customer", answers(rng, 5, "P")))) == {}
    assert survey(source("customer", answers(rng, 5, "P"))).gaps().frame.empty


def test_two_files_of_one_role_are_not_the_same_people(rng):
    asked = survey(
        source("customer", answers(rng, 5, "E")), source("customer", answers(rng, 5, "P"))
    )
    assert pairings(asked) == {"5": ("customer", "customer", "independent")}


def test_performance_comes_before_perception_in_priority(rng):
    (pair,) = survey(source("customer", answers(rng, 5, "IF"))).pairs()
    assert pair.right.battery == "performance"
    (pair,) = survey(source("customer", answers(rng, 5, "IP"))).pairs()
    assert pair.right.battery == "perception"


def test_each_part_is_asked_for_once(everybody):
    parts = wanted(everybody.inventory(), everybody.pairs())
    assert len(parts) == len(set(parts))


def test_segments_that_a_gap_can_be_broken_down_by(rng):
    monitor = answers(rng, 6, "D").assign(branch=["a", "b"] * 3, shift=["x"] * 6)
    managers = answers(rng, 6, "MS").assign(branch=["a", "b"] * 3)
    laid_down = answers(rng, 1, "S")
    asked = survey(
        source("monitor", monitor), source("manager", managers), source("specification", laid_down),
        segments=("branch", "shift"),
    )  # fmt: skip
    inventory = asked.inventory()
    by_gap = {p.gap.name: inventory.segments(p, asked.segments) for p in asked.pairs()}
    assert by_gap == {"2": ["branch"], "3": ["branch", "shift"]}
    assert isinstance(inventory, Inventory)


def test_waves_in_their_order_and_all_where_there_are_none(rng):
    people = answers(rng, 6, "P").assign(round=["W10", "W2", "W2", "W10", "W1", "W1"])
    assert waves_of(survey(source("customer", people)).tally()) == ["all"]
    named = survey(source("customer", people), wave=Wave(column="round")).tally()
    assert waves_of(named) == ["W1", "W2", "W10"]


def test_groups_are_everybody_and_then_the_values_that_a_role_has(rng):
    people = answers(rng, 4, "P").assign(w=["1", "1", "2", "2"], branch=["b", "a", "b", "b"])
    asked = survey(source("customer", people), wave=Wave(column="w"), segments=("branch",))
    groups = groups_for(asked.tally(), ["customer"], ["branch"])
    assert [(g.wave, g.value) for g in groups] == [
        ("1", "all"), ("1", "a"), ("1", "b"), ("2", "all"), ("2", "b"),
    ]  # fmt: skip


def test_natural_order_knows_numbers_in_words():
    names = ["2026Q10", "2026Q2", "Ⅳ", "北區", "10", "9", ""]
    assert sorted(names, key=natural) == ["", "9", "10", "2026Q2", "2026Q10", "Ⅳ", "北區"]
