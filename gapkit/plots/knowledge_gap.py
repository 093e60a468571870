"""Gap 1 told by its profile: how well managers know what matters to customers, and what they miss."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.knowledge_sentences import HEADLINE, order_kind, row_sentences
from gapkit.plots.chosen import as_number
from gapkit.plots.model_gap import ModelGap
from gapkit.plots.theme import verdict_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gapkit.plots.theme import VerdictStyle

__all__ = ["KnowledgeGap"]


@dataclass(frozen=True)
class KnowledgeGap(ModelGap):
    """Gap 1 of one group, free of how either role uses a scale.

    The headline is how far both roles put the items in the same order; the verdict looks at the
    dimensions that managers put too low or too high against their own mean. The difference of
    means stands aside.

    Parameters
    ----------
    row
        Its row of the table `knowledge` over items: column → cell.
    apart
        Label of each dimension → its verdict in the table `profile`.
    """

    row: Mapping[Any, Any] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> str:
        """Whether both roles put the items in the same order."""
        return order_kind(self.row, self.result.options)

    @property
    def verdict(self) -> str:
        """Whether managers know the profile.

        ``shortfall`` where the order is reversed or a dimension is put too low, ``surplus`` where
        one is put too high, ``met`` where the order is the same and no dimension is apart.
        """
        if self.order == "few":
            return "unclear"
        if self.order == "reversed" or self._apart("under"):
            return "shortfall"
        if self._apart("over"):
            return "surplus"
        return "met" if self.order == "same" else "unclear"

    @property
    def size(self) -> float:
        """How far the two profiles lie apart at a typical item, in points of the scale."""
        distance = as_number(self.row.get("rms"))
        return distance if distance == distance else 0.0

    @property
    def heads(self) -> bool:
        """Its figure is a headline."""
        return True

    @property
    def figure(self) -> str:
        """Rank correlation of the two orders, freed of noise, with interval."""
        r, low, high = self.order_figures
        return self.words("plots.five_gaps.order", r=r, low=low, high=high)

    @property
    def order_figures(self) -> tuple[str, ...]:
        """Rank correlation and both ends of its interval, as printed."""
        decimals = self.result.options.decimals
        figures = (as_number(self.row.get(c)) for c in ("r_corrected", "r_low", "r_high"))
        return tuple(self.words.number(figure, decimals) for figure in figures)

    @property
    def aside(self) -> str:
        """The difference of means with interval."""
        return super().figure

    @property
    def verdict_word(self) -> str:
        """Whether the order is the same, and which dimensions are put too low or too high."""
        return self.words("plots.five_gaps.but").join(word for word, _ in self.marks)

    @property
    def marks(self) -> list[tuple[str, VerdictStyle]]:
        """The order, and each side to which dimensions lie apart."""
        order = self.order
        look = verdict_style(_LOOKS.get(order, "unclear"))
        said = [(self.words(f"plots.five_gaps.order_is.{order}"), look)]
        if order in ("few", "reversed"):
            return said
        for side, verdict in (("under", "shortfall"), ("over", "surplus")):
            if names := self._apart(side):
                word = self.words(f"verdict.other.{side}")
                listed = self.words.list(names)
                text = self.words("plots.five_gaps.apart", verdict=word, names=listed)
                said.append((text, verdict_style(verdict)))
        return said

    @property
    def level(self) -> ModelGap:
        """The same gap as the difference of means alone."""
        return ModelGap(self.result, self.name, self.record, self.roles)

    @property
    def said(self) -> str:
        """The gap in sentences: by its profile, then its level with a warning."""
        say = self.words
        phrases = row_sentences(self.row, self.apart, self.result.options)
        told = [say.say(phrase) for phrase in phrases if phrase.key.startswith(HEADLINE)]
        return say("list.sentences").join(part for part in (*told, self.answered) if part)

    def _apart(self, side: str) -> list[str]:
        return [label for label, verdict in self.apart.items() if verdict == side]


_LOOKS: Final = {"same": "met", "reversed": "shortfall"}
"""How orders look that can be told."""
