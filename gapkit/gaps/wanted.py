"""What the gap tables ask a tally to count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps import levels
from gapkit.gaps.zones import zone_rows, zone_sides
from gapkit.tally import Answer, Everybody, Histogram, Joint, Moments, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapkit.gaps.inventory import Inventory, Pair

__all__ = ["MOST_JOINT_POINTS", "has_joint", "wanted"]

MOST_JOINT_POINTS: Final = 64
"""Scales with more points (minutes, say) have no joint table: it would be mostly empty."""


def has_joint(inventory: Inventory, row: levels.TwoSided, pair: Pair) -> bool:
    """Whether an item's two answers are counted in a joint table."""
    if pair.pairing != "respondent" or row.columns is None:
        return False
    return all(inventory.scales[c].points <= MOST_JOINT_POINTS for c in row.columns)


def wanted(inventory: Inventory, pairs: list[Pair]) -> list[Part]:
    """Return the parts that `gaps`, `scores`, `answers` and `zones` are made of, each once."""
    roles = dict.fromkeys(side.role for side in inventory.columns)
    parts: list[Part] = [Moments(Everybody(role)) for role in roles]
    for pair in pairs:
        for two in levels.of_pair(inventory, pair):
            parts += _of_pair(inventory, pair, two)
    joined = {c for p in parts if isinstance(p, Joint) for c in (p.a, p.b)}
    for side in inventory.columns:
        for row in levels.of_side(inventory, side):
            if row.level != "item":
                parts.append(Moments(row.score))
            elif row.column not in joined:
                parts.append(Histogram(Answer(row.column)))
    sides = zone_sides(inventory)
    for zone in zone_rows(inventory, sides) if sides else ():
        parts += zone.parts
    return list(dict.fromkeys(parts))


def _of_pair(inventory: Inventory, pair: Pair, row: levels.TwoSided) -> Iterator[Part]:
    if pair.pairing != "respondent":
        for side, score, deviation in (
            (pair.right, row.right, row.right_deviation),
            (pair.left, row.left, row.left_deviation),
        ):
            yield Histogram(score)
            if row.level != "overall" and side.role != "specification":
                yield Moments(deviation)
        return
    if has_joint(inventory, row, pair) and row.columns:
        right, left = row.columns
        yield Joint(left, right)
    else:
        yield from (Histogram(row.gap), Moments(row.right), Moments(row.left))
    if row.level != "overall":
        yield Moments(row.against_average)
