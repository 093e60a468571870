"""What it would cost if the units had been drawn, where the study does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.gaps import levels
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import groups_for, waves_of
from gapkit.stats.moments import moments
from gapkit.stats.units import intraclass
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.options import Options
    from gapkit.tally import Tally

__all__ = ["unit_effect"]


def unit_effect(
    tally: Tally, inventory: Inventory, pairs: Sequence[Pair], unit: str, options: Options
) -> tuple[Phrase, ...]:
    """Return one sentence with the design effect of overall gap 5 in the last wave; else nothing.

    Intervals take people as drawn one by one. If the units were drawn, people of one unit tell
    less than as many people of all: intervals would be wider by the root of the design effect.
    """
    pair = next((p for p in pairs if p.gap.name == "5" and p.pairing == "respondent"), None)
    if pair is None or options.unit_design != "none" or not inventory.knows(pair.right.role, unit):
        return ()
    wave = waves_of(tally)[-1]
    groups = [g for g in groups_for(tally, [pair.right.role], [unit]) if g.segment == unit]
    here = [g for g in groups if g.wave == wave]
    overall = next(r for r in levels.of_pair(inventory, pair) if r.level == "overall")
    gather = Gatherer(tally, inventory, here)
    found = intraclass(moments(gather.frequencies(overall.gap, pair.right.role)))
    if not found.design_effect > 1:
        return ()
    say = options.words
    values = {
        "unit": say.segment(unit),
        "effect": say.number(found.design_effect, 1),
        "wider": say.number(found.design_effect**0.5, 1),
    }
    return (Phrase("sentence.unit_effect", values),)
