"""The visual language, once and as data: sizes, colours, marks, distances.

Colours are told apart under the three kinds of colour blindness (Machado, Oliveira & Fernandes
2009) and each verdict has a mark of its own, so that a figure also reads in grey.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl

from gapkit.plots.fonts import families

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "ACCENT",
    "BAND",
    "CONTROL_LIMIT",
    "FAINT",
    "FIRST",
    "INK",
    "MIDDLE",
    "MUTED",
    "ONLY_LEFT",
    "OTHER",
    "PAPER",
    "PARTS",
    "REFERENCE",
    "REST",
    "SIDES",
    "SIZE",
    "VERDICTS",
    "WIDTH",
    "ZONE_VERDICTS",
    "Sizes",
    "Stroke",
    "VerdictStyle",
    "answer_colours",
    "fit_ink",
    "style",
    "verdict_style",
]

INK: Final = "#1D2430"
MUTED: Final = "#5B6472"
FAINT: Final = "#D5DAE1"
BAND: Final = "#E8EEF3"
HATCH: Final = "#A9B1BC"
PAPER: Final = "#FFFFFF"


@dataclass(frozen=True)
class Sizes:
    """Type sizes in points."""

    title: float = 12.0
    text: float = 9.0
    small: float = 8.0


@dataclass(frozen=True)
class Stroke:
    """Line widths and mark sizes in points."""

    hair: float = 0.6
    line: float = 1.2
    interval: float = 1.4
    connector: float = 3.2
    bar: float = 9.0
    mark: float = 7.0


SIZE: Final = Sizes()
WIDTH: Final = Stroke()

REFERENCE: Final[Mapping[str, Any]] = {
    "color": INK,
    "lw": WIDTH.line,
    "linestyle": (0, (3, 2)),
}
"""Look of a line that figures are read against: an average, a target, a centre, chance."""


@dataclass(frozen=True)
class VerdictStyle:
    """How a verdict looks.

    Parameters
    ----------
    colour
        Of its mark.
    tint
        The same, pale: for bars behind marks.
    marker
        matplotlib's name of the mark.
    sign
        The mark as a character, for cells of a table.
    filled
        A hollow mark stands for what cannot be told.
    """

    colour: str
    tint: str
    marker: str
    sign: str
    filled: bool = True

    @property
    def face(self) -> str:
        """Colour inside the mark."""
        return self.colour if self.filled else PAPER


VERDICTS: Final[Mapping[str, VerdictStyle]] = {
    "shortfall": VerdictStyle("#C0410E", "#EBC3B1", "v", "▼"),
    "met": VerdictStyle("#2A9A7F", "#B5DDD2", "s", "■"),
    "surplus": VerdictStyle("#2456A4", "#BBCBE5", "^", "▲"),
    "unclear": VerdictStyle("#6F7681", "#D9DCE0", "D", "◇", filled=False),
}
"""Verdict → its look, in the order of the legend."""

CONTROL_LIMIT: Final[Mapping[str, Any]] = {
    "color": VERDICTS["shortfall"].colour,
    "lw": WIDTH.line,
    "drawstyle": "steps-mid",
}
"""Look of the limits of a steady process, which differ from one period to the next."""

ZONE_VERDICTS: Final[Mapping[str, str]] = {
    "below": "shortfall",
    "within": "met",
    "above": "surplus",
    "unclear": "unclear",
}
"""Verdicts on the zone of tolerance look like those on a gap."""

SIDES: Final[Mapping[str, VerdictStyle]] = {
    "left": VerdictStyle(INK, FAINT, "o", "○", filled=False),
    "right": VerdictStyle(INK, FAINT, "o", "●"),
}
"""Both sides of a gap: what was expected is hollow, since it is still to be filled."""

ACCENT: Final = VerdictStyle("#2456A4", "#BBCBE5", "o", "●")
"""A row that stands out, where no verdict is given."""

REST: Final = VerdictStyle("#6F7681", "#D9DCE0", "o", "○", filled=False)
"""Rows beside it."""

FIRST: Final = VerdictStyle("#C0410E", "#EBC3B1", "o", "●")
"""A row that would have to be looked at first."""

ONLY_LEFT: Final = VerdictStyle("#8A6A1F", "#E4D6B0", "o", "●")
"""A gap that only its left side moved: neither better nor worse."""

PARTS: Final[Mapping[str, str]] = {"mix": "#B9A36B", "rate": "#5B7DB1"}
"""Parts of a change: neither is good or bad."""

MIDDLE: Final = "#F6F4F1"
"""Between the colours of shortfall and surplus, on a map of cells."""

OTHER: Final = "#8A93A1"
"""A point that is not spoken of."""

_PLAIN: Final = VerdictStyle(INK, FAINT, "o", "")


def verdict_style(verdict: object) -> VerdictStyle:
    """Return the look of `verdict`; a plain dot where no verdict is given.

    Examples
    --------
    >>> verdict_style("shortfall").sign, verdict_style("").marker
    ('▼', 'o')
    """
    return VERDICTS.get(str(verdict), _PLAIN)


def answer_colours(points: int) -> list[str]:
    """Return a colour for each point of a scale, from the low end through grey to the high end.

    Parameters
    ----------
    points
        How many points the scale has. The colour belongs to the point, used or not.

    Examples
    --------
    >>> answer_colours(3)
    ['#b23a0b', '#d9dce0', '#1f4b94']
    """
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    ends = ["#B23A0B", "#E8A583", "#D9DCE0", "#8FAEDB", "#1F4B94"]
    colours = LinearSegmentedColormap.from_list("answers", ends, N=max(points, 2) * 16 + 1)
    last = max(points - 1, 1)
    return [to_hex(colours(k / last)) for k in range(points)]


def fit_ink(colour: Any) -> str:
    """Return the text colour, dark or white, that is read best on `colour`.

    Examples
    --------
    >>> fit_ink("#FFFFFF") == INK, fit_ink("#000000") == PAPER
    (True, True)
    """
    from matplotlib.colors import to_rgb

    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    # WCAG 2 contrast: white on it, against ink (luminance about 0.017) on it
    return PAPER if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.067 else INK


@contextmanager
def style(texts: Iterable[str]) -> Iterator[None]:
    """Draw in gapkit's style; afterwards matplotlib's settings are as they were.

    Parameters
    ----------
    texts
        What will be written: a Chinese font is loaded only if one of them needs it.
    """
    with mpl.rc_context({**_SETTINGS, "font.family": families(texts)}):
        yield


_SETTINGS: Final[Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": FAINT,
    "axes.facecolor": PAPER,
    "axes.grid": False,
    "axes.labelcolor": MUTED,
    "axes.labelsize": SIZE.small,
    "axes.linewidth": WIDTH.hair,
    "axes.unicode_minus": True,
    "figure.facecolor": PAPER,
    "figure.constrained_layout.use": False,
    "figure.autolayout": False,
    "font.size": SIZE.text,
    "font.weight": "normal",
    "hatch.color": HATCH,
    "hatch.linewidth": 0.5,
    "lines.solid_capstyle": "butt",
    "path.effects": [],
    "text.color": INK,
    "text.parse_math": False,
    "text.usetex": False,
    "xtick.labelsize": SIZE.small,
    "ytick.labelsize": SIZE.small,
}
