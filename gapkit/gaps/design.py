"""How people were sampled, and what follows for means and their errors.

Weights, strata and clusters come from the export, or from the units: all units that exist are
strata whose customers are counted; units that were drawn are clusters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.gaps.figures import Figures
from gapkit.gaps.frame import Frame
from gapkit.stats.survey import kish_n
from gapkit.tally import Design, Everybody

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from gapkit.tally import Expression, Group, Tally, WeightedCounts

__all__ = ["SampleDesign", "weighted_figures"]


@dataclass(frozen=True)
class SampleDesign:
    """Which roles follow a design, and which.

    Parameters
    ----------
    columns
        Where the batches say stratum and cluster.
    roles
        Whose figures follow it.
    customers
        Wave and unit → how many customers the unit has, where units are strata; the wave is None
        where the count holds for every wave.
    """

    columns: Design
    roles: frozenset[str]
    customers: Mapping[tuple[str | None, str], int] = field(default_factory=dict)

    def population(self, wave: str, stratum: str) -> float:
        """Return the customers behind a stratum; NaN where they were not counted."""
        found = self.customers.get((wave, stratum), self.customers.get((None, stratum)))
        return float("nan") if found is None else float(found)


def weighted_figures(
    tally: Tally,
    design: SampleDesign,
    score: Expression,
    denominator: int,
    role: str,
    places: NDArray[np.int64],
    groups: Sequence[Group],
    whole: NDArray[np.int64],
) -> Figures:
    """Return weighted means with linearised standard errors, and the jackknife's beside them.

    Parameters
    ----------
    places
        Where each group stands in the tally; −1 where it has nobody.
    whole
        Where everybody of the group's wave stands: strata and clusters keep their number there,
        also where a group has nobody (R's survey: domains keep the design).

    Returns
    -------
    Figures
        On the score's own scale; se NaN where a stratum has one cluster only, since its spread is
        unknown. Where all weights are 0 people are counted, and every figure of them is NaN.
    """
    counts, people = tally.weighted(score), tally.weighted(Everybody(role))
    frames = {}
    for group, at in zip(groups, whole.tolist(), strict=True):
        if at >= 0 and at not in frames:
            population = partial(design.population, group.wave) if design.customers else None
            frames[at] = Frame.of(tally.cells, _slice(people, at), population)
    rows = [
        _one(_slice(counts, at), frames[all_at], denominator) if at >= 0 and all_at >= 0 else NOBODY
        for at, all_at in zip(places.tolist(), whole.tolist(), strict=True)
    ]
    n, *rest = zip(*rows, strict=True)
    return Figures(np.array(n, np.int64), *(np.array(x, np.float64) for x in rest))


BLANK: Final = float("nan")

Row = tuple[int, float, float, float, float, float, float]
NOBODY: Final[Row] = (0, BLANK, BLANK, BLANK, BLANK, BLANK, BLANK)


def _one(mine: WeightedCounts, frame: Frame, denominator: int) -> Row:
    stretch = frame.stretch[frame.position[mine.cell]]
    w, q, value = mine.weight * stretch, mine.square * stretch**2, mine.value / denominator
    n, total = int(mine.n.sum()), w.sum()
    if not total > 0:
        # nobody pulls: there is a sample of people, of whom each weighs nothing
        return (n, BLANK, BLANK, BLANK, frame.df, 0.0, BLANK) if n else NOBODY
    mean = float((w * value).sum() / total)
    away = value - mean
    sd = float(np.sqrt((w * away**2).sum() / total * n / (n - 1))) if n > 1 else BLANK
    variance = frame.variance(mine.cell, w * away / total, q * away**2 / total**2)
    # weighed without weight they would have no say in whether answers vary
    constant = len(np.unique(mine.value[mine.weight > 0])) == 1
    se = 0.0 if constant else float(np.sqrt(variance))
    effective = float(kish_n([total], [q.sum()])[0])
    jackknife = frame.jackknife(mine.cell, w, w * away)
    return n, mean, 0.0 if constant and n > 1 else sd, se, frame.df, effective, jackknife


def _slice(counts: WeightedCounts, group: int) -> WeightedCounts:
    first, last = np.searchsorted(counts.group, [group, group + 1])
    return type(counts)(counts.table[first:last])
