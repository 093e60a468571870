"""Codes with the file's own labels, decimal commas, and labels that contradict their codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.ingest.coding import Contradiction, Interpreter, Kind, contradictions
from gapkit.ingest.decimals import answers_with_comma, parsed
from gapkit.instrument import Scale
from gapkit.instrument.model import exact

FIVE = Scale(exact(1), exact(5))
SEVEN = Scale(exact(1), exact(7))
HALF = Scale(exact(1), exact(9), exact(0.5))
WORDED = Scale(exact(1), exact(5), labels={exact(1): ("Strongly disagree",), exact(5): ("Strongly agree",)})  # fmt: skip

# LimeSurvey's array: answer codes with their labels, as its R syntax file lists them.
ARRAY = {"A1": "Strongly disagree", "A2": "2", "A5": "5 - Strongly agree", "A9": "Don't know"}


def points(texts, scale, **rest):
    interpreter = Interpreter(scale, **rest)
    readings = [interpreter.read(t) for t in texts]
    return [r.kind.value if r.code is None else scale.names[r.code] for r in readings]


def test_a_code_is_read_by_its_label():
    assert points(["A1", "A2", "A5", "a5", "A9", "A7"], WORDED, labels=ARRAY) == [
        "1", "2", "5", "5", "unreadable", "unreadable",
    ]  # fmt: skip
    assert not Interpreter(WORDED, labels=ARRAY).read("A1").written


def test_a_code_is_declared_missing_or_scored_by_its_label_too():
    declared = {"missing": ["Don't know"], "answers": {"Strongly disagree": 2}}
    assert points(["A9", "A1"], WORDED, labels=ARRAY, **declared) == ["missing", "2"]
    assert points(["A9"], WORDED, labels=ARRAY, missing=["A9"]) == ["missing"]


def test_a_number_on_the_scale_comes_before_its_label_and_one_off_it_after():
    labels = {"1": "Very good 7", "8": "Very good 7", "9": "refused"}
    assert points(["1", "8", "9", "10"], SEVEN, labels=labels) == ["1", "7", "out of range", "out of range"]  # fmt: skip


def test_labels_are_read_by_a_built_in_set():
    labels = {"A4": "Agree"}
    assert points(["A4", "4.0", "Agree"], FIVE, labels=labels, words={"Agree": 4}) == ["4"] * 3


# irw#1657 (case 18): choice ids 9, 2, 4 … 8 for scores 1 … 7, with the words of the text export as labels.
RECODED = {"9": "Very bad 1", "2": "2", "4": "3", "5": "4", "6": "5", "7": "6", "8": "Very good 7"}


def test_codes_that_are_no_scores_contradict_their_labels():
    found = contradictions(RECODED, SEVEN)
    assert [(c.code, c.point) for c in found] == [("4", "3"), ("5", "4"), ("6", "5"), ("7", "6")]


def test_a_turned_scale_contradicts_all_its_labels_but_the_middle():
    turned = {"1": "Agree strongly", "2": "Agree", "3": "Neutral", "4": "Disagree", "5": "Disagree strongly"}  # fmt: skip
    words = {"Agree strongly": 5, "Agree": 4, "Neutral": 3, "Disagree": 2, "Disagree strongly": 1}
    assert [c.point for c in contradictions(turned, FIVE, words)] == ["5", "4", "2", "1"]
    assert contradictions(dict(zip("54321", turned.values(), strict=True)), FIVE, words) == ()


def test_what_the_study_says_of_a_code_settles_it():
    assert contradictions(RECODED, SEVEN, declared=["4", 5, "６", "7.0"]) == ()


def test_a_point_that_is_labelled_as_no_answer_is_asked_about():
    found = contradictions({"5": "不知道", "9": "拒答", "4": "尚可"}, FIVE)
    assert found == (Contradiction("5", "不知道", None),)


@pytest.mark.parametrize(
    ("texts", "scale", "comma"),
    [
        (["4,0", "5,0", "", "n/a"], FIVE, True),  # pandas' to_csv(decimal=",")
        (["5", "4", "4,5", "6"], SEVEN, False),  # case 02: two boxes ticked
        (["4,0", "4,5"], SEVEN, False),
        (["4,0", "5"], SEVEN, False),
        (["4", "4,5", "9,0"], HALF, True),
        (["4", "4,5", "4,7"], HALF, False),
        (["4,5", "4.5"], HALF, False),
        (["1,2,3", "4,0"], FIVE, False),
        (["5", "4"], FIVE, False),
        (["1,000", "2,000"], Scale(exact(0), exact(5000)), False),  # thousands, not 1 and 2
    ],
)
def test_the_whole_column_says_whether_a_comma_is_a_decimal_sign(texts, scale, comma):
    assert answers_with_comma(texts, scale) is comma


def test_with_a_decimal_comma_codes_and_points_are_read_alike():
    texts = ["4,0", "4,5", "7,5", "99,0", "1,2,3"]
    assert points(texts, HALF, comma=True, missing=[99]) == ["4", "4.5", "7.5", "missing", "unreadable"]  # fmt: skip
    assert Interpreter(HALF).read("4,5").kind is Kind.UNREADABLE


@pytest.mark.parametrize("text", ["1,2,3", "4,5", "1,54", "12,34,567", "1,250,5"])
def test_marks_of_thousands_are_never_guessed_into_a_number(text):
    assert parsed(text, comma=False) is None


@given(value=st.decimals(0, 9_999_999, places=2))
def test_a_number_with_marks_of_thousands_keeps_its_value(value):
    english = f"{value:,}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert parsed(english, comma=False) == parsed(german, comma=True) == float(value)
