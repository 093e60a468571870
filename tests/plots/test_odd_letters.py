"""Scripts without a glyph and labels without end are drawn in good time, or not at all: no crash."""

from __future__ import annotations

import pytest

from gapkit.plots.fonts import width
from gapkit.plots.labels import wrap


@pytest.mark.parametrize("text", ["ไทย", "शाखा", "a\x01b"])
def test_letters_without_a_glyph_have_a_width(text):
    assert width(text, 9) > 0
    assert wrap(text, 100, 9, 2)


def test_a_label_of_thousands_of_letters_is_cut_to_its_room():
    lines = wrap("x" * 20_000, 120, 9, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(width(line, 9) <= 120 for line in lines)
