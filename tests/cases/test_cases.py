"""Small inputs that went wrong elsewhere; each folder's ``expected.md`` says what is right, and why.

The figures are those of the folders, worked out with NumPy and SciPy when the cases were made; they
are given to four decimals.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gapkit import Options, read_survey
from gapkit.errors import GapkitError
from gapkit.instrument import instrument_from_text

HERE = Path(__file__).parent

# Figures of the cases are printed to four decimals.
PRINTED = 5e-5
AGREEMENT = "{1 = ['非常不同意'], 2 = ['不同意'], 3 = ['普通'], 4 = ['同意'], 5 = ['非常同意']}"


def questionnaire(items=1, high=5, labels="", reversed_item=0, texts=()):
    lines = [f'[instrument]\nname = "case"\nscale = {{low = 1, high = {high}{labels}}}']
    lines.append('[[dimension]]\nid = "d"\nlabel = {en = "Service", "zh-Hant" = "服務"}')
    for n in range(1, items + 1):
        text = texts[n - 1] if texts else f"item {n}"
        lines.append(f'[[item]]\nid = "q{n}"\ndimension = "d"\ntext = "{text}"')
        lines.append(f"reversed = {str(n == reversed_item).lower()}")
    return instrument_from_text("\n".join(lines))


def case(number, name="input.csv"):
    (folder,) = HERE.glob(f"{number}-*")
    return folder / name


def read(number, name="input.csv", *, asked=None, both=True, **rest):
    batteries = {"perception": "P{n}"} | ({"expectation": "E{n}"} if both else {})
    batteries |= {b: rest.pop(b) for b in list(rest) if b in batteries}
    return read_survey(
        case(number, name), asked or questionnaire(), options=Options(min_n=1, min_n_verdict=2),
        **batteries, **rest,
    )  # fmt: skip


def item(survey, key="q1", value="all", table="gaps"):
    frame = getattr(survey, table)().frame
    rows = frame[(frame["level"] == "item") & (frame["key"] == key) & (frame["value"] == value)]
    assert len(rows) == 1
    return rows.iloc[0]


def hold(row, **want):
    have = [float(row[k]) for k in want]
    np.testing.assert_allclose(have, list(want.values()), atol=PRINTED, err_msg=str(list(want)))


GAPS_OF_ONE_ITEM = [
    ("02", {"asked": questionnaire(high=7)}, {"n": 3, "mean_left": 6.3333, "mean_right": 5, "estimate": -1.3333}),
    ("03", {"asked": questionnaire(high=7)}, {"n": 3, "mean_left": 6.6667, "mean_right": 5, "estimate": -1.6667}),
    ("05", {}, {"n": 3, "mean_left": 4.6667, "mean_right": 3.6667, "estimate": -1}),
    ("06", {"asked": questionnaire(labels=f", labels = {AGREEMENT}")},
     {"n": 3, "mean_left": 4.6667, "mean_right": 3, "estimate": -1.6667}),
    ("08", {"name": "input.txt"}, {"n": 3, "mean_left": 4.6667, "mean_right": 3.3333, "estimate": -1.3333}),
    ("17", {}, {"n": 4, "mean_left": 4.5, "mean_right": 3.25, "estimate": -1.25}),
    ("18", {"asked": questionnaire(high=7), "name": "input-text.csv"},
     {"n": 5, "mean_left": 5.2, "mean_right": 3.2, "estimate": -2}),
    ("18", {"asked": questionnaire(high=7), "answers": {"9": 1, "2": 2, "4": 3, "5": 4, "6": 5, "7": 6, "8": 7}},
     {"n": 5, "mean_left": 5.2, "mean_right": 3.2, "estimate": -2}),
    ("20", {}, {"n": 4, "mean_left": 4.75, "mean_right": 3.25, "estimate": -1.5}),
    ("21", {}, {"n": 3, "mean_left": 4.6667, "mean_right": 3.6667, "estimate": -1}),
    ("25", {"missing": [99]}, {"n": 2, "mean_left": 4.5, "mean_right": 3.5, "estimate": -1}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "how", "want"), GAPS_OF_ONE_ITEM, ids=[c[0] for c in GAPS_OF_ONE_ITEM]
)
def test_the_gap_is_the_right_one(number, how, want):
    hold(item(read(number, **how)), **want)


def test_02_two_ticks_in_a_cell_are_no_number():
    survey = read("02", asked=questionnaire(high=7), segments=["why"])
    (found,) = [f for f in survey.ledger.rows() if f.kind == "unreadable"]
    assert (found.column, found.count, found.records) == ("P1", 1, (4,))  # row 3 below the heading
    whys = set(survey.gaps().frame["value"]) - {"all"}
    assert whys == {"1,2,3", "1,2", "2"}


def test_18_choice_ids_are_told_and_asked_for():
    ledger = read("18", asked=questionnaire(high=7)).ledger
    assert (ledger.count("out of range", "E1"), ledger.count("out of range", "P1")) == (3, 1)
    assert not ledger.clean
    details = ledger.frame().query("kind == 'out of range'")["detail"]
    assert details.str.contains("1, 3, 5 never occur").all()


def test_01_three_rows_of_headings_and_a_preview():
    survey = read("01", asked=questionnaire(2, high=7))
    hold(item(survey, "q1"), n=3, mean_left=6.6667, mean_right=5, estimate=-1.6667)
    hold(item(survey, "q2"), n=3, mean_left=5.6667, mean_right=4.3333, estimate=-1.3333)
    ledger = survey.ledger
    assert (ledger.count("rows read"), ledger.count("rows used")) == (4, 3)
    (aside,) = [f for f in ledger.rows() if f.kind == "set aside"]
    assert aside.records == (6,)  # the third record below three rows of headings
    assert ledger.clean


def test_03_one_column_of_text_is_refused_with_its_heading():
    with pytest.raises(GapkitError, match="comment"):
        read("03", "input-one-column.csv", asked=questionnaire(high=7))


def test_05_the_blank_last_line_is_nobody():
    assert read("05").ledger.count("rows used") == 3


def test_06_branches_in_the_taiwanese_encoding():
    asked = questionnaire(labels=f", labels = {AGREEMENT}")
    survey = read("06", asked=asked, segments=["分行"])
    hold(item(survey, value="恒春"), n=2, estimate=-2.5)
    hold(item(survey, value="裏港"), n=1)
    notes = survey.ledger.frame().query("kind == 'note'")["detail"]
    assert notes.str.contains("cp950").any()


def test_14_questions_in_merged_cells_above_the_rows_of_grids():
    survey = read(
        "14", "input.xlsx", asked=questionnaire(2, texts=("Tidy desks", "Quick staff")),
        expectation="How important is each of these? / {text}",
        perception="How did we do on each of these? / {text}",
    )  # fmt: skip
    hold(item(survey, "q1"), n=3, mean_left=4.6667, mean_right=3.3333, estimate=-1.3333)
    hold(item(survey, "q2"), n=2, mean_left=4.5, mean_right=3, estimate=-1.5)
    assert survey.ledger.count("rows used") == 3


def test_15_numbers_stored_as_text():
    survey = read("15", "input.xlsx", expectation="e{n}", perception="p{n}")
    hold(item(survey), n=3, mean_left=4.6667, mean_right=3.6667, estimate=-1)
    notes = survey.ledger.frame().query("kind == 'note'")["detail"]
    assert notes.str.contains("counter").any()
    assert notes.str.contains("not read: visit").any()


def test_17_an_unread_digit_word_is_told_apart_from_missing():
    ledger = read("17").ledger
    assert (ledger.count("unreadable", "P1"), ledger.count("missing", "P1")) == (1, 0)
    (found,) = [f for f in ledger.rows() if f.kind == "unreadable"]
    assert found.records == (4,)  # row 3 of the answers, counted with the heading
    assert not ledger.clean


def test_20_two_numbers_in_a_cell_are_unreadable():
    survey = read("20")
    assert survey.ledger.count("unreadable") == 2
    shares = survey.distribution().frame.query("battery == 'expectation' and n > 0")
    assert dict(zip(shares["answer"], shares["n"], strict=True)) == {"4": 3, "5": 3}


def test_21_answers_are_labelled_without_point_zero():
    survey = read("21")
    assert survey.distribution().frame["answer"].unique().tolist() == ["1", "2", "3", "4", "5"]
    assert survey.ledger.count("missing", "E1") == 1


def test_25_out_of_range_and_missing_are_counted_apart():
    ledger = read("25", missing=[99]).ledger
    assert (ledger.count("out of range", "E1"), ledger.count("missing", "E1")) == (1, 1)
    assert ledger.count("out of range", "P1") == 2
    assert ledger.count("rows used") == 6
    assert not ledger.clean


def test_27_a_reversed_item_is_turned_about_the_scale_and_once():
    asked = questionnaire(3, high=7, reversed_item=2)
    frame = pd.read_csv(case("27"))
    before = frame.copy()
    survey = read("27", asked=asked, both=False)
    hold(item(survey, "q2", table="scores"), n=5, mean=4.8)
    of_frame = read_survey(frame, asked, perception="P{n}")
    for _ in range(2):
        hold(item(of_frame, "q2", table="scores"), mean=4.8)
    pd.testing.assert_frame_equal(frame, before)


def test_33_nothing_but_ties():
    survey = read("33", asked=questionnaire(2))
    row = item(survey, "q1")
    hold(row, n=14, estimate=0, sd=0, share_below=0, share_met=1, share_above=0)
    assert row[["t", "p", "effect"]].isna().all()
    assert row["reason"] == "no variation"
    assert np.isnan(row["wilcoxon_p"]) or row["wilcoxon_p"] == 1


@pytest.mark.parametrize("zeros", ["wilcoxon", "pratt"])
def test_33_as_many_up_as_down(zeros):
    row = item(read("33", asked=questionnaire(2)).using(signed_rank=zeros), "q2")
    hold(row, n=14, estimate=0, t=0, p=1, wilcoxon_p=1)
    hold(row, share_below=0.2143, share_met=0.5714, share_above=0.2143)


def test_35_one_answer_is_no_certainty():
    survey = read("35", segments=["branch"])
    hold(item(survey, value="North"), n=3, estimate=-1, sd=1)
    hold(item(survey), n=4, estimate=-1.5)
    west = item(survey, value="West")
    hold(west, n=1, estimate=-3)
    assert west[["sd", "se", "ci_low", "ci_high", "t", "p"]].isna().all()
    assert (west["verdict"], west["reason"]) == ("unclear", "n below 2")


def shares(survey, key, value="all"):
    rows = survey.distribution().frame.query("key == @key and value == @value")
    assert rows["answer"].tolist() == ["1", "2", "3", "4", "5"]
    return rows["share"].tolist()


@pytest.mark.parametrize(
    ("value", "key", "want"),
    [
        ("A", "q1", [0, 0.25, 0, 0.5, 0.25]),
        ("A", "q2", [0, 0, 0, 0.5, 0.5]),
        ("B", "q1", [0.25, 0, 0, 0.5, 0.25]),
        ("B", "q2", [0, 0, 0.5, 0, 0.5]),
    ],
)
def test_37_every_answer_of_the_scale_has_its_share(value, key, want):
    survey = read("37", asked=questionnaire(2), both=False, segments=["branch"])
    assert shares(survey, key, value) == want


def test_38_nobody_disagrees():
    survey = read("38", asked=questionnaire(3), both=False)
    assert shares(survey, "q1") == [0, 0, 0, 0.5, 0.5]
    assert shares(survey, "q2") == [0, 0, 0.25, 0.25, 0.5]
    assert shares(survey, "q3") == [0, 0, 0.5, 0.25, 0.25]
    axes = survey.distribution().plot.distribution()
    ticks = [t.get_text() for t in axes.get_xticklabels()]
    assert ticks
    assert not any(t.startswith(("-", "−")) for t in ticks)


def test_40_chinese_all_through(recwarn):
    asked = questionnaire(texts=("桌面整潔",))
    survey = read(
        "40", asked=asked, expectation="期望：{text}", perception="感受：{text}", segments=["分行"]
    ).using(language="zh-Hant")
    hold(item(survey), n=3, estimate=-1)
    hold(item(survey, value="北區"), estimate=-1.5)
    hold(item(survey, value="南區"), estimate=0)
    axes = survey.gaps().plot.gaps()
    axes.figure.canvas.draw()
    assert not [w for w in recwarn if "Glyph" in str(w.message)]


def reliability(survey):
    (row,) = [r for _, r in survey.reliability().frame.iterrows() if r["battery"] == "perception"]
    return row


def test_29_an_item_without_variance_stays_in_k_and_is_named():
    survey = read("29", asked=questionnaire(3), both=False)
    hold(item(survey, "q3", table="scores"), n=6, mean=4, sd=0)
    row = reliability(survey)
    hold(row, k=3, alpha=0.7071)
    structure = survey.structure().frame.set_index("item").loc["q3"]
    hold(structure, alpha_if_dropped=0.9429)
    assert (structure["reason"], np.isnan(structure["item_rest"])) == ("no variation", True)
    assert "“item 3”" in survey.reliability().summary()


def test_30_an_item_nobody_answered_is_left_out_of_k_and_named():
    survey = read("30", asked=questionnaire(3))
    row = item(survey, "q3")
    assert (row["n"], row["reason"]) == (0, "nobody answered")
    hold(item(survey, "q1"), estimate=-0.75)
    hold(item(survey, "q2"), estimate=-1)
    frame = survey.gaps().frame
    hold(frame[(frame["level"] == "dimension")].iloc[0], n=4, estimate=-0.875)
    hold(reliability(survey), n=4, k=2, alpha=0.9143)
    assert "Nobody answered “item 3”" in survey.reliability().summary()


def test_32_alpha_and_its_interval_count_complete_rows():
    survey = read("32", asked=questionnaire(3), both=False)
    row = reliability(survey)
    hold(row, n=3, k=3, alpha=0.9524)
    # the interval is given to three decimals
    np.testing.assert_allclose(
        row[["alpha_low", "alpha_high"]].astype(float), [0.493, 0.999], atol=5e-4
    )
    assert np.isnan(row["omega"])
    assert row["reason"] == "too few cases"
