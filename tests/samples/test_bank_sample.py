import csv
import math
import runpy
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

BANK = Path(__file__).parents[2] / "data" / "samples" / "bank"
WAVES = ("2025Q4", "2026Q1", "2026Q2", "2026Q3")
BRANCHES = 12
ITEMS = [f"{letter}{k}" for letter in "trsae" for k in (1, 2, 3)]
PLANTED_DIGITS = 1e-6  # planted.csv is rounded to six decimals; half a unit, doubled for safety

# Standard deviations as README.md gives them.
CUSTOMER, MANAGER, MONITOR = math.hypot(0.7, 0.9), math.hypot(0.5, 0.8), math.hypot(0.4, 0.8)


@pytest.fixture(scope="module")
def make():
    return runpy.run_path(str(BANK / "make.py"), run_name="bank_make")["make"]


@pytest.fixture(scope="module")
def seed():
    return tomllib.loads((BANK / "truth.toml").read_text(encoding="utf-8"))["seed"]


@pytest.fixture(scope="module")
def customers():
    frames = [pd.read_csv(BANK / f"customers-{wave}.csv") for wave in WAVES]
    return pd.concat(frames, ignore_index=True).replace(99, np.nan)


@pytest.fixture(scope="module")
def planted():
    frame = pd.read_csv(BANK / "planted.csv")
    return frame.set_index(["wave", "segment", "value", "gap", "level", "key"])["planted"]


def expected(mean, sd):
    """Expectation of a normal rounded to 1…7, point by point (README.md says the model in words)."""
    points = np.arange(1, 8)
    upper = np.append(stats.norm.cdf(points[:-1] + 0.5, mean, sd), 1)
    return float(points @ np.diff(upper, prepend=0))


def test_make_writes_the_committed_files_byte_for_byte(make, seed, tmp_path):
    make(tmp_path, seed)
    written = sorted(p.name for p in tmp_path.iterdir())
    assert written == sorted(p.name for p in BANK.glob("*.csv"))
    for name in written:
        assert (tmp_path / name).read_bytes() == (BANK / name).read_bytes(), name


def test_another_seed_draws_other_answers_about_the_same_truth(make, seed, tmp_path, planted):
    make(tmp_path, seed + 1)
    other = pd.read_csv(tmp_path / "planted.csv")
    assert (tmp_path / "monitor.csv").read_bytes() != (BANK / "monitor.csv").read_bytes()
    # Gap 3 depends on no group's size within a branch, so it is the same in every draw.
    delivery = other[(other.gap == 3) & (other.segment == "branch")]
    keys = delivery.set_index(["wave", "segment", "value", "gap", "level", "key"])["planted"]
    pd.testing.assert_series_equal(keys, planted.loc[keys.index])


@pytest.mark.parametrize(
    ("name", "fewest", "most"),
    [
        ("customers-*", 60, 90),
        ("managers", 7, 10),
        ("employees", 7, 12),
        ("monitor", 10, 16),
        ("campaigns", 1, 1),
        ("population", 1, 1),
    ],
)
def test_each_branch_and_quarter_has_as_many_rows_as_promised(name, fewest, most):
    frame = pd.concat([pd.read_csv(path) for path in BANK.glob(f"{name}.csv")])
    sizes = frame.groupby(["quarter", "branch"]).size()
    assert len(sizes) == len(WAVES) * BRANCHES
    assert set(frame.quarter) == set(WAVES)
    assert sizes.between(fewest, most).all()
    # A Chinese name stands for one English name and the other way round.
    assert len(frame[["branch", "分行"]].drop_duplicates()) == BRANCHES == frame["分行"].nunique()


def test_sent_questionnaires_are_more_than_came_back(customers):
    answered = customers.groupby(["quarter", "branch"]).size()
    population = pd.read_csv(BANK / "population.csv").set_index(["quarter", "branch"])
    rate = answered / population["sent"]
    assert rate.between(0.19, 0.46).all()
    assert (population["sent"] < population["customers"]).all()


def test_missing_answers_and_points_are_as_rare_as_the_readme_says(customers):
    answers = customers.filter(regex=r"^[EP]\d+$")
    assert 0.013 < answers.isna().to_numpy().mean() < 0.017
    assert set(answers.to_numpy()[answers.notna()]) == set(range(1, 8))
    points = customers.filter(like="points_").sum(axis=1)
    assert set(points) == {100, 110}
    assert 0.01 < (points == 110).mean() < 0.03


@pytest.mark.parametrize(
    ("key", "figure"),
    [
        # managers' belief in responsiveness where the campaign raises expectations
        (
            ("2026Q2", "branch", "Airport", 1, "item", "s2"),
            expected(5.1, MANAGER) - expected(5.9 + 0.3, CUSTOMER),
        ),
        (("2025Q4", "all", "all", 2, "item", "e2"), 5 - expected(5.6, MANAGER)),
        (
            ("2026Q1", "branch", "Harbour", 3, "item", "r1"),
            expected(5.9 - 0.15 - 1.3, MONITOR) - 6,
        ),
        (
            ("2026Q3", "branch", "University", 3, "dimension", "empathy"),
            np.mean([expected(5.0 + step + 0.9, MONITOR) for step in (-0.15, 0, 0.15)]) - 5,
        ),
        (("2026Q3", "branch", "Tech Park", 4, "item", "r2"), expected(5.9, MONITOR) - 7),
    ],
)
def test_planted_gaps_of_the_firm_follow_from_the_readme(planted, key, figure):
    assert planted[key] == pytest.approx(figure, abs=PLANTED_DIGITS)


def test_planted_gap_5_of_a_dimension_follows_from_the_readme(planted, customers):
    here = (customers.quarter == "2026Q3") & (customers.branch == "University")
    scores = []
    for _, person in customers[here].iterrows():
        gaps = []
        for k, step in enumerate((-0.15, 0, 0.15), 7):  # responsiveness: items 7 to 9
            if pd.notna(person[f"E{k}"]) and pd.notna(person[f"P{k}"]):
                perceived = 4.9 + step - 0.10 + 0.9 - 0.6 * (person.channel == "online")
                gaps.append(expected(perceived, CUSTOMER) - expected(5.9 + step, CUSTOMER))
        if len(gaps) >= 2:
            scores.append(np.mean(gaps))
    key = ("2026Q3", "branch", "University", 5, "dimension", "responsiveness")
    assert planted[key] == pytest.approx(np.mean(scores), abs=PLANTED_DIGITS)


def test_planted_rows_are_one_per_gap_group_and_key(planted):
    groups = BRANCHES + 1
    assert planted.index.is_unique
    assert len(planted) == len(WAVES) * (5 * groups + 3) * (len(ITEMS) + 5 + 1)
    assert planted.notna().all()


def test_about_95_of_100_intervals_hold_the_planted_gap_5(planted, customers):
    held = []
    for (wave, branch), people in customers.groupby(["quarter", "branch"]):
        for k, item in enumerate(ITEMS, 1):
            gap = (people[f"P{k}"] - people[f"E{k}"]).dropna()
            half = stats.t.ppf(0.975, len(gap) - 1) * stats.sem(gap)
            truth = planted[wave, "branch", branch, 5, "item", item]
            held.append(abs(gap.mean() - truth) <= half)
    # 720 intervals: a binomial share has sd 0.008, and a person's leaning makes items go together.
    assert 0.92 < np.mean(held) < 0.98


@pytest.mark.parametrize("study", ["study.toml", "study.zh-Hant.toml"])
def test_study_names_files_and_columns_that_are_there(study):
    text = tomllib.loads((BANK / study).read_text(encoding="utf-8"))
    places = {text["study"]["wave"], text["study"]["unit"]}
    roles = [source["role"] for source in text["source"]]
    assert roles == ["customer", "manager", "employee", "specification", "campaign", "monitor"]
    for source in [*text["source"], text["population"]]:
        paths = [p for pattern in source["files"] for p in BANK.glob(pattern)]
        assert paths
        for path in paths:
            with path.open(encoding="utf-8-sig", newline="") as file:
                head = next(csv.reader(file))
            patterns = source.get("batteries", {}).values()
            wanted = {p.replace("{n}", str(n)) for p in patterns for n in range(1, 16)}
            if source.get("role") != "specification":
                wanted |= places
            if source.get("role") == "customer":
                wanted |= {*text["study"]["segments"], *source["outcomes"].values()}
            assert wanted <= set(head), path.name


def test_the_sample_says_that_it_is_synthetic_and_is_small():
    for name, word in (("study.toml", "synthetic"), ("study.zh-Hant.toml", "虛構")):
        assert word in tomllib.loads((BANK / name).read_text(encoding="utf-8"))["study"]["title"]
    assert "SYNTHETIC" in (BANK / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert sum(p.stat().st_size for p in BANK.iterdir() if p.is_file()) < 3_000_000
