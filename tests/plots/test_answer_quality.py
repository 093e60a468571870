"""Bars of the signs of careless answering: as long as the shares, in no verdict's colour."""

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex

from gapkit.errors import CallError
from gapkit.plots.answer_quality import describe
from gapkit.plots.theme import INK, VERDICTS

from .made import LANGUAGES, answer_quality_result, texts_of


def bars(axes):
    """Length of each bar by row, from the top."""
    (lines,) = [c for c in axes.collections if isinstance(c, LineCollection)]
    found = {float(s[0, 1]): float(s[1, 0] - s[0, 0]) for s in lines.get_segments()}
    return [found[y] for y in sorted(found)], [to_hex(c).upper() for c in lines.get_colors()]


def shares(result):
    frame = result.frame[result.frame["role"] == "customer"].set_index("check")["share"]
    return 100 * frame.drop("any").dropna().sort_values(ascending=False), 100 * frame["any"]


def test_bars_are_as_long_as_the_shares_and_any_stands_last():
    result = answer_quality_result()
    lengths, colours = bars(result.plot.answer_quality())
    each, any_sign = shares(result)
    np.testing.assert_allclose(lengths, [*each, any_sign], rtol=1e-9)
    assert colours[-1] == INK
    assert not {look.colour for look in VERDICTS.values()} & set(colours)


def test_the_order_of_the_table_can_be_kept():
    result = answer_quality_result()
    lengths, _ = bars(result.plot.answer_quality(sort=False))
    frame = result.frame[result.frame["role"] == "customer"]
    np.testing.assert_allclose(lengths, 100 * frame["share"].dropna(), rtol=1e-9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_and_n_stand_beside_the_bars(language):
    texts = texts_of(answer_quality_result(language).plot.answer_quality().figure)
    assert {"48", "61", "194", "–"} <= set(texts)
    result = answer_quality_result(language)
    assert result.words("check.long_run") in texts
    assert result.words("plots.blank") in texts


def test_a_single_form_does_not_look_like_a_flood():
    result = answer_quality_result()
    frame = result.frame.assign(share=result.frame["share"] / 50)
    from dataclasses import replace

    low, high = replace(result, frame=frame).plot.answer_quality().get_xlim()
    assert (low, high) == (0.0, 10.0)


def test_another_role():
    result = answer_quality_result()
    assert "Managers: signs of careless answering" in texts_of(
        result.plot.answer_quality(role="manager").figure
    )
    with pytest.raises(CallError, match="role = 'monitor'"):
        result.plot.answer_quality(role="monitor")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_says_every_share(language):
    said = describe(answer_quality_result(language)).replace(" %", "%")
    assert "24.7%" in said  # 48 of 194
    assert "31.4%" in said  # 61 of 194
