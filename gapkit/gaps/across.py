"""What the tables that compare roles have in common: pairs, parts, judgement, agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.gaps import levels
from gapkit.gaps.evidence import Evidence, evidence
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import groups_for
from gapkit.gaps.inventory import Pair
from gapkit.gaps.model import NOT_PEOPLE, Gap, Side
from gapkit.gaps.verdict import verdicts
from gapkit.gaps.wanted import MOST_JOINT_POINTS
from gapkit.stats.correlation import agreement
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.mean_tests import t_test
from gapkit.stats.multiplicity import adjust
from gapkit.stats.reasons import reason_two_samples
from gapkit.tally import Answer, Group, Histogram, Moments, Weighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.options import Options
    from gapkit.tally import Part, Tally

__all__ = [
    "Contrast",
    "agreement_of_items",
    "contrast",
    "judged",
    "named",
    "parts_of",
    "role_pair",
]


@dataclass(frozen=True)
class Contrast:
    """Two roles' answers in all groups; arrays are keys × groups, key by key.

    Parameters
    ----------
    gather
        The groups, and the way to their counts.
    pair
        Who is set against whom.
    found
        Means, spreads and errors.
    columns
        The columns that every table of differences has.
    """

    gather: Gatherer
    pair: Pair
    found: Evidence
    columns: dict[str, Any]


def role_pair(inventory: Inventory, name: str, left: Side, right: Side) -> Pair:
    """Return right − left of two roles, over the items that both were asked."""
    items = tuple(i for i in inventory.items(right) if i in inventory.columns[left])
    gap = Gap(name, f"{right.role}.{right.battery}", f"{left.role}.{left.battery}")
    return Pair(gap, right, left, "independent", items)


def parts_of(inventory: Inventory, pair: Pair, rows: Sequence[levels.TwoSided]) -> Iterator[Part]:
    """Yield what a tally has to count for `contrast` and `agreement_of_items`."""
    for side in pair.sides:
        for item in pair.items:
            yield Histogram(Answer(inventory.columns[side][item]))
    for row in rows:
        for side, score, deviation in (
            (pair.right, row.right, row.right_deviation),
            (pair.left, row.left, row.left_deviation),
        ):
            mean_of = Weighted if inventory.is_designed(side.role) else Moments
            yield Histogram(score)
            if mean_of is Weighted:
                yield Weighted(score)
            if row.level in levels.COMPARED:
                yield mean_of(deviation)


def contrast(
    tally: Tally,
    inventory: Inventory,
    pair: Pair,
    rows: Sequence[levels.TwoSided],
    options: Options,
    segments: Sequence[str],
    words: tuple[str, str, str],
) -> Contrast:
    """Set two roles against each other in every group that both know.

    Parameters
    ----------
    words
        Verdicts: right lower, alike within the margin, right higher; ``unclear`` else.
    """
    own = inventory.segments(pair, segments)
    gather = Gatherer(tally, inventory, groups_for(tally, [s.role for s in pair.sides], own))
    found = evidence(gather, pair, rows)
    left, right, gap = found.left, found.right, found.gap
    reason = gap.why_blank(reason_two_samples(left.moments, right.moments))
    columns = {
        **named(gather, found, options),
        "role_left": pair.left.role,
        "role_right": pair.right.role,
        "n_left": left.n,
        "n_right": right.n,
        "mean_left": left.mean,
        "mean_right": right.mean,
        "difference": gap.mean,
        **judged(gather, pair, found, (gap.mean, gap.se, gap.df), options, words),
        "sd_left": left.sd,
        "sd_right": right.sd,
        "reason": reason,
    }
    return Contrast(gather, pair, found, columns)


def named(gather: Gatherer, found: Evidence, options: Options) -> dict[str, Any]:
    """Return the columns that name each row: group, level, key, label."""
    at = _group_of_row(gather, found)
    labels = {
        (level, key): levels.label_of(gather.inventory.instrument, level, key, options.language)
        for level, key in dict.fromkeys(zip(found.level, found.key, strict=True))
    }
    return {
        **{f: np.array([getattr(g, f) for g in gather.groups], object)[at] for f in Group._fields},
        "level": found.level,
        "key": found.key,
        "label": [labels[pair] for pair in zip(found.level, found.key, strict=True)],
    }


def judged(
    gather: Gatherer,
    pair: Pair,
    found: Evidence,
    tested: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
    options: Options,
    words: tuple[str, str, str],
) -> dict[str, Any]:
    """Return interval, p, p within its family (group and level) and verdict.

    Parameters
    ----------
    tested
        Estimate, standard error, degrees of freedom.
    words
        As in `contrast`.
    """
    test = t_test(*tested, confidence=options.confidence)
    family = _group_of_row(gather, found) * len(levels.LEVELS)
    family = family + np.array([levels.LEVELS.index(level) for level in found.level])
    p_adjusted = adjust(test.p, options.adjust, family)  # type: ignore[arg-type]
    margin = options.margin * gather.inventory.instrument.scale.range
    alike = np.zeros(len(found.key), bool)
    known = verdicts(test, p_adjusted, _people(found, pair), alike, margin, 1, options)
    own = dict(zip(("shortfall", "met", "surplus"), words, strict=True))
    return {
        "ci_low": test.ci_low,
        "ci_high": test.ci_high,
        "p": test.p,
        "p_adjusted": p_adjusted,
        "verdict": np.array([own.get(v, v) for v in known], object),
    }


def agreement_of_items(
    gather: Gatherer, side: Side, items: Sequence[str], options: Options
) -> NDArray[np.float64]:
    """Return r_wg of each item in each group with its limits; shape (3, items, groups).

    Blank for scales of more points than `MOST_JOINT_POINTS`: minutes have no finite set of answers
    to draw from by chance.
    """
    figures = np.full((3, len(items), len(gather.groups)), np.nan)
    for at, item in enumerate(items):
        column = gather.inventory.columns[side][item]
        scale = gather.inventory.scales[column]
        if scale.points > MOST_JOINT_POINTS:
            continue
        points = scale.first + scale.stride * np.arange(scale.points)
        f = Frequencies.from_dense(gather.answers(column), points, scale.denominator)
        step = scale.stride / scale.denominator
        r = agreement(f, scale.points, step, options.confidence, options.bootstrap, options.seed)
        figures[:, at] = r.value, r.low, r.high
    return figures


def _group_of_row(gather: Gatherer, found: Evidence) -> NDArray[np.int64]:
    groups = len(gather.groups)
    return np.tile(np.arange(groups), len(found.key) // groups)


def _people(found: Evidence, pair: Pair) -> NDArray[np.float64]:
    """People on the smaller side; what is no sample of people doesn't count."""
    if found.pairing == "constant":
        return np.asarray(found.gap.n, np.float64)
    sides = [
        figures.n
        for figures, side in ((found.left, pair.left), (found.right, pair.right))
        if side.role not in NOT_PEOPLE
    ]
    fewest: NDArray[np.float64] = np.min(sides or [found.right.n], axis=0).astype(np.float64)
    return fewest
