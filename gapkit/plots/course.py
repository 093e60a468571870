"""The form of a chart whose horizontal axis is time: low, and named as far as there is room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gapkit.plots.field import Field
from gapkit.plots.fonts import width
from gapkit.plots.theme import SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from gapkit.plots.sheet import Sheet

__all__ = ["Course", "name_times", "places_with_room"]


@dataclass(frozen=True)
class Course(Field):
    """A field that is low: time runs across."""

    @property
    def body(self) -> float:
        """Height of the axes in points."""
        return 210.0


def name_times(axes: Axes, sheet: Sheet, labels: Sequence[str]) -> None:
    """Name as many of the places 0, 1, 2, … as have room; the last one always."""
    widest = max(width(label, SIZE.small) for label in labels) + 8
    places = places_with_room(sheet, len(labels), widest)
    axes.xaxis.set_ticks(places, labels=[labels[k] for k in places])


def places_with_room(sheet: Sheet, count: int, widest: float) -> list[int]:
    """Return which of the places 0, 1, 2, … can be named; the last one always.

    Parameters
    ----------
    count
        How many places there are.
    widest
        Width of the longest name with the space beside it, in points.
    """
    inside = sheet.page * 72 - sheet.left - sheet.right
    step = max(1, int(np.ceil(count * widest / inside)))
    return list(range(count - 1, -1, -step))[::-1]
