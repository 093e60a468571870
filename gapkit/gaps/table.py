"""The table `gaps`: every gap at item, dimension and overall level, for every group."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps import columns as make
from gapkit.gaps import levels
from gapkit.gaps.evidence import evidence
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import WHOLE, groups_for, natural
from gapkit.gaps.levels import LEVELS, label_of
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.verdict import material, target_met, verdicts
from gapkit.stats.multiplicity import adjust
from gapkit.tally import Everybody, Group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.evidence import Evidence
    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.instrument import Scale
    from gapkit.options import Options
    from gapkit.stats.mean_tests import TTest
    from gapkit.tally import Tally

__all__ = ["GAP_COLUMNS", "gaps_frame", "in_order", "judged_frame", "pieces"]

GAP_COLUMNS: Final = (
    "wave", "segment", "value", "gap", "level", "key", "pairing", "label", "n", "n_left", "n_right",
    "mean_left", "mean_right", "estimate", "sd", "se", "ci_low", "ci_high", "boot_low", "boot_high",
    "t", "df", "p", "p_adjusted", "wilcoxon_p", "effect", "effect_low", "effect_high", "share_below",
    "share_met", "share_above", "material", "vs_average", "vs_average_low", "vs_average_high",
    "target_met", "verdict", "reason", "n_effective", "se_jackknife",
)  # fmt: skip
"""Columns in their order."""


def gaps_frame(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    options: Options,
    segments: Sequence[str] = (),
    targets: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Return the table of all pairs.

    Parameters
    ----------
    tally
        Counts that hold `gapkit.gaps.wanted`.
    segments
        Columns to break down by; a gap has rows for those that both its sides know.
    targets
        Gap 5 that is aimed at, by dimension or ``overall``, in points of the scale.

    Returns
    -------
    pandas.DataFrame
        `GAP_COLUMNS`, one row per wave, segment, value, gap, level and key. Means, gaps and
        intervals in points of the instrument's scale; ``estimate`` is right − left.
        ``se_jackknife`` is the standard error with each cluster left out once (JK1, with strata
        JKn; ``as.svrepdesign`` of R's survey), beside the linearised ``se`` that intervals and
        verdicts rest on; blank where people were not drawn in clusters. Two errors that lie far
        apart say that a few clusters carry the figure.
    """
    import pandas as pd

    wanted = targets or {}
    tables = []
    for pair in pairs:
        for paired, groups in pieces(tally, inventory, pair, segments):
            gather = Gatherer(tally, inventory, groups)
            found = evidence(gather, paired)
            tables.append(judged_frame(gather, paired, found, options, wanted))
            tables += _weighted(tally, inventory, paired, groups, options)
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in GAP_COLUMNS})
    return in_order(pd.concat(tables, ignore_index=True), segments)


def in_order(frame: pd.DataFrame, segments: Sequence[str] = ()) -> pd.DataFrame:
    """Sort a table of gaps: wave, everybody before segments and their values, gap, level, key.

    Gaps and keys keep the order in which they first stand there.
    """
    place = [WHOLE, *segments]
    ranks = [
        np.array([LEVELS.index(x) for x in frame["level"]]),
        frame["gap"].factorize()[0],
        _rank(frame["value"]),
        np.array([place.index(x) for x in frame["segment"]]),
        _rank(frame["wave"]),
    ]
    return frame.iloc[np.lexsort(ranks)].reset_index(drop=True)


def _rank(texts: pd.Series[Any]) -> NDArray[np.int64]:
    codes, values = texts.factorize()
    order = sorted(range(len(values)), key=lambda k: natural(str(values[k])))
    rank = np.empty(len(values), np.int64)
    rank[order] = np.arange(len(values))
    placed: NDArray[np.int64] = rank[codes]
    return placed


def pieces(
    tally: Tally, inventory: Inventory, pair: Pair, segments: Sequence[str]
) -> list[tuple[Pair, list[Group]]]:
    """Return the groups of a gap with the pairing that each allows.

    A single audit of a campaign has no spread: what was promised is then taken as given, like a
    specification.
    """
    both = pair.sides
    roles = [s.role for s in both if s.role not in NOT_PEOPLE] or [pair.right.role]
    groups = groups_for(tally, roles, inventory.segments(pair, segments))
    if pair.pairing != "independent" or all(s.role != "campaign" for s in both):
        return [(pair, groups)]
    gather = Gatherer(tally, inventory, groups)
    single = gather.moments(Everybody("campaign"), "campaign").n == 1
    given = replace(pair, pairing="constant")
    return [
        (p, [g for g, mine in zip(groups, which, strict=True) if mine])
        for p, which in ((pair, ~single), (given, single))
        if which.any()
    ]


def _weighted(
    tally: Tally, inventory: Inventory, pair: Pair, groups: list[Group], options: Options
) -> list[pd.DataFrame]:
    """Return the rows in which customers' mean points of each wave weigh the dimensions."""
    tables = []
    for wave in inventory.mean_points:
        mine = [g for g in groups if g.wave == wave]
        rows = levels.with_mean_points(inventory, pair, wave)
        if mine and rows:
            gather = Gatherer(tally, inventory, mine)
            found = evidence(gather, pair, rows)
            tables.append(judged_frame(gather, pair, found, options, {}))
    return tables


def judged_frame(
    gather: Gatherer,
    pair: Pair,
    found: Evidence,
    options: Options,
    targets: Mapping[str, float],
) -> pd.DataFrame:
    """Return the rows of one gap: `GAP_COLUMNS`, key by key, the gatherer's groups within a key."""
    import pandas as pd

    instrument, groups = gather.inventory.instrument, gather.groups
    at = np.tile(np.arange(len(groups)), len(found.key) // len(groups))
    family = at * len(LEVELS) + np.array([LEVELS.index(x) for x in found.level])
    tested, test = make.test(found, options)
    estimate = make.estimate(found)
    p_adjusted = adjust(tested.p, options.adjust, family)  # type: ignore[arg-type]
    scale = instrument.scale
    aims = _targets(found, pair, targets)
    labels = {
        (x, k): label_of(instrument, x, k, options.language)
        for x, k in dict.fromkeys(zip(found.level, found.key, strict=True))
    }
    body: dict[str, Any] = {
        **{f: np.array([getattr(g, f) for g in groups], object)[at] for f in Group._fields},
        "gap": pair.gap.name,
        "level": found.level,
        "key": found.key,
        "pairing": found.pairing,
        "label": [labels[x, k] for x, k in zip(found.level, found.key, strict=True)],
        **estimate,
        **test,
        **make.bootstrap(found, options),
        "p_adjusted": p_adjusted,
        **make.rank_test(found, options),
        **make.effect(found, options),
        **make.share(found),
        **make.against_average(found, family, options),
        **_judgement(found, pair, tested, p_adjusted, estimate, options, scale),
        "target_met": target_met(tested.ci_low, tested.ci_high, aims, _sign(scale)),
    }
    counts = ("n", "n_left", "n_right")
    return pd.DataFrame(body)[list(GAP_COLUMNS)].astype(dict.fromkeys(counts, "Int64"))


def _sign(scale: Scale) -> int:
    """1 where a negative gap is the shortfall, −1 where lower is better."""
    return 1 if scale.direction == "higher" else -1


def _judgement(
    found: Evidence,
    pair: Pair,
    tested: TTest,
    p_adjusted: NDArray[np.float64],
    estimate: Mapping[str, Any],
    options: Options,
    scale: Scale,
) -> dict[str, Any]:
    margin = options.margin * scale.range
    if not pair.gap.judged:
        blank = np.full(len(found.key), "", object)
        return {"verdict": blank, "material": blank}
    always_zero = (found.gap.mean == 0) & (found.gap.sd == 0) & (found.gap.n >= 2)
    return {
        "verdict": verdicts(
            tested,
            p_adjusted,
            _people(found, pair, estimate),
            always_zero,
            margin,
            _sign(scale),
            options,
        ),
        "material": material(tested.ci_low, tested.ci_high, margin),
    }


def _people(found: Evidence, pair: Pair, estimate: Mapping[str, Any]) -> NDArray[np.float64]:
    """Complete pairs, or people on the smaller side; what is no sample of people doesn't count."""
    if found.judged_on is not None:
        return found.judged_on.astype(np.float64)
    if found.pairing != "independent":
        pairs: NDArray[np.float64] = np.nan_to_num(estimate["n"])
        return pairs
    sides = [
        estimate[column]
        for column, side in (("n_left", pair.left), ("n_right", pair.right))
        if side.role not in NOT_PEOPLE
    ]
    fewest: NDArray[np.float64] = np.min(sides or [estimate["n_right"]], axis=0)
    return fewest


def _targets(found: Evidence, pair: Pair, targets: Mapping[str, float]) -> NDArray[np.float64]:
    if pair.gap.name != "5":
        return np.full(len(found.key), np.nan)
    return np.array(
        [
            np.nan if level == "item" else targets.get(key, np.nan)
            for level, key in zip(found.level, found.key, strict=True)
        ],
        np.float64,
    )
