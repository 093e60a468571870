"""The line on complaints on the page for the board."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from gapkit.report.board import board_page
from gapkit.report.board.systems import systems
from gapkit.results import Result

from .board_frames import full
from .frames import KIOSK
from .test_board import numbers_in, text_of

if TYPE_CHECKING:
    from gapkit.report.content import Content


def with_complaints(language: str, shares: list[float], late: int) -> Content:
    content = full(language)
    recovery = pd.DataFrame({"unit": "all", "days": range(len(shares)), "open_share": shares})
    other = pd.DataFrame({"unit": "North", "days": [1], "open_share": [0.1]})
    overdue = pd.DataFrame({"id": [f"c{k}" for k in range(late)]})
    frames: dict[str, Any] = {"recovery": pd.concat([other, recovery]), "overdue": overdue}
    made = {n: Result(n, f, content.options, KIOSK) for n, f in frames.items() if len(f)}
    return replace(content, results={**content.results, **made}).published()


@pytest.mark.parametrize(
    ("shares", "late", "said"),
    [
        ([0.9, 0.6, 0.5, 0.3], 16, "Complaints: half are put right within 2 days; 16 are overdue."),
        ([0.9, 0.4], 1, "Complaints: half are put right within 1 day; 1 is overdue."),
        ([0.4], 0, "Complaints: half are put right on the same day; none is overdue."),
        ([0.9, float("nan")], 0, "Complaints: it cannot be told within how many days half are put right; none is overdue."),
    ],
)  # fmt: skip
def test_the_line_says_the_middle_time_and_what_is_overdue(
    shares: list[float], late: int, said: str
) -> None:
    assert systems(with_complaints("en", shares, late))[0] == said


def test_without_a_register_nothing_is_said() -> None:
    content = full("en").published()
    assert not systems(content)
    assert content.words("report.board.systems") not in text_of(board_page(content))


NUMBERS_OF_A_LINE = 2
"""Of the twelve that the page has."""


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_line_adds_two_numbers_to_the_page(language: str) -> None:
    content = with_complaints(language, [0.9, 0.6, 0.5], 16)
    assert content.words("report.board.systems") in text_of(board_page(content))
    before = numbers_in(full(language).published())
    assert len(numbers_in(content)) == len(before) + NUMBERS_OF_A_LINE
