"""Rows that are no answers, and the study's own rules for rows that are not to count.

What is right is worked out by hand: the files have a handful of rows.
"""

from __future__ import annotations

import pytest

from gapkit.errors import IngestError
from gapkit.ingest import Wave
from gapkit.ingest.screening import seconds
from gapkit.ingest.source import Screening

TABLE = """id,took,state,E1,P1,E2,P2
a,100,done,5,4,5,4
b,30,done,5,3,4,3
id,took,state,E1,P1,E2,P2
a,200,done,4,2,3,2
c,900,broken off,3,1,,
,95,done,2,2,1,1
"""


def used(answers):
    return [r for batch in answers.batches() for r in batch.column("record").to_pylist()]


def aside(answers):
    return {f.reason: f.records for f in answers.ledger.rows() if f.kind == "set aside"}


@pytest.fixture
def screened(written, instrument, read):
    def open_(screening, text=TABLE, **rest):
        return read(written(text), instrument(2), screening=screening, **rest)

    return open_


def test_a_heading_that_stands_again_is_no_answer(screened):
    answers = screened(Screening())
    assert used(answers) == [2, 3, 5, 6, 7]
    assert aside(answers) == {"heading": (4,)}
    kinds = {f.kind for f in answers.ledger.findings}
    assert "unreadable" not in kinds
    assert not answers.ledger.clean


@pytest.mark.parametrize(
    "second", ["id,took,state,P1,E1,P2,E2", "id,took,state,E1,P1,P2,E2", "id,took,E1,P1,E2,P2,"]
)
def test_exports_with_other_columns_are_not_read_on(screened, second):
    """The rows below would be read into the wrong items, in silence."""
    glued = f"{TABLE}{second}\nd,100,done,1,5,1,5\n"
    with pytest.raises(IngestError, match="record 8 holds headings in another order"):
        used(screened(Screening(), glued))


@pytest.mark.parametrize(("rule", "said"), [("keep", (5,)), ("last", None), ("first", None)])
def test_respondents_who_come_twice_are_told_where_both_rows_count(screened, rule, said):
    """`a` stands in records 2 and 5; a blank id is nobody's."""
    answers = screened(Screening(duplicates=rule), id="id")
    ledger = answers.ledger
    told = {f.reason: f.records for f in ledger.rows() if f.kind == "note"}
    assert told.get("repeated_ids") == said
    assert ledger.count("rows used") == (5 if rule == "keep" else 4)


def test_a_respondent_of_an_earlier_file_is_known_and_one_of_an_earlier_wave_is_not(
    written, instrument, read
):
    first = written("id,wave,E1,P1\n1,2026Q1,5,4\n2,2026Q1,5,4\n", "a.csv")
    second = written("id,wave,E1,P1\n1,2026Q2,5,3\n2,2026Q1,5,3\n", "b.csv")
    answers = read((first, second), instrument(), id="id", wave=Wave(column="wave"))
    told = [(f.file, f.records) for f in answers.ledger.rows() if f.reason == "repeated_ids"]
    assert told == [("b.csv", (3,))]


def test_rows_read_are_rows_used_and_rows_set_aside(screened):
    rule = Screening(min_answered=0.75, duration_seconds=(60, 500), keep={"state": ("done",)})
    ledger = screened(rule, duration="took").ledger
    gone = sum(f.count for f in ledger.rows() if f.kind == "set aside")
    assert ledger.count("rows read") == ledger.count("rows used") + gone == 6


@pytest.mark.parametrize(
    ("rule", "rest", "reason", "records"),
    [
        (Screening(min_answered=0.75), {}, "few_answers", (6,)),
        (Screening(duration_seconds=(60, None)), {"duration": "took"}, "too_fast", (3,)),
        (Screening(duration_seconds=(None, 500)), {"duration": "took"}, "too_slow", (6,)),
        (Screening(keep={"state": ("done",)}), {}, "not_kept", (6,)),
        (Screening(duplicates="first"), {"id": "id"}, "duplicate", (5,)),
        (Screening(duplicates="last"), {"id": "id"}, "duplicate", (2,)),
    ],
)
def test_a_rule_of_the_study_sets_rows_aside_and_is_no_fault(screened, rule, rest, reason, records):
    text = TABLE.replace("id,took,state,E1,P1,E2,P2\na,200", "a,200")
    shifted = tuple(r - 1 if r > 4 else r for r in records)
    answers = screened(rule, text, **rest)
    assert aside(answers) == {reason: shifted}
    assert answers.ledger.clean


def test_share_answered_is_met_exactly_at_the_limit(screened):
    assert 6 in used(screened(Screening(min_answered=0.5)))


def test_an_empty_id_is_nobodys_duplicate(screened):
    text = "id,E1,P1,E2,P2\n,5,4,5,4\n,5,4,5,4\n"
    assert used(screened(Screening(duplicates="first"), text, id="id")) == [2, 3]


def test_the_same_person_in_another_wave_is_no_duplicate(written, instrument, read):
    from gapkit.ingest import Wave

    text = "id,when,E1,P1\na,2026Q1,5,4\na,2026Q2,4,4\na,2026-Q2,3,4\n"
    answers = read(
        written(text), instrument(), wave=Wave(column="when"), id="id",
        screening=Screening(duplicates="first"),
    )  # fmt: skip
    assert used(answers) == [2, 3]


def test_duplicates_are_found_over_all_files_of_a_source(tmp_path, instrument, read):
    for name, row in (("one.csv", "a,5,4"), ("two.csv", "a,4,4")):
        (tmp_path / name).write_text(f"id,E1,P1\n{row}\n")
    files = (tmp_path / "one.csv", tmp_path / "two.csv")
    answers = read(files, instrument(), id="id", screening=Screening(duplicates="last"))
    (batch,) = [b for b in answers.batches() if b.num_rows]
    assert batch.schema.metadata[b"file"] == b"two.csv"


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (Screening(finished=True), "does not say which are"),
        (Screening(duration_seconds=(60, None)), "no column is known to hold it"),
        (Screening(keep={"Status": ("1",)}), "there is no column 'Status'"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_told(screened, rule, says):
    with pytest.raises(IngestError, match=says):
        screened(rule)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("186", 186), ("186.5", 186.5), ("186秒", 186), ("3分6秒", 186), ("1小時", 3600),
        ("0:03:06", 186), ("3:06", 186), ("2 min 5 s", 125), ("", None), ("soon", None),
    ],
)  # fmt: skip
def test_time_spans(text, span):
    assert seconds(text) == span
