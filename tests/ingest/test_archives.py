"""ZIP and gzip archives of exports: what is in them is read as if it lay beside them."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from gapkit.errors import IngestError
from gapkit.ingest.readers import archive as archives

CSV = "E1,P1\n5,4\n3,3\n"


@pytest.fixture
def zipped(tmp_path):
    def pack(name="exports.zip", **members):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member.replace("__", "."), content)
        return path

    return pack


@pytest.fixture
def refused(instrument, read):
    def go(path):
        with pytest.raises(IngestError) as error:
            read(path, instrument())
        return str(error.value)

    return go


def workbook():
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["E1", "P1"])
    book.active.append([2, 1])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_every_export_in_an_archive_is_read_by_its_own_kind(zipped, instrument, read, points):
    path = zipped(a__csv=CSV, b__xlsx=workbook(), c__tsv=CSV.replace(",", "\t"))
    answers = read(path, instrument())
    assert points(answers)["expectation.i1"] == [5, 3, 2, 5, 3]
    files = dict.fromkeys(f.file for f in answers.ledger.rows())
    assert list(files) == [f"exports.zip/{m}" for m in ("a.csv", "b.xlsx", "c.tsv")]


def test_what_is_no_export_in_an_archive_is_left_alone(zipped, instrument, read):
    path = zipped(a__csv=CSV, report__pdf=b"%PDF-1.4", README__txt="notes")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/._a.csv", b"\0\0")
        archive.writestr("folder/", b"")
    assert read(path, instrument()).ledger.count("rows used") == 2


def test_an_archive_reads_like_the_file_in_it(zipped, written, instrument, read, points):
    plain = points(read(written(CSV, "plain.csv"), instrument()))
    assert points(read(zipped(plain__csv=CSV), instrument())) == plain


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"report__pdf": b"%PDF"}, "holds no file that could be an export"),
        ({"a__csv": b""}, "exports.zip/a.csv: the file is empty"),
        ({"a__zip": b"PK\x03\x04rest"}, "exports.zip/a.zip"),
    ],
)
def test_archives_without_answers(zipped, refused, members, says):
    assert says in refused(zipped(**members))


def test_an_archive_that_is_cut_off(zipped, refused, tmp_path):
    path = zipped(a__csv=CSV * 500)
    (tmp_path / "cut.zip").write_bytes(path.read_bytes()[:-40])
    assert "cut.zip: the archive cannot be read" in refused(tmp_path / "cut.zip")


def test_an_archive_whose_bytes_are_damaged(zipped, refused, tmp_path):
    content = bytearray(zipped(a__csv=CSV * 500).read_bytes())
    content[60:64] = b"\xff\xff\xff\xff"
    (tmp_path / "bad.zip").write_bytes(content)
    assert "cannot be read" in refused(tmp_path / "bad.zip")


def test_an_archive_with_a_password(zipped, refused, tmp_path):
    # the flag alone: writing such an archive takes more than the standard library
    content = bytearray(zipped(a__csv=CSV).read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(sign) + place
        content[at] |= 1
    (tmp_path / "locked.zip").write_bytes(content)
    assert "protected by a password" in refused(tmp_path / "locked.zip")


def test_an_archive_that_unpacks_to_too_much(zipped, refused, monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1000)
    assert "would unpack to" in refused(zipped(a__csv="0" * 5_000_000))


def test_a_packed_workbook_that_unpacks_to_too_much(tmp_path, refused, monkeypatch):
    from gapkit.ingest.readers import opened

    monkeypatch.setattr(opened, "MOST_UNPACKED", 1000)
    (tmp_path / "x.xlsx.gz").write_bytes(gzip.compress(workbook()))
    assert "it unpacks to more than" in refused(tmp_path / "x.xlsx.gz")
