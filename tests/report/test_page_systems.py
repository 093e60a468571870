"""The chapter on the systems around the gaps: what it shows of the synthetic call centre."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from gapkit.report.page.importance import LEADING, NOTES
from gapkit.report.page.render import MOST_SENTENCES
from gapkit.report.page.systems import FRONT, system_notes, system_tables, system_told
from gapkit.report.systems import SYSTEMS
from gapkit.results import CHARTS
from gapkit.results.audience import names_staff
from gapkit.wording import words

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
    by_unit = {"funnel"} if section == "complaints" else set()
    assert shown == {name for name in SYSTEMS[section] if name in FRONT} | by_unit


def test_every_table_of_a_system_has_a_form_or_a_chart():
    names = [name for tables in SYSTEMS.values() for name in tables]
    assert [name for name in names if name not in FRONT and name not in CHARTS] == []


def test_the_firms_own_records_are_what_the_sections_speak_of(inside):
    """They are kept from the gate, which holds what people answered to `min_n`."""
    own = {name for name, result in inside.results.items() if result.own_records}
    of_sections = {name for tables in SYSTEMS.values() for name in tables}
    assert of_sections <= own
    assert own.isdisjoint({"gaps", "scores", "outcomes", "answers", "trends", "witnesses"})


def test_a_column_is_of_the_kind_that_its_table_gives_it(inside):
    """Whole numbers, figures, words: nothing of another kind, which files would have to guess at."""
    for name, result in inside.results.items():
        kinds = {str(dtype) for dtype in result.frame.dtypes}
        assert kinds <= {"Int64", "int64", "float64", "str", "object"}, name
        words = result.frame.select_dtypes(["object", "str"])
        assert not words.map(lambda cell: isinstance(cell, int | float) and cell == cell).any(
            axis=None
        ), name


def keys_of(content, section):
    """Sentence → its key."""
    phrases = [p for name in SYSTEMS[section] for p in content.phrases(name)]
    return {content.words.say(phrase): phrase.key for phrase in phrases}


@pytest.mark.parametrize("section", SYSTEMS)
def test_what_asks_for_somebody_to_act_comes_first_and_how_it_was_counted_last(inside, section):
    keys = keys_of(inside, section)
    order = [keys[sentence] for sentence in system_told(inside, section)]
    assert sorted(order, key=lambda key: (key not in LEADING, key in NOTES)) == order
    assert len(order) == len(keys)


def test_of_monitoring_the_shortfalls_stand_open(inside):
    keys = keys_of(inside, "monitoring")
    first = [keys[sentence] for sentence in system_told(inside, "monitoring")[:MOST_SENTENCES]]
    assert first == [
        "training.everybody", "training.one", "monitors.drift", "monitoring.critical",
        "monitoring.missed",
    ]  # fmt: skip


def test_every_sentence_that_is_put_in_order_exists():
    assert [key for key in (*LEADING, *NOTES) if not words("en").has(key)] == []


def test_the_public_is_told_how_many_agents_and_below_each_table_what_is_withheld(outside):
    assert one_of(outside, "training.one") in system_told(outside, "monitoring")
    whole = call_centre().results
    for table in system_tables(outside, "monitoring"):
        count = int(names_staff(whole[table.name].frame).sum())
        assert [str(count) in note for note in table.notes] == [True], table.name


def test_a_plan_for_agents_alone_is_told_without_its_rows():
    content = call_centre()
    plan = content.results["training"]
    alone = plan.frame[plan.frame["scope"] == "one"].reset_index(drop=True)
    results = {**content.results, "training": replace(plan, frame=alone)}
    shown = replace(content, audience="public", results=results).published()
    assert "training" not in shown.results
    assert one_of(shown, "training.one") in system_told(shown, "monitoring")
    (note,) = system_notes(shown, "monitoring")
    assert str(len(alone)) in note
    agents = set(alone["agent"])
    assert not any(agent in text for agent in agents for text in system_told(shown, "monitoring"))


def one_of(content, key):
    """The one sentence of a key."""
    (said,) = [text for text, k in keys_of(content, "monitoring").items() if k == key]
    return said


def test_a_long_list_says_how_many_rows_it_holds_in_all(inside):
    late = inside.results["overdue"].frame
    (table,) = [t for t in system_tables(inside, "complaints") if t.name == "overdue"]
    assert len(table) + table.left_out == len(late) > len(table) == 20
    assert any(str(len(late)) in note and "tables/overdue.csv" in note for note in table.notes)


def test_the_calendar_begins_with_what_is_due_next(inside):
    frame = inside.results["calendar"].frame
    (table,) = system_tables(inside, "calendar")
    coming = frame.loc[frame["past"] == "no", "due"]
    shown = [row[0][0] for row in table.first_rows]
    assert shown == coming.tolist()[: len(shown)]
    assert len(table) + table.left_out == len(coming)


def test_units_stand_beside_each_other_in_their_complaints_the_worst_first(inside):
    (table,) = [t for t in system_tables(inside, "complaints") if t.name == "funnel"]
    frame = inside.results["funnel"].frame
    put_right = frame[frame["step"] == "recovered"].set_index("unit")["share_of_received"]
    late = inside.results["overdue"].frame["unit"].value_counts()
    names = [c.name for c in table.columns]
    units = put_right.drop("all").sort_values().index
    rows = {row[0][0]: [text for text, _ in row] for row in table.first_rows}
    assert list(rows)[1:] == [inside.words.unit(unit) for unit in units]
    for unit in units:
        row = rows[inside.words.unit(unit)]
        assert row[names.index("recovered")] == inside.words.percent(put_right[unit], 1)
        assert row[names.index("overdue")] == str(late[unit])


def test_a_plan_says_the_day_on_which_its_week_begins(inside):
    (plan,) = [t for t in system_tables(inside, "monitoring") if t.name == "training"]
    assert "2026-W39" in plan.title
    assert "2026-09-21" in plan.title  # date -d 2026-09-21 +%G-W%V-%u: 2026-W39-1


def test_of_a_promise_that_is_a_name_alone_no_rule_is_listed():
    rules = pd.DataFrame({
        "promise": ["named", "named", "told", "told"], "rule": ["brief", "payout"] * 2,
        "met": ["", "", "yes", ""],
    })  # fmt: skip
    assert FRONT["guarantee_rules"](rules)[["promise", "rule"]].values.tolist() == [
        ["told", "payout"]
    ]


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
