"""What the records ask for: of the synthetic call centre what was planted there, counted anew from its files."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from gapkit.instrument import load_instrument
from gapkit.operations.agenda import AGENDA_COLUMNS, TASKS, agenda
from gapkit.operations.department import Department
from gapkit.operations.desk import Desk
from gapkit.operations.promises.campaign import Campaign
from gapkit.options import Options
from gapkit.results import Result
from gapkit.samples import sample
from gapkit.study import read_study
from gapkit.wording import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACE = sample("bank").parent / "call-centre"
TRUTH = tomllib.loads((PLACE / "truth.toml").read_text(encoding="utf-8"))
STUDY = tomllib.loads((PLACE / "study.toml").read_text(encoding="utf-8"))


@cache
def asked() -> Result:
    result = read_study(PLACE / "study.toml").run().results["agenda"]
    assert isinstance(result, Result)
    return result


def rows(task: str) -> list[dict[str, Any]]:
    frame = asked().frame
    return frame[frame["task"] == task].to_dict("records")


def overdue_by_team() -> tuple[Counter[str], Counter[str]]:
    """Count late and all complaints of each team from the file alone."""
    closed = STUDY["operations"]["as_of"]
    late, came = Counter(), Counter()
    with (PLACE / "complaints.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            came[row["team"]] += 1
            waited = (closed - date.fromisoformat(row["received"][:10])).days
            if not row["recovered"] and waited > STUDY["operations"]["answer_within"]:
                late[row["team"]] += 1
    return late, came


class TestOfTheCallCentre:
    def test_complaints_are_overdue_where_the_file_has_them(self) -> None:
        late, came = overdue_by_team()
        found = {row["unit"]: (row["n"], row["of"]) for row in rows("overdue")}
        assert found.pop("all") == (late.total(), came.total())
        assert found == {team: (late[team], came[team]) for team in late}

    def test_those_are_to_be_trained_who_need_it(self) -> None:
        teams = {(row["unit"], row["dimension"]) for row in rows("train_team")}
        assert teams == {(n["team"], n["dimension"]) for n in TRUTH["need"] if "team" in n}
        planted = Counter(need["dimension"] for need in TRUTH["need"] if "agent" in need)
        assert {row["dimension"]: row["n"] for row in rows("train_agent")} == planted

    def test_the_one_monitor_that_drifts_is_to_be_calibrated(self) -> None:
        (row,) = rows("calibrate")
        assert (row["n"], row["of"]) == (1, len(TRUTH["monitors"]))

    def test_the_agent_who_was_not_heard_is_counted(self) -> None:
        (missed,) = [c for c in TRUTH["checks"] if c["month"] == "2026-08"]
        (row,) = rows("listen")
        assert (row["n"], row["since"]) == (1, missed["month"])

    def test_the_promise_with_conditions_and_many_steps_is_to_be_reworked(self) -> None:
        (broken,) = [p for p in STUDY["promise"] if p["conditions"] and p["claim_steps"] > 2]
        (row,) = rows("promise")
        assert (row["label"], row["dimension"]) == (broken["name"], broken["dimension"])
        assert (row["n"], row["of"]) == (2, 6)

    def test_the_campaign_that_nobody_agreed_is_named(self) -> None:
        (loose,) = [c for c in STUDY["campaign"] if not c["agreed"]]
        (row,) = rows("agree")
        assert (row["label"], row["dimension"], row["since"]) == (
            loose["name"], loose["dimension"], loose["wave"],
        )  # fmt: skip
        assert loose["name"] in asked().summary()
        assert rows("keep") == []

    def test_no_member_of_staff_is_named(self) -> None:
        staff = {f"A{k:02}" for k in range(1, 26)} | set(TRUTH["monitors"])
        public = asked().published()
        assert len(public.frame) == len(asked().frame)
        cells = {str(cell) for cell in public.frame.to_numpy().ravel()}
        assert not staff & cells
        assert not [name for name in staff if name in public.summary()]


def desk(campaigns: Sequence[Campaign] = (), language: str = "en") -> Desk:
    instrument = load_instrument("servqual")
    return Desk(Department(campaigns=tuple(campaigns)), {}, instrument, Options(language=language))


def made(at: Desk, **frames: Any) -> Result | None:
    tables = {n: Result(n, pd.DataFrame(f), at.options, at.instrument) for n, f in frames.items()}
    return next(agenda(at, tables), None)


def test_records_that_ask_for_nothing_make_no_table() -> None:
    fine = {"monitor": ["all", "Lin"], "other": "all", "drift": [None, 0.1], "drifts": ["", "no"]}
    rules = {"promise": ["quick"], "rule": ["payout"], "met": ["yes"]}
    assert made(desk()) is None
    assert made(desk(), monitors=fine, guarantee_rules=rules) is None


def test_a_campaign_that_was_agreed_and_not_kept_is_a_task_of_its_own() -> None:
    found = (
        Campaign("spring", "2026Q2", agreed=False),
        Campaign("summer", "2026Q3", agreed=True, kept=False),
        Campaign("autumn", "2026Q3", agreed=False, kept=True),
    )
    result = made(desk(found), campaigns={"wave": ["2026Q2", "2026Q3"]})
    assert result is not None
    assert list(result.frame["task"]) == ["agree", "keep"]
    assert list(result.frame["label"]) == ["autumn", "summer"]
    assert result.summary().splitlines() == [
        "Agree campaigns with operations before they run. Not agreed: “autumn”.",
        "Find out why what campaigns said was not kept: “summer”.",
    ]


def test_hard_cases_wait_since_the_first_of_those_without_an_answer() -> None:
    cases = {"case": ["a", "b", "c"], "answered": ["no", "no", "yes"],
             "first": ["2026-03-02", "2026-02-01", "2026-01-01"]}  # fmt: skip
    result = made(desk(), hard_cases=cases)
    assert result is not None
    (row,) = result.frame.to_dict("records")
    assert (row["n"], row["of"], row["since"]) == (2, 3, "2026-02-01")


def test_columns_and_counts_are_as_they_should_be() -> None:
    frame = asked().frame
    assert tuple(frame) == AGENDA_COLUMNS
    assert set(frame["task"]) <= set(TASKS)
    assert {str(frame[c].dtype) for c in ("n", "of")} == {"Int64"}
    both = frame.dropna(subset=["n", "of"])
    assert (both["n"] <= both["of"]).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_task_has_its_words(language: str) -> None:
    say = words(language)
    assert [task for task in TASKS if not say.has(f"agenda.task.{task}")] == []
    assert [task for task in TASKS if not say.has(f"agenda.{task}")] == []
