"""Coded answers: what they hold (`Layout`), and a stream of Arrow batches that can be read again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from gapkit.ingest.account import accounts
from gapkit.ingest.ahead import worked
from gapkit.ingest.asked import Asked, Wave
from gapkit.ingest.binding import bind_all
from gapkit.ingest.block import CodedBlock, code_block
from gapkit.ingest.ledger import Finding, Ledger
from gapkit.ingest.plan import PlannedFile, plan_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from gapkit.ingest.layout import Layout
    from gapkit.ingest.peak import Peak
    from gapkit.ingest.source import Source
    from gapkit.instrument import Instrument

__all__ = ["HELD", "Answers", "coded_blocks", "open_answers"]

HELD: Final = 256 << 20
"""Bytes: a few million people × 44 answers, a byte each. Files are then parsed once for all tables."""


class Answers:
    """Coded answers of a study, read as often as needed; made by `open_answers`.

    Parameters
    ----------
    layout
        What the batches hold.
    instrument
        What was asked.
    sources
        What the study says of its sources.
    files
        Every file and how it is coded.
    hold
        Up to so many bytes of coded batches are kept in memory after the first reading.
    """

    def __init__(
        self,
        layout: Layout,
        instrument: Instrument,
        sources: tuple[Source, ...],
        files: tuple[PlannedFile, ...],
        hold: int,
    ) -> None:
        self.layout = layout
        self.instrument = instrument
        self.sources = sources
        self.files = files
        self._hold = hold
        self._held: list[pa.RecordBatch] | None = None
        self._ledger: Ledger | None = None

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the coded batches, file by file and in the order of records.

        Each batch says its role and file in the schema's metadata (``role``, ``file``). Its columns:
        those of codes by `Column.name` (`Column.none` where there is no answer), the role's keys as
        dictionaries of texts (null where empty; a null ``wave`` stands for every wave), ``weight`` and
        ``points.<dimension>`` (NaN where there is none), ``id``, ``cluster``, ``strata``, and ``record``.

        Raises
        ------
        IngestError
            The file turns out to be damaged further down.
        """
        if self._held is not None:
            yield from self._held
            return
        findings: list[Finding] = []
        held: list[pa.RecordBatch] | None = []
        size = 0
        for file, account in accounts(self.files):
            for block in coded_blocks(file):
                account.add(block)
                if block.used:
                    batch = block.batch
                    size += batch.nbytes
                    held = held if held is not None and size <= self._hold else None
                    if held is not None:
                        held.append(batch)
                    yield batch
            findings += account.findings(file.facts)
        self._held, self._ledger = held, Ledger(tuple(findings))

    @property
    def held(self) -> bool:
        """Whether the rows are in memory, so that reading them again costs nothing."""
        return self._held is not None

    @property
    def ledger(self) -> Ledger:
        """The account of the reading; reads everything once where that has not happened yet."""
        if self._ledger is None:
            for _ in self.batches():
                pass
        if self._ledger is None:
            raise AssertionError
        return self._ledger


def coded_blocks(file: PlannedFile) -> Iterator[CodedBlock]:
    """Code a file's blocks, and yield them in the file's order."""
    blocks = file.bound.table.blocks(file.bound.positions)
    return worked(blocks, partial(code_block, plan=file.plan))


def open_answers(
    sources: Sequence[Source],
    instrument: Instrument,
    *,
    wave: Wave | None = None,
    unit: str | None = None,
    segments: Sequence[str] = (),
    peak: Peak | None = None,
    hold: int = HELD,
) -> Answers:
    """Find every column of every file, and return the answers ready to be read.

    Parameters
    ----------
    sources
        What the study says of each of its sources.
    instrument
        What was asked.
    wave
        What the study says of waves.
    unit, segments
        Columns that answers are grouped by.
    peak
        The rule behind the segment ``peak``, where that is among them.
    hold
        Up to so many bytes of coded batches are kept in memory after the first reading.

    Raises
    ------
    IngestError
        A file cannot be read or a column is not there: everything that is wrong, at once.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from gapkit.ingest.source import Source
    >>> from gapkit.instrument import load_instrument
    >>> frame = pa.table({f"P{n}": [7, 6] for n in range(1, 23)})
    >>> answers = open_answers([Source(frame=frame, batteries={"perception": "P{n}"})], load_instrument("servperf"))
    >>> answers.ledger.count("rows used"), len(answers.layout.of("customer", "perception"))
    (2, 22)
    """
    asked = Asked(instrument, wave, unit, tuple(segments), peak)
    bounds = bind_all(sources, asked)
    layout, files = plan_all(bounds, asked)
    return Answers(layout, instrument, tuple(sources), files, hold)
