"""Files and studies that cannot be read are told in a person's words, all at once."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from gapkit.errors import IngestError
from gapkit.ingest import Source, Wave, open_answers


@pytest.fixture
def refused(instrument, read):
    def go(path, **rest):
        with pytest.raises(IngestError) as error:
            read(path, instrument(), **rest)
        return str(error.value)

    return go


def test_a_missing_file_brings_the_names_near_to_it(tmp_path, refused):
    (tmp_path / "customers-july.csv").write_text("E1,P1\n5,4\n")
    text = refused((tmp_path / "customers-july.csv", tmp_path / "customer-july.csv"))
    assert text.startswith(
        "customer-july.csv: there is no such file. Near to it: customers-july.csv."
    )
    assert "no such file" in refused(tmp_path / "nowhere" / "x.csv")


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xef\xbb\xbf", b"  \r\n\r\n", gzip.compress(b"", mtime=0)]
)
def test_empty_files(tmp_path, refused, content):
    (tmp_path / "e.csv").write_bytes(content)
    assert "e.csv: the file is empty" in refused(tmp_path / "e.csv")


def word_document():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return data.getvalue()


OTHERS = {
    "a PDF": b"%PDF-1.7\n",
    "a picture (PNG)": b"\x89PNG\r\n\x1a\n",
    "a web page": b"\xef\xbb\xbf\n<!DOCTYPE html><html>",
    "JSON": b'[{"E1": 5}]',
    "a Word document": word_document(),
    "an RTF document": b"{\\rtf1\\ansi",
}


@pytest.mark.parametrize("called", OTHERS)
def test_files_of_another_kind_are_named_by_their_content(tmp_path, refused, called):
    (tmp_path / "x.csv").write_bytes(OTHERS[called])
    text = refused(tmp_path / "x.csv")
    assert f"x.csv: this looks like {called}" in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04cut off", b"PAR1cut off", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"]
)
def test_damaged_files(tmp_path, refused, content):
    (tmp_path / "x.xlsx").write_bytes(content)
    assert refused(tmp_path / "x.xlsx").startswith("x.xlsx: the ")


def test_a_damaged_archive(tmp_path, refused):
    whole = gzip.compress(b"E1,P1\n" + bytes(range(49, 54)) * 4000)
    (tmp_path / "x.csv.gz").write_bytes(whole[: len(whole) // 2])
    assert "the gzip archive is damaged" in refused(tmp_path / "x.csv.gz")


def test_a_workbook_under_a_wrong_ending_is_read_and_told(tmp_path, instrument, read, case):
    path = tmp_path / "x.csv"
    path.write_bytes(case("15", "input.xlsx").read_bytes())
    answers = read(path, instrument(), batteries={"expectation": "e{n}", "perception": "p{n}"})
    told = [f.detail.values for f in answers.ledger.rows() if f.reason == "other_ending"]
    assert told == [{"ending": ".csv", "kind": "xlsx"}]


def test_everything_that_is_missing_is_told_at_once(tmp_path, instrument):
    path = tmp_path / "x.csv"
    path.write_text("E1,Filiale,gewicht\n5,N,1\n")
    source = Source(
        files=(path,),
        batteries={"expectation": "E{n}", "perception": "P{n}"},
        outcomes={"overall": "zufrieden"},
        columns={"branch": "Fillialle"},
        weight="Gewichte",
    )
    with pytest.raises(IngestError) as error:
        open_answers([source], instrument(), segments=["branch"])
    problems = [str(p) for p in error.value.problems]
    assert len(problems) == 4
    assert "no column matches battery 'perception'" in problems[0]
    assert "no column 'zufrieden' for outcome overall" in problems[1]
    assert "no column 'Fillialle' for branch. Nearest: 'Filiale'" in problems[2]
    assert "no column 'Gewichte' for weight. Nearest: 'gewicht'" in problems[3]


def test_a_segment_or_wave_that_no_file_has(tmp_path, instrument):
    path = tmp_path / "x.csv"
    path.write_text("E1,branch,Quartal\n5,N,2026Q3\n")
    source = Source(files=(path,), batteries={"expectation": "E{n}"})
    with pytest.raises(
        IngestError, match=r"'brnch', which is asked for as a segment. Nearest: 'branch'"
    ):
        open_answers([source], instrument(), segments=["brnch"])
    with pytest.raises(IngestError, match="'quartal', which is asked for as the wave"):
        open_answers([source], instrument(), wave=Wave(column="quartal"))


@pytest.mark.parametrize("name", ["record", "weight", "wave", "points.d"])
def test_names_of_our_own_are_refused_as_segments(tmp_path, instrument, name):
    path = tmp_path / "x.csv"
    path.write_text(f"E1,{name}\n5,1\n")
    source = Source(files=(path,), batteries={"expectation": "E{n}"})
    with pytest.raises(IngestError, match="a name of gapkit's own"):
        open_answers([source], instrument(), segments=[name])


def test_a_period_that_is_none(tmp_path, instrument):
    path = tmp_path / "x.csv"
    path.write_text("E1,d\n5,2026-07-01\n")
    source = Source(files=(path,), batteries={"expectation": "E{n}"})
    with pytest.raises(IngestError, match="period = 'week' is not known"):
        open_answers([source], instrument(), wave=Wave(date="d", period="week"))


def test_sources_that_hold_nothing_or_contradict_each_other(tmp_path, instrument):
    from fractions import Fraction

    from gapkit.instrument import Scale

    path = tmp_path / "x.csv"
    path.write_text("E1\n5\n")
    with pytest.raises(IngestError, match="says of no column what it holds"):
        open_answers([Source(files=(path,))], instrument())
    with pytest.raises(IngestError, match="the source has no file"):
        open_answers([Source(batteries={"expectation": "E{n}"})], instrument())
    both = [
        Source(files=(path,), batteries={"expectation": "E{n}"}),
        Source(
            files=(path,), batteries={"expectation": "E{n}"}, scale=Scale(Fraction(1), Fraction(10))
        ),
    ]
    with pytest.raises(IngestError, match="asked on two scales"):
        open_answers(both, instrument())


def test_an_object_that_is_no_table(instrument, read):
    with pytest.raises(IngestError, match="a list is no table"):
        read([1, 2], instrument())


def test_a_sheet_that_is_not_there(case, instrument, read):
    with pytest.raises(IngestError, match="no sheet 'Blatt 9'"):
        read(case("15", "input.xlsx"), instrument(), sheet="Blatt 9")


def test_dates_that_cannot_be_read_set_their_rows_aside(tmp_path, instrument, read):
    path = tmp_path / "x.csv"
    path.write_text("E1,P1,d\n5,4,2026-07-01\n4,3,soon\n3,3,\n")
    answers = read(path, instrument(), wave=Wave(date="d", period="quarter"))
    assert answers.ledger.count("unreadable", "d") == 1
    assert answers.ledger.count("set aside") == 2
    assert not answers.ledger.clean


def test_damage_further_down_names_file_and_record(tmp_path, instrument, read, monkeypatch):
    from gapkit.ingest.readers.cutter import Cutter

    monkeypatch.setattr(Cutter.__init__, "__defaults__", (256,))
    path = tmp_path / "x.csv"
    path.write_text("c,E1,P1\n" + "fine,5,4\n" * 100 + '"open,5,4\n' + "fine,5,4\n" * 100)
    answers = read(path, instrument())
    with pytest.raises(IngestError, match=r"^x.csv: record 102 opens a quote that is never closed"):
        list(answers.batches())


def test_a_cell_too_long_for_any_survey(tmp_path, instrument, read):
    path = tmp_path / "x.csv"
    path.write_text("E1,P1\n5,4\n5,4,ragged\n3," + "x" * 200_000 + "\n")
    with pytest.raises(IngestError, match=r"x.csv: record 4 cannot be read: field larger than"):
        list(read(path, instrument()).batches())


def test_a_format_that_is_not_known_and_a_file_named_twice(tmp_path, instrument, read):
    path = tmp_path / "x.csv"
    path.write_text("E1,P1\n5,4\n")
    with pytest.raises(IngestError, match="format = 'qualtricks' is not known"):
        read(path, instrument(), format="qualtricks")
    with pytest.raises(IngestError, match="names this file 2 times"):
        read((path, path), instrument())


def test_a_folder_in_place_of_a_file(tmp_path, refused):
    text = refused(tmp_path)
    assert "this is a folder" in text
    assert f"{tmp_path.name}/*.csv" in text


def test_an_archive_without_a_file(tmp_path, refused):
    with zipfile.ZipFile(tmp_path / "x.zip", "w"):
        pass
    assert "an empty ZIP archive" in refused(tmp_path / "x.zip")


def test_an_empty_sheet(tmp_path, refused):
    import openpyxl

    book = openpyxl.Workbook()
    book.create_sheet("Data").append(["E1", "P1"])
    book.save(tmp_path / "x.xlsx")
    asked = refused(tmp_path / "x.xlsx", sheet="Sheet")
    assert "the sheet 'Sheet' is empty. Others: Data." in asked


def test_an_archive_that_would_fill_the_memory(tmp_path, refused, monkeypatch):
    from gapkit.ingest.readers import workbook

    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1000)
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * 5_000_000)
    assert "it would unpack to 4 MB" in refused(tmp_path / "x.xlsx")


def test_two_answers_that_contradict_the_scale_are_told_with_the_file(tmp_path, refused):
    (tmp_path / "x.csv").write_text("E1,P1\n5,4\n")
    text = refused(tmp_path / "x.csv", answers={"good": 7, "bad": 0})
    assert text.count("is no point of the scale") == 2


@pytest.mark.parametrize("damage", ["header", "content"])
def test_a_workbook_damaged_in_any_of_its_parts_is_refused_or_read(
    tmp_path, instrument, read, damage
):
    """Whatever part is broken, nothing but an `IngestError` comes out of it."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in [["E1", "P1"], *([k % 5 + 1, k % 4 + 1] for k in range(50))]:
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    whole = (tmp_path / "x.xlsx").read_bytes()
    starts = [k for k in range(len(whole)) if whole.startswith(b"PK\x03\x04", k)]
    refused = 0
    for start in starts:
        at = start + 1 if damage == "header" else start + 90
        (tmp_path / "y.xlsx").write_bytes(whole[:at] + b"\xff\xff\xff" + whole[at + 3 :])
        try:
            used = read(tmp_path / "y.xlsx", instrument()).ledger.count("rows used")
        except IngestError:
            refused += 1
        else:
            assert used == 50
    assert refused
