"""Where things stand on a slide, and in which size texts fit there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.plots.labels import wrap
from gapkit.plots.theme import INK, VERDICTS
from gapkit.report.deck.template import title_of
from gapkit.report.deck.xml import added
from gapkit.report.plain_text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.report.content import Content

__all__ = ["Box", "Look", "fitting"]

EMU: Final = 12700
"""English Metric Units in a point."""

EDGE: Final = 0.045
"""Margin at each side of a slide, as a share of its width."""

TITLE_SIZES: Final = (26, 24, 22, 20, 18, 16, 14)
LINE: Final = 1.25
"""Height of a line, in type sizes."""

DEEPEST: Final = 0.42
"""A title that ends lower than this share of the slide's height leaves no room for its content."""


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in English Metric Units."""

    left: int
    top: int
    width: int
    height: int

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.width / EMU, self.height / EMU

    @property
    def place(self) -> tuple[int, int, int, int]:
        """As the package takes it."""
        return self.left, self.top, self.width, self.height

    def cut_across(self, share: float, between: int = 24 * EMU) -> tuple[Box, Box]:
        """Cut into a left and a right part; the left takes `share` of the width.

        Examples
        --------
        >>> [box.width for box in Box(0, 0, 1000, 10).cut_across(0.6, between=100)]
        [550, 350]
        """
        first = int(self.width * share - between / 2)
        rest = self.width - first - between
        start = self.left + first + between
        return (
            Box(self.left, self.top, first, self.height),
            Box(start, self.top, rest, self.height),
        )

    def cut_down(self, share: float, between: int = 8 * EMU) -> tuple[Box, Box]:
        """Cut into an upper and a lower part; the upper takes `share` of the height."""
        first = int(self.height * share - between / 2)
        start = self.top + first + between
        rest = self.height - first - between
        return Box(self.left, self.top, self.width, first), Box(self.left, start, self.width, rest)


class Look:
    """How the slides of one report look.

    Parameters
    ----------
    content
        For language and brand.
    width, height
        Of a slide, in English Metric Units.
    """

    def __init__(self, content: Content, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.chinese = content.language.startswith("zh")
        self.own = content.brand.template is None
        self.colour = content.brand.colour or VERDICTS["surplus"].colour
        edge = int(width * EDGE)
        tall = int(height * 0.08)
        self.logo = Box(width - edge - 2 * tall, int(height * 0.05), 2 * tall, tall)
        self.first_logo = Box(
            width - edge - 4 * tall, int(height * 0.07), 4 * tall, int(1.5 * tall)
        )
        self._logo_there = content.brand.logo is not None

    def dress(self, slide: Any, *, first: bool = False) -> Box:
        """Take empty places away, put the title where it belongs, and return what is free below.

        A firm's layout keeps its title where it is, unless that leaves no room.
        """
        title = title_of(slide)
        for placeholder in list(slide.placeholders):
            if placeholder.shape_id != title.shape_id:
                placeholder.element.getparent().remove(placeholder.element)
        edge = int(self.width * EDGE)
        box = Box(title.left, title.top, title.width, title.height)
        if self.own or first or box.top + box.height > self.height * DEEPEST:
            box = self._own_title(edge, first=first)
            title.left, title.top, title.width, title.height = box.place
        if self.own:
            self._band(slide)
        top = box.top + box.height + int(self.height * 0.02)
        return Box(edge, top, self.width - 2 * edge, int(self.height * 0.94) - top)

    def _own_title(self, edge: int, *, first: bool) -> Box:
        beside = self.logo.width + edge // 2 if self._logo_there and not first else 0
        top, height = (0.27, 0.2) if first else (0.05, 0.16)
        width = self.width - 2 * edge - beside
        return Box(edge, int(self.height * top), width, int(self.height * height))

    def _band(self, slide: Any) -> None:
        """Draw a band of the firm's colour along the upper edge."""
        from pptx.dml.color import RGBColor
        from pptx.enum.shapes import MSO_SHAPE

        band = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, 0, 0, self.width, int(self.height * 0.016)
        )
        band.fill.solid()
        band.fill.fore_color.rgb = RGBColor.from_string(self.colour[1:].upper())
        band.line.fill.background()
        band.shadow.inherit = False

    def write_title(self, slide: Any, text: str) -> None:
        """Write a slide's headline, as large as it fits."""
        title = title_of(slide)
        wide, high = title.width / EMU - 16, title.height / EMU - 8
        size = fitting([text], wide, high, TITLE_SIZES) or TITLE_SIZES[-1]
        frame = title.text_frame
        frame.word_wrap = True
        frame.clear()
        if self.own:
            from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self.write(frame.paragraphs[0], text, size, bold=self.own)

    def write(
        self, paragraph: Any, text: str, size: float, *, bold: bool = False, colour: str = ""
    ) -> None:
        """Write a text into a paragraph, told to be of its language."""
        from pptx.dml.color import RGBColor
        from pptx.enum.lang import MSO_LANGUAGE_ID
        from pptx.util import Pt

        run = paragraph.add_run()
        run.text = printable(text)
        font = run.font
        font.size, font.bold = Pt(size), bold or None
        chinese, english = MSO_LANGUAGE_ID.TRADITIONAL_CHINESE, MSO_LANGUAGE_ID.ENGLISH_US
        font.language_id = chinese if self.chinese else english
        if colour or self.own:
            font.color.rgb = RGBColor.from_string((colour or INK)[1:].upper())
        if self.own:
            east_asian(run._r.get_or_add_rPr())


def east_asian(properties: Any) -> None:
    """Name a Chinese font that Windows and Office bring along."""
    added(properties, "a:ea", typeface="Microsoft JhengHei")


def fitting(
    texts: Sequence[str], wide: float, high: float, sizes: Sequence[int], apart: float = 0.4
) -> int | None:
    """Return the largest type size in which texts fit below each other; None where none does.

    Parameters
    ----------
    texts
        A paragraph each.
    wide, high
        Room in points.
    sizes
        In points, the largest first.
    apart
        Distance of paragraphs, in type sizes.

    Examples
    --------
    >>> fitting(["Short"], 200, 40, (20, 10)), fitting(["Short"] * 9, 200, 40, (20, 10))
    (20, None)
    """
    for size in sizes:
        lines = sum(len(wrap(text, wide, size, most=99)) for text in texts)
        if (lines * LINE + apart * len(texts)) * size <= high:
            return size
    return None
