"""The answers of one battery as the distribution chart shows them: items × points of the scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gapkit.plots.chosen import as_number, label_of, last_wave, subtitle, take

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.instrument import Scale
    from gapkit.results import Result

__all__ = ["Answers", "gather", "sides"]


@dataclass(frozen=True)
class Answers:
    """Answers of one battery and group.

    Parameters
    ----------
    keys
        Items, k of them.
    counts, parts
        k × points of the scale: people, and what is drawn (shares or people).
    """

    result: Result
    battery: str
    subtitle: str
    measure: str
    keys: list[str]
    counts: NDArray[np.float64]
    parts: NDArray[np.float64]

    @property
    def title(self) -> str:
        """Which answers these are."""
        words = self.result.words
        return words("plots.answers.title", battery=words(f"battery.{self.battery}"))

    @property
    def labels(self) -> list[str]:
        """Wording of each item."""
        return [label_of(self.result, "item", key) for key in self.keys]

    @property
    def people(self) -> NDArray[np.float64]:
        """Answers of each item."""
        return np.asarray(np.nansum(self.counts, axis=1), dtype=float)

    @property
    def few(self) -> NDArray[np.bool_]:
        """Whether an item has fewer answers than a published figure needs."""
        return self.people < self.result.options.min_n

    def sorted(self, middle: str) -> Answers:
        """Return the items in order of right less left of the middle, the least first."""
        left, _, right = sides(self.result.instrument.scale, middle)
        parts = np.nan_to_num(self.parts)
        balance = parts[:, right].sum(axis=1) - parts[:, left].sum(axis=1)
        balance[~(parts > 0).any(axis=1)] = np.inf
        order = np.argsort(balance, kind="stable")
        keys = [self.keys[k] for k in order]
        return replace(self, keys=keys, counts=self.counts[order], parts=self.parts[order])


def gather(
    result: Result, wave: str | None, segment: str, value: str, battery: str | None,
    items: Sequence[str] | None, measure: str,
) -> Answers:  # fmt: skip
    """Return the answers that are shown; arguments as the chart's.

    Raises
    ------
    CallError
        There are no such rows.
    """
    known = list(dict.fromkeys(result.frame["battery"].astype(str)))
    if battery is None:
        battery = "perception" if "perception" in known or not known else known[0]
    frame = take(result, wave, segment=segment, value=value, battery=battery)
    keys = list(dict.fromkeys(frame["key"].astype(str)))
    if items is not None:
        keys = [key for key in items if not take(result, wave, battery=battery, key=key).empty]
    counts, shares = (_by_point(frame, keys, column, result) for column in ("n", "share"))
    shown = last_wave(result.frame) if wave is None else str(wave)
    of = subtitle(result, shown, segment, value)
    return Answers(
        result, battery, of, measure, keys, counts, shares if measure == "share" else counts
    )


def _by_point(
    frame: pd.DataFrame, keys: list[str], column: str, result: Result
) -> NDArray[np.float64]:
    """Return a column of the frame as items × points of the scale."""
    points = {float(point): k for k, point in enumerate(result.instrument.scale.values)}
    rows = {key: k for k, key in enumerate(keys)}
    table = np.full((len(keys), len(points)), np.nan)
    for key, answer, cell in zip(frame["key"], frame["answer"], frame[column], strict=True):
        if str(key) in rows and float(answer) in points:
            table[rows[str(key)], points[float(answer)]] = as_number(cell)
    return table


def sides(scale: Scale, middle: str) -> tuple[list[int], list[int], list[int]]:
    """Return the points left of the middle, the middle point (if it is split), points right of it."""
    left = [k for k, point in enumerate(scale.values) if point < scale.middle]
    right = [k for k, point in enumerate(scale.values) if point > scale.middle]
    between = [k for k, point in enumerate(scale.values) if point == scale.middle]
    return left, between if middle == "split" else [], right
