"""The table `image`: what is felt, given what is delivered, with and without the firm's image.

A good name hides small faults and a bad one enlarges them. Within one unit the delivery is the same
for all its customers, so what goes with their rating of the image there is no delivery.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.causes.chain import chains_of
from gapkit.causes.identity import Linked
from gapkit.gaps.gather import Gatherer, LinearMap
from gapkit.gaps.groups import natural, waves_of
from gapkit.measurement.outcomes import outcomes_of
from gapkit.measurement.rows import Column
from gapkit.measurement.sums import Parts, Wish
from gapkit.stats.jackknife import jackknife
from gapkit.tally import EVERY_WAVE, Answer, Group
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.causes.chain import Chain
    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.instrument import Instrument
    from gapkit.options import Options
    from gapkit.tally import Tally

__all__ = ["IMAGE", "IMAGE_COLUMNS", "image_frame", "image_sentences", "image_wishes"]

IMAGE: Final = "image"
"""The outcome in which customers rate the firm's image."""

IMAGE_COLUMNS: Final = (
    "wave", "dimension", "n", "slope", "slope_low", "slope_high", "image", "felt",
    "felt_low", "felt_high", "felt_without", "without_low", "without_high", "reason",
)  # fmt: skip
"""Columns in their order."""


def _wish(inventory: Inventory, chain: Chain, unit: str) -> Wish | None:
    column = outcomes_of(inventory).get(IMAGE)
    last = chain.links[-1]
    if column is None or last.side.role != "customer" or chain.link(3) is None:
        return None
    to = LinearMap.between(inventory.scale(last.side), inventory.instrument.scale)
    felt = Column(last.score, to=to, middle=inventory.instrument.scale.middle)
    image = Column(Answer(column), middle=inventory.scales[column].middle)
    return Wish("customer", (image, felt), (unit,))


def image_wishes(inventory: Inventory, pairs: Sequence[Pair], unit: str) -> list[Wish]:
    """Return the sums that the table needs; none where no image was rated or no delivery told."""
    wishes = [_wish(inventory, chain, unit) for chain in chains_of(inventory, pairs)]
    return [wish for wish in wishes if wish is not None]


def image_frame(
    tally: Tally,
    inventory: Inventory,
    pairs: Sequence[Pair],
    found: Mapping[Wish, Mapping[Group, Parts]],
    unit: str,
    options: Options,
) -> pd.DataFrame:
    """Return what is felt against what is delivered, as it is and as if all rated the image alike.

    Returns
    -------
    pandas.DataFrame
        `IMAGE_COLUMNS`. ``slope``: points of perception for one point of image among customers of
        one unit; ``image`` the mean rating, from the middle of its scale; ``felt`` = perception −
        delivery of everybody, ``felt_without`` the same had everybody rated the image at the middle
        of its scale. Limits by a jackknife over customers, the error of delivery added.
    """
    import pandas as pd

    values = sorted({g.value for g in tally.groups if g.segment == unit}, key=natural)
    named = inventory.knows("customer", "wave")
    rows = []
    for wave in waves_of(tally):
        gather = Gatherer(tally, inventory, [Group(wave, "all", "all")])
        for chain in chains_of(inventory, pairs):
            wish = _wish(inventory, chain, unit)
            if wish is None or wish not in found:
                continue
            own = wave if named else EVERY_WAVE
            groups = [Group(own, unit, value) for value in values]
            parts = [found[wish][g] for g in groups if g in found[wish]]
            linked = Linked(gather, chain, options)
            rows.append({"wave": wave, "dimension": chain.key, **_filtered(parts, linked, options)})
    if not rows:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in IMAGE_COLUMNS})
    return pd.DataFrame(rows)[list(IMAGE_COLUMNS)].astype({"n": "Int64"})


def _filtered(parts: Sequence[Parts], linked: Linked, options: Options) -> dict[str, Any]:
    blank = dict.fromkeys(IMAGE_COLUMNS[3:-1], float("nan"))
    people = sum(part.n for part in parts)
    delivery = linked.figures[3]
    if people < options.min_n or np.isnan(delivery.mean[0]):
        return {"n": people, **blank, "reason": "too few cases" if people else "nobody answered"}
    by_unit = np.stack([part.table for part in parts], axis=1)  # parts × units × 3 × 3
    whole = by_unit.sum(axis=0)
    left = whole - by_unit[by_unit[:, :, 0, 0].sum(axis=1) > 0]
    middle = linked.gather.inventory.instrument.scale.middle
    figures = _figures(whole[None], middle)[0]
    if np.isnan(figures).any():
        return {"n": people, **blank, "reason": "no variation"}
    limits = jackknife(figures, _figures(left, middle), options.confidence)
    slope, image, felt, without = figures
    body: dict[str, Any] = {"n": people, "slope": slope, "image": image, "reason": ""}
    body |= {"slope_low": limits.low[0], "slope_high": limits.high[0]}
    error = 0.0 if np.isnan(delivery.se[0]) else float(delivery.se[0])
    for k, (name, ends, value) in enumerate(
        (("felt", "felt", felt), ("felt_without", "without", without)), 2
    ):
        # both errors add; the jackknife's quantile serves for both
        half = (limits.high[k] - limits.low[k]) / 2
        wider = half * np.hypot(1.0, error / limits.se[k]) if limits.se[k] > 0 else half
        body[name] = value - delivery.mean[0]
        body[f"{ends}_low"] = body[name] - wider
        body[f"{ends}_high"] = body[name] + wider
    return body


def _figures(table: NDArray[np.float64], middle: float) -> NDArray[np.float64]:
    """Return slope within units, mean image, mean perception, and that at the middle of the image.

    Parameters
    ----------
    table : shape (samples, units, 3, 3)
        Sums of products of 1, image and perception.
    """
    n = table[..., 0, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        about = table - table[..., :, :1] * table[..., :1, :] / n[..., None, None]
    within = np.where((n > 0)[..., None, None], about, 0.0).sum(axis=1)
    total = table.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = within[:, 1, 2] / np.where(within[:, 1, 1] > 0, within[:, 1, 1], np.nan)
    image, felt = total[:, 0, 1] / total[:, 0, 0], total[:, 0, 2] / total[:, 0, 0] + middle
    return np.stack([slope, image, felt, felt - slope * image], axis=1)


def image_sentences(
    frame: pd.DataFrame, instrument: Instrument, options: Options
) -> tuple[Phrase, ...]:
    """Return what the image makes of what is delivered, for the dimensions where that is told."""
    if frame.empty:
        return ()
    say = options.words
    here = frame[(frame["wave"] == frame["wave"].iloc[-1]) & (frame["dimension"] != "overall")]
    said = []
    for row in here.to_dict("records"):
        if not (row["slope_low"] > 0 or row["slope_high"] < 0):
            continue
        if row["n"] < options.min_n_verdict:
            continue
        values = {
            name: say.number(row[name], options.decimals, sign=True)
            for name in ("slope", "felt", "felt_without", "without_low", "without_high")
        }
        label = instrument.label("dimension", row["dimension"], options.language)
        said.append(Phrase("image.filters", values | {"dimension": label}))
    return tuple(said)
