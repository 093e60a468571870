"""The words for gaps, verdicts and reasons, which differ by gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gapkit.wording import Words

__all__ = [
    "battery_word",
    "gap_name",
    "group_word",
    "reason_word",
    "side_word",
    "sign_word",
    "verdict_word",
]


def battery_word(say: Words, battery: str) -> str:
    """Return the words for a battery, also where it is named with its role.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> battery_word(words("en"), "employee.standard")
    'Standard (Staff)'
    """
    role, _, bare = battery.rpartition(".")
    word = say(f"battery.{bare}") if say.has(f"battery.{bare}") else bare
    if not role:
        return word
    who = say(f"role.{role}") if say.has(f"role.{role}") else role
    return say("report.of_role", battery=word, role=who)


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


def group_word(say: Words, segment: str, value: str) -> str:
    """Return what a person reads for a group.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> group_word(words("en"), "all", "all"), group_word(words("en"), "channel", "web")
    ('Everybody', 'channel: web')
    """
    if segment == "all":
        return say("group.everybody")
    return say("group.one", segment=say.segment(segment), value=say.value(segment, value))


def side_word(say: Words, gap: str, side: str) -> str:
    """Return what stands on the ``left`` or ``right`` side of a gap."""
    key = f"plots.{side}.{gap}"
    return say(key if say.has(key) else f"plots.{side}.other")


def sign_word(say: Words, gap: str, direction: str, left: str = "", right: str = "") -> str:
    """Return what the sign of a gap means: which one is the shortfall.

    Parameters
    ----------
    direction
        Of the instrument's scale: where ``lower`` is better, as with minutes, more is the shortfall.
    left, right
        What stands on either side, for gaps of the user's own.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> sign_word(words("en"), "5", "higher"), sign_word(words("en"), "5", "lower")
    ('negative: a shortfall', 'positive: a shortfall (lower is better)')
    """
    form = "sign" if direction == "higher" else "sign_lower"
    key = f"gap.{gap}.{form}"
    return say(key) if say.has(key) else say(f"gap.other.{form}", left=left, right=right)


def verdict_word(say: Words, gap: str, verdict: str) -> str:
    """Return the word for a verdict, which differs by gap."""
    key = f"verdict.{gap}.{verdict}"
    return say(key) if say.has(key) else say(f"verdict.other.{verdict}")


def reason_word(say: Words, reason: object) -> str:
    """Return the words for a reason of the tables' closed list, or of the systems around the gaps."""
    word = str(reason).replace(" ", "_")
    known = [key for key in (f"reason.{word}", f"operations.reason.{word}") if say.has(key)]
    return say(known[0]) if known else ""
