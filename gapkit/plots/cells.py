"""The gaps of all groups of a segment as a table of cells, chosen and ordered for a heat map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.gaps.terms import gap_name
from gapkit.plots.chosen import as_number, label_of, last_wave, records_of, take

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.results import Result

__all__ = ["EVERYBODY", "OVERALL", "Cells", "cells"]

EVERYBODY = "all"
OVERALL = "overall"


@dataclass(frozen=True)
class Cells:
    """Groups × items or dimensions.

    Parameters
    ----------
    result
        Where they come from.
    gap, level, wave, segment
        What they are of.
    groups
        Values of the segment in the order drawn; `all` stands for everybody.
    keys
        Items or dimensions; `overall` stands for all of them.
    records
        (group, key) → row of the frame.
    """

    result: Result
    gap: str
    level: str
    wave: str
    segment: str
    groups: list[str]
    keys: list[str]
    records: dict[tuple[str, str], dict[str, Any]]

    @property
    def title(self) -> str:
        """Name of the gap and of the segment."""
        words = self.result.words
        name = gap_name(words, self.gap)
        return words("plots.heatmap.title", name=name, segment=words.segment(self.segment))

    @property
    def estimates(self) -> NDArray[np.float64]:
        """Gaps, groups × keys; NaN where there is none."""
        return np.array(
            [[self.number(g, k, "estimate") for k in self.keys] for g in self.groups], dtype=float
        ).reshape(len(self.groups), len(self.keys))

    @property
    def group_labels(self) -> list[str]:
        """What a person reads for the groups."""
        words = self.result.words
        return [
            words("group.everybody") if group == EVERYBODY else words.value(self.segment, group)
            for group in self.groups
        ]

    @property
    def key_labels(self) -> list[str]:
        """What a person reads for the items or dimensions."""
        level = self.result.words("level.overall")
        return [level if k == OVERALL else label_of(self.result, self.level, k) for k in self.keys]

    def number(self, group: str, key: str, column: str) -> float:
        """Return a figure of a cell."""
        return as_number(self.records.get((group, key), {}).get(column))

    def verdict(self, group: str, key: str) -> str:
        """Return the verdict of a cell, blank where it is not judged."""
        return str(self.records.get((group, key), {}).get("verdict") or "")

    def people(self, group: str) -> str:
        """Return how many people a group has: one number, or the range over its cells."""
        words = self.result.words
        counts = [self._count(group, key) for key in self.keys]
        counts = [count for count in counts if count == count]
        if not counts:
            return "–"
        ends = dict.fromkeys(words.number(end, 0) for end in (min(counts), max(counts)))
        return "–".join(ends)

    def _count(self, group: str, key: str) -> float:
        n = self.number(group, key, "n")
        return n if n == n else self.number(group, key, "n_right")


def cells(result: Result, *, wave: str | None, segment: str, gap: str, level: str) -> Cells:
    """Return the cells of a segment; everybody and the overall gap beside them where known.

    Raises
    ------
    CallError
        There are no such rows.
    """
    frame = take(result, wave, segment=segment, gap=gap, level=level)
    shown = last_wave(result.frame) if wave is None else str(wave)
    if frame.empty:
        return Cells(result, gap, level, shown, segment, [], [], {})
    groups, keys = (list(dict.fromkeys(frame[c].astype(str))) for c in ("value", "key"))
    records = _records(result.frame, wave=shown, gap=gap, levels=(level, OVERALL), segment=segment)
    # a single dimension is all that the overall gap is made of: its column would stand twice
    beside = len(keys) > 1 and level != OVERALL and any(key == OVERALL for _, key in records)
    overall = [OVERALL] if beside else []
    everybody = [EVERYBODY] if any(group == EVERYBODY for group, _ in records) else []
    groups = sorted(groups, key=lambda group: _first_blank_last(records.get((group, OVERALL))))
    return Cells(result, gap, level, shown, segment, everybody + groups, overall + keys, records)


def _records(
    frame: pd.DataFrame, *, wave: str, gap: str, levels: tuple[str, ...], segment: str
) -> dict[tuple[str, str], dict[str, Any]]:
    chosen = frame[
        (frame["wave"].astype(str) == wave)
        & (frame["gap"].astype(str) == gap)
        & frame["level"].isin(levels)
        & frame["segment"].isin(["all", segment])
    ]
    return {(str(record["value"]), str(record["key"])): record for record in records_of(chosen)}


def _first_blank_last(record: dict[str, Any] | None) -> float:
    """Key that sorts by the overall gap, the lowest first, groups without one at the end."""
    estimate = as_number(record["estimate"]) if record else float("nan")
    return estimate if estimate == estimate else float("inf")
