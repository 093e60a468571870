"""Copies in one branch come out as a question: where, how many, how soon after each other."""

import numpy as np
import pandas as pd
import pytest

from gapkit.options import Options

from .careless import questionnaire, survey, varied

ITEMS = 20
COPIES = range(10, 24)


@pytest.fixture
def frame(rng):
    """Two branches of 60 forms; fourteen of North are copies of its form 9, half a minute apart."""
    made = varied(rng, 120, items=ITEMS)
    made["branch"] = ["North"] * 60 + ["South"] * 60
    made["at"] = [f"2026-07-{1 + k % 28:02d} 10:00:00" for k in range(120)]
    made["tablet"] = [f"t{k % 9}" for k in range(120)]
    answers = [c for c in made if c[0] in "EP"]
    for k in COPIES:
        made.loc[k, answers] = made.loc[9, answers].to_numpy()
        made.loc[k, "at"] = f"2026-07-03 09:{30 + (k - 10) // 2:02d}:{30 * (k % 2):02d}"
        made.loc[k, "tablet"] = "t1"
    return made


def branches(frame, **rest):
    instrument = questionnaire(ITEMS, dimensions=5)
    return survey(frame, instrument, unit="branch", submitted="at", device="tablet", **rest)


def test_copies_are_found_with_their_branch_time_and_records(frame):
    (row,) = branches(frame).similar_forms().frame.to_dict("records")
    assert (row["unit"], row["kind"], row["n"], row["alike"]) == ("North", "answers", 60, 15)
    assert (row["same"], row["answers"]) == (40, 40)
    assert row["minutes"] == pytest.approx(6.5)  # from 9:30:00 to 9:36:30; the original is apart
    assert row["devices"] == 2  # t0 of the original, t1
    assert row["records"] == "frame: " + ", ".join(str(k + 1) for k in [9, *COPIES])
    assert row["p"] < 1e-6


def test_it_is_put_as_a_question(frame):
    said = branches(frame).similar_forms().summary()
    assert said.startswith("15 of 60 forms of North carry the same 40 answers, most of them handed in within 6 minutes")  # fmt: skip
    assert "Worth a look, and no more than that" in said
    for word in ("fraud", "fake", "forged", "cheat"):
        assert word not in said.lower()
    said = branches(frame, options=Options(language="zh-Hant")).similar_forms().summary()
    assert "North 的 60 份問卷中，有 15 份的 40 題答案完全相同" in said


def test_without_times_and_devices_they_are_blank(frame):
    instrument = questionnaire(ITEMS, dimensions=5)
    (row,) = survey(frame, instrument, unit="branch").similar_forms().frame.to_dict("records")
    assert np.isnan(row["minutes"])
    assert pd.isna(row["devices"])
    assert "handed in" not in survey(frame, instrument, unit="branch").similar_forms().summary()


def test_forms_that_crowd_in_a_minute_are_asked_about(frame, rng):
    made = varied(rng, 120, items=ITEMS)
    made["branch"] = ["North"] * 60 + ["South"] * 60
    made["at"] = [
        f"2026/07/{1 + k % 28:02d} {9 + k % 8}:{(k * 7) % 60:02d}:00 上午" for k in range(120)
    ]
    made.loc[70:77, "at"] = [f"2026/07/09 2:15:{s:02d} 下午" for s in range(8)]
    made["tablet"] = "t1"
    result = branches(made).similar_forms()
    (row,) = result.frame.to_dict("records")
    assert (row["unit"], row["kind"], row["alike"]) == ("South", "minute", 8)
    assert pd.isna(row["same"])
    assert "8 of 60 forms of South were handed in within one minute" in result.summary()


def test_forms_entered_in_bulk_are_no_crowd(rng):
    made = varied(rng, 120, items=ITEMS)
    made["branch"] = ["North"] * 60 + ["South"] * 60
    made["at"], made["tablet"] = "2026-07-01 18:00:00", "t1"
    assert branches(made).similar_forms().frame.empty


def test_without_a_unit_all_forms_are_one(frame):
    (row,) = survey(frame, questionnaire(ITEMS, dimensions=5)).similar_forms().frame.to_dict("records")  # fmt: skip
    assert (row["unit"], row["n"], row["alike"]) == ("all", 120, 15)


def test_clean_forms_raise_no_question(rng):
    made = varied(rng, 120, items=ITEMS)
    made["branch"] = ["North"] * 60 + ["South"] * 60
    result = survey(made, questionnaire(ITEMS, dimensions=5), unit="branch").similar_forms()
    assert result.frame.empty
    assert result.summary().startswith("No unit has forms that are alike")


@pytest.mark.parametrize("rows", [1, 3])
def test_few_forms(rng, rows):
    made = varied(rng, rows, items=ITEMS)
    assert survey(made, questionnaire(ITEMS, dimensions=5)).similar_forms().frame.empty


def test_forms_of_no_branch_are_not_compared(frame):
    frame.loc[list(COPIES), "branch"] = ""
    assert branches(frame).similar_forms().frame.empty


def test_waves_are_looked_at_one_by_one(frame):
    from gapkit.ingest import Wave

    frame["quarter"] = ["2026Q1", "2026Q2"] * 60
    of = branches(frame, wave=Wave(column="quarter"))
    found = of.similar_forms().frame
    assert found["wave"].tolist() == ["2026Q1", "2026Q2"]
    assert found["alike"].sum() == 15
    assert "North (2026Q1)" in of.similar_forms().summary()
    assert of.limited(["2026Q2"]).similar_forms().frame["wave"].tolist() == ["2026Q2"]


def test_those_left_out_are_looked_at_all_the_same(frame):
    without = branches(frame).without_flagged(["duplicate_answers"])
    assert without.similar_forms().frame["alike"].tolist() == [15]
    assert without.ledger.count("set aside") == 14
