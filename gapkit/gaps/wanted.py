"""What the gap tables ask a tally to count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps import levels
from gapkit.gaps.levels import COMPARED
from gapkit.gaps.zones import zone_rows, zone_sides
from gapkit.tally import Answer, Everybody, Histogram, Joint, Moments, Part, Pointed, Weighted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.tally import Expression

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
    parts: list[Part] = []
    for role in roles:
        parts += _figures(inventory, role, Everybody(role))
    for pair in pairs:
        for two in levels.of_pair(inventory, pair):
            parts += _of_pair(inventory, pair, two)
        for wave in inventory.mean_points:
            for two in levels.with_mean_points(inventory, pair, wave):
                parts += _of_pair(inventory, pair, two)
    joined = {c for p in parts if isinstance(p, Joint) for c in (p.a, p.b)}
    for side in inventory.columns:
        for row in levels.of_side(inventory, side):
            if row.level != "item" or inventory.is_designed(side.role):
                parts += _figures(inventory, side.role, row.score)
            if row.column and row.column not in joined:
                parts.append(Histogram(Answer(row.column)))
    sides = zone_sides(inventory)
    for zone in zone_rows(inventory, sides) if sides else ():
        parts += [p for s in zone.scores for p in _figures(inventory, zone.role, s)]
        parts.append(Histogram(zone.place))
    return list(dict.fromkeys(parts))


def _figures(inventory: Inventory, role: str, score: Expression) -> Iterator[Part]:
    """Yield what the mean of a score and its error are made of."""
    if inventory.is_designed(role):
        yield Weighted(score)
    if isinstance(score, Pointed):
        yield Histogram(score)  # its squares are too large for moments in 64 bits
    elif isinstance(score, Everybody) or not inventory.is_designed(role):
        yield Moments(score)


def _of_pair(inventory: Inventory, pair: Pair, row: levels.TwoSided) -> Iterator[Part]:
    if pair.pairing != "respondent":
        for side, score, deviation in (
            (pair.right, row.right, row.right_deviation),
            (pair.left, row.left, row.left_deviation),
        )[: len(pair.sides)]:
            yield Histogram(score)
            if inventory.is_designed(side.role):
                yield Weighted(score)
            if row.level in COMPARED and side.role != "specification":
                yield from _figures(inventory, side.role, deviation)
        return
    role = pair.right.role
    if has_joint(inventory, row, pair) and row.columns:
        right, left = row.columns
        yield Joint(left, right)
    else:
        yield Histogram(row.gap)
        for score in (row.right, row.left):
            yield from _figures(inventory, role, score)
    if inventory.is_designed(role):
        yield from (Weighted(row.gap), Weighted(row.right), Weighted(row.left))
    if row.level in COMPARED:
        yield from _figures(inventory, role, row.against_average)
