"""The table `calendar`: what is due when, and whose it is, from rules that the study gives as data."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from gapkit.errors import Problem, StudyError
from gapkit.ingest.peak import WEEKDAYS
from gapkit.ingest.periods import named_period
from gapkit.ingest.register_rows import ALL
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from gapkit.operations.department import Desk
    from gapkit.results import Result
    from gapkit.wording import Words

__all__ = ["CALENDAR_COLUMNS", "DEFAULT_RULES", "EVERY", "Due", "calendar", "due_days"]

CALENDAR_COLUMNS: Final = ("due", "duty", "whose", "rule", "weekday", "month", "label")
"""Columns in their order."""

EVERY: Final[Mapping[str, tuple[int, ...]]] = {
    "week": tuple(range(1, 13)),
    "month": tuple(range(1, 13)),
    "half-year": (6, 12),
    "year": (12,),
}
"""How often → the months in which something falls due."""

AHEAD: Final = 3
"""Months after the day on which the registers were closed that the calendar looks ahead."""


@dataclass(frozen=True)
class Due:
    """A rule by which something falls due.

    Parameters
    ----------
    duty
        Its name; of those that a department has by default also the key of its words.
    every
        One of `EVERY`.
    weekday
        One of `WEEKDAYS`, or none: any day will do.
    before_day
        Day of the month before which it is due; None: the end of the month.
    strictly
        Whether that day itself is too late.
    whose
        Who has to see to it.
    text
        What people call it: language → text; by default the name.
    """

    duty: str
    every: str = "month"
    weekday: str | None = None
    before_day: int | None = None
    strictly: bool = True
    whose: str = ""
    text: Mapping[str, str] = field(default_factory=dict)


DEFAULT_RULES: Final = (
    Due("weekly_summary", "week", "fri", whose="monitor"),
    Due("duty_report", "month", before_day=22, whose="shift_leader"),
    Due("meeting", "month", "fri", 25, whose="everybody"),
    Due("half_year_summary", "half-year", whose="head"),
    Due("year_summary", "year", whose="head"),
)
"""What a service department has due where its study names no rules of its own."""


def due_days(rule: Due, year: int, month: int) -> tuple[date, ...]:
    """Return the days on which something falls due by `rule` of one month.

    Of a month it is the last day that the rule allows; public holidays are not known here. Where the
    first days of a month hold no such weekday, the day lies in the month before.

    Examples
    --------
    >>> meeting = Due("meeting", "month", "fri", before_day=25)
    >>> [due_days(meeting, 2026, month)[0].isoformat() for month in (9, 12)]
    ['2026-09-18', '2026-12-18']
    >>> due_days(Due("meeting", "month", "fri", 25, strictly=False), 2026, 12)[0].isoformat()
    '2026-12-25'
    """
    if month not in EVERY[rule.every]:
        return ()
    length = monthrange(year, month)[1]
    if rule.every == "week":
        days = (date(year, month, day) for day in range(1, length + 1))
        return tuple(day for day in days if _fits(day, rule.weekday))
    last = date(year, month, length)
    if rule.before_day is not None:
        allowed = date(year, month, 1) + timedelta(rule.before_day - 1 - rule.strictly)
        last = min(last, allowed)
    while not _fits(last, rule.weekday):
        last -= timedelta(1)
    return (last,)


def _fits(day: date, weekday: str | None) -> bool:
    return weekday is None or WEEKDAYS[day.weekday()] == weekday


def calendar(desk: Desk) -> Iterator[Result]:
    """Yield the table `calendar`, where the study has rules.

    Its columns are `CALENDAR_COLUMNS`, one row a day and duty, sorted. ``due`` is a day such as
    ``2026-09-18``, ``month`` the month whose rule it is, ``weekday`` one of `WEEKDAYS`; ``rule``,
    ``whose`` and ``label`` are in the study's language. From the first month of the data's last wave
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
    frame = pd.DataFrame([row for _, _, row in rows], columns=list(CALENDAR_COLUMNS))
    sentences = _sentences(frame, closed, say)
    yield desk.result("calendar", frame, sentences)


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


def _sentences(frame: pd.DataFrame, closed: date, say: Words) -> tuple[Phrase, ...]:
    """Say what falls due next of each duty."""
    coming = frame[frame["due"] > closed.isoformat()].drop_duplicates("duty")
    if coming.empty:
        return ()
    said = []
    for due, weekday, whose, label in coming[["due", "weekday", "whose", "label"]].to_numpy():
        values = {"due": due, "weekday": say(f"calendar.weekday.{weekday}"), "label": label}
        form = "calendar.next_whose" if whose else "calendar.next"
        said.append(say(form, **values, whose=whose))
    values = {"closed": closed.isoformat(), "duties": say("list.between").join(said)}
    return (Phrase("calendar.coming", values),)


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
    """Return the year, the first and the last month of a period such as 2026Q3, 2026-07, 2026."""
    year, rest = int(wave[:4]), wave[5:]
    if not rest:
        return year, 1, 12
    if wave[4] == "Q":
        return year, 3 * int(rest) - 2, 3 * int(rest)
    return year, int(rest), int(rest)


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
