"""How items are cut by their tags: one cut a value, and the two that cross."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.instrument import Instrument

__all__ = ["CROSSED", "TOGETHER", "UNTAGGED", "Cut", "cuts_of"]

CROSSED: Final = ("origin", "aspect")
"""Two tags whose values are also crossed, as `origin*aspect`: the sources of quality, each with
what is received and how (Grönroos 1984)."""

TOGETHER: Final = "*"
"""Joins crossed tags and their values."""

UNTAGGED: Final = "none"
"""Value of items that do not bear a tag."""


@dataclass(frozen=True)
class Cut:
    """The items of one value of a tag.

    Parameters
    ----------
    tag, key
        As in the table; ``all``, ``all`` for all items together.
    items
        Their ids.
    """

    tag: str
    key: str
    items: tuple[str, ...]


def cuts_of(instrument: Instrument, items: Sequence[str]) -> list[Cut]:
    """Return all items together, then each tag's values as the instrument has them.

    Items without a tag that others bear come under ``none``, so that totals hold.
    """
    tagged = [item for item in instrument.items if item.id in set(items)]
    names = list(dict.fromkeys(tag for item in tagged for tag in item.tags))
    if set(CROSSED) <= set(names):
        names.append(TOGETHER.join(CROSSED))
    found = [Cut("all", "all", tuple(item.id for item in tagged))]
    for name in names:
        cells: dict[str, list[str]] = {}
        for item in tagged:
            values = [item.tags.get(part, UNTAGGED) for part in name.split(TOGETHER)]
            cells.setdefault(TOGETHER.join(values), []).append(item.id)
        found += [Cut(name, key, tuple(ids)) for key, ids in cells.items()]
    return found if names else []
