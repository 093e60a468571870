"""The zone of tolerance, with answers missing, against a plain recount."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from .plain import ABS, DIMENSIONS, ITEMS, REL, answers, complete, levels, one_row, source, survey

BATTERIES = ("perception", "minimum", "desired")


@pytest.fixture
def people(rng):
    frame = answers(rng, 80, "P", points=range(3, 7), holes=0.1)
    frame = frame.join(answers(rng, 80, "L", points=range(2, 6), holes=0.1))
    frame = frame.join(answers(rng, 80, "H", points=range(5, 8), holes=0.1))
    frame["branch"] = ["North", "South"] * 40
    return frame


def of_each(frame):
    """(level, key) → perception, minimum, desired of those who answered all three."""
    by_battery = [
        levels(frame, b, tuple(o for o in BATTERIES if o != b)) for b in BATTERIES
    ]  # an item counts only where it was answered three times
    return {k: complete(*(scores[k] for scores in by_battery)) for k in by_battery[0]}


@pytest.mark.parametrize("value", ["all", "North"])
def test_every_figure_is_that_of_a_plain_recount(people, value):
    table = survey(source("customer", people), segments=("branch",)).zones().frame
    mine = people if value == "all" else people[people["branch"] == value]
    for (level, key), (p, low, high) in of_each(mine).items():
        row = one_row(table, value=value, level=level, key=key)
        straight = np.round(low, 10) <= np.round(high, 10)
        p10, low10, high10 = (np.round(x[straight], 10) for x in (p, low, high))
        want = {
            "n": len(p), "minimum": low.mean(), "perception": p.mean(), "desired": high.mean(),
            "adequacy": (p - low).mean(), "superiority": (p - high).mean(),
            "share_below": (p10 < low10).mean(),
            "share_within": ((p10 >= low10) & (p10 <= high10)).mean(),
            "share_above": (p10 > high10).mean(), "inverted": (~straight).sum(),
        }  # fmt: skip
        have = row[list(want)].astype(float)
        np.testing.assert_allclose(have, list(want.values()), rtol=REL, atol=ABS, err_msg=key)
        np.testing.assert_allclose(row[["share_below", "share_within", "share_above"]].sum(), 1)


def test_the_verdict_follows_the_intervals_of_adequacy_and_superiority(people):
    table = survey(source("customer", people)).zones().frame
    for (level, key), (p, low, high) in of_each(people).items():
        adequacy, superiority = (
            stats.ttest_1samp(p - end, 0).confidence_interval() for end in (low, high)
        )
        if adequacy.high < 0:
            want = "below"
        elif superiority.low > 0:
            want = "above"
        else:
            want = "within" if adequacy.low >= 0 and superiority.high <= 0 else "unclear"
        assert one_row(table, level=level, key=key)["verdict"] == want
    assert "within" in set(table["verdict"])


@pytest.mark.parametrize(
    ("perceived", "verdict"), [((1, 2), "below"), ((6, 7), "above"), ((4,), "within")]
)
def test_below_and_above(rng, perceived, verdict):
    ends = pd.DataFrame({f"{x}{n}": [v] * 30 for x, v in (("L", 3), ("H", 5)) for n in range(1, 7)})
    frame = ends.join(answers(rng, 30, "P", points=(*perceived, *perceived)))
    if verdict == "within":
        frame.loc[::2, [f"P{n}" for n in range(1, 7)]] = 4.0
        frame.loc[1::2, [f"P{n}" for n in range(1, 7)]] = 5.0
    table = survey(source("customer", frame)).zones().frame
    assert set(table["verdict"]) == {verdict}


def test_too_few_are_not_judged(people):
    few = survey(source("customer", people.iloc[:19])).zones().frame
    assert set(few["verdict"]) == {"unclear"}
    assert few["adequacy"].notna().all()


def test_a_minimum_alone_knows_below_only(people):
    frame = people.drop(columns=[c for c in people if c.startswith("H")])
    table = survey(source("customer", frame)).zones().frame
    assert table[["desired", "superiority", "share_within", "share_above"]].isna().all(axis=None)
    row = one_row(table, key="r1")
    p, low = complete(*(frame[c].to_numpy() for c in ("P1", "L1")))
    np.testing.assert_allclose(row[["adequacy", "share_below"]].astype(float), [(p - low).mean(), (p < low).mean()], rtol=REL)  # fmt: skip


def test_no_zone_was_asked(rng):
    survey_of_two = survey(source("customer", answers(rng, 10, "EP")))
    assert survey_of_two.zones().frame.empty


def test_rows_are_items_dimensions_and_overall(people):
    table = survey(source("customer", people)).zones().frame
    assert table["key"].tolist() == [*ITEMS, *DIMENSIONS, "overall"]
