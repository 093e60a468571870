"""Figures of the systems around the gaps: each chart with the section that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.results import CHARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapkit.report.content import Content

__all__ = ["system_figures"]

DRAWN: Final = (
    ("monitoring", "monitoring"),
    ("monitoring", "limits"),
    ("complaints", "complaints"),
    ("complaints", "recovery"),
    ("complaints", "funnel"),
    ("guarantee", "guarantee"),
    ("log", "contacts"),
    ("zeros", "zeros"),
)
"""Section of the page, and the table whose charts it shows."""


def system_figures(content: Content) -> Iterator[tuple[str, str, str, str, str, dict[str, Any]]]:
    """Yield name, section, table, chart, title and arguments of what the registers allow."""
    for section, table in DRAWN:
        for chart in CHARTS.get(table, ()) if table in content.results else ():
            title = content.words(f"report.figure.{chart}")
            yield f"{section}-{chart}", section, table, chart, title, {}
