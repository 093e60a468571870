"""What a study says of one source of answers: its files, and where in them things stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.instrument import Scale

__all__ = ["DUPLICATES", "Monitored", "Pattern", "Screening", "Source", "Spread"]

DUPLICATES = ("keep", "first", "last")
"""What becomes of rows that bear the respondent id of another: all count, or one of them."""


@dataclass(frozen=True)
class Spread:
    """Columns by position, for headings that repeat: a first column and the step to the next item.

    Parameters
    ----------
    from_
        Spreadsheet letters of the first item's column, such as ``D``.
    step
        Columns from one item to the next.
    """

    from_: str
    step: int = 1


Pattern: TypeAlias = str | tuple[str, ...] | Mapping[str, str] | Spread
"""Columns of a battery: a glob with ``{n} {id} {text}``, names in item order, item id → name, or by position."""


@dataclass(frozen=True)
class Screening:
    """The study's own rules for rows that are not to count; what they leave out is said in the ledger.

    Parameters
    ----------
    finished
        Leave out rows that the export itself calls unfinished.
    min_answered
        Leave out rows with a smaller share of their item columns answered; 0 to 1.
    duration_seconds
        Leave out rows answered faster than the first or slower than the second; either may be None.
    keep
        Column → the cells of rows that are to stay.
    duplicates
        One of `DUPLICATES`: of several rows with one respondent id in one wave, which count.

    Examples
    --------
    >>> Screening(min_answered=0.5).min_answered
    0.5
    """

    finished: bool = False
    min_answered: float = 0.0
    duration_seconds: tuple[float | None, float | None] = (None, None)
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    duplicates: str = "keep"


@dataclass(frozen=True)
class Monitored:
    """Where a monitor's sheets say whose call was scored, by whom and when.

    Parameters
    ----------
    agent, date
        Columns of the agent, and of the day on which the call was scored.
    monitor
        Column of who scored it.
    call
        Column of what names a call, where several monitors score the same.
    group
        Column of the kind of agent, which the number of checks due may differ by.
    critical
        Columns of critical errors: yes or no, or how many.
    notes
        Column of what the monitor wrote down.
    minimum
        Kind of agent → checks due a month; ``""`` stands for every other kind.

    Examples
    --------
    >>> Monitored("agent", "date", minimum={"new": 5, "": 1}).due("new")
    5
    """

    agent: str
    date: str
    monitor: str | None = None
    call: str | None = None
    group: str | None = None
    critical: tuple[str, ...] = ()
    notes: str | None = None
    minimum: Mapping[str, int] = field(default_factory=lambda: {"": 1})

    @property
    def columns(self) -> Mapping[str, str]:
        """What is carried beside the answers → the column; critical errors are numbered."""
        single = {
            name: getattr(self, name)
            for name in ("agent", "date", "monitor", "call", "group", "notes")
            if getattr(self, name) is not None
        }
        return single | {f"critical.{k}": column for k, column in enumerate(self.critical)}

    def due(self, group: str) -> int:
        """Return how many checks a month an agent of this kind is due."""
        return self.minimum.get(group, self.minimum.get("", 1))


@dataclass(frozen=True)
class Source:
    """One source of answers, paths already absolute and globs already expanded.

    Parameters
    ----------
    role
        Who answered: ``customer``, ``manager``, …
    files
        The exports, in order.
    frame
        In place of files: anything that streams Arrow (pandas, polars, pyarrow).
    called
        What a frame is called in messages and in the ledger.
    batteries
        Battery → pattern of its columns.
    outcomes
        Outcome's name → column.
    columns
        The study's name → this source's name, for the wave, the unit and segments.
    points
        Columns of importance points, with ``{dimension}``.
    weight, strata, cluster, id
        Columns of the survey weight, the stratum, the cluster, the respondent's id.
    causes
        Columns of agreement that a cause is present, with ``{cause}``.
    missing
        Codes and words that stand for no answer.
    answers
        Words or choice ids → score.
    duration
        Column of the time that answering took, in seconds, where the format does not know it.
    submitted, device
        Columns of the time at which a form was handed in and of the device that it was filled in
        on: they show whether forms that are alike came about together.
    codebook
        A file that says what codes mean: a data dictionary, a syntax file, a catalogue, or the same
        export with words instead of codes.
    screening
        Rules for rows that are not to count.
    format, encoding, delimiter, sheet, header_rows
        Where the file is not to be recognised by its content.
    scale
        This source's own scale, where it is not the instrument's.
    reversed
        False: reversed items were turned before the export.
    determinants
        Determinant of expectation (past experience, needs, word of mouth, …) → column.
    monitored
        Of monitors' sheets: where they say whose call was scored, by whom and when.

    Examples
    --------
    >>> from pathlib import Path
    >>> Source(files=(Path("/data/july.csv"),), batteries={"expectation": "E{n}"}).names
    ('july.csv',)
    """

    role: str = "customer"
    files: tuple[Path, ...] = ()
    frame: object | None = None
    batteries: Mapping[str, Pattern] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    points: str | None = None
    weight: str | None = None
    strata: str | None = None
    cluster: str | None = None
    id: str | None = None
    causes: str | None = None
    missing: tuple[int | float | str, ...] = ()
    answers: Mapping[str, float] = field(default_factory=dict)
    duration: str | None = None
    submitted: str | None = None
    device: str | None = None
    codebook: Path | None = None
    screening: Screening = field(default_factory=Screening)
    format: str = "auto"
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_rows: int | None = None
    scale: Scale | None = None
    reversed: bool = True
    determinants: Mapping[str, str] = field(default_factory=dict)
    called: str = "frame"
    monitored: Monitored | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What the files are called in messages and in the ledger."""
        if self.frame is not None:
            return (self.called,)
        same = len({f.name for f in self.files}) < len(self.files)
        return tuple(f"{f.parent.name}/{f.name}" if same else f.name for f in self.files)
