"""The table `invariance`: may waves or segments be compared, or do they read the items differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import WHOLE, natural
from gapkit.gaps.terms import battery_word
from gapkit.measurement import item_sets
from gapkit.measurement.battery_models import dimension_numbers, usable
from gapkit.measurement.structure_sentences import why_blank
from gapkit.stats.covariance import regular
from gapkit.stats.factor_model import SampleMoments
from gapkit.stats.invariance import LEVELS, Step, invariance
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.gaps.inventory import Inventory
    from gapkit.measurement.item_sets import ItemSet
    from gapkit.options import Options
    from gapkit.stats.covariance import Covariances
    from gapkit.tally import Group, Tally

__all__ = ["INVARIANCE_COLUMNS", "WAVES", "invariance_frame", "invariance_sentences"]

INVARIANCE_COLUMNS: Final = (
    "wave", "segment", "battery", "model", "groups", "n", "chi2", "df", "p", "cfi", "tli", "rmsea",
    "srmr", "delta_chi2", "delta_df", "delta_p", "delta_cfi", "holds", "reason",
)  # fmt: skip
"""Columns in their order."""

WAVES: Final = "wave"
"""In the column ``segment``: waves are compared, the last two that there are."""

TESTED: Final = LEVELS[:3]
"""Strict invariance is not needed to compare means."""


@dataclass(frozen=True)
class _Compared:
    """Groups that are set beside each other on one battery."""

    wave: str
    segment: str
    of: ItemSet
    groups: tuple[Group, ...]


def invariance_frame(
    tally: Tally, inventory: Inventory, segments: Sequence[str] = ()
) -> pd.DataFrame:
    """Test the battery of each role for the same meaning in the last two waves and in segments.

    Parameters
    ----------
    tally
        With the products of whole batteries, counted by `segments`.
    segments
        Columns whose values are compared within the last wave.

    Returns
    -------
    pandas.DataFrame
        `INVARIANCE_COLUMNS`: a row a level. ``configural``: the same items on the same dimensions;
        ``metric``: the same loadings; ``scalar``: the same intercepts too, without which means must
        not be compared. ``holds`` is ``yes`` where CFI of the first is 0.90 or more, and while it
        falls by no more than 0.01 from one level to the next (Cheung and Rensvold 2002). Groups with no more complete rows than items are left
        out.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for compared in _comparisons(tally, inventory, segments):
        where = {
            "wave": compared.wave, "segment": compared.segment, "battery": compared.of.battery,
        }  # fmt: skip
        rows += [{**where, **row} for row in _tested(tally, inventory, compared)]
    frame = pd.DataFrame(rows, columns=list(INVARIANCE_COLUMNS))
    return frame.astype({"n": "Int64", "groups": "Int64", "delta_df": "Int64"})


def invariance_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Say of each battery whether means may be compared between waves or segments."""
    say, said = options.words, []
    for (segment, battery), rows in frame.groupby(["segment", "battery"], sort=False):
        values: dict[str, Any] = {
            "battery": battery_word(say, str(battery)),
            "groups": say("measurement.invariance.waves")
            if segment == WAVES
            else say.segment(str(segment)),
        }
        if (rows["reason"] != "").all():
            why = why_blank(say, rows["reason"].iloc[0])
            said.append(Phrase("measurement.invariance.blank", {**values, "reason": why}))
            continue
        failed = rows[rows["holds"] == "no"]
        if failed.empty:
            said.append(Phrase("measurement.invariance.holds", values))
            continue
        first = failed.iloc[0]
        level = str(first["model"])
        if level != TESTED[0]:
            values["loss"] = say.number(-first["delta_cfi"], 3)
        said.append(Phrase(f"measurement.invariance.{level}", values))
    return tuple(said)


def _comparisons(tally: Tally, inventory: Inventory, segments: Sequence[str]) -> list[_Compared]:
    found = []
    for of in item_sets.batteries(inventory):
        groups = item_sets.table_groups(tally, inventory, of, segments)
        waves = [g for g in groups if g.segment == WHOLE]
        last = max((g.wave for g in waves), key=natural)
        if len(waves) > 1:
            found.append(_Compared(last, WAVES, of, tuple(waves[-2:])))
        for segment in segments:
            values = tuple(g for g in groups if g.segment == segment and g.wave == last)
            if len(values) > 1:
                found.append(_Compared(last, segment, of, values))
    return found


def _tested(tally: Tally, inventory: Inventory, compared: _Compared) -> list[dict[str, Any]]:
    gather = Gatherer(tally, inventory, compared.groups)
    items, large = _shared(gather, compared.of)
    if len(large) < 2 or not items:
        return [{"model": TESTED[0], "groups": len(large), "holds": "", "reason": "too few cases"}]
    number = dimension_numbers(items, inventory.instrument)[1]
    if len(items) < 3:
        return [{"model": TESTED[0], "groups": len(large), "holds": "", "reason": "not asked"}]
    sample = SampleMoments(
        np.array([float(part.n[0]) for part in large]),
        np.concatenate([part.biased for part in large]),
        np.concatenate([part.mean for part in large]),
    )
    if not regular(sample.covariance).all():
        return [{"model": TESTED[0], "groups": len(large), "holds": "", "reason": "singular"}]
    rows, stands = [], True
    for step in invariance(sample, number, TESTED):
        stands = stands and step.holds
        rows.append(_row(step, len(large), stands=stands))
    return rows


def _shared(gather: Gatherer, of: ItemSet) -> tuple[tuple[str, ...], list[Covariances]]:
    """Return the items that every large group answered and varies in, with each group's figures.

    A dimension of which one item is left is left out: it has no error of its own to compare.
    """
    large = [
        usable(answered, own)
        for _, answered, own in item_sets.by_group(gather, of)
        if own.n[0] > len(answered) > 0
    ]
    kept = [i for i in of.items if all(i in items for items, _ in large)]
    own = [gather.inventory.instrument.item[i].dimension for i in kept]
    kept = [i for i, d in zip(kept, own, strict=True) if own.count(d) > 1]
    return tuple(kept), [c.only([items.index(i) for i in kept]) for items, c in large]


def _row(step: Step, groups: int, *, stands: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"model": step.level, "groups": groups}
    if not step.settled:
        return {**row, "n": step.indices.n, "holds": "", "reason": "singular"}
    indices = ("n", "chi2", "df", "p", "cfi", "tli", "rmsea", "srmr")
    deltas = ("delta_chi2", "delta_p", "delta_cfi")
    return {
        **row,
        **{name: getattr(step.indices, name) for name in indices},
        **{name: getattr(step, name) for name in deltas},
        "delta_df": step.delta_df or None,
        "holds": "yes" if stands else "no",
        "reason": "",
    }
