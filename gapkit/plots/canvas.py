"""A figure that knows its size in inches, shows itself in a notebook and keeps its tooltips."""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import IdentityTransform

from gapkit.errors import GapkitWarning
from gapkit.plots.theme import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.artist import Artist
    from matplotlib.transforms import Transform

__all__ = [
    "ChartAxes",
    "Drawing",
    "bar",
    "hover_area",
    "place",
    "plain_about_glyphs",
    "tips",
    "tooltip",
]

NOTEBOOK_DPI = 110


@contextmanager
def plain_about_glyphs(*, silent: bool) -> Iterator[None]:
    """Say once, in plain words, which characters no font can draw, instead of once for each.

    Parameters
    ----------
    silent
        Say nothing: text stays text, and the reader's own fonts will draw it.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    missing: dict[str, None] = {}
    for warning in caught:
        glyph = _GLYPH.match(str(warning.message))
        if glyph:
            missing[chr(int(glyph[1]))] = None
        else:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
    if missing and not silent:
        warnings.warn(
            f"No font found here has the characters {''.join(missing)}: the figure shows boxes. "
            "Install a font that has them, such as Noto Sans CJK, and draw again.",
            GapkitWarning,
            stacklevel=4,
        )


_GLYPH: Final = re.compile(r"Glyph (\d+) .*missing from font")
_TEXT_STAYS: Final = ("svg", "svgz")


class Drawing(Figure):
    """A matplotlib figure, outside pyplot, that a notebook shows as PNG."""

    def savefig(self, fname: Any, **kwargs: Any) -> None:
        """Save as `matplotlib.figure.Figure.savefig` does; one warning for all missing letters."""
        kind = str(kwargs.get("format") or fname).rpartition(".")[2].lower()
        with plain_about_glyphs(silent=kind in _TEXT_STAYS):
            super().savefig(fname, **kwargs)

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.savefig(buffer, format="png", dpi=NOTEBOOK_DPI)
        return buffer.getvalue()


class _Ground(Rectangle):
    """The background of axes: the whole of them, in their own coordinates.

    Each artist is cut off at it and asks for its place; a plain rectangle, which could be turned or
    moved, composes that from half a dozen transforms every time.
    """

    def get_patch_transform(self) -> Transform:
        return IdentityTransform()


class ChartAxes(Axes):
    """The axes of a chart on a `Drawing`: shown in a notebook as the whole figure."""

    name = "gapkit"

    def _gen_axes_patch(self) -> Rectangle:
        return _Ground((0.0, 0.0), 1.0, 1.0)

    def _repr_png_(self) -> bytes | None:
        figure = self.get_figure(root=True)
        return figure._repr_png_() if isinstance(figure, Drawing) else None


def place(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Return new axes at a place of `figure`, in inches from its top left corner."""
    wide, high = (float(side) for side in figure.get_size_inches())
    grid = {
        "left": left / wide,
        "right": (left + width) / wide,
        "top": 1 - top / high,
        "bottom": 1 - (top + height) / high,
    }
    axes: Axes = figure.subplots(subplot_kw={"axes_class": ChartAxes}, gridspec_kw=grid)
    return axes


def tooltip(artist: Artist, text: str) -> None:
    """Let `artist` show `text` when pointed at, in an SVG."""
    figure = artist.get_figure(root=True)
    known = vars(figure).setdefault("_gapkit_tips", {})
    name = f"tip{len(known) + 1}"
    artist.set_gid(name)
    known[name] = text


def tips(figure: Figure) -> dict[str, str]:
    """Return the tooltips of `figure`: id of the mark → text."""
    found: dict[str, str] = vars(figure).get("_gapkit_tips", {})
    return dict(found)


def bar(axes: Axes, box: tuple[float, float, float, float], **look: Any) -> Rectangle:
    """Draw a rectangle over x, y, width, height of `axes`.

    `add_artist` spares the limits of the axes, which are set by us, a costly update.
    """
    x, y, width, height = box
    area = Rectangle((x, y), width, height, **look)
    axes.add_artist(area)
    return area


def hover_area(axes: Axes, box: tuple[float, float, float, float], text: str, **look: Any) -> None:
    """Lay an unseen area with a tooltip over x, y, width, height of `axes`."""
    tooltip(bar(axes, box, facecolor=PAPER, alpha=0, linewidth=0, zorder=9, **look), text)
