"""The table `agenda`: what the department's own records ask for, beside what the survey puts first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural
from gapkit.ingest.register_rows import ALL
from gapkit.operations.promises.campaign_words import lacking, named
from gapkit.operations.units import by_unit
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.results import Result

    Made = Mapping[str, Result]

__all__ = ["AGENDA_COLUMNS", "TASKS", "agenda"]

AGENDA_COLUMNS: Final = (
    "system", "task", "unit", "dimension", "label", "n", "of", "since",
)  # fmt: skip
"""Columns in their order."""

MOST_UNITS: Final = 3
"""Units named in one sentence, those with most first; all of them have their row."""


@dataclass(frozen=True)
class _Asked:
    """What one system asks for: rows of the table, and the sentence that they make."""

    rows: list[dict[str, Any]]
    said: Phrase


def agenda(desk: Desk, made: Made) -> Iterator[Result]:
    """Yield the table, where the records ask for anything.

    Its columns are `AGENDA_COLUMNS`, one row a task and what it is about. ``system``: the section
    of the report that has the figures; ``task``: one of `TASKS`; ``unit``: ``all`` where it is
    everybody's; ``dimension``: blank where it is of none; ``label``: the promise or campaign.
    ``n`` of ``of``: overdue complaints of those received; agents; monitors that have drifted of
    those judged; agents below their minimum of checks of all; rules that a promise breaks of all
    rules; hard cases without an agreed answer of all; blank where nothing is counted, as of a team
    to train or a campaign. ``since``: day, month or wave from which it stands; blank where it has
    none. No row names a member of staff. The order is that of `TASKS`, and no ranking.

    Parameters
    ----------
    made
        The tables of the other systems, by name.
    """
    import pandas as pd

    asked = [found for task, ask in TASKS.items() for found in ask(task, desk, made)]
    if not asked:
        return
    rows = [row for found in asked for row in found.rows]
    frame = pd.DataFrame(rows, columns=list(AGENDA_COLUMNS)).astype({"n": "Int64", "of": "Int64"})
    yield desk.result("agenda", frame, [found.said for found in asked])


def _row(system: str, task: str, **cells: Any) -> dict[str, Any]:
    blank = {"unit": ALL, "dimension": "", "label": "", "n": None, "of": None, "since": ""}
    return {"system": system, "task": task, **blank, **cells}


def _frame(made: Made, name: str) -> pd.DataFrame | None:
    return None if name not in made or made[name].frame.empty else made[name].frame


def _overdue(task: str, desk: Desk, made: Made) -> Iterator[_Asked]:
    """Yield how many complaints wait too long, and where: of each unit out of what it received."""
    late, funnel = _frame(made, "overdue"), _frame(made, "funnel")
    if late is None or funnel is None:
        return
    say = desk.options.words
    came = funnel[funnel["step"] == "received"].set_index("unit")["n"]
    rows = [
        _row(
            "complaints", task, unit=unit, n=len(part), of=came[unit], since=part["received"].min()
        )
        for unit, part in by_unit(late)
    ]
    whole, *units = rows
    units.sort(key=lambda row: (-row["n"], natural(row["unit"])))
    where = [
        say("agenda.of_unit", unit=say.unit(row["unit"]), **_counts(row["n"], row["of"], desk))
        for row in units[:MOST_UNITS]
    ]
    values = _counts(len(late), whole["of"], desk) | {
        "since": whole["since"], "limit": desk.department.answer_within,
    }  # fmt: skip
    form = f"agenda.{task}_where" if where else f"agenda.{task}"
    listed = {"units": say("list.between").join(where)} if where else {}
    yield _Asked([whole, *units], Phrase(form, values | listed))


def _train_team(task: str, desk: Desk, made: Made) -> Iterator[_Asked]:
    plan = _frame(made, "training")
    if plan is None:
        return
    for unit, part in plan[plan["scope"] == "everybody"].groupby("unit", sort=False):
        rows = [
            _row("monitoring", task, unit=unit, dimension=dimension)
            for dimension in part["dimension"]
        ]
        names = [_dimension(row["dimension"], desk) for row in rows]
        yield _Asked(rows, Phrase(f"agenda.{task}", {
            "unit": _unit(str(unit), desk), "dimensions": desk.options.words.list(names),
        }))  # fmt: skip


def _train_agent(task: str, desk: Desk, made: Made) -> Iterator[_Asked]:
    """Yield how many are to be trained in what; units are left out, since few of one would be known."""
    plan = _frame(made, "training")
    own = None if plan is None else plan[plan["scope"] == "one"]
    if own is None or own.empty:
        return
    say = desk.options.words
    counts = own["dimension"].value_counts()
    in_order = [d for d in desk.instrument.dimension if d in counts]
    rows = [_row("monitoring", task, dimension=d, n=counts[d]) for d in in_order]
    parts = [
        say("agenda.in_dimension", count=int(row["n"]), dimension=_dimension(row["dimension"], desk))
        for row in rows
    ]  # fmt: skip
    values = {"count": int(own["agent"].nunique()), "parts": say("list.between").join(parts)}
    yield _Asked(rows, Phrase(f"agenda.{task}", values))


def _calibrate(task: str, desk: Desk, made: Made) -> Iterator[_Asked]:
    monitors = _frame(made, "monitors")
    if monitors is None:
        return
    drift = monitors[(monitors["other"] == ALL) & (monitors["monitor"] != ALL)]
    moved = drift[drift["drifts"] == "yes"]
    if moved.empty:
        return
    most = desk.options.words.number(max(moved["drift"], key=abs), desk.options.decimals, sign=True)
    count, judged = len(moved), int(drift["drift"].notna().sum())
    values = {"count": count, "of": judged, "most": most}
    yield _Asked(
        [_row("monitoring", task, n=count, of=judged)], Phrase(f"agenda.{task}", values)
    )  # fmt: skip


def _listen(task: str, desk: Desk, made: Made) -> Iterator[_Asked]:
    """Yield how many agents were listened to less than the minimum in the last month that was over."""
    checked = _frame(made, "monitoring")
    if checked is None:
        return
    agents = checked[(checked["agent"] != ALL) & (checked["complete"] == "yes")]
    if agents.empty:
        return
    month = agents["month"].max()
    here = agents[agents["month"] == month]
    missed = here[here["covered"] == "no"]
    if len(missed):
        values = _counts(len(missed), len(here), desk) | {"month": month}
        row = _row("monitoring", task, n=len(missed), of=len(here), since=month)
        yield _Asked([row], Phrase(f"agenda.{task}", values))


def _promise(task: str, desk: Desk, made: Made) -> Iterator[_Asked]:
    rules = _frame(made, "guarantee_rules")
    if rules is None:
        return
    say = desk.options.words
    about = {promise.name: promise.dimension for promise in desk.department.promises}
    for name, part in rules.groupby("promise", sort=False):
        broken = [
            say("sentence.quoted", label=say(f"guarantee.rule.{rule}"))
            for rule in part.loc[part["met"] == "no", "rule"]
        ]
        if broken:
            counts = {"n": len(broken), "of": len(part)}
            row = _row("guarantee", task, dimension=about.get(str(name), ""), label=name, **counts)
            values = {"promise": name, "count": len(broken), "of": len(part)}
            yield _Asked([row], Phrase(f"agenda.{task}", values | {"rules": say.list(broken)}))


def _campaigns(task: str, desk: Desk, made: Made) -> Iterator[_Asked]:
    """Yield the campaigns of the last wave that were not agreed, or agreed and yet not kept."""
    here = lacking(desk.department.campaigns, task)
    if not here or "campaigns" not in made:
        return
    rows = [
        _row("guarantee", task, dimension=campaign.dimension, label=campaign.name,
             since="" if campaign.wave == ALL else campaign.wave)
        for campaign in here
    ]  # fmt: skip
    names = named(here, task, desk.options.words, desk.instrument)
    yield _Asked(rows, Phrase(f"agenda.{task}", {"campaigns": names}))


def _settle(task: str, desk: Desk, made: Made) -> Iterator[_Asked]:
    cases = _frame(made, "hard_cases")
    if cases is None:
        return
    waiting = cases[cases["answered"] == "no"]
    if len(waiting):
        counts = {"n": len(waiting), "of": len(cases)}
        since = waiting["first"].min()
        values = _counts(len(waiting), len(cases), desk) | {"since": since}
        yield _Asked(
            [_row("log", task, since=since, **counts)], Phrase(f"agenda.{task}", values)
        )  # fmt: skip


def _counts(count: int, of: int, desk: Desk) -> dict[str, str]:
    say = desk.options.words
    return {"count": say.number(count, 0), "of": say.number(of, 0)}


def _dimension(key: str, desk: Desk) -> str:
    say = desk.options.words
    return say("sentence.quoted", label=desk.instrument.label("dimension", key, say.language))


def _unit(unit: str, desk: Desk) -> str:
    say = desk.options.words
    return say("training.whole") if unit == ALL else say.unit(unit)


TASKS: Final[Mapping[str, Callable[[str, Desk, Made], Iterator[_Asked]]]] = {
    "overdue": _overdue,
    "train_team": _train_team,
    "train_agent": _train_agent,
    "calibrate": _calibrate,
    "listen": _listen,
    "promise": _promise,
    "agree": _campaigns,
    "keep": _campaigns,
    "settle": _settle,
}
"""Task → what finds it in the tables at hand."""
