"""The table `zeros`.

Expected values are worked out a second time from the rows typed in or drawn here: by pandas and
scipy's t law (distance), statsmodels' Wilson interval (complaints, first attempts) and, about, its
least squares (elasticity).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.api import OLS, add_constant
from statsmodels.stats.proportion import proportion_confint

from gapkit.errors import StudyError
from gapkit.ingest.register_rows import Columns, Rows
from gapkit.instrument import load_instrument
from gapkit.operations.department import Department
from gapkit.operations.desk import Desk
from gapkit.operations.opening import opened
from gapkit.operations.zeros.aims import MEASURES, Zeros
from gapkit.operations.zeros.table import ZERO_COLUMNS, zeros
from gapkit.options import Options
from gapkit.stats.elasticity import elasticity
from gapkit.study import read_study
from gapkit.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gapkit.results import Result
    from gapkit.study.run import Run

CLOSE = 1e-9
"""Two routes to one figure differ by rounding alone."""

SERVQUAL = load_instrument("servqual")
BRANCHES = {"North": 40, "South": 25, "East": 3}
WAVES = ("2026Q1", "2026Q2")
STUDY = """[study]
title = "Branches"
instrument = "servqual"
wave = "quarter"
unit = "branch"
language = "{language}"
[options]
bootstrap = 100
[[source]]
role = "customer"
files = ["customers.csv"]
batteries = {{perception = "P{{n}}"}}
outcomes = {{recommend = "nps", loyal = "stay"}}
{more}
"""


def answers() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    rows = [
        {"quarter": wave, "branch": branch, "nps": rng.integers(0, 11), "stay": rng.integers(2, 8)}
        | {f"P{n}": rng.integers(2, 8) for n in range(1, 23)}
        for wave in WAVES
        for branch, people in BRANCHES.items()
        for _ in range(people)
    ]
    return pd.DataFrame(rows)


def study_of(tmp_path: Path, more: str = "[zeros]", language: str = "en") -> Path:
    answers().to_csv(tmp_path / "customers.csv", index=False)
    path = tmp_path / "study.toml"
    path.write_text(STUDY.format(language=language, more=more), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the whole run of a study with units that are no segment."""
    return read_study(study_of(tmp_path_factory.mktemp("zeros"))).run()


def index_of(path: Path, *names: str) -> pd.DataFrame:
    """Return the index of some parts, without the rest of a run."""
    survey = read_study(path).survey
    results = {"outcomes": survey.outcomes(by="branch"), "scores": survey.scores(by="branch")}
    of = desk(Zeros(distance=names, unit="branch"))
    return made(replace(of, results=results, scales=survey.inventory().scales)).frame


def rows_of(frame: pd.DataFrame, measure: str, unit: str = "all") -> pd.DataFrame:
    mine = frame[(frame["measure"] == measure) & (frame["unit"] == unit)]
    return mine.set_index("wave")


def desk(
    said: Zeros | None = None, *, as_of: date | None = None, language: str = "en",
    **registers: pd.DataFrame,
) -> Desk:  # fmt: skip
    rows = {
        name: Rows(name, frame, columns={f"{name}.csv": Columns({c: c for c in frame})})
        for name, frame in registers.items()
    }
    options = Options(language=language)
    return Desk(Department(as_of=as_of, zeros=said), rows, SERVQUAL, options)


def made(of: Desk) -> Result:
    (table,) = zeros(of)
    return table


def place(answer: pd.Series[Any], low: float, high: float) -> tuple[float, float]:
    """Return mean and half the t interval of answers as 0 to 100, the textbook's way."""
    at = 100 * (answer - low) / (high - low)
    half = stats.t.ppf(0.975, len(at) - 1) * at.std(ddof=1) / np.sqrt(len(at))
    return float(at.mean()), float(half)


class TestDistance:
    def test_the_index_is_the_mean_of_its_parts_by_wave_and_unit(self, run: Run) -> None:
        frame = run.results["zeros"].frame
        items = [i.n for i in SERVQUAL.items_of("empathy")]
        people = answers()
        for unit in ("all", "North", "South"):
            mine = people if unit == "all" else people[people["branch"] == unit]
            for wave, rows in mine.groupby("quarter"):
                caring = rows[[f"P{n}" for n in items]].mean(axis=1)
                parts = [place(rows["nps"], 0, 10), place(rows["stay"], 1, 7), place(caring, 1, 7)]
                value, half = np.mean([p[0] for p in parts]), np.mean([p[1] for p in parts])
                found = rows_of(frame, "index", unit).loc[wave]
                assert found["value"] == pytest.approx(value, abs=CLOSE)
                assert found["ci_low"] == pytest.approx(value - half, abs=CLOSE)
                assert found["ci_high"] == pytest.approx(value + half, abs=CLOSE)
                assert found["n"] == len(rows)

    def test_of_one_part_the_interval_is_that_of_its_own_table(
        self, run: Run, tmp_path: Path
    ) -> None:
        outcome = run.results["outcomes"].frame
        outcome = outcome[(outcome["outcome"] == "recommend") & (outcome["segment"] == "all")]
        found = rows_of(index_of(study_of(tmp_path), "recommend"), "index")
        for ours, theirs in (("value", "mean"), ("ci_low", "ci_low"), ("ci_high", "ci_high")):
            assert found[ours].tolist() == pytest.approx((10 * outcome[theirs]).tolist())

    def test_the_interval_is_never_too_narrow(self, tmp_path: Path) -> None:
        """Of the same people's own indices the interval is at most as wide, whatever goes with what."""
        found = rows_of(index_of(study_of(tmp_path), "loyal", "t1"), "index")
        for wave, rows in answers().groupby("quarter"):
            _, half = place((rows["stay"] + rows["P1"]) / 2, 1, 7)
            assert found.loc[wave, "ci_high"] - found.loc[wave, "value"] >= half - CLOSE

    def test_units_are_told_apart_also_where_they_are_no_segment(self, run: Run) -> None:
        assert set(run.results["outcomes"].frame["segment"]) == {"all"}
        assert set(run.results["zeros"].frame["unit"]) == {"all", *BRANCHES}

    def test_very_few_people_are_blank_with_a_reason(self, run: Run) -> None:
        found = rows_of(run.results["zeros"].frame, "index", "East")
        assert found[["value", "ci_low", "ci_high"]].isna().all(axis=None)
        assert found["reason"].tolist() == ["suppressed"] * 2
        assert found["n"].tolist() == [3, 3]
        assert found["met"].tolist() == found["reading"].tolist() == ["", ""]

    def test_a_part_that_nobody_answered_leaves_no_index(self, tmp_path: Path) -> None:
        path = study_of(tmp_path)
        frame = answers().astype({"nps": "Int64"})
        frame.loc[frame["quarter"] == "2026Q1", "nps"] = pd.NA
        frame.to_csv(tmp_path / "customers.csv", index=False)
        found = rows_of(index_of(path, "recommend", "empathy"), "index")
        assert found.loc["2026Q1", ["reason", "n"]].tolist() == ["nobody answered", 0]
        assert np.isnan(found.loc["2026Q1", "value"])
        assert found.loc["2026Q2", "reason"] == ""

    def test_a_part_that_was_not_asked_leaves_no_index(self, tmp_path: Path) -> None:
        survey = read_study(study_of(tmp_path)).survey
        results, scales = {"outcomes": survey.outcomes()}, survey.inventory().scales
        said = Zeros(distance=("recommend", "empathy"))
        of = replace(desk(said), results=results, scales=scales)
        found = made(of).frame
        assert found["reason"].tolist() == ["not asked"] * 2
        assert found["value"].isna().all()


def complaints(*rows: tuple[str, str | None, str], wave: str = "2026Q3") -> pd.DataFrame:
    """Return complaints: received, recovered, unit; the fields that the table reads."""
    frame = pd.DataFrame(rows, columns=["received", "recovered", "unit"])
    for name in ("received", "recovered"):
        frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    other = dict.fromkeys(("answered", "called_back"), pd.NaT)
    blank = dict.fromkeys(
        ("chased", "escalated", "skipped", "reported", "apologised", "solved", "compensated",
         "offered", "in_touch", "kept")
    )  # fmt: skip
    texts = {"id": "", "customer": "", "kind": "", "dimension": ""}
    return frame.assign(
        file="complaints.csv", record=range(2, len(frame) + 2), wave=wave, **other, **blank, **texts
    )


CASES = complaints(
    *[("2026-07-01 16:00", "2026-07-08 09:00", "North")] * 6,  # seven calendar days: in time
    *[("2026-07-01", "2026-07-09", "North")] * 2,  # eight: late
    *[("2026-07-02", None, "South")] * 5,  # still open: not in time
    *[("2026-07-02", "2026-07-02", "South")] * 4,
    *[("2026-09-20", "2026-09-21", "South")] * 3,  # too young to be known
    *[("2026-09-25", None, "North")] * 2,
)
CLOSED = date(2026, 9, 27)


class TestComplaints:
    def test_the_share_put_right_in_time_with_its_interval(self) -> None:
        found = rows_of(made(desk(as_of=CLOSED, complaints=CASES)).frame, "recovered").iloc[0]
        low, high = proportion_confint(10, 17, method="wilson")
        assert (found["n"], found["value"]) == (17, pytest.approx(10 / 17))
        assert [found["ci_low"], found["ci_high"]] == pytest.approx([low, high])

    def test_by_unit(self) -> None:
        frame = made(desk(as_of=CLOSED, complaints=CASES)).frame
        north, south = (rows_of(frame, "recovered", unit).iloc[0] for unit in ("North", "South"))
        assert (north["n"], north["value"]) == (8, 6 / 8)
        assert (south["n"], south["value"]) == (9, pytest.approx(4 / 9))

    def test_young_ones_are_left_out_whether_put_right_or_not_and_told(self) -> None:
        """Of the 20th, seven days before the end, it is not known whether the 27th would have done."""
        said = made(desk(as_of=CLOSED, complaints=CASES)).summary()
        assert "5 complaints of the last 7 days are not counted" in said
        later = made(desk(as_of=CLOSED + timedelta(days=1), complaints=CASES)).frame
        assert rows_of(later, "recovered").iloc[0][["n", "value"]].tolist() == [20, 13 / 20]

    def test_the_days_are_the_studys(self) -> None:
        found = made(desk(Zeros(recovered_within=8), as_of=CLOSED, complaints=CASES)).frame
        assert rows_of(found, "recovered").iloc[0]["value"] == pytest.approx(12 / 17)

    def test_where_nobody_wrote_down_when_it_cannot_be_told(self) -> None:
        of = desk(as_of=CLOSED, complaints=CASES.assign(recovered=pd.NaT))
        without = {"complaints.csv": Columns({"received": "received"})}
        rows = replace(of.rows["complaints"], columns=without)
        result = made(replace(of, rows={"complaints": rows}))
        found = rows_of(result.frame, "recovered")
        assert found["reason"].tolist() == ["not asked"]
        assert found[["value", "ci_low", "ci_high"]].isna().all(axis=None)
        assert result.summary() == (
            "When complaints were put right is not recorded, so that zero complaints cannot be told."
        )

    def test_a_column_without_an_entry_says_that_none_was_put_right(self) -> None:
        frame = made(desk(as_of=CLOSED, complaints=CASES.assign(recovered=pd.NaT))).frame
        assert rows_of(frame, "recovered").iloc[0][["n", "value"]].tolist() == [17, 0.0]

    def test_all_too_young_is_blank_with_a_reason(self) -> None:
        young = complaints(
            *[("2026-09-26", None, "North")] * 9, ("2026-09-26", "2026-09-26", "North")
        )
        found = rows_of(made(desk(as_of=CLOSED, complaints=young)).frame, "recovered")
        assert found[["n", "reason"]].values.tolist() == [[0, "too few cases"]]

    def test_it_is_said_what_zero_complaints_means_and_who_lies_below(self) -> None:
        worse = complaints(
            *[("2026-07-01", "2026-07-02", "North")] * 60,
            *[("2026-07-01", None, "South")] * 20,
            *[("2026-07-01", "2026-07-02", "South")] * 20,
        )
        said = made(desk(as_of=CLOSED, complaints=worse)).summary()
        assert "means none left without remedy, not none made" in said
        assert "Fewer were put right in time than over all: South (50 % of 40)." in said
        assert "North" not in said


def costs(waves: int, slope: float, noise: float = 0.02) -> pd.DataFrame:
    """Return quarters in which total cost goes with customers to the power of `slope`."""
    rng = np.random.default_rng(5)
    customers = np.round(1000 * 1.05 ** np.arange(waves) * np.exp(rng.normal(0, 0.05, waves)))
    attempts = rng.integers(50, 80, waves)
    return pd.DataFrame(
        {
            "file": "costs.csv",
            "record": range(2, waves + 2),
            "wave": [f"{2024 + k // 4}Q{k % 4 + 1}" for k in range(waves)],
            "unit": "all",
            "day": pd.NaT,
            "customers": customers,
            "transactions": 3 * customers,
            "service_cost": 200 * customers**slope * np.exp(rng.normal(0, noise, waves)),
            "new_customers": customers / 10,
            "acquisition_cost": 30 * customers,
            "attempts": attempts,
            "first_successes": rng.binomial(attempts, 0.8),
        }
    )


def elasticity_row(frame: pd.DataFrame, said: Zeros | None = None) -> pd.Series[Any]:
    return rows_of(made(desk(said, costs=frame)).frame, "elasticity").iloc[0]


class TestCosts:
    def test_elasticity_is_the_slope_of_log_total_cost_on_log_customers(self) -> None:
        """Least squares tells about where it lies; `elasticity` itself is held against R's figures."""
        frame = costs(10, 0.8)
        fit = OLS(np.log(frame["service_cost"]), add_constant(np.log(frame["customers"]))).fit()
        found = elasticity_row(frame)
        assert found["value"] == pytest.approx(fit.params["customers"], abs=fit.bse["customers"])
        of_one = elasticity(frame["customers"], frame["service_cost"] / frame["customers"])
        ends = [1 + of_one.low, 1 + of_one.high]
        assert [found["ci_low"], found["ci_high"]] == pytest.approx(ends, abs=CLOSE)
        assert (found["n"], found.name) == (10, "2026Q2")

    def test_waves_are_taken_in_order_of_time_whatever_the_order_of_rows(self) -> None:
        frame = costs(10, 0.8)
        mixed = frame.sample(frac=1, random_state=1).reset_index(drop=True)
        columns = ["value", "ci_low", "ci_high"]
        one, other = (elasticity_row(rows)[columns].tolist() for rows in (frame, mixed))
        assert one == pytest.approx(other, abs=CLOSE)

    @pytest.mark.parametrize(
        ("slope", "noise", "met", "reading"),
        [
            (0.7, 0.01, "yes", "reached"),
            (1.3, 0.01, "no", "missed"),
            (1.0, 0.05, "", "not settled"),
        ],
    )
    def test_it_is_read_against_one(
        self, slope: float, noise: float, met: str, reading: str
    ) -> None:
        found = elasticity_row(costs(12, slope, noise))
        assert found[["target", "met", "reading"]].tolist() == [1.0, met, reading]

    def test_with_another_target_it_is_reached_or_missed(self) -> None:
        found = elasticity_row(costs(12, 0.9, 0.005), Zeros(targets={"cost": 0.6}))
        assert found[["target", "met", "reading"]].tolist() == [0.6, "no", "missed"]

    def test_fewer_than_eight_waves_have_no_slope_and_it_is_said(self) -> None:
        found = made(desk(costs=costs(7, 0.8)))
        row = rows_of(found.frame, "elasticity").iloc[0]
        assert row[["n", "reason", "met", "reading"]].tolist() == [7, "too few cases", "", ""]
        assert np.isnan(row["value"])
        assert "is told from 8 waves on" in found.summary()

    def test_customers_that_never_change_tell_nothing(self) -> None:
        found = made(desk(costs=costs(9, 0.8).assign(customers=500.0)))
        assert rows_of(found.frame, "elasticity")["reason"].tolist() == ["no variation"]
        assert "The number of customers was the same in every wave" in found.summary()

    def test_a_falling_cost_is_not_called_proof_of_scale(self) -> None:
        assert "no proof of scale" in made(desk(costs=costs(12, 0.7, 0.01))).summary()

    def test_success_at_first_attempt_has_wilsons_interval(self) -> None:
        frame = costs(3, 0.8)
        found = rows_of(made(desk(costs=frame)).frame, "first_attempt")
        for wave, won, tried in zip(
            frame["wave"], frame["first_successes"], frame["attempts"], strict=True
        ):
            low, high = proportion_confint(won, tried, method="wilson")
            row = found.loc[wave]
            assert [row["value"], row["ci_low"], row["ci_high"]] == pytest.approx(
                [won / tried, low, high]
            )

    def test_money_is_counted_in_full_and_has_no_interval(self) -> None:
        aims = Zeros(targets={"per_customer": 45.0, "per_transaction": 1.0})
        frame = costs(2, 0.8).assign(service_cost=lambda f: 40 * f["customers"])
        found = made(desk(aims, costs=frame)).frame
        one, each = (rows_of(found, name).iloc[0] for name in ("per_customer", "per_transaction"))
        assert one[["value", "met", "reading"]].tolist() == [40.0, "yes", "reached"]
        assert each[["met", "reading"]].tolist() == ["no", "missed"]
        assert np.isnan([one["ci_low"], one["ci_high"]]).all()


class TestDays:
    """A row of costs stands for a quarter: its day says nothing of when the files were closed."""

    def test_costs_do_not_move_the_day_on_which_the_files_were_closed(self) -> None:
        quarter = costs(2, 0.8).assign(day=pd.Timestamp("2026-12-31"))
        assert desk(complaints=CASES, costs=quarter).as_of == date(2026, 9, 25)

    def test_a_quarter_whose_day_lies_beyond_it_counts(self, tmp_path: Path) -> None:
        text = "day,branch,customers,service_cost\n2026-06-30,North,10,50\n"
        (tmp_path / "costs.csv").write_text(text, encoding="utf-8")
        more = '[[costs]]\nfiles = ["costs.csv"]\n[operations]\nas_of = 2026-06-24'
        study = read_study(study_of(tmp_path, more))
        found = opened(study.department, SERVQUAL, study.survey.options, {})
        assert found.rows["costs"].frame["service_cost"].tolist() == [50.0]


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
