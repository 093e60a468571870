"""The account of every row and every cell that was read: what became of it, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gapkit.wording import Phrase, words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FEW", "KINDS", "Finding", "Ledger"]

KINDS: Final = (
    "rows read",
    "rows used",
    "set aside",
    "missing",
    "out of range",
    "unreadable",
    "read as",
    "note",
)
"""What a finding can be about."""

FEW: Final = 5
"""Record numbers kept with a finding: enough to go and look."""

EXPECTED: Final = frozenset(
    {
        "blank",
        "preview",
        "unfinished",
        "few_answers",
        "too_fast",
        "too_slow",
        "not_kept",
        "duplicate",
        "after_as_of",
    }
)
"""Reasons for setting a row aside that are no fault: nothing in it could count, or the study said so."""

REFUSED: Final = frozenset({"negative_points"})
"""Reasons for not taking numbers that are no answers, in rows that count all the same."""


@dataclass(frozen=True)
class Finding:
    """One line of the ledger.

    Parameters
    ----------
    role, file
        Whose answers, and the file's name as the study gives it.
    column
        The file's heading; empty where the finding is about rows or the whole file.
    kind
        One of `KINDS`.
    count
        Rows or cells.
    records
        Up to `FEW` record numbers, counted in the file with its heading rows.
    detail
        The reason, or what was found.
    fault
        Somebody should look: it makes the ledger not clean.
    """

    role: str
    file: str
    column: str
    kind: str
    count: int
    records: tuple[int, ...] = ()
    detail: Phrase | None = None
    fault: bool = False

    @property
    def reason(self) -> str:
        """Last part of the detail's key: ``blank``, ``no_answers``, …; empty without a detail."""
        return self.detail.key.rpartition(".")[2] if self.detail else ""


@dataclass(frozen=True)
class Ledger:
    """All findings of a reading, in order of sources, files and columns.

    Examples
    --------
    >>> ledger = Ledger((Finding("customer", "july.csv", "", "rows read", 3),
    ...                  Finding("customer", "july.csv", "E1", "out of range", 1, (4,), fault=True)))
    >>> ledger.clean, ledger.count("rows read"), ledger.count("out of range", "E1")
    (False, 3, 1)
    """

    findings: tuple[Finding, ...] = ()

    def rows(self) -> list[Finding]:
        """Return the findings."""
        return list(self.findings)

    @property
    def clean(self) -> bool:
        """Whether nothing was out of range, unreadable, left out, or set aside unexpectedly."""
        return not any(f.fault for f in self.findings)

    def count(self, kind: str, column: str | None = None, role: str | None = None) -> int:
        """Return the sum of counts of one kind, of one column and role where these are given."""
        return sum(
            f.count
            for f in self.findings
            if f.kind == kind and column in (None, f.column) and role in (None, f.role)
        )

    def frame(self, language: str = "en") -> pd.DataFrame:
        """Return the ledger as a table, one row a finding.

        Returns
        -------
        pandas.DataFrame
            ``role``, ``file``, ``column``, ``kind``, ``count`` (rows or cells), ``records`` (up to
            five record numbers, joined by a comma), ``detail`` (in `language`).
        """
        import pandas as pd

        say = words(language).say
        names = ["role", "file", "column", "kind", "count", "records", "detail"]
        lines = [
            (
                f.role,
                f.file,
                f.column,
                f.kind,
                f.count,
                ", ".join(map(str, f.records)),
                say(f.detail) if f.detail else "",
            )
            for f in self.findings
        ]
        return pd.DataFrame(lines, columns=names)


def is_fault(kind: str, detail: Phrase | None) -> bool:
    """Whether a finding of this kind and detail is one that somebody should look at."""
    if kind in ("out of range", "unreadable"):
        return True
    reason = detail.key.rpartition(".")[2] if detail else ""
    return (kind == "set aside" and reason not in EXPECTED) or reason in REFUSED
