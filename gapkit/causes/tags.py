"""The table `tags`: every gap cut by where quality arises, by aspect, by moment, by any other tag.

A tag only groups items: the gap of a value is the mean of its items' gaps, so that, weighted by
items, the values of a tag come to the gap over all items. The errors are those of that very mean,
by a jackknife over people, since one person's answers to several items go together.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.causes.cuts import cuts_of
from gapkit.gaps import levels
from gapkit.gaps.gather import LinearMap
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.verdict import verdicts
from gapkit.measurement.rows import Column
from gapkit.measurement.sums import Wish
from gapkit.stats.jackknife import jackknife
from gapkit.stats.mean_tests import t_test
from gapkit.stats.multiplicity import adjust
from gapkit.tally import Group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.causes.cuts import Cut
    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.gaps.model import Side
    from gapkit.measurement.sums import Sums
    from gapkit.options import Options
    from gapkit.tally import Expression

__all__ = ["TAG_COLUMNS", "tags_frame", "tags_wishes"]

TAG_COLUMNS: Final = (
    "wave", "segment", "value", "gap", "tag", "key", "items", "n", "n_left", "n_right",
    "mean_left", "mean_right", "estimate", "se", "ci_low", "ci_high", "p", "p_adjusted", "verdict",
    "reason",
)  # fmt: skip
"""Columns in their order."""

PLACE: Final = ("wave", "segment", "value")
MEANS: Final = ("mean_left", "mean_right", "estimate")
COUNTS: Final = ("n", "n_left", "n_right")


def _sides(
    inventory: Inventory, pair: Pair, segments: Sequence[str]
) -> Iterator[tuple[Side, Wish]]:
    """Yield the side and wish of the answers whose errors a gap has.

    What people answered on both sides is one wish of differences; what is laid down has no error.
    """
    rows = [row for row in levels.of_pair(inventory, pair) if row.level == "item"]
    if pair.pairing == "respondent":
        yield pair.right, _wish(inventory, pair.right, [row.gap for row in rows], segments)
        return
    scores = ([row.right for row in rows], [row.left for row in rows])
    for side, mine in zip(pair.sides, scores, strict=False):
        if pair.pairing == "independent" or side.role not in NOT_PEOPLE:
            yield side, _wish(inventory, side, mine, segments)


def _wish(
    inventory: Inventory, side: Side, scores: Sequence[Expression], segments: Sequence[str]
) -> Wish:
    """Return the sum of each item and how many gave it; every row counts, whatever it lacks."""
    own = LinearMap.between(inventory.scale(side), inventory.instrument.scale)
    # a shift moves no error, and would move rows without an answer
    to = LinearMap(own.factor, Fraction(0))
    sums = [Column(score, to=to, lenient=True) for score in scores]
    asked = [Column(score, asked=True) for score in scores]
    known = tuple(s for s in segments if inventory.knows(side.role, s))
    return Wish(side.role, (*sums, *asked), known, squared=0)


def tags_wishes(
    inventory: Inventory, pairs: Sequence[Pair], segments: Sequence[str] = ()
) -> list[Wish]:
    """Return the sums that the table needs."""
    return [
        wish
        for pair in pairs
        if cuts_of(inventory.instrument, pair.items)
        for _, wish in _sides(inventory, pair, segments)
    ]


def tags_frame(
    items: pd.DataFrame,
    inventory: Inventory,
    pairs: Sequence[Pair],
    sums: Sums,
    options: Options,
    segments: Sequence[str] = (),
) -> pd.DataFrame:
    """Return every gap by tag.

    Parameters
    ----------
    items
        The table `gaps`, of which the rows of items are taken.
    sums
        Of `tags_wishes`.

    Returns
    -------
    pandas.DataFrame
        `TAG_COLUMNS`. ``estimate`` is the mean of the ``items`` items' gaps, right − left;
        negative is a shortfall. ``n`` (and its sides) is that of the item which fewest answered.
        p is adjusted over the values of one tag, within wave, group and gap. Empty where no item
        bears a tag.
    """
    import pandas as pd

    tables = []
    rows = items[items["level"] == "item"]
    for pair in pairs:
        cuts = cuts_of(inventory.instrument, pair.items)
        here = rows[rows["gap"] == pair.gap.name]
        if cuts and len(here):
            tables.append(_of_pair(here, inventory, pair, cuts, sums, options, segments))
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in TAG_COLUMNS})
    frame = pd.concat(tables, ignore_index=True)[list(TAG_COLUMNS)]
    order = {
        place: k
        for k, place in enumerate(map(tuple, rows[list(PLACE)].drop_duplicates().to_numpy()))
    }
    at = np.array([order[place] for place in map(tuple, frame[list(PLACE)].to_numpy())])
    frame = frame.iloc[np.argsort(at, kind="stable")].reset_index(drop=True)
    return frame.astype(dict.fromkeys(("items", *COUNTS), "Int64"))


def _of_pair(
    rows: pd.DataFrame,
    inventory: Inventory,
    pair: Pair,
    cuts: Sequence[Cut],
    sums: Sums,
    options: Options,
    segments: Sequence[str],
) -> pd.DataFrame:
    import pandas as pd

    groups = [Group(*map(str, g)) for g in rows[list(PLACE)].drop_duplicates().to_numpy()]
    wide = {
        c: rows.pivot_table(c, "key", list(PLACE), "first", dropna=False).reindex(
            index=list(pair.items), columns=pd.MultiIndex.from_tuples(groups)
        )
        for c in (*MEANS, *COUNTS)
        if rows[c].notna().any()
    }
    member = np.array([[i in cut.items for i in pair.items] for cut in cuts])
    sides = list(_sides(inventory, pair, segments))
    se, df = _errors(inventory, sides, member, groups, sums)
    body: dict[str, Any] = {
        **{name: np.tile([getattr(g, name) for g in groups], len(cuts)) for name in PLACE},
        "gap": pair.gap.name,
        "tag": np.repeat([cut.tag for cut in cuts], len(groups)),
        "key": np.repeat([cut.key for cut in cuts], len(groups)),
    }
    estimates = wide["estimate"].to_numpy(dtype=float)
    known = ~np.isnan(estimates)
    body["items"] = (member.astype(int) @ known.astype(int)).reshape(-1)
    for name in MEANS:
        body[name] = (
            _mean(member, wide[name].to_numpy(dtype=float), known) if name in wide else np.nan
        )
    for name in COUNTS:
        body[name] = _fewest(member, wide[name].astype(float).to_numpy()) if name in wide else pd.NA
    frame = pd.DataFrame(body)
    return frame.assign(**_judged(frame, pair, se, df, inventory, options))


def _mean(
    member: NDArray[np.bool_], values: NDArray[np.float64], known: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the mean over the items of each cut; blank where none is known."""
    total = member.astype(float) @ np.where(known, values, 0.0)
    count = member.astype(float) @ known.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean: NDArray[np.float64] = (total / count).reshape(-1)
    return mean


def _fewest(member: NDArray[np.bool_], counts: NDArray[np.float64]) -> Any:
    import pandas as pd

    least = np.where(member[:, :, None], counts[None], np.inf).min(axis=1).reshape(-1)
    return pd.array(np.where(np.isfinite(least), least, np.nan), dtype="Float64").astype("Int64")


def _errors(
    inventory: Inventory,
    sides: Sequence[tuple[Side, Wish]],
    member: NDArray[np.bool_],
    groups: Sequence[Group],
    sums: Sums,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return standard error and degrees of freedom of each cut and group (cut by cut)."""
    variance = np.zeros((len(member), len(groups)))
    down = np.zeros_like(variance)
    for side, wish in sides:
        for k, group in enumerate(groups):
            table = sums.of(wish, _group_of(inventory, side, group)).used[:, 0, 1:]
            if len(table) == 1 and side.role in NOT_PEOPLE:
                continue  # a single audit has no spread: what was promised is taken as given
            whole = table.sum(axis=0)
            se = jackknife(_cut(whole[None], member)[0], _cut(whole - table, member)).se
            variance[:, k] += se**2
            with np.errstate(divide="ignore", invalid="ignore"):
                down[:, k] += se**4 / (len(table) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sqrt(variance).reshape(-1), (variance**2 / down).reshape(-1)


def _group_of(inventory: Inventory, side: Side, group: Group) -> Group:
    """Return the group that a side is counted in; no sample of people stands for every value."""
    if group.segment == "all" or inventory.knows(side.role, group.segment):
        return group
    return group._replace(segment="all", value="all")


def _cut(sums: NDArray[np.float64], member: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return each cut's mean of item means, from rows of sums and counts of items."""
    items = member.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums[:, :items] / sums[:, items:]
    known = ~np.isnan(mean)
    total = np.where(known, mean, 0.0) @ member.T.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: NDArray[np.float64] = total / (known.astype(float) @ member.T.astype(float))
    return found


def _judged(
    frame: pd.DataFrame,
    pair: Pair,
    se: NDArray[np.float64],
    df: NDArray[np.float64],
    inventory: Inventory,
    options: Options,
) -> dict[str, Any]:
    estimate = frame["estimate"].to_numpy(dtype=float)
    tested = t_test(estimate, se, df, confidence=options.confidence)
    family = frame.groupby([*PLACE, "tag"], sort=False).ngroup().to_numpy()
    p_adjusted = adjust(tested.p, options.adjust, family)  # type: ignore[arg-type]
    scale = inventory.instrument.scale
    sign = 1 if scale.direction == "higher" else -1
    margin = options.margin * float(scale.range)
    none = np.zeros(len(frame), bool)
    judged = verdicts(tested, p_adjusted, _people(frame, pair), none, margin, sign, options)
    blank = np.isnan(estimate)
    reason = np.select(
        [blank, np.isnan(se), se == 0], ["nobody answered", "too few cases", "no variation"], ""
    )
    return {
        "se": np.where(blank, np.nan, se),
        "ci_low": tested.ci_low,
        "ci_high": tested.ci_high,
        "p": tested.p,
        "p_adjusted": p_adjusted,
        "verdict": judged if pair.gap.judged else "",
        "reason": reason,
    }


def _people(frame: pd.DataFrame, pair: Pair) -> NDArray[np.float64]:
    """Return the people of the smaller side; audits of a campaign are no people."""
    if pair.pairing != "independent":
        return np.asarray(frame["n"].astype("Float64").fillna(0), np.float64)
    names = [
        name
        for name, side in (("n_left", pair.left), ("n_right", pair.right))
        if side.role not in NOT_PEOPLE
    ]
    return np.asarray(frame[names].astype("Float64").min(axis=1).fillna(0), np.float64)
