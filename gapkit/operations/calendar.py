"""The table `calendar`: what is due when, and whose it is, from rules that the study gives as data."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from gapkit.errors import Problem, StudyError
from gapkit.ingest.peak import WEEKDAYS
from gapkit.ingest.period_kinds import first_day_of, kind_of_period
from gapkit.ingest.periods import named_period
from gapkit.ingest.register_rows import ALL
from gapkit.operations.due import due_days
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.operations.due import Due
    from gapkit.results import Result
    from gapkit.wording import Words

__all__ = ["CALENDAR_COLUMNS", "calendar"]

CALENDAR_COLUMNS: Final = ("due", "duty", "whose", "rule", "weekday", "month", "label", "past")
"""Columns in their order."""

MONTHS: Final = {"year": 12, "half-year": 6, "quarter": 3, "month": 1}
"""Kind of wave → the months that it has."""

AHEAD: Final = 3
"""Months after the day on which the registers were closed that the calendar looks ahead."""

WEEK: Final = 7
"""Days after that day of which everything due is said."""


def calendar(desk: Desk) -> Iterator[Result]:
    """Yield the table `calendar`, where the study has rules.

    Its columns are `CALENDAR_COLUMNS`, one row a day and duty, sorted. ``due`` is a day such as
    ``2026-09-18``, ``month`` the month whose rule it is, ``weekday`` one of `WEEKDAYS`; ``rule``,
    ``whose`` and ``label`` are in the study's language. ``past`` is ``yes`` of what was due up to the
    day on which the registers were closed. From the first month of the data's last wave
    to three months after the day on which the registers were closed.

    Raises
    ------
    StudyError
        Neither waves nor registers tell which months to list, and the study does not.
    """
    import pandas as pd

    rules = desk.department.calendar
    if not rules:
        return
    say = desk.options.words
    closed = _closed(desk)
    rows = sorted(
        (day.isoformat(), place, _row(rule, day, f"{year}-{month:02}", say))
        for year, month in _months(_first_month(desk, closed), closed)
        for place, rule in enumerate(rules)
        for day in due_days(rule, year, month)
    )
    frame = pd.DataFrame([row for _, _, row in rows], columns=list(CALENDAR_COLUMNS[:-1]))
    past = frame["due"] <= closed.isoformat()
    frame["past"] = past.map({True: "yes", False: "no"}).astype(object)
    yield desk.result("calendar", frame, _sentences(frame, closed, say))


def _row(rule: Due, day: date, month: str, say: Words) -> tuple[str, ...]:
    return (
        day.isoformat(), rule.duty, _known(say, "calendar.whose", rule.whose), _rule(rule, say),
        WEEKDAYS[day.weekday()], month, _label(rule, say),
    )  # fmt: skip


def _label(rule: Due, say: Words) -> str:
    if rule.text:
        return rule.text.get(say.language) or next(iter(rule.text.values()))
    return _known(say, "calendar.duty", rule.duty)


def _known(say: Words, table: str, name: str) -> str:
    """Return the words of a default duty or person; what a study names itself stands as it is."""
    key = f"{table}.{name}"
    return say(key) if say.has(key) else name


def _rule(rule: Due, say: Words) -> str:
    """Say a rule: the Friday before the 25th."""
    weekday = say(f"calendar.weekday.{rule.weekday}") if rule.weekday else ""
    if rule.every == "week":
        return say("calendar.rule.week", weekday=weekday)
    day = ""
    shape = "last"
    if rule.before_day is not None:
        shape = "before" if rule.strictly else "by"
        day = say(f"calendar.ordinal.{_ordinal(rule.before_day)}", day=rule.before_day)
    shape = f"weekday_{shape}" if weekday else shape
    every = rule.every.replace("-", "_")
    period = say(f"calendar.period.{every}")
    return say(f"calendar.rule.{shape}", period=period, weekday=weekday, day=day)


def _ordinal(day: int) -> str:
    """Return which ending an English ordinal has: 1st, 2nd, 3rd, 11th."""
    return str(day % 10) if day % 10 in (1, 2, 3) and day // 10 != 1 else "other"


def _sentences(frame: pd.DataFrame, closed: date, say: Words) -> Iterator[Phrase]:
    """Say all that falls due within a week, and of every other duty what falls due next."""
    coming = frame[frame["past"] == "no"]
    if coming.empty:
        return
    until = (closed + timedelta(WEEK)).isoformat()
    soon = coming[coming["due"] <= until]
    values = {"closed": closed.isoformat(), "until": until, "duties": _listed(soon, say)}
    yield Phrase("calendar.week" if len(soon) else "calendar.quiet_week", values)
    later = coming[~coming["duty"].isin(soon["duty"])].drop_duplicates("duty")
    if len(later):
        yield Phrase("calendar.coming", {"duties": _listed(later, say)})


def _listed(rows: pd.DataFrame, say: Words) -> str:
    """Name duties, each with its day and with whose it is."""
    said = []
    for due, weekday, whose, label in rows[["due", "weekday", "whose", "label"]].to_numpy():
        values = {"due": due, "weekday": say(f"calendar.weekday.{weekday}"), "label": label}
        form = "calendar.next_whose" if whose else "calendar.next"
        said.append(say(form, **values, whose=whose))
    return say("list.between").join(said)


def _first_month(desk: Desk, closed: date) -> tuple[int, int]:
    """Return the month with which the data's last wave begins; that of `closed` where none is a period."""
    begun = [month for month in map(_begins, _waves(desk)) if month <= (closed.year, closed.month)]
    return max(begun, default=(closed.year, closed.month))


def _closed(desk: Desk) -> date:
    """Return the day on which the registers were closed, else the last day of the last wave."""
    if desk.as_of != date.min:
        return desk.as_of
    ends = [end for end in map(_ends, _waves(desk)) if end]
    if ends:
        return max(ends)
    what = "no wave and no register tells which months the calendar is to cover."
    raise StudyError(Problem("[operations] calendar", what, "Add as_of = 2026-09-30 to it."))


def _waves(desk: Desk) -> list[str]:
    """Return the waves that are periods, of the survey and of the registers."""
    frames = [*(r.frame for r in desk.results.values()), *(r.frame for r in desk.rows.values())]
    found = dict.fromkeys(str(w) for f in frames if "wave" in f for w in f["wave"].unique())
    return [wave for wave in found if wave != ALL and named_period(wave) == wave]


def _span(wave: str) -> tuple[int, int, int]:
    """Return the year, the first and the last month of a period such as 2026H1, 2026Q3, 2026-07, 2026."""
    first = first_day_of(wave) or date(int(wave), 1, 1)
    return first.year, first.month, first.month + MONTHS[kind_of_period(wave) or "month"] - 1


def _begins(wave: str) -> tuple[int, int]:
    return _span(wave)[:2]


def _ends(wave: str) -> date:
    year, _, last = _span(wave)
    return date(year, last, monthrange(year, last)[1])


def _months(first: tuple[int, int], closed: date) -> Iterator[tuple[int, int]]:
    """Yield year and month from `first` to `AHEAD` months after `closed`."""
    start, end = 12 * first[0] + first[1] - 1, 12 * closed.year + closed.month - 1 + AHEAD
    for count in range(start, end + 1):
        yield count // 12, count % 12 + 1
