"""Plain tables that went through a spreadsheet in Germany, Taiwan, China: no survey tool's layout."""

from __future__ import annotations

import pytest

PLAIN = {"expectation": "E{n}", "perception": "P{n}"}
AGREEMENT = {"非常同意": 5, "同意": 4, "普通": 3, "一般": 3, "不同意": 2}


@pytest.mark.parametrize(
    ("name", "segment", "values", "answers"),
    [
        ("excel_cp950.csv", "分行", ["恒春", "北區"], [[5, 4], [3, 2]]),
        ("excel_gbk.csv", "网点", ["北区", "南区"], [[5, 4], [3, 2]]),
    ],
)
def test_chinese_spreadsheets(
    name, segment, values, answers, here, instrument, read, points, taken_for
):
    opened = read(here / name, instrument(), segments=[segment], answers=AGREEMENT)
    assert taken_for(opened) == ["csv"]
    found = points(opened)
    assert [found["expectation.i1"], found["perception.i1"]] == answers
    assert found[segment] == values


def test_unicode_text(here, instrument, read, points, taken_for):
    opened = read(here / "excel_unicode.txt", instrument(high=7), id="編號")
    assert taken_for(opened) == ["csv"]
    found = points(opened)
    assert [found["expectation.i1"], found["perception.i1"]] == [[7, 6], [5, 4]]


def test_decimal_comma_semicolons_and_the_western_code_page(
    here, instrument, read, points, taken_for
):
    opened = read(
        here / "excel_de.csv", instrument(2, high=7), weight="Gewicht", segments=["Filiale"]
    )
    assert taken_for(opened) == ["csv"]
    found = points(opened)
    assert found["expectation.i1"] == [7, 6, 7]
    assert found["expectation.i2"] == [6, None, 7]
    assert found["perception.i1"] == [5, 4, 5]
    assert found["perception.i2"] == [6, 5, 3]
    assert found["Filiale"] == ["Süd", "Köln", "Süd"]
    assert found["weight"] == [1.25, 0.75, 1250.0]
