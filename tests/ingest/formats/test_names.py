"""How a study calls columns that a format knows by itself."""

from __future__ import annotations

import pytest

from gapkit.ingest.match import Headings

HEADINGS = ("ResponseId", "E_1", "E_1_TEXT", "E_2_TEXT")
TEXTS = ("Response ID", "Tidy desks", "other", "Quick staff")


@pytest.fixture
def headings():
    marks = {"id": 0, "submitted": 2}
    return Headings(HEADINGS, "july.csv", TEXTS, frozenset({0, 2, 3}), marks)


def columns(headings, pattern, instrument):
    return headings.battery("perception", pattern, instrument).columns


def test_a_wildcard_does_not_find_what_is_no_item(headings, instrument):
    assert columns(headings, "E_{n}*", instrument(2)) == {"i1": 1}


def test_a_name_without_a_wildcard_finds_it(headings, instrument):
    assert columns(headings, "E_{n}_TEXT", instrument(2)) == {"i1": 2, "i2": 3}


def test_wordings_are_looked_at_where_no_other_heading_fits(headings, instrument):
    asked = instrument(1, texts=("Tidy desks",))
    assert columns(headings, "*{text}", asked) == {"i1": 1}
    assert columns(headings, "*id*", asked) == {"i1": 1}


def test_marks_are_names_where_no_heading_is_called_so(headings):
    assert headings.find("id") == 0
    assert headings.find("submitted") == 2
    assert headings.find("duration") is None
    assert Headings(("x", "id"), "", marks={"id": 0}).find("id") == 1
