"""The summary as a document: the message in sentences, tables of pairs, the main figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.report.document.pairs import pair_rows
from gapkit.report.document.paper import Paper
from gapkit.report.figures import wanted
from gapkit.report.page.headline import headline
from gapkit.report.page.method import method
from gapkit.report.story import scenes

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.report.content import Content
    from gapkit.report.story import Scene

__all__ = ["write_document"]

SECTIONS: Final = {
    "five_gaps": "section.gaps",
    "sides": "section.dimensions",
    "gaps": "section.dimensions",
    "items": "section.items",
    "waves": "section.change",
    "priorities": "section.priorities",
    "actions": "section.actions",
    "asked": "asked.heading",
    "complaints": "section.complaints",
    "systems": "chapter.systems",
}
"""Part of the story → what it is headed, as the page calls it; others stand elsewhere."""

FIGURES: Final = {
    "five_gaps": "gaps-five-gaps",
    "sides": "dimensions-profile",
    "gaps": "dimensions-gaps",
    "items": "items-gaps",
    "priorities": "priorities-priorities",
    "actions": "actions-map",
    "complaints": "complaints-funnel",
}
"""Part of the story → the page's figure that shows it."""

PAIRS: Final = {"gaps": ("dimension", "overall"), "items": ("item",)}
"""Part of the story → the levels whose table of pairs it has."""


def write_document(content: Content, path: Path) -> None:
    """Write the summary.

    Parameters
    ----------
    content
        As published.
    path
        Of the .docx file.
    """
    paper = Paper(content)
    head = headline(content)
    paper.begin(head.answered)
    paper.lead(head.lead)
    paper.listed(head.further)
    heading = ""
    for scene in scenes(content):
        if scene.name in SECTIONS:
            new = content.words(f"report.{SECTIONS[scene.name]}")
            if new != heading:
                paper.heading(new)
            heading = new
            _write(paper, scene, content)
    paper.heading(content.words("report.section.method"))
    for note in method(content):
        paper.text(note.text, term=note.term)
    paper.save(path)


def _write(paper: Paper, scene: Scene, content: Content) -> None:
    """Write a part of the story: its sentence, its table, its figure, its pairs."""
    paper.lead(scene.headline)
    paper.listed(scene.said)
    if scene.rows:
        paper.table(scene.rows, scene.charts[0].title if scene.charts else "")
    for figure in wanted(content):
        if figure.name == FIGURES.get(scene.name):
            paper.figure(figure)
    if scene.name in PAIRS:
        title, rows, note = pair_rows(content, PAIRS[scene.name])
        if len(rows) > 1:
            paper.table(rows, title)
            paper.text(note, small=True)
