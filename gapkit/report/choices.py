"""What a figure of the page can be switched to: other waves, dimensions, groups."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.figures import Wanted
    from gapkit.results import Result

__all__ = ["MOST_GROUPS", "Choice", "choices", "left_out"]

MOST_GROUPS: Final = 24
"""More groups than this are not drawn one by one: their figures stand in the tables."""

MOST_WAVES: Final = 7
"""Earlier waves that a figure can be switched to."""

SWITCHED: Final[Mapping[str, tuple[str, ...]]] = {
    "gaps-five-gaps": ("dimension",),
    "dimensions-gaps": ("wave", "group"),
    "items-gaps": ("items_of", "wave"),
    "attribution-overall": ("attributed",),
}
"""Figure → the ways in which it can be switched, in the order of the list."""


@dataclass(frozen=True)
class Choice:
    """Something else that a figure can show.

    Parameters
    ----------
    kind
        What the list calls it and its like.
    label
        What the list calls it.
    arguments
        What its chart is called with instead.
    keys
        Items that it is about; empty: all.
    """

    kind: str
    label: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()

    def result(self, result: Result) -> Result:
        """Return the rows of `result` that it is about."""
        if not self.keys:
            return result
        return replace(result, frame=result.frame[result.frame["key"].isin(self.keys)])


def choices(content: Content, figure: Wanted) -> tuple[Choice, ...]:
    """Return what a figure can be switched to, itself left out.

    Parameters
    ----------
    content
        As published.
    figure
        As it is shown first.
    """
    frame = content.results[figure.table].frame
    ways = () if figure.folded else SWITCHED.get(figure.name, ())
    found = [choice for way in ways for choice in _WAYS[way](_Asked(content, figure, frame))]
    return (*found, *(Choice("", other.title, other.arguments) for other in figure.alternatives))


def left_out(content: Content, figure: Wanted) -> tuple[str, ...]:
    """Return the ways of grouping that have too many groups to be drawn one by one."""
    if figure.folded or "group" not in SWITCHED.get(figure.name, ()):
        return ()
    groups = _groups(content.results[figure.table].frame, figure)
    return tuple(segment for segment, values in groups.items() if len(values) > MOST_GROUPS)


@dataclass(frozen=True)
class _Asked:
    """What a figure is made of, whose other views are looked for."""

    content: Content
    figure: Wanted
    frame: pd.DataFrame


def _waves(asked: _Asked) -> Iterator[Choice]:
    shown = asked.figure.arguments.get("wave")
    waves = sorted(
        set(asked.frame["wave"].astype(str).unique()) - {str(shown)}, key=natural, reverse=True
    )
    kind = asked.content.words("report.column.wave")
    for wave in waves[:MOST_WAVES]:
        yield Choice(kind, wave, {"wave": wave})


def _in_groups(asked: _Asked) -> Iterator[Choice]:
    say = asked.content.words
    for segment, values in _groups(asked.frame, asked.figure).items():
        for value in values if len(values) <= MOST_GROUPS else ():
            group = {"segment": segment, "value": value}
            yield Choice(say.segment(segment), say.value(segment, value), group)


def _groups(frame: pd.DataFrame, figure: Wanted) -> dict[str, list[str]]:
    """Return the groups of the figure's wave and gap that have a figure at all."""
    here = frame[(frame["segment"] != "all") & frame["estimate"].notna()]
    for column in ("wave", "gap", "level"):
        if column in figure.arguments:
            here = here[here[column].astype(str) == figure.arguments[column]]
    return {
        str(segment): sorted(set(part.astype(str)), key=natural)
        for segment, part in here.groupby("segment", sort=False)["value"]
    }


def _dimensions(asked: _Asked) -> Iterator[Choice]:
    """Yield the same picture of one dimension."""
    there = set(asked.frame.loc[asked.frame["level"] == "dimension", "key"])
    for key, label in _named(asked.content):
        if key in there:
            kind = asked.content.words("level.dimension")
            yield Choice(kind, label, {"level": "dimension", "key": key})


def _items_of(asked: _Asked) -> Iterator[Choice]:
    """Yield the items of one dimension."""
    there = set(asked.frame.loc[asked.frame["level"] == "item", "key"])
    for key, label in _named(asked.content):
        keys = {item.id for item in asked.content.instrument.items_of(key)} & there
        if keys:
            kind = asked.content.words("level.dimension")
            yield Choice(kind, label, keys=frozenset(keys))


def _attributed(asked: _Asked) -> Iterator[Choice]:
    """Yield the sum of one dimension."""
    there = set(asked.frame["dimension"])
    for key, label in _named(asked.content):
        if key in there:
            yield Choice(asked.content.words("level.dimension"), label, {"dimension": key})


def _named(content: Content) -> list[tuple[str, str]]:
    instrument = content.instrument
    return [
        (d.id, instrument.label("dimension", d.id, content.language)) for d in instrument.dimensions
    ]


_WAYS: Final = {
    "wave": _waves,
    "group": _in_groups,
    "dimension": _dimensions,
    "items_of": _items_of,
    "attributed": _attributed,
}
