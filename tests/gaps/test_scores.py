"""What each battery says on its own, against plain means and counts."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from .plain import ABS, ITEMS, REL, answers, levels, one_row, source, survey


@pytest.fixture
def people(rng):
    frame = answers(rng, 50, "EP", holes=0.2)
    frame["branch"] = rng.choice(["B10", "B2"], 50)
    return frame


@pytest.fixture
def asked(people):
    return survey(source("customer", people), segments=("branch",))


@pytest.mark.parametrize("battery", ["expectation", "perception"])
@pytest.mark.parametrize("value", ["all", "B2"])
def test_means_are_of_each_batterys_own_answers(people, asked, battery, value):
    table = asked.scores().frame
    mine = people if value == "all" else people[people["branch"] == value]
    for (level, key), scores in levels(mine, battery).items():
        x = scores[~np.isnan(scores)]
        row = one_row(table, value=value, battery=battery, level=level, key=key)
        interval = stats.ttest_1samp(x, 0).confidence_interval()
        want = [len(x), x.mean(), x.std(ddof=1), stats.sem(x), interval.low, interval.high]
        have = row[["n", "mean", "sd", "se", "ci_low", "ci_high"]].astype(float)
        np.testing.assert_allclose(have, want, rtol=REL, atol=ABS)


def test_every_point_of_the_scale_has_a_row(people, asked):
    table = asked.distribution().frame
    for (battery, key, value), rows in table.groupby(["battery", "key", "value"]):
        assert rows["answer"].tolist() == [str(k) for k in range(1, 8)]
        column = f"{battery[0].upper()}{ITEMS.index(key) + 1}"
        mine = people[column] if value == "all" else people.loc[people["branch"] == value, column]
        want = mine.value_counts().reindex(range(1, 8), fill_value=0)
        assert rows["n"].tolist() == want.tolist()
        np.testing.assert_allclose(rows["share"], want / want.sum())


def test_values_stand_in_their_natural_order(asked):
    assert asked.scores().frame["value"].drop_duplicates().tolist() == ["all", "B2", "B10"]


def test_a_reversed_item_is_turned_except_in_importance():
    from gapkit.instrument import instrument_from_text

    turned = instrument_from_text(
        '[instrument]\nname = "t"\nscale = {low = 1, high = 7}\n[[dimension]]\nid = "d"\n'
        '[[item]]\nid = "q1"\ndimension = "d"\nreversed = true'
    )
    frame = pd.DataFrame({"P1": [1, 2, 4], "I1": [1, 2, 4]})
    table = survey(source("customer", frame), instrument=turned).scores().frame
    means = table[table["level"] == "item"].set_index("battery")["mean"]
    assert means.to_dict() == pytest.approx({"perception": (7 + 6 + 4) / 3, "importance": 7 / 3})


def test_the_role_is_named_where_a_battery_is_not_its_own(rng):
    staff, managers = answers(rng, 10, "S"), answers(rng, 10, "S")
    table = survey(source("manager", managers), source("employee", staff)).scores().frame
    assert set(table["battery"]) == {"standard", "employee.standard"}
    np.testing.assert_allclose(
        one_row(table, battery="employee.standard", key="r1")["mean"], staff["S1"].mean()
    )


def test_what_is_laid_down_or_promised_is_shown_however_few_its_rows(rng):
    """Specifications and campaigns are no people; managers who say the same battery are."""
    managers, audits = answers(rng, 3, "SM"), answers(rng, 2, "C")
    rules = pd.DataFrame([[5, 6, 4, 6, 5, 3]], columns=[f"S{n}" for n in range(1, 7)])
    asked = survey(
        source("manager", managers), source("campaign", audits), source("specification", rules)
    )
    for table in (asked.scores(), asked.distribution()):
        shown = table.published(min_n=5).frame
        figures = shown.groupby("battery")["mean" if "mean" in shown else "share"].count()
        assert (figures[["standard", "promise"]] > 0).all()
        assert (figures[["manager.standard", "belief"]] == 0).all()
    row = one_row(asked.scores().frame, battery="standard", level="item", key="r2")
    assert (row["n"], row["mean"]) == (1, 6)
    row = one_row(asked.scores().frame, battery="manager.standard", level="item", key="r2")
    assert (row["n"], row["mean"]) == (3, managers["S2"].mean())


def test_managers_standard_is_the_standard_where_nobody_else_lays_it_down(rng):
    managers = survey(source("manager", answers(rng, 9, "SM")))
    assert set(managers.scores().frame["battery"]) == {"belief", "standard"}
