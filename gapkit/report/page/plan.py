"""The order of the page: what a reader needs first, then where it comes from, then what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.report.systems import SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["CHAPTERS", "chapters"]

CHAPTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "first": ("board", "message"),
    "customers": ("dimensions", "items", "zones", "segments", "change", "league"),
    "firm": ("gaps", "consensus", "witnesses", "attribution", "causes", "tags", "around"),
    "systems": tuple(SYSTEMS),
    "acting": ("actions", "did_it_work", "drivers", "priorities", "kano"),
    "basis": ("response", "measurement", "tables", "method", "quality"),
}
"""Chapter → its sections from top to bottom; one without anything to show is left out."""


def chapters(there: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return chapter → the sections that have something to show.

    Examples
    --------
    >>> chapters({"message", "items", "method"})
    {'first': ('message',), 'customers': ('items',), 'basis': ('method',)}
    """
    shown = {
        chapter: tuple(section for section in sections if section in there)
        for chapter, sections in CHAPTERS.items()
    }
    return {chapter: sections for chapter, sections in shown.items() if sections}
