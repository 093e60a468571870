"""The chart on contacts: what was handed to the artists, and what it says."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.lines import Line2D

from gapkit.errors import CallError
from gapkit.operations.reasons import PART_OF_MONTH
from gapkit.plots.contacts import LOOKS, describe

from .made import texts_of
from .made_contacts import MONTHS, contacts_result


def courses(axes):
    """Colour → heights of the line that joins the months."""
    lines = [line for line in axes.findobj(Line2D) if len(line.get_xdata()) == len(MONTHS)]
    return {
        line.get_color(): np.asarray(line.get_ydata())
        for line in lines
        if line.get_linestyle() == "-"
    }


def test_complaints_and_praise_are_drawn_month_by_month():
    result = contacts_result()
    rows = result.frame[(result.frame["unit"] == "all") & (result.frame["kind"] == "all")]
    found = courses(result.plot.contacts())
    for name, look in LOOKS.items():
        np.testing.assert_array_equal(found[look.colour], rows[f"{name}_per_1000"].to_numpy())


def test_the_axis_begins_at_0():
    low, high = contacts_result().plot.contacts().get_ylim()
    assert low == 0
    assert high > 8.0  # the highest rate


def test_the_marks_differ_without_colour():
    assert {look.filled for look in LOOKS.values()} == {True, False}


def test_the_title_says_the_last_month():
    texts = texts_of(contacts_result().plot.contacts().figure)
    assert "2026-09, for each 1,000 contacts: complaints 6.2, praise 3.8" in texts
    alone = texts_of(contacts_result(praise=False).plot.contacts().figure)
    assert "2026-09, for each 1,000 contacts: complaints 6.2" in alone


def test_a_month_that_the_log_holds_in_part_is_no_message():
    result = contacts_result()
    reason = (result.frame["month"] == "2026-09").map({True: PART_OF_MONTH, False: ""})
    cut = replace(result, frame=result.frame.assign(reason=reason))
    texts = texts_of(cut.plot.contacts().figure)
    assert "2026-08, for each 1,000 contacts: complaints 8.0, praise 3.7" in texts
    assert any("of 2026-09 a part only" in text for text in texts)


def test_what_nobody_wrote_down_is_no_line():
    assert list(courses(contacts_result(praise=False).plot.contacts())) == [
        LOOKS["complaints"].colour
    ]
    assert courses(contacts_result().plot.contacts(unit="North")) == {}


def test_it_is_told_in_words():
    said = describe(contacts_result("zh-Hant"))
    assert "2026-08：進線 10,000 件，每千件客訴 8.0 件、讚美 3.7 件" in said
    assert "2026-05：進線 10,000 件，每千件客訴 – 件" in said
    assert "card" in describe(contacts_result(), kind="card")


def test_a_unit_that_is_not_there_brings_those_that_are():
    with pytest.raises(CallError, match="all, North"):
        contacts_result().plot.contacts(unit="South")
