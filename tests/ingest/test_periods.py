"""Names of quarters, months and years, and dates; the forms are those of the contract."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.ingest.periods import (
    asked_wave,
    named_period,
    order_of_dates,
    period_of_date,
    wave_name,
)

NAMED = {
    "2026Q3": ["2026Q3", "2026-Q3", "2026 Q3", "Q3 2026", "Q3/2026", "Q3-2026", "3Q26", "3Q2026", "q3 2026",
               "2026年第三季", "2026年第3季", "2026年第3季度", "2026第三季", "115Q3", "115年第3季", "115年第三季",
               "民國115年第3季", "２０２６Ｑ３", " 2026Q3 ", "Q3 '26"],
    "2026H1": ["2026H1", "2026-H1", "H1 2026", "H1/2026", "2026上半年", "2026年上半年", "115上半年", "民國115年 上半年"],
    "2026-07": ["2026-07", "2026/7", "2026.07", "202607", "7/2026", "July 2026", "Jul 2026", "Jul-2026", "2026 July",
                "2026年7月", "2026年07月", "115年7月", "115/07", "115-7"],
    "2026": ["2026", "2026.0", "2026年", "115年", "民國115年", "115年度"],
}  # fmt: skip


@pytest.mark.parametrize(("period", "text"), [(p, t) for p, texts in NAMED.items() for t in texts])
def test_names_of_periods(period, text):
    assert named_period(text) == period


@pytest.mark.parametrize(
    "text", ["before", "wave 2", "1", "115", "2026Q5", "2026-13", "2026H3", "pilot 2026", "7", ""]
)
def test_what_names_no_period_stays(text):
    assert named_period(text) is None


DATES = [
    "2026-07-15", "2026/7/15", "2026.07.15", "20260715", "1150715", "115/07/15", "115.7.15", "115年7月15日",
    "民國115年7月15日", "2026年7月15日", "15.07.2026", "15 July 2026", "15-Jul-26", "15-Jul-2026", "July 15, 2026",
    "Jul 15 2026", "2026-07-15 09:03:10", "2026-07-15T09:03:10.000+08:00", "2026-07-15T09:03:10Z",
    "2026/07/15 9:03:10 AM GMT+8", "2026/07/15 12:30:00 AM GMT+8", "2026/7/15 下午 01:34:49", "2026/07/15 1:34:49 下午 GMT+8",
    "2026/07/15 1:34:49 下午 GMT+8", "15/07/2026 10:00", "2026年7月15日 9時3分",
]  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_dates_in_many_forms(text):
    assert period_of_date(text, "month") == "2026-07"
    assert period_of_date(text, "quarter") == "2026Q3"
    assert period_of_date(text, "year") == "2026"


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "32/01/2026", "2026", "45850"])
def test_what_is_no_date(text):
    assert period_of_date(text, "month") is None


def test_a_time_zone_never_moves_the_day():
    # GMT+8 means +08:00, which some parsers read as -08:00; the local day counts either way.
    assert period_of_date("2026/07/01 12:30:00 AM GMT+8", "month") == "2026-07"
    assert period_of_date("2026-06-30T23:30:00-10:00", "month") == "2026-06"


def test_the_whole_column_decides_what_stands_first():
    assert order_of_dates(["03/04/2026", "13/04/2026"], "quarter") == "day"
    assert order_of_dates(["03/04/2026", "04/13/2026"], "quarter") == "month"
    assert order_of_dates(["03/04/2026", "04/05/2026"], "quarter") is None
    assert order_of_dates(["13/04/2026", "04/13/2026"], "quarter") is None
    assert order_of_dates(["03/04/2026", "04/05/2026"], "year") == "day"
    assert order_of_dates(["2026-07-01", ""], "month") == "day"


def test_a_given_format_overrules():
    assert period_of_date("07.15.2026", "month", written="%m.%d.%Y") == "2026-07"
    assert period_of_date("03/04/2026 10:00", "month", written="%m/%d/%Y") == "2026-03"
    assert period_of_date("2026-03-04", "month", written="%m/%d/%Y") is None


@pytest.mark.parametrize(
    ("text", "wave"),
    [("1150715", "2026Q3"), ("115/07/15", "2026Q3"), ("2026-07-15", "2026Q3"), ("民國115年7月15日", "2026Q3"),
     ("2026/07/15 1:12:00 下午 GMT+8", "2026Q3"), ("2026-Q3", "2026Q3"), ("115年7月", "2026-07"), ("2026.0", "2026"),
     ("03/04/2026", "03/04/2026"), ("45853", "45853"), ("wave 2", "wave 2"), ("3.0", "3"), ("", "")],
)  # fmt: skip
def test_the_wave_that_a_cell_names(text, wave):
    assert wave_name(text) == wave


def test_dates_in_a_wave_column_fall_in_the_studys_period():
    assert [wave_name("1150715", p) for p in ("month", "year")] == ["2026-07", "2026"]


def test_a_wave_is_asked_for_in_any_spelling():
    known = ["2026Q2", "2026Q3", "pilot", "2026-Q4"]
    spelled = ["2026-Q3", "115Q3", "1150715", "pilot", "2026Q3"]
    assert [asked_wave(s, known) for s in spelled] == [
        "2026Q3",
        "2026Q3",
        "2026Q3",
        "pilot",
        "2026Q3",
    ]
    assert asked_wave("2026-Q4", known) == "2026-Q4"
    assert asked_wave("2027-Q1", known) == "2027-Q1"


# Microsoft, "DATE function": 1 January 2008 is serial number 39448.
def test_a_column_of_a_spreadsheets_day_numbers():
    assert period_of_date("39448", "month", "serial") == "2008-01"
    assert period_of_date("39447.99", "month", "serial") == "2007-12"
    assert order_of_dates(["39448", "45853.5", ""], "quarter") == "serial"
    assert order_of_dates(["39448", "2026-07-01"], "quarter") != "serial"
    assert order_of_dates(["12345", "39448"], "quarter") != "serial"
    assert period_of_date("39448", "month") is None


# Stamps as the tools write them: Google Forms, Microsoft Forms through a US Excel, SurveyMonkey, wjx, Kobo.
@pytest.mark.parametrize(
    ("text", "month"),
    [("2026/07/01 1:12:00 下午 GMT+8", "2026-07"), ("2026/07/01 12:30:00 AM GMT+8", "2026-07"),
     ("7/27/26 19:06", "2026-07"), ("7/27/26 19:06:23", "2026-07"), ("2026/7/1 9:03:10", "2026-07"),
     ("2026-07-01T09:03:10.000+08:00", "2026-07"), ("115/7/1 上午 09:03", "2026-07"), ("1150701", "2026-07")],
)  # fmt: skip
def test_stamps_as_tools_write_them(text, month):
    assert period_of_date(text, "month", "month") == month


@given(day=st.dates(date(1990, 1, 1), date(2049, 12, 31)))
def test_every_day_has_one_period_in_every_spelling(day):
    quarter = f"{day.year}Q{(day.month - 1) // 3 + 1}"
    spellings = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ]
    if day.year >= 2011:
        spellings.append(f"{day.year - 1911}{day:%m%d}")
    for text in spellings:
        assert period_of_date(text, "quarter") == quarter


def test_two_digits_of_the_year_may_stand_first():
    """Answers of one month: read day first, they would lie thirty years apart."""
    dates = [f"26/07/{day:02}" for day in range(1, 32)]
    assert order_of_dates(dates, "month") == "year"
    assert {period_of_date(d, "month", "year") for d in dates} == {"2026-07"}
    turned = [f"{day:02}/07/26" for day in range(1, 32)]
    assert order_of_dates(turned, "month") == "day"
