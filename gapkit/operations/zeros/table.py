"""The table `zeros`: no distance, no complaint left without remedy, no cost that need not be.

Three criteria of a financial service: zero distance (no barrier between customer and firm), zero
complaints (not none made but none left without remedy), zero cost (serving one more customer costs
less and less).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural
from gapkit.ingest.register_rows import ALL
from gapkit.operations.zeros.aims import MEASURES, Zeros
from gapkit.operations.zeros.distance import distance_frame
from gapkit.operations.zeros.measures import of_complaints, of_costs, young
from gapkit.operations.zeros.words import zero_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.results import Result

__all__ = ["ZERO_COLUMNS", "zeros"]

ZERO_COLUMNS: Final = (
    "zero", "wave", "unit", "n", "value", "ci_low", "ci_high", "target", "met", "reading", "measure",
    "reason",
)  # fmt: skip
"""Columns in their order."""


def zeros(desk: Desk) -> Iterator[Result]:
    """Yield the table `zeros`, where the study speaks of it or has costs or complaints.

    ``value`` is, by ``measure``: ``index`` 0 to 100; ``recovered`` the share of complaints put right
    in time; ``per_customer``, ``per_transaction``, ``per_new_customer`` money; ``first_attempt`` a
    share; ``elasticity`` per cent more cost for one per cent more customers, of all waves up to the
    one it stands at. ``met`` is ``yes``, ``no``, or blank where the interval holds the target;
    ``reading`` is ``reached``, ``missed`` or ``not settled``; ``no target`` where nothing is aimed at
    in that zero; blank with the figure, and of a measure without a target beside one that has it.
    """
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
    aimed = made["target"].notna().groupby(made["zero"]).transform("any")
    rows = zip(made["value"], made["target"], made["met"], aimed, strict=True)
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


def _reading(value: float, target: float, met: str, aimed: bool) -> str:
    if value != value:
        return ""
    if target != target:
        return "" if aimed else "no target"
    return {"yes": "reached", "no": "missed"}.get(met, "not settled")
