"""The arrows of the five-gap picture: as wide as a gap is large, only where it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.plots.head import Key
from gapkit.plots.strokes import Arrow
from gapkit.plots.theme import MUTED, VERDICTS

if TYPE_CHECKING:
    from gapkit.plots.model_gap import ModelGap
    from gapkit.plots.model_gaps import ModelGaps

__all__ = ["arrow_of", "legend", "weight_of"]

_THIN: Final = 1.8
_WIDEST: Final = 11.0
_FULL: Final = 0.25
"""An arrow is `_WIDEST` points wide from this share of the scale's range on."""


def weight_of(gap: ModelGap) -> float:
    """Return how wide a gap's arrow is, in points: the wider the larger, where it is told."""
    if not gap.told:
        return _THIN
    share = gap.size / (_FULL * gap.result.instrument.scale.range)
    return _THIN + (_WIDEST - _THIN) * min(share, 1.0)


def arrow_of(gap: ModelGap, weight: float) -> Arrow:
    """Return how a gap is drawn: dotted without a figure, dashed where it cannot be told."""
    if not gap.known:
        return Arrow(VERDICTS["unclear"].tint, weight, "dotted")
    if gap.told or gap.verdict == "met":
        return Arrow(gap.style.colour, weight, "solid")
    return Arrow(VERDICTS["unclear"].colour, weight, "dashed")


def legend(of: ModelGaps) -> list[Key]:
    """Return what the arrows that are there mean."""
    words = of.result.words
    grey = VERDICTS["unclear"]
    known = [
        (any(g.told for g in of.gaps), "told", {"color": MUTED, "lw": 5.0}),
        (
            any(g.verdict == "met" for g in of.gaps),
            "within",
            {"color": VERDICTS["met"].colour, "lw": _THIN},
        ),
        (
            any(arrow_of(g, 1).line == "dashed" for g in of.gaps),
            "unclear",
            {"color": grey.colour, "lw": _THIN, "linestyle": (0, (3, 1.6))},
        ),
        (
            any(not g.known for g in of.gaps),
            "blank",
            {
                "color": grey.tint,
                "lw": _THIN + 0.6,
                "linestyle": (0, (0.1, 2)),
                "dash_capstyle": "round",
            },
        ),
    ]
    return [Key(words(f"plots.five_gaps.{name}"), look) for there, name, look in known if there]
