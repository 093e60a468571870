"""Figures on a dark page: each colour has a counterpart of the same hue, its lightness turned."""

from __future__ import annotations

import colorsys
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["dark_colour", "dark_rules", "inheriting"]

_COLOUR: Final = re.compile(r'\b(fill|stroke)="(#[0-9a-fA-F]{6})"')

_MARK: Final = re.compile(r'(<defs>\s*<path id="[^"]+" d="[^"]*")(?: [\w-]+="[^"]*")*/>')

DARKEST: Final = 0.09
LIGHTEST: Final = 0.92
"""Lightness of what was nearly white and of what was black; white itself is the page's paper."""


def dark_rules(svgs: Iterable[str]) -> str:
    """Return the CSS that gives each colour of the figures its counterpart on a dark page.

    Examples
    --------
    >>> dark_rules(['<path fill="#ffffff"/>'])
    '.figure svg [fill="#ffffff"]{fill:var(--paper)}'
    """
    found = sorted({(part, colour) for svg in svgs for part, colour in _COLOUR.findall(svg)})
    return "".join(
        f'.figure svg [{part}="{colour}"]{{{part}:{dark_colour(colour)}}}' for part, colour in found
    )


def inheriting(svg: str) -> str:
    """Let marks take their colours from where they are used, which is where rules reach them.

    Examples
    --------
    >>> inheriting('<defs><path id="m" d="M 0 0" stroke="#ffffff"/></defs>')
    '<defs><path id="m" d="M 0 0"/></defs>'
    """
    return _MARK.sub(r"\1/>", svg)


def dark_colour(colour: str) -> str:
    """Return a colour of the same hue with its lightness turned about.

    Examples
    --------
    >>> dark_colour("#FFFFFF"), dark_colour("#000000")
    ('var(--paper)', '#ebebeb')
    """
    if colour.lower() == "#ffffff":
        return "var(--paper)"
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    turned = DARKEST + (1 - lightness) * (LIGHTEST - DARKEST)
    parts = colorsys.hls_to_rgb(hue, turned, saturation)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
