"""The five gaps overall: a sentence a gap, and a table of them; gap 1 is told by its profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.knowledge_sentences import CLOSER
from gapkit.plots.chosen import side_word
from gapkit.plots.knowledge_gap import KnowledgeGap
from gapkit.plots.model_gaps import model_gaps
from gapkit.report.figures import across_roles, last_wave
from gapkit.report.page.table import Table, column_of
from gapkit.report.sides import role_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapkit.plots.model_gap import ModelGap
    from gapkit.report.content import Content
    from gapkit.report.page.table import Cell
    from gapkit.wording import Phrase

__all__ = ["five_sentences", "five_table", "knowledge_sentences", "overall_gaps"]


def five_sentences(content: Content) -> tuple[str, ...]:
    """Return the five gaps in words; gap 1 by its profile, then by its level with a warning."""
    if not across_roles(content):
        return ()
    return tuple(gap.said for gap in overall_gaps(content))


def knowledge_sentences(content: Content) -> tuple[str, ...]:
    """Return how well one role knows another's views: order, distance, disagreement."""
    if not across_roles(content):
        return ()
    return tuple(content.words.say(phrase) for phrase in _phrases(content, CLOSER))


def five_table(content: Content) -> Table | None:
    """Return the table of the five gaps overall, of everybody in the last wave."""
    if not across_roles(content):
        return None
    say, gaps = content.words, list(_rows(content))
    decimals = content.options.decimals
    confidence = content.words.level(content.options.confidence)
    figures: list[Cell] = [(_figure(gap, decimals), "") for gap in gaps]
    intervals: list[Cell] = [(_ends(gap), "") for gap in gaps]
    between = say("plots.five_gaps.between")
    columns = (
        column_of("gap", say("report.column.gap"), [(gap.heading, "") for gap in gaps]),
        column_of("sides", say("report.column.sides"), [(_sides(gap), "") for gap in gaps]),
        column_of("n", say("report.column.answered_by"), [(between.join(g.who), "") for g in gaps]),
        column_of("estimate", say("report.column.estimate"), figures, "number"),
        column_of(
            "ci_low", say("report.column.interval", confidence=confidence), intervals, "number"
        ),
        column_of("verdict", say("report.column.verdict"), [_verdict(gap) for gap in gaps]),
    )
    return Table("five_gaps", say("report.table.five_gaps"), columns)


def overall_gaps(content: Content) -> tuple[ModelGap, ...]:
    """Return the five gaps overall, of everybody in the last wave; only where one lies between roles."""
    gaps = content.results["gaps"]
    return model_gaps(
        gaps, wave=last_wave(gaps.frame), segment="all", value="all", level="overall",
        key="overall", knowledge=content.results.get("knowledge"),
        profile=content.results.get("profile"),
    ).gaps  # fmt: skip


def _rows(content: Content) -> Iterator[ModelGap]:
    """Yield each gap; gap 1 as its profile tells it, and then its level on a row of its own."""
    for gap in overall_gaps(content):
        yield gap
        if isinstance(gap, KnowledgeGap):
            yield gap.level


def _figure(gap: ModelGap, decimals: int) -> str:
    """Say the gap; of gap 1 said to be its order, or its level."""
    if isinstance(gap, KnowledgeGap):
        return gap.words("plots.five_gaps.order_alone", r=gap.order_figures[0])
    said = gap.words.number(gap.estimate, decimals, sign=True)
    return said if gap.heads or not said else gap.words("plots.five_gaps.level", figure=said)


def _phrases(content: Content, beginnings: tuple[str, ...]) -> list[Phrase]:
    knowledge = content.results.get("knowledge")
    if knowledge is None or knowledge.frame.empty:
        return []
    same_wave = last_wave(knowledge.frame) == last_wave(content.results["gaps"].frame)
    return [p for p in knowledge.sentences if same_wave and p.key.startswith(beginnings)]


def _sides(gap: ModelGap) -> str:
    """Say what is set against what; who answered where that is not plain from the words."""
    say, named = gap.words, {}
    for side, role in zip(("left", "right"), gap.roles, strict=True):
        word = side_word(say, gap.name, side)
        if role and (gap.name, side) in OPEN:
            word = say("report.of_role", battery=word, role=role_word(say, role))
        named[side] = word
    return say("report.against", **named)


OPEN: Final = {("2", "right"), ("3", "left"), ("3", "right"), ("4", "right")}
"""Sides that one of several roles may have answered: standards and delivery."""


def _ends(gap: ModelGap) -> str:
    if isinstance(gap, KnowledgeGap):
        return gap.words("report.interval", low=gap.order_figures[1], high=gap.order_figures[2])
    low, high = (gap.record.get(end, float("nan")) for end in ("ci_low", "ci_high"))
    if low != low or high != high:
        return ""
    decimals = gap.result.options.decimals
    ends = [gap.words.number(end, decimals, sign=True) for end in (low, high)]
    return gap.words("report.interval", low=ends[0], high=ends[1])


def _verdict(gap: ModelGap) -> Cell:
    return gap.verdict_word, gap.verdict or ("unclear" if gap.known else "blank")
