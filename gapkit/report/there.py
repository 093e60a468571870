"""What a study without customers is made of: calls scored, complaints, contacts, answers of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import WHOLE
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.report.sides import role_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapkit.report.content import Content

__all__ = ["there"]

CUSTOMER: Final = "customer"
MONITOR: Final = "monitor"

RECORDS: Final = {"complaints": "received", "contacts": "contacts"}
"""Table of the firm's own records → the column that counts them."""


def there(content: Content) -> str:
    """Return what was read where no customer was asked; empty where customers were.

    Parameters
    ----------
    content
        As published.
    """
    sources = content.sources
    if not sources or any(source.role == CUSTOMER for source in sources):
        return ""
    say = content.words
    parts = [say(f"report.there.{what}", count=say.number(n, 0), **who)
             for what, n, who in _counted(content) if n]  # fmt: skip
    return say("report.there.said", parts=say("list.between").join(parts)) if parts else ""


def _counted(content: Content) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Yield what is counted, how many there are, and who gave them."""
    for role in dict.fromkeys(source.role for source in content.sources):
        if role not in NOT_PEOPLE:
            who = {} if role == MONITOR else {"role": role_word(content.words, role)}
            n = _calls(content) if role == MONITOR else 0
            yield "calls" if role == MONITOR else "answers", n or content.answered(role), who
    for table, column in RECORDS.items():
        if table in content.results:
            frame = content.results[table].frame
            whole = frame[frame["unit"] == WHOLE]
            whole = whole[whole["kind"] == WHOLE] if "kind" in whole else whole
            yield table, int(whole[column].sum()), {}


def _calls(content: Content) -> int:
    """Return the calls that were scored: of several sheets on one call only one counts."""
    result = content.results.get("monitoring")
    if result is None:
        return 0
    frame = result.frame
    whole = frame[(frame["unit"] == WHOLE) & (frame["agent"] == WHOLE)]
    return int(whole["checks"].sum())
