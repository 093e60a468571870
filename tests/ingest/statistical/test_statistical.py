"""Files of SPSS, Stata and SAS.

``spss.sav`` and ``stata.dta`` are small files of respondents that anybody can look through with haven or
pyreadstat. ``iris.sas7bdat.gz`` is the example of the R package haven (2.5.1, MIT), packed.
"""

from __future__ import annotations

import builtins
import datetime as dt
import gzip
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from gapkit.errors import IngestError
from gapkit.ingest.readers.calendars import dated, period_kind
from gapkit.ingest.readers.stored import Stored, as_arrow

pyreadstat = pytest.importorskip("pyreadstat")

HERE = Path(__file__).parent
LOWER = {"expectation": "e{n}", "perception": "p{n}"}


@pytest.fixture
def lower(read, instrument):
    """Open a file that holds e1, p1 … on a scale from 1 to 7."""
    return lambda path, items=1, **rest: read(
        path, instrument(items, 7), **{"batteries": LOWER} | rest
    )


@pytest.fixture
def sav(tmp_path):
    """Write an SPSS file."""

    def write(name="written.sav", **columns):
        settings = {
            k: columns.pop(k) for k in tuple(columns) if isinstance(columns[k], dict | bool)
        }
        path = tmp_path / name
        pyreadstat.write_sav(pd.DataFrame(columns), str(path), **settings)
        return path

    return write


def told(answers, kind, column=""):
    return [
        (f.count, f.records, f.detail.key if f.detail else "")
        for f in answers.ledger.rows()
        if (f.kind, f.column) == (kind, column)
    ]


def notes(answers):
    return {f.detail.key: f.detail.values for f in answers.ledger.rows() if f.kind == "note"}


def test_23_missing_codes_a_range_and_a_missing_word(lower, case, points):
    answers = lower(case("23", "input.sav"), segments=["branch"])
    found = points(answers)
    assert found["expectation.i1"] == [7, 6, None, None, 7, None]
    assert found["perception.i1"] == [5, 4, 3, 6, None, 5]
    assert found["branch"] == ["N", "S", "N", "S", None, "N"]
    assert told(answers, "missing", "e1") == [
        (1, (6,), "ledger.empty_cells"),
        (2, (3, 4), "ledger.declared_missing"),
    ]
    assert told(answers, "missing", "p1") == [(1, (5,), "ledger.declared_missing")]
    assert answers.ledger.clean
    assert notes(answers)["ledger.statistical.missing"]["codes"] == "Z"


def test_labels_texts_and_declared_codes_of_spss(lower, points):
    answers = lower(HERE / "spss.sav", segments=["branch"])
    table = answers.files[0].bound.table
    assert table.headings == ("id", "e1", "p1", "branch")
    assert table.texts == ("", "好的櫃檯應該：桌面整潔", "本行櫃檯：桌面整潔", "")
    assert table.labels[1] == {
        "1": "非常不同意",
        "4": "普通",
        "7": "非常同意",
        "9": "不知道",
        "98": "拒答",
    }
    assert [str(code) for code in table.missing[1]] == ["97–99", "9.0"]
    assert points(answers)["expectation.i1"] == [7, 6, None]
    assert points(answers)["branch"] == ["North", "South", "North"]
    assert told(answers, "set aside") == [(1, (4,), "ledger.aside.no_answers")]


def test_items_are_found_by_their_text(read, instrument, points):
    asked = instrument(1, 7, texts=("桌面整潔",))
    answers = read(HERE / "spss.sav", asked, batteries={"perception": "本行櫃檯：{text}"})
    assert points(answers)["perception.i1"] == [5, 4, 3]


def test_letters_of_stata_are_missing_and_a_plain_point_is_empty(lower, points):
    answers = lower(HERE / "stata.dta")
    found = points(answers)
    assert found["expectation.i1"] == [7, 6, None, None, 5]
    assert found["perception.i1"] == [5, 4, 3, 2, None]
    declared = [f for f in answers.ledger.rows() if f.reason == "declared_missing"]
    assert [(f.column, f.records, f.detail.values["codes"]) for f in declared] == [
        ("e1", (3,), ".a")
    ]
    assert told(answers, "missing", "e1")[0] == (1, (4,), "ledger.empty_cells")


@pytest.mark.parametrize("version", [8, 10, 12, 13, 14, 15])
def test_versions_of_stata(tmp_path, lower, points, version):
    path = tmp_path / "v.dta"
    frame = pd.DataFrame({"e1": [7, 6, 1], "p1": [1.0, np.nan, 3.0], "branch": ["N", "S", "N"]})
    pyreadstat.write_dta(frame, str(path), version=version)
    found = points(lower(path, segments=["branch"]))
    assert (found["expectation.i1"], found["perception.i1"]) == ([7, 6, 1], [1, None, 3])
    assert found["branch"] == ["N", "S", "N"]


def test_letters_keep_their_labels(tmp_path, lower):
    path = tmp_path / "letters.dta"
    frame = pd.DataFrame(
        {"e1": pd.Series([7, "a", None, "z", 5], dtype=object), "p1": [1, 2, 3, 4, 5]}
    )
    pyreadstat.write_dta(
        frame, str(path), missing_user_values={"e1": ["a", "z"]},
        variable_value_labels={"e1": {7: "agree", "a": "refused"}},
    )  # fmt: skip
    answers = lower(path)
    assert answers.files[0].bound.table.labels == {0: {"7": "agree", ".a": "refused"}}
    assert told(answers, "missing", "e1")[1] == (2, (2, 4), "ledger.declared_missing")


def test_a_sas_file_packed(read, instrument):
    path = HERE / "iris.sas7bdat.gz"
    answers = read(path, instrument(1, 8, step=0.1), batteries={"expectation": ["Sepal_Length"]},
                   segments=["Species"])  # fmt: skip
    (batch,) = answers.batches()
    codes = np.array(batch.column("customer.expectation.i1"))
    # haven's documentation and R's own iris: 150 flowers, sepals 5.843333 long on average
    assert len(codes) == 150
    assert (1 + codes / 10).mean() == pytest.approx(5.843333, abs=5e-7)
    assert set(batch.column("Species").to_pylist()) == {"setosa", "versic", "virgin"}


def test_the_catalogue_of_a_sas_file(tmp_path, lower, monkeypatch, points):
    """pyreadstat writes no catalogue: what it gives for one is put in its place (its README, sas7bcat)."""
    path = tmp_path / "answers.xpt"
    pyreadstat.write_xport(
        pd.DataFrame({"e1": [7.0, 9.0], "p1": [1.0, 2.0], "area": [1.0, 2.0]}), str(path)
    )
    about = pyreadstat.read_xport(str(path), metadataonly=True)[1]
    about.variable_to_label = {"area": "AREAF", "e1": "AGREE"}
    sign = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
    data, catalogue = tmp_path / "answers.sas7bdat", tmp_path / "answers.sas7bcat"
    data.write_bytes(sign.ljust(156, b" ") + b"DATA    ")
    catalogue.write_bytes(sign.ljust(156, b" ") + b"CATALOG ")

    def read_data(place, metadataonly=False, **asked):
        cells = {"e1": [7.0, "A"], "p1": [1.0, 2.0], "area": [1.0, 2.0]}
        return cells if asked.get("row_offset", 0) == 0 else {k: [] for k in cells}, about

    agree = {7.0: "agree", "A": "refused"}
    formats = SimpleNamespace(value_labels={"AGREE": agree, "AREAF": {1.0: "North", 2.0: "South"}})
    monkeypatch.setattr(pyreadstat, "read_sas7bdat", read_data)
    monkeypatch.setattr(pyreadstat, "read_sas7bcat", lambda place, encoding=None: (None, formats))
    answers = lower(data, segments=["area"])
    assert points(answers)["area"] == ["North", "South"]
    assert points(answers)["expectation.i1"] == [7, None]
    assert answers.files[0].bound.table.labels[0] == {"7": "agree", ".a": "refused"}
    assert notes(answers)["ledger.codebook.used"] == {"file": "answers.sas7bcat", "count": 2}
    with pytest.raises(IngestError, match="a SAS catalogue"):
        lower(catalogue)


@pytest.mark.parametrize("ending", ["xpt", "por"])
def test_files_to_carry_from_one_system_to_another(tmp_path, read, instrument, points, ending):
    path = tmp_path / f"x.{ending}"
    write = {"xpt": pyreadstat.write_xport, "por": pyreadstat.write_por}[ending]
    write(pd.DataFrame({"E1": [7.0, 2.0], "P1": [np.nan, 3.0]}), str(path))
    found = points(read(path, instrument(1, 7)))
    assert (found["expectation.i1"], found["perception.i1"]) == ([7, 2], [None, 3])


@pytest.mark.parametrize("form", [{}, {"row_compress": True}, {"compress": True}])
def test_forms_of_spss_files(sav, lower, points, form):
    path = sav(
        e1=[7.0, 98.5, 97.0],
        p1=[1.0, 2.0, 3.0],
        missing_ranges={"e1": [{"lo": 97, "hi": 99}]},
        **form,
    )
    answers = lower(path)
    assert points(answers)["expectation.i1"] == [7, None, None]
    assert told(answers, "missing", "e1") == [(2, (2, 3), "ledger.declared_missing")]


def test_three_missing_codes_and_missing_words(sav, lower, points):
    path = sav(
        e1=[7.0, -1.0, 8.0, 9.0], p1=[1.0, 2.0, 3.0, 4.0], area=["N", "Z", "X", "Y"],
        missing_ranges={"e1": [-1, 8, 9], "area": ["X", "Y", "Z"]},
    )  # fmt: skip
    answers = lower(path, segments=["area"])
    assert points(answers)["expectation.i1"] == [7, None, None, None]
    assert points(answers)["area"] == ["N", None, None, None]


def test_a_range_without_end(sav, lower, points):
    """SPSS writes LO THRU 0 as a range from the lowest number that there is."""
    lowest = -float(np.finfo(float).max)
    path = sav(
        e1=[7.0, -77.0, 0.0], p1=[1.0, 2.0, 3.0], missing_ranges={"e1": [{"lo": lowest, "hi": 0}]}
    )
    answers = lower(path)
    assert points(answers)["expectation.i1"] == [7, None, None]
    assert notes(answers)["ledger.statistical.missing"]["codes"] == "…–0"


def test_labels_on_some_values_and_segments_by_label(sav, lower, points):
    path = sav(
        e1=[7.0, 6.0], p1=[1.0, 2.0], area=[1.0, 2.0],
        variable_value_labels={"area": {1: "北區"}, "e1": {7: "非常同意"}},
    )  # fmt: skip
    assert points(lower(path, segments=["area"]))["area"] == ["北區", "2"]


def test_words_that_are_codes_have_labels_too(sav, lower, points):
    path = sav(
        e1=[7.0, 6.0], p1=[1.0, 2.0], area=["N", "S"],
        variable_value_labels={"area": {"N": "North", "S": "South"}},
    )  # fmt: skip
    assert points(lower(path, segments=["area"]))["area"] == ["North", "South"]


def test_long_and_chinese_names(sav, read, instrument, points):
    long = "expectation_of_how_tidy_the_desks_of_a_very_good_counter_are"
    path = sav(**{long: [7.0, 6.0], "感受一": [1.0, 2.0]})
    answers = read(
        path, instrument(1, 7), batteries={"expectation": [long], "perception": ["感受一"]}
    )
    assert points(answers)["expectation.i1"] == [7, 6]
    assert points(answers)["perception.i1"] == [1, 2]


def mislabelled(path):
    """Turn the Chinese of a file that says UTF-8 into bytes of GBK, as old files of SPSS hold them."""
    data = path.read_bytes()
    for text in ("柜台应该整洁", "非常同意", "同意"):
        short, long = text.encode("gbk"), text.encode()
        data = data.replace(long, short.ljust(len(long)))
    path.write_bytes(data)


def test_texts_in_another_encoding_than_the_file_says(sav, lower, points):
    path = sav(
        e1=[5.0, 4.0], p1=[1.0, 2.0], word=["非常同意", "同意"],
        column_labels={"e1": "柜台应该整洁"},
        variable_value_labels={"e1": {5: "非常同意", 4: "同意"}},
    )  # fmt: skip
    mislabelled(path)
    with pytest.raises(IngestError) as error:
        lower(path)
    assert "encoding = \"gb18030\" ('柜台应该整洁')" in error.value.problems[0].advice
    found = points(lower(path, encoding="gb18030", segments=["word"]))
    assert found["word"] == ["非常同意", "同意"]
    with pytest.raises(IngestError, match="cannot be read as utf-8"):
        lower(path, encoding="utf-8")


def test_dates_are_days_times_and_quarters(sav, read, instrument, points):
    days = [dt.date(2026, 7, 1), None, dt.date(2026, 12, 31)]
    times = [dt.datetime(2026, 7, 1, 9, 3, 10), dt.datetime(1999, 1, 1), None]
    path = sav(e1=[7.0] * 3, p1=[1.0] * 3, day=days, time=times)
    found = points(read(path, instrument(1, 7), batteries=LOWER, segments=["day", "time"]))
    assert found["day"] == ["2026-07-01", None, "2026-12-31"]
    assert found["time"] == ["2026-07-01 09:03:10", "1999-01-01 00:00:00", None]


# Stata 18, help datetime: %tq 0 is 1960q1, %tm 0 is 1960m1, %tw 0 the week from 1 January 1960, %td 0
# is 1 January 1960; SAS counts days and seconds from the same day (SAS 9.4, About SAS date values).
@pytest.mark.parametrize(
    ("package", "written", "number", "shown"),
    [
        ("stata", "%tq", 0, "1960Q1"),
        ("stata", "%tq", 266, "2026Q3"),
        ("stata", "%tm", 798, "2026-07"),
        ("stata", "%tm", -1, "1959-12"),
        ("stata", "%tw", 53, dt.date(1961, 1, 8)),
        ("stata", "%-td", 0, dt.date(1960, 1, 1)),
        ("stata", "%tcCCYY", 1500, dt.datetime(1960, 1, 1, 0, 0, 1)),
        ("sas", "DATE9", 366, dt.date(1961, 1, 1)),
        ("sas", "YYQ6", 91, "1960Q2"),
        ("sas", "MONYY7", 31, "1960-02"),
        ("sas", "DATETIME20", 60, dt.datetime(1960, 1, 1, 0, 1)),
        ("spss", "EDATE10", 86400, dt.date(1582, 10, 15)),
        ("spss", "QYR6", 14002243200, "2026Q3"),
        ("spss", "MOYR8", 14002243200, "2026-07"),
    ],
)
def test_what_numbers_of_dates_count(package, written, number, shown):
    kind = period_kind(package, written)
    assert dated(np.array([number], float), kind, package).to_pylist() == [shown]


@pytest.mark.parametrize(
    ("package", "written"),
    [("spss", "F8.2"), ("spss", "TIME8"), ("stata", "%9.0g"), ("stata", "%ty"), ("sas", "BEST12")],
)
def test_numbers_that_are_no_dates(package, written):
    assert period_kind(package, written) is None


def test_a_code_among_dates_stays_a_code_and_nonsense_stays_a_number():
    column = Stored("stata", "days", missing=(-9,))
    assert as_arrow([24288.0, -9.0, None], column).to_pylist() == ["2026-07-01", "-9", None]
    assert as_arrow([1e12, 1.0], Stored("stata", "days")).to_pylist() == [1e12, 1.0]


def test_only_needed_columns_are_read_and_each_once(sav, lower, monkeypatch):
    path = sav(e1=[7.0, 6.0], p1=[1.0, 2.0], other=["x", "y"])
    asked = []
    read_sav = pyreadstat.read_sav

    def watched(place, **what):
        asked.extend(what.get("usecols", ()))
        return read_sav(place, **what)

    monkeypatch.setattr(pyreadstat, "read_sav", watched)
    answers = lower(path)
    assert sum(batch.num_rows for batch in answers.batches()) == 2
    assert sorted(asked) == ["e1", "p1"]


def test_a_row_is_blank_only_if_columns_not_asked_for_are(sav, lower):
    nothing = [7.0, np.nan, np.nan, np.nan]
    path = sav(e1=nothing, p1=nothing, other=["x", "", "y", ""])
    answers = lower(path)
    assert told(answers, "set aside") == [
        (2, (2, 4), "ledger.aside.blank"),
        (1, (3,), "ledger.aside.no_answers"),
    ]


def test_many_rows_come_in_order(sav, lower):
    count = 150_001
    codes = np.arange(count) % 7 + 1.0
    answers = lower(sav(e1=codes, p1=codes[::-1], row_compress=True))
    batches = list(answers.batches())
    assert len(batches) > 2
    record = np.concatenate([np.array(b.column("record")) for b in batches])
    code = np.concatenate([np.array(b.column("customer.expectation.i1")) for b in batches])
    assert (record == np.arange(1, count + 1)).all()
    assert (code == codes - 1).all()


def test_a_file_that_is_cut_off(tmp_path, sav, lower):
    data = sav(e1=np.ones(5000), p1=np.ones(5000)).read_bytes()
    (tmp_path / "short.sav").write_bytes(data[: len(data) // 2])
    with pytest.raises(
        IngestError, match=r"^short\.sav: the file cannot be read.*cut off: copy or export it again"
    ):
        lower(tmp_path / "short.sav")
    (tmp_path / "head.sav").write_bytes(b"$FL2@(#) SPSS DATA FILE")
    with pytest.raises(IngestError, match=r"head\.sav: the file cannot be read"):
        lower(tmp_path / "head.sav")


def test_without_pyreadstat_the_way_to_install_it_is_told(lower, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "pyreadstat":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(IngestError, match=r"pip install 'gapkit\[spss\]'"):
        lower(HERE / "spss.sav")


def test_a_packed_file_reads_like_the_file(tmp_path, lower, points):
    packed = tmp_path / "spss.sav.gz"
    packed.write_bytes(gzip.compress((HERE / "spss.sav").read_bytes()))
    assert points(lower(packed)) == points(lower(HERE / "spss.sav"))


def test_another_ending_is_told(tmp_path, lower):
    path = tmp_path / "x.csv"
    path.write_bytes((HERE / "spss.sav").read_bytes())
    assert notes(lower(path))["ledger.other_ending"] == {"ending": ".csv", "kind": "sav"}
