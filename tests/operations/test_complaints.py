"""The register of complaints and its weeks: every row accounted for. Expected values by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from complaints_made import AS_OF, desk, keys, made
from register_accounts import in_words

from gapkit.errors import StudyError
from gapkit.operations.complaints.weekly import WEEKLY_COLUMNS
from gapkit.study import read_study
from gapkit.wording import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path


class TestRegister:
    def test_what_came_before_it_was_received_is_blanked_and_told_with_both_moments(
        self, tmp_path: Path
    ) -> None:
        rows = [
            {"id": "a", "received": "2026-09-02 09:30", "answered": "2026-09-01 10:00",
             "called_back": "2026-09-02 09:00", "recovered": "2026-09-01"},
            {"id": "b", "received": "2026-09-02 09:30", "answered": "2026-09-02 09:31",
             "called_back": "2026-09-03 08:00", "recovered": "2026-09-04 08:00"},
        ]  # fmt: skip
        at = desk(tmp_path, rows)
        came = "2026-09-02 09:30"
        said = [
            f"answered before it was received, so not counted as answered: 2026-09-01 10:00 < {came}",
            f"called back before it was received, so not counted as called back: 2026-09-02 09:00 < {came}",
            f"put right before it was received, so counted as open: 2026-09-01 < {came}",
        ]
        fields = ("answered", "called_back", "recovered")
        told = zip(fields, said, strict=True)
        assert in_words(at.findings) == [
            ("out of range", field, 1, (2,), text) for field, text in told
        ]
        frame = at.rows["complaints"].frame
        assert frame[["answered", "called_back", "recovered"]].isna().all(axis=1).tolist() == [True, False]  # fmt: skip

    def test_a_day_without_a_time_is_not_before_an_hour_of_that_day(self, tmp_path: Path) -> None:
        rows = [{"id": "a", "received": "2026-09-02 09:30", "recovered": "2026-09-02"}]
        at = desk(tmp_path, rows)
        assert not in_words(at.findings)
        weeks = made(at)["complaints"].frame
        assert weeks["recovered"].sum() == weeks["received"].sum() == 1

    def test_the_same_row_twice_and_an_older_row_of_a_number_are_set_aside(
        self, tmp_path: Path
    ) -> None:
        first = {"id": "7", "branch": "A", "received": "2026-09-01", "kind": "fees"}
        rows = [first, first, {**first, "recovered": "2026-09-03"}, {**first, "branch": "B"},
                {"branch": "A", "received": "2026-09-01"}, {"branch": "A", "received": "2026-09-01"}]  # fmt: skip
        at = desk(tmp_path, rows)
        # record 3 repeats record 2, and record 4 says more of the same complaint than record 2;
        # another branch's number 7, and complaints without a number, are other complaints
        assert at.rows["complaints"].frame["record"].tolist() == [4, 5, 6, 7]
        assert in_words(at.findings) == [
            ("set aside", "", 1, (3,), "the same row once more"),
            ("set aside", "", 1, (2,), "a later row has the same number and counts instead: 7"),
        ]
        read, used = (f.count for f in at.findings[:2])
        assert read == used + 2

    def test_rows_after_the_day_of_the_register_are_set_aside_and_later_moments_not_yet_there(
        self, tmp_path: Path
    ) -> None:
        rows = [{"id": "a", "received": "2026-09-30 18:00", "recovered": "2026-10-01"},
                {"id": "b", "received": "2026-10-01", "recovered": ""},
                {"id": "c", "received": "2026-09-01", "recovered": "2026-09-30 23:59"}]  # fmt: skip
        at = desk(tmp_path, rows)
        day = "later than 2026-09-30, the day on which the registers were closed"
        assert in_words(at.findings) == [
            ("set aside", "", 1, (3,), day),
            ("note", "recovered", 1, (2,), f"{day}: taken as not yet done"),
        ]
        assert not any(f.fault for f in at.findings)
        frame = made(at)["complaints"].frame
        assert frame[["received", "recovered", "open"]].sum().tolist() == [2, 1, 1]

    def test_reported_afterwards_where_nothing_was_skipped_is_noted(self, tmp_path: Path) -> None:
        rows = [{"id": "a", "received": "2026-09-01", "skipped": "no", "reported": "yes"},
                {"id": "b", "received": "2026-09-01", "skipped": "yes", "reported": "yes"},
                {"id": "c", "received": "2026-09-01", "skipped": "", "reported": "yes"}]  # fmt: skip
        told = [("note", "reported", 1, (2,), "reported afterwards, though no level was skipped")]
        assert in_words(desk(tmp_path, rows).findings) == told

    def test_a_complaint_without_its_day_is_set_aside(self, tmp_path: Path) -> None:
        rows = [{"id": "a", "received": "soon"}, {"id": "b", "received": "2026-09-01"}]
        at = desk(tmp_path, rows)
        assert at.rows["complaints"].frame["id"].tolist() == ["b"]


ROWS = [
    {"id": "1", "customer": "K1", "branch": "A", "received": "2026-07-27", "kind": "fees",
     "chased": "yes", "escalated": "2", "skipped": "yes", "reported": "yes",
     "answered": "2026-07-28", "called_back": "2026-07-29", "recovered": "2026-07-30"},
    {"id": "2", "customer": "K2", "branch": "A", "received": "2026-08-02", "kind": "fees",
     "chased": "no", "escalated": "0", "skipped": "yes", "reported": "no",
     "answered": "2026-08-03"},
    {"id": "3", "customer": "K1", "branch": "B", "received": "2026-08-10", "kind": "fees",
     "chased": "no", "escalated": "1", "skipped": "no"},
    {"id": "4", "customer": "K1", "branch": "B", "received": "2026-08-11", "kind": "waiting"},
    {"id": "5", "customer": "", "branch": "B", "received": "2026-08-11", "kind": "fees"},
    {"id": "6", "customer": "K2", "branch": "B", "received": "2026-08-11", "kind": "fees"},
]  # fmt: skip
"""Three ISO weeks of 2026: W31 from Monday 27 July on, W32 without a complaint, W33."""


class TestSeveralFiles:
    def test_what_one_file_has_no_column_for_is_not_known_of_its_complaints(
        self, tmp_path: Path
    ) -> None:
        with_it = [{"id": k, "branch": "A", "received": "2026-09-01", "answered": "2026-09-02",
                    "recovered": "2026-09-03" if k < 6 else ""} for k in range(8)]  # fmt: skip
        without = [{"id": k, "branch": "B", "received": "2026-08-03"} for k in range(5)]
        at = desk(tmp_path, with_it, without)
        note = "this file has no such column, while others have: nothing is counted from it"
        assert in_words(at.findings) == [
            ("note", field, 5, (2, 3, 4, 5, 6), note) for field in ("answered", "recovered")
        ]
        tables = made(at)
        funnel = tables["funnel"].frame.set_index(["unit", "step"])
        assert funnel.loc["all", "n"].tolist()[:4:3] == [13, 6]
        assert funnel.loc[("all", "recovered"), "known"] == 8
        assert funnel.loc[("all", "recovered"), "share_of_received"] == 6 / 8
        assert funnel.loc[("all", "recovered"), "share_of_previous"] == 6 / 8
        # two are open, and not seven; nothing can be said of the other branch
        assert len(tables["overdue"].frame) == 2
        assert tables["complaints"].frame["open"].sum() == 2 * 2  # of the branch, and of all
        recovery = tables["recovery"].frame.set_index(["unit", "days"])
        assert recovery.loc[("all", 5), "open_share"] == 2 / 8
        assert recovery.loc["B", "reason"].eq("too few cases").all()


class TestWeeks:
    def test_each_week_counts_what_it_brought(self, tmp_path: Path) -> None:
        frame = made(desk(tmp_path, ROWS))["complaints"].frame
        assert tuple(frame.columns) == WEEKLY_COLUMNS
        counts = frame.set_index(["week", "unit"]).apply(list, axis=1).to_dict()
        # received, chased, escalated, skipped, reported, answered, called back, recovered, open, repeated
        assert counts == {
            ("2026-W31", "all"): [2, 1, 1, 2, 1, 2, 1, 1, 1, 0],
            ("2026-W31", "A"): [2, 1, 1, 2, 1, 2, 1, 1, 1, 0],
            ("2026-W31", "B"): [0] * 10,
            ("2026-W32", "all"): [0] * 10,
            ("2026-W32", "A"): [0] * 10,
            ("2026-W32", "B"): [0] * 10,
            ("2026-W33", "all"): [4, 0, 1, 0, 0, 0, 0, 0, 4, 2],
            ("2026-W33", "A"): [0] * 10,
            ("2026-W33", "B"): [4, 0, 1, 0, 0, 0, 0, 0, 4, 2],
        }
        assert set(frame.dtypes.iloc[2:].astype(str)) == {"Int64"}

    def test_counts_of_units_and_of_weeks_add_up(self, tmp_path: Path) -> None:
        rows = [{"id": k, "branch": "ABC"[k % 3], "received": f"2026-{1 + k % 9:02}-{1 + k % 28:02}",
                 "recovered": "2026-09-30" if k % 2 else ""} for k in range(300)]  # fmt: skip
        frame = made(desk(tmp_path, rows))["complaints"].frame
        units = frame[frame["unit"] != "all"].groupby("week")["received"].sum()
        whole = frame[frame["unit"] == "all"].set_index("week")["received"]
        assert (units == whole.reindex(units.index)).all()
        assert whole.sum() == 300
        # from Thursday 1 January to Monday 28 September 2026: ISO weeks 1 to 40
        assert list(whole.index) == [f"2026-W{week:02}" for week in range(1, 41)]
        assert frame["open"].sum() + frame["recovered"].sum() == frame["received"].sum()

    def test_the_last_days_of_a_year_may_be_of_the_first_week_of_the_next(
        self, tmp_path: Path
    ) -> None:
        rows = [{"id": "a", "received": "2024-12-30"}, {"id": "b", "received": "2025-01-05"}]
        assert set(made(desk(tmp_path, rows))["complaints"].frame["week"]) == {"2025-W01"}

    def test_what_the_register_never_says_is_blank_and_not_0(self, tmp_path: Path) -> None:
        rows = [{"id": "a", "received": "2026-09-01", "answered": "2026-09-02"}]
        result = made(desk(tmp_path, rows))["complaints"]
        row = result.frame.iloc[0]
        blank = ["chased", "escalated", "skipped", "reported", "called_back", "recovered", "open",
                 "repeated"]  # fmt: skip
        assert row[blank].isna().all()
        assert row[["received", "answered"]].tolist() == [1, 1]
        assert keys(result) == ["complaints.received"]

    def test_a_repeat_is_the_same_customers_and_kinds_within_90_days(self, tmp_path: Path) -> None:
        days = ["2026-05-01", "2026-07-30", "2026-09-30"]  # 90 days, then 62
        late = ["2026-01-01", "2026-04-02"]  # 91 days
        rows = [{"id": f"x{k}", "customer": "K", "kind": "fees", "received": d} for k, d in enumerate(days)]  # fmt: skip
        rows += [{"id": f"y{k}", "customer": "L", "kind": "fees", "received": d} for k, d in enumerate(late)]  # fmt: skip
        frame = made(desk(tmp_path, rows))["complaints"].frame
        assert dict(zip(frame["week"], frame["repeated"], strict=True)) == {
            w: {"2026-W31": 1, "2026-W40": 1}.get(w, 0) for w in frame["week"]
        }

    def test_no_register_no_tables(self, tmp_path: Path) -> None:
        rows = [{"id": "a", "received": "2026-10-01"}]
        assert not made(desk(tmp_path, rows))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_sentence_is_said_in_every_language(self, tmp_path: Path, language: str) -> None:
        rows = [row | {"solved": "yes", "kept": "no"} for row in ROWS]
        for result in made(desk(tmp_path, rows, language=language, min_n=1)).values():
            said = result.summary()
            assert result.sentences, result.name
            assert "nan" not in said
            assert "{" not in said

    def test_few_jumped_levels_have_no_share(self, tmp_path: Path) -> None:
        few = made(desk(tmp_path, ROWS))["complaints"]
        assert "complaints.skipped_few" in keys(few)
        some = made(desk(tmp_path, ROWS, min_n=2))["complaints"].summary()
        # Wilson's interval of 1 in 2: (1 + z²/2 ± z√(1/2 + z²/4)) / (2 + z²), z = 1.96
        assert "In 2 cases a level was skipped; 1 of these was reported there afterwards (50 %, 9 % to 91 %)." in some  # fmt: skip


STUDY = """[study]
title = "Calls"
instrument = "servqual"
unit = "branch"

[operations]
{line}

[[source]]
role = "customer"
files = ["c.csv"]
batteries = {{perception = "P{{n}}"}}
"""


class TestStudy:
    def test_the_days_in_which_a_complaint_is_to_be_put_right(self, tmp_path: Path) -> None:
        path = tmp_path / "study.toml"
        (tmp_path / "c.csv").write_text("branch,P1\nA,3\n", encoding="utf-8")
        path.write_text(STUDY.format(line="answer_within = 7"), encoding="utf-8")
        assert read_study(path).department.answer_within == 7
        path.write_text(STUDY.format(line='as_of = "2026-09-30"'), encoding="utf-8")
        department = read_study(path).department
        assert (department.answer_within, department.as_of) == (5, AS_OF)

    @pytest.mark.parametrize("value", ["-1", '"soon"'])
    def test_what_is_no_number_of_days_is_told_with_its_line(
        self, tmp_path: Path, value: str
    ) -> None:
        path = tmp_path / "study.toml"
        (tmp_path / "c.csv").write_text("branch,P1\nA,3\n", encoding="utf-8")
        path.write_text(STUDY.format(line=f"answer_within = {value}"), encoding="utf-8")
        with pytest.raises(StudyError, match="answer_within") as caught:
            read_study(path)
        assert "study.toml:7:" in str(caught.value)


def test_as_of_is_the_last_day_that_is_named_where_the_study_says_none(tmp_path: Path) -> None:
    rows = [{"id": "a", "received": "2026-09-01"}, {"id": "b", "received": "2026-09-02", "recovered": "2026-09-09"}]  # fmt: skip
    at = desk(tmp_path, rows, as_of=None)
    assert at.as_of == date(2026, 9, 9)
    assert made(at)["overdue"].frame["open_days"].tolist() == [8]
