"""The chapter on the systems around the gaps: what it shows of the synthetic call centre."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gapkit.report.page.systems import FRONT, system_tables, system_told
from gapkit.report.systems import SYSTEMS
from gapkit.results import CHARTS

from .call_centre import call_centre


@pytest.fixture(scope="module")
def inside():
    return call_centre().published()


@pytest.fixture(scope="module")
def outside():
    return replace(call_centre(), audience="public").published()


def texts(table):
    return {text for row in table.first_rows for text, _ in row}


@pytest.mark.parametrize("section", SYSTEMS)
def test_every_section_says_something_and_shows_its_tables(inside, section):
    assert system_told(inside, section)
    shown = {table.name for table in system_tables(inside, section)}
    assert shown == {name for name in SYSTEMS[section] if name in FRONT}


def test_every_table_of_a_system_has_a_form_or_a_chart():
    names = [name for tables in SYSTEMS.values() for name in tables]
    assert [name for name in names if name not in FRONT and name not in CHARTS] == []


def test_the_first_sentences_are_of_different_tables(inside):
    said = system_told(inside, "monitoring")
    first = [inside.words.say(inside.results[name].sentences[0]) for name in SYSTEMS["monitoring"]]
    assert list(said[: len(first)]) == first


def test_agents_are_named_within_the_firm_only(inside, outside):
    agents = set(call_centre().results["monitoring"].frame["agent"]) - {"all"}
    assert len(agents) == 25
    (table, *_) = system_tables(inside, "monitoring")
    assert agents <= texts(table)
    for section in SYSTEMS:
        for table in system_tables(outside, section):
            assert not agents & texts(table), table.name


def test_the_month_that_is_not_over_is_not_in_front(inside):
    frame = inside.results["duty"].frame
    (table,) = [t for t in system_tables(inside, "log") if t.name == "duty"]
    august = frame[(frame["month"] == "2026-08") & (frame["unit"] == "all")]
    inquiries = august.set_index("measure").loc["inquiries", "value"]
    assert f"{inquiries:,.0f}" in texts(table)


def test_shares_are_said_in_percent_and_money_without_needless_decimals(inside):
    (zeros,) = system_tables(inside, "zeros")
    frame = inside.results["zeros"].frame
    here = frame[(frame["unit"] == "all") & (frame["wave"] == "2026Q3")].set_index("measure")
    assert inside.words.percent(here.loc["recovered", "value"], 1) in texts(zeros)
    (guarantee, *_) = system_tables(inside, "guarantee")
    paid = inside.results["guarantee"].frame
    paid = paid[paid["wave"] == "2026Q3"]["payout"]
    assert {f"{amount:,.0f}" for amount in paid} <= texts(guarantee)
