"""Peak times: days of the month, weekdays and hours by rule. Weekdays are those of a printed calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from gapkit.errors import IngestError, StudyError
from gapkit.ingest import Source, Wave, open_answers
from gapkit.ingest.moments import hour_of_stamp
from gapkit.ingest.peak import Peak, PeakOrNot
from gapkit.instrument import load_instrument
from gapkit.study import read_study

if TYPE_CHECKING:
    from pathlib import Path

TENTH = Peak(days_of_month=(10,))
NOON = Peak(hours=(12, 13))


class TestRules:
    @pytest.mark.parametrize(
        ("rule", "day", "hour", "holds"),
        [
            (TENTH, (2026, 7, 10), None, True),
            (TENTH, (2026, 7, 11), 12, False),
            (Peak(weekdays=("mon",)), (2026, 7, 13), None, True),  # a Monday
            (Peak(weekdays=("mon",)), (2026, 7, 14), None, False),
            (NOON, (2026, 7, 10), 13, True),
            (NOON, (2026, 7, 10), 14, False),
            (NOON, (2026, 7, 10), None, None),
            (Peak((10,), ("mon",), (12,)), (2026, 7, 10), None, True),
            (Peak((10,), ("mon",), (12,)), (2026, 7, 14), 12, True),
        ],
    )
    def test_any_of_them_makes_a_peak(
        self, rule: Peak, day: tuple[int, int, int], hour: int | None, holds: bool | None
    ) -> None:
        assert rule.holds(date(*day), hour) is holds

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("2026-07-10 09:30", "peak"),
            ("115/07/10", "peak"),
            ("2026/7/11 上午 12:10", "other"),
            ("", ""),
            ("soon", None),
        ],
    )
    def test_a_stamp_is_read_by_its_own_clock(self, text: str, value: str | None) -> None:
        assert PeakOrNot(TENTH)(text) == value

    def test_an_hour_that_is_not_there_does_not_tell(self) -> None:
        assert PeakOrNot(NOON)("2026-07-10") is None
        assert PeakOrNot(Peak((10,), (), (12,)))("2026-07-10") == "peak"

    def test_a_format_overrules_recognition(self) -> None:
        read = PeakOrNot(Peak((10,), (), (14,)), written="%d.%m.%y %H:%M")
        assert [read(t) for t in ("10.07.26 09:00", "11.07.26 14:59", "11.07.26 15:00", "x")] == [
            "peak", "peak", "other", None,
        ]  # fmt: skip
        assert PeakOrNot(NOON, written="%d.%m.%y")("10.07.26") is None

    @pytest.mark.parametrize(
        ("text", "order", "hour"),
        [
            ("2026-07-01 00:05", "day", 0),
            ("2026/07/01 12:30:00 AM GMT+8", "day", 0),
            ("2026/07/01 下午 1:05", "day", 13),
            ("46204.375", "serial", 9),  # 0.375 of a day
            ("46204.37499999999", "serial", 9),
            ("46204", "serial", None),
        ],
    )
    def test_hours(self, text: str, order: str, hour: int | None) -> None:
        assert hour_of_stamp(text, order) == hour


def source(stamps: list[str] | None = None, role: str = "customer", **said: object) -> Source:
    rows = {f"P{n}": [5, 6, 4] for n in range(1, 23)}
    extra = {} if stamps is None else {"at": stamps}
    return Source(role, frame=pa.table({**rows, **extra}), batteries={"perception": "P{n}"}, **said)


STAMPS = ["2026-07-10 09:00", "2026-07-11 09:00", "2026-08-10"]


def peaks(*sources: Source, wave: Wave | None = None) -> list[str | None]:
    answers = open_answers(
        sources, load_instrument("servperf"), wave=wave, segments=("peak",), peak=TENTH
    )
    return [v for batch in answers.batches() for v in batch.column("peak").to_pylist()]


class TestReading:
    def test_it_is_told_from_the_time_at_which_a_form_was_handed_in(self) -> None:
        assert peaks(source(STAMPS, submitted="at")) == ["peak", "other", "peak"]

    def test_else_from_the_date_of_the_wave(self) -> None:
        assert peaks(source(STAMPS), wave=Wave(date="at", period="month")) == [
            "peak", "other", "peak",
        ]  # fmt: skip

    def test_a_column_may_be_named_for_it(self) -> None:
        assert peaks(source(STAMPS, columns={"peak": "at"})) == ["peak", "other", "peak"]

    def test_customers_without_a_date_are_an_error_that_says_whose(self) -> None:
        with pytest.raises(IngestError, match=r"role 'customer' has no date.*submitted"):
            peaks(source())

    def test_others_may_have_none(self) -> None:
        both = (source(STAMPS, submitted="at"), source(role="employee"))
        answers = open_answers(both, load_instrument("servperf"), segments=("peak",), peak=TENTH)
        assert answers.layout.keys == {"customer": ("peak",), "employee": ()}

    def test_dates_that_can_be_read_in_two_ways_are_an_error(self) -> None:
        with pytest.raises(IngestError, match="day first or month first"):
            peaks(source(["03/04/2026", "05/06/2026", "07/08/2026"], submitted="at"))

    def test_what_is_no_date_is_told_and_in_neither_value(self) -> None:
        answers = open_answers(
            [source([*STAMPS[:2], "soon"], submitted="at")], load_instrument("servperf"),
            segments=("peak",), peak=TENTH,
        )  # fmt: skip
        (batch,) = answers.batches()
        assert batch.column("peak").to_pylist() == ["peak", "other", None]
        assert answers.ledger.count("unreadable", "at") == 1
        assert answers.ledger.count("read as") == 0

    def test_a_wave_s_date_that_cannot_be_read_is_told_once(self) -> None:
        answers = open_answers(
            [source([*STAMPS[:2], "soon"])], load_instrument("servperf"),
            wave=Wave(date="at", period="month"), segments=("peak",), peak=TENTH,
        )  # fmt: skip
        assert answers.ledger.count("unreadable", "at") == 1


STUDY = """[study]
title = "Desk"
instrument = "servperf"
{peak}
[[source]]
role = "customer"
files = ["a.csv"]
batteries = {{perception = "P{{n}}"}}
outcomes = {{overall = "overall"}}
submitted = "at"
"""


def study_of(folder: Path, peak: str, head: str = "") -> Path:
    items = [f"P{n}" for n in range(1, 23)]
    rows = [[f"2026-07-{1 + n % 28:02} 10:00", 5, *([6] * 22)] for n in range(280)]
    lines = [["at", "overall", *items], *rows]
    (folder / "a.csv").write_text("\n".join(",".join(map(str, line)) for line in lines))
    (folder / "study.toml").write_text(STUDY.format(peak=peak) + head, encoding="utf-8")
    return folder / "study.toml"


class TestStudy:
    def test_scores_are_broken_down_by_it_under_its_own_name(self, tmp_path: Path) -> None:
        study = read_study(study_of(tmp_path, "peak = {days_of_month = [10, 20]}"))
        assert study.survey.segments == ("peak",)
        scores = study.survey.scores().frame
        rows = scores[(scores["level"] == "overall") & (scores["segment"] == "peak")]
        # 280 forms on 28 days in turn, ten a day
        assert dict(rows[["value", "n"]].values.tolist()) == {"peak": 20, "other": 260}
        say = study.survey.options.words
        assert say.segment("peak") == "Time of contact"
        assert [say.value("peak", v) for v in ("peak", "other")] == ["peak time", "other times"]

    def test_labels_of_the_study_come_first(self, tmp_path: Path) -> None:
        own = '[labels.peak]\npeak = "rush"\n'
        study = read_study(study_of(tmp_path, "peak = {hours = [10]}", own))
        assert study.survey.options.words.value("peak", "peak") == "rush"
        assert study.survey.options.words.value("peak", "other") == "other times"

    @pytest.mark.parametrize(
        ("peak", "said"),
        [
            ("peak = {}", "names no day and no hour"),
            ("peak = {days_of_month = [32]}", "from 1 to 31"),
            ("peak = {hours = [24]}", "from 0 to 23"),
            ('peak = {weekdays = ["monday"]}', "Known: mon"),
            ("peak = {days = [3], hours = [1]}", "has no key 'days'"),
            ('peak = {hours = [9]}\nsegments = ["peak"]', "rename the column"),
        ],
    )
    def test_mistakes(self, tmp_path: Path, peak: str, said: str) -> None:
        with pytest.raises(StudyError, match=said):
            read_study(study_of(tmp_path, peak))
