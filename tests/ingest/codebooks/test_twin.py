"""The export in words that stands beside the export in codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gapkit.errors import IngestError

LAYOUTS = Path(__file__).parents[1] / "formats"
BOTH = {"expectation": "E{n}", "perception": "P{n}"}


@pytest.fixture
def pair(tmp_path, read, instrument):
    """Read an export in codes with the one in words beside it."""

    def opened(codes, words, **rest):
        paths = [tmp_path / "codes.csv", tmp_path / "words.csv"]
        for path, text in zip(paths, (codes, words), strict=True):
            path.write_text(text, encoding="utf-8")
        rest.setdefault("batteries", {"expectation": "E{n}"})
        return read(paths[0], instrument(1, 7), codebook=paths[1], **rest)

    return opened


def test_18_ids_of_choices_are_read_as_the_words_beside_them(case, read, instrument, points):
    answers = read(case("18"), instrument(1, 7), codebook=case("18", "input-text.csv"))
    found = points(answers)
    assert found["expectation.i1"] == [7, 6, 7, 5, 1]
    assert found["perception.i1"] == [5, 3, 1, 5, 2]
    assert answers.ledger.clean
    (told,) = (f.detail for f in answers.ledger.rows() if f.reason == "twin")
    assert told.values == {"file": "input-text.csv", "count": 2, "key": "ResponseId"}


def test_numbers_and_words_of_qualtrics(read, instrument, points):
    folder = LAYOUTS / "qualtrics"
    labels = ', labels = {1 = "Strongly disagree", 4 = "Neither agree nor disagree", 5 = "Somewhat agree", 6 = "Agree", 7 = "Strongly agree"}'
    answers = read(
        folder / "qualtrics_numeric.csv", instrument(2, 7, labels=labels),
        codebook=folder / "qualtrics_text.csv",
        batteries={"expectation": "E_{n}", "perception": "P_{n}"}, segments=["branch"],
    )  # fmt: skip
    found = points(answers)
    assert (found["expectation.i1"], found["expectation.i2"]) == ([7, 6], [6, None])
    assert (found["perception.i1"], found["perception.i2"]) == ([5, 4], [6, None])
    assert found["branch"] == ["North", "South"]
    declared = [f for f in answers.ledger.rows() if f.reason == "declared_missing"]
    assert [(f.column, f.detail.values["codes"]) for f in declared] == [("E_2", "-99")]


def test_indices_and_words_of_wjx(read, instrument, points):
    folder = LAYOUTS / "wjx"
    labels = ', labels = {1 = "非常不同意", 2 = "不同意", 3 = "一般", 4 = "同意", 5 = "非常同意"}'
    columns = {
        "expectation": ["第2题(桌面整洁)", "第2题(动作快)"],
        "perception": ["第3题(桌面整洁)", "第3题(动作快)"],
    }
    index, text = (
        points(read(folder / name, instrument(2, 5, labels=labels), batteries=columns,
                    segments=["1、您去的网点"], **rest))
        for name, rest in (
            ("wjx_index.xlsx", {"codebook": folder / "wjx_text.xlsx"}), ("wjx_text.xlsx", {}),
        )
    )  # fmt: skip
    assert index == text
    assert index["1、您去的网点"] == ["北区", "南区", "北区"]


def test_rows_may_stand_in_another_order(pair, points):
    answers = pair("id,E1\n1,8\n2,9\n3,8\n", "id,E1\n3,Good 7\n2,Bad 1\n1,Good 7\n")
    assert points(answers)["expectation.i1"] == [7, 1, 7]


def test_rows_without_an_id_are_matched_by_order_where_something_shows_it(pair, points):
    codes = "when,E1\n2026-07-01 09:00,8\n2026-07-01 09:10,9\n"
    answers = pair(codes, codes.replace(",8", ",Good 7").replace(",9", ",Bad 1"))
    assert points(answers)["expectation.i1"] == [7, 1]
    assert any(f.reason == "twin_rows" for f in answers.ledger.rows())


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("E1\n8\n9\n", "E1\nGood 7\nBad 1\n"),
        ("when,E1\na,8\nb,9\n", "when,E1\nb,Bad 1\na,Good 7\n"),
        ("when,E1\na,8\nb,9\n", "when,E1\na,Good 7\n"),
    ],
)
def test_rows_that_nothing_matches_are_refused(pair, codes, words):
    with pytest.raises(IngestError, match="the same person cannot be told"):
        pair(codes, words)


def test_a_code_with_two_words_is_refused_by_its_name(pair):
    with pytest.raises(IngestError) as error:
        pair("id,E1\n1,8\n2,8\n", "id,E1\n1,Good 7\n2,Bad 1\n")
    (problem,) = error.value.problems
    assert problem.where == "codes.csv: words.csv: column 'E1'"
    assert "the code 8 stands for 'Good 7' and 'Bad 1'" in problem.what


def test_a_code_of_people_whom_the_words_lack_is_refused(pair):
    with pytest.raises(IngestError, match="code 9 occurs only in rows that the codebook lacks"):
        pair("id,E1\n1,8\n2,9\n", "id,E1\n1,Good 7\n")


def test_people_whom_the_words_lack_get_the_words_of_others(pair, points):
    answers = pair("id,E1\n1,8\n2,9\n3,9\n", "id,E1\n1,Good 7\n2,Bad 1\n")
    assert points(answers)["expectation.i1"] == [7, 1, 1]


def test_the_same_export_twice_is_no_codebook(pair):
    with pytest.raises(IngestError, match="hold the same cells"):
        pair("id,E1\n1,5\n2,4\n", "id,E1\n1,5\n2,4\n")


def test_words_are_not_turned_into_codes(pair):
    with pytest.raises(IngestError, match="hold the same cells"):
        pair("id,E1\n1,Good\n2,Bad\n", "id,E1\n1,8\n2,9\n")
