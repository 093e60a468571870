"""Patterns and headings."""

from __future__ import annotations

import pytest

from gapkit.ingest import Spread
from gapkit.ingest.match import Headings


@pytest.fixture
def match(instrument):
    def go(headings, pattern, items=2, **rest):
        return Headings(headings, "july.csv").battery(
            "expectation", pattern, instrument(items, **rest)
        )

    return go


def said(found):
    return " ".join(map(str, found.problems))


def test_a_pattern_is_anchored_and_its_number_whole(match):
    found = match(["E11", "E1", "xE2", "E2", "E1 "[:2] + "0"], "E{n}")
    assert found.columns == {"i1": 1, "i2": 3}
    assert match(["11-1. a", "1-1. b", "2-1. c"], "{n}-1.*").columns == {"i1": 1, "i2": 2}


@pytest.mark.parametrize("sign", [".", "+", "(", ")", "[x]", "?", "^", "$", "|", "\\d", "{m}"])
def test_signs_other_than_the_star_are_literal(match, sign):
    assert match([f"q{sign}1", f"q{sign}2", "qx1"], f"q{sign}{{n}}").columns == {"i1": 0, "i2": 1}
    assert said(match(["qx1", "qx2"], f"q{sign}{{n}}")).startswith("july.csv: no column matches")


def test_ids_and_wordings(match):
    assert match(["i2", "i1"], "{id}").columns == {"i1": 1, "i2": 0}
    texts = ("Tidy desks*", "Quick staff")
    headings = ["E [Quick  staff]", "E [Tidy desks*]", "E [Tidy desks!]"]
    assert match(headings, "E [{text}]", texts=texts).columns == {"i1": 1, "i2": 0}


def test_headings_are_compared_after_unicode_forms_and_blanks_are_made_alike(match):
    assert match(
        ["Zufrieden\u0068eit u\u0308ber\u00a0 1", "x"], ("Zufriedenheit über 1", "x")
    ).columns == {"i1": 0, "i2": 1}


def test_an_item_without_a_column_is_left_out_and_named(match):
    found = match(["E1", "E 2"], "E{n}")
    assert found.columns == {"i1": 0}
    assert found.left_out == {"i2": ("E2", ("E 2", "E1"))}
    assert not found.problems


def test_a_battery_without_any_column_is_refused_with_the_nearest(match):
    text = said(match(["Erw1", "Erw2", "P1"], "Erw_{n}"))
    assert "no column matches battery 'expectation'; looked for 'Erw_1' and 1 more" in text
    assert "'Erw1'" in text


def test_two_columns_for_one_item_are_refused_by_name(match):
    assert "Make the pattern say which" in said(match(["E1 now", "E1 then", "E2"], "E{n}*"))
    assert "Write 'E1#1' for the first" in said(match(["E1", "E1", "E2"], "E{n}"))


def test_two_items_in_one_column_are_refused(match):
    assert "items 'i1' and 'i2' both match column A" in said(match(["E1"], "E*"))


def test_an_occurrence_is_picked_in_patterns_too(match):
    assert match(["E1", "E2", "E1", "E2"], "E{n}#2").columns == {"i1": 2, "i2": 3}
    assert match(["E#2", "E1"], {"i1": "E#2"}).columns == {"i1": 0}
    assert match(["E1", "E2"], {"i1": "E1#2", "i2": "E2"}).left_out.keys() == {"i1"}


def test_lists_and_tables_must_fit_the_instrument(match):
    assert "lists 1 columns for 2 items" in said(match(["a", "b"], ("a",)))
    assert "names the item 'i9'" in said(match(["a", "b"], {"i1": "a", "i9": "b"}))


def test_positions(match):
    assert match(["id", "x", "x", "x", "x"], Spread("b", 2)).columns == {"i1": 1, "i2": 3}
    for spread in (Spread("E", 2), Spread("4"), Spread("A", -1)):
        assert "leaves the file" in said(match(["a", "b", "c", "d", "e"], spread))
    assert match(["a", "b"], Spread("B", -1)).columns == {"i1": 1, "i2": 0}


def test_captures():
    headings = Headings(["C_no-research", "C_levels", "D_x"], "m.csv")
    assert headings.captures("C_{cause}", "cause") == {"no-research": 0, "levels": 1}
    assert headings.captures("C_*", "cause") is None
