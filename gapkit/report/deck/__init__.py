"""Slides: a headline sentence each, charts that can be edited, notes with every figure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from gapkit.report.deck.look import Look
from gapkit.report.deck.parts import add_chart, add_logo, add_table, add_texts, has_room
from gapkit.report.deck.template import opened
from gapkit.report.page.headline import headline
from gapkit.report.plain_text import printable, shortened
from gapkit.report.story import scenes
from gapkit.results.audience import INTERNAL

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.report.content import Content
    from gapkit.report.deck.look import Box
    from gapkit.report.native import NativeChart
    from gapkit.report.story import Scene

__all__ = ["write_deck"]

CREATED: Final = datetime(2000, 1, 1)
"""A fixed date: a report does not tell when it was made, its manifest does."""

BESIDE: Final = 0.62
"""Share of a slide's width that a chart takes beside sentences."""

HALF: Final = 0.46
"""Share of a slide's width that a chart takes beside a table."""

THIRD: Final = 0.32
"""The same where the table would have too little room."""

KEY_LABEL: Final = 48
"""Letters of a label in a key of numbers."""

UNDER: Final = 0.24
"""Share of a slide's height that sentences take under two charts."""


def write_deck(content: Content, path: Path) -> None:
    """Write the slides: ten of them where a survey has everything to show, three more of records.

    Parameters
    ----------
    content
        As published.
    path
        Of the .pptx file.
    """
    deck, layouts = opened(content.brand.template)
    look = Look(content, deck.slide_width, deck.slide_height)
    _title(deck, layouts.title, content, look)
    for scene in scenes(content):
        _slide(deck, layouts.content, scene, content, look)
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = printable(content.title), "gapkit", "gapkit"
    about.created = about.modified = CREATED
    about.language = content.language
    deck.save(str(path))


def _title(deck: Any, layout: Any, content: Content, look: Look) -> None:
    """Write the first slide: what was studied, what came out, who answered."""
    slide = deck.slides.add_slide(layout)
    head = headline(content)
    area = look.dress(slide, first=True)
    look.write_title(slide, content.title)
    texts = [content.words("report.kicker"), head.lead, head.answered]
    texts += [content.words("report.internal")] if content.audience == INTERNAL else []
    add_texts(slide, texts, area, look, bullets=False)
    add_logo(slide, content.brand.logo, look.first_logo)
    slide.notes_slide.notes_text_frame.text = printable("\n".join((head.lead, *head.further)))


def _slide(deck: Any, layout: Any, scene: Scene, content: Content, look: Look) -> None:
    slide = deck.slides.add_slide(layout)
    area = look.dress(slide)
    look.write_title(slide, scene.headline)
    _fill(slide, scene, area, look)
    if content.brand.template is None:
        add_logo(slide, content.brand.logo, look.logo)
    lines = (scene.headline, *scene.said, *scene.notes)
    slide.notes_slide.notes_text_frame.text = printable("\n".join(lines))


def _fill(slide: Any, scene: Scene, area: Box, look: Look) -> None:
    """Lay out what a slide shows: charts left, sentences or a table right, else the whole width."""
    if scene.rows and scene.charts:
        left, right = area.cut_across(HALF)
        if not has_room(scene.rows, right):
            left, right = area.cut_across(THIRD)
        add_chart(slide, scene.charts[0], left, look)
        add_table(slide, scene.rows, right, look)
    elif scene.rows:
        add_table(slide, scene.rows, area, look)
    elif len(scene.charts) > 1:
        upper, lower = area.cut_down(1 - UNDER) if scene.said else (area, area)
        for chart, box in zip(scene.charts, upper.cut_across(0.5), strict=True):
            add_chart(slide, chart, box, look)
        if scene.said:
            add_texts(slide, scene.said, lower, look)
    elif scene.charts and (beside := _key(scene.charts[0]) or scene.said):
        left, right = area.cut_across(BESIDE)
        add_chart(slide, scene.charts[0], left, look)
        add_texts(slide, beside, right, look, bullets=not scene.charts[0].numbered)
    elif scene.charts:
        add_chart(slide, scene.charts[0], area, look)
    elif scene.said:
        add_texts(slide, scene.said, area, look)


def _key(chart: NativeChart) -> tuple[str, ...]:
    """Return what the numbers of points stand for; nothing where points carry their labels."""
    if not chart.numbered:
        return ()
    return tuple(f"{k}\u2002{shortened(row, KEY_LABEL)}" for k, row in enumerate(chart.rows, 1))
