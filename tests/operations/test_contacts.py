"""Contacts, the duty log and hard cases. Expected values by hand, or by a second plain count."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from register_accounts import told

from gapkit.ingest.register import Register
from gapkit.ingest.source import Source
from gapkit.instrument import load_instrument
from gapkit.operations.department import Department
from gapkit.operations.desk import Desk
from gapkit.operations.logs.contacts import CONTACT_COLUMNS, contacts
from gapkit.operations.logs.duty import CASE_COLUMNS, DUTY_COLUMNS, duty
from gapkit.operations.registers import REGISTERS
from gapkit.operations.strange import with_units_told
from gapkit.options import Options
from gapkit.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from gapkit.results import Result

EXACT = 1e-12
"""Plain arithmetic, done in the test once more."""


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., Desk]:
    def read(logs: Mapping[str, str], as_of: date | None = None, language: str = "en") -> Desk:
        rows = {}
        for name, text in logs.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            form = REGISTERS[name]
            register = Register(name, (Source(name, (path,)),), form.fields, form.dated, "branch")
            rows[name] = form.checked(register.read())
        options = Options(language=language)
        return Desk(Department(as_of=as_of), rows, load_instrument("servqual"), options)

    return read


def row_of(result: Result, **keys: str) -> pd.Series:
    frame = result.frame
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


CONTACTS = """day,branch,kind,contacts,closed_same_day,complaints,praise
2026-07-01,North,card,400,300,3,1
2026-07-01,North,loan,100,,1,0
2026-07-01,South,card,500,450,0,2
2026-07-31,South,card,0,0,0,0
2026-08-03,North,card,600,420,6,0
2026-08-31,South,loan,400,200,2,0
"""


class TestContacts:
    def test_rows_are_months_units_and_kinds_with_the_wholes_first(
        self, opened: Callable[..., Desk]
    ) -> None:
        (table,) = contacts(opened({"contacts": CONTACTS}))
        assert tuple(table.frame.columns) == CONTACT_COLUMNS
        rows = table.frame[["month", "unit", "kind", "contacts"]].values.tolist()
        assert rows == [
            ["2026-07", "all", "all", 1000],
            ["2026-07", "all", "card", 900],
            ["2026-07", "all", "loan", 100],
            ["2026-07", "North", "all", 500],
            ["2026-07", "North", "card", 400],
            ["2026-07", "North", "loan", 100],
            ["2026-07", "South", "all", 500],
            ["2026-07", "South", "card", 500],
            ["2026-08", "all", "all", 1000],
            ["2026-08", "all", "card", 600],
            ["2026-08", "all", "loan", 400],
            ["2026-08", "North", "all", 600],
            ["2026-08", "North", "card", 600],
            ["2026-08", "South", "all", 400],
            ["2026-08", "South", "loan", 400],
        ]

    def test_a_share_is_of_the_contacts_that_it_was_counted_beside(
        self, opened: Callable[..., Desk]
    ) -> None:
        (table,) = contacts(opened({"contacts": CONTACTS}))
        whole = row_of(table, month="2026-07", unit="all", kind="all")
        assert whole["closed_same_day"] == 750
        assert whole["share_same_day"] == pytest.approx(750 / 900, abs=EXACT)
        assert whole["complaints_per_1000"] == pytest.approx(4.0, abs=EXACT)
        assert whole["praise_per_1000"] == pytest.approx(3.0, abs=EXACT)

    def test_the_interval_is_wilson_s(self, opened: Callable[..., Desk]) -> None:
        # Wilson (1927), written out
        (table,) = contacts(opened({"contacts": CONTACTS}))
        whole = row_of(table, month="2026-08", unit="all", kind="all")
        z = 1.959963984540054
        middle, half = 0.62 + z**2 / 2000, z * (0.62 * 0.38 / 1000 + z**2 / 4e6) ** 0.5
        ends = ((middle - half) / (1 + z**2 / 1000), (middle + half) / (1 + z**2 / 1000))
        assert (whole["ci_low"], whole["ci_high"]) == pytest.approx(ends, abs=EXACT)

    def test_what_nobody_wrote_down_is_blank_and_not_0(self, opened: Callable[..., Desk]) -> None:
        (table,) = contacts(opened({"contacts": CONTACTS}))
        loan = row_of(table, month="2026-07", unit="North", kind="loan")
        assert pd.isna(loan["closed_same_day"])
        assert pd.isna(loan["share_same_day"])
        assert loan["reason"] == "not recorded"

    def test_a_month_without_contacts_has_no_shares(self, opened: Callable[..., Desk]) -> None:
        text = "day,contacts,closed_same_day,complaints,praise\n2026-07-01,0,0,0,0\n"
        (table,) = contacts(opened({"contacts": text}))
        (row,) = table.frame.to_dict("records")
        assert (row["contacts"], row["reason"]) == (0, "too few cases")
        assert pd.isna(row["complaints_per_1000"])

    def test_counts_are_whole_and_units_add_up(self, opened: Callable[..., Desk]) -> None:
        (table,) = contacts(opened({"contacts": CONTACTS}))
        frame = table.frame
        counts = ["contacts", "closed_same_day", "complaints", "praise"]
        assert frame[counts].dtypes.astype(str).eq("Int64").all()
        parts = frame[(frame["unit"] != "all") & (frame["kind"] == "all")]
        whole = frame[(frame["unit"] == "all") & (frame["kind"] == "all")]
        sums = parts.groupby("month")[counts].sum()
        assert sums.values.tolist() == whole[counts].values.tolist()

    def test_no_log_no_table(self, opened: Callable[..., Desk]) -> None:
        assert list(contacts(opened({}))) == []


REGISTER = """id,branch,received
1,North,2026-07-02 09:00
2,North,2026-07-03
3,South,2026-07-31 18:00
4,North,2026-08-04
"""
PLAIN = """day,branch,contacts
2026-06-30,North,100
2026-07-01,North,400
2026-07-31,South,600
2026-08-31,South,500
2026-09-30,South,500
"""


class TestComplaintsOfTheRegister:
    def test_they_are_counted_by_month_and_unit(self, opened: Callable[..., Desk]) -> None:
        (table,) = contacts(opened({"contacts": PLAIN, "complaints": REGISTER}))
        north = row_of(table, month="2026-07", unit="North")
        assert (north["complaints"], north["complaints_per_1000"]) == (2, 5.0)
        assert row_of(table, month="2026-07", unit="all")["complaints_per_1000"] == 3.0
        # none of its complaints are of this unit and month, which the register covers
        assert row_of(table, month="2026-08", unit="South")["complaints"] == 0

    def test_months_that_the_register_does_not_cover_are_blank(
        self, opened: Callable[..., Desk]
    ) -> None:
        logs = {"contacts": PLAIN, "complaints": REGISTER}
        (table,) = contacts(opened(logs))
        outside = [row_of(table, month=m, unit="all") for m in ("2026-06", "2026-09")]
        assert [pd.isna(row["complaints"]) for row in outside] == [True, True]
        (closed,) = contacts(opened(logs, as_of=date(2026, 9, 30)))
        assert row_of(closed, month="2026-09", unit="all")["complaints"] == 0

    def test_the_log_s_own_column_comes_first(self, opened: Callable[..., Desk]) -> None:
        (table,) = contacts(opened({"contacts": CONTACTS, "complaints": REGISTER}))
        assert row_of(table, month="2026-07", unit="North", kind="all")["complaints"] == 4

    def test_a_register_without_units_says_nothing_of_a_unit(
        self, opened: Callable[..., Desk]
    ) -> None:
        register = "id,received\n1,2026-07-02\n"
        (table,) = contacts(opened({"contacts": PLAIN, "complaints": register}))
        assert row_of(table, month="2026-07", unit="all")["complaints"] == 1
        assert pd.isna(row_of(table, month="2026-07", unit="North")["complaints"])


class TestBadContacts:
    def test_negative_and_blank_counts_are_set_aside(self, opened: Callable[..., Desk]) -> None:
        text = "day,branch,contacts\n2026-07-01,North,-5\n2026-07-02,North,\n2026-07-03,North,7\n"
        rows = opened({"contacts": text}).rows["contacts"]
        assert rows.frame["contacts"].tolist() == [7]
        assert told(rows) == [
            ("out of range", "count", 1, (2,)),
            ("set aside", "nothing_in", 2, (2, 3)),
        ]

    def test_more_closed_than_came_is_blanked_with_both_numbers(
        self, opened: Callable[..., Desk]
    ) -> None:
        text = "day,branch,contacts,closed_same_day\n2026-07-01,North,5,6\n2026-07-02,North,5,5\n"
        rows = opened({"contacts": text}).rows["contacts"]
        assert told(rows) == [("out of range", "closed_more", 1, (2,))]
        assert "6 > 5" in words("en").say(rows.findings[-1].detail)
        assert rows.frame["closed_same_day"].isna().tolist() == [True, False]

    def test_the_same_row_counts_once_other_rows_of_a_day_add_up(
        self, opened: Callable[..., Desk]
    ) -> None:
        day = "2026-07-01,North,card"
        text = f"day,branch,kind,contacts\n{day},5\n{day},5\n{day},8\n2026-07-01,South,card,5\n"
        rows = opened({"contacts": text}).rows["contacts"]
        assert rows.frame["contacts"].sum() == 18
        assert told(rows) == [("set aside", "same_row", 1, (3,)), ("note", "day_again", 1, (4,))]

    def test_rows_without_a_unit_count_in_the_whole_only(self, opened: Callable[..., Desk]) -> None:
        desk = opened({"contacts": "day,branch,contacts\n2026-07-01,,5\n2026-07-01,North,8\n"})
        (table,) = contacts(desk)
        assert table.frame[["unit", "contacts"]].values.tolist() == [["all", 13], ["North", 8]]
        rows = with_units_told(desk.rows["contacts"], ())
        assert told(rows) == [("note", "no_unit", 1, (2,))]


CHANCE = "chance alone may make as much of a difference."


def test_shares_of_few_contacts_are_blank_with_a_reason(opened: Callable[..., Desk]) -> None:
    text = "day,branch,kind,contacts,closed_same_day,complaints,praise\n"
    text += "2026-07-01,North,card,4,2,1,0\n2026-07-31,North,loan,50,40,1,1\n"
    (table,) = contacts(opened({"contacts": text}))
    few = row_of(table, kind="card", unit="all")
    assert few["reason"] == "too few cases"
    assert few[["share_same_day", "ci_low", "complaints_per_1000"]].isna().all()
    assert few[["contacts", "closed_same_day", "complaints"]].tolist() == [4, 2, 1]
    assert row_of(table, kind="loan", unit="all")["share_same_day"] == 0.8


class TestContactSentences:
    def test_the_last_whole_month_beside_the_one_before(self, opened: Callable[..., Desk]) -> None:
        (table,) = contacts(opened({"contacts": CONTACTS}))
        assert table.summary().splitlines() == [
            "Contacts in 2026-08: 1,000.",
            "Of the contacts in 2026-08, 62.0 % were closed on the same day (59.0 % to 65.0 %).",
            "Complaints: 8, that is 8.0 for each 1,000 contacts, after 4.0 in 2026-07; " + CHANCE,
            "Praise: 0, that is 0.0 for each 1,000 contacts, after 3.0 in 2026-07; " + CHANCE,
        ]

    @pytest.mark.parametrize(
        ("language", "ending"),
        [
            ("en", "after 4.5 in 2026-07; chance alone seldom makes so much of a difference."),
            ("zh-Hant", "2026-07 為 4.5 件，差異不太可能只是偶然。"),
        ],
    )
    def test_a_change_beyond_chance_is_told_as_such(
        self, opened: Callable[..., Desk], language: str, ending: str
    ) -> None:
        # R: poisson.test(c(80, 50), c(11020, 11000))$p.value is .0107
        text = "day,branch,contacts,complaints\n2026-07-01,North,11000,50\n2026-07-31,North,0,0\n"
        text += "2026-08-03,North,11020,80\n2026-08-31,North,0,0\n"
        (table,) = contacts(opened({"contacts": text}, language=language))
        assert table.summary().splitlines()[1].endswith(ending)

    def test_a_month_that_is_cut_short_is_said_and_not_judged(
        self, opened: Callable[..., Desk]
    ) -> None:
        text = CONTACTS + "2026-09-24,South,card,10,0,10,0\n"
        (table,) = contacts(opened({"contacts": text}, language="zh-Hant"))
        first, *_, last = table.summary().splitlines()
        assert first == "2026-08 共進線 1,000 件。"
        assert last == "2026-09 的資料不完整：登錄期間為 2026-07-01 至 2026-09-24。"


DUTY = """day,branch,shift,leader,inquiries,look_ups,faults,backlog,backlog_age,hard_case,answer_agreed
2026-07-01,North,early,Lin,10,1,0,4,2,Card abroad,no
2026-07-01,North,early,Lin,10,1,0,4,2,Joint account,
2026-07-01,North,late,Wu,20,,1,6,3,,
2026-07-31,North,early,Lin,30,3,0,8,4,,
2026-07-31,South,early,Ho,5,5,0,2,1,CARD ABROAD,no
2026-08-03,South,early,Ho,7,5,0,10,2,Card abroad,yes
2026-08-31,North,early,Lin,60,3,2,,,Joint account,no
"""


class TestDuty:
    def test_shifts_add_up_and_a_repeated_count_is_taken_once(
        self, opened: Callable[..., Desk]
    ) -> None:
        desk = opened({"duty": DUTY})
        table, _ = duty(desk)
        assert tuple(table.frame.columns) == DUTY_COLUMNS
        july = table.frame[(table.frame["month"] == "2026-07") & (table.frame["unit"] == "all")]
        assert dict(july[["measure", "value"]].values.tolist()) == {
            "inquiries": 65, "look_ups": 9, "faults": 1, "hard_cases": 3,
            "backlog": 8 + 2, "backlog_age": (8 * 4 + 2 * 1) / 10,
            "backlog_age_mean": (4 * 2 + 4 * 2 + 6 * 3 + 8 * 4 + 2 * 1) / (4 + 4 + 6 + 8 + 2),
        }  # fmt: skip
        assert told(desk.rows["duty"]) == [("note", "shift_repeated", 1, (3,))]

    def test_a_change_is_value_less_the_month_before(self, opened: Callable[..., Desk]) -> None:
        table, _ = duty(opened({"duty": DUTY}))
        row = row_of(table, month="2026-08", unit="North", measure="inquiries")
        assert row[["value", "previous", "change", "reason"]].tolist() == [60, 60, 0, ""]
        before = row_of(table, month="2026-07", unit="North", measure="inquiries")
        assert (pd.isna(before["change"]), before["reason"]) == (True, "not recorded")

    def test_months_cut_short_have_no_change_of_sums(self, opened: Callable[..., Desk]) -> None:
        table, _ = duty(opened({"duty": DUTY + "2026-09-24,North,early,Lin,1,1,1,3,1,,\n"}))
        row = row_of(table, month="2026-09", unit="North", measure="inquiries")
        assert row[["value", "previous", "reason"]].tolist() == [1, 60, "part of month"]
        assert pd.isna(row["change"])
        # the backlog of North was last written down in July: there is no month before
        stock = row_of(table, month="2026-09", unit="all", measure="backlog")
        assert stock[["value", "previous", "change"]].tolist() == [3, 10, -7]

    def test_measures_that_the_log_does_not_have_are_no_rows(
        self, opened: Callable[..., Desk]
    ) -> None:
        (table,) = duty(opened({"duty": "day,inquiries\n2026-07-01,3\n"}))
        assert table.frame["measure"].tolist() == ["inquiries"]

    def test_the_backlog_may_stand_in_the_log_of_contacts(
        self, opened: Callable[..., Desk]
    ) -> None:
        logs = {
            "duty": "day,branch,inquiries\n2026-07-31,North,3\n",
            "contacts": "day,branch,kind,contacts,backlog,backlog_age\n"
            "2026-07-30,North,card,9,7,1\n2026-07-31,North,card,9,5,2\n2026-07-31,North,loan,9,1,8\n",
        }
        (table,) = duty(opened(logs))
        assert row_of(table, unit="North", measure="backlog")["value"] == 6
        assert row_of(table, unit="North", measure="backlog_age")["value"] == (5 * 2 + 8) / 6

    def test_other_counts_of_the_same_shift_add_up_and_are_noted(
        self, opened: Callable[..., Desk]
    ) -> None:
        text = "day,shift,inquiries\n2026-07-01,early,3\n2026-07-01,early,4\n2026-07-01,early,4\n"
        desk = opened({"duty": text})
        (table,) = duty(desk)
        assert table.frame["value"].tolist() == [7]
        assert told(desk.rows["duty"]) == [
            ("set aside", "same_row", 1, (4,)),
            ("note", "shift_again", 1, (3,)),
        ]

    def test_the_report_in_a_sentence(self, opened: Callable[..., Desk]) -> None:
        table, _ = duty(opened({"duty": DUTY}))
        assert table.summary() == (
            "Duty log of 2026-08, in brackets the change on the month before: inquiries 67 (+2), "
            "look-ups 8 (−1), system faults 2 (+1), hard cases met 2 (−1), work orders open at the "
            "end 10 (0), mean age of work orders open at the end, in days 2.00 (−1.40), mean age of "
            "open work orders over the month, in days 2.00 (−0.83)."
        )


class TestHardCases:
    def test_cases_without_an_agreed_answer_come_first(self, opened: Callable[..., Desk]) -> None:
        _, table = duty(opened({"duty": DUTY}, as_of=date(2026, 9, 30)))
        assert tuple(table.frame.columns) == CASE_COLUMNS
        assert table.frame.values.tolist() == [
            ["Joint account", "2026-07-01", "2026-08-31", 2, "no", 91],
            ["Card abroad", "2026-07-01", "2026-08-03", 3, "yes", 33],
        ]
        assert table.frame["open_days"].dtype == "Int64"

    def test_what_was_agreed_and_is_met_again_without_an_answer_is_open(
        self, opened: Callable[..., Desk]
    ) -> None:
        text = "day,hard_case,answer_agreed\n2026-07-01,a,yes\n2026-07-05,a,no\n2026-07-09,b,\n"
        *_, table = duty(opened({"duty": text}, as_of=date(2026, 7, 10)))
        rows = table.frame[["case", "answered", "open_days"]].values.tolist()
        assert rows == [["a", "no", 9], ["b", "no", 1]]

    def test_it_is_said_how_many_and_which(self, opened: Callable[..., Desk]) -> None:
        desk = opened({"duty": DUTY}, as_of=date(2026, 9, 30), language="zh-Hant")
        _, table = duty(desk)
        assert table.summary() == (
            "2 項疑難問題中，有 1 項尚無一致的答覆。最久的是：Joint account（91 天，遇到 2 次）。"
        )
        done = "day,hard_case,answer_agreed\n2026-07-01,a,yes\n"
        *_, table = duty(opened({"duty": done}))
        assert table.summary() == "There is an agreed answer to the one hard case."
