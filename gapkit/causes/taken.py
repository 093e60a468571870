"""An action that was written down, with what was known of its gap at the time: how it is kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Final
from zlib import crc32

__all__ = ["Baseline", "Taken", "UnreadableKeyError"]

FORM: Final = "gapkit action 1"
"""Begins every key, and says how the rest is to be read."""


class UnreadableKeyError(ValueError):
    """A key was altered, or is none."""


@dataclass(frozen=True)
class Baseline:
    """What was known of a gap when the action was decided.

    Parameters
    ----------
    instrument
        Name of the questionnaire.
    range
        Of its scale, in points.
    wave, segment, value, gap, level, key
        As in the table `gaps`.
    estimate, se, df
        The gap, its standard error and degrees of freedom.
    mean_left, mean_right
        The means on both sides.
    without_action, without_action_se
        What was expected of the next wave if nothing was done.
    average
        Mean gap of the row's family.

    Examples
    --------
    >>> found = Baseline("servqual", 6.0, "2026Q2", "all", "all", "5", "dimension", "empathy",
    ...                  -0.5, 0.1, 99.0, 6.0, 5.5, -0.45, 0.09, -0.4)
    >>> Baseline.read(found.text) == found
    True
    """

    instrument: str
    range: float
    wave: str
    segment: str
    value: str
    gap: str
    level: str
    key: str
    estimate: float
    se: float
    df: float
    mean_left: float
    mean_right: float
    without_action: float
    without_action_se: float
    average: float

    @property
    def text(self) -> str:
        """One line that says it all in full precision, with a check against slips."""
        body = json.dumps([FORM, *asdict(self).values()], ensure_ascii=True)
        return f"{body} {_check(body)}"

    @classmethod
    def read(cls, text: str) -> Baseline:
        """Read such a line.

        Raises
        ------
        UnreadableKeyError
            It is not as it was written.
        """
        body, _, check = text.strip().rpartition(" ")
        if not body.startswith(f'["{FORM}"') or check != _check(body):
            raise UnreadableKeyError(text)
        return cls(*json.loads(body)[1:])

    @classmethod
    def of(cls, row: Any, instrument: str, scale_range: float) -> Baseline:
        """Return the baseline of a row of the table `actions`."""
        names = [f.name for f in fields(cls)][2:]
        texts = ("wave", "segment", "value", "gap", "level", "key")
        values: dict[str, Any] = {n: str(row[n]) if n in texts else float(row[n]) for n in names}
        return cls(instrument, float(scale_range), **values)


def _check(body: str) -> str:
    return f"{crc32(body.encode()):08x}"


@dataclass(frozen=True)
class Taken:
    """A row of the sheet that somebody filled in.

    Parameters
    ----------
    baseline
        What was known then.
    owner, due, measure
        As written.
    """

    baseline: Baseline
    owner: str = ""
    due: str = ""
    measure: str = ""
