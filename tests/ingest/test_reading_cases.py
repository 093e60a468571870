"""Exports that others have stumbled over; each case's `expected.md` names the public report."""

from __future__ import annotations

import pytest

from gapkit.errors import IngestError
from gapkit.ingest import Wave


def detail(answers, kind, column=""):
    return [f.detail for f in answers.ledger.rows() if (f.kind, f.column) == (kind, column)]


def keys(answers, kind, column=""):
    return [d.key for d in detail(answers, kind, column)]


def test_03_a_semicolon_file_whose_comments_hold_commas(case, instrument, read, points):
    answers = read(case("03"), instrument(1, 7), columns={"note": "comment"}, segments=["note"])
    found = points(answers)
    assert found["expectation.i1"] == [7, 6, 7]
    assert found["perception.i1"] == [5, 4, 6]
    assert found["note"][2] == "left; came back, later"
    assert found["record"] == [2, 3, 4]


def test_03_a_file_of_one_column_is_refused_by_what_it_lacks(case, instrument, read):
    with pytest.raises(IngestError, match="'comment'") as error:
        read(case("03", "input-one-column.csv"), instrument(1, 7))
    assert len(error.value.problems) == 2


def test_05_a_mark_before_a_quoted_heading_and_an_empty_last_line(case, instrument, read, points):
    answers = read(case("05"), instrument(), id="id")
    found = points(answers)
    assert found["expectation.i1"] == [5, 4, 5]
    assert found["perception.i1"] == [4, 4, 3]
    assert found["id"] == ["1", "2", "3"]
    assert (answers.ledger.count("rows read"), answers.ledger.count("rows used")) == (3, 3)
    assert "ledger.encoding.bom" in keys(answers, "note")


AGREEMENT = ', labels = {1 = "非常不同意", 2 = "不同意", 3 = "普通", 4 = "同意", 5 = "非常同意"}'


def test_06_characters_that_only_cp950_has(case, instrument, read, points):
    answers = read(case("06"), instrument(labels=AGREEMENT), segments=["分行"])
    found = points(answers)
    assert found["分行"] == ["恒春", "裏港", "恒春"]
    assert found["expectation.i1"] == [5, 4, 5]
    assert found["perception.i1"] == [3, 4, 2]
    assert detail(answers, "note")[0].values["encoding"] == "cp950"


def test_08_utf_16_with_tabs(case, instrument, read, points):
    answers = read(case("08", "input.txt"), instrument())
    found = points(answers)
    assert found["expectation.i1"] == [5, 4, 5]
    assert found["perception.i1"] == [4, 4, 2]


def test_09_headings_that_repeat_are_refused_by_name(case, instrument, read):
    names = ("Tidy desks", "Quick staff")
    with pytest.raises(IngestError) as error:
        read(case("09"), instrument(2), batteries={"expectation": names})
    tidy, quick = map(str, error.value.problems)
    assert "'Tidy desks' stands in columns B and D" in tidy
    assert "'Tidy desks#2'" in tidy
    assert "'Quick staff' stands in columns C and E" in quick


@pytest.mark.parametrize("way", ["occurrence", "position"])
def test_09_headings_that_repeat_are_told_apart(case, instrument, read, points, way):
    from gapkit.ingest import Spread

    by = {
        "occurrence": {
            "expectation": ("Tidy desks#1", "Quick staff#1"),
            "perception": {"i1": "Tidy desks#2", "i2": "Quick staff#2"},
        },
        "position": {"expectation": Spread("B"), "perception": Spread("D")},
    }[way]
    found = points(read(case("09"), instrument(2), batteries=by))
    assert found["expectation.i1"] == [5, 4]
    assert found["perception.i1"] == [3, 4]
    assert found["expectation.i2"] == [4, 4]
    assert found["perception.i2"] == [4, 2]


def test_11_na_and_none_are_values_of_a_segment(case, instrument, read, points):
    answers = read(case("11"), instrument(), missing=("N/A",), segments=["region", "channel"])
    found = points(answers)
    assert found["region"] == ["NA", "EU", "NA", "EU"]
    assert found["channel"] == ["None", "Phone", "Phone", "None"]
    assert found["perception.i1"] == [4, None, None, 3]
    assert keys(answers, "missing", "P1") == ["ledger.empty_cells", "ledger.declared_missing"]
    assert answers.ledger.count("missing", "P1") == 2
    assert answers.ledger.clean


def test_12_a_whole_column_decides_that_days_stand_first(case, instrument, read, points):
    wave = Wave(date="when", period="quarter")
    found = points(read(case("12"), instrument(), wave=wave))
    assert found["wave"] == ["2026Q2"] * 3


def test_12_dates_that_can_be_read_two_ways_are_asked_about(case, instrument, read, points):
    path = case("12", "input-ambiguous.csv")
    with pytest.raises(IngestError, match="day first or month first"):
        read(path, instrument(), wave=Wave(date="when", period="quarter"))
    for written, first in (("%d/%m/%Y %H:%M", "2026Q2"), ("%m/%d/%Y", "2026Q1")):
        wave = Wave(date="when", period="quarter", format=written)
        assert points(read(path, instrument(), wave=wave))["wave"] == [first, "2026Q2"]


def test_15_numbers_that_a_workbook_holds_as_text(case, instrument, read, points):
    columns = {"expectation": "e{n}", "perception": "p{n}"}
    answers = read(case("15", "input.xlsx"), instrument(), batteries=columns)
    found = points(answers)
    pairs = [(e, p) for e, p in zip(found["expectation.i1"], found["perception.i1"], strict=True)]
    whole = [(e, p) for e, p in pairs if e and p]
    assert sum(e for e, _ in whole) == pytest.approx(14)  # mean 4.6667 of 3
    assert sum(p for _, p in whole) == pytest.approx(11)  # mean 3.6667 of 3
    assert "visit" in str([d.values for d in detail(answers, "note")])
    assert answers.ledger.clean


def test_17_digits_of_other_keyboards(case, instrument, read, points):
    answers = read(case("17"), instrument())
    found = points(answers)
    assert found["expectation.i1"] == [5, 4, 5, 4, 5]
    assert found["perception.i1"] == [4, 4, None, 3, 2]
    (finding,) = [f for f in answers.ledger.rows() if f.kind == "unreadable"]
    assert (finding.column, finding.count, finding.records) == ("P1", 1, (4,))


def test_18_choice_ids_are_told_and_never_taken_for_scores(case, instrument, read, points):
    answers = read(case("18"), instrument(1, 7))
    assert answers.ledger.count("out of range", "E1") == 3
    assert answers.ledger.count("out of range", "P1") == 1
    assert not answers.ledger.clean
    (hint,) = detail(answers, "out of range", "E1")
    assert hint.key == "ledger.choice_ids"
    assert hint.values["unused"] == "1, 3, 5"


def test_18_a_map_or_the_words_give_the_scores(case, instrument, read, points):
    ids = {"9": 1, "2": 2, "4": 3, "5": 4, "6": 5, "7": 6, "8": 7}
    mapped = points(read(case("18"), instrument(1, 7), answers=ids))
    words = points(read(case("18", "input-text.csv"), instrument(1, 7)))
    assert mapped["expectation.i1"] == words["expectation.i1"] == [7, 6, 7, 5, 1]
    assert mapped["perception.i1"] == words["perception.i1"] == [5, 3, 1, 5, 2]


def test_20_a_number_beside_words(case, instrument, read, points):
    answers = read(case("20"), instrument())
    found = points(answers)
    assert found["expectation.i1"] == [5, 4, 5, 4, 5, 4]
    assert found["perception.i1"] == [3, 1, 4, None, 5, None]
    assert answers.ledger.count("unreadable", "P1") == 2
    assert answers.ledger.count("unreadable", "E1") == 0
    assert answers.ledger.count("read as", "E1") == 4


def test_21_four_point_zero_is_four(case, instrument, read, points):
    answers = read(case("21"), instrument())
    found = points(answers)
    assert found["expectation.i1"] == [5, 4, None, 5]
    assert found["perception.i1"] == [4, 4, 3, 3]
    assert answers.ledger.count("missing", "E1") == 1
    assert answers.ledger.count("read as") == 0


def test_25_out_of_range_is_counted_and_named(case, instrument, read, points):
    answers = read(case("25"), instrument(), missing=(99,))
    found = points(answers)
    assert found["expectation.i1"] == [5, 4, None, 5, None, 4]
    assert found["perception.i1"] == [4, 3, 4, None, 3, None]
    by = {(f.column, f.kind): f for f in answers.ledger.rows() if f.column}
    assert (by["E1", "out of range"].count, by["E1", "out of range"].records) == (1, (4,))
    assert (by["P1", "out of range"].count, by["P1", "out of range"].records) == (2, (5, 7))
    assert by["E1", "missing"].count == 1
    assert not answers.ledger.clean


def test_25_zeros_that_repeat_bring_a_hint(tmp_path, instrument, read):
    path = tmp_path / "zeros.csv"
    path.write_text("E1,P1\n5,0\n4,0\n3,0\n")
    answers = read(path, instrument())
    assert keys(answers, "out of range", "P1") == ["ledger.out_of_range_code"]


def test_27_a_reversed_item_is_turned_by_the_scale_not_by_what_was_chosen(
    case, instrument, read, points
):
    rest = {"batteries": {"perception": "P{n}"}}
    turned = points(read(case("27"), instrument(3, 7, turned=2), **rest))
    assert turned["perception.i2"] == [6, 5, 4, 2, 7]
    assert turned["perception.i1"] == [6, 5, 4, 2, 6]
    already = points(read(case("27"), instrument(3, 7, turned=2), reversed=False, **rest))
    assert already["perception.i2"] == [2, 3, 4, 6, 1]


def test_27_importance_of_a_reversed_item_is_not_turned(case, instrument, read, points):
    rest = {"batteries": {"importance": "P{n}"}}
    found = points(read(case("27"), instrument(3, 7, turned=2), **rest))
    assert found["importance.i2"] == [2, 3, 4, 6, 1]


def test_40_chinese_headings_through_the_items_wording(case, instrument, read, points):
    columns = {"expectation": "期望：{text}", "perception": "感受：{text}"}
    small = instrument(texts=("桌面整潔",))
    found = points(read(case("40"), small, batteries=columns, segments=["分行"]))
    assert found["expectation.i1"] == [5, 4, 5]
    assert found["perception.i1"] == [4, 4, 3]
    assert found["分行"] == ["北區", "南區", "北區"]
