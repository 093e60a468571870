"""Rows that are no answers: previews, repeated headings, the study's own rules; taken out before coding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import pyarrow as pa

from gapkit.errors import IngestError, Problem
from gapkit.ingest.buffers import whole
from gapkit.ingest.cells import distinct
from gapkit.ingest.texts import number, plain, tidy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.ingest.readers import RawBatch

__all__ = ["TOLD_BY", "Heading", "Rule", "Sieve"]

Decode: TypeAlias = Callable[[bytes], str]

Heading: TypeAlias = tuple[tuple[int, str], ...]
"""Column, heading: of the columns of answers in one row of headings."""

TOLD_BY: Final = 3
"""Columns whose headings must stand in a row again for it to be a heading."""

_FOREIGN: Final = 2
"""Columns with the heading of another one that make a row of headings in another order."""


@dataclass(frozen=True)
class Rule:
    """Rows that one column tells.

    Parameters
    ----------
    position
        The column.
    fits
        Whether a cell, trimmed, tells that its row is concerned.
    reason
        Why such a row is set aside; ``""``: it stays.
    noted
        What is said of rows that are concerned and stay.
    """

    position: int
    fits: Callable[[str], bool]
    reason: str = ""
    noted: str = ""


@dataclass(frozen=True)
class Sieve:
    """What is taken out of a file's blocks.

    Parameters
    ----------
    rules
        By cells of one column; the first that fits gives the reason.
    headings
        A row in which the first of these stand again is no answer; one for each row of headings of the
        file. A row in which they stand under each other's columns is refused: what follows it would be
        read into the wrong items.
    dropped
        Records that another row of the same respondent stands for; sorted.
    place
        The file's name, for messages.

    Examples
    --------
    >>> from gapkit.ingest.readers import RawBatch
    >>> batch = RawBatch(np.array([2, 3]), {0: pa.array([b"0", b"1"])}, lambda rows: rows < 0)
    >>> sifted = Sieve((Rule(0, lambda cell: cell == "1", "preview"),)).sift(batch, bytes.decode)
    >>> sifted.records.tolist(), sifted.aside
    ([2], (('preview', 3),))
    """

    rules: tuple[Rule, ...] = ()
    headings: tuple[Heading, ...] = ()
    dropped: NDArray[np.int64] | None = None
    place: str = ""

    @property
    def positions(self) -> frozenset[int]:
        """Columns that it looks at."""
        return frozenset(
            {rule.position for rule in self.rules}
            | {p for row in self.headings for p, _ in row[:TOLD_BY]}
        )

    def sift(self, raw: RawBatch, decode: Decode) -> RawBatch:
        """Return a block without the rows that are no answers; each is accounted for.

        Raises
        ------
        IngestError
            Files with other columns were glued together.
        """
        reasons: dict[str, NDArray[np.bool_]] = {}
        noted = dict(raw.noted)
        out = np.zeros(len(raw.records), np.bool_)
        for heading in self.headings:
            repeated = _repeats(raw, heading[:TOLD_BY], decode)
            self._refuse_another_order(raw, heading, decode)
            out |= repeated
        reasons["heading"] = out.copy()
        for rule in self.rules:
            rows = _fitting(raw.columns[rule.position], rule, decode) & ~out
            if not rows.any():
                continue
            if rule.reason:
                reasons[rule.reason] = reasons.get(rule.reason, rows) | rows
                out |= rows
            else:
                noted[rule.noted] = [*noted.get(rule.noted, ()), *raw.records[rows].tolist()]
        if self.dropped is not None:
            reasons["duplicate"] = np.isin(raw.records, self.dropped) & ~out
            out |= reasons["duplicate"]
        if not out.any():
            return replace(raw, noted=noted)
        return replace(_without(raw, out, reasons), noted=noted)

    def _refuse_another_order(self, raw: RawBatch, heading: Heading, decode: Decode) -> None:
        """Refuse a file in which headings stand again under other columns: exports were joined there."""
        here = [(k, name) for k, name in heading if k in raw.columns]
        names = {name for _, name in here if number(plain(name)) is None}
        numbers, texts = distinct(raw.columns[here[0][0]], decode)
        named = np.array([tidy(text) in names for text in texts], np.bool_)
        if not named.any():
            return
        for row in np.flatnonzero(named[numbers]).tolist():
            cells = {k: tidy(_cell(raw, k, row, decode)) for k, _ in here}
            foreign = [(cells[k], name) for k, name in here if cells[k] in names - {name}]
            if len(foreign) >= _FOREIGN:
                cell, name = foreign[0]
                at = raw.records[row]
                what = f"record {at} holds headings in another order: '{cell}' below '{name}'."
                advice = "Exports with different columns were joined: hand them in one by one."
                raise IngestError(Problem(self.place, what, advice))


def _fitting(array: pa.Array, rule: Rule, decode: Decode) -> NDArray[np.bool_]:
    numbers, texts = distinct(array, decode)
    fits = np.array([rule.fits(text.strip()) for text in texts], np.bool_)
    return fits[numbers] if len(texts) else np.zeros(len(array), np.bool_)


def _repeats(raw: RawBatch, heading: Heading, decode: Decode) -> NDArray[np.bool_]:
    """Tell in which rows a heading stands again, as where several exports were glued together."""
    rows = np.ones(len(raw.records), np.bool_)
    for position, written in heading:
        same = Rule(position, lambda cell, written=written: tidy(cell) == written)  # type: ignore[misc]
        rows &= _fitting(raw.columns[position], same, decode)
        if not rows.any():
            break
    return rows


def _cell(raw: RawBatch, column: int, row: int, decode: Decode) -> str:
    numbers, texts = distinct(raw.columns[column].slice(row, 1), decode)
    return str(texts[numbers[0]])


def _without(
    raw: RawBatch, out: NDArray[np.bool_], reasons: dict[str, NDArray[np.bool_]]
) -> RawBatch:
    kept = np.flatnonzero(~out)
    rows = whole(kept, pa.int64())
    aside = [(reason, int(r)) for reason, which in reasons.items() for r in raw.records[which]]
    return replace(
        raw,
        records=raw.records[kept],
        columns={position: array.take(rows) for position, array in raw.columns.items()},
        blank=lambda wanted: raw.blank(kept[wanted]),
        aside=(*raw.aside, *aside),
    )
