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

__all__ = ["Course", "name_times"]


@dataclass(frozen=True)
class Course(Field):
    """A field that is low: time runs across."""

    @property
    def body(self) -> float:
        """Height of the axes in points."""
        return 210.0


def name_times(axes: Axes, sheet: Sheet, labels: Sequence[str]) -> None:
    """Name as many of the places 0, 1, 2, … as have room; the last one always."""
    inside = sheet.page * 72 - sheet.left - sheet.right
    widest = max(width(label, SIZE.small) for label in labels) + 8
    step = max(1, int(np.ceil(len(labels) * widest / inside)))
    places = list(range(len(labels) - 1, -1, -step))[::-1]
    axes.xaxis.set_ticks(places, labels=[labels[k] for k in places])
