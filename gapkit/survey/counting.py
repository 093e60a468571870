"""One pass over the answers for everything that is asked, and another where more is asked later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.measurement.item_sets import batteries, by_dimension, left_out_products, products
from gapkit.tally import count, in_every_wave

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.gaps import Inventory, Pair
    from gapkit.ingest import Answers
    from gapkit.measurement.item_sets import ItemSet
    from gapkit.options import Options
    from gapkit.tally import Part, Tally

__all__ = ["asked_sets", "count_all", "count_more"]


def asked_sets(inventory: Inventory, pairs: Sequence[Pair], options: Options) -> list[ItemSet]:
    """Return the items whose products every run counts: by dimension; yearly also by battery."""
    whole = batteries(inventory) if options.depth == "yearly" else []
    return by_dimension(inventory, pairs) + whole


def count_all(
    answers: Answers,
    inventory: Inventory,
    sets: Sequence[ItemSet],
    parts: Sequence[Part],
    segments: Sequence[str],
) -> Tally:
    """Count some parts and the products of some sets of items.

    Where a whole group left an item out, the other items of a set are counted once more for
    themselves, since only complete rows count; answers kept in memory are not read again.

    Parameters
    ----------
    sets, parts
        What is asked.
    segments
        Columns to count by, beside the wave.
    """
    tally = _counted(answers, inventory, [*parts, *products(inventory, sets)], segments)
    return _without_left_out(tally, answers, inventory, sets, segments)


def count_more(
    tally: Tally,
    answers: Answers,
    inventory: Inventory,
    sets: Sequence[ItemSet],
    parts: Sequence[Part] = (),
    segments: Sequence[str] = (),
) -> Tally:
    """Return a tally with what it lacks of some sets of items and other parts."""
    asked = [p for p in (*products(inventory, sets), *parts) if p not in tally.parts]
    wider = _joined(tally, _counted(answers, inventory, asked, segments)) if asked else tally
    return _without_left_out(wider, answers, inventory, sets, segments)


def _without_left_out(
    tally: Tally,
    answers: Answers,
    inventory: Inventory,
    sets: Sequence[ItemSet],
    segments: Sequence[str],
) -> Tally:
    """Count the items that are left of a set where nobody of a group answered the others."""
    again = left_out_products(tally, inventory, sets, segments)
    return _joined(tally, _counted(answers, inventory, again, segments)) if again else tally


def _counted(
    answers: Answers, inventory: Inventory, parts: Sequence[Part], segments: Sequence[str]
) -> Tally:
    design = inventory.design.columns if inventory.design else None
    wished = [*dict.fromkeys(parts)]
    return in_every_wave(count(answers.batches(), wished, inventory.scales, segments, design))


def _joined(tally: Tally, more: Tally) -> Tally:
    """Put counts of other parts beside those that are there, for the waves that are there."""
    return tally + more.only({group.wave for group in tally.groups})
