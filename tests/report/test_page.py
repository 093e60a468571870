"""The page as text: what is in it, what is kept out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from gapkit.options import Options
from gapkit.report import write
from gapkit.report.drawing import Drawn
from gapkit.report.figures import wanted
from gapkit.report.page import render
from gapkit.report.page.dark import dark_colour
from gapkit.report.page.method import method
from gapkit.report.page.tables import page_tables

from .frames import answers_frame, content, gaps_frame, kiosk, result, scores_frame, zones_frame

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.report.content import Content

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect fill="#ffffff"/></svg>'
EVIL = "<script>alert(1)</script>\"'&<b>"


def page(made: Content) -> str:
    """Render with plain pictures in place of figures."""
    shown = made.published()
    drawn = [Drawn(w, PLAIN, "what is seen", gaps_frame().head(1)) for w in wanted(shown)]
    return render(shown, drawn)


@pytest.fixture(scope="module")
def english() -> str:
    return page(kiosk())


def policy_of(html: str) -> str:
    return re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]


def test_policy_lets_nothing_in_but_its_own_style_and_script(english: str) -> None:
    policy = policy_of(english).replace("&#39;", "'")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for part in ("style", "script"):
        text = re.search(rf"<{part}>(.*?)</{part}>", english, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{part}-src 'sha256-{digest}'" in policy


def test_no_style_attribute_which_the_policy_would_stop(english: str) -> None:
    assert not re.search(r"\sstyle=", english)
    assert not re.search(r"\son\w+=", re.sub(r"<script>.*?</script>", "", english, flags=re.DOTALL))


def test_asks_for_no_other_file(english: str) -> None:
    addresses = re.findall(r'(?:src|href)="([^"]+)"', english)
    assert all(a.startswith(("#", "data:", "tables/")) for a in addresses)
    assert "@import" not in english


def test_whatever_comes_from_the_study_is_escaped() -> None:
    frame = gaps_frame()
    frame["label"] = EVIL
    frame["value"] = frame["value"].where(frame["segment"] == "all", EVIL)
    ledger = pd.DataFrame(
        [("customer", EVIL, EVIL, "unreadable", 1, "2", EVIL)],
        columns=["role", "file", "column", "kind", "count", "records", "detail"],
    )
    html = page(content({"gaps": frame}, Options(), title=EVIL, ledger=ledger))
    assert "<script>alert" not in html
    assert "alert(1)</script>" not in html
    seen = Scripts()
    seen.feed(html)
    assert len(seen.bodies) == 2  # the table's data and the page's own
    table = json.loads(seen.bodies[0])
    assert EVIL in [text for column in table["columns"] for text, _ in column["cells"]]


class Scripts(HTMLParser):
    """Collects what stands within script elements, as a browser would see it."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside = tag == "script"
        if self._inside:
            self.bodies.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.bodies[-1] += data


def test_first_screen_has_message_figure_and_verdicts(english: str) -> None:
    first = english[english.index('<section id="message"') :]
    first = first[: first.index("</section>")]
    for part in (
        "−1.13",
        "95 % interval −1.24 to −1.01",
        "falls short of expectations",
    ):
        assert part in first
    assert "<figure" not in first
    assert "Security" in english[english.index('<section id="board"') : english.index(first)]
    counts = re.findall(r"<b>(\d+)</b>", first)
    assert sum(map(int, counts)) == 20


def test_sections_without_anything_are_left_out(english: str) -> None:
    assert '<section id="segments"' in english
    assert 'href="#zones"' not in english
    assert '<section id="zones"' not in english


def test_perception_alone_makes_a_useful_page() -> None:
    scores, answers = scores_frame(), answers_frame()
    frames = {
        "scores": scores[scores["battery"] == "perception"],
        "answers": answers[answers["battery"] == "perception"],
    }
    html = page(content(frames, Options()))
    assert "Perception: 4.95 on average on the scale from 1 to 7" in html
    assert "no gap is judged" in html
    assert 'data-table="scores"' in html
    assert 'id="items-distribution-figure"' in html
    assert 'class="strip"' not in html
    assert 'class="pill' not in html


def test_a_study_without_answers_still_makes_a_page() -> None:
    html = page(content({"gaps": gaps_frame().iloc[:0]}, Options()))
    assert "nothing to judge yet" in html


def test_everything_suppressed_shows_no_figure_anywhere() -> None:
    frame = gaps_frame()
    frame["n"] = frame["n_left"] = frame["n_right"] = pd.array([3] * len(frame), dtype="Int64")
    html = page(content({"gaps": frame}, Options()))
    assert "No overall figure can be shown: too few people to show." in html
    body = html[html.index("<body") : html.index('<section id="method"')]
    body = re.sub(r'<a class="data".*?</a>|<script.*?</script>', "", body, flags=re.DOTALL)
    assert not re.search(r"[−+]\d", body)
    numbers = json.loads(re.search(r'application/json">(.*?)</script>', html, re.DOTALL)[1])
    for column in numbers["columns"][3:]:
        assert not any(re.search(r"\d", text) for text, _ in column["cells"])


def test_method_says_margin_adjustment_families_and_the_check_by_order() -> None:
    notes = {note.term: note.text for note in method(kiosk())}
    assert "±0.30 (5 % of the scale's range of 6)" in notes["Margin"]
    assert "Holm" in notes["Many figures"]
    assert "not guarded" in notes["Many figures"]
    assert "fewer than 5 people" in notes["Small groups"]
    assert "Perception minus Expectation; negative: a shortfall" in notes["Sign"]
    items = gaps_frame().query("level == 'item' and segment == 'all' and gap == '5'")
    differ = ((items["p"] < 0.05) != (items["wilcoxon_p"] < 0.05)).sum()
    assert f"for {differ} of 20 items" in notes["Check by order"]


def test_chinese_page_carries_the_characters_it_uses() -> None:
    html = page(kiosk("zh-Hant"))
    assert '<html lang="zh-Hant">' in html
    font = re.search(r"data:font/woff;base64,([^)]+)\)", html)[1]
    from io import BytesIO

    from fontTools.ttLib import TTFont

    cmap = TTFont(BytesIO(base64.b64decode(font))).getBestCmap()
    shown = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert {ord(c) for c in shown if "\u4e00" <= c <= "\u9fff"} <= set(cmap)
    assert len(cmap) < 1000
    family = re.search(r"--font:([^;]+);?", html)[1]
    assert family.startswith('"Gapkit Sans TC"')


def test_a_page_without_chinese_carries_no_font() -> None:
    frame = gaps_frame()
    made = content({"gaps": frame[frame["segment"] == "all"]}, Options())
    assert "@font-face" not in page(made)


def test_table_shows_at_first_everybodys_items_of_the_last_wave() -> None:
    frame = pd.concat([gaps_frame().assign(wave=w) for w in ("2026Q2", "2026Q3")])
    table = page_tables(content({"gaps": frame}, Options()))[0]
    assert len(table) == len(frame)
    assert len(table.first_rows) == 20
    assert {select.name: select.chosen for select in table.selects} == {
        "wave": "2026Q3",
        "segment": "all",
        "gap": "5",
        "level": "item",
    }


def test_many_rows_stay_small_and_out_of_the_tree() -> None:
    frame = gaps_frame()
    groups = 30_000 // len(frame) + 1
    many = pd.concat([frame.assign(value=f"branch {k}") for k in range(groups)])
    html = page(content({"gaps": many}, Options()))
    assert len(many) >= 30_000
    assert html.count("<tr>") < 300
    assert len(html) < 5_000_000 * len(many) / 22_000  # 5 MB for 200 branches in 4 waves


def test_dark_colours_keep_their_order_turned_about() -> None:
    greys = [dark_colour(f"#{v:02x}{v:02x}{v:02x}") for v in (0, 80, 160, 250)]
    values = [int(colour[1:3], 16) for colour in greys]
    assert values == sorted(values, reverse=True)


def test_write_makes_everything_and_says_where(tmp_path: Path) -> None:
    made = kiosk()

    def tally(folder: Path) -> None:
        folder.mkdir()
        (folder / "counts.parquet").write_bytes(b"")

    index = write(
        content({n: r.frame for n, r in made.results.items()}, Options(), tally=tally),
        tmp_path / "out",
    )
    assert index == tmp_path / "out" / "index.html"
    there = sorted(p.name for p in index.parent.iterdir())
    assert there == [
        "board.html",
        "figures",
        "index.html",
        "ledger.csv",
        "manifest.json",
        "results.xlsx",
        "tables",
        "tally",
    ]
    assert json.loads((index.parent / "manifest.json").read_text())["contents"] == there


def test_internal_readers_see_small_groups() -> None:
    frame = gaps_frame().head(1)
    frame["n"] = frame["n_left"] = frame["n_right"] = pd.array([3], dtype="Int64")
    made = content({"gaps": frame}, Options(), audience="internal")
    assert made.published().results["gaps"].frame["estimate"].notna().all()
    public = content({"gaps": frame}, Options())
    assert public.published().results["gaps"].frame["estimate"].isna().all()
    assert result("gaps", frame, Options()).frame["estimate"].notna().all()


def test_zones_have_a_section_and_a_table_with_their_own_verdicts() -> None:
    html = page(content({"zones": zones_frame(), "gaps": gaps_frame()}, Options()))
    assert '<section id="zones"' in html
    assert 'id="zones-zones-figure"' in html
    table = page_tables(content({"zones": zones_frame()}, Options()))[0]
    verdicts = [row[-1] for row in table.first_rows]
    assert verdicts == [
        ("below the zone", "shortfall"),
        ("within the zone", "met"),
        ("above the zone", "surplus"),
        ("cannot be told", "unclear"),
    ]
    assert table.first_rows[0][0][0] == "Does what was chosen"
    assert [row[5][0] for row in table.first_rows] == ["−1.00", "+1.00", "+2.50", "+1.00"]


def test_of_several_waves_the_last_ones_people_are_counted() -> None:
    early, late = (gaps_frame().assign(wave=w) for w in ("2026Q2", "2026Q3"))
    for column in ("n", "n_left", "n_right"):
        early[column] += 1000
    html = page(content({"gaps": pd.concat([early, late])}, Options()))
    assert "194 people answered." in html
    assert "What follows speaks of 2026Q3, the last of 2 waves." in html


def test_importance_against_performance_alone_is_shown_without_a_verdict() -> None:
    frame = gaps_frame()
    html = page(content({"gaps": frame[frame["gap"] == "priority"]}, Options()))
    first = html[html.index('<section id="message"') : html.index('<section id="dimensions"')]
    assert "set side by side, not judged" in first
    assert 'class="pill' not in first
    assert 'class="strip"' not in first


def test_different_people_show_both_counts() -> None:
    frame = gaps_frame().head(1)
    frame["n"] = pd.array([None], dtype="Int64")
    frame["n_left"], frame["n_right"] = 12, 1340
    table = page_tables(content({"gaps": frame}, Options()))[0]
    assert table.first_rows[0][1][0] == "12 | 1,340"
