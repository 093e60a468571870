"""The systems around the gaps: which section of a report speaks of which tables, and their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.results import CHARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gapkit.report.content import Content

__all__ = ["SYSTEMS", "system_figures"]

SYSTEMS: Final[Mapping[str, tuple[str, ...]]] = {
    "monitoring": ("monitoring", "training", "training_effect", "monitors", "limits"),
    "complaints": ("complaints", "recovery", "recovery_steps", "funnel", "overdue"),
    "guarantee": ("guarantee", "guarantee_rules", "campaigns", "copy_review"),
    "log": ("contacts", "duty", "hard_cases"),
    "zeros": ("zeros",),
    "calendar": ("calendar",),
}
"""Section → the tables that it speaks of, each with its charts."""


def system_figures(content: Content) -> Iterator[tuple[str, str, str, str, str, dict[str, Any]]]:
    """Yield name, section, table, chart, title and arguments of what the registers allow."""
    for section, tables in SYSTEMS.items():
        for table in tables:
            for chart in CHARTS.get(table, ()) if table in content.results else ():
                title = content.words(f"report.figure.{chart}")
                yield f"{section}-{chart}", section, table, chart, title, {}
