"""Tables for other programs: every byte as the contract has it."""

from __future__ import annotations

import json
import math
import struct
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.options import Options
from gapkit.report.tables import csv_bytes, write_ledger, write_manifest, write_tables

from .frames import gaps_frame, kiosk, ledger_frame, result

if TYPE_CHECKING:
    from pathlib import Path

NAN = float("nan")


def lines(frame: pd.DataFrame) -> list[str]:
    return csv_bytes(frame).decode("utf-8-sig").split("\n")


def test_begins_with_a_mark_and_ends_lines_with_lf_alone() -> None:
    data = csv_bytes(pd.DataFrame({"key": ["a"], "n": [1]}))
    assert data == b"\xef\xbb\xbfkey,n\na,1\n"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_digits_read_back_equal(number: float) -> None:
    text = lines(pd.DataFrame({"p": [number]}))[1]
    assert float(text) == number
    # as many digits as Python's repr, which are the fewest that read back
    assert (
        Decimal(text).normalize().as_tuple().digits
        == Decimal(repr(number)).normalize().as_tuple().digits
    )


def test_whole_figures_and_counts_have_no_point() -> None:
    frame = pd.DataFrame({"n": [194.0, NAN], "df": [193.0, 0.5], "t": [-0.0, 1e22]})
    assert lines(frame)[1:3] == ["194,193,0", ",0.5,1e+22"]


def test_undefined_is_blank() -> None:
    frame = pd.DataFrame(
        {
            "n": pd.array([None], dtype="Int64"),
            "estimate": [NAN],
            "reason": [None],
            "label": [pd.NA],
        }
    )
    assert lines(frame)[1] == ",,,"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_only_label_and_reason_are_guarded_against_formulas(sign: str) -> None:
    frame = pd.DataFrame({"value": [f"{sign}1"], "key": [f"{sign}1"], "label": [f"{sign}1"]})
    back = pd.read_csv(_file(frame), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert back.iloc[0].tolist() == [f"{sign}1", f"{sign}1", f"'{sign}1"]


def test_numbers_are_never_guarded() -> None:
    assert lines(pd.DataFrame({"estimate": [-1.5]}))[1] == "-1.5"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2))
def test_texts_come_back(texts: list[str]) -> None:
    import csv
    import io

    frame = pd.DataFrame({"key": [texts[0]], "value": [texts[1]]})
    text = csv_bytes(frame).decode("utf-8")[1:]
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1] == texts


def test_quotes_only_where_needed() -> None:
    frame = pd.DataFrame({"key": ['a"b', "a,b", "a\nb", "台北"]})
    assert csv_bytes(frame).decode("utf-8-sig") == 'key\n"a""b"\n"a,b"\n"a\nb"\n台北\n'


def test_an_empty_table_keeps_its_heading() -> None:
    assert lines(gaps_frame().iloc[:0])[1:] == [""]


def test_each_table_as_csv_and_parquet_with_equal_figures(tmp_path: Path) -> None:
    shown = kiosk().published()
    write_tables(shown.results, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {
        f"{name}.{kind}" for name in ("gaps", "scores", "answers") for kind in ("csv", "parquet")
    }
    table = pq.read_table(tmp_path / "gaps.parquet")
    written = pd.read_csv(tmp_path / "gaps.csv", encoding="utf-8-sig")
    for column in ("estimate", "p", "wilcoxon_p", "n"):
        assert table.column(column).to_pylist() == written[column].tolist()
    assert str(table.schema.field("n").type) == "int64"
    assert str(table.schema.field("boot_low").type) == "double"
    assert table.column("boot_low").null_count == len(table)


def test_ledger_guards_texts_from_files(tmp_path: Path) -> None:
    write_ledger(ledger_frame(), tmp_path)
    rows = (tmp_path / "ledger.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "role,file,column,kind,count,records,detail"
    assert rows[3] == 'customer,kiosk.csv,,set aside,17,"4, 9, 12",no answers'
    assert rows[5].startswith("customer,kiosk.csv,'=Q1,missing,3")


def test_manifest_says_who_wrote_the_folder_and_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("")
    write_manifest({"seed": 1, "title": "分行"}, tmp_path)
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    assert "分行" in text
    assert json.loads(text) == {
        "tool": "gapkit",
        "contents": ["index.html", "manifest.json"],
        "seed": 1,
        "title": "分行",
    }


def test_a_name_may_be_a_word_in_one_table_and_a_number_in_another(tmp_path: Path) -> None:
    counts = pd.array([3, 12], dtype="Int64")
    frames = {
        "gaps": pd.DataFrame({"value": ["North", "all"], "step": counts}),
        "limits": pd.DataFrame({"value": [4.25, 3.0], "step": ["answered", "kept"]}),
    }
    write_tables({name: result(name, frame, Options()) for name, frame in frames.items()}, tmp_path)
    types = {
        name: [str(kind) for kind in pq.read_schema(tmp_path / f"{name}.parquet").types]
        for name in frames
    }
    assert types == {"gaps": ["string", "int64"], "limits": ["double", "string"]}


def test_what_is_written_has_passed_the_gate() -> None:
    frame = gaps_frame().head(2)
    frame["n"] = frame["n_left"] = frame["n_right"] = pd.array([4, 5], dtype="Int64")
    shown = result("gaps", frame, Options(min_n=5)).published()
    small, large = lines(shown.frame)[1:3]
    assert small.split(",")[8:11] == ["4", "4", "4"]
    assert small.endswith(",unclear,suppressed")
    assert set(small.split(",")[11:31]) == {""}
    assert not math.isnan(float(large.split(",")[13]))


def _file(frame: pd.DataFrame) -> object:
    import io

    return io.BytesIO(csv_bytes(frame))


def test_float_bits_survive() -> None:
    numbers = [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308]
    back = [float(text) for text in lines(pd.DataFrame({"p": numbers}))[1:5]]
    assert struct.pack("4d", *back) == struct.pack("4d", *numbers)
