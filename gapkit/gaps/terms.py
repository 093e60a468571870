"""The words for gaps, verdicts and reasons, which differ by gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gapkit.wording import Words

__all__ = ["gap_name", "reason_word", "verdict_word"]


def gap_name(say: Words, gap: str, form: str = "name") -> str:
    """Return what a gap is called (`form`: ``name`` or ``short``).

    Examples
    --------
    >>> from gapkit.wording import words
    >>> gap_name(words("en"), "5"), gap_name(words("en"), "6")
    ('Gap 5: service', 'Gap 6')
    """
    key = f"gap.{gap}.{form}"
    return say(key) if say.has(key) else say("gap.other.short", gap=gap)


def verdict_word(say: Words, gap: str, verdict: str) -> str:
    """Return the word for a verdict, which differs by gap."""
    key = f"verdict.{gap}.{verdict}"
    return say(key) if say.has(key) else say(f"verdict.other.{verdict}")


def reason_word(say: Words, reason: object) -> str:
    """Return the words for a reason of the tables' closed list."""
    key = f"reason.{str(reason).replace(' ', '_')}"
    return say(key) if say.has(key) else ""
