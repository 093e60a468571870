"""Agreement and drift of monitors. Expected values: formulas written out here, and statsmodels."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from call_checks import ITEMS, KEYS, desk_of, drawn, sheet, study_of

from gapkit.operations.monitoring.drift import drifts_of
from gapkit.operations.monitoring.monitor_words import agreement_level
from gapkit.operations.monitoring.monitors import MONITOR_COLUMNS, monitors
from gapkit.options import Options

EXACT = 1e-12
"""Plain arithmetic, done in the test once more."""

CLOSE = 1e-8
"""Least squares by another route."""

POINTS = range(1, 6)


def table(study):
    (result,) = monitors(desk_of(study))
    return result


def row_of(frame, monitor, other):
    rows = frame[(frame["monitor"] == monitor) & (frame["other"] == other)]
    assert len(rows) == 1
    return rows.iloc[0]


def kappa(pairs):
    """1 − observed ÷ expected squared distance: quadratic weights written out (Cohen 1968)."""
    one, other = np.array(pairs, float).T
    return 1 - np.mean((one - other) ** 2) / np.mean((one[:, None] - other[None, :]) ** 2)


def twice_scored(rng, calls=20, noise=0.5, names=("M1", "M2")):
    sheets = []
    for k in range(calls):
        level = rng.normal(3.5, 0.8)
        for name in names:
            points = [int(p) for p in rng.normal(level, noise, 4).round().clip(1, 5)]
            sheets.append(
                sheet(f"2026-07-{k % 28 + 1:02}", f"A{k % 5}", points, call=f"c{k}", monitor=name)
            )
    return sheets


def paired(sheets, one, other):
    by = {(s["call"], s["monitor"]): [s[i] for i in ITEMS] for s in sheets}
    calls = sorted({c for c, m in by if m == one} & {c for c, m in by if m == other})
    return [(by[c, one], by[c, other]) for c in calls]


def test_kappa_pools_the_items_of_shared_calls(tmp_path, rng):
    sheets = twice_scored(rng)
    frame = table(study_of(tmp_path, sheets)).frame
    assert tuple(frame.columns) == MONITOR_COLUMNS
    assert {c for c in frame if frame[c].dtype == "Int64"} == {"calls"}
    both = paired(sheets, "M1", "M2")
    items = [pair for one, other in both for pair in zip(one, other, strict=True)]
    row = row_of(frame, "M1", "M2")
    assert row["calls"] == len(both) == 20
    assert row["kappa"] == pytest.approx(kappa(items), abs=EXACT)
    whole = row_of(frame, "all", "all")
    either_way = items + [(b, a) for a, b in items]
    assert whole["kappa"] == pytest.approx(kappa(either_way), abs=EXACT)


def test_the_interval_of_kappa_leaves_out_calls_and_not_items(tmp_path, rng):
    sheets = twice_scored(rng)
    row = row_of(table(study_of(tmp_path, sheets)).frame, "M1", "M2")
    both = paired(sheets, "M1", "M2")
    without = []
    for left_out in range(len(both)):
        kept = both[:left_out] + both[left_out + 1 :]
        without.append(kappa([p for one, other in kept for p in zip(one, other, strict=True)]))
    n = len(without)
    se = np.sqrt((n - 1) / n * np.sum((np.array(without) - np.mean(without)) ** 2))
    half = 2.0930240544082634 * se  # R: qt(.975, 19)
    assert row["kappa_low"] == pytest.approx(row["kappa"] - half, abs=1e-9)
    assert row["kappa_high"] == pytest.approx(min(row["kappa"] + half, 1.0), abs=1e-9)


def test_icc_is_that_of_the_calls_means(tmp_path, rng):
    sheets = twice_scored(rng)
    row = row_of(table(study_of(tmp_path, sheets)).frame, "M1", "M2")
    x = np.array([[np.mean(one), np.mean(other)] for one, other in paired(sheets, "M1", "M2")])
    n, k = x.shape
    grand = x.mean()
    msr = k * np.sum((x.mean(axis=1) - grand) ** 2) / (n - 1)
    msc = n * np.sum((x.mean(axis=0) - grand) ** 2) / (k - 1)
    rest = x - x.mean(axis=1, keepdims=True) - x.mean(axis=0) + grand
    mse = np.sum(rest**2) / ((n - 1) * (k - 1))
    # ICC(A,1), McGraw and Wong (1996), table 4
    expected = (msr - mse) / (msr + (k - 1) * mse + k / n * (msc - mse))
    assert row["icc"] == pytest.approx(expected, abs=1e-9)
    assert row["icc_low"] < row["icc"] < row["icc_high"]


def test_other_sheets_are_compared_on_what_both_have(tmp_path, rng):
    sheets = twice_scored(rng)
    folders = [tmp_path / name for name in ("cut", "without")]
    for folder in folders:
        folder.mkdir()
    cut = [{**s, "n2": ""} if s["monitor"] == "M2" else s for s in sheets]
    without = [{**s, "n2": ""} for s in sheets]
    found = [
        row_of(table(study_of(folder, rows)).frame, "M1", "M2")
        for folder, rows in zip(folders, (cut, without), strict=True)
    ]
    for name in ("calls", "kappa", "icc", "icc_low"):
        assert found[0][name] == found[1][name]


def test_no_order_of_monitors_matters_to_the_whole(tmp_path, rng):
    sheets = twice_scored(rng, names=("M1", "M2", "M3"))
    other = {"M1": "Z", "M2": "K", "M3": "B"}
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    renamed = [{**s, "monitor": other[s["monitor"]]} for s in sheets]
    one, two = (
        row_of(table(study_of(folder, rows)).frame, "all", "all")
        for folder, rows in zip(folders, (sheets, renamed), strict=True)
    )
    for name in ("kappa", "kappa_low", "icc", "icc_low", "icc_high"):
        assert one[name] == pytest.approx(two[name], abs=EXACT)


def test_monitors_who_share_no_call_are_not_compared(tmp_path, rng):
    sheets = [
        sheet("2026-07-01", f"A{k % 3}", drawn(rng, 4), call=f"c{k}", monitor=f"M{k % 2 + 1}")
        for k in range(12)
    ]
    frame = table(study_of(tmp_path, sheets)).frame
    assert set(frame["other"]) == {"all"}
    assert set(frame["reason"]) == {"no shared call"}
    assert frame[["kappa", "icc"]].isna().all(axis=None)


def test_one_monitor_has_no_table(tmp_path, rng):
    sheets = [sheet("2026-07-01", "A1", drawn(rng, 4)) for _ in range(4)]
    assert list(monitors(desk_of(study_of(tmp_path, sheets)))) == []


def test_sheets_without_a_monitor_have_no_table(tmp_path, rng):
    keys = KEYS.replace('monitor = "monitor"\n', "")
    assert list(monitors(desk_of(study_of(tmp_path, twice_scored(rng), keys)))) == []


# --- drift ---


def scored(rng, shift, agents=10, months=6, each=3):
    """Sheets as `drifts_of` reads them: M1 to M4 in turn, M3 shifted in the later months."""
    rows = []
    for agent in range(agents):
        level = rng.normal(4, 0.3)
        for month in range(months):
            for _ in range(each):
                monitor = int(rng.integers(1, 5))
                score = level + 0.1 * (monitor == 2) + 0.05 * month + rng.normal(0, 0.3)
                score += shift * (monitor == 3 and month >= months / 2)
                rows.append(
                    (pd.Timestamp(2026, 4 + month, 5), "North", f"A{agent}", f"M{monitor}", score)
                )
    return pd.DataFrame(rows, columns=["day", "unit", "agent", "monitor", "overall"])


def test_drift_is_the_slope_of_least_squares(rng):
    sheets = scored(rng, 0.0)
    found = drifts_of(sheets, Options(adjust="none", confidence=0.9)).set_index("monitor")
    data = sheets.assign(month=sheets["day"].dt.month)
    for name in ("M1", "M4"):
        own = data["monitor"] == name
        data["own"], data["later"] = own.astype(int), (own & (data["month"] >= 7)).astype(int)
        fit = smf.ols("overall ~ later + own + C(agent) + C(month)", data).fit()
        low, high = fit.conf_int(0.1).loc["later"]
        row = found.loc[name]
        assert row["drift"] == pytest.approx(fit.params["later"], abs=CLOSE)
        assert (row["drift_low"], row["drift_high"]) == pytest.approx((low, high), abs=CLOSE)
        assert row["drifts"] == ("yes" if fit.pvalues["later"] < 0.1 else "no")


def test_who_drifts_is_found_and_nobody_else(rng):
    told = [
        tuple(drifts_of(scored(rng, 0.5), Options()).set_index("monitor")["drifts"])
        for _ in range(20)
    ]
    assert [row[2] for row in told].count("yes") >= 19
    # of 60 others at most a few by chance: without taking M3 out first, a third of them would be
    assert sum(row[k] == "yes" for row in told for k in (0, 1, 3)) <= 4


def test_false_alarms_are_as_rare_as_said(rng):
    alarms = [
        (drifts_of(scored(rng, 0.0, agents=6), Options())["drifts"] == "yes").any()
        for _ in range(60)
    ]
    # 5 % of 60 is 3; more than 8 comes in 1 of 350 such runs (pbinom(8, 60, .05, FALSE) = .0028)
    assert sum(alarms) <= 8


def test_better_agents_are_no_drift(rng):
    """A monitor who is given better agents later scores higher, and has not drifted."""
    rows = []
    for month in range(6):
        for k in range(40):
            agent = k % 10
            mostly = "M1" if (agent < 5) == (month < 3) else "M2"
            monitor = mostly if rng.random() < 0.9 else {"M1": "M2", "M2": "M1"}[mostly]
            score = (3.5 if agent < 5 else 4.5) + rng.normal(0, 0.2)
            rows.append((pd.Timestamp(2026, 4 + month, 5), "North", f"A{agent}", monitor, score))
    sheets = pd.DataFrame(rows, columns=["day", "unit", "agent", "monitor", "overall"])
    means = sheets.groupby([sheets["monitor"], sheets["day"] > "2026-06-30"])["overall"].mean()
    assert means["M1"][True] - means["M1"][False] > 0.6
    found = drifts_of(sheets, Options())
    assert found["drift"].notna().all()
    assert found["drift"].abs().max() < 0.2


def test_what_agents_and_months_cannot_be_told_from_is_no_drift(rng):
    """Each monitor has agents of one kind alone before, and of the other alone after."""
    rows = [
        (pd.Timestamp(2026, 4 + m, 5), "North", f"A{k % 10}", "M1" if (k % 10 < 5) == (m < 3) else "M2", rng.normal(4, 0.2))
        for m in range(6)
        for k in range(40)
    ]  # fmt: skip
    sheets = pd.DataFrame(rows, columns=["day", "unit", "agent", "monitor", "overall"])
    assert drifts_of(sheets, Options())["drift"].isna().all()


def test_few_sheets_tell_nothing(rng):
    found = drifts_of(scored(rng, 2.0, agents=2, each=1), Options())
    assert found["drift"].isna().all()
    assert set(found["drifts"]) == {""}


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_sentences_tell_of_drift_and_name_nobody(tmp_path, rng, language):
    frame = scored(rng, 1.0, agents=12, each=4)
    sheets = [
        sheet(
            f"{r.day:%Y-%m-%d}",
            r.agent,
            drawn(rng, r.overall, 0.3),
            monitor=r.monitor,
            call=f"c{k}",
        )
        for k, r in enumerate(frame.itertuples())
    ]
    result = table(study_of(tmp_path, sheets, language=language))
    assert (result.frame.set_index("monitor")["drifts"] == "yes").sum() == 1
    said = result.summary()
    assert "+" in said
    assert "M3" not in said
    assert ("1 of 4 monitors has drifted" if language == "en" else "4 位品管人員中有 1 位") in said


@pytest.mark.parametrize(
    ("figure", "levels"),
    [
        # Koo & Li (2016), p. 161: below .5 poor, to .75 moderate, to .9 good, above excellent
        ("icc", {0.2: "poor", 0.6: "moderate", 0.8: "good", 0.95: "excellent"}),
        # Landis & Koch (1977), p. 165: strength of agreement by kappa
        ("kappa", {-0.1: "poor", 0.1: "slight", 0.3: "fair", 0.5: "moderate", 0.7: "substantial",
                   0.9: "almost_perfect"}),
    ],
)  # fmt: skip
def test_agreement_is_called_what_the_papers_call_it(figure, levels):
    assert {value: agreement_level(figure, value) for value in levels} == levels


@pytest.mark.parametrize(
    ("noise", "advice"), [(1.0, "let them score the same calls"), (0.05, "it matters little")]
)
def test_what_to_do_about_agreement_is_said(tmp_path, rng, noise, advice):
    said = table(study_of(tmp_path, twice_scored(rng, calls=30, noise=noise))).summary()
    assert advice in said
    assert "30 calls were scored by more than one monitor." in said


def test_without_a_shared_call_the_cure_is_said_and_no_count_of_none(tmp_path, rng):
    sheets = [
        sheet(f"2026-0{4 + k // 4}-1{k % 9}", f"A{k % 3}", drawn(rng, 4.0), monitor=f"M{k % 2}")
        for k in range(16)
    ]
    said = table(study_of(tmp_path, sheets)).summary()
    assert "No call was scored by more than one monitor" in said
    assert "0 calls" not in said
