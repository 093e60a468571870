"""What the department's own records add to what the survey puts first: tasks, and what bears on a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.causes.behind import RESIDUE
from gapkit.gaps.groups import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    import pandas as pd

    from gapkit.report.content import Content

__all__ = [
    "asked",
    "beside",
    "delivery_notes",
    "drifted",
    "monitored",
    "tasks",
    "unit_asked",
    "units_of_records",
]

OF_DELIVERY: Final = ("3", "4")
"""The gaps of which delivery is one side."""

DELIVERED: Final = frozenset({*OF_DELIVERY, RESIDUE})
"""What a gap is behind which delivery stands on one side."""

MONITOR: Final = "monitor"

COUNTED_BY_UNIT: Final = ("monitoring", "complaints", "contacts", "overdue", "training")
"""Tables that tell which units the records know."""


def asked(content: Content) -> tuple[str, ...]:
    """Return what the records ask for, a sentence a task; nothing where they ask for nothing.

    Parameters
    ----------
    content
        As published.
    """
    return tuple(content.words.say(phrase) for phrase in content.phrases("agenda"))


def tasks(content: Content, without: str = "") -> list[str]:
    """Return the kinds of tasks, each in a few words and without a number; none where none is asked for.

    Parameters
    ----------
    content
        As published.
    without
        A task that is told elsewhere.
    """
    rows = _agenda(content)
    kinds = () if rows is None else dict.fromkeys(rows["task"])
    return [content.words(f"agenda.task.{kind}") for kind in kinds if kind != without]


def beside(content: Content, row: Mapping[Any, Any]) -> str:
    """Return what the records know of the dimension of an action, to stand beside its remedy.

    Parameters
    ----------
    content
        As published.
    row
        Of the table `actions`, of everybody or of one unit.

    Returns
    -------
    str
        Which teams' monitored calls lie below the target there, and that its campaign was not
        agreed with operations; without any number. Empty where the records know nothing.
    """
    agenda, say = _agenda(content), content.words
    if agenda is None:
        return ""
    here = agenda[agenda["dimension"] == _dimension_of(content, row)]
    teams = here.loc[here["task"] == "train_team", "unit"]
    if str(row["segment"]) != WHOLE:
        teams = teams[teams.isin([WHOLE, str(row["value"])])]
    said = []
    if len(teams):
        names = [say("training.whole") if unit == WHOLE else say.unit(unit) for unit in teams]
        said.append(say("report.asked.below", units=say.list(names)))
    if (here["task"] == "agree").any():
        said.append(say("report.asked.unagreed"))
    return say("list.sentences").join(said)


def drifted(content: Content, row: Mapping[Any, Any]) -> str:
    """Return that monitors have to be calibrated first; empty unless what a row rests on hangs on it.

    Parameters
    ----------
    content
        As published.
    row
        Of the table `actions`.
    """
    agenda = _agenda(content)
    moved = agenda is not None and bool((agenda["task"] == "calibrate").any())
    if not moved or str(row["carrier"]) not in DELIVERED or not monitored(content):
        return ""
    return content.words("report.asked.drifted")


def monitored(content: Content) -> bool:
    """Whether the delivery of gap 3, or that of gap 4, is what monitors scored."""
    gaps = content.results.get("gaps")
    roles = {} if gaps is None else gaps.roles
    return any(MONITOR in roles.get(gap, ()) for gap in OF_DELIVERY)


def delivery_notes(content: Content) -> tuple[str, ...]:
    """Return what has to be known where delivery is what monitors scored: drift, teams below target.

    Parameters
    ----------
    content
        As published.
    """
    say, made = content.words, {"agenda.calibrate": "drift", "agenda.train_team": "team"}
    return tuple(
        say(f"report.asked.{made[phrase.key]}", **phrase.values)
        for phrase in sorted(content.phrases("agenda"), key=lambda p: p.key)
        if phrase.key in made
    )


def units_of_records(content: Content) -> tuple[str, ...]:
    """Return the units that the records know, in the order in which they stand there."""
    found: dict[str, None] = {}
    for name in COUNTED_BY_UNIT:
        if name in content.results:
            found |= dict.fromkeys(content.results[name].frame["unit"].astype(str))
    return tuple(unit for unit in found if unit not in (WHOLE, ""))


def unit_asked(content: Content, unit: str) -> tuple[str, ...]:
    """Return what the records ask of one unit.

    Parameters
    ----------
    content
        As published.
    unit
        As in the tables.
    """
    return tuple(_of_unit(content, unit))


def _of_unit(content: Content, unit: str) -> Iterator[str]:
    agenda, say = _agenda(content), content.words
    if agenda is None:
        return
    mine = agenda[agenda["unit"] == unit]
    for row in mine[mine["task"] == "overdue"].to_dict("records"):
        more = [
            say.say(phrase)
            for phrase in content.phrases("overdue")
            if phrase.key == "overdue.unit" and phrase.values["unit"] == say.unit(unit)
        ]
        counts = {name: say.number(row[name], 0) for name in ("n", "of")}
        yield say("report.asked.overdue", since=row["since"], **counts)
        yield from more
    trained = mine.loc[mine["task"] == "train_team", "dimension"]
    if len(trained):
        labels = [content.instrument.label("dimension", d, content.language) for d in trained]
        names = say.list([say("sentence.quoted", label=label) for label in labels])
        yield say("agenda.train_team", unit=say.unit(unit), dimensions=names)


def _agenda(content: Content) -> pd.DataFrame | None:
    result = content.results.get("agenda")
    return None if result is None else result.frame


def _dimension_of(content: Content, row: Mapping[Any, Any]) -> str:
    key = str(row["key"])
    return key if row["level"] == "dimension" else content.instrument.item[key].dimension
