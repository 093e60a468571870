"""Gaps of the same people, with answers missing, against a plain recount with pandas and SciPy."""

import numpy as np
import pytest
from scipy import stats

from gapkit.gaps import GAPS

from .plain import (
    ABS,
    DIMENSIONS,
    P_REL,
    REL,
    answers,
    complete,
    exact_ties,
    levels,
    one_row,
    questionnaire,
    small_sample_factor,
    source,
    survey,
)

PAIRED = {
    g.name: (g.right.split("|")[0], g.left) for g in GAPS if not g.name.isdigit() or g.name == "5"
}


@pytest.fixture
def people(rng):
    frame = answers(rng, 60, "EPLHIF", holes=0.15)
    frame["branch"] = rng.choice(["North", "South", ""], 60)
    return frame


@pytest.fixture
def table(people):
    return survey(source("customer", people), segments=("branch",)).gaps().frame


def test_the_gaps_of_one_person_are_told(table):
    assert set(table["gap"]) == {"5", "adequacy", "superiority", "priority"} == set(PAIRED)
    assert set(table["pairing"]) == {"respondent"}


@pytest.mark.parametrize("gap", sorted(PAIRED))
@pytest.mark.parametrize("value", ["all", "North", "South"])
def test_every_figure_is_that_of_a_plain_recount(people, table, gap, value):
    mine = people if value == "all" else people[people["branch"] == value]
    right, left = PAIRED[gap]
    lefts = levels(mine, left, (right,))
    for (level, key), scores in levels(mine, right, (left,)).items():
        row = one_row(table, value=value, gap=gap, level=level, key=key)
        r, f = complete(scores, lefts[level, key])
        d = r - f
        test = stats.ttest_1samp(d, 0)
        want = {
            "n": len(d), "n_left": len(d), "n_right": len(d),
            "mean_left": f.mean(), "mean_right": r.mean(), "estimate": d.mean(),
            "sd": d.std(ddof=1), "se": d.std(ddof=1) / np.sqrt(len(d)),
            "t": test.statistic, "df": len(d) - 1,
            "ci_low": test.confidence_interval().low, "ci_high": test.confidence_interval().high,
            "effect": d.mean() / np.sqrt((r.var(ddof=1) + f.var(ddof=1)) / 2)
            * small_sample_factor(len(d) - 1),
            "share_below": (exact_ties(d) < 0).mean(), "share_met": (exact_ties(d) == 0).mean(),
            "share_above": (exact_ties(d) > 0).mean(),
        }  # fmt: skip
        have = row[list(want)].astype(float)
        np.testing.assert_allclose(have, list(want.values()), rtol=REL, atol=ABS, err_msg=key)
        ranks = stats.wilcoxon(exact_ties(d), method="asymptotic", correction=True)
        np.testing.assert_allclose(row["p"], test.pvalue, rtol=P_REL)
        np.testing.assert_allclose(row["wilcoxon_p"], ranks.pvalue, rtol=P_REL)
        assert row["reason"] == ""


def test_an_empty_segment_cell_counts_in_all_only(people, table):
    branches = table[table["segment"] == "branch"]
    assert set(branches["value"]) == {"North", "South"}
    both = branches.query("gap == '5' and key == 'r1'")["n"].sum()
    nowhere = people[people["branch"] == ""]
    without = complete(nowhere["E1"].to_numpy(), nowhere["P1"].to_numpy())[0]
    assert one_row(table, value="all", gap="5", key="r1")["n"] == both + len(without)


def test_rows_stand_in_the_order_of_waves_groups_gaps_levels_and_items(table):
    north = table[(table["value"] == "North") & (table["gap"] == "5")]
    items = [i for ids in DIMENSIONS.values() for i in ids]
    assert north["key"].tolist() == [*items, *DIMENSIONS, "overall"]
    assert table["value"].drop_duplicates().tolist() == ["all", "North", "South"]


@pytest.mark.parametrize("gap", sorted(PAIRED))
def test_a_gap_against_the_average_is_each_persons_gap_less_their_own_average(rng, gap):
    people = answers(rng, 40, "EPLHIF")  # complete: everybody has every score
    table = survey(source("customer", people)).gaps().frame
    right, left = PAIRED[gap]
    rights, lefts = levels(people, right), levels(people, left)
    for level in ("item", "dimension"):
        own = {k: rights[level, k] - lefts[level, k] for x, k in rights if x == level}
        average = np.mean(list(own.values()), axis=0)
        for key, gaps in own.items():
            row = one_row(table, gap=gap, level=level, key=key)
            test = stats.ttest_1samp(gaps - average, 0)
            low, high = test.confidence_interval()
            have = row[["vs_average", "vs_average_low", "vs_average_high"]].astype(float)
            want = [(gaps - average).mean(), low, high]
            np.testing.assert_allclose(have, want, rtol=REL, atol=ABS, err_msg=key)
    overall = one_row(table, gap=gap, level="overall")
    assert np.isnan(overall["vs_average"])


def test_the_deviations_from_the_average_of_a_level_sum_to_nothing(table):
    sums = table[table["level"] != "overall"].groupby(["value", "gap", "level"])["vs_average"].sum()
    assert len(sums) == 3 * 4 * 2
    np.testing.assert_allclose(sums, 0, atol=ABS)


def test_p_values_are_adjusted_within_one_group_gap_and_level(table):
    family = table.query("value == 'all' and gap == '5' and level == 'item'")
    ordered = family.sort_values("p")
    k = len(ordered)
    # Holm (1979), step by step
    want = np.minimum(np.maximum.accumulate(ordered["p"] * np.arange(k, 0, -1)), 1)
    np.testing.assert_allclose(ordered["p_adjusted"], want, rtol=REL)
    alone = table[table["level"] == "overall"]
    np.testing.assert_allclose(alone["p_adjusted"], alone["p"], rtol=REL)


def test_fewer_items_in_one_battery_leave_the_gap_with_those_of_both(rng):
    people = answers(rng, 30, "EP").drop(columns="P2")
    from gapkit.ingest import Source

    given = Source(
        frame=people,
        batteries={"expectation": "E{n}", "perception": {"r1": "P1", "r3": "P3", "e1": "P4"}},
    )
    table = survey(given).gaps().frame
    assert table["key"].tolist() == ["r1", "r3", "e1", "reliability", "empathy", "overall"]
    both = people[["P1", "P3"]].mean(axis=1) - people[["E1", "E3"]].mean(axis=1)
    np.testing.assert_allclose(one_row(table, key="reliability")["estimate"], both.mean(), rtol=REL)


def test_half_points_are_exact(rng):
    halves = np.arange(2, 19) / 2
    people = answers(rng, 50, "EP", points=halves)
    instrument = questionnaire(scale="{low = 1, high = 9, step = 0.5}")
    row = one_row(survey(source("customer", people), instrument=instrument).gaps().frame, key="r1")
    test = stats.ttest_rel(people["P1"], people["E1"])
    np.testing.assert_allclose([row["t"], row["p"]], [test.statistic, test.pvalue], rtol=P_REL)
    assert row["share_met"] == (people["P1"] == people["E1"]).mean()


def test_a_file_on_another_scale_is_mapped_end_on_end(rng):
    from fractions import Fraction

    from gapkit.instrument import Scale

    people = answers(rng, 40, "EP", points=range(11))
    zero_to_ten = Scale(Fraction(0), Fraction(10))
    table = survey(source("customer", people, scale=zero_to_ten)).gaps().frame
    row = one_row(table, key="r1")
    mapped = 1 + people[["E1", "P1"]] * 6 / 10
    test = stats.ttest_rel(mapped["P1"], mapped["E1"])
    want = [*mapped.mean(), test.statistic, (mapped["P1"] - mapped["E1"]).std()]
    have = row[["mean_left", "mean_right", "t", "sd"]].astype(float)
    np.testing.assert_allclose(have, want, rtol=REL)


def test_the_bootstrap_interval_is_that_of_plain_resampling(rng):
    people = answers(rng, 40, "EP")
    row = one_row(survey(source("customer", people)).gaps().frame, key="r1")
    gaps = (people["P1"] - people["E1"]).to_numpy()
    means = rng.choice(gaps, (200_000, 40)).mean(axis=1)
    # the law's own quantiles lie on a grid of 1/40; drawing adds less than one step
    step = 1 / 40
    np.testing.assert_allclose(
        [row["boot_low"], row["boot_high"]], np.quantile(means, [0.025, 0.975]), atol=step + ABS
    )
