"""Rows of delimited files: every one is used or set aside with a reason."""

from __future__ import annotations

import pytest

from gapkit.ingest import Source, open_answers


def rows(answers):
    """Return the counts of rows, and reason → records of those set aside."""
    ledger = answers.ledger
    aside = {f.reason: f.records for f in ledger.rows() if f.kind == "set aside"}
    read, used = ledger.count("rows read"), ledger.count("rows used")
    assert read == used + ledger.count("set aside")
    return read, used, aside


def notes(answers):
    return {
        f.detail.key.removeprefix("ledger."): f for f in answers.ledger.rows() if f.kind == "note"
    }


def test_blank_rows_and_silent_people_are_told_apart(written, instrument, read):
    path = written("id,E1,P1\n1,5,4\n\n,,\n4,,\n  \n6,4,3\n\n")
    answers = read(path, instrument())
    assert rows(answers) == (6, 2, {"blank": (3, 4, 6), "no_answers": (5,)})
    assert not answers.ledger.clean  # silent people are to be looked at, blank rows are not


def test_an_empty_cell_counts_as_missing_only_in_a_row_that_is_used(written, instrument, read):
    answers = read(written("id,E1,P1\n1,5,\n\n3,,\n4,,3\n"), instrument())
    assert answers.ledger.count("missing", "E1") == 1
    assert answers.ledger.count("missing", "P1") == 1


def test_short_rows_are_filled_and_long_ones_set_aside(written, instrument, read, points):
    answers = read(written("id,E1,P1\n1,5,4\n2,4\n3,5,4,9\n4,3,2,\n5,2,1\n"), instrument())
    assert rows(answers) == (5, 4, {"too_many_fields": (4,)})
    assert points(answers)["perception.i1"] == [4, None, 2, 1]
    assert notes(answers)["short_rows"].records == (3,)
    assert not answers.ledger.clean


def test_a_delimiter_at_the_end_of_every_row_is_noted(written, instrument, read, points):
    answers = read(written("id,E1,P1\n1,5,4,\n2,4,3,\n3,3,2,\n"), instrument())
    assert points(answers)["perception.i1"] == [4, 3, 2]
    assert "empty_last_field" in notes(answers)
    assert answers.ledger.clean


def test_records_are_counted_not_lines(written, instrument, read):
    path = written('"a\nheading",E1,P1\n"two\nlines",5,4\nx,7,4\n')
    answers = read(path, instrument())
    (wrong,) = [f for f in answers.ledger.rows() if f.kind == "out of range"]
    assert wrong.records == (3,)


def test_two_heading_rows_are_joined(written, instrument, read, points):
    text = "How important?,,How did we do?,\nTidy,Quick,Tidy,Quick\n5,4,3,2\n"
    columns = {"expectation": "How important? / *", "perception": "How did we do? / {text}"}
    columns["expectation"] = "How important? / {text}"
    small = instrument(2, texts=("Tidy", "Quick"))
    answers = read(written(text), small, batteries=columns, header_rows=2)
    found = points(answers)
    assert [found[f"{b}.i{n}"] for b in columns for n in (1, 2)] == [[5], [4], [3], [2]]
    assert found["record"] == [3]


def test_no_heading_row_calls_columns_by_letters(written, instrument, read, points):
    columns = {"expectation": ("B",), "perception": ("C",)}
    found = points(read(written("1,5,4\n2,4,3\n"), instrument(), batteries=columns, header_rows=0))
    assert found["expectation.i1"] == [5, 4]
    assert found["record"] == [1, 2]


def test_half_points_take_their_own_codes(written, instrument, read, points):
    answers = read(written("E1,P1\n8.5,9\n3.25,1\n"), instrument(high=9, step=0.5))
    assert points(answers)["expectation.i1"] == [8.5, None]
    assert answers.ledger.count("out of range", "E1") == 1


def test_a_scale_of_many_points_takes_two_bytes(written, instrument, read, points):
    answers = read(written("E1,P1\n600,30\n601,5\n"), instrument(low=0, high=600))
    (batch,) = answers.batches()
    assert str(batch.schema.field("customer.expectation.i1").type) == "uint16"
    assert points(answers)["expectation.i1"] == [600, None]


def test_weights_and_points_with_a_decimal_comma(written, instrument, read, points):
    text = "E1;P1;w;pts_d\n5;4;1,25;100\n4;3;0,75;\n3;3;;50\n2;2;much;50,5\n"
    answers = read(written(text), instrument(), weight="w", points="pts_{dimension}")
    found = points(answers)
    assert found["weight"] == [1.25, 0.75]
    assert found["points.d"][0] == 100
    assert found["points.d"][1] != found["points.d"][1]  # NaN: no points given
    assert rows(answers)[2] == {"no_weight": (4, 5)}
    assert answers.ledger.count("unreadable", "w") == 1


def test_outcomes_find_their_scale(written, instrument, read, points):
    text = "E1,P1,sat,nps,why\n5,4,5,10,price\n4,3,1,9,speed\n3,3,,0,\n"
    outcomes = {"overall": "sat", "recommend": "nps", "reason": "why"}
    answers = read(written(text), instrument(), outcomes=outcomes)
    found = points(answers)
    assert found["outcome.overall"] == [5, 1, None]
    assert found["outcome.recommend"] == [10, 9, 0]
    assert "outcome.reason" not in found
    assert notes(answers)["outcome_left_out"].detail.values == {"outcome": "reason"}


def test_an_nps_column_is_asked_from_0_to_10_whatever_was_answered(written, instrument, read):
    answers = read(
        written("E1,P1,NPS\n5,4,3\n4,3,5\n"), instrument(), outcomes={"recommend": "NPS"}
    )
    (column,) = answers.layout.of("customer", "outcome")
    assert (column.scale.names[0], column.scale.names[-1]) == ("0", "10")


def test_someone_who_answered_only_an_outcome_is_used(written, instrument, read):
    answers = read(written("E1,P1,sat\n5,4,5\n,,3\n"), instrument(), outcomes={"overall": "sat"})
    assert rows(answers)[1] == 2


def test_causes_are_columns_of_their_own(written, instrument, read, points):
    text = "M1,C_no-research,C_too-many-levels\n5,4,2\n"
    answers = read(
        written(text),
        instrument(),
        role="manager",
        batteries={"belief": "M{n}"},
        causes="C_{cause}",
    )
    found = points(answers)
    assert found["manager.cause.no-research"] == [4]
    assert found["manager.cause.too-many-levels"] == [2]


def test_keys_are_texts_without_point_zero_and_null_where_empty(written, instrument, read, points):
    text = "E1,P1,branch,quarter\n5,4,2.0,3Q26\n4,3,,2026年第三季\n3,3,  North  east ,\n"
    from gapkit.ingest import Wave

    answers = read(written(text), instrument(), unit="branch", wave=Wave(column="quarter"))
    found = points(answers)
    assert found["branch"] == ["2", None]
    assert found["wave"] == ["2026Q3", "2026Q3"]
    assert rows(answers)[2] == {"no_wave": (4,)}
    assert answers.ledger.count("read as", "quarter") == 2


def test_a_source_without_a_segment_counts_in_all_only(written, instrument):
    customers = Source(
        files=(written("E1,branch\n5,N\n", "c.csv"),), batteries={"expectation": "E{n}"}
    )
    managers = Source(
        role="manager", files=(written("M1\n4\n", "m.csv"),), batteries={"belief": "M{n}"}
    )
    answers = open_answers([customers, managers], instrument(), segments=["branch"])
    assert answers.layout.keys == {"customer": ("branch",), "manager": ()}
    assert [b.schema.metadata[b"role"] for b in answers.batches()] == [b"customer", b"manager"]


def test_files_of_one_source_may_hold_different_items_and_keys(written, instrument, read, points):
    july = written("E1,E2,P1,P2,branch\n5,4,3,2,N\n", "july.csv")
    august = written("P1,E1,P2\n1,2,3\n", "august.csv")
    answers = read((july, august), instrument(2), segments=["branch"])
    found = points(answers)
    assert found["expectation.i2"] == [4, None]
    assert found["perception.i2"] == [2, 3]
    assert found["branch"] == ["N", None]
    assert not answers.ledger.clean  # item 2's expectation is left out of august.csv
    left = [f for f in answers.ledger.rows() if f.kind == "note" and f.fault]
    assert [(f.file, f.detail.values["item"]) for f in left] == [("august.csv", "i2")]


def test_reading_twice_gives_the_same_and_counts_once(written, instrument, read, points):
    path = written("E1,P1\n5,4\n4,9\n")
    for hold in (0, 100):
        answers = read(path, instrument(), hold=hold)
        assert points(answers) == points(answers)
        assert answers.ledger.count("rows read") == 2
        assert answers.ledger.count("out of range") == 1


def test_a_value_for_all_waves_is_carried_by_every_batch(written, instrument, read, points):
    from gapkit.ingest import Wave

    found = points(read(written("E1,P1\n5,4\n"), instrument(), wave=Wave(value="2026Q3")))
    assert found["wave"] == ["2026Q3"]


def test_bytes_that_are_not_of_the_encoding_are_unreadable_not_fatal(tmp_path, instrument, read):
    path = tmp_path / "mixed.csv"
    path.write_bytes("E1,P1,branch\n5,4,北\n".encode() + b"5,\xff\xfe4,\xe5\n")
    answers = read(path, instrument(), encoding="utf-8", segments=["branch"])
    assert answers.ledger.count("unreadable", "P1") == 1
    assert answers.ledger.count("unreadable", "branch") == 1


def test_a_layout_names_roles_and_batteries(written, instrument, read):
    answers = read(written("E1,P1,sat\n5,4,5\n"), instrument(), outcomes={"overall": "sat"})
    layout = answers.layout
    assert layout.roles == ("customer",)
    assert layout.batteries("customer") == ("expectation", "perception", "outcome")
    assert [c.name for c in layout.columns] == [
        "customer.expectation.i1",
        "customer.perception.i1",
        "customer.outcome.overall",
    ]


@pytest.mark.parametrize(
    ("cells", "ends"),
    [("6 0 10", "0 10"), ("20 60 100", "1 100"), ("20 0 100", "0 100"), ("150 155 160", "150 160")],
)
def test_scales_of_outcomes(written, instrument, read, cells, ends):
    rows = "".join(f"5,4,{cell}\n" for cell in cells.split())
    answers = read(written("E1,P1,o\n" + rows), instrument(), outcomes={"o": "o"})
    (column,) = answers.layout.of("customer", "outcome")
    assert f"{column.scale.names[0]} {column.scale.names[-1]}" == ends


def test_an_outcome_in_words_of_the_study(written, instrument, read, points):
    text = "E1,P1,o\n5,4,delighted\n4,3,cross\n"
    words = {"delighted": 5, "cross": 1, "9": 2}
    found = points(read(written(text), instrument(), outcomes={"overall": "o"}, answers=words))
    assert found["outcome.overall"] == [5, 1]


def test_an_id_is_text_and_a_cluster_a_key(written, instrument, read, points):
    text = "E1,P1,person,village,region\n5,4,007,V1,N\n\n4,3,,V2,S\n"
    answers = read(written(text), instrument(), id="person", cluster="village", strata="region")
    found = points(answers)
    assert found["id"] == ["007", None]
    assert (found["cluster"], found["strata"]) == (["V1", "V2"], ["N", "S"])
    assert answers.layout.extras["customer"] == ("id", "cluster", "strata")


def test_files_that_lack_what_others_have_are_filled(written, instrument, points):
    one = Source(
        files=(written("E1,w,b\n5,1.5,N\n", "one.csv"),),
        batteries={"expectation": "E{n}"},
        weight="w",
    )
    two = Source(files=(written("P1\n4\n", "two.csv"),), batteries={"perception": "P{n}"})
    found = points(open_answers([one, two], instrument(), segments=["b"]))
    assert found["expectation.i1"] == [5, None]
    assert found["perception.i1"] == [None, 4]
    assert found["b"] == ["N", None]
    assert found["weight"] == [1.5, None]
