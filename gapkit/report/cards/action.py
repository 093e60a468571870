"""The one action of a card: what falls short most where it matters, and what would fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gapkit.causes.action_words import next_step
from gapkit.gaps.groups import WHOLE
from gapkit.report.records import beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gapkit.report.content import Content

__all__ = ["Advice", "first_actions"]


@dataclass(frozen=True)
class Advice:
    """What to do first, what would fit, and the dimension; a remedy is blank where nothing tells one."""

    what: str
    remedy: str
    key: str = ""


def first_actions(content: Content, column: str, gap: str, wave: str) -> dict[str, Advice]:
    """Return value → what to do first there; values without a certain shortfall have none.

    Parameters
    ----------
    content
        As published.
    column, gap, wave
        Of which it speaks.
    """
    result = content.results.get("actions")
    if result is None:
        return {}
    frame = result.frame
    here = frame[(frame["gap"] == gap) & (frame["wave"].astype(str) == wave)]
    here = here[here["level"] == "dimension"]
    everybody = {str(r["key"]): r for r in here[here["segment"] == WHOLE].to_dict("records")}
    mine = here[(here["segment"] == column) & (here["advice"] == "act") & here["rank"].notna()]
    first = mine.sort_values("rank", kind="stable").drop_duplicates("value")
    return {
        str(row["value"]): _advice(content, row, everybody.get(str(row["key"]), {}))
        for row in first.to_dict("records")
    }


def _advice(content: Content, row: Mapping[Any, Any], whole: Mapping[Any, Any]) -> Advice:
    """Take the unit's own remedy; where so few were asked there, the one that fits everybody's gap."""
    say = content.words
    what = say("report.card.first", label=str(row["label"]))
    fits = str(row["remedy"] or "")
    if not fits and whole.get("remedy"):
        fits = say("report.card.remedy_of_all", remedy=str(whole["remedy"]))
    fits = fits or next_step(str(row["carrier"] or ""), say)
    remedy = say("list.sentences").join(text for text in (fits, beside(content, row)) if text)
    return Advice(what, remedy, str(row["key"]))
