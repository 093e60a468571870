"""Exports become coded Arrow batches and a ledger; statistics are none of this package's business."""

from __future__ import annotations

from gapkit.ingest.answers import Answers, open_answers
from gapkit.ingest.asked import Wave
from gapkit.ingest.inspection import FileInspection, Match, inspect
from gapkit.ingest.layout import Column, Layout
from gapkit.ingest.ledger import Finding, Ledger
from gapkit.ingest.source import Monitored, Pattern, Screening, Source, Spread

__all__ = [
    "Answers",
    "Column",
    "FileInspection",
    "Finding",
    "Layout",
    "Ledger",
    "Match",
    "Monitored",
    "Pattern",
    "Screening",
    "Source",
    "Spread",
    "Wave",
    "inspect",
    "open_answers",
]
