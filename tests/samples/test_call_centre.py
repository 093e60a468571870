"""The synthetic call centre: made again byte for byte, and what was planted lies in its files.

Figures are plain counts and means of the files, by pandas alone; bounds are three standard errors
or more, worked out beside each.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

CENTRE = Path(__file__).parents[2] / "data" / "samples" / "bank" / "call-centre"
ITEMS = {"wording": 3, "attitude": 3, "tone": 3, "need": 4, "unexpected": 4, "manner": 6}


def read(name):
    return pd.read_csv(CENTRE / f"{name}.csv")


@pytest.fixture(scope="module")
def truth():
    return tomllib.loads((CENTRE / "truth.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sheets():
    frame = read("monitor").assign(month=lambda f: f["date"].str[:7])
    first = 1
    for dimension, number in ITEMS.items():
        frame[dimension] = frame[[f"D{n}" for n in range(first, first + number)]].mean(axis=1)
        first += number
    return frame.assign(score=frame[[f"D{n}" for n in range(1, first)]].mean(axis=1))


def test_make_writes_the_committed_files_byte_for_byte(tmp_path):
    script = [sys.executable, "-B", str(CENTRE / "make.py"), "--out", str(tmp_path)]
    subprocess.run(script, check=True)
    written = sorted(p.name for p in tmp_path.iterdir())
    assert written == sorted(p.name for p in CENTRE.glob("*.csv"))
    for name in written:
        assert (tmp_path / name).read_bytes() == (CENTRE / name).read_bytes(), name


def test_nobody_has_a_name(sheets):
    assert sheets["agent"].str.fullmatch(r"A\d\d").all()
    assert sheets["agent"].nunique() == 25
    assert set(sheets["monitor"]) == {"M1", "M2", "M3", "M4"}
    assert read("duty")["leader"].str.fullmatch(r"L\d").all()
    assert read("complaints")["customer"].str.fullmatch(r"C\d{4}").all()


def test_the_files_end_within_september(sheets):
    assert sheets["date"].max() < "2026-09-25"
    assert read("contacts")["day"].max() == read("duty")["day"].max() == "2026-09-24"
    assert read("complaints")["received"].max() < "2026-09-25"


def test_every_month_has_the_checks_it_should_but_for_those_planted(sheets, truth):
    calls = sheets.groupby(["agent", "month"])["call"].nunique().unstack(fill_value=0)
    group = sheets.groupby("agent")["group"].first()
    least = group.map(lambda g: truth["groups"][g]["minimum"])
    short = calls.lt(least, axis=0).stack()
    found = set(short[short].index)
    assert {f for f in found if f[1] < "2026-09"} == {("A16", "2026-07"), ("A21", "2026-08")}
    # what the end of the files cuts off may be short by chance, too
    assert ("A17", "2026-09") in found
    assert calls.max().max() <= truth["sheet"]["most_checks"]


def test_each_pair_of_monitors_scored_ten_calls(sheets):
    pairs = sheets.groupby("call")["monitor"].agg(tuple)
    twice = pairs[pairs.map(len) == 2].map(lambda pair: tuple(sorted(pair)))
    assert twice.value_counts().to_dict() == dict.fromkeys(
        combinations(["M1", "M2", "M3", "M4"], 2), 10
    )
    same = sheets.groupby("call")[["agent", "date", "data_disclosed", "wrong_advice"]].nunique()
    assert (same == 1).all().all()


def test_those_who_need_training_score_lowest(sheets):
    late = sheets[sheets["month"] >= "2026-07"]
    by_agent = late.groupby("agent")[list(ITEMS)].mean()
    assert by_agent["need"].idxmin() == "A05"
    assert by_agent["tone"].idxmin() == "A14"
    assert by_agent["unexpected"].sort_values().index[:8].tolist() == sorted(
        late.loc[late["team"] == "Digital", "agent"].unique(), key=by_agent["unexpected"].get
    )


def test_the_training_lifts_those_who_were_sent(sheets):
    sent = set(read("trainings")["agent"])
    assert len(sent) == 8
    sheets = sheets.assign(after=sheets["date"] > "2026-06-16", sent=sheets["agent"].isin(sent))
    mean = sheets.groupby(["sent", "after"])["wording"].mean()
    before = sheets[sheets["date"] < "2026-06-15"].groupby("agent")["wording"].mean()
    assert set(before.sort_values().index[:8]) == sent
    # 0.39 planted; the mean of some 90 checks has a standard error of 0.06
    assert mean[True, True] - mean[True, False] > 0.39
    assert abs(mean[False, True] - mean[False, False]) < 0.2


def test_one_monitor_gives_more_from_july_on(sheets):
    late = sheets["month"] >= "2026-07"
    by = sheets.groupby(["monitor", late])["score"].mean().unstack()
    rise = by[True] - by[False]
    # 0.6 planted, of which the end of the scale takes half; standard error 0.06
    assert rise.idxmax() == "M3"
    assert rise["M3"] > 0.25 > rise.drop("M3").max()


def test_accounts_leaves_complaints_open():
    frame = read("complaints")
    assert len(frame) == 400
    assert frame["id"].is_unique
    never = frame["recovered"].isna().groupby(frame["team"]).mean()
    # 0.45 and 0.05 planted, and what came in the last days is open besides
    assert never["Accounts"] > 0.35
    assert (never.drop("Accounts") < 0.2).all()
    moments = frame[["received", "answered", "called_back", "recovered"]].apply(pd.to_datetime)
    for earlier, later in combinations(moments, 2):
        both = moments[[earlier, later]].dropna()
        assert (both[earlier] <= both[later]).all()
    assert frame.duplicated(["customer", "kind"]).sum() > 5


def test_contacts_hold_every_complaint():
    contacts, complaints = read("contacts"), read("complaints")
    by = complaints.groupby([complaints["received"].str[:10], "team"]).size()
    found = contacts.groupby(["day", "team"])["complaints"].sum()
    assert found[found > 0].to_dict() == by.to_dict()
    assert (contacts["closed_same_day"] <= contacts["contacts"]).all()
    tenth = contacts["day"].str[8:] == "10"
    mean = contacts.groupby(tenth)["contacts"].mean()
    assert mean[True] > 1.4 * mean[False]


def test_the_tenth_of_a_month_is_worse():
    frame = read("customers")
    gap = frame.filter(regex=r"^P\d").mean(axis=1) - frame.filter(regex=r"^E\d").mean(axis=1)
    by = gap.groupby(frame["submitted"].str[8:10] == "10").mean()
    # 0.7 planted; people's mean gaps have a standard deviation of 0.6, 130 of them were asked then
    assert by[True] - by[False] == pytest.approx(-0.7, abs=0.18)


def test_promises_are_kept_and_claimed_as_planted(truth):
    due = read("occasions").groupby("promise")[["n", "kept"]].sum()
    claims = read("claims").groupby("promise").size()
    for name, said in truth["promises"].items():
        n, kept = due.loc[name]
        assert kept / n == pytest.approx(said["kept"], abs=4 * np.sqrt(said["kept"] / n / 8))
        failures, p = n - kept, said["claimed"]
        spread = np.sqrt(p * (1 - p) / failures)
        assert claims[name] / failures == pytest.approx(p, abs=3 * spread)


def test_costs_grow_by_the_power_of_four_fifths(truth):
    by = read("costs").groupby("day").sum(numeric_only=True)
    assert len(by) == 12
    slope = np.polyfit(np.log(by["customers"]), np.log(by["service_cost"]), 1)[0]
    # noise of 1.2 % over twelve quarters in which customers grow by 0.56 on the log scale: 0.02
    assert slope == pytest.approx(0.8, abs=0.06)
    first = by["first_successes"] / by["attempts"]
    assert first.iloc[0] == pytest.approx(0.68, abs=0.015)
    assert first.iloc[-1] == pytest.approx(0.82, abs=0.015)


def test_planted_names_only_what_is_there(sheets):
    planted = read("planted")
    agents = planted[planted["fact"].isin(["training_one", "trained", "not_covered", "not_known"])]
    assert set(agents["of"]) <= set(sheets["agent"])
    assert set(planted.loc[planted["fact"] == "left_open", "of"]) == set(sheets["team"])
    assert set(planted.loc[planted["fact"] == "no_answer", "of"]) < set(
        read("duty")["hard_case"].dropna()
    )
