"""The figures: one function a chart, a result in, matplotlib `Axes` out.

Each chart lives in a module of its own and is loaded when first asked for. Nothing here computes
a statistic: what is drawn stands in the result's frame. No chart touches pyplot or matplotlib's
global settings; a chart made without ``ax=`` shows itself in a notebook.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

__all__ = [
    "dashboard",
    "distribution",
    "export",
    "gaps",
    "heatmap",
    "priorities",
    "profile",
    "zones",
]

_HOMES: Final = {
    "dashboard": "dashboard",
    "distribution": "distribution",
    "gaps": "bars",
    "heatmap": "heatmap",
    "priorities": "priorities",
    "profile": "profile",
    "zones": "zones",
}


def draw(chart: str) -> Any:
    """Return the function that draws `chart`.

    Parameters
    ----------
    chart
        Name of a chart, such as ``profile``.

    Raises
    ------
    KeyError
        There is no such chart.

    Examples
    --------
    >>> draw("gaps").__module__
    'gapkit.plots.bars'
    """
    return getattr(import_module(f"gapkit.plots.{_HOMES[chart]}"), chart)
