"""Exports of KoboToolbox; layout: formpack's export.py and tests/test_exports.py."""

from __future__ import annotations

import pytest

from gapkit.ingest.formats.kobo import recognise

ANSWERS = {"expectation": [[7, 6, 7], [6, None, None]], "perception": [[5, 4, 5], [6, None, 3]]}


@pytest.mark.parametrize(
    "batteries",
    [
        {"expectation": "expect/e{n}", "perception": "perceive/p{n}"},
        {"expectation": "e{n}", "perception": "p{n}"},
    ],
    ids=["with groups", "without"],
)
def test_names_with_groups(batteries, here, instrument, read, by_battery, taken_for):
    asked = instrument(2, high=7)
    answers = read(
        here / "kobo.csv", asked, batteries=batteries, missing=["na"], segments=["branch"]
    )
    assert taken_for(answers) == ["kobo"]
    assert by_battery(answers) == ANSWERS


def test_a_row_of_hxl_tags_is_no_answer(tmp_path, here, instrument, read, by_battery):
    first, *rest = (here / "kobo.csv").read_text().splitlines()
    tags = '"#date+start";"";"#loc+name"' + ";" * (first.count(";") - 2)
    path = tmp_path / "tags.csv"
    path.write_text("\n".join([first, tags, *rest]) + "\n")
    batteries = {"expectation": "e{n}", "perception": "p{n}"}
    answers = read(path, instrument(2, high=7), batteries=batteries, missing=["na"])
    assert by_battery(answers) == ANSWERS
    assert answers.ledger.count("rows read") == 3


def test_labels_and_numbers_as_text_on_the_first_sheet(
    here, instrument, read, by_battery, taken_for
):
    answers = read(
        here / "kobo.xlsx",
        instrument(high=7, texts=("Tidy desks",)),
        batteries={"expectation": "A very good counter/{text}", "perception": "Our counter/{text}"},
    )
    assert taken_for(answers) == ["kobo"]
    assert by_battery(answers) == {"expectation": [[7, 6]], "perception": [[5, None]]}
    assert "visit" in str(answers.files[0].bound.table.facts)


@pytest.mark.parametrize(
    "lines",
    [
        ("_id|e1|p1", "1|5|4"),
        ("_id|_index|_score|e1", "a1|survey-2026|1.0|5"),
        ("start|e1|_index", "soon|5|1"),
        ("id|#tag|e1", "#1|#a|#b"),
    ],
)
def test_other_tables_are_not_taken_for_it(top, lines):
    assert recognise(top(*lines)) is None
