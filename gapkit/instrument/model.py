"""What an instrument is: items grouped in dimensions, answered on a scale of whole steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Final

from gapkit.errors import InstrumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BATTERIES",
    "RESERVED",
    "Dimension",
    "Instrument",
    "Item",
    "Scale",
    "Text",
    "exact",
]

BATTERIES: Final = (
    "expectation",
    "perception",
    "minimum",
    "desired",
    "importance",
    "performance",
    "belief",
    "standard",
    "delivery",
    "promise",
    "functional",
    "dysfunctional",
)
"""The batteries of the gap model, one column of answers per item each, and Kano's pair of questions."""

RESERVED: Final = frozenset({"all", "overall", "weighted"})
"""Words of the tables' own, refused as ids and as names of segments."""

MOST_POINTS: Final = 60_000
"""More points than this are no scale that people answer on; codes stay within 16 bits."""


def exact(number: float | str) -> Fraction:
    """Return the decimal number that was written, free of binary dust.

    Examples
    --------
    >>> exact(0.1) + exact(0.2) == exact(0.3)
    True
    """
    try:
        return Fraction(str(number))
    except ValueError:
        raise InstrumentError(
            Problem("", f"{number} is no number of a scale.", "Give a plain number.")
        ) from None


@dataclass(frozen=True)
class Text:
    """A text in one or more languages; a plain string serves them all.

    Examples
    --------
    >>> Text({"en": "Counter", "zh-Hant": "臨櫃"})("zh-Hant")
    '臨櫃'
    >>> Text({"en": "Counter"})("zh-Hant")
    'Counter'
    """

    by_language: Mapping[str, str]

    def __call__(self, language: str) -> str:
        """Return the text in `language`, else in the first language that there is."""
        return self.by_language.get(language) or next(iter(self.by_language.values()))

    def all(self) -> tuple[str, ...]:
        """Return the text in every language."""
        return tuple(self.by_language.values())


@dataclass(frozen=True)
class Scale:
    """The points that an answer can take: `low`, `low` + `step`, …, `high`.

    An answer is kept as its *code*, the number of steps above `low`; its value is the whole number
    ``first + stride · code`` over `denominator`, so that sums and ties of scores are exact.

    Parameters
    ----------
    low, high, step
        As numbers on the scale; (high − low) must be a whole number of steps.
    labels
        Words for points, in any number of languages.
    unit
        A natural unit such as ``minutes``; empty for a rating.
    direction
        ``higher`` or ``lower``: which end is better.

    Examples
    --------
    >>> scale = Scale(exact(1), exact(9), exact(0.5))
    >>> scale.points, scale.code(exact("3.5")), scale.code(exact("3.4")), scale.range
    (17, 5, None, 8.0)
    """

    low: Fraction
    high: Fraction
    step: Fraction = Fraction(1)
    labels: Mapping[Fraction, tuple[str, ...]] = field(default_factory=dict)
    unit: str = ""
    direction: str = "higher"

    def __post_init__(self) -> None:
        if self.step <= 0 or self.high <= self.low:
            raise InstrumentError(
                Problem("scale", f"low = {_plain(self.low)}, high = {_plain(self.high)}, "
                        f"step = {_plain(self.step)} is no scale.", "high must lie above low, step above 0.")
            )  # fmt: skip
        steps = (self.high - self.low) / self.step
        if steps.denominator != 1:
            raise InstrumentError(
                Problem("scale", f"{_plain(self.low)} to {_plain(self.high)} is no whole number of "
                        f"steps of {_plain(self.step)}.", "Change step, low or high.")
            )  # fmt: skip
        if steps >= MOST_POINTS:
            raise InstrumentError(
                Problem("scale", f"it has {steps + 1} points; {MOST_POINTS} are the most.", "Use a larger step.")
            )  # fmt: skip
        for point in self.labels:
            if self.code(point) is None:
                raise InstrumentError(
                    Problem("scale.labels", f"{_plain(point)} is no point of the scale.",
                            f"Points run from {_plain(self.low)} to {_plain(self.high)}.")
                )  # fmt: skip

    @cached_property
    def points(self) -> int:
        """How many answers there are to choose from."""
        return int((self.high - self.low) / self.step) + 1

    @cached_property
    def denominator(self) -> int:
        """Smallest whole number that turns every point into a whole number."""
        return lcm(self.low.denominator, self.step.denominator)

    @cached_property
    def first(self) -> int:
        """Numerator of the lowest point."""
        return int(self.low * self.denominator)

    @cached_property
    def stride(self) -> int:
        """Numerator of one step."""
        return int(self.step * self.denominator)

    @property
    def range(self) -> float:
        """Distance between the ends."""
        return float(self.high - self.low)

    @property
    def middle(self) -> float:
        """Halfway between the ends."""
        return float(self.low + self.high) / 2

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The points from low to high."""
        return tuple(float(self.low + k * self.step) for k in range(self.points))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The points as texts, whole numbers without a point: ``1``, ``1.5``."""
        return tuple(_plain(self.low + k * self.step) for k in range(self.points))

    def code(self, value: Fraction) -> int | None:
        """Return the steps from low to `value`, or None where it is no point of the scale."""
        steps = (value - self.low) / self.step
        if steps.denominator != 1 or not 0 <= steps < self.points:
            return None
        return int(steps)

    def same_grid(self, other: Scale) -> bool:
        """Whether both scales have the same points."""
        return (self.low, self.high, self.step) == (other.low, other.high, other.step)


@dataclass(frozen=True)
class Dimension:
    """A group of items that speak of the same side of quality."""

    id: str
    label: Text


@dataclass(frozen=True)
class Item:
    """One question.

    Parameters
    ----------
    id, n
        Its name and its number, both unique.
    dimension
        Id of its dimension.
    text
        Its wording.
    reversed
        A high answer means poor quality; every battery but importance is turned when coded.
    tags
        Further groupings, such as ``{"origin": "delivery"}``.
    """

    id: str
    n: int
    dimension: str
    text: Text
    reversed: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Instrument:
    """A questionnaire: what is asked, and on which scale.

    Examples
    --------
    >>> from gapkit.instrument import load_instrument
    >>> servqual = load_instrument("servqual")
    >>> len(servqual.items), [d.id for d in servqual.dimensions][:2]
    (22, ['tangibles', 'reliability'])
    """

    name: str
    title: Text
    scale: Scale
    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]
    batteries: tuple[str, ...] = ()

    @cached_property
    def item(self) -> Mapping[str, Item]:
        """Items by id."""
        return {i.id: i for i in self.items}

    @cached_property
    def dimension(self) -> Mapping[str, Dimension]:
        """Dimensions by id."""
        return {d.id: d for d in self.dimensions}

    def items_of(self, dimension: str) -> tuple[Item, ...]:
        """Return the items of a dimension, in the instrument's order."""
        return tuple(i for i in self.items if i.dimension == dimension)

    def label(self, level: str, key: str, language: str) -> str:
        """Return what a person reads for a row of a table: the item's or dimension's wording."""
        if level == "item":
            return self.item[key].text(language)
        if level == "dimension":
            return self.dimension[key].label(language)
        return key


def _plain(number: Fraction) -> str:
    return f"{float(number):.12g}"
