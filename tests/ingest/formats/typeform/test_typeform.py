"""Exports of Typeform; layout: responses that people published, "#" first and "Network ID" last."""

from __future__ import annotations

import pytest

from gapkit.ingest import Screening, Wave
from gapkit.ingest.formats.typeform import recognise

BATTERIES = {"expectation": "{text} (should)", "perception": "{text} (is)"}


def test_questions_as_they_were_asked(here, instrument, read, points, by_battery, taken_for):
    answers = read(
        here / "typeform.csv",
        instrument(high=7, texts=("Tidy desks",)),
        batteries=BATTERIES,
        segments=["Which branch?"],
        wave=Wave("submitted", date=True, period="month"),
    )
    assert taken_for(answers) == ["typeform"]
    assert by_battery(answers) == {"expectation": [[7, 6, 7]], "perception": [[5, None, 3]]}
    assert points(answers)["wave"] == ["2026-07"] * 3


def test_who_only_began_is_unfinished(tmp_path, here, instrument, read, aside):
    text = (here / "typeform.csv").read_text().replace("2026-07-01 01:12:00", "")
    path = tmp_path / "begun.csv"
    path.write_text(text)
    asked = instrument(high=7, texts=("Tidy desks",))
    answers = read(path, asked, batteries=BATTERIES, screening=Screening(finished=True))
    assert aside(answers) == {"unfinished": (3,)}


@pytest.mark.parametrize(
    "lines",
    [
        ("#|E1|P1", "1|5|4"),
        ("#|E1|Submit Date (UTC)", "1|5|2026-07-01 01:03:10"),
        ("id|E1|Submit Date (UTC)", "0a1b2c3d4e5f60718293|5|2026-07-01 01:03:10"),
    ],
)
def test_other_tables_with_a_number_sign_are_not_taken_for_it(top, lines):
    assert recognise(top(*lines)) is None
