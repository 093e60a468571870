"""The chain from what is expected to what is felt: its links, and the scores that stand for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gapkit.gaps.model import GAPS, resolve
from gapkit.tally import Difference, Mean, Moments, Score, Weighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.gaps.model import Side
    from gapkit.tally import Expression, Part

__all__ = ["CHAIN", "STEPS", "Chain", "Link", "chain_wanted", "chains_of"]

CHAIN: Final = ("expectation", "belief", "standard", "delivery", "perception")
"""What follows on what in the model."""

STEPS: Final = ("1", "2", "3", "residue")
"""What lies between two links that follow on each other."""

_INNER: Final = ("1", "2", "3")
"""Gaps whose right sides are the links between expectation and perception."""

_MODEL: Final = {gap.name: gap for gap in GAPS}


@dataclass(frozen=True)
class Link:
    """One link of a chain, as somebody answered it.

    Parameters
    ----------
    place
        Its place in `CHAIN`.
    side
        Who answered which battery.
    score
        The respondent's score.
    """

    place: int
    side: Side
    score: Expression


@dataclass(frozen=True)
class Chain:
    """The links of a dimension, or of all dimensions together.

    Parameters
    ----------
    key
        The dimension's id, or ``overall``.
    links
        Expectation first, perception last; only those that were asked.
    promise
        What was promised about the same items, where that is known.
    """

    key: str
    links: tuple[Link, ...]
    promise: Link | None = None

    def link(self, place: int) -> Link | None:
        """Return the link at a place of `CHAIN`, if it was asked."""
        return next((link for link in self.links if link.place == place), None)


def chains_of(inventory: Inventory, pairs: Sequence[Pair]) -> list[Chain]:
    """Return a chain for each dimension, then one for all; empty without expectation or perception.

    A chain speaks of the items that all its links were asked, so that its terms add up. Where a
    battery leaves a whole dimension out, the chain of that dimension lacks the link, and the
    dimension has no part in the chain of all.
    """
    sides = _sides(inventory, pairs)
    if sides is None:
        return []
    promise = resolve(_MODEL["4"].left, inventory.columns)
    pair = next(p for p in pairs if p.gap.name == "5")
    by_dimension: dict[str, dict[int, Score]] = {}
    promised: dict[str, Score] = {}
    for key, items in inventory.dimensions(pair.items).items():
        here = {k: s for k, s in sides.items() if any(i in inventory.columns[s] for i in items)}
        shared = tuple(i for i in items if all(i in inventory.columns[s] for s in here.values()))
        if shared:
            by_dimension[key] = {k: _score(inventory, here, k, shared) for k in here}
            if promise and all(i in inventory.columns[promise] for i in shared):
                promised[key] = Score(tuple(inventory.columns[promise][i] for i in shared))
    found = [
        Chain(key, _links(sides, scores), _promise(promise, promised.get(key)))
        for key, scores in by_dimension.items()
    ]
    whole = {k: s for k, s in by_dimension.items() if len(s) == len(sides)}
    if whole:
        means = {place: Mean(tuple(s[place] for s in whole.values())) for place in sides}
        over = [promised[k] for k in whole if k in promised]
        all_promised = Mean(tuple(over)) if len(over) == len(whole) else None
        found.append(Chain("overall", _links(sides, means), _promise(promise, all_promised)))
    return found


def _sides(inventory: Inventory, pairs: Sequence[Pair]) -> dict[int, Side] | None:
    """Return place in the chain → who answered it; None where nothing lies between the ends."""
    by_name = {p.gap.name: p for p in pairs if p.neutral is None}
    if "5" not in by_name:
        return None
    ends = by_name["5"]
    found = {0: ends.left, 4: ends.right}
    for place, name in enumerate(_INNER, 1):
        pair = by_name.get(name)
        side = pair.right if pair else resolve(_MODEL[name].right, inventory.columns)
        if side is not None:
            found[place] = side
    return dict(sorted(found.items())) if len(found) > len((ends.left, ends.right)) else None


def _score(
    inventory: Inventory, sides: Mapping[int, Side], place: int, items: tuple[str, ...]
) -> Score:
    """Return the score of a link; of links that the same people answered, over the same answers."""
    columns = inventory.columns[sides[place]]
    partners = tuple(
        tuple(inventory.columns[other][i] for i in items)
        for k, other in sides.items()
        if k != place and frozenset({other, sides[place]}) in inventory.together
    )
    return Score(tuple(columns[i] for i in items), partners)


def _links(sides: Mapping[int, Side], scores: Mapping[int, Expression]) -> tuple[Link, ...]:
    return tuple(Link(place, sides[place], scores[place]) for place in sides if place in scores)


def _promise(side: Side | None, score: Expression | None) -> Link | None:
    return Link(-1, side, score) if side is not None and score is not None else None


def together(inventory: Inventory, one: Link, other: Link) -> bool:
    """Whether the same people answered two links."""
    return frozenset({one.side, other.side}) in inventory.together


def chain_wanted(inventory: Inventory, pairs: Sequence[Pair]) -> list[Part]:
    """Return the parts that `gapkit.causes.identity` is made of."""
    return list(dict.fromkeys(_wanted(inventory, pairs)))


def _wanted(inventory: Inventory, pairs: Sequence[Pair]) -> Iterator[Part]:
    for chain in chains_of(inventory, pairs):
        for link in (*chain.links, *([chain.promise] if chain.promise else [])):
            yield _mean_of(inventory, link.side, link.score)
        for k, one in enumerate(chain.links):
            for other in chain.links[k + 1 :]:
                if together(inventory, one, other):
                    yield _mean_of(inventory, one.side, Difference(other.score, one.score))


def _mean_of(inventory: Inventory, side: Side, score: Expression) -> Part:
    return Weighted(score) if inventory.is_designed(side.role) else Moments(score)
