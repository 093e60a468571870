"""Which fonts a text needs, and how wide it will be.

Latin text is set in DejaVu Sans, which comes with matplotlib; Chinese in the font shipped here,
with the system's own Chinese fonts behind it for rare characters.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.ft2font import FT2Font

__all__ = ["SHIPPED", "STACK", "families", "is_wide", "width"]

LATIN: Final = "DejaVu Sans"
SHIPPED: Final = "Gapkit Sans TC"
_SYSTEM: Final = (
    "Noto Sans CJK TC",
    "Noto Sans TC",
    "PingFang TC",
    "Microsoft JhengHei",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK KR",
    "Apple SD Gothic Neo",
    "Malgun Gothic",
    "NanumGothic",
)
STACK: Final = (
    "'Gapkit Sans TC', system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', 'PingFang TC', "
    "'Microsoft JhengHei', 'Noto Sans TC', 'Noto Sans CJK TC', sans-serif"
)
"""For text in an SVG: a page that embeds the shipped font for Chinese finds it first."""

HINTED: Final = 1.03
"""Letters fitted to the pixels of a screen are up to this much wider than drawn on paper."""

_FIRST_WIDE: Final = 0x2E80
"""From the CJK radicals on a character takes a whole square."""


def is_wide(text: str) -> bool:
    """Whether `text` has a Chinese, Japanese or Korean character.

    Examples
    --------
    >>> is_wide("Gap −0.5"), is_wide("缺口")
    (False, True)
    """
    return any(ord(character) >= _FIRST_WIDE for character in text)


def families(texts: Iterable[str]) -> list[str]:
    """Return the font families that `texts` need, first choice first.

    Examples
    --------
    >>> families(["Gap"])
    ['DejaVu Sans']
    >>> families(["缺口"])[:2]
    ['DejaVu Sans', 'Gapkit Sans TC']
    """
    return list(_chinese()) if any(is_wide(text) for text in texts) else [LATIN]


@cache
def _chinese() -> tuple[str, ...]:
    from matplotlib.font_manager import fontManager

    if SHIPPED not in fontManager.get_font_names():
        with as_file(files("gapkit") / "fonts" / "GapkitSansTC-Regular.otf") as path:
            fontManager.addfont(path)
        # it has one weight: headings are drawn in it too, instead of a complaint for each
        fontManager.ttflist.append(replace(fontManager.ttflist[-1], weight=700))
    known = set(fontManager.get_font_names())
    return (LATIN, SHIPPED, *(family for family in _SYSTEM if family in known))


def width(text: str, size: float) -> float:
    """Return the width of one line of text in points.

    Parameters
    ----------
    text
        One line.
    size
        Type size in points.

    Examples
    --------
    >>> width("缺口", 9), round(width("Gap 5", 9))
    (18.54, 28)
    """
    return _advances(text) * size * HINTED


@lru_cache(maxsize=20_000)
def _advances(text: str) -> float:
    return sum(_advance(character) for character in text)


@cache
def _advance(character: str) -> float:
    """Advance of a character in units of the type size."""
    if ord(character) >= _FIRST_WIDE:
        return 1.0
    # LoadFlags.NO_HINTING: advances of hinted glyphs depend on the size
    from matplotlib.ft2font import LoadFlags

    font = _latin_font()
    if not font.get_char_index(ord(character)):
        return 1.0  # a script or control character that this font does not have
    glyph = font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / 100


@cache
def _latin_font() -> FT2Font:
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    font = FT2Font(findfont(FontProperties(family=LATIN)))
    font.set_size(100, 72)
    return font
