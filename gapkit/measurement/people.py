"""The answers of single people as a matrix, for the few questions that counts cannot answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.errors import CallError, Problem
from gapkit.gaps.gather import LinearMap
from gapkit.gaps.model import resolve
from gapkit.instrument.model import exact
from gapkit.measurement.forms import role_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.gaps.model import Side
    from gapkit.ingest import Answers
    from gapkit.stats.frequencies import Floats

__all__ = ["MOST_PEOPLE", "Answered", "answered_in", "values_of"]

MOST_PEOPLE: Final = 10_000
"""People whose answers are kept; of more, every second, fourth, … is taken as they come."""


@dataclass(frozen=True)
class Answered:
    """What people answered, in points of the instrument's scale.

    Parameters
    ----------
    items
        Ids of the items.
    perception : float, shape (people, items)
        NaN where there is no answer.
    expectation : float, shape (people, items), or None
        The same people's; None where it was not asked.
    """

    items: tuple[str, ...]
    perception: Floats
    expectation: Floats | None

    def take(self, rows: NDArray[np.int64]) -> Answered:
        """Return the answers of some people."""
        left = None if self.expectation is None else self.expectation[rows]
        return Answered(self.items, self.perception[rows], left)


def answered_in(answers: Answers, inventory: Inventory, wave: str) -> Answered:
    """Return customers' perceptions in one wave, with the same people's expectations if asked.

    Raises
    ------
    CallError
        Perceptions were not asked.
    """
    perception, expectation = (resolve(b, inventory.columns) for b in ("perception", "expectation"))
    if perception is None:
        raise CallError(
            Problem("perception", "nobody was asked it.", "Give the battery 'perception'.")
        )
    together = (
        expectation is not None and frozenset({perception, expectation}) in inventory.together
    )
    sides = [perception, expectation] if expectation and together else [perception]
    items = tuple(
        i for i in inventory.items(perception) if all(i in inventory.columns[s] for s in sides)
    )
    values = values_of(answers, inventory, sides, items, wave)
    return Answered(items, values[0], values[1] if len(values) > 1 else None)


def values_of(
    answers: Answers, inventory: Inventory, sides: Sequence[Side], items: Sequence[str], wave: str
) -> list[Floats]:
    """Return the answers of people who were asked several batteries.

    Parameters
    ----------
    sides
        Batteries of one role.
    items
        Items that all of them hold.
    wave
        Whose answers; rows that do not say their wave belong to every wave.

    Returns
    -------
    list of float, shape (people, items)
        One a battery, the same people in all; in points of the instrument's scale, NaN where there
        is no answer. At most twice `MOST_PEOPLE` people.
    """
    role = sides[0].role
    columns = [inventory.columns[side][item] for side in sides for item in items]
    kept: list[NDArray[np.uint16]] = []
    step, seen = 1, 0
    for batch in answers.batches():
        if role_of(batch) != role:
            continue
        waves = np.array(
            [w in (None, wave) or wave == "all" for w in texts_of(batch, "wave")], bool
        )
        codes = np.column_stack([batch.column(c).to_numpy(zero_copy_only=False) for c in columns])
        codes = codes[waves].astype(np.uint16)
        numbers = seen + np.arange(len(codes))
        seen += len(codes)
        kept.append(codes[numbers % step == 0])
        if sum(map(len, kept)) > 2 * MOST_PEOPLE:
            step *= 2
            kept = [np.vstack(kept)[::2]]
    whole = np.vstack(kept) if kept else np.zeros((0, len(columns)), np.uint16)
    found = []
    for k, side in enumerate(sides):
        scale = inventory.scale(side)
        part = whole[:, k * len(items) : (k + 1) * len(items)]
        on = LinearMap.between(scale, inventory.instrument.scale)
        values = [float(on.shift + on.factor * exact(v)) for v in scale.values]
        points = np.array([*values, np.nan])
        found.append(points[np.minimum(part, scale.points)])
    return found
