"""The identity: exact for every unit and dimension, in amounts with joint intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from gapkit import Wave
from gapkit.causes.attribution_sentences import term_name
from gapkit.gaps.figures import Figures
from gapkit.stats.mean_tests import t_interval
from gapkit.stats.moments import Moments
from gapkit.survey import Survey

from .plain import INSTRUMENT, people, scores, source, survey, whole

EXACT = 1e-12
"""The parts are differences of the same means: only rounding of sums is left."""

REL = 1e-9
"""Against the same formula in floating point, in another order of sums."""

PLACE = ["wave", "segment", "value", "dimension"]


def sums(frame):
    parts = (
        frame[frame["kind"] == "part"].groupby(PLACE)["estimate"].agg(lambda x: x.sum(skipna=False))
    )
    totals = frame[frame["kind"] == "total"].set_index(PLACE)["estimate"]
    return parts, totals


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    roles=st.sets(st.sampled_from(["manager", "specification", "employee"]), min_size=1),
    managers_lay_down=st.booleans(),
    missing=st.sampled_from([0.0, 0.1, 0.4]),
)
def test_the_parts_sum_to_gap_5_for_every_unit_and_dimension(
    seed, roles, managers_lay_down, missing
):
    rng = np.random.default_rng(seed)
    branches = [f"B{k}" for k in rng.integers(0, 3, 40)]
    made = [source("customer", people(rng, "EP", branches, missing=missing))]
    if "manager" in roles:
        letters = "MS" if managers_lay_down else "M"
        made.append(source("manager", people(rng, letters, ["B0", "B1"] * 3, 4.5, missing)))
    if "specification" in roles:
        rules = people(rng, "S", ["B0"], 6.0, 0).drop(columns="branch")
        made.append(source("specification", rules))
    if "employee" in roles:
        made.append(source("employee", people(rng, "D", ["B0", "B2"] * 4, 4.8, missing)))
    asked = survey(*made)
    frame = asked.attribution().frame
    parts, totals = sums(frame)
    known = totals.dropna().index
    assert len(known)
    assert set(known) <= set(parts.index)
    np.testing.assert_allclose(parts[known], totals[known], rtol=0, atol=EXACT)
    gaps = asked.gaps().frame.query("gap == '5' and level in ('dimension', 'overall')")
    gaps = gaps.rename(columns={"key": "dimension"}).set_index(PLACE)["estimate"]
    np.testing.assert_allclose(gaps[known], totals[known], rtol=0, atol=EXACT)


@pytest.fixture
def answered(rng):
    return {
        "customer": people(rng, "EP", ["N", "S"] * 40, 5.2),
        "manager": people(rng, "M", ["N", "S"] * 9, 4.6),
        "specification": people(rng, "S", ["N"], 5.5, 0).drop(columns="branch"),
        "monitor": people(rng, "D", ["N", "S"] * 11, 5.0),
    }


def asked_of(answered, **options):
    return survey(*(source(role, frame) for role, frame in answered.items()), **options)


def everybody(frame, dimension):
    rows = frame[(frame["segment"] == "all") & (frame["dimension"] == dimension)]
    return rows.set_index("term")


@pytest.mark.parametrize("dimension", ["a", "b", "overall"])
def test_amounts_and_intervals_follow_from_the_means_of_each_group(answered, dimension):
    rows = everybody(asked_of(answered).attribution().frame, dimension)

    def of(role, letter, partner=None):
        by = scores(answered[role], letter, partner)
        return (whole(by) if dimension == "overall" else by[dimension]).dropna()

    e, p = of("customer", "E", "P"), of("customer", "P", "E")
    b, s, d = of("manager", "M"), of("specification", "S").mean(), of("monitor", "D")
    each = 0.95 ** (1 / 4)  # Šidák: four parts hold together
    welch = stats.ttest_ind(b, e, equal_var=False)
    single = stats.ttest_1samp(b, s), stats.ttest_1samp(d, s)
    expected = {
        "1": (b.mean() - e.mean(), *welch.confidence_interval(each)),
        "2": (s - b.mean(), *(s - np.array(single[0].confidence_interval(each)))[::-1]),
        "3": (d.mean() - s, *(np.array(single[1].confidence_interval(each)) - s)),
        "residue": (
            p.mean() - d.mean(),
            *stats.ttest_ind(p, d, equal_var=False).confidence_interval(each),
        ),
        "5": (p.mean() - e.mean(), *stats.ttest_rel(p, e).confidence_interval()),
    }
    for term, figures in expected.items():
        found = rows.loc[term, ["estimate", "ci_low", "ci_high"]].astype(float)
        np.testing.assert_allclose(found, figures, rtol=REL, err_msg=term)
    assert rows.loc["2", "n_left"] == len(b)
    assert pd.isna(rows.loc["2", "n_right"])


def test_gaps_1_and_2_trade_off_as_far_as_they_rest_on_the_managers(answered):
    rows = everybody(asked_of(answered).attribution().frame, "a")
    b = scores(answered["manager"], "M")["a"].dropna()
    e = scores(answered["customer"], "E", "P")["a"].dropna()
    variance = b.var() / len(b)
    # Cov(B − E, S − B) = −Var(B), with S fixed
    r = -variance / np.sqrt((variance + e.var() / len(e)) * variance)
    assert rows.loc["1", "correlation_next"] == pytest.approx(r, rel=REL)
    assert rows.loc["2", "correlation_next"] == 0
    both = rows.loc["1+2"]
    assert both["kind"] == "beside"
    assert both["estimate"] == pytest.approx(
        rows.loc["1", "estimate"] + rows.loc["2", "estimate"], abs=EXACT
    )
    assert both["se"] < rows.loc["1", "se"]


def test_where_managers_also_lay_down_the_standard_their_answers_are_pairs(rng):
    managers = people(rng, "MS", ["N"] * 15)
    asked = survey(source("customer", people(rng, "EP", ["N"] * 30)), source("manager", managers))
    row = everybody(asked.attribution().frame, "b").loc["2"]
    b, s = scores(managers, "M", "S")["b"], scores(managers, "S", "M")["b"]
    pairs = stats.ttest_rel(s, b, nan_policy="omit")
    each = 0.95 ** (1 / 3)  # gap 1, gap 2, and gap 3 with the residue
    found = row[["estimate", "ci_low", "ci_high"]].astype(float)
    interval = pairs.confidence_interval(each)
    np.testing.assert_allclose(found, [(s - b).mean(), *interval], rtol=REL)


@pytest.mark.parametrize(
    ("without", "terms"),
    [
        ("manager", ["1+2", "3", "residue"]),
        ("specification", ["1", "2+3", "residue"]),
        ("monitor", ["1", "2", "3+residue"]),
    ],
)
def test_a_missing_role_joins_the_terms_that_meet_in_it(answered, without, terms):
    del answered[without]
    frame = asked_of(answered).attribution().frame
    rows = everybody(frame, "a")
    assert rows[rows["kind"] == "part"].index.tolist() == terms
    result = asked_of(answered).attribution()
    steps = [term_name(result.words, term) for term in terms]
    drawn = "".join(text.get_text() for text in result.plot.waterfall(dimension="a").texts)
    places = ["".join(drawn.split()).find("".join(step.split())) for step in steps]
    assert -1 not in places
    assert places == sorted(places)


def test_customers_alone_have_no_identity_to_show(rng):
    result = survey(source("customer", people(rng, "EP", ["N"] * 20))).attribution()
    assert result.frame.empty


def test_a_unit_without_a_role_lumps_what_others_tell_apart(answered):
    answered["manager"] = answered["manager"][answered["manager"]["branch"] == "N"]
    frame = asked_of(answered).attribution().frame
    parts = frame[(frame["kind"] == "part") & (frame["dimension"] == "a")]
    by_unit = parts[parts["segment"] == "branch"].groupby("value")["term"].agg(list)
    assert by_unit["N"] == ["1", "2", "3", "residue"]
    assert by_unit["S"] == ["1+2", "3", "residue"]


def test_a_wave_without_customers_says_so(rng):
    waves = ["q1"] * 20
    customers = people(rng, "EP", ["N"] * 20).assign(quarter=waves)
    managers = people(rng, "M", ["N"] * 10).assign(quarter=["q1", "q2"] * 5)
    asked = Survey(
        (source("customer", customers), source("manager", managers)),
        INSTRUMENT,
        wave=Wave(column="quarter"),
    )
    rows = asked.attribution().frame.query("wave == 'q2'")
    assert set(rows["term"]) == {"5"}
    assert rows["estimate"].isna().all()
    assert set(rows["reason"]) == {"nobody answered"}


def test_three_managers_are_not_shown_but_what_lies_beside_them_is(answered):
    answered["manager"] = answered["manager"].iloc[:7]  # four in N, three in S
    result = asked_of(answered).attribution().published()
    here = result.frame.query("segment == 'branch' and value == 'S' and dimension == 'a'")
    rows = here.set_index("term")
    assert rows.loc[["1", "2"], "estimate"].isna().all()
    assert set(rows.loc[["1", "2"], "reason"]) == {"suppressed"}
    assert rows.loc[["3", "residue", "1+2", "5"], "estimate"].notna().all()


def figures(x):
    return Figures.of(Moments(*(np.array([v]) for v in (len(x), x.mean(), x.std(ddof=1)))))


def test_intervals_hold_for_all_parts_at_once():
    """300 surveys drawn anew: in 95 % of them, or a little more, all four parts are held."""
    rng = np.random.default_rng(5)
    truth, sizes = [5.5, 5.0, 4.8, 4.6, 4.4], [80, 12, 0, 20, 80]
    zero = np.zeros(1)
    rule = Figures(np.array([1]), zero + 4.8, zero, zero, zero + np.inf, zero, zero)
    held = []
    for _ in range(300):
        chain = [
            figures(rng.normal(mean, 1, size)) if size else rule
            for mean, size in zip(truth, sizes, strict=True)
        ]
        inside = []
        for k in range(4):
            of = chain[k + 1].minus(chain[k])
            low, high = t_interval(of.mean, of.se, of.df, 0.95 ** (1 / 4))
            inside.append(low[0] <= truth[k + 1] - truth[k] <= high[0])
        held.append(all(inside))
    # binomial standard error 1.3 %; Šidák's inequality may hold a little more than 95 %
    assert 0.92 <= np.mean(held) <= 0.99
