"""One slide, or one section of a document, before either is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gapkit.report.native import NativeChart

__all__ = ["Scene"]


@dataclass(frozen=True)
class Scene:
    """One slide, or one section of a document.

    Parameters
    ----------
    name
        What it is about.
    headline
        A sentence.
    said
        Further sentences that are shown.
    charts
        One or two.
    rows
        Cells of a table, its headings first.
    notes
        What a speaker can fall back on: every figure with its interval and n.
    """

    name: str
    headline: str
    said: tuple[str, ...] = ()
    charts: tuple[NativeChart, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
