"""Every figure of the kiosk survey that R worked out (tests/reference/kiosk), read from its files."""

import json
from pathlib import Path

import pandas as pd
import pytest

from gapkit import Wave, read_survey
from gapkit.study import read_study

KIOSK = Path(__file__).parents[1] / "reference" / "kiosk"
KEYS = ["wave", "segment", "value", "gap", "level", "key"]

# As compare.py has it: R prints 15 digits, of which the tails of p and figures near 0 keep fewer.
RELATIVE = 1e-6
FLOOR, FLOOR_OF_P = 1e-3, 1e-6


@pytest.fixture(scope="module")
def of_r():
    rows = json.loads((KIOSK / "expected.json").read_text(encoding="utf-8"))["gaps"]
    return pd.DataFrame(rows).set_index(KEYS).sort_index()


@pytest.fixture(scope="module")
def survey():
    return read_survey(
        KIOSK / "kiosk_clean_utf8.csv",
        KIOSK / "kiosk.toml",
        expectation="sq{n}_1",
        perception="sq{n}_2",
        importance="ipa{n}_1",
        performance="ipa{n}_2",
        wave=Wave(value="2019"),
        segments=["sex", "frequency"],
    )


@pytest.fixture(scope="module")
def ours(survey):
    frame = survey.gaps().frame.set_index(KEYS)
    assert frame.index.is_unique
    return frame


def test_all_5184_figures_are_those_of_r(ours, of_r):
    have = ours.loc[of_r.index, of_r.columns].astype(float)
    floor = pd.Series({c: FLOOR_OF_P if c.endswith("p") else FLOOR for c in of_r.columns})
    apart = (have - of_r).abs() / of_r.abs().clip(lower=floor, axis=1)
    assert of_r.notna().to_numpy().sum() == 5184
    assert (apart <= RELATIVE).where(of_r.notna(), True).to_numpy().all(), apart.max().to_dict()


def test_nothing_is_left_out_that_r_has_and_small_groups_keep_their_rows(ours, of_r):
    groups = {tuple(row[1:3]) for row in of_r.index}
    left_out = {tuple(row[1:3]) for row in ours.index} - groups
    # the script in R skips groups of fewer than five; here they stay, with their n
    assert all(ours.xs(g, level=["segment", "value"])["n"].max() < 5 for g in left_out)
    assert len(ours) == len(ours.index.drop_duplicates())


def test_a_study_file_gives_the_same_table_as_the_call(survey):
    study = read_study(KIOSK / "study.toml")
    pd.testing.assert_frame_equal(study.survey.gaps().frame, survey.gaps().frame)


def test_sentences_agree_with_the_table(survey):
    gaps = survey.gaps()
    overall = gaps.frame.query("segment == 'all' and gap == '5' and level == 'overall'").iloc[0]
    said = gaps.summary().splitlines()
    assert said[0] == "194 people answered."
    assert "falls short of expectations" in said[1]
    assert overall["verdict"] == "shortfall"
    assert f"{-overall['estimate']:.2f}" in said[1]
