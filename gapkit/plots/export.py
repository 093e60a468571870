"""A figure as SVG to stand inside a page, or as PNG."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.textpath import TextToPath

from gapkit.plots.canvas import plain_about_glyphs, tips
from gapkit.plots.fonts import STACK

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

__all__ = ["png", "svg"]

_SETTINGS: Final[Any] = {
    "savefig.bbox": None,
    "savefig.facecolor": "auto",
    "savefig.transparent": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "gapkit",
    "svg.id": None,
}
"""A fixed salt gives the same figure the same ids, hence the same bytes."""

POINTS: Final = 72
"""Units of an SVG in an inch."""


def svg(figure: Figure, title: str, description: str, prefix: str) -> str:
    """Return a figure as an SVG element for a page.

    Parameters
    ----------
    figure
        What is drawn.
    title, description
        What it is and what it shows, for readers who cannot see it.
    prefix
        Begins every id, so that ids stay unique on a page of several figures: letters, digits
        and hyphens, a letter first.

    Returns
    -------
    str
        ``<svg role="img">`` without prolog, fixed size, metadata or style: it scales with the
        page, passes a content policy that forbids inline styles, keeps text as text, and its
        marks have tooltips. The same figure gives the same bytes.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> svg(Figure(figsize=(2, 1)), "Gaps", "Nothing yet.", "f1")[:24]
    '<svg role="img" aria-lab'
    """
    width, height = (float(side) * POINTS for side in figure.get_size_inches())
    body = _body(figure)
    for pattern, new in _LIGHTER:
        body = pattern.sub(new, body)
    body = _STYLE.sub(lambda match: _attributes(match[1]), body)
    body = _named(body, tips(figure), prefix)
    return (
        f'<svg role="img" aria-labelledby="{prefix}-t {prefix}-d" '
        f'viewBox="0 0 {width:g} {height:g}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" font-family="{STACK}" '
        f'stroke-linejoin="round" stroke-linecap="butt">'
        f'<title id="{prefix}-t">{escape(title)}</title>'
        f'<desc id="{prefix}-d">{escape(description)}</desc>{body}</svg>'
    )


def png(figure: Figure, dpi: float = 150) -> bytes:
    """Return a figure as PNG.

    Parameters
    ----------
    figure
        What is drawn.
    dpi
        Pixels per inch.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> png(Figure(figsize=(1, 1)), dpi=20)[1:4]
    b'PNG'
    """
    buffer = BytesIO()
    with mpl.rc_context(_SETTINGS), plain_about_glyphs(silent=False):
        figure.savefig(buffer, format="png", dpi=dpi)
    return buffer.getvalue()


def _body(figure: Figure) -> str:
    """Return what stands between matplotlib's ``<svg …>`` and ``</svg>``."""
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    buffer = StringIO()
    dpi, (width, height) = figure.dpi, figure.get_size_inches() * POINTS
    figure.dpi = POINTS
    try:
        with mpl.rc_context(_SETTINGS), plain_about_glyphs(silent=True):
            make: Any = _Renderer  # the package gives it no types
            renderer = make(width, height, buffer, image_dpi=dpi, metadata=nothing)
            figure.draw(renderer)
            renderer.finalize()
    finally:
        figure.dpi = dpi
    whole = buffer.getvalue()
    return whole[whole.index(">", whole.index("<svg")) + 1 : whole.rindex("</svg>")]


class _Renderer(RendererSVG):
    """Matplotlib's, which measures anew in each figure what most figures of a report say alike."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        return _measured(s, prop, ismath)


@lru_cache(maxsize=20_000)
def _measured(text: str, font: FontProperties, ismath: Any) -> tuple[float, float, float]:
    """Return width, height and descent of a line of text in points."""
    return TextToPath().get_text_width_height_descent(text, font, ismath)


_LIGHTER: Final = (
    (re.compile(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"<defs>\s*</defs>|<g id=\"[^\"]+\"/>"), ""),
    (re.compile(r' transform="rotate\(-?0 [^"]*\)"'), ""),
    (re.compile(r"\s+(?=[LMCQz\"<])"), " "),
)
"""What a page does not need: styles that become attributes, turns by nothing, line ends."""

_STYLE: Final = re.compile(r' style="([^"]*)"')
_SHORTHAND: Final = re.compile(r"(?:[a-z]+ )*?(?:(bold|\d00) )?(?:[a-z]+ )*?([\d.]+)px\b.*")
_ID: Final = re.compile(r' id="([^"]+)"')
_REFERENCE: Final = re.compile(r'(href="#|url\(#)([^")]+)')


def _attributes(declarations: str) -> str:
    """Turn style declarations into attributes of the same effect; the family is the figure's."""
    said: list[tuple[str, str]] = []
    for declaration in declarations.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        shorthand = _SHORTHAND.fullmatch(value) if name == "font" else None
        if shorthand:
            said.append(("font-size", f"{shorthand[2]}px"))
            said += [("font-weight", shorthand[1])] if shorthand[1] else []
        elif name and name != "font-family":
            said.append((name, value))
    return "".join(f' {name}="{value}"' for name, value in said)


def _named(body: str, known: dict[str, str], prefix: str) -> str:
    """Keep only ids that are used, put the prefix before them, and hang the tooltips up."""
    used = {match[2] for match in _REFERENCE.finditer(body)}

    def name(match: re.Match[str]) -> str:
        return f' id="{prefix}-{match[1]}"' if match[1] in used | known.keys() else ""

    body = _REFERENCE.sub(rf"\g<1>{prefix}-\g<2>", _ID.sub(name, body))
    for mark, text in known.items():
        opened = f'<g id="{prefix}-{mark}">'
        # unseen areas catch the pointer only if told to
        told = f'<g id="{prefix}-{mark}" pointer-events="all"><title>{escape(text)}</title>'
        body = body.replace(opened, told, 1)
    return body
