"""Exports of ODK Central; layout: central-backend's lib/data/briefcase.js and its tests."""

from __future__ import annotations

import pytest

from gapkit.ingest import Wave
from gapkit.ingest.formats.odk import recognise


@pytest.mark.parametrize(
    "batteries",
    [
        {"expectation": "expect-e{n}", "perception": "perceive-p{n}"},
        {"expectation": "e{n}", "perception": "p{n}"},
    ],
    ids=["with groups", "without"],
)
def test_names_with_groups(batteries, here, instrument, read, points, by_battery, taken_for):
    answers = read(
        here / "odk_central.csv",
        instrument(2, high=7),
        batteries=batteries,
        wave=Wave("submitted", date=True, period="quarter"),
        segments=["branch"],
        id="id",
    )
    assert taken_for(answers) == ["odk"]
    assert by_battery(answers) == {
        "expectation": [[7, 6], [6, None]],
        "perception": [[5, 4], [6, None]],
    }
    found = points(answers)
    assert found["wave"] == ["2026Q3"] * 2
    assert found["id"] == ["uuid:1", "uuid:2"]


@pytest.mark.parametrize("heads", ["SubmissionDate|e1|p1", "KEY|e1|SubmissionDate"])
def test_other_tables_are_not_taken_for_it(top, heads):
    assert recognise(top(heads, "2026-07-01|5|4")) is None
