"""The words beside an arrow of the five-gap picture, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.plots.labels import wrap
from gapkit.plots.theme import MUTED, SIZE, VERDICTS

if TYPE_CHECKING:
    from gapkit.plots.model_gap import ModelGap
    from gapkit.plots.theme import VerdictStyle

__all__ = ["Line", "words_beside"]


@dataclass(frozen=True)
class Line:
    """A line of words beside an arrow, and the mark before it, if any."""

    text: str
    look: dict[str, Any]
    indent: float = 0.0
    mark: VerdictStyle | None = None


_MARK: Final = 11.0
"""Room for the mark before the verdict, in points."""


def words_beside(gap: ModelGap, wide: float) -> list[Line]:
    """Return name, figure, verdict and who answered, broken to lines `wide` points wide."""
    quiet = {"color": MUTED}
    if not gap.known:
        said = wrap(gap.verdict_word, wide, SIZE.small, 2)
        return [Line(text, quiet) for text in (gap.heading, *said)]
    bold = {"size": SIZE.text, "weight": "bold"}
    aside = wrap(gap.aside, wide, SIZE.small, 2) if gap.aside else []
    return [
        Line(gap.heading, quiet),
        Line(gap.figure, bold if gap.heads else {}),
        *(line for text, style in gap.marks for line in _marked(text, style, wide)),
        *_marked(_short(gap, wide), VERDICTS["shortfall"], wide),
        *(Line(text, quiet) for text in (*_who(gap, wide), *aside)),
    ]


def _marked(text: str, style: VerdictStyle, wide: float) -> list[Line]:
    lines = wrap(text, wide - _MARK, SIZE.small, 2) if text else []
    return [Line(line, {}, _MARK, None if k else style) for k, line in enumerate(lines)]


def _short(gap: ModelGap, wide: float) -> str:
    """Name the dimensions that fall short; count them where their names have no room."""
    if not gap.short:
        return ""
    say = gap.words

    def said(names: str) -> str:
        return say("plots.five_gaps.short", verdict=gap.short_word, names=names)

    named = said(say.list(list(gap.short)))
    if len(wrap(named, wide - _MARK, SIZE.small)) <= 2:
        return named
    return said(say("sentence.many.dimensions", count=len(gap.short)))


def _who(gap: ModelGap, wide: float) -> list[str]:
    """Say who answered on one line, or on two where one is too short."""
    between = gap.words("plots.five_gaps.between")
    one = between.join(gap.who)
    if len(wrap(one, wide, SIZE.small)) <= 1:
        return [one] if one else []
    first, *rest = gap.who
    return [f"{first}{between.rstrip()}", *rest]
