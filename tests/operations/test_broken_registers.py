"""Registers as they should not come: each slip is an error or stands in the account. Expected by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from call_checks import KEYS, desk_of, sheet, study_of

from gapkit.errors import IngestError, StudyError
from gapkit.ingest.asked import Wave
from gapkit.ingest.register import Register
from gapkit.ingest.source import Source
from gapkit.instrument import load_instrument
from gapkit.operations.department import Department
from gapkit.operations.logs.contacts import contacts
from gapkit.operations.monitoring.agents import monitoring_frame
from gapkit.operations.opening import Surveyed, opened
from gapkit.operations.registers import REGISTERS
from gapkit.options import Options
from gapkit.study import read_study
from gapkit.wording import LANGUAGES, words

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.errors import Problem
    from gapkit.ingest.register import Rows
    from gapkit.operations.desk import Desk

CLOSED = date(2026, 9, 30)
NOTHING = Surveyed()


def desk(
    folder: Path, texts: dict[str, str], surveyed: Surveyed = NOTHING, wave: Wave | None = None,
    as_of: date | None = CLOSED, **options: Any,
) -> Desk:  # fmt: skip
    """Open registers as a study does: name → the text of its file; the unit is called ``branch``."""
    registers = {}
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        form = REGISTERS[name]
        source = Source(name, (path,))
        registers[name] = Register(name, (source,), form.fields, form.dated, "branch", wave)
    department = Department(registers, as_of, **options)
    return opened(department, load_instrument("servqual"), Options(), {}, surveyed=surveyed)


def told(rows: Rows) -> list[tuple[str, str, int, tuple[int, ...]]]:
    """What the account says beyond rows read and used: kind, reason, count, records."""
    return [(f.kind, f.reason, f.count, f.records) for f in rows.findings if f.detail]


def mistakes(folder: Path, said: str) -> tuple[Problem, ...]:
    """Return what is wrong with a study that says something of a department."""
    (folder / "a.csv").write_text("P1\n5\n")
    head = '[study]\ntitle = "T"\ninstrument = "servperf"\n'
    source = '[[source]]\nrole = "customer"\nfiles = ["a.csv"]\nbatteries = {perception = "P{n}"}\n'
    (folder / "study.toml").write_text(f"{head}{source}{said}\n")
    with pytest.raises(StudyError) as caught:
        read_study(folder / "study.toml")
    return caught.value.problems


COMPLAINTS = (
    "id,received,branch\n1,2026-07-01,North\n2,2026-08-01,Nroth\n3,2026-08-02,\n4,2026-08-03,all\n"
)
QUARTERS = Wave(column="quarter")


class TestUnits:
    def test_units_that_no_answers_are_of_are_told_with_the_nearest(self, tmp_path: Path) -> None:
        rows = desk(tmp_path, {"complaints": COMPLAINTS}, Surveyed(units=("North", "South"))).rows
        account = [t for t in told(rows["complaints"]) if t[1] in ("no_unit", "strange_unit")]
        assert account == [("note", "no_unit", 2, (4, 5)), ("note", "strange_unit", 1, (3,))]
        said = next(f for f in rows["complaints"].findings if f.reason == "strange_unit")
        for language in LANGUAGES:
            assert "Nroth ≈ North?" in words(language).say(said.detail)

    def test_a_survey_without_units_knows_of_none_that_is_strange(self, tmp_path: Path) -> None:
        rows = desk(tmp_path, {"complaints": COMPLAINTS}).rows["complaints"]
        assert [t for t in told(rows) if t[1] == "strange_unit"] == []

    def test_a_unit_is_spelled_as_the_survey_spells_it(self, tmp_path: Path) -> None:
        text = "id,received,branch\n1,2026-07-01, 7.0 \n2,2026-07-01,Old  Town\n"
        rows = desk(tmp_path, {"complaints": text}, Surveyed(units=("7", "Old Town"))).rows
        assert rows["complaints"].frame["unit"].tolist() == ["7", "Old Town"]
        assert "strange_unit" not in [t[1] for t in told(rows["complaints"])]


class TestWaves:
    def test_dates_are_put_in_what_the_surveys_waves_are(self, tmp_path: Path) -> None:
        for waves, own in ((("2026-07",), "2026-08"), (("2026H1", "2026H2"), "2026H2"),
                           (("2025", "2026"), "2026"), (("before", "after"), "2026Q3")):  # fmt: skip
            text = {"complaints": "id,received\n1,2026-08-01\n"}
            rows = desk(tmp_path, text, Surveyed(waves=waves), QUARTERS).rows["complaints"]
            assert rows.frame["wave"].tolist() == [own]

    def test_one_wave_for_all_answers_is_not_that_of_rows_of_other_quarters(
        self, tmp_path: Path
    ) -> None:
        costs = "day,customers,service_cost\n2026-05-15,10,100\n2026-08-15,10,90\n,10,80\n"
        rows = desk(tmp_path, {"costs": costs}, wave=Wave(value="2026Q3")).rows["costs"]
        assert rows.frame["wave"].tolist() == ["2026Q2", "2026Q3", "2026Q3"]
        rows = desk(tmp_path, {"costs": costs}, wave=Wave(value="pilot")).rows["costs"]
        assert rows.frame["wave"].tolist() == ["pilot"] * 3

    def test_rows_of_no_wave_are_set_aside_and_not_taken_for_the_whole(
        self, tmp_path: Path
    ) -> None:
        costs = "day,customers,service_cost\n2026-08-15,10,90\n,10,80\nsoon,10,70\n"
        rows = desk(tmp_path, {"costs": costs}, wave=QUARTERS).rows["costs"]
        assert rows.frame["wave"].tolist() == ["2026Q3"]
        assert told(rows) == [
            ("unreadable", "period", 1, (4,)),
            ("set aside", "no_wave", 2, (3, 4)),
        ]

    def test_a_file_that_tells_of_no_waves_counts_in_all(self, tmp_path: Path) -> None:
        text = "promise,n,kept\nfast,10,9\n"
        rows = desk(tmp_path, {"occasions": text}, wave=QUARTERS).rows["occasions"]
        assert rows.frame["wave"].tolist() == ["all"]

    def test_a_month_or_quarter_stands_for_its_first_day(self, tmp_path: Path) -> None:
        costs = "day,customers\n2026-08,10\n115年第二季,10\n2026Q1,10\n2026,10\n"
        rows = desk(tmp_path, {"costs": costs}, wave=QUARTERS).rows["costs"]
        days = rows.frame["day"].dt.strftime("%Y-%m-%d").tolist()
        assert days == ["2026-08-01", "2026-04-01", "2026-01-01"]
        assert [t for t in told(rows) if t[0] == "unreadable"] == [
            ("unreadable", "period", 1, (5,))
        ]


class TestClosing:
    def test_a_last_day_long_after_all_others_is_told(self, tmp_path: Path) -> None:
        text = "id,received,recovered\n1,2026-07-01,2026-07-05\n2,2026-08-01,2062-08-03\n"
        at = desk(tmp_path, {"complaints": text}, as_of=None)
        assert at.as_of == date(2062, 8, 3)
        assert ("note", "late_day", 1, (3,)) in told(at.rows["complaints"])

    def test_an_ordinary_last_day_is_not(self, tmp_path: Path) -> None:
        text = "id,received,recovered\n1,2026-07-01,2026-07-05\n2,2026-08-01,2026-08-03\n"
        at = desk(tmp_path, {"complaints": text}, as_of=None)
        assert at.as_of == date(2026, 8, 3)
        assert "late_day" not in [t[1] for t in told(at.rows["complaints"])]


class TestErrors:
    def test_all_registers_are_told_of_at_once(self, tmp_path: Path) -> None:
        with pytest.raises(IngestError) as caught:
            desk(tmp_path, {"complaints": "id\n1\n", "contacts": "day\n2026-07-01\n"})
        assert [(p.where, p.what) for p in caught.value.problems] == [
            ("complaints.csv", "[[complaints]]: there is no column 'received' for received."),
            ("contacts.csv", "[[contacts]]: there is no column 'contacts' for contacts."),
        ]

    def test_a_heading_that_stands_twice_is_not_chosen_from(self, tmp_path: Path) -> None:
        text = {"complaints": "id,received, received\n1,2026-07-01,2026-08-01\n"}
        with pytest.raises(IngestError) as caught:
            desk(tmp_path, text)
        (problem,) = caught.value.problems
        assert "'received' stands in columns B and C" in problem.what
        assert "received#1" in problem.advice

    @pytest.mark.parametrize(
        ("said", "what", "advice"),
        [
            ('[[complaints]]\nfiles = ["c.csv"]\ncolumns = {recieved = "id"}',
             "[[complaints]] 1 columns: 'recieved' is nothing", "Did you mean 'received'?"),
            ('[complaints]\nfiles = ["c.csv"]', "[complaints] is one table", "Write [[complaints]]."),
        ],
    )  # fmt: skip
    def test_what_a_study_misnames_is_a_mistake(
        self, tmp_path: Path, said: str, what: str, advice: str
    ) -> None:
        (tmp_path / "c.csv").write_text("id,received\n")
        (problem,) = mistakes(tmp_path, said)
        assert what in problem.what
        assert advice in problem.advice


class TestDimensions:
    TEXT = "id,received,dimension\n1,2026-07-01,Reliability\n2,2026-07-01,可靠性\n3,2026-07-01,speed\n4,2026-07-01,\n"

    def test_names_stand_for_ids_and_others_are_told(self, tmp_path: Path) -> None:
        rows = desk(tmp_path, {"complaints": self.TEXT}).rows["complaints"]
        assert rows.frame["dimension"].tolist() == ["reliability", "reliability", "speed", ""]
        assert ("note", "strange_dimension", 1, (4,)) in told(rows)
        said = next(f for f in rows.findings if f.reason == "strange_dimension")
        for language in LANGUAGES:
            assert "responsiveness" in words(language).say(said.detail)


class TestCampaigns:
    @pytest.mark.parametrize(
        ("said", "what"),
        [
            ('starts = "03/04/2026"', "starts = '03/04/2026' is no day"),
            ('wave = "2026Q3"\nstarts = 2026-07-01', "gives a wave and a start"),
        ],
    )
    def test_a_start_that_can_be_two_days_is_none(
        self, tmp_path: Path, said: str, what: str
    ) -> None:
        (problem,) = mistakes(tmp_path, f'[[campaign]]\nname = "c"\n{said}\n')
        assert what in problem.what

    @pytest.mark.parametrize("table", ["campaign", "promise"])
    def test_an_empty_name_is_none(self, tmp_path: Path, table: str) -> None:
        kind = 'kind = "time"\n' if table == "promise" else ""
        (problem,) = mistakes(tmp_path, f'[[{table}]]\nname = " "\n{kind}')
        assert "has an empty name" in problem.what


class TestSheets:
    def test_sheets_of_no_unit_make_no_second_row_of_the_whole(self, tmp_path: Path) -> None:
        sheets = [sheet(f"2026-07-0{n}", "A1", [4, 4, 3, 5], team=team)
                  for n, team in ((1, "North"), (2, ""), (3, ""))]  # fmt: skip
        frame = monitoring_frame(desk_of(study_of(tmp_path, sheets)))
        assert not frame.duplicated(["month", "unit", "agent"]).any()
        whole = frame[frame["unit"].eq("all") & frame["agent"].eq("all")]
        assert whole["checks"].tolist() == [3]

    def test_kinds_of_agents_that_the_minimum_does_not_name_are_told(self, tmp_path: Path) -> None:
        keys = f"{KEYS}minimum_checks = {{old = 2}}\n"
        sheets = [sheet("2026-07-01", "A1", [4, 4, 3, 5], kind=kind) for kind in ("old", "new", "")]
        rows = desk_of(study_of(tmp_path, sheets, keys)).rows["checks"]
        assert ("note", "other_group", 2, (3, 4)) in told(rows)
        assert rows.frame["minimum"].tolist() == [2, 1, 1]


class TestTotals:
    def test_a_row_of_all_kinds_is_of_none_and_told_beside_others(self, tmp_path: Path) -> None:
        text = "day,branch,kind,contacts\n2026-07-01,North,all,10\n2026-07-01,North,card,8\n2026-07-02,all,card,3\n"
        at = desk(tmp_path, {"contacts": text})
        (table,) = contacts(at)
        kinds = table.frame.loc[table.frame["unit"] == "all", ["kind", "contacts"]]
        assert kinds.to_numpy().tolist() == [["all", 21], ["card", 11]]
        account = told(at.rows["contacts"])
        assert ("note", "no_kind", 1, (2,)) in account
        assert ("note", "no_unit", 1, (4,)) in account

    def test_kinds_that_no_row_names_are_no_matter(self, tmp_path: Path) -> None:
        text = "day,contacts\n2026-07-01,10\n2026-07-02,8\n"
        assert told(desk(tmp_path, {"contacts": text}).rows["contacts"]) == []

    def test_the_same_occasions_twice_count_once(self, tmp_path: Path) -> None:
        text = "promise,day,n,kept\np,2026-07-01,10,9\np,2026-07-01,10,9\np,2026-07-01,5,5\n"
        rows = desk(tmp_path, {"occasions": text}).rows["occasions"]
        assert rows.frame["n"].tolist() == [10, 5]
        assert told(rows) == [("set aside", "same_row", 1, (3,))]

    def test_units_may_number_their_claims_each_by_itself(self, tmp_path: Path) -> None:
        text = "id,promise,claimed,branch\n1,p,2026-07-01,North\n1,p,2026-07-01,South\n1,p,2026-07-02,South\n"
        rows = desk(tmp_path, {"claims": text}).rows["claims"]
        assert rows.frame["unit"].tolist() == ["North", "South"]
        assert told(rows) == [("set aside", "claim_again", 1, (4,))]


class TestSlips:
    def test_a_count_beyond_measure_is_told_and_breaks_nothing(self, tmp_path: Path) -> None:
        text = "day,contacts,praise\n2026-07-01,99999999999999999999,1\n2026-07-02,7,1e308\n"
        at = desk(tmp_path, {"contacts": text})
        (table,) = contacts(at)
        assert table.frame["contacts"].tolist() == [7]
        assert [t[:3] for t in told(at.rows["contacts"])] == [
            ("out of range", "count", 1), ("out of range", "count", 1), ("set aside", "nothing_in", 1),
        ]  # fmt: skip

    def test_a_closing_day_before_every_row_is_a_fault(self, tmp_path: Path) -> None:
        rows = desk(tmp_path, {"complaints": COMPLAINTS}, as_of=date(2025, 9, 30)).rows[
            "complaints"
        ]
        (finding,) = (f for f in rows.findings if f.kind == "set aside")
        assert (finding.reason, finding.count, finding.fault) == ("all_after_as_of", 4, True)

    def test_a_wave_that_is_neither_a_period_nor_known_is_told(self, tmp_path: Path) -> None:
        text = "id,received,quarter\n1,2026-07-01,115Q3\n2,2026-04-01,spring\n3,2025-04-01,2025Q2\n"
        surveyed = Surveyed(waves=("2026Q2", "2026Q3"))
        rows = desk(tmp_path, {"complaints": text}, surveyed, QUARTERS).rows["complaints"]
        assert [t for t in told(rows) if t[1] == "strange_wave"] == [
            ("note", "strange_wave", 1, (3,))
        ]

    def test_all_names_nobody(self, tmp_path: Path) -> None:
        sheets = [sheet("2026-07-01", who, [4, 4, 3, 5], monitor=by)
                  for who, by in (("A1", "all"), ("all", "M1"), ("A1", "M1"))]  # fmt: skip
        rows = desk_of(study_of(tmp_path, sheets)).rows["checks"]
        assert rows.frame["monitor"].tolist() == ["", "M1"]
        assert ("set aside", "nothing_in", 1, (3,)) in told(rows)

    def test_a_training_that_stands_twice_is_one(self, tmp_path: Path) -> None:
        text = "day,branch,agent,dimension\n2026-07-01,,A1,empathy\n2026-07-01,North,A1,empathy\n2026-07-01,North,A1,empathy\n2026-07-01,South,A1,empathy\n"
        rows = desk(tmp_path, {"trainings": text}).rows["trainings"]
        assert rows.frame["record"].tolist() == [3, 5]
        assert [t for t in told(rows) if t[1] == "same_row"] == [
            ("set aside", "same_row", 1, (4,)), ("set aside", "same_row", 1, (2,)),
        ]  # fmt: skip
