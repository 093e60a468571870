"""The desk that all registers come to: what the tables on the systems around the gaps are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from gapkit.operations.closing import last_day
from gapkit.operations.registers import events_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from gapkit.ingest.ledger import Finding
    from gapkit.ingest.register import Rows
    from gapkit.instrument import Instrument, Scale
    from gapkit.operations.department import Department
    from gapkit.options import Options
    from gapkit.results import Result
    from gapkit.wording import Phrase

__all__ = ["Desk"]


@dataclass(frozen=True)
class Desk:
    """Everything that the tables on the systems around the gaps are made from.

    Parameters
    ----------
    department
        What the study says.
    rows
        Register → its rows, read and checked.
    instrument, options
        The questionnaire, and how figures are made and judged.
    results
        The survey's own tables, which some figures are set beside.
    scales
        Column of the survey → the scale it was answered on.
    """

    department: Department
    rows: Mapping[str, Rows]
    instrument: Instrument
    options: Options
    results: Mapping[str, Result] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)

    def log(self, name: str) -> pd.DataFrame | None:
        """Return the rows of a register; None where there is no such register, or nothing in it."""
        rows = self.rows.get(name)
        return None if rows is None or rows.frame.empty else rows.frame

    def result(self, name: str, frame: pd.DataFrame, said: Iterable[Phrase]) -> Result:
        """Return a table of the firm's own records, with the sentences that it says."""
        from gapkit.results import Result

        options, instrument = self.options, self.instrument
        return Result(name, frame, options, instrument, tuple(said), own_records=True)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The account of the registers, for the ledger."""
        return tuple(f for rows in self.rows.values() for f in rows.findings)

    @property
    def as_of(self) -> date:
        """The day on which what is open is still open."""
        if self.department.as_of is not None:
            return self.department.as_of
        last = last_day(events_of(self.rows))
        return last[2] if last else date.min
