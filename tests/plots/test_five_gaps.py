"""The five-gap diagram: nothing covered, arrows as wide as they may be, words as in the frame."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import FancyBboxPatch, Polygon

from gapkit.plots import five_gaps as diagram
from gapkit.plots import gaps_by_dimension
from gapkit.plots.canvas import tips
from gapkit.plots.model_gaps import FIVE, model_gaps
from gapkit.plots.theme import VERDICTS

from .made import (
    VERDICTS_OF_GAPS,
    gaps_result,
    knowledge_frame,
    knowledge_result,
    made,
    model_frame,
    model_result,
    profile_result,
    texts_of,
)
from .test_every_chart import boxes, covers

ROUNDED = 1e-9
"""Places on a panel are sums of an offset and a figure of the frame."""

LONGEST_HEAD = 15
"""Points by which a shaft is shorter than its route at most."""


def overall(**columns: object) -> pd.DataFrame:
    frame = model_frame()
    return frame[frame["level"] == "overall"].assign(**columns)


def short_dimensions() -> pd.DataFrame:
    frame = model_frame()
    return frame[frame["level"] == "dimension"].assign(verdict="shortfall", material="yes")


def arrows(axes) -> dict[str, tuple]:
    """Gap → its line: found by where the route of that gap begins."""
    found = {}
    for name, route in diagram._ROUTES.items():
        whole = np.array(route, dtype=float)
        for line in axes.lines:
            points = np.column_stack(line.get_data()).astype(float)
            same = points.shape == whole.shape and np.abs(points - whole).max() < LONGEST_HEAD
            if same and line.get_marker() == "None":
                found[name] = line
    return found


WORST = [
    *({"verdict": verdict} for verdict in VERDICTS),
    {"estimate": -5.5, "ci_low": -5.87, "ci_high": -5.12, "n": 1234567.0, "n_right": 1234567.0},
    {"estimate": np.nan, "ci_low": np.nan, "ci_high": np.nan, "reason": "suppressed"},
    {"estimate": np.nan, "ci_low": np.nan, "ci_high": np.nan, "reason": "n below 2"},
    {"ci_low": np.nan, "ci_high": np.nan},
]


@pytest.mark.parametrize("columns", WORST, ids=str)
@pytest.mark.parametrize("gaps", ["12345", "5"])
def test_no_word_is_cut_or_covered_whatever_is_said(columns, gaps, language):
    frame = pd.concat([overall(**columns), short_dimensions()])
    frame = frame[frame["gap"].isin(list(gaps))]
    apart = {"security": "under", "control": "over", "usefulness": "over"}
    axes = made("gaps", frame, language).plot.five_gaps(
        knowledge=knowledge_result(language), profile=profile_result(language, **apart)
    )
    figure = axes.figure
    found, whole = boxes(figure), figure.bbox
    for text, box in found:
        assert box.x0 >= 0, text
        assert box.x1 <= whole.x1, text
        assert box.y0 >= 0, text
        assert box.y1 <= whole.y1, text
    assert [(a, b) for (a, p), (b, q) in combinations(found, 2) if covers(p, q)] == []
    assert crossed(axes, found) == []


def crossed(axes, found) -> list[tuple]:
    """Words that an arrow runs through, its width counted, or that lie on the edge of a box."""
    renderer = FigureCanvasAgg(axes.figure).get_renderer()
    hit = []
    for line in axes.lines:
        if line.get_transform() != axes.transData or line.get_linewidth() < 1.5:
            continue
        points = axes.transData.transform(np.column_stack(line.get_data()))
        half = line.get_linewidth() / 2 * axes.figure.dpi / 72
        for (x0, y0), (x1, y1) in pairwise(points):
            left, right = sorted((x0, x1))
            low, high = sorted((y0, y1))
            hit += [
                (text, "line")
                for text, b in found
                if b.x0 < right + half and b.x1 > left - half
                and b.y0 < high + half and b.y1 > low - half
            ]  # fmt: skip
    for patch in axes.findobj(FancyBboxPatch):
        if patch.get_boxstyle().__class__.__name__ != "Round":
            continue
        edge = patch.get_window_extent(renderer)
        hit += [
            (text, "box")
            for text, b in found
            if covers(b, edge)
            and not (edge.x0 < b.x0 and b.x1 < edge.x1 and edge.y0 < b.y0 and b.y1 < edge.y1)
        ]
    return hit


def test_an_arrow_is_as_wide_as_its_gap_only_where_it_is_told():
    sizes = {"1": -0.5, "2": 0.25, "3": -2.0, "4": 0.1, "5": -1.0}
    frame = overall()
    frame["estimate"] = frame["gap"].map(sizes)
    lines = arrows(made("gaps", frame).plot.five_gaps())
    assert set(lines) == set(FIVE)
    width = {name: line.get_linewidth() for name, line in lines.items()}
    assert width["2"] < width["1"] < width["5"]
    # the width beyond the thinnest grows with the gap
    grown = [width[name] - width["4"] for name in ("2", "1", "5")]
    assert np.array(grown) / grown[0] == pytest.approx([1, 2, 4])
    # the largest of all cannot be told, so it is thin
    assert width["3"] == width["4"]


def test_grey_and_dashed_where_unclear_dotted_where_nothing_is_known():
    frame = overall()
    axes = made("gaps", frame[frame["gap"] != "2"]).plot.five_gaps()
    lines = arrows(axes)
    assert lines["3"].get_linestyle() == "--"
    assert lines["3"].get_color() == VERDICTS["unclear"].colour
    for name in ("1", "4", "5"):
        assert lines[name].get_linestyle() == "-"
        assert lines[name].get_color() == VERDICTS[VERDICTS_OF_GAPS[name]].colour
    assert lines["2"].get_linestyle() == "--"
    on, off = lines["2"]._unscaled_dash_pattern[1]
    assert on < off / 10  # dots
    assert "not asked" in texts_of(axes.figure)
    # heads: two for each gap that has a figure, one for either end of what promises shape
    assert len(axes.findobj(Polygon)) == 2 * 4 + 2


def test_what_is_promised_reaches_expectation_and_perception():
    axes = model_result().plot.five_gaps()
    look = VERDICTS["met"].colour
    tips_of_heads = [
        tuple(p.get_xy()[0]) for p in axes.findobj(Polygon) if p.get_facecolor() == rgba(look)
    ]
    for name in ("expectation", "perception"):
        box = diagram._BOXES[name]
        assert (box.right, box.centre) in tips_of_heads


def rgba(colour: str) -> tuple:
    from matplotlib.colors import to_rgba

    return to_rgba(colour)


def test_figures_and_words_are_those_of_the_frame(language):
    result = model_result(language)
    texts = texts_of(result.plot.five_gaps().figure)
    frame = overall()
    for row in frame[frame["segment"] == "all"].to_dict("records"):
        ends = ", ".join(result.words.number(row[c], 2, sign=True) for c in ("ci_low", "ci_high"))
        figure = f"{result.words.number(row['estimate'], 2, sign=True)} [{ends}]"
        if row["gap"] == "1":
            figure = result.words("plots.five_gaps.level", figure=figure)
        assert figure in texts
        assert result.words(f"verdict.{row['gap']}.{row['verdict']}") in " ".join(texts)
    assert result.words("plots.five_gaps.residue") in texts
    # a percentage of a signed sum means nothing; only the interval's level has one
    assert [text for text in texts if "%" in text] == [
        text for text in texts if result.words.percent(0.95) in text
    ]


def test_who_answered_is_said_by_the_gaps_alone():
    result = model_result()
    drawn = " ".join(texts_of(result.plot.five_gaps().figure))
    assert "1,234 customers | 194 managers" in drawn
    assert "specification | 194 quality checks" in drawn
    assert "1,234 managers | 194 staff" in drawn
    assert "194 customers" in texts_of(result.plot.five_gaps().figure)
    unsaid = model_gaps(
        replace(result, roles={}), wave=None, segment="all", value="all", level="overall",
        key="overall",
    )  # fmt: skip
    assert {gap.name: gap.who for gap in unsaid.gaps}["1"] == ["1,234", "194"]


def test_one_person_is_one_person(language):
    one = overall(n=1.0, n_left=1.0, n_right=1.0)
    drawn = " ".join(texts_of(made("gaps", one, language).plot.five_gaps().figure))
    assert not re.search(r"\b1 (customers|managers|campaigns|quality checks)", drawn)
    assert ("1 customer | 1 manager" in drawn) == (language == "en")


def by_profile(language="en", profile=None, **columns):
    result = model_result(language)
    return model_gaps(
        result, wave=None, segment="all", value="all", level="overall", key="overall",
        knowledge=knowledge_result(language, **columns), profile=profile,
    ).gaps[0]  # fmt: skip


def weight_of(axes, text: str) -> str:
    return next(t.get_weight() for t in axes.texts if t.get_text() == text)


def test_the_headline_of_gap_1_is_its_order_and_its_level_stands_aside(language):
    result, known = model_result(language), knowledge_result(language)
    axes = result.plot.five_gaps(knowledge=known)
    gap = by_profile(language)
    assert "0.62 [0.50, 0.75]" in gap.figure
    assert weight_of(axes, gap.figure) == "bold"
    assert weight_of(axes, gap.aside) == "normal"
    level = overall()
    level = level[(level["gap"] == "1") & (level["segment"] == "all")].iloc[0]
    assert result.words.number(level["estimate"], 2, sign=True) in gap.aside
    assert gap.said.index("0.62") < gap.said.index("−0.73")
    without = result.plot.five_gaps()
    assert gap.figure not in texts_of(without.figure)
    # alone the level is there, but never bold
    assert weight_of(without, gap.aside) == "normal"
    of_dimension = result.plot.five_gaps(level="dimension", key="security", knowledge=known)
    assert gap.figure not in texts_of(of_dimension.figure)


@pytest.mark.parametrize(
    ("columns", "apart", "verdict", "said"),
    [
        ({}, {}, "met", "order much the same"),
        ({}, {"security": "under"}, "shortfall",
         "order much the same; but set too low: Security"),
        ({}, {"security": "over"}, "surplus", "order much the same; but set too high: Security"),
        ({"r_low": 0.1}, {}, "unclear", "order in part the same"),
        ({"r_low": -0.1}, {}, "unclear", "whether the order is the same cannot be told"),
        ({"r_low": -0.9, "r_high": -0.2}, {"security": "over"}, "shortfall", "order the opposite"),
        ({"n_right": 12}, {"security": "under"}, "unclear",
         "too few people to compare the orders"),
    ],
)  # fmt: skip
def test_what_gap_1_amounts_to_comes_from_its_profile(columns, apart, verdict, said):
    gap = by_profile(profile=profile_result(**apart), **columns)
    assert (gap.verdict, gap.verdict_word) == (verdict, said)


def test_the_arrow_of_gap_1_is_as_wide_as_the_profiles_lie_apart():
    low = profile_result(security="under")
    result = model_result()

    def width(rms: float) -> float:
        axes = result.plot.five_gaps(knowledge=knowledge_result(rms=rms), profile=low)
        return arrows(axes)["1"].get_linewidth()

    thinnest = width(0.0)
    assert (width(0.8) - thinnest) / (width(0.4) - thinnest) == pytest.approx(2)
    assert width(np.nan) == thinnest


def test_a_gap_1_that_is_not_shown_or_has_no_order_is_told_by_nothing_else(language):
    none = knowledge_result(language, r_corrected=np.nan, r_low=np.nan, r_high=np.nan)
    result = model_result(language)
    said = diagram.describe(result, knowledge=none)
    assert said == diagram.describe(result)
    assert result.words("plots.five_gaps.said.level") in said
    hidden = overall(estimate=np.nan, ci_low=np.nan, ci_high=np.nan, reason="suppressed")
    hidden = made("gaps", hidden, language)
    said = diagram.describe(hidden, knowledge=knowledge_result(language))
    assert "0.62" not in said
    assert "−0.73" not in said


@pytest.mark.parametrize("gap", ["2", "3", "4"])
def test_dimensions_that_fall_short_are_named_where_the_whole_gap_is_met(gap, language):
    frame = model_frame()
    frame = frame[frame["segment"] == "all"]
    mine = frame["gap"] == gap
    dimension = mine & (frame["level"] == "dimension")
    frame.loc[mine, "verdict"] = "met"
    frame.loc[dimension, "material"] = "yes"
    frame.loc[dimension & (frame["key"] == "security"), "verdict"] = "shortfall"
    # told from zero, but not wholly beyond the margin
    near = dimension & (frame["key"] == "control")
    frame.loc[near, ["verdict", "material"]] = ["shortfall", "unclear"]
    frame.loc[dimension & (frame["key"] == "usefulness"), "verdict"] = "surplus"
    said = diagram.describe(made("gaps", frame, language))
    assert said.count("Security") == 1
    assert "Control" not in said
    assert "Usefulness" not in said
    drawn = " ".join(texts_of(made("gaps", frame, language).plot.five_gaps().figure))
    assert "Security" in drawn
    for verdict in ("shortfall", "unclear"):
        frame.loc[mine & (frame["level"] == "overall"), "verdict"] = verdict
        assert "Security" not in diagram.describe(made("gaps", frame, language))


def test_too_many_names_for_the_picture_are_counted_in_it_and_told_in_words():
    frame = pd.concat([overall(verdict="met"), short_dimensions()])
    result = made("gaps", frame)
    drawn = " ".join(texts_of(result.plot.five_gaps().figure))
    assert drawn.count("6 dimensions") == 3
    assert diagram.describe(result).count("Usefulness") == 3


def test_order_of_another_wave_is_not_taken():
    other = made("knowledge", knowledge_frame("2018"))
    axes = model_result().plot.five_gaps(knowledge=other)
    assert "0.62" not in " ".join(texts_of(axes.figure))


def test_five_sentences_one_a_gap(language):
    result = model_result(language)
    said = diagram.describe(result, knowledge=knowledge_result(language))
    for name in FIVE:
        assert said.count(result.words(f"gap.{name}.name")) == 1
    frame = overall()
    five = frame[(frame["gap"] == "5") & (frame["segment"] == "all")].iloc[0]
    assert result.words.number(-five["estimate"]) in said
    assert result.words("verdict.5.shortfall") in said


def test_sentences_tell_slight_from_met_and_open_from_none():
    few = overall(verdict="met", p_adjusted=0.001)
    assert diagram.describe(made("gaps", few)).count("differs from zero, yet slightly") == 5
    few = overall(verdict="met", p_adjusted=0.4)
    assert "slightly" not in diagram.describe(made("gaps", few))
    few = overall(verdict="unclear")
    assert diagram.describe(made("gaps", few)).count("does not settle it") == 5
    one = model_frame()
    one = one[one["gap"] == "5"]
    assert diagram.describe(made("gaps", one)).count(": not asked.") == 4


def test_each_gap_answers_the_pointer():
    found = tips(model_result().plot.five_gaps().figure)
    assert len(found) == 5
    assert all("Gap" in text for text in found.values())


def test_a_dimension_names_itself():
    axes = model_result().plot.five_gaps(level="dimension", key="security")
    assert "The five gaps: Security" in texts_of(axes.figure)


def test_dimensions_stand_in_the_questionnaires_order_with_all_together_last():
    result = model_result()
    rows = gaps_by_dimension._gather(result, None, "all", "all")
    assert [row.key for row in rows.rows] == [d.id for d in result.instrument.dimensions] + [
        "overall"
    ]
    assert rows.labels[-1] == "Overall"


def test_marks_of_every_panel_stand_at_the_gap():
    result = model_result()
    axes = result.plot.five_gaps_by_dimension()
    frame = model_frame()
    frame = frame[(frame["segment"] == "all") & frame["level"].isin(["dimension", "overall"])]
    low, high = gaps_by_dimension._gather(result, None, "all", "all").ends
    step = (high - low) * (1 + gaps_by_dimension._BETWEEN)
    for place, (name, verdict) in enumerate(VERDICTS_OF_GAPS.items()):
        left, right = place * step + low, place * step + high
        drawn = sorted(
            float(line.get_xdata()[0]) - place * step
            for line in axes.lines
            if line.get_marker() == VERDICTS[verdict].marker
            and len(line.get_xdata()) == 1
            and left <= line.get_xdata()[0] <= right
            and line.get_transform() == axes.transData
        )
        want = sorted(frame.loc[frame["gap"] == name, "estimate"])
        assert drawn == pytest.approx(want, abs=ROUNDED)


def test_bold_only_where_judged_short_or_above():
    axes = model_result().plot.five_gaps_by_dimension()
    weights = {"shortfall": [], "unclear": []}
    frame = model_frame()
    frame = frame[(frame["segment"] == "all") & (frame["level"] == "dimension")]
    for gap, verdict in (("5", "shortfall"), ("3", "unclear")):
        words = {f"{e:+.2f}".replace("-", "−") for e in frame.loc[frame["gap"] == gap, "estimate"]}
        weights[verdict] = [t.get_weight() for t in axes.texts if t.get_text() in words]
    assert set(weights["shortfall"]) == {"bold"}
    assert set(weights["unclear"]) == {"normal"}


@pytest.mark.parametrize("gaps", ["5", "15", "12345"])
def test_only_gaps_that_were_asked_have_a_panel(gaps, language):
    frame = model_frame()
    result = made("gaps", frame[frame["gap"].isin(list(gaps))], language)
    axes = result.plot.five_gaps_by_dimension()
    texts = " ".join(texts_of(axes.figure))
    for name in FIVE:
        head = result.words(f"gap.{name}.name").replace("Gap 4: communication", "communication")
        assert (head in texts) == (name in gaps)
    found = boxes(axes.figure)
    assert [(a, b) for (a, p), (b, q) in combinations(found, 2) if covers(p, q)] == []


def test_rows_without_figures_say_why(language):
    few = made("gaps", model_frame().assign(n=3, n_left=3, n_right=3), language).published()
    texts = " ".join(texts_of(few.plot.five_gaps_by_dimension().figure))
    assert few.words("plots.nothing") in texts
    part = model_frame()
    small = part["gap"] == "1"
    part.loc[small, ["estimate", "ci_low", "ci_high"]] = np.nan
    part.loc[small, "reason"] = "suppressed"
    result = made("gaps", part, language)
    axes = result.plot.five_gaps_by_dimension()
    rows = len(gaps_by_dimension._gather(result, None, "all", "all").rows)
    said = " ".join(texts_of(axes.figure)).replace(" ", "")
    assert said.count(result.words("reason.suppressed").replace(" ", "")) == rows
    found = boxes(axes.figure)
    assert [(a, b) for (a, p), (b, q) in combinations(found, 2) if covers(p, q)] == []


def test_gap_5_alone_is_a_picture_too():
    texts = texts_of(gaps_result().plot.five_gaps().figure)
    assert texts.count("not asked") == 4
