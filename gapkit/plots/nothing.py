"""A chart of nothing: an empty result gives a figure that says so, not an error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gapkit.plots.head import write
from gapkit.plots.sheet import PAGE, Chart, Sheet
from gapkit.plots.theme import MUTED, SIZE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.plots.head import Head
    from gapkit.results import Result

__all__ = ["nothing"]


def nothing(result: Result, head: Head, page: float = PAGE) -> Chart:
    """Return a chart that says that there is nothing to show.

    Parameters
    ----------
    result
        Whose language is spoken.
    head
        What would have been shown.
    page
        Width in inches.
    """
    word = result.words("plots.nothing")

    def draw(axes: Axes, sheet: Sheet) -> None:
        at = (0, sheet.body / 2)
        write(axes, at, word, sheet.beside(axes, 0.5), ha="center", size=SIZE.text, color=MUTED)

    return Chart(Sheet(replace(head, legend=()), (), above=(word,), page=page, row=40), draw)
