"""The table `attribution`: gap 5 = gap 1 + gap 2 + gap 3 + perception residue, in amounts.

The identity is arithmetic: any way from expectation to perception adds up. So there are amounts
with intervals, never shares of a sum whose terms differ in sign, and no chance of being the
largest, which would pick the noisiest term. Two terms that meet in one group of people trade off
against each other: what the managers' answers put into gap 1 they take out of gap 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.causes.chain import STEPS, chains_of, together
from gapkit.gaps.figures import Figures
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import groups_for
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.stats.mean_tests import t_interval
from gapkit.tally import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.causes.chain import Chain, Link
    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.options import Options
    from gapkit.tally import Tally

__all__ = ["ATTRIBUTION_COLUMNS", "Linked", "attribution_frame"]

ATTRIBUTION_COLUMNS: Final = (
    "wave", "segment", "value", "dimension", "term", "kind", "estimate", "ci_low", "ci_high",
    "n_left", "n_right", "se", "correlation_next", "reason",
)  # fmt: skip
"""Columns in their order."""

Floats = "NDArray[np.float64]"


def attribution_frame(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    options: Options,
    segments: Sequence[str] = (),
) -> pd.DataFrame:
    """Return how gap 5 adds up, for each dimension and all together.

    Parameters
    ----------
    tally
        Counts that hold `gapkit.causes.chain.chain_wanted`.
    segments
        Columns to break down by; those that customers and one link between know.

    Returns
    -------
    pandas.DataFrame
        `ATTRIBUTION_COLUMNS`. ``kind`` is ``total`` (term ``5``), ``part`` (terms ``1``, ``2``,
        ``3``, ``residue``) or ``beside``; the parts of a dimension sum to its total. A link that
        nobody answered joins its two terms: ``2+3`` is delivery − belief. Beside stand gap ``4``,
        and ``1+2`` where managers' answers part it. Negative: a shortfall. The limits of the parts
        hold together with the confidence of the options (each at confidence^(1/parts): Šidák 1967,
        whatever their covariance), those of the others each by itself. ``correlation_next``: of a
        part's sampling error with that of the next part, from the people that both rest on.

    Notes
    -----
    Expectation and perception are means over the customers' answers to both, so that the total is
    gap 5 of the table `gaps`; gap 1 there takes all answers to expectation, so that it can differ
    from the part in the last digits. What is laid down has no sampling error.
    """
    import pandas as pd

    chains = chains_of(inventory, pairs)
    tables = []
    if chains:
        own = _segments(inventory, chains[0], segments)
        roles = [link.side.role for link in chains[0].links]
        gather = Gatherer(tally, inventory, groups_for(tally, roles, own))
        tables = [Linked(gather, chain, options).frame() for chain in chains]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in ATTRIBUTION_COLUMNS})
    frame = pd.concat(tables, ignore_index=True).sort_values("_group", kind="stable")
    frame = frame.astype(dict.fromkeys(("n_left", "n_right"), "Int64"))
    return frame[list(ATTRIBUTION_COLUMNS)].reset_index(drop=True)


def _segments(inventory: Inventory, chain: Chain, segments: Sequence[str]) -> list[str]:
    ends, inner = (chain.links[0], chain.links[-1]), chain.links[1:-1]

    def known(link: Link, segment: str) -> bool:
        return inventory.knows(link.side.role, segment)

    return [
        s
        for s in segments
        if all(known(link, s) for link in ends)
        and any(known(link, s) or link.side.role in NOT_PEOPLE for link in inner)
    ]


@dataclass(frozen=True)
class Linked:
    """One chain in all groups.

    Parameters
    ----------
    gather
        The groups, and the way to their counts.
    chain
        The links.
    options
        Confidence.
    """

    gather: Gatherer
    chain: Chain
    options: Options

    @cached_property
    def figures(self) -> dict[int, Figures]:
        """Place → means; what is laid down has no error."""
        return {link.place: self._figures(link) for link in self._all}

    @property
    def _all(self) -> tuple[Link, ...]:
        return (*self.chain.links, *([self.chain.promise] if self.chain.promise else []))

    def _figures(self, link: Link) -> Figures:
        to_instrument = self.gather.map_of(link.side)
        found = to_instrument.figures(self.gather.figures(link.score, link.side.role))
        # a single audit of a campaign has no spread: what was promised is taken as given
        given = (found.n == 1) & (link.side.role == "campaign")
        given |= link.side.role == "specification"
        blank = np.full(len(found.n), np.nan)
        sd, se = (np.where(given, 0.0, x) for x in (found.sd, found.se))
        df = np.where(given, np.inf, found.df)
        return Figures(found.n, found.mean, sd, se, df, found.n_effective, blank)

    def difference(self, left: Link, right: Link) -> tuple[Any, Any, Any]:
        """Return right − left with its standard error and degrees of freedom, by group."""
        a, b = self.figures[left.place], self.figures[right.place]
        if together(self.gather.inventory, left, right):
            score = Difference(right.score, left.score)
            to_instrument = self.gather.map_of(right.side)
            of = to_instrument.figures(self.gather.figures(score, right.side.role), shifted=False)
        else:
            with np.errstate(invalid="ignore"):
                of = b.minus(a)
        # the difference of the two means themselves, so that parts add up to the last digit
        return b.mean - a.mean, of.se, of.df

    def covariance(self, one: Link, other: Link) -> Any:
        """Return the covariance of two links' means: 0 unless the same people answered both."""
        a, b = self.figures[one.place].se, self.figures[other.place].se
        if one == other:
            return a**2
        if not together(self.gather.inventory, one, other):
            return np.zeros(len(a))
        left, right = sorted((one, other), key=lambda link: link.place)
        return (a**2 + b**2 - self.difference(left, right)[1] ** 2) / 2

    def frame(self) -> pd.DataFrame:
        """Return the rows of all groups."""
        import pandas as pd

        there = np.array([~np.isnan(self.figures[k.place].mean) for k in self.chain.links])
        patterns, of = np.unique(there, axis=1, return_inverse=True)
        tables = []
        for number, pattern in enumerate(patterns.T):
            links = [k for k, here in zip(self.chain.links, pattern, strict=True) if here]
            at = np.flatnonzero(of.reshape(-1) == number)
            tables += [pd.DataFrame(rows) for rows in self._rows(links, at)]
        frame = pd.concat(tables, ignore_index=True).sort_values("_group", kind="stable")
        return frame.assign(dimension=self.chain.key)

    def _rows(self, links: Sequence[Link], at: NDArray[np.int64]) -> Iterator[dict[str, Any]]:
        """Yield the terms of the groups that have the same links."""
        first, last = self.chain.links[0], self.chain.links[-1]
        level = self.options.confidence
        yield self._term("5", "total", (first, last), at, level)
        if first not in links or last not in links:
            return
        steps = list(pairwise(links))
        each = level ** (1 / len(steps))
        for k, (left, right) in enumerate(steps):
            row = self._term(_name(left, right), "part", (left, right), at, each)
            if k + 1 < len(steps):
                row["correlation_next"] = self._correlation(left, right, steps[k + 1][1])[at]
            yield row
        belief, standard, delivery = (self.chain.link(place) for place in (1, 2, 3))
        if belief in links and standard and standard in links:
            yield self._term("1+2", "beside", (first, standard), at, level)
        if self.chain.promise and delivery and delivery in links:
            yield self._term("4", "beside", (self.chain.promise, delivery), at, level)

    def _correlation(self, a: Link, b: Link, c: Link) -> Any:
        """Return the correlation of the errors of b − a and c − b."""
        covariance = (
            self.covariance(b, c) - self.covariance(a, c) + self.covariance(a, b)
            - self.covariance(b, b)
        )  # fmt: skip
        with np.errstate(divide="ignore", invalid="ignore"):
            return covariance / (self.difference(a, b)[1] * self.difference(b, c)[1])

    def _term(
        self, name: str, kind: str, ends: tuple[Link, Link], at: NDArray[np.int64], level: float
    ) -> dict[str, Any]:
        estimate, se, df = (np.asarray(x)[at] for x in self.difference(*ends))
        low, high = t_interval(estimate, np.where(se > 0, se, np.nan), df, level)
        groups = [self.gather.groups[k] for k in at.tolist()]
        return {
            "_group": at,
            "wave": [g.wave for g in groups],
            "segment": [g.segment for g in groups],
            "value": [g.value for g in groups],
            "term": name,
            "kind": kind,
            "estimate": estimate,
            "ci_low": low,
            "ci_high": high,
            "n_left": self._people(ends[0], at),
            "n_right": self._people(ends[1], at),
            "se": se,
            "correlation_next": np.nan,
            "reason": _reasons(estimate, se),
        }

    def _people(self, link: Link, at: NDArray[np.int64]) -> Any:
        """Return the people of a side; blank for what is no sample of people."""
        import pandas as pd

        if link.side.role in NOT_PEOPLE:
            return pd.array([pd.NA] * len(at), dtype="Int64")
        return pd.array(self.figures[link.place].n[at], dtype="Int64")


def _name(left: Link, right: Link) -> str:
    """Return a term's name: of one step, or of those that a missing link joins."""
    return "+".join(STEPS[left.place : right.place])


def _reasons(estimate: NDArray[np.float64], se: NDArray[np.float64]) -> NDArray[np.object_]:
    blank = np.where(np.isnan(se), "n below 2", np.where(se == 0, "no variation", ""))
    return np.where(np.isnan(estimate), "nobody answered", blank).astype(object)
