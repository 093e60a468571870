"""The tables on answer quality, gaps with and without the flagged, and leaving them out."""

import numpy as np
import pytest

from gapkit.errors import CallError
from gapkit.options import Options

from .careless import ITEMS, flagged, survey, varied, write

# Both ways add the same numbers, in another order.
REL = 1e-10
COLUMNS = {
    "answer_quality": ["wave", "role", "segment", "value", "check", "flagged", "n", "share"],
    "flagged_gaps": [
        "wave", "gap", "level", "key", "check", "n", "n_flagged", "n_without", "estimate",
        "estimate_without", "difference",
    ],
}  # fmt: skip


@pytest.fixture
def frame(rng):
    """Sixty people, of whom eight give one answer throughout."""
    made = varied(rng, 60)
    for row in range(8):
        write(made, row, "E", 4)
        write(made, row, "P", 7)
    made["branch"] = ["A", "B"] * 30
    return made


def overall(gaps, **keys):
    rows = gaps.frame.query("gap == '5' and level == 'overall' and segment == 'all'")
    return rows.iloc[0]


def test_the_columns_are_those_of_the_contract(frame):
    of = survey(frame)
    assert list(of.answer_quality().frame) == COLUMNS["answer_quality"]
    assert list(of.flagged_gaps().frame) == COLUMNS["flagged_gaps"]


def test_shares_are_counts_over_n(frame):
    found = survey(frame).answer_quality(by="branch").frame
    np.testing.assert_allclose(
        found["share"], found["flagged"].astype(float) / found["n"].astype(float), rtol=REL
    )


def test_gaps_without_the_flagged_are_those_of_the_others_alone(frame):
    table = survey(frame).flagged_gaps().frame
    row = table.query("level == 'overall' and check == 'any'").iloc[0]
    everybody = overall(survey(frame).gaps())
    others = overall(survey(frame.iloc[8:]).gaps())
    assert (row["n"], row["n_flagged"], row["n_without"]) == (60, 8, 52)
    assert row["estimate"] == pytest.approx(everybody["estimate"], rel=REL)
    assert row["estimate_without"] == pytest.approx(others["estimate"], rel=REL)
    assert row["difference"] == pytest.approx(others["estimate"] - everybody["estimate"], rel=REL)


def test_everything_can_be_had_without_the_flagged(frame):
    without = survey(frame).without_flagged(["one_answer"])
    plain = survey(frame.iloc[8:])
    for method in ("gaps", "scores", "distribution"):
        got, want = (getattr(s, method)().frame for s in (without, plain))
        np.testing.assert_array_equal(got["n"].to_numpy(int), want["n"].to_numpy(int))
    assert overall(without.gaps())["estimate"] == overall(plain.gaps())["estimate"]
    assert overall(without.gaps())["verdict"] == overall(plain.gaps())["verdict"]


def test_the_option_of_one_answer_does_the_same(frame):
    of = survey(frame)
    assert overall(of.gaps(leave_out=("one_answer",)))["n"] == 52
    assert overall(of.gaps())["n"] == 60


def test_who_is_left_out_is_said_in_the_ledger(frame):
    without = survey(frame).without_flagged(["one_answer", "long_run"])
    ledger = without.ledger
    (aside,) = [f for f in ledger.rows() if f.kind == "set aside"]
    assert (aside.count, aside.records, aside.reason) == (8, (1, 2, 3, 4, 5), "flagged")
    assert ledger.count("rows read") == ledger.count("rows used") + ledger.count("set aside")
    assert ledger.clean  # the study's own rule is no fault of the data


def test_the_table_speaks_of_everybody_also_of_those_left_out(frame):
    without = survey(frame).without_flagged()
    result = without.answer_quality()
    assert flagged(result)["one_answer"] == (8, 60)
    assert "Left out of all other figures" in result.summary()


def test_nothing_is_left_out_by_default(frame):
    assert survey(frame).options.leave_out == ()
    assert survey(frame).ledger.count("rows used") == 60


def test_an_unknown_check_is_told_with_the_nearest(frame):
    with pytest.raises(CallError, match=r"'too_fats' is no check\. Did you mean 'too_fast'\?"):
        survey(frame).without_flagged(["too_fats"])


def test_everybody_flagged(rng):
    frame = varied(rng, 30)
    for row in range(30):
        write(frame, row, "E", 5)
        write(frame, row, "P", 6)
    table = survey(frame).flagged_gaps().frame.query("check == 'any' and level == 'overall'")
    assert table["n_without"].tolist() == [0]
    assert table["estimate_without"].isna().all()
    assert "one_answer" in set(survey(frame).answer_quality().frame["check"])


def test_waves_are_told_apart_and_limited(frame):
    frame["quarter"] = ["2026Q1"] * 30 + ["2026Q2"] * 30
    from gapkit.ingest import Wave

    of = survey(frame, wave=Wave(column="quarter"))
    assert flagged(of.answer_quality(), wave="2026Q1")["any"] == (8, 30)
    assert flagged(of.answer_quality(), wave="2026Q2")["any"] == (0, 30)
    one = of.limited(["2026Q2"])
    assert set(one.answer_quality().frame["wave"]) == {"2026Q2"}
    assert one.flagged_gaps().frame.empty
    assert set(of.flagged_gaps().frame["wave"]) == {"2026Q1"}


def test_weighted_gaps_are_weighted_here_too(frame):
    from gapkit.ingest import Source
    from gapkit.survey import Survey

    from .careless import questionnaire

    frame["w"] = np.linspace(0.5, 2, 60)
    batteries = {"expectation": "E{n}", "perception": "P{n}"}

    def weighted(rows):
        return Survey(
            (Source("customer", frame=rows, batteries=batteries, weight="w"),), questionnaire()
        )

    row = (
        weighted(frame).flagged_gaps().frame.query("level == 'overall' and check == 'any'").iloc[0]
    )
    assert row["estimate"] == pytest.approx(overall(weighted(frame).gaps())["estimate"], rel=1e-9)
    others = overall(weighted(frame.iloc[8:]).gaps())
    assert row["estimate_without"] == pytest.approx(others["estimate"], rel=1e-9)


def test_nobodys_own_gap_shows_in_what_is_published(frame):
    """With and without one person, that person's gap would be the difference times n."""
    clean = frame.iloc[8:].reset_index(drop=True)
    write(clean, 0, "E", 4)
    write(clean, 0, "P", 7)
    of = survey(clean)
    table = of.flagged_gaps().published().frame
    assert (table["n_flagged"] == 1).all()
    assert table[["estimate_without", "difference"]].isna().all(axis=None)
    assert "without those who show a sign" not in of.answer_quality().summary()
    assert "without those who show a sign" in survey(frame).answer_quality().summary()


def test_what_is_published_keeps_its_keys(frame):
    frame["branch"] = ["A"] * 57 + ["B"] * 3
    result = survey(frame, segments=("branch",)).answer_quality()
    small = result.published().frame.query("value == 'B'")
    assert small["share"].isna().all()
    assert small["flagged"].isna().all()
    assert set(small["check"]) >= {"any", "one_answer"}
    assert set(small["role"]) == {"customer"}


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_sentences_name_the_signs_and_prove_nothing(frame, language):
    of = survey(frame, options=Options(language=language))
    said = of.answer_quality().summary()
    for part in {"en": ("8 of 60 forms (13.3 %)", "one answer throughout 8", "A sign is no proof"),
                 "zh-Hant": ("60 份問卷中有 8 份", "從頭到尾勾選同一答案 8 份", "跡象並非證據")}[language]:  # fmt: skip
        assert part in said


def test_nobody_flagged_is_said_too(rng):
    said = survey(varied(rng, 30)).answer_quality().summary()
    assert "none of 30 forms shows a sign" in said
    assert "no proof" not in said


def test_a_survey_of_perceptions_alone(rng):
    frame = varied(rng, 30, "P")
    for row in range(6):
        write(frame, row, "P", 6)
    result = survey(frame).answer_quality()
    assert flagged(result)["one_answer"] == (6, 30)
    assert survey(frame).flagged_gaps().frame.empty
    assert len(survey(frame).instrument.items) == ITEMS
