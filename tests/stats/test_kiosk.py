"""Item rows of the kiosk survey, from counts, against R's figures (tests/reference/kiosk)."""

import json

import numpy as np
import pandas as pd
import pytest
from stats_reference import P_REL, REL, ROOT, frequencies, pairs

from gapkit.stats.effects import d_average
from gapkit.stats.mean_tests import one_sample_t
from gapkit.stats.moments import moments
from gapkit.stats.rank_tests import signed_rank
from gapkit.stats.shares import shares

COLUMNS = {"5": ("sq{}_1", "sq{}_2"), "priority": ("ipa{}_1", "ipa{}_2")}


def wanted_rows():
    text = (ROOT / "kiosk/expected.json").read_text(encoding="utf-8")
    return [row for row in json.loads(text)["gaps"] if row["level"] == "item"]


def sides(frame, row):
    group = frame if row["segment"] == "all" else frame[frame[row["segment"]] == row["value"]]
    number = row["key"].removeprefix("k")
    left, right = (group[name.format(number)].to_numpy(float) for name in COLUMNS[row["gap"]])
    return pairs(left, right)


@pytest.fixture(scope="module")
def computed():
    frame = pd.read_csv(ROOT / "kiosk/kiosk_clean_utf8.csv", encoding="utf-8-sig")
    rows = wanted_rows()
    left, right, gap = (
        frequencies([*column]) for column in zip(*(sides(frame, r) for r in rows), strict=True)
    )
    m, ml, mr = moments(gap), moments(left), moments(right)
    test, share = one_sample_t(m), shares(gap)
    return rows, {
        "n": m.n, "mean_left": ml.mean, "mean_right": mr.mean, "estimate": m.mean, "sd": m.sd,
        "se": m.se, "t": test.t, "df": test.df, "p": test.p, "ci_low": test.ci_low,
        "ci_high": test.ci_high, "wilcoxon_p": signed_rank(gap).p,
        "effect": d_average(m, ml, mr).value, "share_below": share.below,
        "share_met": share.met, "share_above": share.above,
    }  # fmt: skip


@pytest.mark.parametrize("column", [
    "n", "mean_left", "mean_right", "estimate", "sd", "se", "t", "df", "p", "ci_low", "ci_high",
    "wilcoxon_p", "effect", "share_below", "share_met", "share_above",
])  # fmt: skip
def test_item_rows_are_those_of_r(computed, column):
    rows, have = computed
    want = np.array([r[column] for r in rows], float)
    assert len(want) > 200
    tolerance = P_REL if column in {"p", "wilcoxon_p"} else REL
    # a mean gap of 0 has no relative error: R's own dust there is some 1e-16
    np.testing.assert_allclose(have[column], want, rtol=tolerance, atol=1e-14)
