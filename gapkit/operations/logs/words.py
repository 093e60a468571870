"""What the tables `contacts`, `duty` and `hard_cases` say, in sentences that carry their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.ingest.register_rows import ALL
from gapkit.operations.months import before, cut_months
from gapkit.stats.shares import rates_differ
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = ["PER", "case_sentences", "contact_sentences", "duty_sentences", "span_of"]

RATES: Final = ("complaints_per_1000", "praise_per_1000")

PER: Final = 1000
"""Contacts that complaints and praise are counted on."""

MOST_CASES: Final = 3
"""As many hard cases are named; the rest stands in the table."""


def span_of(desk: Desk, register: str) -> tuple[date, date]:
    """Return the first and the last day of a log; it ends when it was closed, if the study says so."""
    days = desk.rows[register].frame["day"]
    last = days.max().date()
    return days.min().date(), max(last, desk.department.as_of or last)


def contact_sentences(made: pd.DataFrame, desk: Desk) -> tuple[Phrase, ...]:
    """Say how many contacts the last whole month brought, how many were closed, complained, praised."""
    say = desk.options.words
    whole = made[(made["unit"] == ALL) & (made["kind"] == ALL)].set_index("month")
    first, last = span_of(desk, "contacts")
    cut = cut_months(first, last)
    months = [month for month in whole.index if month not in cut] or list(whole.index)
    month = months[-1]
    row = whole.loc[month]
    values = {"month": month, "contacts": say.number(float(row["contacts"]), 0)}
    phrases = [Phrase("contacts.said", values)]
    if row["share_same_day"] == row["share_same_day"]:
        names = {"share": "share_same_day", "low": "ci_low", "high": "ci_high"}
        shares = {k: say.percent(row[c], 1) for k, c in names.items()}
        phrases.append(Phrase("contacts.closed", {"month": month, **shares}))
    earlier = before(month)
    told = earlier in whole.index and earlier not in cut
    was = whole.loc[earlier].to_dict() if told else {}
    rates = [
        _rate(name, row.to_dict(), was, earlier, desk.options)
        for name in RATES
        if np.isfinite(row[name])
    ]
    return (*phrases, *rates, *_cut(cut, first, last))


def _rate(
    name: str, row: Mapping[Any, Any], was: Mapping[Any, Any], earlier: str, options: Options
) -> Phrase:
    """Say how many there were of each 1,000 contacts, in the month before, and whether that differs."""
    say, count = options.words, name.removesuffix("_per_1000")
    values = {"count": say.number(float(row[count]), 0), "rate": say.number(row[name], 1)}
    if not np.isfinite(was.get(name, np.nan)):
        return Phrase(f"contacts.{count}", values)
    p = rates_differ(*_events(name, row), *_events(name, was))
    values |= {
        "before": say.number(was[name], 1),
        "earlier": earlier,
        "chance": say(f"contacts.{'beyond' if p < options.alpha else 'within'}_chance"),
    }
    return Phrase(f"contacts.{count}_after", values)


def _events(name: str, row: Mapping[Any, Any]) -> tuple[float, float]:
    """Return how many there were, and the contacts that they were counted beside."""
    count, rate = float(row[name.removesuffix("_per_1000")]), float(row[name])
    return count, PER * count / rate if rate else float(row["contacts"])


def _cut(cut: frozenset[str], first: date, last: date) -> list[Phrase]:
    """Say which months the log holds in part."""
    return [
        Phrase(
            "contacts.cut", {"month": month, "first": first.isoformat(), "last": last.isoformat()}
        )
        for month in sorted(cut)
    ]


def duty_sentences(made: pd.DataFrame, desk: Desk) -> tuple[Phrase, ...]:
    """Say the figures of the last whole month, each with its change."""
    say, decimals = desk.options.words, desk.options.decimals
    first, last = span_of(desk, "duty")
    cut = cut_months(first, last)
    whole = made[made["unit"] == ALL]
    months = [m for m in dict.fromkeys(whole["month"]) if m not in cut] or list(whole["month"])
    month = months[-1]
    rows: list[dict[str, Any]] = whole[whole["month"] == month].to_dict("records")
    said = [_measure(row, say, decimals) for row in rows if row["value"] == row["value"]]
    figures = say("list.between").join(said)
    return (Phrase("duty.said", {"month": month, "figures": figures}), *_cut(cut, first, last))


def _measure(row: Mapping[str, Any], say: Words, decimals: int) -> str:
    places = decimals if row["measure"].startswith("backlog_age") else 0
    values = {
        "measure": say(f"duty.measure.{row['measure']}"),
        "value": say.number(row["value"], places),
        "change": say.number(row["change"], places, sign=True),
    }
    return say("duty.figure_changed" if values["change"] else "duty.figure", **values)


def case_sentences(cases: pd.DataFrame, desk: Desk) -> tuple[Phrase, ...]:
    """Say how many hard cases lack an agreed answer, and which have lacked it longest."""
    say = desk.options.words
    lacking = cases[cases["answered"] == "no"]
    if lacking.empty:
        return (Phrase("hard_cases.none", {"count": len(cases)}),)
    named = [
        say("hard_cases.case", case=case, days=int(days), times=int(times))
        for case, days, times in lacking[["case", "open_days", "times"]]
        .head(MOST_CASES)
        .itertuples(index=False)
    ]
    values = {"lacking": len(lacking), "count": len(cases)}
    return (Phrase("hard_cases.said", {**values, "cases": say("list.between").join(named)}),)
