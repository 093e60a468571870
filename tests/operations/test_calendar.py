"""What falls due when. Days are those of a printed calendar of 2026; the four meetings are the issue's."""

from __future__ import annotations

import calendar as almanac
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from gapkit.errors import StudyError
from gapkit.instrument import load_instrument
from gapkit.operations.calendar import calendar
from gapkit.operations.department import Department
from gapkit.operations.desk import Desk
from gapkit.operations.due import DEFAULT_RULES, Due, due_days
from gapkit.options import Options
from gapkit.results import Result
from gapkit.study import read_study

if TYPE_CHECKING:
    from pathlib import Path

MEETING = Due("meeting", "month", "fri", 25)


def desk(
    *rules: Due, as_of: date | None = date(2026, 9, 30), waves: tuple[str, ...] = ("2026Q3",),
    language: str = "en",
) -> Desk:  # fmt: skip
    options, instrument = Options(language=language), load_instrument("servqual")
    frame = pd.DataFrame({"wave": list(waves)})
    results = {"gaps": Result("gaps", frame, options, instrument)}
    return Desk(Department(as_of=as_of, calendar=rules), {}, instrument, options, results)


def made(of: Desk) -> Result:
    (table,) = calendar(of)
    return table


class TestRules:
    @pytest.mark.parametrize(
        ("month", "day"), [(9, 18), (10, 23), (11, 20), (12, 18)]
    )  # the issue names these four
    def test_the_friday_strictly_before_the_25th(self, month: int, day: int) -> None:
        assert due_days(MEETING, 2026, month) == (date(2026, month, day),)

    def test_the_25th_itself_will_do_where_the_rule_is_not_strict(self) -> None:
        lenient = Due("meeting", "month", "fri", 25, strictly=False)
        days = [due_days(lenient, 2026, month)[0].day for month in (9, 12)]
        assert days == [25, 25]

    def test_before_the_22nd_is_the_21st(self) -> None:
        assert due_days(Due("report", before_day=22), 2026, 7) == (date(2026, 7, 21),)

    def test_a_rule_without_a_day_is_due_at_the_end_of_the_month(self) -> None:
        assert due_days(Due("report"), 2028, 2) == (date(2028, 2, 29),)
        assert due_days(Due("report", weekday="mon"), 2026, 8) == (date(2026, 8, 31),)

    def test_a_day_that_the_month_does_not_have_is_its_end(self) -> None:
        assert due_days(Due("report", before_day=31, strictly=False), 2026, 9)[0].day == 30

    def test_early_days_of_a_month_may_lead_back_to_the_month_before(self) -> None:
        # 1 to 3 September 2026 are Tuesday to Thursday
        assert due_days(Due("m", "month", "mon", 4), 2026, 9) == (date(2026, 8, 31),)

    @pytest.mark.parametrize("year", [2024, 2026, 2027])
    def test_every_week_has_its_friday(self, year: int) -> None:
        weekly = Due("summary", "week", "fri")
        days = [day for month in range(1, 13) for day in due_days(weekly, year, month)]
        fridays = [
            day
            for month in range(1, 13)
            for day in almanac.Calendar().itermonthdates(year, month)
            if day.month == month and day.weekday() == almanac.FRIDAY
        ]
        assert days == fridays

    def test_half_years_and_years_end_in_june_and_december(self) -> None:
        half, year = Due("half", "half-year"), Due("year", "year")
        found = [[m for m in range(1, 13) if due_days(rule, 2026, m)] for rule in (half, year)]
        assert found == [[6, 12], [12]]


class TestTable:
    def test_it_is_sorted_and_covers_the_last_wave_and_three_months_more(self) -> None:
        frame = made(desk(*DEFAULT_RULES)).frame
        assert frame["due"].is_monotonic_increasing
        assert (frame["month"].iloc[0], frame["month"].iloc[-1]) == ("2026-07", "2026-12")
        assert frame["duty"].value_counts().to_dict() == {
            "weekly_summary": 26, "duty_report": 6, "meeting": 6, "half_year_summary": 1,
            "year_summary": 1,
        }  # fmt: skip

    def test_its_first_columns_are_the_contract_s(self) -> None:
        columns = list(made(desk(MEETING)).frame.columns)
        assert columns[:6] == ["due", "duty", "whose", "rule", "weekday", "month"]

    def test_without_a_closing_day_the_last_wave_s_end_is_taken(self) -> None:
        frame = made(desk(MEETING, as_of=None)).frame
        assert frame["month"].tolist() == [f"2026-{m:02}" for m in range(7, 13)]

    def test_months_as_waves(self) -> None:
        frame = made(desk(MEETING, waves=("2026-08", "2026-09"))).frame
        assert frame["due"].tolist() == ["2026-09-18", "2026-10-23", "2026-11-20", "2026-12-18"]

    @pytest.mark.parametrize(
        ("wave", "first", "last"), [("2026", 1, 12), ("2026H2", 7, 12), ("2026Q2", 4, 6)]
    )
    def test_a_wave_is_as_long_as_its_kind(self, wave: str, first: int, last: int) -> None:
        frame = made(desk(MEETING, as_of=None, waves=(wave,))).frame
        assert frame["month"].iloc[0] == f"2026-{first:02}"
        # the table looks three months ahead of the last day that the waves name
        ahead = pd.Period(f"2026-{last:02}", "M") + 3
        assert frame["month"].iloc[-1] == str(ahead)

    def test_waves_that_are_no_periods_leave_the_closing_day_s_month(self) -> None:
        frame = made(desk(MEETING, waves=("pilot",))).frame
        assert frame["month"].tolist() == [f"2026-{m:02}" for m in (9, 10, 11, 12)]

    def test_nothing_that_says_which_months_is_an_error_with_the_way_out(self) -> None:
        with pytest.raises(StudyError, match="as_of = 2026-09-30"):
            list(calendar(desk(MEETING, as_of=None, waves=("pilot",))))

    def test_no_rules_no_table(self) -> None:
        assert list(calendar(desk())) == []

    def test_rules_are_said_in_the_study_s_language(self) -> None:
        lenient = Due("m", "month", "fri", 22, strictly=False)
        rules = (
            MEETING,
            lenient,
            Due("w", "week", "wed"),
            Due("y", "year"),
            Due("d", "month", None, 11),
        )
        english = made(desk(*rules)).frame.drop_duplicates("duty").set_index("duty")["rule"]
        assert english.to_dict() == {
            "meeting": "every month, the last Friday before the 25th",
            "m": "every month, the last Friday up to and with the 22nd",
            "w": "every Wednesday",
            "y": "every December, by the last day",
            "d": "every month, before the 11th",
        }
        chinese = made(desk(MEETING, language="zh-Hant")).frame["rule"].iloc[0]
        assert chinese == "每月 25 日之前的最後一個週五（不含當日）"

    def test_what_is_due_within_a_week_is_said_first(self) -> None:
        weekly = Due("round", "week", "wed")
        assert made(desk(MEETING, weekly)).summary().splitlines() == [
            "Due in the week after 2026-09-30, up to 2026-10-07: round on Wednesday, 2026-10-07.",
            "After that, the next of each: Department meeting on Friday, 2026-10-23.",
        ]

    def test_a_week_without_anything_due_is_said_to_be_so(self) -> None:
        assert made(desk(MEETING)).summary().splitlines() == [
            "Nothing falls due in the week after 2026-09-30, up to 2026-10-07.",
            "After that, the next of each: Department meeting on Friday, 2026-10-23.",
        ]
        said = made(desk(*DEFAULT_RULES, language="zh-Hant")).summary()
        assert "部門會議（2026-10-23，週五，全體同仁）" in said

    def test_the_day_of_closing_is_past_and_the_next_is_not(self) -> None:
        frame = made(desk(Due("round", "week", "wed"))).frame.set_index("due")
        assert frame.loc["2026-09-30", "past"] == "yes"
        assert frame.loc["2026-10-07", "past"] == "no"


STUDY = """[study]
title = "Desk"
instrument = "servperf"
[[source]]
role = "customer"
files = ["a.csv"]
batteries = {perception = "P{n}"}
"""


def rules_of(folder: Path, text: str) -> tuple[Due, ...]:
    items = range(1, 23)
    rows = [",".join(f"P{n}" for n in items), ",".join("5" for _ in items)]
    (folder / "a.csv").write_text("\n".join(rows))
    (folder / "study.toml").write_text(STUDY + text, encoding="utf-8")
    return read_study(folder / "study.toml").department.calendar


class TestStudyFile:
    def test_rules_as_data(self, tmp_path: Path) -> None:
        rules = rules_of(
            tmp_path,
            '[[due]]\nduty = "meeting"\nevery = "month"\nweekday = "fri"\nbefore_day = 25\n'
            'strictly = false\nwhose = "all"\ntext = {en = "Team day", "zh-Hant" = "團隊日"}\n',
        )
        text = {"en": "Team day", "zh-Hant": "團隊日"}
        assert rules == (Due("meeting", "month", "fri", 25, False, "all", text),)

    def test_the_rules_of_every_department_on_request(self, tmp_path: Path) -> None:
        assert rules_of(tmp_path, "[operations]\ncalendar = true\n") == DEFAULT_RULES
        assert rules_of(tmp_path, "") == ()

    def test_rules_of_one_s_own_take_the_place_of_the_others(self, tmp_path: Path) -> None:
        own = '[[due]]\nduty = "audit"\nevery = "year"\n'
        assert rules_of(tmp_path, f"[operations]\ncalendar = true\n{own}") == (
            Due("audit", "year"),
        )
        assert rules_of(tmp_path, f"[operations]\ncalendar = false\n{own}") == ()

    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ('[[due]]\nduty = "a"\nevery = "wek"', 10, "Did you mean 'week'"),
            ('[[due]]\nduty = "a"\nweekday = "friday"', 10, "fri"),
            ('[[due]]\nduty = "a"\nbefore_day = 32', 10, "is no day of a month"),
            ('[[due]]\nduty = "a"\nevery = "week"', 8, "names no weekday"),
            (
                '[[due]]\nduty = "a"\nevery = "week"\nweekday = "fri"\nbefore_day = 3',
                12,
                "no meaning",
            ),
            ('[[due]]\nevery = "month"', 8, "lacks the key 'duty'"),
            ('[[due]]\nduty = "a"\nwho = "b"', 10, "has no key 'who'"),
        ],
    )
    def test_mistakes_are_told_with_their_line(
        self, tmp_path: Path, text: str, line: int, said: str
    ) -> None:
        with pytest.raises(StudyError) as caught:
            rules_of(tmp_path, text)
        (problem,) = caught.value.problems
        assert problem.where.endswith(f":{line}")
        assert said in str(problem)
