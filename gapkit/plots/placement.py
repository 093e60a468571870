"""Where labels of points can stand without covering one another."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Box", "place_labels"]

_STEPS: Final = 16
"""Directions tried about a point."""

_RINGS: Final = (0.0, 6.0, 14.0, 24.0, 36.0, 50.0, 70.0, 95.0, 125.0, 160.0, 210.0, 280.0)
"""How much farther out than next to the point a label is tried, in points."""


class Box(NamedTuple):
    """A rectangle by its edges; y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other: Box) -> bool:
        """Whether the two have an area in common.

        Examples
        --------
        >>> Box(0, 0, 2, 2).covers(Box(1, 1, 3, 3)), Box(0, 0, 1, 1).covers(Box(1, 0, 2, 1))
        (True, False)
        """
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def within(self, other: Box) -> bool:
        """Whether it lies inside the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


def place_labels(
    points: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]], frame: Box,
    taken: Sequence[Box] = (), radius: float = 5.0,
) -> list[Box | None]:  # fmt: skip
    """Return a place for each label: near its point, inside the frame, free of everything else.

    Parameters
    ----------
    points
        x and y of each point, in any unit of length.
    sizes
        Width and height of each label, in that unit.
    frame
        Where labels may stand.
    taken
        Rectangles that must stay free, such as other texts.
    radius
        Half the size of a point's mark.

    Returns
    -------
    list of Box or None
        None where no free place was found. The most crowded points choose first.

    Examples
    --------
    >>> boxes = place_labels([(50, 50), (52, 50)], [(30, 10), (30, 10)], Box(0, 0, 100, 100))
    >>> boxes[0].covers(boxes[1])
    False
    """
    blocked = [*taken, *(_about(point, radius) for point in points)]
    places: list[Box | None] = [None] * len(points)
    for k in _crowded_first(points):
        for box in _candidates(points[k], sizes[k], radius):
            if box.within(frame) and not any(box.covers(other) for other in blocked):
                places[k] = box
                blocked.append(box)
                break
    return places


def _about(point: tuple[float, float], radius: float) -> Box:
    x, y = point
    return Box(x - radius, y - radius, x + radius, y + radius)


def _crowded_first(points: Sequence[tuple[float, float]]) -> list[int]:
    places = np.asarray(points, dtype=float).reshape(-1, 2)
    distance = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    crowd = (1 / (distance + 10)).sum(axis=1)
    return [int(k) for k in np.argsort(-crowd, kind="stable")]


def _candidates(
    point: tuple[float, float], size: tuple[float, float], radius: float
) -> Iterator[Box]:
    """Yield places about a point, the nearest first; beside it before above and below."""
    (x, y), (width, height) = point, size
    for ring in _RINGS:
        for across, up in _DIRECTIONS:
            # the label's middle on a rounded rectangle about the point
            cx = x + across * (radius + 1 + ring) + _clipped(across) * width / 2
            cy = y + up * (radius + 1 + ring) + _clipped(up) * height / 2
            yield Box(cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)


def _clipped(share: float) -> float:
    return max(-1.0, min(1.0, 1.4 * share))


_DIRECTIONS: Final = [
    (cos(2 * pi * step / _STEPS), sin(2 * pi * step / _STEPS))
    for step in sorted(range(_STEPS), key=lambda step: (min(step, _STEPS - step) % 8, step))
]
"""Right and left first, since a label beside its point is read most easily."""
