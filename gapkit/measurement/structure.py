"""The tables `structure`, `fit` and `validity`: does the questionnaire measure what it is meant to."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import WHOLE
from gapkit.measurement import item_sets
from gapkit.measurement.ceiling import extremes
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.moments import moments
from gapkit.stats.reliability import item_figures
from gapkit.stats.validity import convergence, htmt
from gapkit.tally import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from gapkit.gaps.inventory import Inventory
    from gapkit.gaps.model import Side
    from gapkit.measurement.battery_models import BatteryModel
    from gapkit.stats.confirmatory import Confirmatory
    from gapkit.tally import Tally

__all__ = [
    "DIMENSIONS",
    "FIT_COLUMNS",
    "ONE_FACTOR",
    "STRUCTURE_COLUMNS",
    "VALIDITY_COLUMNS",
    "fit_frame",
    "structure_frame",
    "validity_frame",
]

STRUCTURE_COLUMNS: Final = (
    "wave", "battery", "item", "dimension", "n", "n_complete", "mean", "sd", "floor", "ceiling",
    "item_rest", "alpha_if_dropped", "loading", "loading_se", "reason",
)  # fmt: skip
"""Columns in their order."""

FIT_COLUMNS: Final = (
    "wave", "battery", "model", "n", "chi2", "df", "p", "cfi", "tli", "rmsea", "rmsea_low",
    "rmsea_high", "srmr", "improper", "reason",
)  # fmt: skip
"""Columns in their order."""

VALIDITY_COLUMNS: Final = (
    "wave", "battery", "dimension", "other", "n", "composite_reliability", "average_variance",
    "correlation", "htmt", "reason",
)  # fmt: skip
"""Columns in their order."""

DIMENSIONS: Final = "dimensions"
ONE_FACTOR: Final = "one factor"
"""Names of models in the column ``model``."""

INDICES: Final = ("chi2", "df", "p", "cfi", "tli", "rmsea", "rmsea_low", "rmsea_high", "srmr")


def structure_frame(
    tally: Tally, inventory: Inventory, models: Sequence[BatteryModel]
) -> pd.DataFrame:
    """Return what each item does in its dimension, everybody of a wave together.

    Parameters
    ----------
    tally
        With the products of each dimension.
    models
        Of every battery and wave.

    Returns
    -------
    pandas.DataFrame
        `STRUCTURE_COLUMNS`: ``n``, ``mean``, ``sd`` and the shares ``floor`` and ``ceiling`` of the
        lowest and highest answer over those who answered the item; ``item_rest`` and
        ``alpha_if_dropped`` over the ``n_complete`` who answered the whole dimension; ``loading`` (standardised, with
        its standard error) over complete rows of the battery.
    """
    import pandas as pd

    within = _within_dimensions(tally, inventory)
    rows = []
    for model in models:
        (side,) = model.of.sides
        answers = _answers(tally, inventory, side, model)
        for item, own in answers.items():
            own |= within.get((model.wave, model.of.battery, item), {})
            own |= _loading(model, item)
            own["reason"] = _item_reason(own, model, item)
            where = {"wave": model.wave, "battery": model.of.battery, "item": item}
            dimension = inventory.instrument.item[item].dimension
            rows.append({**where, "dimension": dimension, **own})
    frame = pd.DataFrame(rows, columns=list(STRUCTURE_COLUMNS))
    return frame.astype({"n": "Int64", "n_complete": "Int64"})


def fit_frame(models: Iterable[BatteryModel]) -> pd.DataFrame:
    """Return how well the questionnaire's dimensions fit, beside one factor for all items.

    Returns
    -------
    pandas.DataFrame
        `FIT_COLUMNS`: indices of maximum likelihood over complete rows of the battery; ``improper``
        names items whose residual variance came out below 0.
    """
    import pandas as pd

    rows = []
    for model in models:
        found = {DIMENSIONS: (model.dimensional, model.reason)}
        if len(model.dimensions) > 1:
            found[ONE_FACTOR] = (model.single, model.reason or "singular")
        rows += [
            {"wave": model.wave, "battery": model.of.battery, "model": name, "n": model.n}
            | _indices(fitted, model.items)
            | {"reason": "" if fitted else reason}
            for name, (fitted, reason) in found.items()
        ]
    return pd.DataFrame(rows, columns=list(FIT_COLUMNS)).astype({"n": "Int64"})


def validity_frame(models: Iterable[BatteryModel]) -> pd.DataFrame:
    """Return whether the items of each dimension hang together and dimensions separate.

    Returns
    -------
    pandas.DataFrame
        `VALIDITY_COLUMNS`: a row a dimension (``other`` empty) with composite reliability and
        average variance extracted, and a row for every two dimensions with the correlation of their
        factors and the ratio HTMT; above 0.85 two dimensions can hardly be told apart.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for model in models:
        where = {"wave": model.wave, "battery": model.of.battery, "n": model.n}
        rows += [{**where, **row} for row in _validity(model)]
    return pd.DataFrame(rows, columns=list(VALIDITY_COLUMNS)).astype({"n": "Int64"})


def _answers(
    tally: Tally, inventory: Inventory, side: Side, model: BatteryModel
) -> dict[str, dict[str, Any]]:
    """Return n, mean, sd and the ends of each item, from its own answers."""
    gather = Gatherer(tally, inventory, [Group(model.wave, WHOLE, WHOLE)])
    to_instrument = gather.map_of(side)
    factor, shift = float(to_instrument.factor), float(to_instrument.shift)
    ends = extremes(gather, side, model.of.items)
    found = {}
    for k, item in enumerate(model.of.items):
        column = inventory.columns[side][item]
        scale = inventory.scales[column]
        points = scale.first + scale.stride * np.arange(scale.points)
        counts = Frequencies.from_dense(gather.answers(column), points, scale.denominator)
        m = moments(counts)
        found[item] = {
            "n": int(m.n[0]),
            "mean": shift + factor * float(m.mean[0]),
            "sd": factor * float(m.sd[0]),
            "floor": float(ends.floor[0, k]),
            "ceiling": float(ends.ceiling[0, k]),
        }
    return found


def _within_dimensions(
    tally: Tally, inventory: Inventory
) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Return item-rest correlation and alpha without the item, by wave, battery and item."""
    found = {}
    for of in item_sets.by_dimension(inventory, ()):
        gather = Gatherer(tally, inventory, item_sets.table_groups(tally, inventory, of, ()))
        for group, answered, covariances in item_sets.by_group(gather, of):
            figures = item_figures(covariances)
            for k, item in enumerate(answered):
                found[group.wave, of.battery, item] = {
                    "n_complete": int(covariances.n[0]),
                    "item_rest": float(figures.item_rest[0, k]),
                    "alpha_if_dropped": float(figures.alpha_if_dropped[0, k]),
                }
    return found


def _loading(model: BatteryModel, item: str) -> dict[str, float]:
    if model.dimensional is None or item not in model.items:
        return {}
    at = model.items.index(item)
    if _is_alone(model, at):
        return {}  # it is taken to measure its dimension without error: nothing was found out
    return {
        "loading": float(model.dimensional.loading[at]),
        "loading_se": float(model.dimensional.loading_se[at]),
    }


def _item_reason(own: dict[str, Any], model: BatteryModel, item: str) -> str:
    """Say why a figure of an item is blank, the first word that holds."""
    if own["n"] == 0:
        return "nobody answered"
    if own["n"] < 2:
        return "n below 2"
    if own["sd"] == 0:
        return "no variation"
    if model.reason:
        return model.reason
    if item not in model.items:  # it varies, but not among those who answered everything
        return "no variation"
    return "not asked" if _is_alone(model, model.items.index(item)) else ""


def _is_alone(model: BatteryModel, at: int) -> bool:
    """Whether an item is the only one of its dimension."""
    return model.number.count(model.number[at]) == 1


def _indices(found: Confirmatory | None, items: Sequence[str]) -> dict[str, Any]:
    if found is None:
        return {"improper": ""}
    improper = [item for item, bad in zip(items, found.improper, strict=True) if bad]
    indices = {name: float(getattr(found.indices, name)) for name in INDICES}
    return {**indices, "improper": " ".join(improper)}


def _validity(model: BatteryModel) -> list[dict[str, Any]]:
    pairs = list(combinations(range(len(model.dimensions)), 2))
    names = model.dimensions
    if model.dimensional is None:
        blank = [{"dimension": d, "other": "", "reason": model.reason} for d in names]
        return blank + [
            {"dimension": names[i], "other": names[j], "reason": model.reason} for i, j in pairs
        ]
    own = convergence(model.dimensional.loading, model.number)
    ratio = htmt(model.covariances.correlation[0], model.number)
    alone = np.bincount(model.number) == 1
    rows: list[dict[str, Any]] = [
        {
            "dimension": d,
            "other": "",
            "composite_reliability": np.nan if alone[k] else float(own.composite_reliability[k]),
            "average_variance": np.nan if alone[k] else float(own.average_variance[k]),
            "reason": "not asked" if alone[k] else "",
        }
        for k, d in enumerate(names)
    ]
    return rows + [
        {
            "dimension": names[i],
            "other": names[j],
            "correlation": float(model.dimensional.correlation[i, j]),
            "htmt": float(ratio[i, j]),
            "reason": "not asked" if alone[i] or alone[j] else "",
        }
        for i, j in pairs
    ]
