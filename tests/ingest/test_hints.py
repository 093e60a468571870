"""What is said of cells that could not be read."""

from __future__ import annotations

import csv
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.ingest.coding import Interpreter, Kind
from gapkit.ingest.hints import answers_line, answers_of_twin, made_date, unreadable
from gapkit.instrument import Scale
from gapkit.instrument.model import exact
from gapkit.wording import words

SEVEN = Interpreter(Scale(exact(1), exact(7)))


# What Excel shows, and what it stores and exports, for "1-2", "5-24" and "3/4" typed into a cell.
@pytest.mark.parametrize(
    "text", ["2-Jan", "Jan-02", "5月24日", "24-May", "2026-01-02 00:00:00", "2026/3/4", "4. Mai", "1月2日", "2-Jan-26"]
)  # fmt: skip
def test_dates_that_a_spreadsheet_made_are_no_answers_and_are_called_so(text):
    assert SEVEN.read(text).kind is Kind.UNREADABLE
    said = unreadable({text: 1}, text)
    assert said.key == "ledger.unreadable_dates"
    assert text in words("zh-Hant").say(said)


@pytest.mark.parametrize(
    "text", ["4-5", "2 or 3", "4,5", "maybe", "三", "5²", "12 marks", "7 of 7"]
)
def test_other_texts_are_no_dates(text):
    assert not made_date(text)
    assert unreadable({text: 1}, text).key == "ledger.unreadable"


def test_words_for_no_answer_are_offered_as_missing_codes():
    said = unreadable({"(跳过)": 3, "maybe": 1, 'n/a "x"': 1}, "…")
    assert tomllib.loads(f"missing = [{said.values['words']}]") == {"missing": ["(跳过)"]}


def test_18_a_twin_in_words_gives_the_scores_of_choice_ids(case):
    with case("18").open() as ids, case("18", "input-text.csv").open() as text:
        rows = list(zip(csv.DictReader(ids), csv.DictReader(text), strict=True))
    pairs = [(a[c], b[c]) for a, b in rows for c in ("E1", "P1")]
    found = answers_of_twin(pairs, SEVEN)
    # expected.md of the case: 9→1, 2→2, 4→3, 5→4, 6→5, 7→6, 8→7; nobody chose 5
    assert found == {"9": 1, "2": 2, "4": 3, "6": 5, "7": 6, "8": 7}
    line = answers_line(found)
    assert line == 'answers = {"9" = 1, "2" = 2, "4" = 3, "6" = 5, "7" = 6, "8" = 7}'


@pytest.mark.parametrize(
    "pairs", [[("8", "7"), ("8", "6")], [("8", "7"), ("9", "7")], [("8", "7"), ("8.0", "1")]]
)
def test_a_twin_that_contradicts_itself_tells_nothing(pairs):
    assert answers_of_twin(pairs, SEVEN) is None


@given(scores=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f")), st.integers(1, 7)))  # fmt: skip
def test_the_line_for_a_study_is_toml_that_says_the_same(scores):
    assert tomllib.loads(answers_line(scores)) == {"answers": scores}
