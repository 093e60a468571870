"""A figure with what stands around it: its data, how it was made, what it can be switched to."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.report.choices import left_out
from gapkit.report.page.dark import inheriting
from gapkit.report.page.method import how_computed
from gapkit.report.tables import csv_bytes
from gapkit.results.explained import explained

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.drawing import Drawn
    from gapkit.report.figures import Wanted

__all__ = ["Plate", "View", "plate", "table_how"]

MOST_CSV: Final = 60_000
"""Bytes of a figure's data that are carried in the page; beyond, a link leads to the table."""


@dataclass(frozen=True)
class View:
    """One picture of a plate.

    Parameters
    ----------
    kind, label
        As in the list of what the plate can show.
    svg, narrow
        Free of style attributes, which the policy would stop; `narrow` is for phones, or empty.
    data
        Address of its data: within the page, or the table's file.
    """

    kind: str
    label: str
    svg: Any
    narrow: Any
    data: str


@dataclass(frozen=True)
class Plate:
    """A figure with what stands around it.

    Parameters
    ----------
    name, section, title, folded
        As in the figure that was wanted.
    view
        What is seen at first.
    others
        What it can be switched to, by kind.
    how
        How it was computed: the chart, then its table.
    file
        Name under which the data are saved.
    beyond
        What is said of groups that are too many to be drawn; empty where there are none.
    """

    name: str
    section: str
    title: str
    folded: bool
    view: View
    others: dict[str, list[View]]
    how: tuple[str, ...]
    file: str
    beyond: str

    @property
    def pictures(self) -> Iterator[str]:
        """Every SVG of the plate."""
        for view in (self.view, *self.listed):
            yield from (view.svg, view.narrow)

    @property
    def listed(self) -> list[View]:
        """What it can be switched to, in the order of the list."""
        return [view for views in self.others.values() for view in views]


def plate(content: Content, figure: Drawn) -> Plate:
    """Return the plate of a figure.

    Parameters
    ----------
    content
        As published.
    figure
        Drawn from that content.
    """
    wanted, say = figure.wanted, content.words
    others: dict[str, list[View]] = {}
    for other in figure.others:
        choice = other.choice
        data = _data(other.rows, wanted.table)
        view = View(choice.kind, choice.label, _inline(other.svg), "", data)
        others.setdefault(choice.kind, []).append(view)
    data = _data(figure.rows, wanted.table)
    names = [say.segment(name) for name in left_out(content, wanted)]
    return Plate(
        name=wanted.name,
        section=wanted.section,
        title=wanted.title,
        folded=wanted.folded,
        view=View("", _first(content, wanted), _inline(figure.svg), _inline(figure.narrow), data),
        others=others,
        how=(how_computed(content, wanted.chart), *table_how(content, wanted.table)),
        file=f"{wanted.name}.csv",
        beyond=say("report.switch.beyond", segments=say.list(names)) if names else "",
    )


def _first(content: Content, figure: Wanted) -> str:
    """Return what the list calls that which is shown at first."""
    if figure.alternatives:
        return figure.title
    wave = str(figure.arguments.get("wave", "all"))
    everybody = content.words("report.switch.one_wave")
    return everybody if wave == "all" else content.words("report.switch.first", wave=wave)


def table_how(content: Content, table: str) -> tuple[str, ...]:
    """Return how a table was made: formula and source, options, what is guarded and what not."""
    return tuple(explained(content.results[table], content.language).splitlines())


def _inline(svg: str) -> Any:
    from markupsafe import Markup

    return Markup(inheriting(svg))  # noqa: S704  (escaped where it was drawn)


def _data(rows: pd.DataFrame, table: str) -> str:
    data = csv_bytes(rows)
    if len(data) > MOST_CSV:
        return f"tables/{table}.csv"
    return f"data:text/csv;charset=utf-8;base64,{base64.b64encode(data).decode()}"
