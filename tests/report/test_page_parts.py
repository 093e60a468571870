"""The order of the page, what is folded, what its tables carry, what its figures switch to."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from gapkit.options import Options
from gapkit.plots.heatmap import heatmap
from gapkit.report.choices import MOST_GROUPS, choices, left_out
from gapkit.report.drawing import Drawn, draw
from gapkit.report.figures import wanted
from gapkit.report.page import render
from gapkit.report.page.budget import MOST_ROWS, fitting
from gapkit.report.page.plan import CHAPTERS
from gapkit.report.page.table import DIGITS, packed, select_of
from gapkit.report.page.tables import BUILDERS, ORDER, page_tables
from gapkit.report.page.views import VIEWS
from gapkit.wording import LANGUAGES, words

from .frames import KIOSK, content, gaps_frame, kiosk, scores_frame
from .worst import ODD, worst

if TYPE_CHECKING:
    from gapkit.report.content import Content

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect fill="#ffffff"/></svg>'
WAVES = ("2025Q4", "2026Q1", "2026Q2", "2026Q3")
BRANCHES = 200


def page(made: Content) -> str:
    shown = made.published()
    return render(shown, [Drawn(w, PLAIN, "seen", gaps_frame().head(1)) for w in wanted(shown)])


def big() -> Content:
    """Return two hundred branches in four waves, each with the kiosk survey's own figures."""
    frames = {}
    for name, frame in {"gaps": gaps_frame(), "scores": scores_frame()}.items():
        everybody = frame[frame["segment"] == "all"]
        groups = [
            everybody.assign(segment="branch", value=f"Branch {k:03d}") for k in range(BRANCHES)
        ]
        once = pd.concat([everybody, *groups], ignore_index=True)
        frames[name] = pd.concat([once.assign(wave=wave) for wave in WAVES], ignore_index=True)
    return content(frames, Options())


@pytest.fixture(scope="module")
def large() -> Content:
    return big().published()


def test_every_section_has_a_heading_and_a_line_of_introduction_in_both_languages() -> None:
    for language in LANGUAGES:
        say = words(language)
        for chapter, sections in CHAPTERS.items():
            assert chapter == "first" or say.has(f"report.chapter.{chapter}")
            for section in sections:
                assert say.has(f"report.section.{section}"), section
                plain = section in ("board", "message", "method")
                assert plain or say.has(f"report.intro.{section}"), section


def test_sections_stand_in_the_order_of_the_chapters() -> None:
    html = page(kiosk())
    shown = re.findall(r'<section id="([\w-]+)"', html)
    order = [section for sections in CHAPTERS.values() for section in sections]
    assert shown == [section for section in order if section in shown]
    assert re.findall(r'<li><a href="#([\w-]+)">', html) == shown


def test_detail_is_folded_and_the_first_table_is_open() -> None:
    html = page(kiosk())
    folds = re.findall(r'<details class="table-fold" id="(\w+)-table"( open)?>', html)
    assert [name for name, is_open in folds if is_open] == ["gaps"]
    assert len(folds) > 1
    folded = re.findall(r'<details class="more">\s*<summary>.*?</summary>\s*<figure class="figure" id="([\w-]+)"', html)  # fmt: skip
    assert folded == [f"{name}-figure" for name in ("dimensions-profile", "items-profile", "items-distribution")]  # fmt: skip


def test_every_figure_and_every_table_says_how_it_was_made() -> None:
    html = page(kiosk())
    figures = html.count('<figure class="figure" id=')
    tables = html.count('class="searchable"')
    assert html.count('<details class="how">') == figures + tables
    assert "Holm" in html
    assert "Parasuraman" in html


def test_every_column_of_the_views_has_a_heading_in_both_languages() -> None:
    for language in LANGUAGES:
        say = words(language)
        for table, columns in VIEWS.items():
            assert say.has(f"report.workbook.sheet.{table}")
            for column in columns:
                if ":" not in column:
                    own = say.has(f"report.heading.{table}.{column}")
                    assert own or say.has(f"report.column.{column}"), (table, column)


def test_the_order_names_every_table_that_has_a_view_once() -> None:
    assert len(ORDER) == len(set(ORDER))
    assert set(ORDER) == {*BUILDERS, *VIEWS}


def reliability() -> pd.DataFrame:
    rows = [
        {"wave": wave, "segment": "all", "value": "all", "battery": battery, "dimension": "overall",
         "k": 20, "n": 194, "alpha": alpha, "alpha_low": alpha - 0.05, "alpha_high": alpha + 0.05,
         "omega": alpha, "reliability_difference": float("nan"), "reason": ""}
        for wave in WAVES
        for battery, alpha in (("perception", 0.91), ("gap:5", 0.84))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_a_view_shows_the_last_wave_of_the_first_battery_with_its_interval_in_one_cell() -> None:
    (table,) = page_tables(content({"reliability": reliability()}, Options()))
    assert [select.name for select in table.selects] == ["wave", "battery"]
    (row,) = table.first_rows
    said = dict(zip([column.name for column in table.columns], row, strict=True))
    assert said["alpha"] == ("0.91", "")
    assert said["alpha_low"] == ("0.86 to 0.96", "")
    assert said["k"] == ("20", "")
    hidden = [c.name for c, left in zip(table.columns, table.hidden, strict=True) if left]
    assert hidden == ["wave", "reliability_difference", "reason"]


def test_codes_are_read_back_from_their_text() -> None:
    codes = [0, 1, len(DIGITS) - 1, len(DIGITS), 5 * len(DIGITS) ** 2 + 7, 3]
    text = packed(codes)
    digits = int(text[0])
    places = [DIGITS.index(character) for character in text[1:]]
    read = [
        sum(place * len(DIGITS) ** k for k, place in enumerate(places[start : start + digits]))
        for start in range(0, len(places), digits)
    ]
    assert read == codes
    assert not set(DIGITS) & set('<&\\"')


def test_a_choice_that_stands_for_several_lets_all_of_them_pass() -> None:
    values = ["a", "b", "a", "all"]
    choices = {"*": "Every", "all": "All", "each": "Each", "a": "A", "b": "B"}
    select = select_of("segment", "Group", values, choices, "each", {}, {"each": ("a", "b")})
    passing = [code in select.places["each"] for code in select.codes]
    assert passing == [True, True, True, False]
    assert select.values == ("all", "a", "b")


def test_few_rows_all_fit() -> None:
    frame = gaps_frame()
    assert fitting(frame) is not frame
    pd.testing.assert_frame_equal(fitting(frame), frame)


def test_of_many_rows_everybodys_and_the_last_waves_are_kept(large: Content) -> None:
    frame = large.results["gaps"].frame
    assert len(frame) > MOST_ROWS
    kept = fitting(frame)
    assert len(kept) <= MOST_ROWS
    everybody = frame["segment"] == "all"
    pd.testing.assert_frame_equal(kept[kept["segment"] == "all"], frame[everybody])
    groups = kept[kept["segment"] != "all"]
    assert set(groups["wave"]) == {WAVES[-1]}
    assert groups["value"].nunique() == BRANCHES
    assert "dimension" in set(groups["level"])


def test_two_hundred_branches_in_four_waves_stay_below_five_megabytes(large: Content) -> None:
    html = page(large)
    assert len(html.encode()) < 5_000_000
    said = re.search(r'<p class="beyond">([\d,]+) rows? of single groups', html)
    assert said
    tables = {table.name: table for table in page_tables(large)}
    whole = len(large.results["gaps"].frame)
    assert tables["gaps"].left_out == whole - len(tables["gaps"])


def test_too_many_groups_are_not_drawn_one_by_one_and_the_page_says_where_they_are(
    large: Content,
) -> None:
    figure = next(f for f in wanted(large) if f.name == "dimensions-gaps")
    assert left_out(large, figure) == ("branch",)
    assert [choice.label for choice in choices(large, figure)] == list(WAVES[-2::-1])
    assert "There are too many groups to draw each (branch)" in page(large)
    heatmap = next(f for f in wanted(large) if f.chart == "heatmap")
    assert heatmap.folded
    assert BRANCHES > MOST_GROUPS


def test_figures_switch_to_waves_groups_and_the_items_of_a_dimension() -> None:
    frame = pd.concat([gaps_frame().assign(wave=wave) for wave in WAVES[:2]])
    made = content({"gaps": frame}, Options())
    by_name = {figure.name: figure for figure in wanted(made)}
    kinds = {c.kind for c in choices(made, by_name["dimensions-gaps"])}
    assert kinds == {"Wave", "sex", "frequency"}
    of_items = choices(made, by_name["items-gaps"])
    first = of_items[0]
    keys = {item.id for item in made.instrument.items_of(made.instrument.dimensions[0].id)}
    assert first.keys == keys
    assert set(first.result(made.results["gaps"]).frame["key"]) == keys


def test_figures_of_one_kind_become_one_with_a_list() -> None:
    rows = [
        {"wave": "all", "segment": "all", "value": "all", "outcome": outcome, "kind": "perception",
         "key": d.id, "level": "dimension", "n": 194, "r": 0.5, "share": 0.2, "ci_low": 0.1,
         "ci_high": 0.3, "chance": 0.01, "above_chance": "yes", "reason": ""}
        for outcome in ("overall", "recommend")
        for d in kiosk().instrument.dimensions
    ]  # fmt: skip
    made = content({"drivers": pd.DataFrame(rows)}, Options())
    (figure,) = (f for f in wanted(made) if f.section == "drivers")
    assert [other.title for other in figure.alternatives] == ["What goes with recommend"]
    (drawn,) = draw(made.published(), [figure])
    (other,) = drawn.others
    assert set(drawn.rows["outcome"]) == {"overall"}
    assert set(other.rows["outcome"]) == {"recommend"}


def test_a_narrow_picture_is_left_out_where_the_marks_would_have_no_room() -> None:
    made = worst().published()
    by_name = {figure.name: figure for figure in wanted(made)}
    drawn = {name: draw(made, [by_name[name]])[0] for name in ("dimensions-gaps", "segments-1")}
    assert 'viewBox="0 0 324 ' in drawn["dimensions-gaps"].narrow
    assert drawn["segments-1"].narrow == ""


def test_the_worst_labels_are_escaped_wherever_they_stand() -> None:
    made = worst().published()
    figures = [f for f in wanted(made) if f.name in ("dimensions-profile", "items-gaps")]
    html = render(made, draw(made, figures))
    assert ODD[0] not in html
    assert "<script>alert" not in html
    data = re.findall(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    cells = [text for column in json.loads(data[0])["columns"] for text, _ in column["cells"]]
    assert any(ODD[0] in text for text in cells)


def test_a_single_dimension_is_not_said_three_times() -> None:
    frame = gaps_frame()
    first = frame.loc[frame["level"] == "dimension", "key"].iloc[0]
    made = content(
        {"gaps": frame[(frame["level"] != "dimension") | (frame["key"] == first)]}, Options()
    )
    assert not [f for f in wanted(made) if f.section == "dimensions"]
    assert 'id="dimensions"' not in page(made)
    # nor twice in each group
    axes = heatmap(made.results["gaps"], segment="sex")
    texts = [text.get_text() for text in axes.texts]
    assert KIOSK.label("dimension", first, "en") in texts
    assert "Overall" not in texts
    assert "Overall" in [
        t.get_text() for t in heatmap(kiosk().results["gaps"], segment="sex").texts
    ]
