"""What somebody should look at after a run, in lines for a console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapkit.ingest import Ledger
    from gapkit.ingest.ledger import Finding

__all__ = ["looks"]

MOST_ALIKE: Final = 3
"""Findings of one kind in one file told one by one: an undeclared code stands in every column."""


def looks(ledger: Ledger) -> list[str]:
    """Return the faults of a ledger, a line each; of many alike the first, and how many more.

    Examples
    --------
    >>> from gapkit.ingest.ledger import Finding, Ledger
    >>> odd = [Finding("customer", "a.csv", f"P{n}", "unreadable", 2, fault=True) for n in range(9)]
    >>> for line in looks(Ledger(tuple(odd))):
    ...     print(line)
    Look: customer, a.csv, P0: 2 unreadable
    Look: customer, a.csv, P1: 2 unreadable
    Look: customer, a.csv, P2: 2 unreadable
    Look: customer, a.csv: 12 more unreadable. All stand in ledger.csv; gapkit check shows what may mend them.
    """
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in ledger.rows():
        if finding.fault:
            alike.setdefault((finding.role, finding.file, finding.kind), []).append(finding)
    return [line for faults in alike.values() for line in _told(faults)]


def _told(faults: Sequence[Finding]) -> Iterator[str]:
    say = words("en").say
    for f in faults[:MOST_ALIKE]:
        yield (
            f"Look: {', '.join(filter(None, (f.role, f.file, f.column)))}: {f.count} {f.kind}"
            f"{f' ({say(f.detail)})' if f.detail else ''}"
            f"{f', records {list(f.records)}' if f.records else ''}"
        )
    if more := faults[MOST_ALIKE:]:
        count = sum(f.count for f in more)
        yield (
            f"Look: {more[0].role}, {more[0].file}: {count} more {more[0].kind}. "
            "All stand in ledger.csv; gapkit check shows what may mend them."
        )
