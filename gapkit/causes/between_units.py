"""The tables `between_units` and `unit_terms`: whether units with a wide inner gap serve worse.

Gap 1 and gap 5 share expectation, so that over units they go together by construction. Two ways
out: customers are dealt into two halves, expectation for gap 1 from one and gap 5 from the other,
which takes away what sampling error makes; and perceptions and outcomes are regressed on
expectation, belief, standard and delivery themselves, with the known sampling errors taken out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.causes.chain import CHAIN, chains_of
from gapkit.causes.halves import halves_of
from gapkit.causes.identity import Linked
from gapkit.causes.units import FEWEST_UNITS
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import natural, waves_of
from gapkit.stats.correlation import pearson
from gapkit.stats.errors_in_variables import errors_in_variables
from gapkit.stats.multiplicity import adjust
from gapkit.tally import Group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.causes.chain import Chain, Link
    from gapkit.causes.halves import Halves
    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.measurement.sums import Parts, Wish
    from gapkit.options import Options
    from gapkit.tally import Tally

__all__ = ["BETWEEN_COLUMNS", "UNIT_TERM_COLUMNS", "between_units_frame", "unit_terms_frame"]

BETWEEN_COLUMNS: Final = (
    "wave", "dimension", "outcome", "kind", "term", "units", "estimate", "ci_low", "ci_high", "p",
    "p_adjusted", "reliability", "reason",
)  # fmt: skip
"""Columns in their order."""

UNIT_TERM_COLUMNS: Final = (
    "wave", "dimension", "unit", "n", "n_left", "gap_1", "gap_2", "gap_3", "gap_5", "perception",
    "reason",
)  # fmt: skip
"""Columns in their order."""

INNER: Final = ((0, 1, "1"), (1, 2, "2"), (2, 3, "3"))
"""Left and right place in the chain of each inner gap."""


@dataclass(frozen=True)
class _Wave:
    """One dimension's chain in all units of a wave."""

    wave: str
    units: tuple[str, ...]
    linked: Linked
    halves: Halves

    @property
    def chain(self) -> Chain:
        return self.linked.chain

    def mean(self, place: int) -> NDArray[np.float64]:
        """Return a link's mean in each unit; NaN where it was not asked."""
        link = self.chain.link(place)
        return np.full(len(self.units), np.nan) if link is None else self.linked.figures[place].mean

    def gap(self, left: int, right: int) -> NDArray[np.float64]:
        """Return an inner gap in each unit; gap 1 takes expectation from the first half."""
        start = self.halves.first[:, 0] if left == 0 else self.mean(left)
        return self.mean(right) - start

    @property
    def gap_5(self) -> NDArray[np.float64]:
        """Gap 5 in each unit, from the second half."""
        return self.halves.second[:, 1] - self.halves.second[:, 0]


def _waves(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    found: Mapping[Wish, Mapping[Group, Parts]],
    unit: str,
    options: Options,
) -> Iterator[_Wave]:
    values = sorted({g.value for g in tally.groups if g.segment == unit}, key=natural)
    named = inventory.knows("customer", "wave")
    for wave in waves_of(tally):
        groups = [Group(wave, unit, value) for value in values]
        gather = Gatherer(tally, inventory, groups)
        for chain in chains_of(inventory, pairs):
            halves = halves_of(inventory, chain, found, groups, named=named)
            yield _Wave(wave, tuple(values), Linked(gather, chain, options), halves)


def between_units_frame(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    found: Mapping[Wish, Mapping[Group, Parts]],
    unit: str,
    outcomes: Mapping[str, str],
    options: Options,
) -> pd.DataFrame:
    """Return how inner gaps go with gap 5, and what perceptions and outcomes go with, over units.

    Parameters
    ----------
    found
        Customers' sums by unit, of `gapkit.causes.halves.half_wishes`.
    outcomes
        Outcome → column.

    Returns
    -------
    pandas.DataFrame
        `BETWEEN_COLUMNS`. ``kind`` ``association``: correlation of an inner gap (``term``) with
        gap 5 (``outcome`` 5), customers in halves, Fisher's interval. ``slope``: points of the
        ``outcome`` (``perception`` or an outcome) for one point of the ``term``, the others held,
        with errors in variables; ``reliability`` is the part of the term's variance over units
        that is no sampling error. Blank below `FEWEST_UNITS` units (``too few cases``), for a term
        that is the same everywhere (``no variation``), and where units differ too little beyond
        sampling error to bear a slope (``singular``). p is adjusted within wave, kind and outcome.
    """
    import pandas as pd

    rows = [
        row
        for one in _waves(tally, inventory, pairs, found, unit, options)
        for row in (*_associations(one, options), *_slopes(one, outcomes, options))
    ]
    if not rows:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in BETWEEN_COLUMNS})
    frame = pd.DataFrame(rows)
    family = frame.groupby(["wave", "kind", "outcome"], sort=False).ngroup().to_numpy()
    adjusted = adjust(frame["p"].to_numpy(dtype=float), options.adjust, family)  # type: ignore[arg-type]
    frame = frame.assign(p_adjusted=adjusted)[list(BETWEEN_COLUMNS)]
    return frame.astype({"units": "Int64"})


def _row(one: _Wave, outcome: str, kind: str, term: str, units: int) -> dict[str, Any]:
    blank = dict.fromkeys(("estimate", "ci_low", "ci_high", "p", "reliability"), float("nan"))
    place = {"wave": one.wave, "dimension": one.chain.key, "outcome": outcome, "kind": kind}
    return {**place, "term": term, "units": units, **blank, "reason": ""}


def _associations(one: _Wave, options: Options) -> Iterator[dict[str, Any]]:
    for left, right, term in INNER:
        gap, service = one.gap(left, right), one.gap_5
        both = ~np.isnan(gap) & ~np.isnan(service)
        if not both.any():
            continue
        row = _row(one, "5", "association", term, int(both.sum()))
        if both.sum() < FEWEST_UNITS:
            yield row | {"reason": "too few cases"}
            continue
        r = pearson(gap[both], service[both], options.confidence)
        estimate, low, high, p = (float(x[0]) for x in (r.r, r.low, r.high, r.p))
        reason = "no variation" if estimate != estimate else ""
        yield row | {"estimate": estimate, "ci_low": low, "ci_high": high, "p": p, "reason": reason}


def _slopes(one: _Wave, outcomes: Mapping[str, str], options: Options) -> Iterator[dict[str, Any]]:
    first, *inner, last = one.chain.links
    predictors = [first, *inner]
    with_perception = one.linked.covariance(first, last)
    yield from _regressed(
        one, "perception", predictors, one.mean(last.place), with_perception, options
    )
    for name in outcomes:
        mean, covariance = one.halves.outcomes[name]
        yield from _regressed(one, name, predictors, mean, covariance, options)


def _regressed(
    one: _Wave,
    outcome: str,
    predictors: Sequence[Link],
    y: NDArray[np.float64],
    with_expectation: NDArray[np.float64],
    options: Options,
) -> Iterator[dict[str, Any]]:
    """Yield the slopes of one outcome; terms that are the same everywhere take no part."""
    x = np.column_stack([one.mean(link.place) for link in predictors])
    errors = np.array([[one.linked.covariance(a, b) for b in predictors] for a in predictors])
    errors = errors.transpose(2, 0, 1)
    whole = ~np.isnan(x).any(axis=1) & ~np.isnan(y) & ~np.isnan(errors).any(axis=(1, 2))
    whole &= ~np.isnan(with_expectation)
    units = int(whole.sum())
    varies = [k for k in range(len(predictors)) if units and np.ptp(x[whole, k]) > 0]
    rows = [_row(one, outcome, "slope", CHAIN[link.place], units) for link in predictors]
    if units < FEWEST_UNITS or not varies:
        yield from (row | {"reason": "too few cases"} for row in rows)
        return
    cross = np.zeros((units, len(predictors)))
    cross[:, 0] = with_expectation[whole]
    found = errors_in_variables(
        x[whole][:, varies],
        y[whole],
        errors[whole][:, varies][:, :, varies],
        cross[:, varies],
        options.confidence,
    )
    for k, row in enumerate(rows):
        if k not in varies:
            yield row | {"reason": "no variation"}
            continue
        at = varies.index(k)
        figures = {"estimate": found.slope, "ci_low": found.low, "ci_high": found.high}
        figures |= {"p": found.p, "reliability": found.reliability}
        told = {name: float(values[at]) for name, values in figures.items()}
        blank = told["estimate"] != told["estimate"]
        yield row | told | {"reason": "singular" if blank else ""}


def unit_terms_frame(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    found: Mapping[Wish, Mapping[Group, Parts]],
    unit: str,
    options: Options,
) -> pd.DataFrame:
    """Return the points behind `between_units`: inner gaps and gap 5 of each unit.

    Returns
    -------
    pandas.DataFrame
        `UNIT_TERM_COLUMNS`; ``gap_1`` and ``gap_5`` from different halves of the ``n`` customers.
        ``n_left`` counts the fewest people of another role behind the unit's figures.
    """
    import pandas as pd

    rows = []
    for one in _waves(tally, inventory, pairs, found, unit, options):
        fewest = _fewest(one)
        figures = {f"gap_{term}": one.gap(left, right) for left, right, term in INNER}
        figures |= {"gap_5": one.gap_5, "perception": one.mean(4)}
        for k, name in enumerate(one.units):
            n = int(one.halves.n[k])
            row = {"wave": one.wave, "dimension": one.chain.key, "unit": name, "n": n}
            reason = "" if n > 1 else "nobody answered" if n == 0 else "n below 2"
            told = {column: float(values[k]) for column, values in figures.items()}
            rows.append(row | {"n_left": fewest[k], "reason": reason} | told)
    if not rows:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in UNIT_TERM_COLUMNS})
    return pd.DataFrame(rows)[list(UNIT_TERM_COLUMNS)].astype({"n": "Int64", "n_left": "Int64"})


def _fewest(one: _Wave) -> list[Any]:
    import pandas as pd

    from gapkit.gaps.model import NOT_PEOPLE

    inner = [link for link in one.chain.links[1:-1] if link.side.role not in NOT_PEOPLE]
    if not inner:
        return [pd.NA] * len(one.units)
    counts = np.min([one.linked.figures[link.place].n for link in inner], axis=0)
    return [int(n) for n in counts]
