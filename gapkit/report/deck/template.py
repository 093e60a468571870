"""The slides' starting point: the firm's template without its slides, or a plain wide one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.errors import Problem, ReportError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Layouts", "check_template", "opened", "title_of"]

WIDE: Final = (12192000, 6858000)
"""13.33 × 7.5 inches: the size of new slides in PowerPoint, in English Metric Units."""

TITLES: Final = ("TITLE", "CENTER_TITLE")
HANDLED: Final = ("DATE", "FOOTER", "SLIDE_NUMBER")
"""Placeholders that a slide inherits without our doing."""


@dataclass(frozen=True)
class Layouts:
    """The layouts of a template that slides take.

    Parameters
    ----------
    title
        Of the first slide.
    content
        Of the others.
    """

    title: Any
    content: Any


def check_template(path: Path) -> None:
    """Make sure that slides can be made from a template.

    Raises
    ------
    ReportError
        It cannot be read, or no layout has a title.
    """
    _layouts(_read(path), path)


def opened(path: Path | None) -> tuple[Any, Layouts]:
    """Return a presentation without slides, and the layouts to use.

    Raises
    ------
    ReportError
        The template cannot be read, or no layout has a title.
    """
    from pptx import Presentation
    from pptx.util import Emu

    if path is None:
        deck = Presentation()
        deck.slide_width, deck.slide_height = (Emu(side) for side in WIDE)
        return deck, _layouts(deck, path)
    deck = _read(path)
    _drop_slides(deck)
    return deck, _layouts(deck, path)


def title_of(slide: Any) -> Any:
    """Return the placeholder of a slide, or of a layout, that holds its title; None without one."""
    return next((p for p in slide.placeholders if _kind(p) in TITLES), None)


def _read(path: Path) -> Any:
    from pptx import Presentation

    try:
        return Presentation(str(path))
    except Exception as error:
        # broken archives, other formats and damaged parts each raise an error of their own
        what = f"it cannot be read as a presentation: {error}."
        advice = "Save it in PowerPoint as .pptx (a .potx too) and give that file."
        raise ReportError(Problem(str(path), what, advice)) from error


def _layouts(deck: Any, path: Path | None) -> Layouts:
    titled = [layout for layout in deck.slide_layouts if title_of(layout) is not None]
    if not titled:
        names = ", ".join(repr(layout.name) for layout in deck.slide_layouts) or "none"
        what = f"none of its layouts has a title, which every slide needs. Layouts: {names}."
        advice = "Add a layout with a title, such as PowerPoint's own 'Title Only'."
        raise ReportError(Problem(str(path), what, advice))
    first = [layout for layout in titled if _kind(title_of(layout)) == "CENTER_TITLE"]
    content = min(titled, key=_others)
    return Layouts(first[0] if first else content, content)


def _others(layout: Any) -> tuple[int, int]:
    """Rank a layout: fewer places to leave empty first; a layout of a first slide last."""
    others = [p for p in layout.placeholders if _kind(p) not in (*TITLES, *HANDLED)]
    return int(_kind(title_of(layout)) == "CENTER_TITLE"), len(others)


def _kind(placeholder: Any) -> str:
    return str(placeholder.placeholder_format.type).partition(" ")[0].rpartition(".")[2]


def _drop_slides(deck: Any) -> None:
    """Leave a template's own example slides out."""
    listed = deck.slides._sldIdLst
    for slide in list(listed):
        deck.part.drop_rel(slide.rId)
        listed.remove(slide)
