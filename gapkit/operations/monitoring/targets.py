"""The score that a call should reach, and which scores miss it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from gapkit.instrument import Scale
    from gapkit.operations.desk import Desk

__all__ = ["below", "targets_of", "targets_of_desk"]

SATISFACTORY: Final = 0.75
"""Where the study names no target: the first point of the scale that lies so far up, or further;
of five points the fourth. A convention."""


def targets_of(
    given: Mapping[str, float], scale: Scale, dimensions: Sequence[str]
) -> dict[str, float]:
    """Return the score to be reached, overall and in each dimension.

    Parameters
    ----------
    given
        What the study says: ``overall`` or a dimension → points of the scale. A dimension that is
        not named has the target of ``overall``.
    scale, dimensions
        The instrument's.

    Examples
    --------
    >>> from gapkit.instrument import load_instrument
    >>> targets_of({"tone": 4.5}, load_instrument("call-monitoring").scale, ["wording", "tone"])
    {'overall': 4.0, 'wording': 4.0, 'tone': 4.5}
    """
    steps = int(np.ceil(SATISFACTORY * (scale.points - 1)))
    place = steps if scale.direction == "higher" else scale.points - 1 - steps
    overall = given.get("overall", scale.values[place])
    return {"overall": overall, **{d: given.get(d, overall) for d in dimensions}}


def targets_of_desk(desk: Desk) -> dict[str, float]:
    """Return the score to be reached, overall and by dimension, as the study or the scale says."""
    named = [d.id for d in desk.instrument.dimensions]
    return targets_of(desk.department.score_targets, desk.instrument.scale, named)


def below(score: Any, target: float, direction: str) -> NDArray[np.bool_]:
    """Say which scores miss a target: lie below it, or above where lower is better.

    Parameters
    ----------
    score, target
        Points of one scale; a missing score misses nothing.
    direction
        The scale's: ``higher`` or ``lower``, whichever is better.

    Examples
    --------
    >>> below([3.5, 4.0, float("nan")], 4.0, "higher").tolist()
    [True, False, False]
    """
    x = np.asarray(score, np.float64)
    missed: NDArray[np.bool_] = x < target if direction == "higher" else x > target
    return missed
