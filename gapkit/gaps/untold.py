"""Why a survey tells no gap, and what it tells instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.gaps.model import resolve
from gapkit.gaps.terms import battery_word, gap_name
from gapkit.wording import Phrase, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapkit.gaps.inventory import Inventory
    from gapkit.gaps.model import Gap
    from gapkit.options import Options

__all__ = ["untold"]


def untold(
    gaps: Iterable[Gap], inventory: Inventory, options: Options, answered: int
) -> tuple[Phrase, ...]:
    """Return for each gap what was not asked that it needs, and which scores there are.

    Parameters
    ----------
    gaps
        The gaps that were looked for; none of them can be told.
    inventory
        What was asked of whom.
    options
        Language.
    answered
        How many people answered.
    """
    say = options.words
    asked = [battery_word(say, side.name) for side in inventory.columns]
    missing = [_missing(say, gap, inventory) for gap in gaps]
    return (
        Phrase("sentence.answered", {"answered": say.number(answered, 0)}),
        Phrase("untold.none", {"asked": say.list(asked)}),
        *missing,
        Phrase("untold.scores", {"asked": say.list(asked)}),
    )


def _missing(say: Words, gap: Gap, inventory: Inventory) -> Phrase:
    sides = [gap.direct] if gap.direct else [gap.left, gap.right]
    lacking = [side for side in sides if resolve(side, inventory.columns) is None]
    batteries = say.list([battery_word(say, side.split("|")[0].strip()) for side in lacking])
    named = {"gap": gap_name(say, gap.name), "batteries": batteries}
    return Phrase("untold.gap" if lacking else "untold.items", named)
