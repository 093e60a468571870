"""What a study says of a monitor's sheets: whose call, scored by whom, when, and how often is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.ingest.source import Monitored
from gapkit.toml import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gapkit.instrument import Instrument
    from gapkit.toml import Table

__all__ = ["read_monitored", "read_score_targets"]

_KEYS: Final = (
    "agent", "date", "monitor", "call", "staff_group", "critical", "notes", "minimum_checks"
)  # fmt: skip


def read_monitored(table: Table, role: str) -> Monitored | None:
    """Read the keys of a ``[[source]]`` of monitors; None where it names no agent.

    A sheet that names an agent needs a date, and the other way round; other roles have no such keys.
    """
    said = [key for key in _KEYS if key in table.values]
    if not said:
        table.asked.update(_KEYS if role == "monitor" else ())
        return None
    if role != "monitor":
        table.note(said[0], f"{table.name} {said[0]} is said of monitors' sheets, not of {role}s.",
                   'Write role = "monitor", or leave it out.')  # fmt: skip
    agent, date = table.need("agent", str), table.need("date", str)
    texts = {key: table.get(key, str) for key in ("monitor", "call", "staff_group", "notes")}
    group = texts.pop("staff_group")
    critical, minimum = _critical(table), _minimum(table, group)
    if agent is None or date is None:
        return None
    return Monitored(agent, date, group=group, critical=critical, minimum=minimum, **texts)


def _critical(table: Table) -> tuple[str, ...]:
    if isinstance(table.values.get("critical"), str):
        return (table.get("critical", str),)
    return table.strings("critical")


def _minimum(table: Table, group: str | None) -> Mapping[str, int]:
    """Read ``minimum_checks``: a number for everybody, or one for each kind of agent."""
    table.asked.add("minimum_checks")
    written = table.values.get("minimum_checks", 1)
    by_group = written if isinstance(written, dict) else {"": written}
    if not all(_is_count(n) for n in by_group.values()):
        table.note("minimum_checks", f"{table.name} minimum_checks = {written!r} is no number of checks.",
                   'Write minimum_checks = 2, or {new = 5, experienced = 1}.')  # fmt: skip
        return {"": 1}
    if isinstance(written, dict) and group is None:
        table.note("minimum_checks", f"{table.name} minimum_checks differs by kind of agent, but no column says the kind.",
                   'Add staff_group = "…", the column that does.')  # fmt: skip
    return {str(kind): int(n) for kind, n in by_group.items()}


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def read_score_targets(head: Table | None, instrument: Instrument | None) -> dict[str, float]:
    """Read ``[operations] target_score``: one score for all, or ``{overall = 4, tone = 4.5}``.

    A target of a score is a point of the scale; those in [targets] are targets of gap 5.
    """
    if head is None or "target_score" not in head.values:
        return {}
    head.asked.add("target_score")
    written = head.values["target_score"]
    named = written if isinstance(written, dict) else {"overall": written}
    known = ["overall", *(instrument.dimension if instrument else ())]
    targets = {}
    for key, value in named.items():
        if instrument and key not in known:
            what = f"{head.name} target_score: '{key}' is no dimension of {instrument.name}."
            head.note("target_score", *unknown(what, key, known))
        elif not _on_scale(value, instrument):
            ends = (
                f"{instrument.scale.names[0]} to {instrument.scale.names[-1]}"
                if instrument
                else "a number"
            )
            head.note("target_score", f"{head.name} target_score: {key} = {value!r} is no score.",
                      f"Write a number on the instrument's scale, {ends}.")  # fmt: skip
        else:
            targets[key] = float(value)
    return targets


def _on_scale(value: object, instrument: Instrument | None) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return instrument is None or instrument.scale.low <= value <= instrument.scale.high
