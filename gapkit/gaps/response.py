"""The table `response`: who was asked, who answered, and what the silent could overturn.

With a response rate r the mean of all who were asked is r · observed + (1 − r) · silent. The
tipping point is how far the mean gap of the silent would have to lie from that of those who
answered for the verdict on overall gap 5 to fall: (target − observed) / (1 − r).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import WHOLE, groups_for, positions, waves_of
from gapkit.stats.reasons import NOBODY_ANSWERED
from gapkit.tally import Everybody, Group
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.gaps.inventory import Inventory
    from gapkit.ingest.population import UnitCount
    from gapkit.options import Options
    from gapkit.tally import Tally

__all__ = ["RESPONSE_COLUMNS", "over_answered", "response_frame", "tipping_point"]

RESPONSE_COLUMNS: Final = (
    "wave", "unit", "customers", "sent", "answered", "rate", "tipping_point", "reason",
)  # fmt: skip
"""Columns in their order; ``unit`` is ``all`` for all units of a wave together."""

MOST_NAMES: Final = 10
"""Units named in one sentence."""


def tipping_point(
    observed: float, verdict: str, margin: float, rate: float, sign: int = 1
) -> float:
    """Return how far the silent would have to lie from those who answered to overturn a verdict.

    Parameters
    ----------
    observed
        Overall gap of those who answered, in points of the scale.
    verdict
        A gap told from zero falls where everybody's gap is 0; ``met`` where it reaches the edge of
        the margin at the side of the shortfall.
    margin
        Equivalence margin in points of the scale.
    rate
        Share of those asked who answered.
    sign
        1 where a negative gap is the shortfall, −1 where lower is better.

    Returns
    -------
    float
        Points of the scale, silent − answered; NaN where nothing was told or nobody is silent.

    Examples
    --------
    >>> tipping_point(-0.5, "shortfall", 0.3, 0.2)
    0.625
    """
    targets = {"shortfall": 0.0, "surplus": 0.0, "met": -sign * margin}
    if verdict not in targets or not rate < 1:
        return float("nan")
    return (targets[verdict] - observed) / (1 - rate)


def response_frame(
    tally: Tally,
    inventory: Inventory,
    population: Sequence[UnitCount],
    unit: str,
    gaps: pd.DataFrame,
    options: Options,
) -> pd.DataFrame:
    """Return what was sent and answered per unit and wave.

    Parameters
    ----------
    population
        Customers and questionnaires sent, as counted by the firm.
    gaps
        The table `gaps`, broken down by the unit: for the verdicts on overall gap 5.

    Returns
    -------
    pandas.DataFrame
        `RESPONSE_COLUMNS`; counts of people, ``rate`` a share, ``tipping_point`` in points of the
        scale. Units that the population does not know have their counts blank. ``reason`` says why
        there is no tipping point: ``not asked`` (how many were sent is not known), ``nobody
        answered``, or ``too few cases`` (too few answers for a verdict, or nobody who was silent).
    """
    import pandas as pd

    known = {(r.wave, r.unit): r for r in population}
    groups = [g for g in groups_for(tally, ["customer"], [unit]) if g.segment in (WHOLE, unit)]
    listed = {(g.wave, g.value) for g in groups if g.segment == unit}
    silent = [
        Group(wave, unit, r.unit)
        for wave in waves_of(tally)
        for r in population
        if r.wave in (None, wave) and (wave, r.unit) not in listed
    ]
    scale = inventory.instrument.scale
    margin, sign = options.margin * scale.range, 1 if scale.direction == "higher" else -1
    rows = []
    overall = _overall(gaps, unit)
    for group, answered in zip(
        [*groups, *silent], _answered(tally, inventory, [*groups, *silent]), strict=True
    ):
        here = {name: r for (wave, name), r in known.items() if wave in (None, group.wave)}
        asked = {v for w, v in listed if w == group.wave} | set(here)
        names = asked if group.segment == WHOLE else {group.value}
        counted = [here.get(name) for name in names]
        customers, sent = (
            _total([getattr(r, k, None) for r in counted]) for k in ("customers", "sent")
        )
        rate = answered / sent if sent else float("nan")
        estimate, verdict = overall.get(tuple(group), (float("nan"), ""))
        tip = tipping_point(estimate, verdict, margin, rate, sign)
        reason = _why_blank(tip, sent, answered)
        rows.append((group.wave, group.value, customers, sent, answered, rate, tip, reason))
    frame = pd.DataFrame(rows, columns=list(RESPONSE_COLUMNS))
    return frame.astype(dict.fromkeys(("customers", "sent", "answered"), "Int64"))


def over_answered(frame: pd.DataFrame) -> tuple[Phrase, ...]:
    """Return which units and waves had more answers than questionnaires; empty where none had.

    Parameters
    ----------
    frame
        The table `response`.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"wave": "2026Q1", "unit": "North", "sent": 10, "answered": 12, "rate": 1.2}
    >>> over_answered(pd.DataFrame([row]))[0].values["names"]
    'North 2026Q1 (12 of 10)'
    """
    over = frame[(frame["rate"] > 1) & (frame["unit"] != WHOLE)]
    over = over if len(over) else frame[frame["rate"] > 1]
    if over.empty:
        return ()
    names = [f"{r.unit} {r.wave} ({r.answered} of {r.sent})" for r in over.itertuples()]
    more = ", …" if len(names) > MOST_NAMES else ""
    return (Phrase("units.over_answered", {"names": ", ".join(names[:MOST_NAMES]) + more}),)


def _why_blank(tip: float, sent: int | None, answered: int) -> str:
    if tip == tip:
        return ""
    if not sent:
        return "not asked"
    return "too few cases" if answered else NOBODY_ANSWERED


def _answered(tally: Tally, inventory: Inventory, groups: Sequence[Group]) -> list[int]:
    at = positions(tally, inventory, "customer", groups)
    n = tally.moments(Everybody("customer")).n
    return [int(n[k]) if k >= 0 else 0 for k in at]


def _overall(gaps: pd.DataFrame, unit: str) -> dict[tuple[str, ...], tuple[float, str]]:
    mine = gaps[(gaps["gap"] == "5") & (gaps["level"] == "overall")]
    mine = mine[mine["segment"].isin([WHOLE, unit])]
    names = ("wave", "segment", "value", "estimate", "verdict")
    return {
        (wave, segment, value): (estimate, verdict)
        for wave, segment, value, estimate, verdict in zip(*(mine[k] for k in names), strict=True)
    }


def _total(counts: Sequence[int | None]) -> int | None:
    """Return the sum, or None where a count is not known: a part is no total."""
    if not counts or any(c is None for c in counts):
        return None
    return sum(c for c in counts if c is not None)
