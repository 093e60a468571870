"""What a study calls its segments, their values and its outcomes: ``[labels.channel]`` and the like."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from gapkit.ingest.ledger import Finding
from gapkit.toml import unknown
from gapkit.wording import LANGUAGES, OUTCOME, SEGMENT, UNIT, Phrase
from gapkit.wording.labels import text_problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapkit.tally import Tally
    from gapkit.toml import Table
    from gapkit.wording import Labels

__all__ = ["read_labels", "unused_labels"]


def read_labels(
    table: Table | None, segments: Iterable[str], unit: str | None, outcomes: Iterable[str]
) -> Labels:
    """Read [labels]; mistakes are noted with their line.

    Parameters
    ----------
    table
        A table for each segment (value → label), for the segments' own names and for outcomes.
    segments, unit
        Those that the study names.
    outcomes
        Those that its sources name.

    Returns
    -------
    Labels
        Those that will do.
    """
    if table is None:
        return {}
    names = list(dict.fromkeys([*segments, *([unit] if unit else [])]))
    keys = {SEGMENT: names, OUTCOME: list(dict.fromkeys(outcomes))}
    known = [*names, *keys]
    found = {}
    for of in table.values:
        if of not in known:
            table.note(of, *unknown(f"[labels.{of}] is of no segment.", of, known))
        elif texts := table.table(of):
            found[of] = _texts(texts, keys.get(of))
    return {UNIT: found[unit], **found} if unit in found else found


def _texts(table: Table, known: list[str] | None) -> dict[str, Any]:
    """Return key → label; where `known` is given, no other key will do."""
    found = {}
    for key, text in table.values.items():
        said = f"{table.name} {key}"
        if known is not None and key not in known:
            what = f"{said}: the study names no such {table.address[-1]}."
            table.note(key, *unknown(what, key, known))
        elif wrong := text_problem(text, LANGUAGES):
            advice = f'Write {key} = "…", or {key} = {{en = "…", "zh-Hant" = "…"}}.'
            table.note(key, f"{said}: {wrong}.", advice)
        else:
            found[key] = text
    return found


def unused_labels(labels: Labels, tally: Tally, file: str) -> tuple[Finding, ...]:
    """Return a finding for each segment of which values have a label, but no answers.

    Parameters
    ----------
    labels
        As `read_labels` returns them.
    tally
        Of all waves.
    file
        The study file's name.

    Returns
    -------
    tuple of Finding
        Somebody should look where a value that has answers, but no label, is spelt nearly the
        same; a branch that was closed is only noted.
    """
    found = []
    for segment in sorted(set(labels) - {UNIT, SEGMENT, OUTCOME}):
        there = {group.value for group in tally.groups if group.segment == segment}
        unused = {value: _near(value, there - set(labels[segment])) for value in labels[segment]}
        unused = {value: near for value, near in unused.items() if value not in there}
        if unused:
            shown = [f"{value} ≈ {near}?" if near else value for value, near in unused.items()]
            detail = Phrase("ledger.label_unused", {"names": ", ".join(shown)})
            head, fault = f"[labels.{segment}]", any(unused.values())
            found.append(Finding("", file, head, "note", len(unused), detail=detail, fault=fault))
    return tuple(found)


def _near(value: str, others: set[str]) -> str:
    """Return the other value that is spelt nearly the same; blank where there is none."""
    folded = {other.casefold(): other for other in sorted(others)}
    near = get_close_matches(value.casefold(), folded, 1)
    return folded[near[0]] if near else ""
