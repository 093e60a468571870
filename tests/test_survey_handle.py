"""`read_survey` and `Survey`: what they take, what they refuse, and that nothing is changed."""

import pandas as pd
import pytest

from gapkit import Options, read_survey
from gapkit.errors import CallError, IngestError
from gapkit.instrument import instrument_from_text

TWO = """
[instrument]
name = "two"
scale = {low = 1, high = 7}
[[dimension]]
id = "service"
[[item]]
id = "quick"
dimension = "service"
[[item]]
id = "kind"
dimension = "service"
"""
BOTH = {"expectation": "E{n}", "perception": "P{n}"}


@pytest.fixture
def two():
    return instrument_from_text(TWO)


@pytest.fixture
def frame(rng):
    columns = {f"{b}{n}": rng.integers(1, 8, 30) for b in "EP" for n in (1, 2)}
    return pd.DataFrame(columns).assign(branch=["North", "South", "East"] * 10, sex=["f", "m"] * 15)


@pytest.fixture
def survey(frame, two):
    return read_survey(frame, two, **BOTH)


def test_a_path_a_glob_several_paths_and_frames_are_the_same(tmp_path, frame, two, survey):
    import polars
    import pyarrow

    frame.to_csv(tmp_path / "whole.csv", index=False)
    for k, piece in enumerate((frame[:11], frame[11:])):
        piece.to_csv(tmp_path / f"part-{k}.csv", index=False)
    parts = [tmp_path / "part-0.csv", str(tmp_path / "part-1.csv")]
    given = [
        tmp_path / "whole.csv", str(tmp_path / "whole.csv"), str(tmp_path / "part-*.csv"), parts,
        polars.from_pandas(frame), pyarrow.Table.from_pandas(frame),
    ]  # fmt: skip
    want = survey.gaps().frame
    for data in given:
        pd.testing.assert_frame_equal(read_survey(data, two, **BOTH).gaps().frame, want)


def test_the_users_frame_is_never_altered(frame, two):
    before = frame.copy()
    read_survey(frame, two, segments=["branch"], **BOTH).gaps()
    pd.testing.assert_frame_equal(frame, before)


def test_by_breaks_down_by_any_column_and_changes_nothing_else(survey, frame, two):
    by_branch = survey.gaps(by="branch").frame
    assert by_branch["segment"].drop_duplicates().tolist() == ["all", "branch"]
    fixed = read_survey(frame, two, segments=["branch"], **BOTH).gaps().frame
    pd.testing.assert_frame_equal(by_branch, fixed)
    both = survey.gaps(by=["branch", "sex"]).frame
    assert both["segment"].drop_duplicates().tolist() == ["all", "branch", "sex"]
    everybody = by_branch[by_branch["segment"] == "all"].reset_index(drop=True)
    pd.testing.assert_frame_equal(survey.gaps().frame, everybody)


def test_options_for_one_answer_or_for_a_copy(survey):
    narrow, wide = survey.gaps(confidence=0.8), survey.gaps(confidence=0.99)
    width = [r.frame["ci_high"] - r.frame["ci_low"] for r in (narrow, wide)]
    assert (width[0] < width[1]).all()
    assert (narrow.options.confidence, survey.options.confidence) == (0.8, 0.95)
    copy = survey.using(min_n=1)
    assert (copy.options, survey.options) == (Options(min_n=1), Options())


def test_what_is_asked_in_python_is_not_suppressed_but_can_be(survey):
    few = survey.using(min_n=100)
    assert few.gaps().frame["estimate"].notna().all()
    assert few.gaps().published().frame["estimate"].isna().all()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"percepton": "P{n}"}, "'percepton' is no battery. Did you mean 'perception'?"),
        ({}, 'Say where the answers stand, such as perception="P{n}"'),
        ({"nothing": "x", "else_": "y"}, "'else_' is no battery"),
    ],
)
def test_batteries_that_are_none(frame, two, how, said):
    with pytest.raises(CallError) as caught:
        read_survey(frame, two, **how)
    assert said in str(caught.value)


def test_an_option_that_is_none(survey):
    with pytest.raises(CallError, match=r"no option 'confidense'\. Did you mean 'confidence'"):
        survey.gaps(confidense=0.9)
    with pytest.raises(CallError, match="will not do"):
        survey.using(confidence=95)


def test_a_column_that_is_not_there_is_told_when_the_survey_is_read(frame, two):
    with pytest.raises(IngestError, match="E"):
        read_survey(frame, two, expectation="X{n}", perception="P{n}")
    with pytest.raises(IngestError, match="branhc"):
        read_survey(frame, two, segments="branhc", **BOTH)


def test_a_file_that_is_not_there(tmp_path, two):
    with pytest.raises(IngestError, match=r"nowhere\.csv"):
        read_survey(tmp_path / "nowhere.csv", two, **BOTH)
    with pytest.raises(IngestError, match="no table"):
        read_survey(42, two, **BOTH)


def test_a_survey_says_what_was_read(frame, two):
    spoilt = frame.astype(object)
    spoilt.loc[0, "P1"] = 99
    spoilt.loc[1, "P1"] = None
    spoilt.loc[2, "P1"] = "often"
    spoilt.loc[3, ["E1", "E2", "P1", "P2"]] = None
    said = repr(read_survey(spoilt, two, **BOTH))
    assert "two, 29 of 30 rows used" in said
    assert "customer.expectation, customer.perception" in said
    for finding in ("set aside: 1 rows", "out of range: 1 cells", "unreadable: 1 cells"):
        assert finding in said


def test_answers_are_counted_once(survey, monkeypatch):
    survey.gaps()
    monkeypatch.setattr("gapkit.tally.count", None)
    survey.scores()
    survey.gaps(confidence=0.9)
    assert survey.distribution().frame["n"].sum() == 30 * 4


def test_a_perception_only_survey_has_scores_and_says_so(frame, two):
    alone = read_survey(frame, two, perception="P{n}")
    assert alone.gaps().frame.empty
    assert alone.zones().frame.empty
    said = alone.scores().summary()
    assert said.startswith("30 people answered.")
    assert "no gap is judged" in said


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_survey_that_tells_no_gap_says_why_and_what_it_tells(frame, two, language):
    alone = read_survey(frame, two, perception="P{n}").using(language=language)
    gaps = alone.gaps()
    say = gaps.words
    first, none, *missing, scores = gaps.summary().splitlines()
    assert "30" in first
    assert say("battery.perception") in none
    assert "survey.scores()" in scores
    assert len(missing) == 8
    # priority does with perception where performance was not asked
    for gap, lacking in (("5", "expectation"), ("priority", "importance")):
        name, battery = say(f"gap.{gap}.name"), say(f"battery.{lacking}")
        assert say("untold.gap", gap=name, batteries=battery) in missing


def test_a_gap_whose_sides_share_no_item_says_so(frame, two):
    apart = read_survey(frame, two, expectation={"quick": "E1"}, perception={"kind": "P2"})
    assert apart.gaps().frame.empty
    assert "Gap 5: service cannot be told: its two sides have no item in common." in (
        apart.gaps().summary().splitlines()
    )


@pytest.mark.parametrize("rows", [0, 5])
def test_where_nobody_answered_every_row_says_so(frame, two, rows):
    empty = frame[:rows].astype(object)
    empty[["E1", "E2", "P1", "P2"]] = None
    nobody = read_survey(empty, two, **BOTH)
    gaps = nobody.gaps()
    assert (gaps.frame["n"] == 0).all()
    assert set(gaps.frame["reason"]) == {"nobody answered"}
    assert set(gaps.frame["verdict"]) == {"unclear"}
    assert gaps.frame["estimate"].isna().all()
    assert gaps.summary().splitlines()[:2] == [
        "0 people answered.",
        "No overall figure can be shown: nobody answered.",
    ]
    assert "<table>" in gaps._repr_html_()
    assert nobody.scores().frame["mean"].isna().all()
    assert (nobody.distribution().frame["n"] == 0).all()
