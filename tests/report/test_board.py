"""The page for the board: one sheet of paper, three figures, twelve numbers, no p value."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from gapkit.report.board import board_page, board_section
from gapkit.report.board.model import board
from gapkit.report.page import render
from gapkit.results import Result

from .board_frames import BEFORE, full, league, trends, two_waves
from .frames import KIOSK, kiosk
from .several_roles import several

LANGUAGES = ["en", "zh-Hant"]

MOST_NUMBERS = 12
MOST_FIGURES = 3
"""As many as a board can take in: the rule of the page."""


def text_of(html: str) -> str:
    """Return what the page says in text: without figures, without its head and its line to sign."""
    html = re.sub(r"<(style|svg|title|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    html = re.sub(r'<div class="board-head.*?</div>', " ", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", html)


def numbers_in(content) -> list[str]:
    """Return the numbers of the text; names of waves and of the five gaps are no numbers."""
    text = text_of(board_page(content))
    for name in (BEFORE, "2019", *(f"Gap {k}" for k in range(1, 6))):
        text = text.replace(name, " ")
    return re.findall(r"\d[\d.,]*", text)


@pytest.fixture(params=LANGUAGES)
def content(request):
    return full(request.param).published()


def test_no_more_than_twelve_numbers(content):
    found = numbers_in(content)
    assert 8 <= len(found) <= MOST_NUMBERS, found


def test_no_more_than_three_figures(content):
    html = board_page(content)
    assert len(re.findall(r"<figure\b", html)) == MOST_FIGURES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_p_value_and_no_significance(language):
    said = text_of(board_page(full(language).published())).lower()
    assert not re.search(r"\bp\s*[<=>]", said)
    assert "significan" not in said
    assert "顯著" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_one_sheet_of_a4(language, chromium):
    for page in (board_page(full(language).published()), board_page(kiosk(language).published())):
        tab = chromium.new_page()
        tab.set_content(page)
        printed = tab.pdf(prefer_css_page_size=True)
        tab.close()
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1


def test_nothing_is_loaded_and_nothing_is_told_on_the_console(content, chromium, tmp_path):
    path = tmp_path / "board.html"
    path.write_text(board_page(content), encoding="utf-8")
    tab = chromium.new_page(viewport={"width": 390, "height": 800})
    asked, told = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: told.append(message.text))
    tab.goto(path.as_uri())
    wide = tab.evaluate("document.documentElement.scrollWidth")
    tab.close()
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert told == []
    assert wide <= 390


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_comes_first_in_the_report(language):
    html = render(several(language).published(), ())
    assert html.index('id="board"') < html.index('id="message"')
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("shortfall", "falls short of expectations by"), ("surplus", "exceeds expectations by"),
     ("met", "meets expectations"), ("unclear", "cannot be told")],
)  # fmt: skip
def test_the_sentence_follows_the_verdict(verdict, said):
    content = full().published()
    frame = two_waves(content.options)
    frame.loc[(frame["gap"] == "5") & (frame["level"] == "overall"), "verdict"] = verdict
    content = with_frame(content, "gaps", frame)
    assert said in board(content).lead


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("better", "better than in 2018"), ("worse", "worse than in 2018"),
     ("same", "about the same as in 2018"), ("unclear", "whether it changed since 2018 cannot be told"),
     ("left_fell", "only because less is expected"), ("left_rose", "only because more is expected")],
)  # fmt: skip
def test_a_change_is_said_with_what_made_it(verdict, said):
    content = with_frame(full().published(), "trends", trends(verdict))
    assert said in board(content).lead


def test_a_size_has_no_sign_and_its_interval_begins_at_the_smaller_end():
    content = full().published()
    frame = two_waves(content.options)
    whole = (frame["gap"] == "5") & (frame["level"] == "overall") & (frame["segment"] == "all")
    frame.loc[whole, ["estimate", "ci_low", "ci_high"]] = [-1.13, -1.3, -1.0]
    frame.loc[whole, "verdict"] = "shortfall"
    lead = board(with_frame(content, "gaps", frame)).lead
    assert "by 1.13 points (95 % interval 1.00 to 1.30)" in lead


def test_units_are_counted_and_never_named():
    found = board(full().published())
    assert "1 told below the average, 1 above it" in found.units
    assert not any(name in board_page(full().published()) for name in ("North", "Harbour"))
    none = with_frame(full().published(), "league", league(["unclear"] * 5))
    assert "none can be told" in board(none).units


def test_three_actions_and_three_outcomes_at_most():
    found = board(full().published())
    assert [a.what for a in found.actions] == [
        KIOSK.label("dimension", d.id, "en") for d in KIOSK.dimensions[:3]
    ]
    assert [o.verdict for o in found.outcomes] == ["worked", "not told", "worse"]
    assert [o.tone for o in found.outcomes] == ["met", "unclear", "shortfall"]


def test_parts_that_there_are_not_leave_no_trace():
    content = full().published()
    kept = {
        n: r for n, r in content.results.items() if n not in ("league", "did_it_work", "response")
    }
    html = board_page(replace(content, results=kept))
    assert "The last measures" not in html
    assert "Units and targets" not in html


def test_everything_suppressed_says_so_and_has_no_figure(content):
    frame = two_waves(content.options)
    for column in ("n", "n_left", "n_right"):
        frame[column] = 3
    hidden = with_frame(content, "gaps", frame).published()
    dull = {name: hidden.results[name] for name in ("gaps",)}
    found = board(replace(hidden, results=dull))
    assert not re.search(r"\d", found.lead)


def test_texts_of_the_study_stay_texts():
    content = replace(full(), title='<script>alert("x")</script> & عربي 🙂').published()
    html = board_page(content)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_without_a_gap_there_is_no_page():
    content = full().published()
    assert board_section(replace(content, results={})) is None
    assert board_page(replace(content, results={})) is None


def test_the_same_files_have_the_same_code():
    one = {"inputs": [{"sha256": "a"}, {"sha256": "b"}]}
    codes = [
        board(replace(full(), manifest=m).published()).code
        for m in (one, one, {"inputs": [{"sha256": "c"}]})
    ]
    assert codes[0] == codes[1] != codes[2]
    assert board(replace(full(), manifest={}).published()).code == ""


def test_targets_are_drawn_where_the_study_has_them():
    key = KIOSK.dimensions[0].id
    with_target = board_page(replace(full(), targets={key: -0.3}).published())
    assert ">target<" in with_target
    assert ">target<" not in board_page(full().published())


def with_frame(content, name, frame):
    result = Result(name, frame, content.options, KIOSK)
    if name == "gaps":
        result = replace(result, roles=content.results["gaps"].roles)
    return replace(content, results={**content.results, name: result})
