"""Answers as stacked bars: every point in place, about a middle that stays where it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from gapkit.errors import CallError
from gapkit.instrument import Dimension, Instrument, Item, Scale, Text
from gapkit.instrument.model import exact
from gapkit.plots.canvas import tips
from gapkit.plots.theme import answer_colours

from .made import answers_frame, answers_result, instrument, made, texts_of

EXACT = 1e-12
"""Bars are sums of up to seven shares: the last bit may differ."""


def questionnaire(items: int, language_label: str = "Item") -> Instrument:
    labels = {
        exact(1): ("Strongly disagree", "非常不同意"),
        exact(5): ("Strongly agree", "非常同意"),
    }
    return Instrument(
        "five",
        Text({"en": "Five points"}),
        Scale(exact(1), exact(5), labels=labels),
        (Dimension("d", Text({"en": "All"})),),
        tuple(
            Item(f"P{k}", k, "d", Text({"en": f"{language_label} {k}"}))
            for k in range(1, items + 1)
        ),
    )


def drawn(counts: dict[str, list[int]], language: str = "en", **more):
    result = made("answers", answers_frame(counts), language, questionnaire(len(counts)))
    return result.plot.distribution(sort=False, **more)


def parts(axes) -> dict[float, list[tuple[str, float, float]]]:
    """Row → colour, left and right end of each part, from left to right."""
    found: dict[float, list[tuple[str, float, float]]] = {}
    for patch in axes.patches:
        if (
            patch.get_zorder() == 2
            and patch.get_transform() == patch.get_patch_transform() + axes.transData
        ):
            y = patch.get_y() + patch.get_height() / 2
            ends = (patch.get_x(), patch.get_x() + patch.get_width())
            found.setdefault(y, []).append((to_hex(patch.get_facecolor()), *ends))
    return {y: sorted(row, key=lambda part: part[1]) for y, row in sorted(found.items())}


def rows(axes) -> list[list[tuple[str, float, float]]]:
    return list(parts(axes).values())


NOBODY_DISAGREES = {"P1": [0, 0, 0, 2, 2], "P2": [0, 0, 1, 1, 2], "P3": [0, 0, 2, 1, 1]}
"""Four people, of whom nobody chose 1 or 2."""


def test_the_middle_is_split_about_zero():
    colours = answer_colours(5)
    first, second, third = rows(drawn(NOBODY_DISAGREES))
    assert first == [(colours[3], 0, 0.5), (colours[4], 0.5, 1)]
    assert second == [
        (colours[2], -0.125, 0.125), (colours[3], 0.125, 0.375), (colours[4], 0.375, 0.875),
    ]  # fmt: skip
    assert third[0] == (colours[2], -0.25, 0.25)


def test_the_middle_stands_apart():
    colours = answer_colours(5)
    second = rows(drawn(NOBODY_DISAGREES, middle="apart"))[1]
    assert second[:2] == [(colours[3], 0, 0.25), (colours[4], 0.25, 0.75)]
    colour, left, right = second[2]
    assert colour == colours[2]
    assert left > 1
    assert right - left == pytest.approx(0.25, abs=EXACT)


@pytest.mark.parametrize("middle", ["split", "apart"])
def test_one_sided_answers_have_both_sides_and_all_points(middle):
    axes = drawn(NOBODY_DISAGREES, middle=middle)
    low, high = axes.get_xlim()
    assert low < 0 < high
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert "0 %" in labels
    assert not any("−" in label or "-" in label for label in labels)
    texts = texts_of(axes.figure)
    assert {"1 Strongly disagree", "2", "4", "5 Strongly agree"} <= set(texts)
    zero = [line for line in axes.lines if list(line.get_xdata()) == [0, 0]]
    assert len(zero) == 1


def test_colours_follow_the_answer_not_its_rank():
    # two branches that leave out other answers of the same five
    colours = answer_colours(5)
    a = rows(drawn({"P1": [0, 1, 0, 2, 1]}))[0]
    b = rows(drawn({"P1": [1, 0, 0, 2, 1]}))[0]
    assert [c for c, *_ in a] == [colours[1], colours[3], colours[4]]
    assert [c for c, *_ in b] == [colours[0], colours[3], colours[4]]


def test_labels_of_points_are_in_the_language(language):
    texts = texts_of(drawn(NOBODY_DISAGREES, language).figure)
    assert ("5 Strongly agree" in texts) == (language == "en")
    assert ("5 非常同意" in texts) == (language == "zh-Hant")


VERY_FEW = {
    "P1": [0, 0, 0, 1, 0],
    "P2": [0, 0, 0, 1, 1],
    "P3": [0, 1, 0, 1, 0],
    "P4": [0, 0, 0, 1, 0],
}
"""Twelve people, of whom one or two answered each item."""


def test_very_few_answers_are_pale_and_counted():
    axes = drawn(VERY_FEW)
    assert all(patch.get_alpha() == 0.4 for patch in axes.patches if patch.get_zorder() == 2)
    texts = texts_of(axes.figure)
    assert "pale: fewer than 5 answers" in texts
    counts = [t.get_text() for t in axes.texts if t.get_ha() == "right" and t.get_text() in "12"]
    assert counts == ["1", "2", "2", "1"]


def test_counts_have_whole_ticks():
    axes = drawn(VERY_FEW, measure="n")
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert {"0", "1", "2"} <= set(labels)
    assert all(label.isdigit() for label in labels)


def test_enough_answers_are_not_pale():
    axes = drawn({"P1": [5, 5, 5, 5, 5]})
    assert {patch.get_alpha() for patch in axes.patches if patch.get_zorder() == 2} == {None}
    assert not any("pale" in text for text in texts_of(axes.figure))


def test_every_part_is_its_share():
    result = answers_result()
    axes = result.plot.distribution(sort=False)
    frame = result.frame
    asked = [key for key, rows_ in frame.groupby("key", sort=False) if rows_["n"].sum()]
    for key, row in zip(asked, rows(axes), strict=True):
        shares = frame.loc[frame["key"] == key, "share"].to_numpy()
        expected = shares[shares > 0]
        assert [right - left for _, left, right in row] == pytest.approx(list(expected), abs=EXACT)
        # half of the middle point lies left of zero
        assert row[0][1] == pytest.approx(-shares[:3].sum() - shares[3] / 2, abs=EXACT)


def test_rows_are_in_order_of_the_balance_and_blank_ones_last():
    result = answers_result()
    axes = result.plot.distribution()
    balance = [sum(r for *_, r in [row[-1]]) + row[0][1] for row in rows(axes)]
    assert balance == sorted(balance)
    said = {t.get_text(): t.get_position()[1] for t in axes.texts}
    assert said["nobody answered"] > max(parts(axes))


def test_numbers_stand_only_where_they_fit():
    axes = drawn({"P1": [1, 1, 1, 1, 96]})
    inside = [t.get_text() for t in axes.texts if t.get_zorder() == 4]
    assert inside == ["96"]


def test_a_tooltip_names_every_answer():
    texts = list(tips(drawn(NOBODY_DISAGREES).figure).values())
    assert texts[0] == "Item 1: n 4, 1: 0 %, 2: 0 %, 3: 0 %, 4: 50 %, 5: 50 %"


def test_chosen_items_stand_in_the_order_asked():
    result = answers_result()
    axes = result.plot.distribution(items=["k19", "k1"], sort=False)
    words = {key: instrument().item[key].text("en") for key in ("k19", "k1")}
    labels = [t.get_text() for t in axes.texts if t.get_text() in words.values()]
    assert labels == [words["k19"], words["k1"]]


def test_an_unknown_item_is_named():
    with pytest.raises(CallError, match="key = 'k99'"):
        answers_result().plot.distribution(items=["k99"])


def test_suppressed_answers_say_so(language):
    result = answers_result(language)
    frame = result.frame.assign(share=np.nan)
    texts = texts_of(replace(result, frame=frame).plot.distribution().figure)
    assert result.words("reason.suppressed") in texts
