"""The table `zeros` as a whole: targets, columns, sentences, and what a study says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from zeros_made import CASES, CLOSED, STUDY, complaints, costs, desk, made, rows_of, study_of

from gapkit.errors import StudyError
from gapkit.operations.zeros.aims import MEASURES, Zeros
from gapkit.operations.zeros.table import ZERO_COLUMNS, zeros
from gapkit.study import read_study
from gapkit.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class TestTargets:
    @pytest.mark.parametrize(
        ("target", "met", "reading"),
        [(0.30, "yes", "reached"), (0.60, "", "not settled"), (0.90, "no", "missed")],
    )  # the interval of 10 of 17 is 36 to 78 %
    def test_settled_only_where_the_whole_interval_lies_on_one_side(
        self, target: float, met: str, reading: str
    ) -> None:
        said = Zeros(targets={"complaints": target})
        found = rows_of(made(desk(said, as_of=CLOSED, complaints=CASES)).frame, "recovered").iloc[0]
        assert found[["target", "met", "reading"]].tolist() == [target, met, reading]

    @pytest.mark.parametrize(
        ("aims", "first"),
        [
            ({"complaints": 0.90}, "Zero complaints: missed."),
            ({"complaints": 0.30}, "Zero complaints: reached."),
            ({}, "Zero complaints: no target."),
        ],
    )
    def test_which_zeros_are_reached_is_said_first(
        self, aims: dict[str, float], first: str
    ) -> None:
        said = made(desk(Zeros(targets=aims), as_of=CLOSED, complaints=CASES)).summary()
        assert said.splitlines()[0] == first

    def test_without_a_target_nothing_is_met(self) -> None:
        found = made(desk(as_of=CLOSED, complaints=CASES)).frame
        assert found[["met", "reading"]].values.tolist() == [["", "no target"]] * len(found)
        assert found["target"].isna().all()

    def test_a_measure_by_its_own_name(self) -> None:
        assert Zeros(targets={"recovered": 0.9}).target("recovered") == 0.9


class TestTable:
    def test_columns_rows_and_their_order(self) -> None:
        of = desk(as_of=CLOSED, complaints=CASES, costs=costs(9, 0.8))
        frame = made(of).frame
        assert tuple(frame.columns) == ZERO_COLUMNS
        assert not frame.duplicated(["zero", "measure", "unit", "wave"]).any()
        assert list(dict.fromkeys(frame["measure"])) == [m for m in MEASURES if m != "index"]
        assert list(dict.fromkeys(frame["zero"])) == ["complaints", "cost"]
        assert frame["n"].dtype == "Int64"

    def test_with_nothing_to_show_it_is_empty(self) -> None:
        result = made(desk(Zeros()))
        assert result.frame.empty
        assert tuple(result.frame.columns) == ZERO_COLUMNS
        assert result.sentences == ()

    def test_a_study_without_waves(self) -> None:
        frame = made(desk(costs=costs(1, 0.8).assign(wave="all"))).frame
        assert set(frame["wave"]) == {"all"}
        assert rows_of(frame, "per_customer")["value"].notna().all()

    def test_a_study_that_says_nothing_has_no_such_table(self) -> None:
        assert list(zeros(desk())) == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_it_says_is_in_words_with_figures(self, language: str) -> None:
        said = Zeros(targets={"complaints": 0.9, "first_attempt": 0.2, "per_customer": 1.0})
        of = desk(said, as_of=CLOSED, language=language, complaints=CASES, costs=costs(9, 0.8))
        text = made(of).summary()
        assert "{" not in text
        assert "nan" not in text.lower()
        for share in ("59%", "90%"):
            assert share in text.replace(" %", "%")
        assert len(made(of).sentences) >= 7

    def test_it_passes_the_gate_with_its_sentences(self) -> None:
        few = pd.concat([CASES, complaints(*[("2026-07-01", None, "East")] * 3)], ignore_index=True)
        result = made(desk(as_of=CLOSED, complaints=few))
        shown = result.published()
        assert shown.sentences == result.sentences != ()
        assert rows_of(shown.frame, "recovered", "East")["reason"].tolist() == ["suppressed"]
        assert rows_of(shown.frame, "recovered", "East")["value"].isna().all()


@pytest.mark.parametrize(
    ("more", "said", "advice"),
    [
        ('[zeros]\ndistance = ["recomend"]', "distance names 'recomend'", "recommend"),
        ("[zeros]\nrecovered_within = -1", "recovered_within = -1 is no number of days", "= 7"),
        ("[zeros]\ntargets = {complaint = 0.9}", "targets has no 'complaint'", "complaints"),
        ("[zeros]\ntargets = {complaints = 95}", "targets complaints = 95 lies beyond", "0 to 1."),
        (
            "[zeros]\ntargets = {per_customer = -2}",
            "targets per_customer = -2 lies",
            "of 0 or more",
        ),
        ("[zeros]\ndistanz = []", "[zeros] has no key 'distanz'", "distance"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_would_do(
    tmp_path: Path, more: str, said: str, advice: str
) -> None:
    with pytest.raises(StudyError) as caught:
        read_study(study_of(tmp_path, more))
    (problem,) = caught.value.problems
    assert said in problem.what
    assert advice in problem.advice
    line = 1 + STUDY.format(language="en", more=more).splitlines().index(more.splitlines()[1])
    assert problem.where.endswith(f":{line}")


def test_what_a_study_says_arrives(tmp_path: Path) -> None:
    more = (
        '[zeros]\ndistance = ["loyal"]\nrecovered_within = 3\ntargets = {distance = 80, cost = 0.9}'
    )
    found: Mapping[str, Any] = vars(read_study(study_of(tmp_path, more)).department.zeros)
    assert found == {
        "distance": ("loyal",), "recovered_within": 3, "targets": {"distance": 80.0, "cost": 0.9},
        "unit": "branch",
    }  # fmt: skip
