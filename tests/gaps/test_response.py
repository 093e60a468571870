"""Who was asked and who answered, and why there is no tipping point where there is none."""

from __future__ import annotations

import pandas as pd
import pytest

from gapkit.errors import IngestError
from gapkit.gaps.response import tipping_point
from gapkit.ingest import Source
from gapkit.ingest.population import Population

from .plain import answers, source, survey
from .test_direct_and_units import MINUTES, waiting


def response(frame, sent, **rest):
    counts = pd.DataFrame({"branch": list(sent), "sent": list(sent.values())})
    counts["sent"] = counts["sent"].astype("Int64").astype(str).replace("<NA>", "")
    counts["customers"] = "1000"
    population = Population(Source(frame=counts), "branch")
    return survey(
        source("customer", frame), unit="branch", population=population, **rest
    ).response()


@pytest.fixture
def people(rng):
    """Branches with a gap that is told, and one with too few people."""
    frame = answers(rng, 95, "P", points=(2, 3)).join(answers(rng, 95, "E", points=(6, 7)))
    frame["branch"] = ["North"] * 30 + ["South"] * 30 + ["West"] * 30 + ["Tiny"] * 5
    return frame


def test_each_blank_tipping_point_has_its_reason(people):
    sent = {"North": 100, "South": None, "West": 30, "Tiny": 50, "Empty": 40}
    frame = response(people, sent).frame.set_index("unit")
    assert frame["reason"].to_dict() == {
        "all": "not asked",  # one branch's number is not known, so there is no total
        "North": "",
        "South": "not asked",
        "West": "too few cases",  # nobody was silent
        "Tiny": "too few cases",  # no verdict that could fall
        "Empty": "nobody answered",
    }
    assert (frame["tipping_point"].isna() == (frame["reason"] != "")).all()


def test_more_answers_than_questionnaires_are_said(people):
    found = response(people, {"North": 25, "South": 60, "West": 30, "Tiny": 4})
    assert found.summary() == (
        "more answered than were sent a questionnaire: North all (30 of 25), Tiny all (5 of 4). "
        "Check the numbers sent in [population]"
    )
    rate = found.frame.set_index("unit").loc["North", "rate"]
    assert rate == 30 / 25
    assert response(people, {"North": 50, "South": 60, "West": 30, "Tiny": 5}).sentences == ()


def test_where_lower_is_better_met_falls_at_the_upper_edge():
    assert tipping_point(0.1, "met", 0.3, 0.5) == pytest.approx((-0.3 - 0.1) / 0.5)
    assert tipping_point(0.1, "met", 0.3, 0.5, -1) == pytest.approx((0.3 - 0.1) / 0.5)
    frame = waiting(20, 20, 400)
    frame["branch"] = "North"
    row = response(frame, {"North": 800}, instrument=MINUTES).frame.set_index("unit").loc["North"]
    gap = (frame["P1"] - frame["E1"]).mean()
    # 5 % of 120 minutes is the margin; half of those asked answered
    assert row["tipping_point"] == pytest.approx((6 - gap) / 0.5)


def test_a_population_of_headings_alone_is_an_error(tmp_path):
    path = tmp_path / "branches.csv"
    path.write_text("branch,customers,sent\n,,\n", encoding="utf-8")
    with pytest.raises(IngestError, match=r"branches\.csv") as told:
        Population(Source(files=(path,)), "branch").read()
    (problem,) = told.value.problems
    assert "no row that names a unit" in problem.what
