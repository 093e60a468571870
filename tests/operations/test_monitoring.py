"""Coverage, scores and limits by month. Expected values: second plain counts, and scipy's t."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from call_checks import KEYS, desk_of, drawn, sheet, study_of
from scipy import stats

from gapkit.operations.monitoring.agents import MONITORING_COLUMNS, monitoring
from gapkit.operations.monitoring.limits import LIMIT_COLUMNS, limits
from gapkit.operations.monitoring.targets import below
from gapkit.results import is_key
from gapkit.stats.control_limits import FEWEST_WAVES
from gapkit.wording import words

EXACT = 1e-12
"""Plain arithmetic, done in the test once more."""


def table(make, study):
    (result,) = make(desk_of(study))
    return result


def row_of(frame, **keys):
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


@pytest.fixture
def centre(tmp_path, rng):
    """Six agents in two teams, April to September; the last sheet is of 24 September."""
    sheets = []
    for month in range(4, 10):
        for k in range(6):
            for _ in range(2 + k % 2):
                day = f"2026-{month:02}-{rng.integers(1, 25):02}"
                more = {"team": ["North", "South"][k % 2], "kind": "new" if k == 5 else "old"}
                sheets.append(sheet(day, f"A{k + 1}", drawn(rng, 4.1), **more))
    sheets.append(sheet("2026-09-24", "A1", (4, 4, 4, 4)))
    return sheets


def test_the_columns_are_those_of_the_contract(tmp_path, centre):
    frame = table(monitoring, study_of(tmp_path, centre)).frame
    assert tuple(frame.columns) == MONITORING_COLUMNS
    assert {c for c in frame if frame[c].dtype == "Int64"} == {
        "checks",
        "minimum",
        "critical_errors",
    }
    assert [c for c in frame if is_key(c, frame[c])] == ["month", "unit", "agent"]


def test_each_row_is_a_plain_count(tmp_path, centre):
    frame = table(monitoring, study_of(tmp_path, centre)).frame
    raw = pd.DataFrame(centre)
    raw["month"] = raw["date"].str[:7]
    raw["score"] = raw[["t1", "t2", "n1", "n2"]].mean(axis=1)  # dimensions are of two items each
    for keys in (["month"], ["month", "team"], ["month", "team", "agent"]):
        for values, part in raw.groupby(keys):
            named = dict(zip(("month", "unit", "agent"), [*values, "all", "all"][:3], strict=True))
            row = row_of(frame, **named)
            assert row["checks"] == len(part)
            assert row["mean"] == pytest.approx(part["score"].mean(), abs=EXACT)
            assert row["share_below"] == pytest.approx((part["score"] < 4).mean(), abs=EXACT)
            if len(keys) == 3:
                continue
            low, high = stats.t.interval(
                0.95, len(part) - 1, part["score"].mean(), part["score"].sem()
            )
            assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high), abs=1e-9)


def test_an_agent_s_interval_is_that_of_least_squares_and_stays_on_the_scale(tmp_path, centre):
    """One mean for each agent and month, one spread for all: statsmodels' OLS without intercept."""
    frame = table(monitoring, study_of(tmp_path, centre)).frame
    raw = pd.DataFrame(centre).assign(month=lambda f: f["date"].str[:7])
    raw["score"] = raw[["t1", "t2", "n1", "n2"]].mean(axis=1)
    raw["cell"] = raw["month"] + raw["team"] + raw["agent"]
    fit = smf.ols("score ~ 0 + cell", raw).fit()
    ends = fit.conf_int().clip(1, 5)
    ends.index = [name.removeprefix("cell[").removesuffix("]") for name in ends.index]
    rows = frame[(frame["agent"] != "all") & (frame["checks"] > 0)]
    assert len(rows) == len(ends)
    for row in rows.to_dict("records"):
        low, high = ends.loc[row["month"] + row["unit"] + row["agent"]]
        assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high), abs=1e-9)
        assert row["reason"] == ""


def test_two_calls_alone_reach_no_further_than_the_scale(tmp_path):
    sheets = [sheet("2026-04-02", "A1", points) for points in ((5, 5, 5, 5), (3, 3, 3, 3))]
    row = row_of(table(monitoring, study_of(tmp_path, sheets)).frame, agent="A1")
    assert (row["mean"], row["ci_low"], row["ci_high"]) == (4, 1, 5)


def test_where_no_agent_has_two_calls_there_is_no_interval(tmp_path):
    sheets = [sheet("2026-04-02", f"A{k}", (4, 4, 4, 3 + k)) for k in range(3)]
    frame = table(monitoring, study_of(tmp_path, sheets)).frame
    rows = frame[frame["agent"] != "all"]
    assert rows["ci_low"].isna().all()
    assert set(rows["reason"]) == {"n below 2"}


def test_who_is_due_more_is_held_to_more(tmp_path, centre):
    keys = KEYS + 'minimum_checks = {new = 4, "" = 2}'
    frame = table(monitoring, study_of(tmp_path, centre, keys)).frame
    april = frame[frame["month"] == "2026-04"]
    assert row_of(april, agent="A6")["minimum"] == 4
    assert row_of(april, agent="A6")["covered"] == "no"
    assert row_of(april, agent="A1")["covered"] == "yes"
    south = row_of(april, unit="South", agent="all")
    assert (south["minimum"], south["covered"]) == (2 + 2 + 4, "no")
    assert row_of(april, unit="North", agent="all")["covered"] == "yes"


def test_a_month_without_a_check_between_two_others_was_missed(tmp_path):
    sheets = [sheet(day, "A1", (4, 4, 4, 5)) for day in ("2026-04-02", "2026-06-03")]
    sheets += [sheet(f"2026-0{m}-01", "A2", (4, 4, 4, 5)) for m in (4, 5)]
    result = table(monitoring, study_of(tmp_path, sheets))
    row = row_of(result.frame, month="2026-05", agent="A1")
    assert (row["checks"], row["minimum"], row["covered"]) == (0, 1, "no")
    assert np.isnan(row["mean"])
    assert row["critical_errors"] is pd.NA
    assert row["reason"] == "not checked"
    # nothing tells whether A2 still works there in June
    assert result.frame[
        (result.frame["agent"] == "A2") & (result.frame["month"] == "2026-06")
    ].empty


def test_who_was_listened_to_before_and_no_longer_is_said(tmp_path):
    sheets = [sheet("2026-04-02", "A1", (4, 4, 4, 5)), sheet("2026-05-29", "A2", (4, 4, 4, 5))]
    said = table(monitoring, study_of(tmp_path, sheets)).summary()
    assert "1 agent who had been listened to before has no scored call in 2026-05" in said


def test_a_month_that_the_files_cut_short_is_judged_only_where_it_can_be(tmp_path, centre):
    frame = table(monitoring, study_of(tmp_path, centre, KEYS + "minimum_checks = 3")).frame
    last = frame[frame["month"] == "2026-09"]
    assert set(last["complete"]) == {"no"}
    reached = last[last["agent"] != "all"]
    assert set(reached.loc[reached["checks"] < 3, "covered"]) == {""}
    assert set(reached.loc[reached["checks"] >= 3, "covered"]) == {"yes"}
    assert row_of(last, unit="all", agent="all")["covered"] == ""
    assert set(frame.loc[frame["month"] < "2026-09", "complete"]) == {"yes"}


def test_a_month_is_over_on_its_last_working_day(tmp_path):
    # 31 May 2026 is a Sunday
    sheets = [sheet(day, "A1", (4, 4, 4, 5)) for day in ("2026-04-02", "2026-05-29")]
    frame = table(monitoring, study_of(tmp_path, sheets)).frame
    assert set(frame["complete"]) == {"yes"}


def test_the_day_on_which_the_files_were_closed_can_be_said(tmp_path):
    sheets = [sheet(day, "A1", (4, 4, 4, 5)) for day in ("2026-04-02", "2026-05-12")]
    closed = "[operations]\nas_of = 2026-05-31"
    frame = table(monitoring, study_of(tmp_path, sheets, more=closed)).frame
    assert set(frame["complete"]) == {"yes"}


def test_critical_errors_are_counted_and_lower_no_score(tmp_path, centre):
    sheets = [dict(row) for row in centre]
    folders = [tmp_path / name for name in ("before", "after")]
    for folder in folders:
        folder.mkdir()
    before = table(monitoring, study_of(folders[0], sheets)).frame
    sheets[0]["leak"] = "yes"
    sheets[1]["leak"] = "2"
    after = table(monitoring, study_of(folders[1], sheets)).frame
    assert row_of(after, month="2026-04", unit="all", agent="all")["critical_errors"] == 3
    pd.testing.assert_frame_equal(
        before.drop(columns="critical_errors"), after.drop(columns="critical_errors")
    )


def test_where_nothing_counts_critical_errors_they_are_blank_not_0(tmp_path, centre):
    study = study_of(tmp_path, centre, KEYS.replace('critical = ["leak"]\n', ""))
    result = table(monitoring, study)
    assert result.frame["critical_errors"].isna().all()
    assert "ritical" not in result.summary()


def test_two_monitors_on_one_call_are_one_check(tmp_path):
    sheets = [
        sheet("2026-04-02", "A1", points, call="c1", monitor=monitor)
        for points, monitor in (((4, 4, 4, 4), "M1"), ((2, 2, 2, 2), "M2"))
    ]
    row = row_of(table(monitoring, study_of(tmp_path, sheets)).frame, agent="A1")
    assert (row["checks"], row["mean"]) == (1, 3.0)


def test_a_study_without_units_has_one_row_for_the_whole(tmp_path, centre):
    study = study_of(tmp_path, centre)
    text = study.path.read_text(encoding="utf-8").replace('unit = "team"\n', "")
    study.path.write_text(text, encoding="utf-8")
    import gapkit as gk

    frame = table(monitoring, gk.read_study(study.path)).frame
    assert set(frame["unit"]) == {"all"}
    assert not frame.duplicated(["month", "unit", "agent"]).any()


@pytest.mark.parametrize(
    ("direction", "missed"), [("higher", [True, False]), ("lower", [False, False])]
)
def test_the_target_is_missed_on_its_worse_side(direction, missed):
    assert below([3.0, 4.0], 4.0, direction).tolist() == missed
    assert below([5.0], 4.0, "lower").tolist() == [True]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_sentences_count_agents_and_name_none(tmp_path, centre, language):
    centre[0]["leak"] = "yes"
    result = table(monitoring, study_of(tmp_path, centre, language=language))
    said = result.summary()
    august = row_of(result.frame, month="2026-08", unit="all", agent="all")
    assert words(language).number(august["mean"]) in said
    assert not any(f"A{k}" in said for k in range(1, 7))
    assert "4.00" in said


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"2026-08"}, ["Critical errors: 1 in 2026-08, 1 in all."]),
        ({"2026-04"}, ["Critical errors: none in 2026-08, 1 in all."]),
        (
            {"2026-04", "2026-09"},
            ["Critical errors: none in 2026-08, 2 in all.",
             "1 more critical error in 2026-09, which is not over."],
        ),
    ],
)  # fmt: skip
def test_critical_errors_are_of_the_month_that_the_scores_are_of(tmp_path, centre, dates, said):
    for month in dates:
        next(row for row in centre if row["date"].startswith(month))["leak"] = "yes"
    lines = table(monitoring, study_of(tmp_path, centre)).summary().splitlines()
    assert [line.split(" They")[0] for line in lines if "ritical" in line] == said
    assert any(line.startswith("In 2026-08 the calls score") for line in lines)


def test_a_target_of_the_study_is_no_convention(tmp_path, centre):
    said = table(
        monitoring, study_of(tmp_path, centre, more="[operations]\ntarget_score = 3.5")
    ).summary()
    assert "3.50" in said
    assert "convention" not in said


def test_names_can_be_hashed(tmp_path, centre):
    hidden = '[operations]\nhash_names = "a secret"'
    frame = table(monitoring, study_of(tmp_path, centre, more=hidden)).frame
    assert not set(frame["agent"]) & {f"A{k}" for k in range(1, 7)}
    assert frame["agent"].nunique() == 7


# --- limits ---


def test_limits_are_shewharts(tmp_path, centre):
    result = table(limits, study_of(tmp_path, centre))
    frame = result.frame
    assert tuple(frame.columns) == LIMIT_COLUMNS
    raw = pd.DataFrame(centre)
    raw["month"], raw["score"] = raw["date"].str[:7], raw[["t1", "t2", "n1", "n2"]].mean(axis=1)
    by = raw.groupby("month")["score"]
    n, free = by.size(), len(raw) - raw["month"].nunique()
    pooled = np.sqrt(((n - 1) * by.var()).sum() / free)
    # c4 as the mean of a chi with `free` degrees of freedom, from scipy
    sd = pooled / (stats.chi(free).mean() / np.sqrt(free))
    share = (raw["score"] < 4).mean()
    for month in n.index:
        mean = row_of(frame, month=month, unit="all", chart="mean")
        assert mean["n"] == n[month]
        assert mean["value"] == pytest.approx(by.mean()[month], abs=EXACT)
        assert mean["centre"] == pytest.approx(raw["score"].mean(), abs=EXACT)
        half = 3 * sd / np.sqrt(n[month])
        assert (mean["lower"], mean["upper"]) == pytest.approx(
            (raw["score"].mean() - half, raw["score"].mean() + half), abs=1e-9
        )
        missed = row_of(frame, month=month, unit="all", chart="below")
        half = 3 * np.sqrt(share * (1 - share) / n[month])
        assert missed["centre"] == pytest.approx(share, abs=EXACT)
        assert missed["upper"] == pytest.approx(min(share + half, 1), abs=1e-9)
    assert f"rest on {len(n)} months; from {FEWEST_WAVES} on" in result.summary()


def test_a_bad_month_lies_outside(tmp_path, rng):
    sheets = [
        sheet(
            f"2026-{m:02}-{d:02}",
            f"A{d}",
            drawn(rng, 3.0 if m == 8 else 4.2),
            team=["N", "S"][d % 2],
        )
        for m in range(4, 10)
        for d in range(1, 21)
    ]
    result = table(limits, study_of(tmp_path, sheets))
    whole = result.frame[result.frame["unit"] == "all"]
    outside = whole[whole["outside"] == "yes"]
    assert "2026-08" in set(outside.loc[outside["chart"] == "mean", "month"])
    assert "2026-08" in result.summary()


def test_months_of_one_call_each_have_no_limits_of_the_mean(tmp_path):
    sheets = [sheet(f"2026-0{m}-01", "A1", (4, 4, 4, 5)) for m in (4, 5, 6)]
    frame = table(limits, study_of(tmp_path, sheets)).frame
    mean = frame[frame["chart"] == "mean"]
    assert mean["lower"].isna().all()
    assert set(mean["outside"]) == {""}


def test_one_month_has_no_chart(tmp_path):
    sheets = [sheet("2026-04-01", "A1", (4, 4, 4, 5)), sheet("2026-04-02", "A1", (4, 4, 4, 4))]
    assert list(limits(desk_of(study_of(tmp_path, sheets)))) == []


# --- the list of agents ---

STAFF = """agent,team,since,until,minimum
A1,North,,,
A7,South,2026-06-15,,
A8,South,2025-01-01,2026-05-20,3
A6,,,,1
A9,North,2026-12-01,,
A0,North,2026-09-01,2026-08-01,
"""


def test_whoever_is_on_the_list_and_was_never_listened_to_was_missed(tmp_path, centre):
    keys = KEYS + 'minimum_checks = {new = 4, "" = 2}'
    study = study_of(tmp_path, centre, keys, logs={"staff": STAFF})
    result = table(monitoring, study)
    agents = result.frame[result.frame["agent"] != "all"]
    months = agents.groupby("agent")["month"].agg(list)
    assert months["A7"] == ["2026-06", "2026-07", "2026-08", "2026-09"]
    assert months["A8"] == ["2026-04", "2026-05"]
    assert not {"A9", "A0"} & set(agents["agent"])
    missed = row_of(agents, agent="A7", month="2026-07")
    assert missed[["checks", "minimum", "covered", "unit"]].tolist() == [0, 2, "no", "South"]
    assert set(agents.loc[agents["agent"] == "A8", "minimum"]) == {3}
    # the list overrules what the sheets say of A6, and finds its unit there
    assert set(agents.loc[agents["agent"] == "A6", "minimum"]) == {1}
    assert set(agents.loc[agents["agent"] == "A6", "unit"]) == {"South"}
    assert not agents.duplicated(["month", "unit", "agent"]).any()
    assert "1 agent was not listened to at all in 2026-08" in result.summary()


def test_who_left_before_coming_is_told(tmp_path, centre):
    rows = desk_of(study_of(tmp_path, centre, logs={"staff": STAFF})).rows["staff"]
    aside = [(f.reason, f.records) for f in rows.findings if f.kind == "set aside"]
    assert aside == [("left_before", (7,))]


def test_who_leaves_after_the_files_were_closed_does_not_close_them_later(tmp_path, centre):
    staff = "agent,team,since,until\nA1,North,2026-01-01,2030-12-31\n"
    desk = desk_of(study_of(tmp_path, centre, logs={"staff": staff}))
    assert f"{desk.as_of}" == "2026-09-24"


def test_sheets_after_the_day_of_closing_do_not_count(tmp_path, centre):
    desk = desk_of(study_of(tmp_path, centre, more="[operations]\nas_of = 2026-08-31"))
    assert f"{desk.rows['checks'].frame['day'].max():%Y-%m-%d}" <= "2026-08-31"
    late = [f for f in desk.rows["checks"].findings if f.reason == "after_as_of"]
    assert late[0].count == sum(row["date"] > "2026-08-31" for row in centre)


def test_agents_stand_as_people_count(tmp_path):
    sheets = [sheet("2026-04-02", f"A{k}", (4, 4, 4, 5)) for k in (10, 2, 1)]
    agents = table(monitoring, study_of(tmp_path, sheets)).frame["agent"].tolist()
    assert agents == ["all", "all", "A1", "A2", "A10"]
