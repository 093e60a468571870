"""What a study asks of all its sources alike: the instrument, waves, the unit and segments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from gapkit.errors import Problem
from gapkit.ingest.period_kinds import PERIODS

if TYPE_CHECKING:
    from gapkit.ingest.peak import Peak
    from gapkit.instrument import Instrument

__all__ = ["WAVE", "Asked", "Wave"]

WAVE: Final = "wave"

_OWN: Final = frozenset({WAVE, "record", "weight", "id", "cluster", "strata"})
"""Names of columns in the coded batches that no segment can bear."""


@dataclass(frozen=True)
class Wave:
    """What the study says of waves: a column that names them, one value for all, or a date's period.

    Parameters
    ----------
    column
        Column whose cells name the wave.
    value
        One wave for everything that is read.
    date, period, format
        Column of dates; ``year``, ``half-year``, ``quarter`` or ``month``; how the dates are written (strptime).

    Examples
    --------
    >>> Wave(date="submitted", period="quarter").heading
    'submitted'
    """

    column: str | None = None
    value: str | None = None
    date: str | None = None
    period: str | None = None
    format: str | None = None

    @property
    def heading(self) -> str | None:
        """The column that the wave is read from, if any."""
        return self.column or self.date


@dataclass(frozen=True)
class Asked:
    """A study's questions to every file.

    Parameters
    ----------
    instrument
        Items, dimensions, scale.
    wave
        Waves, if the study has any.
    unit
        Name of the unit's column.
    segments
        Names of the segments.
    peak
        The rule behind the segment ``peak``, if the study has one.
    """

    instrument: Instrument
    wave: Wave | None = None
    unit: str | None = None
    segments: tuple[str, ...] = ()
    peak: Peak | None = None

    @cached_property
    def key_columns(self) -> dict[str, str]:
        """Key columns of the batches → the study's name for the file's column."""
        names = [*([self.unit] if self.unit else []), *self.segments]
        keys = {name: name for name in dict.fromkeys(names)}
        heading = self.wave.heading if self.wave else None
        return {WAVE: heading, **keys} if heading else keys

    @property
    def period(self) -> str:
        """The period that dates are put in."""
        return (self.wave and self.wave.period) or "quarter"

    def called(self, key: str) -> str:
        """Return what a key is to the study, for messages."""
        if key == WAVE:
            return "the wave"
        return "the unit" if key == self.unit else "a segment"

    def problems(self) -> list[Problem]:
        """Return what cannot be asked."""
        found = []
        for name in [*([self.unit] if self.unit else []), *self.segments]:
            if name in _OWN or name.startswith("points."):
                advice = f'Choose another name and map it: columns = {{my_{name} = "{name}"}}.'
                found.append(Problem("segments", f"'{name}' is a name of gapkit's own.", advice))
        if self.wave and self.wave.period not in (None, *PERIODS):
            what = f"period = '{self.wave.period}' is not known."
            found.append(Problem("wave", what, f"Known: {', '.join(PERIODS)}."))
        return found
