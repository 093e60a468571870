"""What stands on the two sides of a gap, in words: headings of tables, pages and workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.model import GAPS
from gapkit.gaps.terms import battery_word

if TYPE_CHECKING:
    from collections.abc import Collection

    from gapkit.report.content import Content
    from gapkit.wording import Words

__all__ = ["battery_word", "dimension_word", "role_word", "roles_word", "side_words"]

_GAPS: Final = {gap.name: gap for gap in GAPS}


def side_words(say: Words, gap: str, answered: Collection[str] = ()) -> tuple[str, str]:
    """Return the words for the left and the right side of a gap.

    Parameters
    ----------
    say
        The words of a language.
    gap
        As in the column ``gap``.
    answered
        Batteries that were answered; decides where a gap may take one of several.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> side_words(words("en"), "5")
    ('Expectation', 'Perception')
    >>> side_words(words("en"), "priority", {"importance", "perception"})
    ('Importance', 'Perception')
    """
    if gap not in _GAPS:
        return say("report.column.mean_left"), say("report.column.mean_right")
    sides = (_GAPS[gap].left, _GAPS[gap].right)
    left, right = (battery_word(say, _chosen(side, answered)) for side in sides)
    return left, right


def dimension_word(content: Content, key: str) -> str:
    """Return the label of a dimension, or the words for all together."""
    if key == "overall":
        return content.words("level.overall")
    return content.instrument.label("dimension", key, content.language)


def role_word(say: Words, role: str) -> str:
    """Return who a role is, as within a sentence.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> role_word(words("en"), "monitor")
    'quality checks'
    """
    return say(f"plots.five_gaps.role.{role}")


def roles_word(say: Words, left: str, right: str) -> str:
    """Return which role is compared with which.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> roles_word(words("en"), "manager", "employee")
    'Staff against managers'
    """
    pair = {"left": role_word(say, left), "right": role_word(say, right)}
    said = say("report.roles", **pair)
    return said[:1].upper() + said[1:]


def _chosen(written: str, answered: Collection[str]) -> str:
    choices = written.split("|")
    return next((choice for choice in choices if choice in answered), choices[0])
