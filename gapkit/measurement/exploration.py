"""The tables `factors` and `correlations`: what structure the answers show of themselves."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.errors import CallError, Problem, did_you_mean
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import natural
from gapkit.gaps.terms import battery_word
from gapkit.gaps.wanted import MOST_JOINT_POINTS
from gapkit.measurement import item_sets
from gapkit.measurement.battery_models import usable
from gapkit.measurement.structure_sentences import why_blank
from gapkit.stats.covariance import regular
from gapkit.stats.dimensionality import kaiser_meyer_olkin, parallel_analysis
from gapkit.stats.factor import explore
from gapkit.stats.polychoric import polychoric, smoothed
from gapkit.tally import Joint
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.gaps.inventory import Inventory
    from gapkit.measurement.item_sets import ItemSet
    from gapkit.options import Options
    from gapkit.stats.covariance import Covariances
    from gapkit.stats.frequencies import Floats
    from gapkit.tally import Tally

__all__ = [
    "CORRELATION_COLUMNS",
    "FACTOR_COLUMNS",
    "battery_set",
    "correlation_frame",
    "factor_frame",
    "factor_sentences",
    "joints",
]

FACTOR_COLUMNS: Final = (
    "wave", "battery", "item", "dimension", "factor", "factors", "n", "loading", "communality",
    "eigenvalue", "chance", "sampling_adequacy", "reason",
)  # fmt: skip
"""Columns in their order."""

CORRELATION_COLUMNS: Final = (
    "wave", "battery", "item", "other", "n", "pearson", "polychoric", "reason",
)  # fmt: skip
"""Columns in their order."""


def battery_set(inventory: Inventory, battery: str) -> ItemSet:
    """Return the items of one battery.

    Raises
    ------
    CallError
        Nobody answered such a battery.
    """
    found = {of.battery: of for of in item_sets.batteries(inventory)}
    if battery not in found:
        advice = f"{did_you_mean(battery, tuple(found))} Answered: {', '.join(found)}.".strip()
        raise CallError(Problem("battery", f"'{battery}' was not answered.", advice))
    return found[battery]


def joints(inventory: Inventory, of: ItemSet) -> list[Joint]:
    """Return the joint tables of every two items of a battery.

    Raises
    ------
    CallError
        The scale has too many points for such tables.
    """
    columns = inventory.columns[of.sides[0]]
    points = inventory.scale(of.sides[0]).points
    if points > MOST_JOINT_POINTS:
        raise CallError(
            Problem("correlations", f"the scale of {of.battery} has {points} points, too many for "
                    "tables of every two items.", 'Use survey.factors(correlation="pearson").')
        )  # fmt: skip
    return [Joint(columns[a], columns[b]) for a, b in combinations(of.items, 2)]


def correlation_frame(tally: Tally, inventory: Inventory, of: ItemSet) -> pd.DataFrame:
    """Return the correlations of every two items over those who answered both.

    Returns
    -------
    pandas.DataFrame
        `CORRELATION_COLUMNS`: ``pearson`` of the answers, and ``polychoric``: of the normal
        variables that may stand behind them.
    """
    import pandas as pd

    groups = item_sets.table_groups(tally, inventory, of, ())
    gather = Gatherer(tally, inventory, groups)
    pairs = list(combinations(of.items, 2))
    tables = np.stack([gather.joint(j.a, j.b) for j in joints(inventory, of)], axis=1)
    rows: list[dict[str, Any]] = []
    for at, group in enumerate(groups):
        n = tables[at].sum(axis=(1, 2))
        straight, behind = _pearson(tables[at]), polychoric(tables[at])
        for k, (item, other) in enumerate(pairs):
            rows.append({
                "wave": group.wave, "battery": of.battery, "item": item, "other": other,
                "n": int(n[k]), "pearson": straight[k], "polychoric": behind[k],
                "reason": _why_no_correlation(int(n[k]), float(straight[k])),
            })  # fmt: skip
    return pd.DataFrame(rows, columns=list(CORRELATION_COLUMNS)).astype({"n": "Int64"})


def factor_frame(
    tally: Tally,
    inventory: Inventory,
    of: ItemSet,
    options: Options,
    *,
    factors: int | None = None,
    polychoric_from: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Explore the factors of a battery, wave by wave.

    Parameters
    ----------
    factors
        How many; by default as many as parallel analysis tells from chance, at least one.
    polychoric_from
        The table `correlations`, where its polychoric column is to be used; else Pearson
        correlations over complete rows.

    Returns
    -------
    pandas.DataFrame
        `FACTOR_COLUMNS`: a row an item and factor with the oblimin-rotated ``loading`` and the
        item's ``communality``. ``eigenvalue`` and ``chance`` are those of the factor's rank.
    """
    import pandas as pd

    gather = Gatherer(tally, inventory, item_sets.table_groups(tally, inventory, of, ()))
    rows: list[dict[str, Any]] = []
    for group, answered, whole in item_sets.by_group(gather, of):
        items, own = usable(answered, whole)
        r = _matrix(own, items, group.wave, polychoric_from)
        where = {"wave": group.wave, "battery": of.battery, "n": int(own.n[0])}
        for cell in _explored(r, items, int(own.n[0]), factors, options):
            dimension = inventory.instrument.item[cell["item"]].dimension
            rows.append({**where, "dimension": dimension, **cell})
    frame = pd.DataFrame(rows, columns=list(FACTOR_COLUMNS))
    return frame.astype({"n": "Int64", "factors": "Int64"})


def factor_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Say how many factors stand out of chance, and how many dimensions there are."""
    say, said = options.words, []
    if frame.empty:
        return (Phrase("sentence.nothing"),)
    last = max(frame["wave"].astype(str), key=natural)
    for battery, rows in frame[frame["wave"] == last].groupby("battery", sort=False):
        values: dict[str, Any] = {"battery": battery_word(say, str(battery))}
        if rows["loading"].isna().all():
            values["reason"] = why_blank(say, rows["reason"].iloc[0])
            said.append(Phrase("measurement.factors.blank", values))
            continue
        values |= {
            "factors": int(rows["factors"].iloc[0]),
            "dimensions": rows["dimension"].nunique(),
            "adequacy": say.number(rows["sampling_adequacy"].iloc[0], 2),
        }
        known = "one" if values["factors"] == 1 else "found"
        said.append(Phrase(f"measurement.factors.{known}", values))
    return tuple(said)


def _explored(
    r: Floats, items: Sequence[str], n: int, factors: int | None, options: Options
) -> list[dict[str, Any]]:
    reason = _why_no_factors(r, len(items), n)
    if reason:
        return [{"item": i, "factor": "", "reason": reason} for i in items]
    horn = parallel_analysis(r, n, seed=options.seed)
    wanted = factors or max(horn.factors, 1)
    # each factor needs three items, or nearly, to be told from the rest
    wanted = min(wanted, max((len(items) - 1) // 2, 1))
    found = explore(r, wanted)
    adequacy = kaiser_meyer_olkin(r)
    return [
        {
            "item": item,
            "factor": str(f + 1),
            "factors": horn.factors,
            "loading": float(found.loading[k, f]),
            "communality": float(found.communality[k]),
            "eigenvalue": float(horn.eigenvalue[f]),
            "chance": float(horn.chance[f]),
            "sampling_adequacy": adequacy,
            "reason": "",
        }
        for k, item in enumerate(items)
        for f in range(wanted)
    ]


def _why_no_factors(r: Floats, items: int, n: int) -> str:
    if items < 3:
        return "not asked"
    if n <= items:
        return "too few cases"
    if not np.isfinite(r).all():
        return "no variation"
    return "" if regular(r[None])[0] else "singular"


def _matrix(
    own: Covariances, items: Sequence[str], wave: str, table: pd.DataFrame | None
) -> Floats:
    """Return the correlations of some items, polychoric ones made to fit together."""
    if table is None:
        return np.asarray(own.correlation[0])
    here = table[table["wave"] == wave]
    value = {
        (a, b): r for a, b, r in zip(here["item"], here["other"], here["polychoric"], strict=True)
    }
    r = np.eye(len(items))
    for (i, a), (j, b) in combinations(enumerate(items), 2):
        r[i, j] = r[j, i] = value[a, b]
    return smoothed(r)[0] if np.isfinite(r).all() else r


def _pearson(tables: Floats) -> Floats:
    """Correlate two items from each joint table; equal steps of the scale cancel out."""
    n = tables.sum(axis=(1, 2)).astype(float)
    n[n == 0] = np.nan
    at = np.arange(tables.shape[1], dtype=float)
    a, b = tables.sum(axis=2), tables.sum(axis=1)
    mean_a, mean_b = (a @ at) / n, (b @ at) / n
    from_a, from_b = at - mean_a[:, None], at - mean_b[:, None]
    cross = np.einsum("ri,rij,rj->r", from_a, tables, from_b)
    spread = (a * from_a**2).sum(axis=1) * (b * from_b**2).sum(axis=1)
    return np.asarray(cross / np.sqrt(np.where(spread > 1e-12 * n**2, spread, np.nan)))


def _why_no_correlation(n: int, pearson: float) -> str:
    if n == 0:
        return "nobody answered"
    if n < 2:
        return "n below 2"
    return "no variation" if np.isnan(pearson) else ""
