"""The department's records beside the survey: on the page, the board, the cards, the slides.

The content is that of the synthetic call centre, in Chinese; what was planted there stands in its
`truth.toml`, and counts are taken anew from its files.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from gapkit.report.board import board_page
from gapkit.report.board.model import board
from gapkit.report.board.systems import systems
from gapkit.report.cards import columns_of, write_cards
from gapkit.report.cards.model import cards
from gapkit.report.document import write_document
from gapkit.report.page.headline import headline
from gapkit.report.page.parts import parts
from gapkit.report.records import beside, delivery_notes, tasks, unit_asked, units_of_records
from gapkit.report.story import scenes
from gapkit.report.there import there
from gapkit.samples import sample

from .board_frames import full
from .call_centre import call_centre
from .frames import kiosk
from .test_board import MOST_NUMBERS, numbers_in, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.report import Content

PLACE = sample("bank").parent / "call-centre"
BELOW, DIMENSION = "數位組", "unexpected"
"""The team that is below the target, and in what; nobody agreed the campaign on it either."""

LATE = "存匯組"
"""The team that leaves complaints open."""


@cache
def content() -> Content:
    return replace(call_centre(), audience="public").published()


@cache
def without_customers() -> Content:
    """Return the content as if nobody had asked customers: their tables and their source are not there."""
    whole = content()
    own = {n: r for n, r in whole.results.items() if r.own_records}
    scores = whole.results["scores"]
    delivery = scores.frame[scores.frame["battery"] == "delivery"].reset_index(drop=True)
    own["scores"] = replace(scores, frame=delivery, sentences=())
    sources = tuple(source for source in whole.sources if source.role == "monitor")
    return replace(whole, results=own, sources=sources)


def rows_of(name: str) -> list[dict[str, str]]:
    with (PLACE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class TestOnThePage:
    def test_what_the_records_ask_for_stands_below_what_comes_first(self) -> None:
        part = parts(content())["actions"]
        phrases = content().results["agenda"].sentences
        assert part.sentences
        assert part.asked == tuple(content().words.say(phrase) for phrase in phrases)

    def test_a_team_below_target_and_a_loose_campaign_stand_beside_the_remedy(self) -> None:
        say = content().words
        label = content().instrument.label("dimension", DIMENSION, "zh-Hant")
        with_team = say("report.asked.below", units=BELOW)
        loose = say("report.asked.unagreed")
        for sentence in parts(content())["actions"].sentences:
            about = sentence.startswith(f"1. {label}")
            assert (with_team in sentence) == about
            assert (loose in sentence) == about

    def test_another_team_is_not_told_to_be_below_target(self) -> None:
        row = {"key": DIMENSION, "level": "dimension", "segment": "組別", "carrier": ""}
        said = content().words("report.asked.below", units=BELOW)
        assert said in beside(content(), {**row, "value": BELOW})
        assert said not in beside(content(), {**row, "value": LATE})
        assert beside(content(), {**row, "key": "manner", "value": BELOW}) == ""

    @pytest.mark.parametrize("section", ["gaps", "witnesses", "attribution"])
    def test_where_delivery_was_scored_by_monitors_it_is_said_that_one_drifts(
        self, section: str
    ) -> None:
        notes = delivery_notes(content())
        assert len(notes) == 2
        assert set(notes) <= set(parts(content())[section].sentences)

    @pytest.mark.parametrize("section", ["gaps", "witnesses"])
    def test_where_others_tell_of_delivery_monitors_are_not_spoken_of(self, section: str) -> None:
        gaps = content().results["gaps"]
        roles = {gap: tuple("employee" if r == "monitor" else r for r in pair)
                 for gap, pair in gaps.roles.items()}  # fmt: skip
        told = replace(content(), results={**content().results, "gaps": replace(gaps, roles=roles)})
        assert not set(delivery_notes(content())) & set(parts(told)[section].sentences)


class TestOnTheBoard:
    def test_it_keeps_to_its_numbers(self) -> None:
        found = numbers_in(content())
        for when in ("2026Q2", "2026Q3"):  # waves are no numbers
            year = when.partition("Q")[0]
            found = [number for number in found if not number.startswith(year)]
        assert len(found) <= MOST_NUMBERS, found

    def test_it_names_who_leaves_most_open_and_the_other_tasks(self) -> None:
        complaints, _, also = systems(content())
        assert LATE in complaints
        kinds = list(dict.fromkeys(content().results["agenda"].frame["task"]))
        words = [content().words(f"agenda.task.{kind}") for kind in kinds]
        assert [word for word in words if word in also] == words[1:]
        assert kinds[0] == "overdue"

    def test_remedies_are_those_of_the_page(self) -> None:
        found = board(content())
        assert found is not None
        sentences = parts(content())["actions"].sentences
        show = content().words("actions.show")
        for action, sentence in zip(found.actions, sentences, strict=False):
            assert (show in action.remedy) == (show in sentence)
        assert content().words("report.asked.below", units=BELOW) in found.actions[0].remedy

    def test_it_prints_on_one_sheet(self, chromium) -> None:
        tab = chromium.new_page()
        tab.set_content(board_page(content()))
        printed = tab.pdf(prefer_css_page_size=True)
        tab.close()
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1


class TestWithoutCustomers:
    def test_the_head_says_what_there_is(self) -> None:
        say = content().words
        calls = {tuple(r[c] for c in ("call", "agent")) for r in rows_of("monitor.csv")}
        counts = {
            "calls": len(calls),
            "complaints": len({r["id"] for r in rows_of("complaints.csv")}),
            "contacts": sum(int(r["contacts"]) for r in rows_of("contacts.csv")),
        }
        parts_ = [say(f"report.there.{what}", count=say.number(n, 0)) for what, n in counts.items()]
        said = headline(without_customers()).answered
        assert said == say("report.there.said", parts=say("list.between").join(parts_))

    def test_with_customers_nothing_of_it_is_said(self) -> None:
        assert there(content()) == ""
        assert there(full().published()) == ""

    def test_the_board_says_what_the_records_say(self) -> None:
        found = board(without_customers())
        assert found is not None
        assert found.answered == there(without_customers())
        assert found.systems == systems(without_customers())[:-1]
        assert [a.what.lower() for a in found.actions] == tasks(without_customers())
        text = text_of(board_page(without_customers()))
        assert content().words("actions.none") not in text
        assert content().words("report.board.kicker_records") in board_page(without_customers())

    def test_without_records_either_there_is_no_board(self) -> None:
        assert board(replace(without_customers(), results={})) is None

    def test_cards_are_made_by_unit(self, tmp_path: Path) -> None:
        made = without_customers()
        assert columns_of(made) == (made.unit,)
        found = {card.value: card for card in cards(made, made.unit)}
        assert set(found) == set(units_of_records(made)) == {BELOW, LATE, "信用卡組"}
        assert all(card.records and not card.shown for card in found.values())
        assert write_cards(made, made.unit, tmp_path) == len(found)
        for card in found.values():
            page = (tmp_path / "cards" / f"{card.value}.html").read_text(encoding="utf-8")
            others = set(found) - {card.value}
            assert not [other for other in others if other in page]

    def test_slides_speak_of_the_records(self) -> None:
        names = [scene.name for scene in scenes(without_customers())]
        assert names == ["message", "asked", "complaints", "systems", "reading"]


class TestOnCards:
    def test_a_card_says_how_many_of_its_complaints_are_open(self) -> None:
        keys = {r["id"]: r for r in rows_of("complaints.csv")}
        came = Counter(row["team"] for row in keys.values())
        agenda = content().results["agenda"].frame
        late = agenda[agenda["task"] == "overdue"].set_index("unit")["n"]
        by_value = {card.value: card for card in cards(content(), content().unit)}
        words = {"Accounts": LATE, "Digital": BELOW, "Cards": "信用卡組"}
        for team, unit in words.items():
            assert by_value[unit].records == unit_asked(content(), unit)
            first = by_value[unit].records[0]
            assert str(came[team]) in first
            assert str(late[unit]) in first

    def test_only_the_team_that_stands_out_is_set_against_all(self) -> None:
        (more,) = [p for p in content().results["overdue"].sentences if p.key == "overdue.unit"]
        said = content().words.say(more)
        for card in cards(content(), content().unit):
            assert (said in card.records) == (card.value == LATE)

    def test_what_comes_first_where_the_unit_is_above_average_says_so(self) -> None:
        above = content().words("report.card.above")
        for card in cards(content(), content().unit):
            assert card.advice is not None
            told = [r.word for r in card.rows if r.label == card.advice.what.partition("：")[0]]
            assert (above in card.advice.what) == (
                told == [content().words("report.card.told.above")]
            )


class TestInSlidesAndDocument:
    def test_three_scenes_stand_before_how_to_read(self) -> None:
        found = {scene.name: scene for scene in scenes(content())}
        assert list(found)[-4:] == ["asked", "complaints", "systems", "reading"]
        assert content().words.list(tasks(content())) in found["asked"].headline
        assert len(found["systems"].rows) == 6  # a head, and every system but complaints
        (chart,) = found["complaints"].charts
        keys = {r["id"]: r for r in rows_of("complaints.csv")}.values()
        reached = [sum(bool(r[c]) for r in keys) for c in ("received", "answered", "called_back")]
        assert list(chart.series[0].values[:3]) == reached

    def test_without_records_nothing_is_added(self) -> None:
        names = [scene.name for scene in scenes(kiosk().published())]
        assert not {"asked", "complaints", "systems"} & set(names)

    def test_the_document_has_a_section_of_each(self, tmp_path: Path) -> None:
        docx = pytest.importorskip("docx")
        write_document(without_customers(), tmp_path / "a.docx")
        paper = docx.Document(str(tmp_path / "a.docx"))
        heads = [p.text for p in paper.paragraphs if p.style.name == "Heading 1"]
        say = content().words
        keys = ("asked.heading", "section.complaints", "chapter.systems", "section.method")
        assert heads == [say(f"report.{key}") for key in keys]
