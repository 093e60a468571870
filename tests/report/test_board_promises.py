"""The line on promises on the page for the board."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from gapkit.operations.promises.guarantee import guarantee_frame
from gapkit.report.board import board_page
from gapkit.report.board.systems import systems
from gapkit.results import Result

from .frames import KIOSK
from .test_board import MOST_NUMBERS, numbers_in, text_of
from .test_board_systems import with_complaints

if TYPE_CHECKING:
    from gapkit.report.content import Content


def with_promises(language: str, *kept: float) -> Content:
    """Return a report in which the promises a, b, … were kept so many times of 200 in the last wave."""
    content = with_complaints(language, [0.9, 0.4], 3)
    names = list("abc")[: len(kept)]
    before = pd.DataFrame({"promise": names, "wave": "2018", "n": 200, "kept": 10})
    last = pd.DataFrame({"promise": names, "wave": "2019", "n": [200] * len(kept), "kept": kept})
    frame = guarantee_frame((), pd.concat([before, last]), None, content.options)
    results = {**content.results, "guarantee": Result("guarantee", frame, content.options, KIOSK)}
    return replace(content, results=results).published()


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ([180, 160], "Promises: “b” was kept least, 80.0 % of the time."),
        ([160], "Promises: “a” was kept 80.0 % of the time."),
    ],
)
def test_the_line_names_the_promise_that_was_kept_least(kept: list[float], said: str) -> None:
    assert systems(with_promises("en", *kept))[-1] == said


def test_without_counts_nothing_is_said() -> None:
    content = with_complaints("en", [0.9, 0.4], 3)
    empty = guarantee_frame((), None, pd.DataFrame({"promise": [], "wave": []}), content.options)
    results = {**content.results, "guarantee": Result("guarantee", empty, content.options, KIOSK)}
    assert systems(replace(content, results=results)) == systems(content)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_with_complaints_and_promises_the_page_still_has_twelve_numbers(language: str) -> None:
    content = with_promises(language, 180, 160)
    assert "80.0%" in text_of(board_page(content)).replace(" %", "%")
    assert len(numbers_in(content)) == MOST_NUMBERS
