"""Who is meant by a battery, and what a gap is called."""

import pytest

from gapkit.errors import CallError
from gapkit.gaps import GAPS, ROLES, Side
from gapkit.gaps.model import gap_words, home_of, resolve
from gapkit.wording import words


@pytest.mark.parametrize(
    ("written", "answered", "meant"),
    [
        ("perception", [("customer", "perception")], "customer"),
        ("belief", [("manager", "belief"), ("employee", "belief")], "manager"),
        ("standard", [("manager", "standard"), ("specification", "standard")], "specification"),
        ("standard", [("manager", "standard"), ("employee", "standard")], "manager"),
        ("employee.standard", [("manager", "standard"), ("employee", "standard")], "employee"),
        ("delivery", [("employee", "delivery"), ("monitor", "delivery")], "monitor"),
        ("delivery", [("employee", "delivery")], "employee"),
        ("promise", [("campaign", "promise")], "campaign"),
        ("promise", [("manager", "promise")], None),
        ("standard", [("employee", "standard")], None),
    ],
)
def test_an_unqualified_battery_is_the_contracts_roles(written, answered, meant):
    found = resolve(written, {Side(*side) for side in answered})
    assert (found.role if found else None) == meant


def test_the_first_alternative_that_was_answered_is_taken():
    perception, performance = Side("customer", "perception"), Side("customer", "performance")
    assert resolve("performance|perception", {perception, performance}) == performance
    assert resolve("performance|perception", {perception}) == perception


def test_an_unknown_role_is_named_with_the_nearest():
    with pytest.raises(CallError, match=r"'manger'.*Did you mean 'manager'"):
        resolve("manger.standard", set())


def test_a_side_is_named_with_its_role_only_where_that_is_not_its_own():
    assert Side("customer", "perception").name == "perception"
    assert Side("specification", "standard").name == Side("manager", "standard").name == "standard"
    assert Side("mystery", "perception").name == "mystery.perception"
    assert set(home_of("delivery")) < set(ROLES)


def test_the_gaps_are_those_of_the_contract():
    table = {g.name: (g.right, g.left) for g in GAPS}
    assert table == {
        "1": ("belief", "expectation"),
        "2": ("standard", "belief"),
        "3": ("delivery", "standard"),
        "4": ("delivery", "promise"),
        "5": ("perception", "expectation"),
        "adequacy": ("perception", "minimum"),
        "superiority": ("perception", "desired"),
        "priority": ("performance|perception", "importance"),
    }
    assert [g.name for g in GAPS if not g.judged] == ["priority"]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_gap_has_words_also_the_users_own(language):
    say = words(language)
    for what in ("name", "short", "question", "sign"):
        for gap in GAPS:
            assert "{" not in gap_words(say, gap.name, what)
        own = gap_words(say, "6", what, right="Standard", left="Promise")
        assert "{" not in own
        assert "6" in own or "Standard" in own
