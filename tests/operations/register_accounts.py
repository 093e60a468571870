"""What the account of a register says, beside how many rows were read and used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapkit.ingest.ledger import Finding
    from gapkit.ingest.register_rows import Rows


def told(rows: Rows) -> list[tuple[str, str, int, tuple[int, ...]]]:
    """Return kind, reason, count and records of each finding."""
    plain = ("rows read", "rows used")
    return [(f.kind, f.reason, f.count, f.records) for f in rows.findings if f.kind not in plain]


def in_words(findings: Iterable[Finding]) -> list[tuple[str, str, int, tuple[int, ...], str]]:
    """Return kind, column, count, records and the English sentence of each finding."""
    say = words("en").say
    return [
        (f.kind, f.column, f.count, f.records, say(f.detail))
        for f in findings
        if f.detail is not None
    ]
