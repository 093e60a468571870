"""People's answers as a matrix: the same as in the file, thinned evenly where there are many."""

import numpy as np
import pandas as pd
import pytest

from gapkit.gaps.model import Side
from gapkit.ingest import Wave
from gapkit.measurement import people
from gapkit.measurement.people import answered_in, values_of

from .careless import ITEMS, survey, varied

PERCEPTION = Side("customer", "perception")


def columns(frame, letter):
    return frame[[f"{letter}{k}" for k in range(1, ITEMS + 1)]].to_numpy()


def test_answers_are_those_of_the_file(rng):
    frame = varied(rng, 30)
    frame.loc[4, "P3"] = np.nan
    of = survey(frame)
    found = answered_in(of.answers, of.inventory(), "all")
    np.testing.assert_array_equal(found.perception, columns(frame, "P"))
    np.testing.assert_array_equal(found.expectation, columns(frame, "E"))


def test_only_the_wave_that_is_asked_for_and_rows_of_every_wave(rng):
    frame = varied(rng, 30)
    frame["quarter"] = ["2026Q1", "2026Q2"] * 15
    of = survey(frame, wave=Wave(column="quarter"))
    found = answered_in(of.answers, of.inventory(), "2026Q2")
    np.testing.assert_array_equal(found.perception, columns(frame.iloc[1::2], "P"))


def test_of_many_people_every_second_or_fourth_is_taken(rng, monkeypatch, tmp_path):
    import gapkit as gk

    from .careless import questionnaire

    monkeypatch.setattr(people, "MOST_PEOPLE", 50)
    frame = varied(rng, 410)
    for k in range(41):  # many files, so that thinning happens on the way
        frame.iloc[10 * k : 10 * k + 10].to_csv(tmp_path / f"{k:02d}.csv", index=False)
    of = gk.read_survey(
        str(tmp_path / "*.csv"), questionnaire(), expectation="E{n}", perception="P{n}"
    )
    found = answered_in(of.answers, of.inventory(), "all").perception
    assert 50 <= len(found) <= 100
    step = -(-410 // len(found))
    assert step in (4, 8)
    np.testing.assert_array_equal(found, columns(frame, "P")[::step])


def test_a_source_on_another_scale_is_mapped_end_on_end():
    from fractions import Fraction

    from gapkit.ingest import Source
    from gapkit.instrument import Scale
    from gapkit.survey import Survey

    from .careless import questionnaire

    frame = pd.DataFrame({f"P{k}": [0, 5, 10] for k in range(1, ITEMS + 1)})
    source = Source(
        "customer", frame=frame, batteries={"perception": "P{n}"},
        scale=Scale(Fraction(0), Fraction(10)),
    )  # fmt: skip
    of = Survey((source,), questionnaire())
    (found,) = values_of(of.answers, of.inventory(), [PERCEPTION], ["i1"], "all")
    assert found[:, 0].tolist() == pytest.approx([1.0, 4.0, 7.0])
