"""The table `exposure`: whether customers expect more where a campaign promised more.

An overpromise lifts expectations and enters the accounts as gap 1, which the identity cannot see.
Where the audit of campaigns names units, expectations of exposed units and of the others can be set
side by side. They may differ for other reasons too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.causes.chain import chains_of
from gapkit.causes.identity import Linked
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import natural, waves_of
from gapkit.gaps.verdict import verdicts
from gapkit.stats.mean_tests import t_test
from gapkit.stats.multiplicity import adjust
from gapkit.tally import Group
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.gaps.figures import Figures
    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.instrument import Instrument
    from gapkit.options import Options
    from gapkit.tally import Tally

__all__ = ["EXPOSURE_COLUMNS", "exposure_frame", "exposure_sentences"]

EXPOSURE_COLUMNS: Final = (
    "wave", "dimension", "exposed", "units_left", "units_right", "n_left", "n_right", "mean_left",
    "mean_right", "difference", "ci_low", "ci_high", "p", "p_adjusted", "verdict", "reason",
)  # fmt: skip
"""Columns in their order."""

WORDS: Final = {"shortfall": "lower", "met": "alike", "surplus": "higher"}


def exposure_frame(
    tally: Tally, inventory: Inventory, pairs: Sequence[Pair], unit: str, options: Options
) -> pd.DataFrame:
    """Return mean expectation of exposed units against the others.

    Returns
    -------
    pandas.DataFrame
        `EXPOSURE_COLUMNS`; right is ``exposed``: units with a campaign where others have none,
        else units where more is promised about the dimension than in the median unit, by more than
        the margin. ``difference`` is right − left over the customers of these very units (their
        variance within units; Welch); p adjusted over the dimensions of a wave. Empty where the
        audit of campaigns names no units, or promises are the same everywhere.
    """
    import pandas as pd

    chains = [chain for chain in chains_of(inventory, pairs) if chain.promise]
    rows: list[dict[str, Any]] = []
    if chains and inventory.knows("campaign", unit) and inventory.knows("customer", unit):
        values = sorted({g.value for g in tally.groups if g.segment == unit}, key=natural)
        margin = options.margin * float(inventory.instrument.scale.range)
        for wave in waves_of(tally):
            gather = Gatherer(tally, inventory, [Group(wave, unit, value) for value in values])
            for chain in chains:
                linked = Linked(gather, chain, options)
                exposed = _exposed(linked.figures[-1].mean, margin)
                row = _compared(linked.figures[0], exposed, values)
                if row:
                    rows.append({"wave": wave, "dimension": chain.key, **row})
    if not rows:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in EXPOSURE_COLUMNS})
    return _judged(pd.DataFrame(rows), inventory.instrument, options)


def _exposed(promise: NDArray[np.float64], margin: float) -> NDArray[np.bool_]:
    audited = ~np.isnan(promise)
    if not audited.all() or not audited.any():
        return audited
    louder: NDArray[np.bool_] = promise > np.median(promise) + margin
    return louder


def _compared(
    expectation: Figures, exposed: NDArray[np.bool_], units: Sequence[str]
) -> dict[str, Any] | None:
    known = ~np.isnan(expectation.se)
    sides = [known & ~exposed, known & exposed]
    if not all(side.any() for side in sides):
        return None
    (left, left_se, left_df), (right, right_se, right_df) = (
        _pooled(expectation, side) for side in sides
    )
    variance = left_se**2 + right_se**2
    df = variance**2 / (left_se**4 / left_df + right_se**4 / right_df) if variance else np.nan
    return {
        "exposed": ", ".join(u for u, here in zip(units, sides[1], strict=True) if here),
        "units_left": int(sides[0].sum()),
        "units_right": int(sides[1].sum()),
        "n_left": int(expectation.n[sides[0]].sum()),
        "n_right": int(expectation.n[sides[1]].sum()),
        "mean_left": left,
        "mean_right": right,
        "difference": right - left,
        "se": np.sqrt(variance),
        "df": df,
    }


def _pooled(f: Figures, units: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return the mean over the people of some units, its error within units, and its df."""
    share = f.n[units] / f.n[units].sum()
    parts = (share * f.se[units]) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        df = parts.sum() ** 2 / (parts**2 / f.df[units]).sum()
    return float(share @ f.mean[units]), float(np.sqrt(parts.sum())), float(df)


def _judged(frame: pd.DataFrame, instrument: Instrument, options: Options) -> pd.DataFrame:
    tested = t_test(frame["difference"], frame["se"], frame["df"], confidence=options.confidence)
    family = frame["wave"].factorize()[0]
    p_adjusted = adjust(tested.p, options.adjust, family)  # type: ignore[arg-type]
    people = frame[["n_left", "n_right"]].min(axis=1).to_numpy(dtype=float)
    margin = options.margin * float(instrument.scale.range)
    none = np.zeros(len(frame), bool)
    found = verdicts(tested, p_adjusted, people, none, margin, 1, options)
    frame = frame.assign(
        ci_low=tested.ci_low,
        ci_high=tested.ci_high,
        p=tested.p,
        p_adjusted=p_adjusted,
        verdict=[WORDS.get(v, v) for v in found],
        reason=np.where(np.isnan(tested.p), "no variation", ""),
    )[list(EXPOSURE_COLUMNS)]
    return frame.astype(dict.fromkeys(("n_left", "n_right", "units_left", "units_right"), "Int64"))


def exposure_sentences(
    frame: pd.DataFrame, instrument: Instrument, options: Options
) -> tuple[Phrase, ...]:
    """Return what is told of the last wave's dimensions."""
    if frame.empty:
        return ()
    say = options.words
    here = frame[(frame["wave"] == frame["wave"].iloc[-1]) & (frame["dimension"] != "overall")]
    said = []
    for row in here.to_dict("records"):
        verdict = str(row["verdict"])
        if verdict not in ("higher", "lower", "alike", "unclear"):
            continue
        values = {
            "dimension": instrument.label("dimension", row["dimension"], options.language),
            "units": say.list([say.unit(unit) for unit in row["exposed"].split(", ")]),
            "size": say.number(abs(row["difference"]), options.decimals),
            "low": say.number(row["ci_low"], options.decimals, sign=True),
            "high": say.number(row["ci_high"], options.decimals, sign=True),
        }
        said.append(Phrase(f"exposure.{verdict}", values))
    return tuple(said)
