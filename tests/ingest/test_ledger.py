"""The ledger's table, its words in both languages, and what makes it not clean."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gapkit.ingest import inspect
from gapkit.ingest.ledger import KINDS
from gapkit.wording import words

ROOT = Path(__file__).parents[2]


@pytest.fixture
def messy(tmp_path, instrument, read):
    path = tmp_path / "messy.csv"
    path.write_text("id,E1,P1\n1,5,4\n2,9,n/a\n3,,5 - yes\n\n5,2,99\n")
    return read(path, instrument(), missing=(99,))


def test_the_table_has_the_contracts_columns_and_kinds(messy):
    frame = messy.ledger.frame()
    assert list(frame.columns) == ["role", "file", "column", "kind", "count", "records", "detail"]
    assert set(frame["kind"]) <= set(KINDS)
    lines = [(r.column, r.kind, r.count, r.records) for r in frame.itertuples() if r.kind != "note"]
    assert lines == [
        ("", "rows read", 5, ""),
        ("", "rows used", 3, ""),
        ("", "set aside", 1, "5"),
        ("", "set aside", 1, "3"),
        ("E1", "missing", 1, "4"),
        ("E1", "out of range", 1, "3"),
        ("P1", "missing", 1, "6"),
        ("P1", "unreadable", 1, "3"),
        ("P1", "read as", 1, "4"),
    ]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_detail_has_words(messy, language):
    details = [f.detail for f in messy.ledger.rows() if f.detail]
    for detail in details:
        assert words(language).say(detail)
    assert "n/a" in " ".join(words(language).say(d) for d in details)


def test_every_key_that_the_package_uses_is_in_both_languages():
    used = set()
    for path in (ROOT / "gapkit" / "ingest").rglob("*.py"):
        used |= set(re.findall(r'"(ledger\.[a-z0-9_.]+)"', path.read_text(encoding="utf-8")))
    for language in ("en", "zh-Hant"):
        assert [key for key in used if not words(language).has(key)] == []


def test_a_word_that_may_mean_no_answer_brings_a_hint(messy):
    (found,) = [f for f in messy.ledger.rows() if f.kind == "unreadable"]
    assert words("en").say(found.detail).endswith('write missing = ["n/a"]')


def test_the_same_file_under_two_names_is_no_clean_reading(tmp_path, instrument, read):
    for name in ("a.csv", "a (1).csv", "b.csv"):
        (tmp_path / name).write_text("E1,P1\n5,4\n" if name != "b.csv" else "E1,P1\n4,4\n")
    files = tuple(tmp_path / n for n in ("a (1).csv", "a.csv", "b.csv"))
    ledger = read(files, instrument()).ledger
    assert [f.file for f in ledger.rows() if f.reason == "same_content"] == ["a.csv"]
    assert not ledger.clean


def test_an_inspection_shows_points(messy):
    (seen,) = inspect(messy, rows=2)
    assert [(m.group, m.name, m.letters, m.heading) for m in seen.matches] == [
        ("expectation", "i1", "B", "E1"),
        ("perception", "i1", "C", "P1"),
    ]
    assert seen.rows[0] == {
        "customer.expectation.i1": "5",
        "customer.perception.i1": "4",
        "record": "2",
    }
    assert seen.rows[1]["customer.expectation.i1"] == ""


def test_reading_imports_neither_pandas_nor_scipy_nor_matplotlib():
    code = f"""
import sys
from pathlib import Path
from gapkit.ingest import Source, Wave, inspect, open_answers
from gapkit.instrument import load_instrument
folder = Path({str(ROOT / "data" / "samples" / "kiosk")!r})
source = Source(files=(folder / "kiosk_raw_cp949.csv",), batteries={{"perception": "{{n}}-2.*(인지 설문)"}})
answers = open_answers([source], load_instrument(folder / "kiosk.toml"), wave=Wave(value="2019"))
inspect(answers)
print(answers.ledger.count("rows read"))
print([m for m in ("pandas", "scipy", "matplotlib", "statsmodels") if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["211", "[]"]


def test_the_raw_export_of_the_kiosk_survey(read, points):
    from gapkit.instrument import load_instrument

    folder = ROOT / "data" / "samples" / "kiosk"
    columns = {"expectation": "{n}-1.*(기대 설문)", "perception": "{n}-2.*(인지 설문)"}
    answers = read(
        folder / "kiosk_raw_cp949.csv", load_instrument(folder / "kiosk.toml"), batteries=columns
    )
    ledger = answers.ledger
    aside = [f for f in ledger.rows() if f.kind == "set aside"]
    # Four people say that they have never used a kiosk; the form asked them nothing more.
    assert [(f.reason, f.records) for f in aside] == [("no_answers", (25, 81, 158, 205))]
    assert (ledger.count("rows read"), ledger.count("rows used")) == (211, 207)
    # somebody should look at people who answered nothing: they are no blank rows
    assert not ledger.clean
    # Items 8 and 9 stand in the other order in the file: each must come from its own column.
    text = (folder / "kiosk_raw_cp949.csv").read_text(encoding="cp949")
    rows = list(csv.reader(io.StringIO(text)))
    found = points(answers)
    for item in ("7", "8", "10"):
        (column,) = [
            k for k, h in enumerate(rows[0]) if re.match(rf"{item}-1\..*\(기대 설문\)$", h)
        ]
        plain = [float(row[column]) for row in rows[1:] if row[column]]
        assert found[f"expectation.k{item}"] == plain
