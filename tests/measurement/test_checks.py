"""Each check flags the person that was made to show its sign, and nobody else."""

import numpy as np
import pandas as pd
import pytest

from gapkit.instrument import load_instrument
from gapkit.options import CHECKS

from .careless import ITEMS, flagged, questionnaire, survey, varied, write

NOTHING = {"long_run", "one_answer", "low_variability", "many_missing", "duplicate_answers",
           "same_batteries", "any"}  # fmt: skip
"""Checks by which people who answered two batteries can always be judged."""


@pytest.fixture
def frame(rng):
    return varied(rng, 40)


def signs(frame, **rest):
    """Checks that flag somebody → how many."""
    found = flagged(survey(frame, **rest).answer_quality())
    return {check: count for check, (count, _) in found.items() if count and check != "any"}


def test_people_who_answer_with_care_show_no_sign(frame):
    found = flagged(survey(frame).answer_quality())
    assert found == dict.fromkeys(NOTHING, (0, 40))


def test_a_run_over_half_of_every_battery(frame):
    half = [4] * 6 + [2, 3, 5, 6, 2, 3]
    write(frame, 3, "E", half)
    assert signs(frame) == {}  # the other battery was answered with care
    write(frame, 3, "P", half[::-1])
    assert signs(frame) == {"long_run": 1}
    write(frame, 3, "P", [4] * 5 + [2, 3, 5, 6, 2, 3, 5])  # five of twelve: less than half
    assert signs(frame) == {}


def test_a_gap_in_the_answers_ends_a_run(frame):
    for letter in "EP":
        others = [2, 6, 2, 6, 2] if letter == "E" else [6, 2, 6, 2, 6]
        write(frame, 0, letter, [4, 4, 4, np.nan, 4, 4, 4, *others])
    assert signs(frame) == {}


def test_one_answer_throughout(frame):
    write(frame, 5, "E", 7)
    write(frame, 5, "P", 6)
    assert signs(frame) == {"long_run": 1, "one_answer": 1, "low_variability": 1}


def test_hardly_any_variation(frame):
    # standard deviation of one 5 among eleven 4: 0.29, below 6/12 = 0.5; of ±1 all along: 1.04
    for letter in "EP":
        write(frame, 1, letter, [4, 4, 4, 4, 4, 5, 4, 4, 4, 4, 4, 4][:: 1 if letter == "E" else -1])
        write(frame, 2, letter, [4, 5] * 6 if letter == "E" else [5, 4] * 6)  # 0.52
    assert signs(frame) == {"long_run": 1, "low_variability": 1}


def test_reversed_items_are_judged_as_they_were_ticked(frame):
    instrument = questionnaire(reversed_items=range(1, ITEMS + 1, 2))
    for letter in "EP":
        write(frame, 0, letter, [2, 6] * 6)  # alike when turned, not as ticked
        write(frame, 1, letter, 2)  # one tick all along
    found = flagged(survey(frame, instrument).answer_quality())
    assert (found["long_run"][0], found["one_answer"][0]) == (1, 1)


@pytest.mark.parametrize(
    ("seconds", "count"),
    [("47", 1), ("48", 0), ("0:00:47", 1), ("0:02:00", 0), ("", 0), ("soon", 0), ("0", 0)],
)
def test_less_than_two_seconds_a_question(frame, seconds, count):
    # 24 questions: 48 seconds are the least (Huang et al. 2012)
    frame["took"] = ["200"] * 39 + [seconds]
    found = flagged(survey(frame, duration="took").answer_quality())
    known = 39 if seconds in ("", "soon", "0") else 40
    assert found["too_fast"] == (count, known)


def test_speed_counts_the_questions_that_were_answered(frame):
    frame["took"] = 30.0
    frame.loc[0, [f"E{k}" for k in range(1, 11)]] = np.nan  # 14 left: 28 seconds are the least
    found = flagged(survey(frame, duration="took").answer_quality())
    assert found["too_fast"] == (39, 40)


def test_without_a_duration_speed_is_not_spoken_of_as_if_it_had_been_looked_at(frame):
    result = survey(frame).answer_quality()
    assert "too_fast" not in set(result.frame["check"])
    assert "no source names a duration" in result.summary()


def test_more_than_half_not_answered(frame):
    columns = [f"{letter}{k}" for letter in "EP" for k in range(1, ITEMS + 1)]
    frame.loc[0, columns[:12]] = np.nan  # just half
    frame.loc[1, columns[:13]] = np.nan
    assert signs(frame) == {"many_missing": 1}


def test_half_of_all_cells_missing(frame, rng):
    frame = frame.where(rng.random(frame.shape) < 0.5)
    found = flagged(survey(frame).answer_quality())
    assert found["many_missing"] == (int((frame.isna().mean(axis=1) > 0.5).sum()), 40)
    assert "duplicate_answers" not in found  # nobody's form is complete


def test_a_battery_that_a_file_lacks_is_not_missing(frame):
    from gapkit.ingest import Source
    from gapkit.survey import Survey

    alone = frame[[c for c in frame if c.startswith("P")]]
    sources = (
        Source("customer", frame=frame, batteries={"expectation": "E{n}", "perception": "P{n}"}),
        Source("customer", frame=alone, batteries={"perception": "P{n}"}),
    )
    found = flagged(Survey(sources, questionnaire()).answer_quality())
    assert found["many_missing"] == (0, 80)


def test_the_answers_of_an_earlier_form(frame):
    frame = pd.concat([frame, frame.iloc[[3, 3, 7]]], ignore_index=True)
    assert signs(frame) == {"duplicate_answers": 3}  # the first of each is not flagged


def test_forms_that_many_fill_in_alike_are_no_duplicates(frame):
    for row in (0, 1, 2):
        write(frame, row, "E", 7)
        write(frame, row, "P", [7] * 10 + [6, 6])
    found = flagged(survey(frame).answer_quality())
    assert found["duplicate_answers"] == (0, 37)  # these three cannot be judged


def test_incomplete_forms_are_no_duplicates(frame):
    frame = pd.concat([frame, frame.iloc[[0]]], ignore_index=True)
    frame.loc[[0, 40], "P4"] = np.nan
    assert flagged(survey(frame).answer_quality())["duplicate_answers"] == (0, 39)


def test_the_same_id_within_a_wave(frame):
    frame["who"] = [f"c{k}" for k in range(40)]
    frame["quarter"] = "2026Q1"
    frame.loc[[5, 9], "who"] = "c4"
    frame.loc[[6, 7], "who"] = ["", None]
    frame.loc[8, ["who", "quarter"]] = ["c1", "2026Q2"]  # a panel: the same person a quarter later
    found = survey(frame, id="who", wave=_wave("quarter")).answer_quality()
    assert flagged(found, wave="2026Q1")["duplicate_id"] == (2, 37)
    assert flagged(found, wave="2026Q2")["duplicate_id"] == (0, 1)


def _wave(column):
    from gapkit.ingest import Wave

    return Wave(column=column)


def test_minimum_above_desired(rng):
    frame = varied(rng, 30, "PLH")
    frame.loc[0, [f"L{k}" for k in range(1, 6)]] = 7.0  # 5 of 12 items
    frame.loc[0, [f"H{k}" for k in range(1, 6)]] = 5.0
    assert signs(frame) == {"inverted_zone": 1}
    frame.loc[0, "L5"] = 1.0  # 4 of 12 are less than 9 of 22
    assert signs(frame) == {}


def test_two_batteries_alike_item_by_item(frame):
    write(frame, 2, "P", frame.loc[2, [f"E{k}" for k in range(1, ITEMS + 1)]].to_numpy())
    assert signs(frame) == {"same_batteries": 1}
    frame.loc[2, "P4"] = np.nan  # still alike where both are answered
    assert signs(frame) == {"same_batteries": 1}
    frame.loc[2, "P4"] = 8 - frame.loc[2, "E4"] + (frame.loc[2, "E4"] == 4)
    assert signs(frame) == {}


def test_any_counts_each_person_once(frame):
    write(frame, 5, "E", 7)
    write(frame, 5, "P", 7)
    frame.loc[6, [f"E{k}" for k in range(1, 13)] + ["P1"]] = np.nan
    found = flagged(survey(frame).answer_quality())
    assert found["any"] == (2, 40)
    assert sum(count for check, (count, _) in found.items() if check != "any") > 2


def test_short_batteries_show_no_pattern(rng):
    frame = pd.DataFrame({f"P{k}": [4.0] * 20 for k in range(1, 5)})
    found = flagged(survey(frame, questionnaire(4, dimensions=2)).answer_quality())
    assert found == {"many_missing": (0, 20), "any": (0, 20)}


def test_one_respondent(rng):
    found = flagged(survey(varied(rng, 1)).answer_quality())
    assert found == dict.fromkeys(NOTHING, (0, 1))


def test_all_forms_the_same(rng):
    frame = pd.concat([varied(rng, 1)] * 25, ignore_index=True)
    assert signs(frame) == {"duplicate_answers": 24}


def test_what_was_laid_down_is_no_questionnaire(frame):
    from gapkit.ingest import Source
    from gapkit.survey import Survey

    standard = pd.DataFrame({f"S{k}": [6.0] for k in range(1, ITEMS + 1)})
    sources = (
        Source("customer", frame=frame, batteries={"perception": "P{n}"}),
        Source("specification", frame=standard, batteries={"standard": "S{n}"}),
    )
    assert set(Survey(sources, questionnaire()).answer_quality().frame["role"]) == {"customer"}


def test_segments_add_up_to_everybody(frame):
    frame["branch"] = ["A", "B"] * 20
    for row in (0, 1, 2):
        write(frame, row, "E", 5)
        write(frame, row, "P", 3)
    result = survey(frame, segments=("branch",)).answer_quality()
    parts = [flagged(result, segment="branch", value=v) for v in "AB"]
    whole = flagged(result)
    assert parts[0]["one_answer"] == (2, 20)
    for check, (count, n) in whole.items():
        assert (count, n) == tuple(np.sum([p[check] for p in parts], axis=0))


def test_batches_make_no_difference(frame, tmp_path):
    """What is remembered from batch to batch: the same file whole, and cut into many files."""
    frame = pd.concat([frame, frame.iloc[::3]], ignore_index=True)
    for k, rows in enumerate(np.array_split(np.arange(len(frame)), 7)):
        frame.iloc[rows].to_csv(tmp_path / f"{k}.csv", index=False)
    import gapkit as gk

    cut = gk.read_survey(
        str(tmp_path / "*.csv"), questionnaire(), expectation="E{n}", perception="P{n}"
    )
    assert flagged(cut.answer_quality()) == flagged(survey(frame).answer_quality())
    assert flagged(cut.answer_quality())["duplicate_answers"][0] == 14


def test_all_checks_have_words():
    from gapkit.wording import words

    for language in ("en", "zh-Hant"):
        assert all(words(language).has(f"check.{check}") for check in (*CHECKS, "any"))


def test_the_built_in_instrument_with_twenty_two_items(rng):
    frame = varied(rng, 30, items=22)
    result = survey(frame, load_instrument("servqual")).answer_quality()
    assert {check for check, (count, _) in flagged(result).items() if count} == set()
