"""Zero distance: how near customers feel to the firm, as one index out of several questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.ingest.register_rows import ALL
from gapkit.operations.reasons import NOT_ASKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from gapkit.instrument import Scale
    from gapkit.operations.desk import Desk
    from gapkit.results import Result

__all__ = ["DISTANCE_COLUMNS", "distance_frame", "parts_of"]

DISTANCE_COLUMNS: Final = ("wave", "unit", "n", "value", "ci_low", "ci_high", "reason")
"""Columns of `distance_frame` in their order."""

RATED: Final = ("perception", "performance")
"""Batteries that an item or a dimension is looked for in, in this order."""

CLOSE: Final = "empathy"
"""The dimension that speaks of nearness, taken without being asked for."""


@dataclass(frozen=True)
class _Part:
    """A question, or a dimension, of the index: its figures by wave and unit, 0 to 100."""

    name: str
    figures: Mapping[tuple[str, str], Mapping[str, Any]]


def distance_frame(desk: Desk, names: Sequence[str], unit: str | None) -> pd.DataFrame:
    """Return the index of nearness by wave and unit.

    Parameters
    ----------
    desk
        With the tables `outcomes` and `scores`, and the scales of the outcomes.
    names
        Outcomes, dimensions or items; by default every outcome, and the dimension ``empathy``.
    unit
        The study's name of the unit's column.

    Returns
    -------
    pandas.DataFrame
        `DISTANCE_COLUMNS`; ``unit`` is ``all`` for everybody. ``value`` is the mean of its parts, each
        100 × (mean − lowest point) ÷ (highest − lowest point), turned where lower is better. ``n``
        is that of the part that fewest people answered. Blank where a part is (its reason, or ``not
        asked``), since an index of other parts would be another one.

    Notes
    -----
    The interval is as wide as the parts' intervals are on average, within 0 to 100. That is right
    if the parts move together; else it is too wide, never too narrow, since the standard error of a
    mean of figures is at most the mean of their standard errors.
    """
    import pandas as pd

    parts = parts_of(desk, names, unit)
    groups = dict.fromkeys(group for part in parts for group in part.figures)
    rows = [_row(group, parts) for group in groups]
    made = pd.DataFrame(rows, columns=list(DISTANCE_COLUMNS))
    figures = dict.fromkeys(("value", "ci_low", "ci_high"), float)
    return made.astype({"n": "Int64", **figures})


def parts_of(desk: Desk, names: Sequence[str], unit: str | None) -> list[_Part]:
    """Return the parts that the index is made of; of those asked for, also the ones without figures."""
    outcomes = dict(_outcomes(desk, unit))
    scores = dict(_scores(desk, unit))
    wanted = names or [*outcomes, *([CLOSE] if CLOSE in scores else [])]
    return [_Part(name, outcomes.get(name) or scores.get(name) or {}) for name in wanted]


def _row(group: tuple[str, str], parts: Sequence[_Part]) -> dict[str, Any]:
    wave, unit = group
    figures = [part.figures.get(group) for part in parts]
    row: dict[str, Any] = {"wave": wave, "unit": unit, "n": None, "reason": NOT_ASKED}
    known = [f for f in figures if f is not None]
    if len(known) < len(figures):
        return row
    share = 1 / len(known)
    value = share * sum(f["value"] for f in known)
    half = share * sum(f["half"] for f in known)
    reasons = [f["reason"] for f in known if f["reason"]]
    return row | {
        "n": min(f["n"] for f in known), "value": value, "ci_low": _within(value - half),
        "ci_high": _within(value + half), "reason": reasons[0] if reasons else "",
    }  # fmt: skip


def _within(limit: float) -> float:
    """Return a limit cut at the ends of the index; NaN stays."""
    return 0.0 if limit < 0 else 100.0 if limit > 100 else limit


Figured = dict[tuple[str, str], "Mapping[str, Any]"]


def _outcomes(desk: Desk, unit: str | None) -> Iterator[tuple[str, Figured]]:
    """Yield each outcome's figures, on the scale that it was asked on."""
    for frame in _mine(desk.results.get("outcomes"), unit):
        for name, rows in frame.groupby("outcome", sort=False):
            scale = desk.scales[f"customer.outcome.{name}"]
            yield str(name), _figures(rows, scale)


def _scores(desk: Desk, unit: str | None) -> Iterator[tuple[str, Figured]]:
    """Yield the figures of each dimension and item that customers rated, perceptions first."""
    for frame in _mine(desk.results.get("scores"), unit):
        rated = [battery for battery in RATED if (frame["battery"] == battery).any()][:1]
        rows = frame[frame["battery"].isin(rated)]
        for level in ("item", "dimension"):
            for name, mine in rows[rows["level"] == level].groupby("key", sort=False):
                yield str(name), _figures(mine, desk.instrument.scale)


def _mine(result: Result | None, unit: str | None) -> Iterator[pd.DataFrame]:
    """Yield the rows of everybody and of the units, with the unit's name beside; nothing, if none."""
    if result is None:
        return
    frame = result.frame
    named = frame[frame["segment"].isin([ALL, *([unit] if unit else [])])]
    yield named.assign(unit=named["value"].astype(str))


def _figures(rows: pd.DataFrame, scale: Scale) -> Figured:
    low, wide = float(scale.low), float(scale.high - scale.low)
    place = 100 * (rows["mean"].astype(float) - low) / wide
    made = rows.assign(
        at=place if scale.direction == "higher" else 100 - place,
        half=100 * (rows["ci_high"] - rows["ci_low"]).astype(float) / 2 / wide,
    )
    columns = (made[c] for c in ("wave", "unit", "n", "at", "half", "reason"))
    return {
        (str(wave), unit): {"n": n, "value": value, "half": half, "reason": reason}
        for wave, unit, n, value, half, reason in zip(*columns, strict=True)
    }
