"""The findings of one file, gathered block by block and put into words at the end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from gapkit.ingest.cells import Group
from gapkit.ingest.coding import Kind
from gapkit.ingest.hints import unreadable
from gapkit.ingest.ledger import Finding, is_fault
from gapkit.ingest.repeats import Repeats
from gapkit.ingest.texts import comparable, number, plain
from gapkit.ingest.vocabulary import NO_ANSWER_CODES
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from gapkit.ingest.binding import Bound
    from gapkit.ingest.block import CodedBlock
    from gapkit.ingest.plan import PlannedFile
    from gapkit.instrument import Scale

__all__ = ["Account", "accounts"]

_SHOWN: Final = 5
"""Texts named in a detail."""


@dataclass
class Account:
    """What became of one file's rows and cells.

    Parameters
    ----------
    bound
        The file, and what was found in it.
    scales
        Column position → the scale that its cells were read on.
    repeats
        Where rows of one respondent all count: what looks for them.
    """

    bound: Bound
    scales: Mapping[int, Scale]
    read: int = 0
    used: int = 0
    aside: dict[str, Group] = field(default_factory=dict)
    cells: dict[tuple[int, str], Group] = field(default_factory=dict)
    noted: dict[str, Group] = field(default_factory=dict)
    seen: dict[int, set[int]] = field(default_factory=dict)
    repeats: Repeats | None = None
    ids: list[pa.RecordBatch] = field(default_factory=list)

    def add(self, block: CodedBlock) -> None:
        """Take in the next block of the file."""
        self.read += block.read
        self.used += block.used
        for mine, its in ((self.aside, block.aside), (self.noted, block.noted)):
            for name, group in its.items():
                mine.setdefault(name, Group()).add(group)
        for cell, group in block.cells.items():
            self.cells.setdefault(cell, Group()).add(group)
        for position, codes in block.seen.items():
            self.seen.setdefault(position, set()).update(codes)
        if self.repeats is not None and block.used:
            told = [n for n in ("id", "record", "wave") if n in block.batch.schema.names]
            self.ids.append(block.batch.select(told))

    def findings(self, extra: tuple[Phrase, ...] = ()) -> list[Finding]:
        """Return the file's part of the ledger: rows, then the file as a whole, then its columns."""
        rows = [
            self._finding("", "rows read", Group(self.read)),
            self._finding("", "rows used", Group(self.used)),
        ]
        for reason, group in sorted(self.aside.items()):
            rows.append(self._finding("", "set aside", group, Phrase(f"ledger.aside.{reason}")))
        facts = [
            self._finding("", "note", Group(), fact) for fact in (*self.bound.table.facts, *extra)
        ]
        if self.repeats is not None and (again := self.repeats.of_file(self.ids)).count:
            self.noted["repeated_ids"] = again
        for name, group in self.noted.items():
            facts.append(self._finding("", "note", group, Phrase(f"ledger.{name}")))
        return [*rows, *facts, *self._twin(), *self._left_out(), *self._columns()]

    def _finding(
        self, column: str, kind: str, group: Group, detail: Phrase | None = None
    ) -> Finding:
        role, file = self.bound.source.role, self.bound.file
        records = tuple(group.records)
        return Finding(
            role, file, column, kind, group.count, records, detail, is_fault(kind, detail)
        )

    def _twin(self) -> Iterator[Finding]:
        if self.bound.twin is not None:
            detail = Phrase("ledger.same_content", {"file": self.bound.twin})
            yield replace(self._finding("", "note", Group(self.read), detail), fault=True)

    def _left_out(self) -> Iterator[Finding]:
        for (battery, item), (name, near) in self.bound.left_out.items():
            key = "ledger.item_left_out_near" if near else "ledger.item_left_out"
            values = {"item": item, "battery": battery, "name": name, "near": ", ".join(near)}
            finding = self._finding(name, "note", Group(1), Phrase(key, values))
            yield replace(finding, fault=True)

    def _columns(self) -> Iterator[Finding]:
        order = ["empty", *(k.value for k in Kind), "read as"]
        for position, kind in sorted(self.cells, key=lambda c: (c[0], order.index(c[1]))):
            group = self.cells[position, kind]
            detail = self._detail(position, kind, group)
            shown = "missing" if kind == "empty" else kind
            yield self._finding(self.bound.table.headings[position], shown, group, detail)

    def _detail(self, position: int, kind: str, group: Group) -> Phrase:
        if kind == "empty":
            return Phrase("ledger.empty_cells")
        if kind == Kind.MISSING.value:
            return Phrase("ledger.declared_missing", {"codes": _listed(group)})
        if kind == Kind.OUTSIDE.value:
            return self._outside(position, group)
        if kind == Kind.UNREADABLE.value:
            return unreadable(group.texts, _listed(group))
        return Phrase("ledger.read_as", {"pairs": _listed(group)})

    def _outside(self, position: int, group: Group) -> Phrase:
        scale = self.scales[position]
        values = {"found": _listed(group), "low": scale.names[0], "high": scale.names[-1]}
        unused = self._skipped(scale)
        if unused and _just_beyond(group, scale):
            return Phrase("ledger.choice_ids", {**values, "unused": ", ".join(unused)})
        repeated = {comparable(text) for text, count in group.texts.items() if count > 1}
        codes = sorted(repeated & NO_ANSWER_CODES)
        if codes:
            return Phrase("ledger.out_of_range_code", {**values, "codes": ", ".join(codes)})
        return Phrase("ledger.out_of_range", values)

    def _skipped(self, scale: Scale) -> list[str]:
        """Return the points that no column with cells out of range ever uses, if some lie inside."""
        seen = set().union(*(codes for p, codes in self.seen.items() if self.scales[p] == scale))
        unused = [k for k in range(scale.points) if k not in seen]
        inside = seen and any(min(seen) < k < max(seen) for k in unused)
        return [scale.names[k] for k in unused] if inside else []


def accounts(files: Iterable[PlannedFile]) -> Iterator[tuple[PlannedFile, Account]]:
    """Yield each file with an account to be filled; ids are followed through all files of a source."""
    repeats: dict[int, Repeats] = {}
    for file in files:
        source = file.bound.source
        looked_for = source.screening.duplicates == "keep" and "id" in file.bound.extras
        of_source = repeats.setdefault(id(source), Repeats()) if looked_for else None
        yield file, Account(file.bound, file.scales, repeats=of_source)


def _just_beyond(group: Group, scale: Scale) -> bool:
    """Whether numbers lie above the scale, but no further than ids of its points would."""
    found = [n for n in map(number, map(plain, group.texts)) if n is not None]
    return bool(found) and scale.high < max(found) <= scale.high + scale.points


def _listed(group: Group) -> str:
    """Return the most frequent texts with their counts."""
    ranked = sorted(group.texts.items(), key=lambda pair: -pair[1])
    shown = [f"{_short(t)} ({n}×)" if n > 1 else _short(t) for t, n in ranked[:_SHOWN]]
    return ", ".join(shown) + (", …" if len(ranked) > _SHOWN else "")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
