"""The gap model as data: which battery is set against which, and who answers what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gapkit.errors import CallError, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection

    from gapkit.wording import Words

__all__ = [
    "GAPS",
    "NEUTRAL",
    "NOT_PEOPLE",
    "ROLES",
    "Gap",
    "Side",
    "gap_words",
    "home_of",
    "resolve",
]

ROLES: Final = (
    "customer",
    "manager",
    "employee",
    "monitor",
    "mystery",
    "specification",
    "campaign",
)
"""Who can answer."""

NEUTRAL: Final = "neutral"
"""Role of the point of a scale that stands for "no gap" where people rated the gap itself."""

NOT_PEOPLE: Final = frozenset({"specification", "campaign", NEUTRAL})
"""Roles whose rows are no persons: nothing of them is suppressed, and they stand for every group."""

_HOMES: Final[dict[str, tuple[str, ...]]] = {
    "belief": ("manager",),
    "standard": ("specification", "manager"),
    "delivery": ("monitor", "employee"),
    "promise": ("campaign",),
}
"""Whose answers an unqualified battery means; all others are the customer's."""


@dataclass(frozen=True)
class Gap:
    """Right battery minus left battery; negative is a shortfall.

    Parameters
    ----------
    name
        As in the column ``gap``.
    right, left
        Batteries, bare or with their role: ``belief``, ``employee.standard``. Several to choose
        from, in order of preference, are joined by ``|``: the first that was answered is taken.
    judged
        False where both sides are different constructs, so that a verdict would mean nothing.
    direct
        In place of two sides: the battery in which people rated the gap itself, as the model's
        authors measured gaps 2 to 4 (Zeithaml, Parasuraman and Berry 1990).
    neutral
        The point of the scale that stands for "no gap" in such a battery; by default its middle.

    Examples
    --------
    >>> Gap("6", right="employee.standard", left="manager.standard").name
    '6'
    """

    name: str
    right: str = ""
    left: str = ""
    judged: bool = True
    direct: str = ""
    neutral: float | None = None


GAPS: Final = (
    Gap("1", "belief", "expectation"),
    Gap("2", "standard", "belief"),
    Gap("3", "delivery", "standard"),
    Gap("4", "delivery", "promise"),
    Gap("5", "perception", "expectation"),
    Gap("adequacy", "perception", "minimum"),
    Gap("superiority", "perception", "desired"),
    Gap("priority", "performance|perception", "importance", judged=False),
)
"""The gaps of the model (Parasuraman, Zeithaml and Berry 1985; the zone of tolerance 1994;
importance against performance: Martilla and James 1977)."""


@dataclass(frozen=True)
class Side:
    """A battery as one role answered it."""

    role: str
    battery: str

    @property
    def name(self) -> str:
        """As in the column ``battery``: bare where the role is the battery's own."""
        return self.battery if self.role in home_of(self.battery) else f"{self.role}.{self.battery}"


def home_of(battery: str) -> tuple[str, ...]:
    """Return the roles that an unqualified battery means, in order of preference.

    Examples
    --------
    >>> home_of("standard"), home_of("perception")
    (('specification', 'manager'), ('customer',))
    """
    return _HOMES.get(battery, ("customer",))


def resolve(written: str, answered: Collection[Side]) -> Side | None:
    """Return the side that a gap's battery means, or None where nobody answered it.

    Raises
    ------
    CallError
        The role before the point is unknown.

    Examples
    --------
    >>> resolve("delivery", {Side("employee", "delivery")})
    Side(role='employee', battery='delivery')
    """
    for choice in written.split("|"):
        role, _, battery = choice.strip().rpartition(".")
        if role and role not in ROLES:
            advice = f"{did_you_mean(role, ROLES)} Known: {', '.join(ROLES)}.".strip()
            raise CallError(Problem("", f"'{choice}' names the role '{role}'.", advice))
        for who in (role,) if role else home_of(battery):
            if Side(who, battery) in answered:
                return Side(who, battery)
    return None


def gap_words(say: Words, gap: str, what: str, right: str = "", left: str = "") -> str:
    """Return a gap's wording (``name``, ``short``, ``question``, ``sign``), also of a user's own gap.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> gap_words(words("en"), "5", "short")
    'Gap 5'
    """
    known = f"gap.{gap}.{what}"
    return (
        say(known) if say.has(known) else say(f"gap.other.{what}", gap=gap, right=right, left=left)
    )
