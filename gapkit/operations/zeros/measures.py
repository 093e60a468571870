"""What the table `zeros` is told by in the registers: complaints put right in time, costs, elasticity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gapkit.operations.complaints.cases import cases_of
from gapkit.operations.reasons import NOT_ASKED
from gapkit.operations.zeros.costs import ratios
from gapkit.stats.reasons import TOO_FEW_CASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.complaints.cases import Cases
    from gapkit.operations.desk import Desk

__all__ = ["of_complaints", "of_costs", "young"]


def _is_old(cases: Cases, days: int) -> pd.Series[Any]:
    """Whether a complaint is old enough that it is known whether it was put right in time.

    A younger one that was put right already is left out like a younger one that is open: else the
    last days would consist of successes alone.
    """
    import pandas as pd

    age: pd.Series[Any] = (pd.Timestamp(cases.as_of) - cases.frame["day"]).dt.days
    return age.gt(days)


def young(desk: Desk, days: int) -> int:
    """Return how many complaints are too young to be counted."""
    cases = cases_of(desk)
    return 0 if cases is None else int((~_is_old(cases, days)).sum())


def of_complaints(desk: Desk, days: int) -> Iterator[pd.DataFrame]:
    """Yield the share of complaints put right in time, with Wilson's interval."""
    import pandas as pd

    from gapkit.stats.shares import wilson

    cases = cases_of(desk)
    if cases is None:
        return
    known = cases.frame["open"].notna()
    old = known & _is_old(cases, days)
    soon = cases.frame["open"].eq(False) & cases.frame["days"].le(days)
    of = replace(cases, frame=cases.frame.assign(known=known, old=old, in_time=old & soon))
    rows = [
        (wave, unit, *(int(mine[c].sum()) for c in ("known", "old", "in_time")))
        for unit, of_unit in of.by_unit()
        for wave, mine in of_unit.groupby("wave", sort=False)
    ]
    made = pd.DataFrame(rows, columns=["wave", "unit", "known", "n", "in_time"])
    low, high = wilson(made["in_time"], made["n"], desk.options.confidence)
    value = made["in_time"] / made["n"].where(made["n"] > 0)
    reason = made["n"].eq(0).map({True: TOO_FEW_CASES, False: ""})
    reason = reason.mask(made["known"] == 0, NOT_ASKED)
    yield (
        made.drop(columns=["known", "in_time"])
        .assign(value=value, ci_low=low, ci_high=high, reason=reason, measure="recovered")
        .astype({"n": "Int64"})
    )


def of_costs(desk: Desk) -> Iterator[pd.DataFrame]:
    """Yield costs for each one, success at first attempt, and how total cost goes with customers."""
    costs = desk.log("costs")
    if costs is None:
        return
    found = ratios(costs)
    yield _with_intervals(found, desk.options.confidence)
    yield _elasticities(found[found["measure"] == "per_customer"], desk.options.confidence)


def _with_intervals(found: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Add Wilson's interval to shares; money is counted in full and has none."""
    from gapkit.stats.shares import wilson

    share = (found["measure"] == "first_attempt") & found["value"].notna()
    n = found["n"].astype("Float64").where(share).astype(float)
    low, high = wilson(found["value"] * n, n.fillna(0.0), confidence)
    return found.drop(columns="total").assign(ci_low=low, ci_high=high)


def _elasticities(found: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Return the elasticity of total cost for everything and for each unit, at the last wave."""
    import pandas as pd

    from gapkit.gaps.groups import natural
    from gapkit.stats.elasticity import elasticity

    made = []
    for unit, part in found.groupby("unit", sort=False):
        # in order of time: waves carry on from each other
        rows = part.iloc[sorted(range(len(part)), key=lambda k: natural(part["wave"].iloc[k]))]
        # the cost of one, so that total cost, which is one × customers, has this and 1 more
        of_one = elasticity(rows["total"] / rows["value"], rows["value"], confidence)
        made.append({
            "wave": rows["wave"].iloc[-1], "unit": unit, "measure": "elasticity",
            "n": of_one.n, "value": 1 + of_one.estimate,
            "ci_low": 1 + of_one.low, "ci_high": 1 + of_one.high, "reason": of_one.reason,
        })  # fmt: skip
    return pd.DataFrame(made).astype({"n": "Int64"}) if made else pd.DataFrame()
