"""Weights, clusters, strata and importance points that cannot be taken as they stand: said, row by row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gapkit.instrument import instrument_from_text

TWO = instrument_from_text(
    '[instrument]\nname = "two"\nscale = {low = 1, high = 5}\n'
    '[[dimension]]\nid = "a"\n[[dimension]]\nid = "b"\n'
    '[[item]]\nid = "i1"\ndimension = "a"\n[[item]]\nid = "i2"\ndimension = "b"\n'
)


def said(answers, kinds=("note", "set aside")):
    return {
        f.reason: (f.count, f.records, f.fault) for f in answers.ledger.rows() if f.kind in kinds
    }


def frame(**columns):
    rows = len(next(iter(columns.values())))
    return pd.DataFrame({"P1": [3] * rows, "P2": [4] * rows, **columns})


def opened(read, table, **source):
    return read(table, TWO, batteries={"perception": "P{n}"}, **source)


def test_a_weight_below_0_is_not_a_missing_one_and_0_is_neither(read):
    answers = opened(read, frame(w=[1.0, -2.0, np.nan, 0.0, 0.0]), weight="w")
    found = said(answers)
    assert found["negative_weight"] == (1, (2,), True)
    assert found["no_weight"] == (1, (3,), True)
    assert found["zero_weight"] == (2, (4, 5), False)
    assert answers.ledger.count("rows used") == 3


@pytest.mark.parametrize(
    ("column", "reason"), [("cluster", "no_cluster"), ("strata", "no_stratum")]
)
def test_an_empty_cluster_or_stratum_is_said_and_its_row_counts(read, column, reason):
    answers = opened(read, frame(c=["x", None, "y", " "]), **{column: "c"})
    assert said(answers)[reason] == (2, (2, 4), False)
    assert answers.ledger.count("rows used") == 4


def test_points_that_do_not_add_up_to_100_are_counted(read):
    table = frame(wa=[60, 60, 33.3, 0, np.nan, 66.6], wb=[40, 60, 66.7, 0, np.nan, 66.6])
    answers = opened(read, table, points="w{dimension}")
    assert said(answers)["points_rescaled"] == (2, (2, 6), False)


def test_a_set_of_points_with_one_below_0_is_refused_whole(read):
    answers = opened(read, frame(wa=[60, -20, 50], wb=[40, 120, 50]), points="w{dimension}")
    (batch,) = answers.batches()
    assert said(answers)["negative_points"] == (1, (2,), True)
    assert "points_rescaled" not in said(answers)
    np.testing.assert_array_equal(batch.column("points.a").to_numpy(), [60, np.nan, 50])
    np.testing.assert_array_equal(batch.column("points.b").to_numpy(), [40, np.nan, 50])
    assert not answers.ledger.clean


def test_where_all_is_well_nothing_is_said(read):
    table = frame(w=[1.0, 2.0], c=["x", "y"], wa=[60, 50], wb=[40, 50])
    answers = opened(read, table, weight="w", cluster="c", strata="c", points="w{dimension}")
    assert set(said(answers)) <= {"frame"}
    assert answers.ledger.clean
