"""What stands in a section of the page beside its figures: sentences and small tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gapkit.report.page.acting import action_sentences, outcome_sentences, outcome_table
from gapkit.report.page.claims import group_claims
from gapkit.report.page.compared import change_sentences, league_sentences
from gapkit.report.page.five import five_sentences, five_table, knowledge_sentences
from gapkit.report.page.roles import (
    consensus_tables,
    response_sentences,
    response_table,
    witness_sentences,
    witness_table,
)
from gapkit.report.page.roots import (
    attribution_table,
    cause_table,
    root_sentences,
    tag_table,
)
from gapkit.report.page.soundness import soundness_sentences
from gapkit.report.page.systems import system_notes, system_tables, system_told
from gapkit.report.page.tables import dimension_table
from gapkit.report.page.targets import target_sentences
from gapkit.report.page.told import told
from gapkit.report.records import asked, delivery_notes, monitored
from gapkit.report.systems import SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapkit.report.content import Content
    from gapkit.report.page.table import Table

__all__ = ["Part", "parts"]


@dataclass(frozen=True)
class Part:
    """What a section holds.

    Parameters
    ----------
    sentences, tables
        In front.
    told
        What its first figure shows, in words.
    notes
        Below the tables.
    asked
        What the department's own records ask for, a list of its own.
    """

    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    told: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sentences or self.tables or self.told or self.asked)


def parts(content: Content) -> dict[str, Part]:
    """Return section → what it holds, of sections that hold anything.

    Parameters
    ----------
    content
        As published.
    """
    scored = delivery_notes(content) if monitored(content) else ()
    found = {
        "gaps": Part(
            (*knowledge_sentences(content), *scored),
            _tables(five_table(content)),
            five_sentences(content),
        ),
        "dimensions": Part(target_sentences(content), _tables(dimension_table(content))),
        "attribution": Part(
            _noted(root_sentences(content, "attribution"), scored),
            _tables(attribution_table(content)),
        ),
        "causes": Part(root_sentences(content, "causes"), _tables(cause_table(content))),
        "tags": Part(root_sentences(content, "tags"), _tables(tag_table(content))),
        "around": Part(root_sentences(content, "around")),
        "actions": Part(action_sentences(content), asked=asked(content)),
        "did_it_work": Part(outcome_sentences(content), _tables(outcome_table(content))),
        "segments": Part(group_claims(content)),
        "change": Part(change_sentences(content)),
        "league": Part(league_sentences(content)),
        "consensus": Part((), consensus_tables(content)),
        "witnesses": Part(
            _noted(witness_sentences(content), scored), _tables(witness_table(content))
        ),
        "response": Part(response_sentences(content), _tables(response_table(content))),
        "drivers": Part(told(content, "outcomes", "drivers", "what_if")),
        "priorities": Part(told(content, "priorities")),
        "kano": Part(told(content, "kano", "penalty_reward")),
        "measurement": Part(soundness_sentences(content)),
        **{section: _system(content, section) for section in SYSTEMS},
    }
    return {section: part for section, part in found.items() if part}


def _system(content: Content, section: str) -> Part:
    """Return what a section on one of the systems holds."""
    notes = system_notes(content, section)
    return Part(system_told(content, section), system_tables(content, section), notes=notes)


def _noted(sentences: tuple[str, ...], notes: tuple[str, ...]) -> tuple[str, ...]:
    """Put notes behind the first sentence, which they bear on; no section is made for them alone."""
    return (*sentences[:1], *notes, *sentences[1:]) if sentences else ()


def _tables(*tables: Table | None) -> tuple[Table, ...]:
    return tuple(_present(tables))


def _present(tables: Iterable[Table | None]) -> Iterable[Table]:
    return (table for table in tables if table is not None)
