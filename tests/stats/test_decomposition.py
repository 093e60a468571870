"""Mix and rate: R's figures, and the parts that always add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from stats_reference import REL, figures, table

from gapkit.stats.decomposition import kitagawa, three_fold, two_fold

# mix + rate and the change are the same sums in another order
IDENTITY = 1e-12


def means_and_slopes(wave):
    frame = table("c_waves")
    frame = frame[frame["wave"] == wave]
    names = ["TAN", "REL", "RES", "ASS", "EMP"]
    x = np.column_stack([np.ones(len(frame)), frame[names]])
    slopes, *_ = np.linalg.lstsq(x, frame["oq"].to_numpy(float), rcond=None)
    return x.mean(axis=0), slopes


def test_weighted_shares_give_the_parts_of_the_definition_in_r():
    r = figures("c/change/kitagawa")
    parts = kitagawa(r["p1"], r["p2"], r["m1"], r["m2"])
    assert parts.mix == pytest.approx(r["mix"], rel=REL)
    assert parts.rate == pytest.approx(r["rate"], rel=REL)


def test_counts_do_as_well_as_shares():
    frame = table("c_waves")
    groups = frame.groupby(["wave", "segment"])["gap"].agg(["count", "mean"]).unstack("wave")
    parts = kitagawa(*(groups[f, w] for f in ("count", "mean") for w in (1, 2)))
    r = figures("c/change/kitagawa_unweighted")
    assert parts.mix.sum() == pytest.approx(r["mix"], rel=REL)
    assert parts.rate.sum() == pytest.approx(r["rate"], rel=REL)


def test_the_threefold_decomposition_is_that_of_rs_oaxaca():
    (x1, b1), (x2, b2) = means_and_slopes(1), means_and_slopes(2)
    parts = three_fold(x1, x2, b1, b2)
    found = [p.sum() for p in (parts.endowments, parts.coefficients, parts.interaction)]
    written_out, package = figures("c/change/oaxaca_def"), figures("c/change/oaxaca_pkg")
    assert found == pytest.approx(list(written_out["three"].values()), rel=REL)
    assert found == pytest.approx(list(package["three"].values()), rel=REL)
    named = (
        ("endow", parts.endowments),
        ("coef", parts.coefficients),
        ("inter", parts.interaction),
    )
    for name, each in named:
        assert each == pytest.approx(list(written_out[f"{name}_detail"].values()), rel=REL, abs=REL)


def test_the_twofold_decomposition_at_equal_weights_is_rs():
    (x1, b1), (x2, b2) = means_and_slopes(1), means_and_slopes(2)
    parts = two_fold(x2, x1, b2, b1)  # R's difference is wave 1 less wave 2
    r = figures("c/change/oaxaca_def")["two_half"]
    assert parts.mix.sum() == pytest.approx(r["expl"], rel=REL)
    assert parts.rate.sum() == pytest.approx(r["unexpl"], rel=REL)


PEOPLE = arrays(np.int64, (2, 4), elements=st.integers(0, 500))
MEANS = arrays(np.float64, (2, 4), elements=st.floats(-6, 6))


@given(PEOPLE, MEANS)
def test_mix_and_rate_add_up_to_the_change(people, means):
    if not people.sum(axis=1).all():
        return
    means = np.where(people > 0, means, np.nan)  # a kind that nobody is of has no mean
    parts = kitagawa(*people, *means)
    before, after = (np.nansum(n * m) / n.sum() for n, m in zip(people, means, strict=True))
    assert parts.mix.sum() + parts.rate.sum() == pytest.approx(after - before, abs=IDENTITY)


def test_a_kind_that_is_new_is_mix_alone():
    parts = kitagawa([100, 0], [50, 50], [-1.0, np.nan], [-1.0, 2.0])
    assert parts.rate.tolist() == [0, 0]
    assert parts.mix.sum() == pytest.approx(1.5)


def test_a_side_without_anybody_has_no_parts():
    assert np.isnan(kitagawa([0, 0], [1, 1], [np.nan, np.nan], [1.0, 2.0]).mix.sum())
