"""Sources without waves, units that one role alone knows, units in place of people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gapkit import Wave
from gapkit.gaps.by_unit import FEWEST_UNITS
from gapkit.gaps.unit_words import unit_differences
from gapkit.wording import words

from .plain import REL, answers, one_row, source, survey

QUARTER = Wave(column="quarter")
R2 = {"level": "item", "key": "r2"}


# --- waves ---


@pytest.fixture
def staff(rng):
    """Customers of three waves, staff who say when they answered, staff who don't."""
    customers = answers(rng, 60, "EP")
    customers["quarter"] = ["2026Q1", "2026Q2", "2026Q3"] * 20
    dated, undated = answers(rng, 20, "D"), answers(rng, 9, "D")
    dated["quarter"] = ["2026Q1", "2026Q2"] * 10
    rules = pd.DataFrame([[5, 6, 4, 6, 5, 3]], columns=[f"S{n}" for n in range(1, 7)])
    return customers, dated, undated, rules


def read(staff):
    customers, dated, undated, rules = staff
    return survey(
        source("customer", customers), source("employee", dated), source("employee", undated),
        source("specification", rules), wave=QUARTER,
    )  # fmt: skip


@pytest.mark.parametrize("waves", [(), ("2026Q3",), ("2026Q1", "2026Q3")])
def test_rows_without_a_wave_count_in_each_beside_those_that_say_when(staff, waves):
    _, dated, undated, rules = staff
    asked = read(staff).limited(waves) if waves else read(staff)
    table = asked.gaps().frame.query("gap == '3' and key == 'r2'").set_index("wave")
    assert table.index.tolist() == list(waves or ("2026Q1", "2026Q2", "2026Q3"))
    for wave, row in table.iterrows():
        mine = pd.concat([dated.loc[dated["quarter"] == wave, "D2"], undated["D2"]])
        test = stats.ttest_1samp(mine, rules["S2"][0])
        np.testing.assert_allclose(
            [row["n"], row["mean_right"], row["t"]],
            [len(mine), mine.mean(), test.statistic],
            rtol=REL,
        )


def test_writing_the_undated_rows_once_a_wave_gives_the_same_tables(staff):
    customers, dated, undated, rules = staff
    waves = ["2026Q1", "2026Q2", "2026Q3"]
    written = pd.concat([dated, *(undated.assign(quarter=w) for w in waves)], ignore_index=True)
    other = survey(
        source("customer", customers), source("employee", written), source("specification", rules),
        wave=QUARTER,
    )  # fmt: skip
    for table in ("gaps", "scores", "distribution"):
        have, want = getattr(read(staff), table)().frame, getattr(other, table)().frame
        pd.testing.assert_frame_equal(have, want)


def test_the_ledger_says_who_counts_in_every_wave(staff):
    said = [f for f in read(staff).ledger.rows() if f.reason == "every_wave"]
    assert [f.role for f in said] == ["employee", "specification"]
    assert words("en").say(said[0].detail) == "no column 'quarter': counts in every wave"
    assert not any(f.fault for f in said)


def test_one_wave_for_everything_is_no_wave_that_is_missing(staff):
    asked = survey(source("customer", staff[0]), wave=Wave(value="2026Q3"))
    assert [f for f in asked.ledger.rows() if f.reason == "every_wave"] == []


# --- units that somebody does not know ---


def differences(asked, counted=()):
    return [
        words("en").say(p)
        for p in unit_differences(asked.tally(), asked.inventory(), "branch", counted)
    ]


def two_roles(rng, theirs, ours):
    customers, managers = answers(rng, len(theirs), "E"), answers(rng, len(ours), "M")
    customers["branch"], managers["branch"] = theirs, ours
    return survey(source("customer", customers), source("manager", managers), unit="branch")


def test_a_unit_that_one_role_alone_knows_is_named_with_what_is_spelt_like_it(rng):
    asked = two_roles(rng, ["North", "South", "West"] * 5, ["north ", "South", "South"])
    assert differences(asked) == [
        "1 of the units (branch) that others name have no rows of customer: north ≈ North?",
        "2 of the units (branch) that others name have no rows of manager: North ≈ north?, West",
    ]


def test_where_all_know_the_same_units_there_is_nothing_to_say(rng):
    assert differences(two_roles(rng, ["B01", "B02"] * 3, ["B01", "B02"])) == []


def test_numbered_units_are_no_misspellings_and_many_are_counted(rng):
    theirs = [f"B{k:02}" for k in range(1, 15)]
    (said,) = differences(two_roles(rng, theirs, theirs[:1]))
    assert said.startswith("13 of the units")
    assert "≈" not in said
    assert said.endswith("B11, …")


def test_units_that_the_population_file_lacks_are_named(rng):
    asked = two_roles(rng, ["North", "South"] * 5, ["North", "South"])
    assert differences(asked, {"North"}) == [
        "1 of the units (branch) that others name have no rows of population: South"
    ]


def test_rows_of_drawn_units_that_name_none_are_clusters_of_their_own_and_said(rng):
    theirs = ["North", "South", "West", None, "North", "South", "West", None]
    asked = two_roles(rng, theirs, ["North", "South", "West"]).using(unit_design="clusters")
    assert differences(asked) == ["2 rows name no branch: each is taken as a cluster of its own"]
    row = one_row(asked.gaps().frame, gap="1", **R2)
    assert row["n_left"] == 8


# --- units in place of people ---


def branches(rng, units=12, customers=10, managers=3, lower=2):
    """Managers who rate `lower` points lower than their customers, in each branch."""
    names = [f"B{k:02}" for k in range(units)]
    theirs = answers(rng, units * customers, "E", points=(5, 6, 7))
    ours = answers(rng, units * managers, "M", points=(5 - lower, 6 - lower, 7 - lower))
    theirs["branch"], ours["branch"] = np.repeat(names, customers), np.repeat(names, managers)
    return theirs, ours


def by_unit(frames, **rest):
    customers, managers = frames
    return survey(
        source("customer", customers), source("manager", managers), unit="branch", **rest
    ).gaps_by_unit()


def test_twelve_branches_are_judged_by_a_t_test_over_branches(rng):
    customers, managers = branches(rng)
    row = one_row(by_unit((customers, managers)).frame, gap="1", **R2)
    means = [f.groupby("branch")[c].mean() for f, c in ((managers, "M2"), (customers, "E2"))]
    test = stats.ttest_rel(*means)
    # unit means are rounded once, to ten decimals
    np.testing.assert_allclose([row["t"], row["df"]], [test.statistic, 11], rtol=1e-8)
    assert (row["n"], row["people_left"], row["people_right"]) == (12, 120, 36)
    assert row["verdict"] == "shortfall"


@pytest.mark.parametrize(
    ("shape", "verdict"),
    [
        ({"units": 12, "managers": 1}, "unclear"),  # 12 managers are fewer than 20 people
        ({"units": 20, "managers": 1}, "shortfall"),
        ({"units": FEWEST_UNITS - 1, "managers": 10}, "unclear"),
        ({"units": FEWEST_UNITS, "managers": 10}, "shortfall"),
    ],
)
def test_people_must_be_enough_on_the_smaller_side_and_units_must_be_a_few(rng, shape, verdict):
    row = one_row(by_unit(branches(rng, **shape)).frame, gap="1", level="overall")
    assert row["verdict"] == verdict


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        ({"units": 2, "managers": 3}, True),  # six managers, of two branches
        ({"units": 2, "managers": 2}, False),
        ({"units": 1, "managers": 30}, True),
    ],
)
def test_the_gate_looks_at_the_people_behind_the_units(rng, shape, shown):
    row = one_row(by_unit(branches(rng, **shape)).published().frame, gap="1", **R2)
    assert (not np.isnan(row["mean_right"])) == shown
    assert (row["reason"] == "suppressed") == (not shown)
    assert row["n"] == shape["units"]


def test_only_units_in_which_both_sides_answered_count(rng):
    customers, managers = branches(rng)
    managers = managers[managers["branch"] != "B03"]
    row = one_row(by_unit((customers, managers)).frame, gap="1", **R2)
    assert (row["n"], row["people_left"], row["people_right"]) == (11, 110, 33)


def test_audits_of_a_campaign_are_no_people_in_the_gate_nor_in_the_verdict(rng):
    checks, audits = answers(rng, 120, "D", points=(2, 3)), answers(rng, 12, "C", points=(6, 7))
    checks["branch"] = [f"B{k:02}" for k in range(12)] * 10
    audits["branch"] = [f"B{k:02}" for k in range(6)] * 2
    asked = survey(source("monitor", checks), source("campaign", audits), unit="branch")
    row = one_row(asked.gaps_by_unit().published(min_n=15).frame, gap="4", **R2)
    assert (row["n"], row["people_left"], row["people_right"]) == (6, 12, 60)
    assert row["verdict"] == "shortfall"
    assert row["reason"] == ""


def test_it_is_said_on_how_many_units_a_verdict_rests(rng):
    frames = branches(rng)
    said = by_unit(frames).summary()
    assert said.startswith("Gap 1: knowledge, matched by unit: −")
    assert "expectations underestimated. This rests on 12 units" in said
    assert said.endswith("with 120 and 36 people behind them.")
    other = survey(source("customer", frames[0]), source("manager", frames[1]), unit="branch")
    assert "以 12 個單位計算" in other.using(language="zh-Hant").gaps_by_unit().summary()
