"""Blocks of a delimited file: however it is cut, the records are those that the csv module finds."""

from __future__ import annotations

import csv
import gzip
import random
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.errors import IngestError
from gapkit.ingest.readers import cutter
from gapkit.ingest.readers.cutter import Cutter


def cut_up(data, size, delimiter=","):
    """Return all records of a stream that is cut into small blocks, and the numbers they got."""
    rows, numbers = [], []
    for cut in Cutter(BytesIO(data), delimiter, size).cuts():
        text = cut.data.decode("latin-1")
        of_block = cut.rows
        if of_block is None:
            of_block = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        rows += of_block
        numbers += range(cut.first, cut.first + len(of_block))
    return rows, numbers


def by_csv_module(data, delimiter=","):
    return list(csv.reader(StringIO(data.decode("latin-1"), newline=""), delimiter=delimiter))


cell = st.text(alphabet='ab ,;"\n', max_size=6)
table = st.lists(st.lists(cell, min_size=1, max_size=4), min_size=1, max_size=12)


@given(rows=table, size=st.integers(1, 40), ending=st.sampled_from(["\n", "\r\n"]))
def test_a_written_table_is_cut_at_ends_of_records(rows, size, ending):
    out = StringIO()
    csv.writer(out, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(rows)
    found, numbers = cut_up(out.getvalue().encode(), size)
    assert found == rows
    assert numbers == list(range(1, len(rows) + 1))


@given(data=st.text(alphabet='ab,"\n', max_size=60), size=st.integers(1, 30))
def test_stray_quotes_are_read_as_the_csv_module_reads_them_or_refused(data, size):
    raw = data.encode()
    expected = by_csv_module(raw)
    try:
        found, numbers = cut_up(raw, size)
    except IngestError as error:
        assert "never closed" in str(error) and '"' in data  # noqa: PT018, PT017
        return
    if expected and not expected[-1]:
        expected = expected[:-1]  # an entirely empty last line is no row
    assert found == expected
    assert numbers == list(range(1, len(expected) + 1))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind(ending):
    data = ending.join(["E1,P1", "5,4", "", "4,3", "", ""]).encode()
    assert cut_up(data, 3)[0] == [["E1", "P1"], ["5", "4"], [], ["4", "3"]]


def test_a_quote_that_is_never_closed_names_its_record():
    data = b'id,c\n1,"fine\n' + b"2,so so\n" * 50
    with pytest.raises(IngestError, match="record 2 opens a quote that is never closed"):
        cut_up(data, 64)


def test_a_record_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(cutter, "LONGEST", 1000)
    with pytest.raises(IngestError, match="does not end"):
        cut_up(b"x" * 5000, 100)


def test_nul_bytes_further_down_are_refused():
    with pytest.raises(IngestError, match="NUL byte"):
        cut_up(b"1,2\n" * 10 + b"\0\n", 8)


def write_many(path, quoted):
    rng = random.Random(5)
    rows = [["branch", "comment", "E1", "P1"]]
    for k in range(3000):
        comment = rng.choice(['said "no", left', "two\nlines", "", "fine; thanks", "a, b"])
        rows.append(
            [f"B{k % 7}", comment if quoted else "x", str(rng.randint(1, 5)), str(k % 5 + 1)]
        )
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    data = out.getvalue().encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return rows[1:]


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("name", ["many.csv", "many.csv.gz"])
def test_many_blocks_are_one_table(tmp_path, monkeypatch, instrument, read, points, quoted, name):
    rows = write_many(tmp_path / name, quoted)
    monkeypatch.setattr(cutter, "BLOCK", 1 << 10)
    monkeypatch.setattr(Cutter.__init__, "__defaults__", (1 << 10,))
    answers = read(tmp_path / name, instrument(), segments=["branch"])
    assert len(list(answers.batches())) > 20
    found = points(answers)
    assert found["expectation.i1"] == [float(r[2]) for r in rows]
    assert found["perception.i1"] == [float(r[3]) for r in rows]
    assert found["branch"] == [r[0] for r in rows]
    assert found["record"] == list(range(2, 3002))
    assert answers.ledger.count("rows used") == 3000
