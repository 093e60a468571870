"""The table `zeros`: no distance, no complaint left without remedy, no cost that need not be.

Three criteria of a financial service: zero distance (no barrier between customer and firm), zero
complaints (not none made but none left without remedy), zero cost (serving one more customer costs
less and less).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Final

from gapkit.ingest.register_rows import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from gapkit.operations.department import Desk
    from gapkit.results import Result

__all__ = ["MEASURES", "ZERO_COLUMNS", "Measure", "Zeros", "zeros"]

ZERO_COLUMNS: Final = (
    "zero", "wave", "unit", "n", "value", "ci_low", "ci_high", "target", "met", "reading", "measure",
    "reason",
)  # fmt: skip
"""Columns in their order."""


@dataclass(frozen=True)
class Measure:
    """One of the figures that a zero is told by.

    Parameters
    ----------
    zero
        ``distance``, ``complaints`` or ``cost``.
    better
        ``higher`` or ``lower``.
    exact
        Whether the figure is counted in full, so that it meets a target without an interval.
    most
        The most that it can be: 1 of a share.
    """

    zero: str
    better: str = "higher"
    exact: bool = False
    most: float = inf

    @property
    def is_share(self) -> bool:
        """Whether it is a share of 1, which people read in per cent."""
        return self.most == 1


MEASURES: Final[Mapping[str, Measure]] = {
    "index": Measure("distance", most=100),
    "recovered": Measure("complaints", most=1),
    "per_customer": Measure("cost", "lower", exact=True),
    "per_transaction": Measure("cost", "lower", exact=True),
    "per_new_customer": Measure("cost", "lower", exact=True),
    "first_attempt": Measure("cost", most=1),
    "elasticity": Measure("cost", "lower"),
}
"""Measure → what it tells of, in the order of the table."""

ZEROS: Final[Mapping[str, str]] = {
    "distance": "index",
    "complaints": "recovered",
    "cost": "elasticity",
}
"""Zero → the measure that a target named after it is for."""

SCALE_FREE: Final = 1.0
"""Elasticity at which the cost of serving one customer stays as it is, however many there are."""


@dataclass(frozen=True)
class Zeros:
    """What a study says of the three zeros.

    Parameters
    ----------
    distance
        Outcomes, dimensions or items of the index; see `gapkit.operations.zeros.distance`.
    recovered_within
        Days, counted on the calendar, within which a complaint is to be put right.
    targets
        Zero or measure → what is aimed at; by default an elasticity below 1, and nothing else.
    unit
        The study's name of the unit's column.
    """

    distance: tuple[str, ...] = ()
    recovered_within: int = 7
    targets: Mapping[str, float] = field(default_factory=dict)
    unit: str | None = None

    def target(self, measure: str) -> float:
        """Return what is aimed at; NaN where nothing is.

        Examples
        --------
        >>> aims = Zeros(targets={"complaints": 0.95})
        >>> aims.target("recovered"), aims.target("elasticity"), aims.target("index")
        (0.95, 1.0, nan)
        """
        named = {ZEROS.get(name, name): value for name, value in self.targets.items()}
        return named.get(measure, SCALE_FREE if measure == "elasticity" else float("nan"))


def zeros(desk: Desk) -> Iterator[Result]:
    """Yield the table `zeros`, where the study speaks of it or has costs or complaints.

    ``value`` is, by ``measure``: ``index`` 0 to 100; ``recovered`` the share of complaints put right
    in time; ``per_customer``, ``per_transaction``, ``per_new_customer`` money; ``first_attempt`` a
    share; ``elasticity`` per cent more cost for one per cent more customers, of all waves up to the
    one it stands at. ``met`` is ``yes``, ``no``, or blank where the interval holds the target;
    ``reading`` is ``reached``, ``missed``, ``not settled``, ``no target`` or blank with the figure,
    and of the elasticity ``falls``, ``rises`` or ``not settled``.
    """
    from gapkit.operations.zeros.measures import young
    from gapkit.operations.zeros.words import zero_sentences

    said = desk.department.zeros
    if said is None and not {"costs", "complaints"} & set(desk.rows):
        return
    registers = desk.department.registers.values()
    said = said or Zeros(unit=next((r.unit for r in registers), None))
    frame = zeros_frame(desk, said)
    sentences = zero_sentences(frame, said, young(desk, said.recovered_within), desk.options)
    yield desk.result("zeros", frame, sentences)


def zeros_frame(desk: Desk, said: Zeros) -> pd.DataFrame:
    """Return the table: one row a measure, unit and wave, in this order."""
    import pandas as pd

    from gapkit.gaps.groups import natural
    from gapkit.operations.zeros.distance import distance_frame
    from gapkit.operations.zeros.measures import of_complaints, of_costs

    tables = [
        distance_frame(desk, said.distance, said.unit).assign(measure="index"),
        *of_complaints(desk, said.recovered_within),
        *of_costs(desk),
    ]
    frame = pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)
    order = {name: at for at, name in enumerate(MEASURES)}
    at = sorted(
        range(len(frame)),
        key=lambda k: (
            order[frame["measure"].iloc[k]],
            frame["unit"].iloc[k] != ALL,
            natural(frame["unit"].iloc[k]),
            natural(frame["wave"].iloc[k]),
        ),
    )
    return _judged(_without_few(frame.iloc[at], desk.options.min_n), said)


def _without_few(frame: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Blank what rests on very few people or cases; of an elasticity, n counts waves."""
    n = frame["n"].astype("Float64").fillna(0.0).astype(float)
    few = (n > 0) & (n < fewest) & (frame["measure"] != "elasticity")
    figures = ["value", "ci_low", "ci_high"]
    blank = frame.assign(**{name: frame[name].mask(few) for name in figures})
    return blank.assign(reason=frame["reason"].mask(few, "suppressed")).reset_index(drop=True)


def _judged(frame: pd.DataFrame, said: Zeros) -> pd.DataFrame:
    """Set each figure beside its target."""
    zero = [MEASURES[m].zero for m in frame["measure"]]
    target = [said.target(m) for m in frame["measure"]]
    columns = (frame["measure"], frame["value"], frame["ci_low"], frame["ci_high"], target)
    met = [_met(*row) for row in zip(*columns, strict=True)]
    made = frame.assign(zero=zero, target=target, met=met)
    rows = zip(made["measure"], made["value"], made["target"], made["met"], strict=True)
    made["reading"] = [_reading(*row) for row in rows]
    return made[list(ZERO_COLUMNS)].astype({"n": "Int64", "target": float})


def _met(measure: str, value: float, low: float, high: float, target: float) -> str:
    """Say whether a target is met: the whole interval on its side, or on the other, or neither."""
    of = MEASURES[measure]
    if of.exact:
        low = high = value
    worst, best = (low, high) if of.better == "higher" else (-high, -low)
    aim = target if of.better == "higher" else -target
    return "yes" if worst >= aim else "no" if best < aim else ""


def _reading(measure: str, value: float, target: float, met: str) -> str:
    if value != value:
        return ""
    if target != target:
        return "no target"
    if measure == "elasticity" and target == SCALE_FREE:
        return {"yes": "falls", "no": "rises"}.get(met, "not settled")
    return {"yes": "reached", "no": "missed"}.get(met, "not settled")
