"""What one cell means; the readings follow the contract's section on cells."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.errors import IngestError
from gapkit.ingest.coding import Interpreter, Kind
from gapkit.ingest.texts import column_letters, column_position, number
from gapkit.instrument import Scale

FIVE = Scale(
    Fraction(1),
    Fraction(5),
    labels={
        Fraction(1): ("Strongly disagree", "非常不同意"),
        Fraction(5): ("Strongly agree", "非常同意"),
    },
)
TEN = Scale(Fraction(0), Fraction(10))


def code(text, scale=FIVE, **rest):
    return Interpreter(scale, **rest).read(text).code


def kind(text, scale=FIVE, **rest):
    return Interpreter(scale, **rest).read(text).kind


@pytest.mark.parametrize(
    "text",
    ["5", " 5 ", "5.0", "5.00", "5.", "+5", "05", "５", "５．０", "\u00a05\u3000", "٥", "\u200b5",
     "5 - Strongly agree", "5. Strongly agree", "5: yes", "(5)", "[5]", "5)", "Strongly agree (5)",
     "Strongly agree - 5", "5 – fully", "5점", "5分", "第5級", "STRONGLY  agree", "非常同意", "5、同意", "①⑤"[1:]],
)  # fmt: skip
def test_texts_that_are_five(text):
    assert code(text) == 4


@pytest.mark.parametrize(
    "text",
    ["2 or 3", "4-5", "4,5", "2-Jan", "Jan-02", "4. Mai", "2月", "1月2日", "三", "50%", "5%", "5²", "²", "½", "3½",
     "- 5", "5+", ">3", "< 3", "~3", "3?", "5/7", "$5", "Q5", "5th", "a5", "5 5", "agree", "4,0", "1e0", "☆☆☆",
     "5 \ufffd"],
)  # fmt: skip
def test_texts_that_are_no_answer(text):
    assert kind(text) is Kind.UNREADABLE


@pytest.mark.parametrize("text", ["0", "6", "-5", "−1", "3.5", "99", "Very good 9", "1000000"])
def test_numbers_that_are_no_point_of_the_scale(text):
    assert kind(text) is Kind.OUTSIDE


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b", "\t\n"])
def test_blanks_are_empty(text):
    assert kind(text) is Kind.EMPTY


@pytest.mark.parametrize("text", ["9", "9.0", "９", " 9 ", "n/a", "N/A", "Ｎ／Ａ", "-99"])
def test_declared_codes_in_any_spelling(text):
    assert kind(text, missing=(9, "N/A", -99.0)) is Kind.MISSING


def test_a_declared_code_comes_before_the_scale_and_the_map():
    assert kind("9", TEN, missing=(9,)) is Kind.MISSING
    assert kind("9", TEN, missing=(9,), answers={"9": 1}) is Kind.MISSING


def test_ten_is_ten_and_not_one_and_zero():
    assert code("10", TEN) == 10
    assert code("10 - certainly", TEN) == 10


def test_the_studys_map_comes_before_numbers_and_labels():
    answers = {"5": 1, "Strongly agree": 2, "meh": 3}
    assert code("5.0", answers=answers) == 0
    assert code("strongly AGREE", answers=answers) == 1
    assert code("Meh", answers=answers) == 2


def test_a_score_off_the_scale_is_refused():
    with pytest.raises(IngestError, match="'good' = 7 is no point of the scale"):
        Interpreter(FIVE, answers={"good": 7})


def test_a_word_that_two_points_share_says_nothing():
    scale = Scale(
        Fraction(1), Fraction(2), labels={Fraction(1): ("so",), Fraction(2): ("so", "yes")}
    )
    assert kind("so", scale) is Kind.UNREADABLE
    assert code("yes", scale) == 1


@pytest.mark.parametrize(
    "text", ["9 - Don't know", "9 不知道", "0 - Not applicable", "7 拒答", "9. no opinion"]
)
def test_a_code_beside_words_for_no_answer_is_no_point(text):
    """Nothing says whether the code was declared missing: it is told, and counts only if the study says so."""
    assert kind(text, TEN) is Kind.UNREADABLE
    assert code(text, TEN, answers={text: 7}) == 7
    assert kind(text, TEN, missing=(text,)) is Kind.MISSING


@pytest.mark.parametrize(
    ("text", "point"), [("5 = Strongly agree", 5), ("1= Strongly disagree", 1), ("agree=4", 4)]
)
def test_an_equals_sign_between_a_number_and_its_words(text, point):
    assert code(text) == point - 1  # steps above the lowest point


@pytest.mark.parametrize("text", ["<=5", "=5", ">= 4", "5 = 4", "E1=3"])
def test_other_equals_signs_say_something_else(text):
    assert kind(text) is Kind.UNREADABLE


def test_marks_of_direction_are_no_part_of_an_answer():
    assert code("\u200f5") == code("\u202a5\u202c") == code("5")


def test_words_for_scales_without_labels():
    assert code("agree", TEN, words={"agree": 8}) == 8
    assert kind("agree", FIVE, words={"agree": 4}) is Kind.UNREADABLE


@given(text=st.text(max_size=12))
def test_whatever_is_read_is_a_point_and_nothing_is_ever_raised(text):
    reading = Interpreter(FIVE, missing=(9,)).read(text)
    assert (reading.kind is Kind.ANSWER) == (reading.code is not None)
    assert reading.code is None or 0 <= reading.code < FIVE.points


@given(value=st.decimals(-20, 20, places=2))
def test_a_plain_number_is_its_point_or_out_of_range(value):
    reading = Interpreter(FIVE).read(f"{value:f}")
    expected = value - 1 if value in (1, 2, 3, 4, 5) else None
    assert reading.code == expected
    assert number(f"{value:f}") == Fraction(value)


@given(position=st.integers(0, 18277))
def test_spreadsheet_letters_go_both_ways(position):
    assert column_position(column_letters(position)) == position
