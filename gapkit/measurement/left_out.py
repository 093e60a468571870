"""Answers without the respondents that checks have flagged; each is accounted for in the ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gapkit.ingest import Answers
from gapkit.ingest.ledger import FEW, Finding, Ledger
from gapkit.measurement.checks import FLAGGED, Checker
from gapkit.measurement.forms import file_of, role_of
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

__all__ = ["Kept", "everybody_in"]


class Kept(Answers):
    """The answers of those who are not flagged.

    Parameters
    ----------
    whole
        Everybody's answers.
    checks
        Names of `gapkit.options.CHECKS`; who is flagged by one of them is left out.
    """

    def __init__(self, whole: Answers, checks: tuple[str, ...]) -> None:
        super().__init__(whole.layout, whole.instrument, whole.sources, whole.files, hold=0)
        self.whole = whole
        self.checks = checks

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the coded batches without the rows that are left out; see `Answers.batches`."""
        checker = Checker(self.whole)
        aside: dict[tuple[str, str], list[int]] = {}
        counts: dict[tuple[str, str], int] = {}
        for batch in self.whole.batches():
            marks = checker.marks(batch)
            out = np.logical_or.reduce([marks[check] == FLAGGED for check in self.checks])
            if not out.any():
                yield batch
                continue
            place = role_of(batch), file_of(batch)
            records = batch.column("record").to_numpy()[out]
            counts[place] = counts.get(place, 0) + len(records)
            aside.setdefault(place, []).extend(records[:FEW].tolist())
            if not out.all():
                yield batch.take(np.flatnonzero(~out))
        found = {place: (count, tuple(aside[place][:FEW])) for place, count in counts.items()}
        self._ledger = _told(self.whole.ledger, found)


def _told(ledger: Ledger, aside: dict[tuple[str, str], tuple[int, tuple[int, ...]]]) -> Ledger:
    """Return the ledger in which the rows left out are set aside; the study's own rule is no fault."""
    findings: list[Finding] = []
    for finding in ledger.findings:
        count, records = aside.get((finding.role, finding.file), (0, ()))
        if finding.kind != "rows used" or not count:
            findings.append(finding)
            continue
        findings.append(replace(finding, count=finding.count - count))
        detail = Phrase("ledger.aside.flagged")
        findings.append(
            Finding(finding.role, finding.file, "", "set aside", count, records, detail)
        )
    return Ledger(tuple(findings))


def everybody_in(answers: Answers) -> Answers:
    """Return the answers with nobody left out."""
    return answers.whole if isinstance(answers, Kept) else answers
