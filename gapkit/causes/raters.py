"""Those who rated causes: their agreement as a matrix, with wave and unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gapkit.errors import CallError
from gapkit.gaps.gather import LinearMap
from gapkit.instrument.model import exact
from gapkit.measurement.forms import role_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gapkit.causes.catalogue import Catalogue
    from gapkit.ingest import Answers
    from gapkit.ingest.layout import Column
    from gapkit.instrument import Scale

__all__ = ["CAUSE", "Raters", "raters_of"]

CAUSE = "cause"
"""Battery of the columns of agreement."""


@dataclass(frozen=True)
class Raters:
    """The people of one role who were asked about causes.

    Parameters
    ----------
    role
        Who they are.
    causes
        Ids of the causes they were asked about, in the catalogue's order.
    wave, unit : shape (people,)
        None where a row does not say; a row without a wave belongs to every wave.
    values : float, shape (people, causes)
        Agreement in points of the instrument's scale; NaN where there is no answer.
    """

    role: str
    causes: tuple[str, ...]
    wave: NDArray[np.object_]
    unit: NDArray[np.object_]
    values: NDArray[np.float64]

    def of(self, wave: str, unit: str | None = None) -> NDArray[np.float64]:
        """Return the agreement of one wave's people, of one unit if it is given."""
        here = np.array([w in (None, wave) or wave == "all" for w in self.wave], bool)
        if unit is not None:
            here &= self.unit == unit
        mine: NDArray[np.float64] = self.values[here]
        return mine


def raters_of(
    answers: Answers, catalogue: Catalogue, scale: Scale, unit: str | None = None
) -> list[Raters]:
    """Return the raters of each role that was asked about causes.

    Parameters
    ----------
    scale
        Of the instrument; agreement on another one is mapped on it, end on end.
    unit
        Column of the unit.

    Raises
    ------
    CallError
        Columns ask about causes that the catalogue does not know: all of them.
    """
    order = list(catalogue.cause)
    asked: dict[str, list[Column]] = {}
    for column in answers.layout.columns:
        if column.battery == CAUSE:
            asked.setdefault(column.role, []).append(column)
    unknown = {c.item: None for columns in asked.values() for c in columns if c.item not in order}
    if unknown:
        raise CallError(*(catalogue.problem(name) for name in unknown))
    return [
        _raters(answers, role, sorted(columns, key=lambda c: order.index(c.item)), scale, unit)
        for role, columns in asked.items()
    ]


def _raters(
    answers: Answers, role: str, columns: Sequence[Column], scale: Scale, unit: str | None
) -> Raters:
    waves: list[str | None] = []
    units: list[str | None] = []
    codes = [np.zeros((0, len(columns)), np.int64)]
    for batch in answers.batches():
        if role_of(batch) != role:
            continue
        rows = [batch.column(c.name).to_numpy(zero_copy_only=False) for c in columns]
        codes.append(np.column_stack(rows).astype(np.int64))
        waves += texts_of(batch, "wave")
        units += texts_of(batch, unit) if unit else [None] * batch.num_rows
    whole = np.vstack(codes)
    values = np.full(whole.shape, np.nan)
    for k, column in enumerate(columns):
        on = LinearMap.between(column.scale, scale)
        points = [float(on.shift + on.factor * exact(v)) for v in column.scale.values]
        values[:, k] = np.array([*points, np.nan])[np.minimum(whole[:, k], len(points))]
    names = tuple(c.item for c in columns)
    return Raters(role, names, np.array(waves, object), np.array(units, object), values)
