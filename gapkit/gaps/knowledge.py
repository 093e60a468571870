"""The tables `knowledge` and `profile`: gaps between roles without trusting either's anchors.

Two groups of people use a scale differently: what one calls 6 the other calls 5. The difference of
their means is therefore shown apart (level), and what is judged is how each group ranks and spaces
the items around its own mean (profile), which no constant on either side can change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps import columns as make
from gapkit.gaps import levels
from gapkit.gaps.across import agreement_of_items, judged, named
from gapkit.gaps.evidence import evidence
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.table import in_order, pieces
from gapkit.stats.mean_tests import t_test
from gapkit.stats.profiles import FEWEST_ITEMS, Profiles, profiles
from gapkit.tally import Answer, Group, Histogram

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.evidence import Evidence
    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.gaps.model import Side
    from gapkit.options import Options
    from gapkit.tally import Difference, Part, Tally

__all__ = [
    "KNOWLEDGE_COLUMNS",
    "PROFILE_COLUMNS",
    "knowledge_frame",
    "knowledge_wanted",
    "pairs_across",
    "profile_frame",
]

KNOWLEDGE_COLUMNS: Final = (
    "wave", "segment", "value", "gap", "level", "role_left", "role_right", "n_left", "n_right",
    "items", "level_difference", "ci_low", "ci_high", "profile_r", "r_corrected", "r_low", "r_high",
    "rms", "disagreement", "agreement", "agreement_low", "agreement_high", "reason",
)  # fmt: skip
"""Columns of `knowledge` in their order."""

PROFILE_COLUMNS: Final = (
    "wave", "segment", "value", "gap", "level", "key", "label", "n_left", "n_right", "gap_centred",
    "ci_low", "ci_high", "p", "p_adjusted", "verdict", "reason",
)  # fmt: skip
"""Columns of `profile` in their order."""

WORDS: Final = ("under", "alike", "over")


def pairs_across(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the gaps whose sides other people, or a specification, answered."""
    return [
        pair
        for pair in pairs
        if pair.pairing != "respondent" and pair.neutral is None and pair.right != pair.left
    ]


def knowledge_wanted(inventory: Inventory, pairs: Sequence[Pair]) -> list[Part]:
    """Return the parts that the tables need beside those of `gaps`: answers to each item."""
    return [
        Histogram(Answer(inventory.columns[side][item]))
        for pair in pairs_across(pairs)
        for side in _own_views(pair)
        for item in pair.items
    ]


def knowledge_frame(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    options: Options,
    segments: Sequence[str] = (),
) -> pd.DataFrame:
    """Return level, profile, accuracy and disagreement of every gap between roles.

    Parameters
    ----------
    tally
        Counts that hold `gapkit.gaps.wanted` and `knowledge_wanted`.
    pairs
        The survey's gaps; those within the same people are left out.
    segments
        Columns to break down by; a gap has rows for those that both its sides know.

    Returns
    -------
    pandas.DataFrame
        `KNOWLEDGE_COLUMNS`, one row per wave, segment, value, gap and level (``item``,
        ``dimension``: the rows of the profile). ``level_difference`` with ``ci_*``: the overall
        gap, right − left, in points of the scale; it hangs on how each group uses the scale.
        ``profile_r``: Spearman's correlation of the two profiles of means as observed; noise
        pulls it towards 0. ``r_corrected``, ``r_low``, ``r_high``: the same, freed of that noise,
        with interval (`gapkit.stats.profiles.profiles`, which says how). ``rms``: root mean
        square of the profiles' differences in points of the scale, less what noise adds.
        ``disagreement``: mean standard deviation of an item within the firm's side (the right one
        unless it is a fact or the customers), and ``agreement`` its mean r_wg with the mean of
        the items' BCa limits, which is on the wide side.

    Notes
    -----
    How often the interval of the rank correlation holds the true one is shown by
    ``benchmarks/calibration/profile_correlation.py``: 93 to 98 % of 300 runs for 5, 15 and 22
    items and 9 to 200 people, where an interval that is blank counts as one that holds it.
    """
    import pandas as pd

    heard: dict[Any, dict[str, Any]] = {}
    tables = [
        _summary(shape, level, _disagreement(shape, options, heard), options)
        for shape in _shapes(tally, inventory, pairs, segments, options)
        for level in levels.COMPARED
    ]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in KNOWLEDGE_COLUMNS})
    return in_order(pd.concat(tables, ignore_index=True), segments)


def profile_frame(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    options: Options,
    segments: Sequence[str] = (),
) -> pd.DataFrame:
    """Return each item's and dimension's gap less the mean gap of its level.

    Parameters
    ----------
    tally, inventory, pairs, options, segments
        As in `knowledge_frame`.

    Returns
    -------
    pandas.DataFrame
        `PROFILE_COLUMNS`. ``gap_centred`` = (right − right's mean) − (left − left's mean) in
        points of the scale. ``verdict``: ``under`` where the right side puts it lower, against
        its own mean, than the left side does, ``over``, ``alike`` within the margin, ``unclear``.
    """
    import pandas as pd

    tables = [
        _deviations(shape, options) for shape in _shapes(tally, inventory, pairs, segments, options)
    ]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in PROFILE_COLUMNS})
    return in_order(pd.concat(tables, ignore_index=True), segments)


@dataclass(frozen=True)
class _Shape:
    """Evidence of one gap between roles, and the columns that both tables take from it."""

    gather: Gatherer
    pair: Pair
    rows: list[levels.TwoSided]
    found: Evidence
    estimate: dict[str, Any]
    reason: NDArray[np.object_]

    def grid(self, level: str, values: Any) -> NDArray[np.float64]:
        """Return values of one level as groups × keys."""
        mine = np.asarray(values, np.float64)[self.found.level == level]
        grid: NDArray[np.float64] = mine.reshape(-1, len(self.gather.groups)).T
        return grid

    def centred(self, level: str) -> NDArray[np.float64]:
        """Gap of each key less the mean gap over the level; groups × keys."""
        gap = self.grid(level, self.found.gap.mean)
        known = ~np.isnan(gap)
        count = np.maximum(known.sum(axis=1, keepdims=True), 1)
        mean = np.where(known, gap, 0.0).sum(axis=1, keepdims=True) / count
        return np.where(known & (count > 1), gap - mean, np.nan)


def _shapes(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    segments: Sequence[str],
    options: Options,
) -> Iterator[_Shape]:
    for pair in pairs_across(pairs):
        for paired, groups in pieces(tally, inventory, pair, segments):
            gather = Gatherer(tally, inventory, groups)
            rows = [r for r in levels.of_pair(inventory, paired) if r.level != "weighted"]
            found = evidence(gather, paired, rows)
            reason = make.test(found, options)[1]["reason"]
            reason = np.where(reason == "weighted", "", reason)  # no figure here is blank for that
            yield _Shape(gather, paired, rows, found, make.estimate(found), reason)


def _summary(
    shape: _Shape, level: str, disagreement: dict[str, Any], options: Options
) -> pd.DataFrame:
    import pandas as pd

    gather, found, pair = shape.gather, shape.found, shape.pair
    whole = found.level == "overall"
    gap = t_test(
        found.gap.mean[whole],
        found.gap.se[whole],
        found.gap.df[whole],
        confidence=options.confidence,
    )
    errors = _errors(shape, level)
    alike = profiles(
        shape.grid(level, found.left.mean),
        shape.grid(level, found.right.mean),
        *errors,
        options.confidence,
        options.bootstrap,
        options.seed,
    )
    people = {k: _people(shape, k) for k in ("n_left", "n_right")}
    body: dict[str, Any] = {
        **{f: [getattr(g, f) for g in gather.groups] for f in Group._fields},
        "gap": pair.gap.name,
        "level": level,
        "role_left": pair.left.role,
        "role_right": pair.right.role,
        **people,
        "items": alike.items,
        "level_difference": gap.estimate,
        "ci_low": gap.ci_low,
        "ci_high": gap.ci_high,
        "profile_r": alike.r,
        "r_corrected": alike.corrected,
        "r_low": alike.low,
        "r_high": alike.high,
        "rms": alike.distance,
        **disagreement,
        "reason": _reason(shape.reason[whole], alike),
    }
    return pd.DataFrame(body)[list(KNOWLEDGE_COLUMNS)].astype(_WHOLE | {"items": "Int64"})


_WHOLE: Final = {"n_left": "Int64", "n_right": "Int64"}


def _people(shape: _Shape, side: str) -> NDArray[np.float64]:
    """How many people stand behind a side's overall score; blank for a fact."""
    people: NDArray[np.float64] = shape.estimate[side][shape.found.level == "overall"]
    return people


def _errors(shape: _Shape, level: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the errors of left's and right's centred means; groups × keys, 0 for a fact."""
    rows = [row for row in shape.rows if row.level == level]
    fact = {"left", "right"} if shape.found.pairing == "constant" else set()
    fact -= {"left" if shape.found.given_right else "right"}

    def of(name: str, side: Side, scores: list[Difference]) -> NDArray[np.float64]:
        if name in fact:
            return np.zeros((len(shape.gather.groups), len(rows)))
        to_instrument = shape.gather.map_of(side)
        figures = [shape.gather.figures(score, side.role) for score in scores]
        return np.column_stack([to_instrument.figures(f, shifted=False).se for f in figures])

    left = of("left", shape.pair.left, [row.left_deviation for row in rows])
    return left, of("right", shape.pair.right, [row.right_deviation for row in rows])


def _disagreement(
    shape: _Shape, options: Options, heard: dict[Any, dict[str, Any]]
) -> dict[str, Any]:
    """Return the firm's own disagreement; looked up where another gap has the same side."""
    views = _own_views(shape.pair)
    if not views:
        blank = ("disagreement", "agreement", "agreement_low", "agreement_high")
        return dict.fromkeys(blank, np.nan)
    side, items = views[0], shape.pair.items
    key = side, items, tuple(shape.gather.groups)
    if key not in heard:
        figures = shape.found.right if side == shape.pair.right else shape.found.left
        index = agreement_of_items(shape.gather, side, items, options).mean(axis=1)
        heard[key] = {
            "disagreement": shape.grid("item", figures.sd).mean(axis=1),
            **dict(zip(("agreement", "agreement_low", "agreement_high"), index, strict=True)),
        }
    return heard[key]


def _own_views(pair: Pair) -> list[Side]:
    """Return the side whose inner disagreement counts, if there is one: the firm's people."""
    people = [side for side in pair.sides if side.role not in NOT_PEOPLE]
    return ([side for side in people if side.role != "customer"] or people)[:1]


def _reason(overall: NDArray[np.object_], alike: Profiles) -> NDArray[np.object_]:
    blank = np.isnan(alike.r) | np.isnan(alike.corrected)
    constant = np.isnan(alike.r) & (alike.items >= FEWEST_ITEMS)
    why = np.where(constant, "no variation", "too few cases")
    known = np.isin(overall, ["nobody answered", "n below 2", "not asked", "one cluster"])
    return np.where(known, overall, np.where(blank, why, "")).astype(object)


def _deviations(shape: _Shape, options: Options) -> pd.DataFrame:
    import pandas as pd

    gather, found = shape.gather, shape.found
    centred = np.full(len(found.key), np.nan)
    for level in levels.COMPARED:
        centred[found.level == level] = shape.centred(level).T.reshape(-1)
    tested = centred, found.deviation.se, found.deviation.df
    body: dict[str, Any] = {
        **named(gather, found, options),
        "gap": shape.pair.gap.name,
        "n_left": np.asarray(shape.estimate["n_left"], np.float64),
        "n_right": np.asarray(shape.estimate["n_right"], np.float64),
        "gap_centred": centred,
        **judged(gather, shape.pair, found, tested, options, WORDS),
        "reason": shape.reason,
    }
    frame = pd.DataFrame(body)[list(PROFILE_COLUMNS)].astype(_WHOLE)
    return frame[np.isin(found.level, levels.COMPARED)]
