"""Each layout is claimed by one format, and tables that only look a little like one by none."""

from __future__ import annotations

from pathlib import Path

import pytest

from gapkit.ingest import Wave
from gapkit.ingest.formats import Top, formats, recognise
from gapkit.ingest.readers import open_tables
from gapkit.ingest.source import Source

HERE = Path(__file__).parent
EXPORTS = sorted(p for p in HERE.glob("*/*.*") if p.suffix in (".csv", ".txt", ".xlsx"))
LOOKALIKES = [
    ("Timestamp|E1|P1", "2026-07-01 09:03:10|5|4"),
    ("#|E1|P1", "1|5|4"),
    ("id|E1|P1", "1|5|4"),
    ("ID|Name|Email|E1", "1|x|a@b.tw|5"),
    ("_id|e1|p1", "1|5|4"),
    ("序号|E1|P1", "1|5|4"),
    ("分行|填答時間|E1", "北區|2026-07-01|5"),
    ("StartDate|EndDate|Status|E1", "2026-07-01|2026-07-01|1|5"),
    ("ResponseId|E1|P1", "R_0|5|4"),
    ("question|E|E|P|P", "item|Tidy|Quick|Tidy|Quick", "1|5|4|3|2"),
    ("How important?||How good?|", "Tidy|Quick|Tidy|Quick", "5|4|3|2"),
    ("record|e1|task_complete", "1|5|1"),
    ("SubmissionDate|E1", "2026-07-01|5"),
    ("V1|V2|V3", "1|5|4"),
    ("submitdate|id|E1", "2026-07-01|1|5"),
]


@pytest.fixture
def claims():
    """Return the formats that claim a table."""
    return lambda top: [name for name, recogniser in formats().items() if recogniser(top)]


def opened(path, problems, **rest):
    ((_, table),) = open_tables(Source(files=(path,), **rest), (), problems)
    return table


@pytest.mark.parametrize("path", EXPORTS, ids=lambda p: p.name)
def test_a_layout_is_claimed_by_one_format(path, claims, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "gapkit.ingest.readers.recognise",
        lambda top, wanted: seen.append(top) or recognise(top, wanted),
    )
    table = opened(path, [])
    plain = path.parent.name == "excel"
    assert claims(seen[0]) == ([] if plain else [path.parent.name])
    assert table.format == ("csv" if plain else path.parent.name)
    assert len(table.headings) == len({*table.headings}) or path.stem.startswith("redcap")


def test_every_format_has_its_folder_of_tests():
    folders = {p.parent.name for p in HERE.glob("*/test_*.py")}
    assert folders - {"excel"} == set(formats())


@pytest.mark.parametrize("lines", LOOKALIKES, ids=lambda lines: lines[0])
def test_a_plain_table_is_claimed_by_none(lines, claims):
    assert claims(Top(tuple(tuple(line.split("|")) for line in lines))) == []


@pytest.mark.parametrize("rows", [(), ((),), ((), ()), (("",),), (("a",),), (("", ""), ("", ""))])
def test_nothing_at_all_is_claimed_by_none(rows, claims):
    assert claims(Top(rows)) == []


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_format_that_the_study_names_must_be_there(name, tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("id,E1,P1\n1,5,4\n2,4,4\n")
    problems = []
    assert not list(open_tables(Source(files=(path,), format=name), (), problems))
    assert "has not the headings of such an export" in problems[0].what


def test_a_study_may_say_that_an_export_is_a_plain_table(tmp_path):
    path = HERE / "typeform" / "typeform.csv"
    assert opened(path, [], format="csv").format == "csv"
    assert opened(path, [], header_rows=1).format == "csv"


def test_two_layouts_in_one_source(instrument, read, by_battery, points, taken_for):
    """Patterns by text fit both; what the tools themselves record has one name for all of them."""
    files = (
        HERE / "qualtrics" / "qualtrics_numeric.csv",
        HERE / "google_forms" / "google_forms.csv",
    )
    answers = read(
        files,
        instrument(2, high=7, texts=("Tidy desks", "Quick staff")),
        batteries={
            "expectation": "A very good counter should have… *{text}*",
            "perception": "Our counter has… *{text}*",
        },
        wave=Wave("submitted", date=True, period="month"),
        missing=[-99, "Not applicable"],
    )
    assert taken_for(answers) == ["qualtrics", "google_forms"]
    assert by_battery(answers) == {
        "expectation": [[7, 6, 5, 5, 4], [6, None, 4, None, 5]],
        "perception": [[5, 4, 2, 3, None], [6, None, 1, 4, 3]],
    }
    assert points(answers)["wave"] == ["2026-07"] * 5
    assert answers.ledger.clean
