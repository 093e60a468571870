"""Which questions can be dropped: verdicts stay, also on people that had no say in it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import gapkit as gk
from gapkit.errors import CallError
from gapkit.instrument import instrument_from_text
from gapkit.measurement.dropping import AGREEMENT, agreement, drop_items, scores_of
from gapkit.samples import sample

from .careless import questionnaire, survey

ROOT = Path(__file__).parents[1]
HALVES = 5
"""Random halves that a short form is tried on; more take longer and say the same."""


def library():
    """22 items of a library, half points from 1 to 9 (tests/reference/library)."""
    sizes = {"affect": range(1, 7), "control": range(7, 17), "place": range(17, 23)}
    lines = ['[instrument]\nname = "library"\nscale = {low = 1, high = 9, step = 0.5}']
    lines += [f'[[dimension]]\nid = "{d}"' for d in sizes]
    lines += [f'[[item]]\nid = "i{n}"\ndimension = "{d}"' for d, ns in sizes.items() for n in ns]
    path = ROOT / "reference" / "library" / "responses.csv"
    return gk.read_survey(
        path, instrument_from_text("\n".join(lines)), expectation="E{n}", perception="P{n}"
    )


def part(result, level, battery="expectation"):
    frame = result.frame
    return frame[(frame["level"] == level) & (frame["battery"] == battery)].set_index("key")


@pytest.fixture(scope="module")
def kiosk():
    return gk.read_study(sample("kiosk")).survey


@pytest.fixture(scope="module", params=["kiosk", "library"])
def shortened(request, kiosk):
    of = kiosk if request.param == "kiosk" else library()
    return of, of.short_form(halves=HALVES)


def test_every_dimension_keeps_items_and_some_can_go(shortened):
    of, result = shortened
    for battery in ("expectation", "perception"):
        dimensions = part(result, "dimension", battery)
        assert (dimensions["kept"] >= 2).all()
        assert (dimensions["kept"] <= dimensions["questions"]).all()
        assert dimensions["questions"].sum() == len(of.instrument.items)
    assert part(result, "item")["kept"].sum() < len(of.instrument.items)


def test_the_verdicts_hold_on_the_other_half(shortened):
    _, result = shortened
    held = result.frame.loc[result.frame["level"] == "dimension", "held_out"]
    # five halves: all, or all but one
    assert (held >= 1 - 1 / HALVES - 1e-9).all()


def test_verdicts_on_gap_5_are_those_of_the_full_form(shortened):
    """The short form put through the tables as a questionnaire of its own."""
    of, result = shortened
    kept = [k for k, row in part(result, "item").iterrows() if row["kept"]]
    full = of.gaps(by=()).frame.query("gap == '5' and level == 'dimension'")
    short = _only(of, kept).gaps(by=()).frame.query("gap == '5' and level == 'dimension'")
    assert short["verdict"].tolist() == full["verdict"].tolist()


def _only(of, kept):
    from dataclasses import replace

    items = tuple(i for i in of.instrument.items if i.id in kept)
    used = {i.dimension for i in items}
    dimensions = tuple(d for d in of.instrument.dimensions if d.id in used)
    return replace(of, instrument=replace(of.instrument, items=items, dimensions=dimensions))


def test_an_expectation_is_asked_only_where_the_perception_is(shortened):
    _, result = shortened
    asked = {b: part(result, "item", b).query("kept == 1").index for b in ("expectation", "perception")}  # fmt: skip
    assert set(asked["expectation"]) <= set(asked["perception"])


def test_steps_count_through_and_agree_enough(shortened):
    _, result = shortened
    dropped = part(result, "item").query("kept == 0").sort_values("step")
    assert dropped["step"].tolist() == list(range(1, len(dropped) + 1))
    assert (dropped["agreement"] >= AGREEMENT).all()


def test_the_file_reads_back_and_finds_the_same_columns(kiosk, tmp_path):
    result = kiosk.short_form()
    path = result.write(tmp_path / "short.toml")
    short = gk.load_instrument(path)
    kept = part(result, "item", "perception").query("kept == 1").index
    assert [i.id for i in short.items] == list(kept)
    assert {i.id: i.n for i in short.items} == {i: kiosk.instrument.item[i].n for i in kept}
    assert short.scale == kiosk.instrument.scale
    assert short.name == "kiosk-short"
    assert result.toml.startswith(f"# Short form: {len(kept)} of 20 items.")


def test_the_same_answers_give_the_same_form(kiosk):
    assert kiosk.short_form().frame.equals(kiosk.short_form().frame)


def test_more_items_can_be_asked_for(kiosk):
    result = kiosk.short_form(fewest=3)
    dimensions = part(result, "dimension")
    assert (dimensions["kept"] >= np.minimum(dimensions["questions"], 3)).all()


def test_perceptions_alone(rng):
    level = np.repeat([5.5, 4.0, 5.1], 4)
    general = rng.normal(0, 0.6, (150, 1))
    x = np.clip(np.rint(level + general + rng.normal(0, 0.6, (150, 12))), 1, 7)
    frame = pd.DataFrame({f"P{k + 1}": x[:, k] for k in range(12)})
    result = survey(frame).short_form()
    assert set(result.frame["battery"]) == {"perception"}
    # dimensions that lie far apart are told apart by two items each
    assert part(result, "dimension", "perception")["kept"].tolist() == [2, 2, 2]
    assert "Perception: 6 of 12 questions" in result.summary()


def test_an_item_that_turns_the_verdict_is_not_dropped(rng):
    """Three items of no gap and one of a large gap: their mean falls short only with that one."""
    n, items = 200, 4
    expected = np.full((n, items), 5.0)
    noise = rng.choice([-1.0, 0.0, 1.0], (n, items))
    gap = noise + np.array([0.0, 0.0, 0.0, -2.0])
    frame = pd.DataFrame({f"E{k + 1}": expected[:, k] for k in range(items)})
    for k in range(items):
        frame[f"P{k + 1}"] = 5.0 + gap[:, k]
    result = survey(frame, questionnaire(items, dimensions=1)).short_form(fewest=1)
    assert part(result, "item").loc["i4", "kept"] == 1


@pytest.mark.parametrize("rows", [1, 39])
def test_too_few_people_say_so(rng, rows):
    frame = pd.DataFrame({f"P{k}": rng.integers(1, 8, rows).astype(float) for k in range(1, 13)})
    result = survey(frame).short_form()
    assert set(result.frame.query("level == 'dimension'")["reason"]) == {"too few cases"}
    assert (result.frame.query("level == 'item'")["kept"] == 1).all()
    assert "Fewer than 40 people answered" in result.summary()


def test_all_identical(rng):
    frame = pd.DataFrame({f"{b}{k}": np.full(60, 5.0) for b in "EP" for k in range(1, 13)})
    result = survey(frame).short_form()
    assert part(result, "dimension")["kept"].tolist() == [
        2,
        2,
        2,
    ]  # every verdict is met, and stays


def test_half_of_the_cells_missing(rng):
    x = rng.integers(1, 8, (120, 24)).astype(float)
    x[rng.random(x.shape) < 0.5] = np.nan
    frame = pd.DataFrame(x, columns=[f"{b}{k}" for b in "EP" for k in range(1, 13)])
    result = survey(frame).short_form()
    for battery in ("expectation", "perception"):
        dimensions, items = (part(result, level, battery) for level in ("dimension", "item"))
        assert dimensions["kept"].between(2, 4).all()
        assert dimensions["kept"].sum() == items["kept"].sum()


def test_no_perceptions_and_unknown_waves_are_told(rng, kiosk):
    frame = pd.DataFrame({f"E{k}": rng.integers(1, 8, 50).astype(float) for k in range(1, 13)})
    with pytest.raises(CallError, match="perception"):
        survey(frame).short_form()
    with pytest.raises(CallError, match="Waves in the data: 2019"):
        kiosk.short_form(wave="2020")


def test_scores_are_those_of_the_tables(rng):
    x = rng.integers(1, 8, (50, 5)).astype(float)
    x[rng.random(x.shape) < 0.4] = np.nan
    found = scores_of(x, {"a": [0, 1, 2], "b": [3, 4]})
    for k, items in enumerate(([0, 1, 2], [3, 4])):
        enough = (~np.isnan(x[:, items])).sum(axis=1) * 2 >= len(items)
        plain = np.where(enough, pd.DataFrame(x[:, items]).mean(axis=1), np.nan)
        np.testing.assert_allclose(found[:, k], plain, rtol=1e-9)


def test_agreement_is_nothing_where_the_sample_itself_differs():
    full = np.array([["met", "met"]] * 5, object)
    short = full.copy()
    short[0, 0], short[3, 1] = "unclear", "unclear"
    assert agreement(full, short).tolist() == [0.0, 0.75]


def test_the_most_redundant_item_goes_first(rng):
    """Two items that are the same: one of them can go without moving anybody's order."""
    base = rng.normal(0, 1, (200, 1))
    x = np.hstack([base, base, rng.normal(3, 1, (200, 1)), rng.normal(-3, 1, (200, 1))])
    dropped = drop_items(
        x, {"all": [0, 1, 2, 3]}, lambda s: np.full((2, s.shape[1]), "met"), fewest=3
    )
    assert dropped[0].item in (0, 1)
