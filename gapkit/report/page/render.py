"""Puts the parts of the page together."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gapkit.report.page import assets
from gapkit.report.page.dark import dark_rules, inheriting
from gapkit.report.page.headline import headline
from gapkit.report.page.method import how_computed, method
from gapkit.report.page.parts import parts
from gapkit.report.page.quality import files
from gapkit.report.page.tables import page_tables
from gapkit.report.tables import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from gapkit.report.content import Content
    from gapkit.report.figures import Drawn

__all__ = ["SECTIONS", "Plate", "render"]

SECTIONS: Final = (
    "message",
    "gaps",
    "dimensions",
    "attribution",
    "causes",
    "actions",
    "did_it_work",
    "items",
    "tags",
    "segments",
    "change",
    "league",
    "consensus",
    "witnesses",
    "around",
    "priorities",
    "zones",
    "response",
    "tables",
    "method",
    "quality",
)
"""Parts of the page from top to bottom; one without anything to show is left out."""

MOST_CSV: Final = 60_000
"""Bytes of a figure's data that are carried in the page; beyond, a link leads to the table."""


@dataclass(frozen=True)
class Plate:
    """A figure with what stands around it.

    Parameters
    ----------
    name, section, title
        As in the figure that was wanted.
    svg
        The figure itself, free of style attributes, which the policy would stop.
    description
        What it shows.
    how
        How it was computed.
    data
        Address of its data: within the page, or the table's file.
    file
        Name under which the data are saved.
    """

    name: str
    section: str
    title: str
    svg: str
    description: str
    how: str
    data: str
    file: str


def render(content: Content, figures: Sequence[Drawn]) -> str:
    """Return the page.

    Parameters
    ----------
    content
        As published.
    figures
        Drawn from that content.

    Returns
    -------
    str
        HTML that needs no other file. Everything from the study is escaped; the policy lets only
        the page's own style and script count.
    """
    plates = [_plate(content, figure) for figure in figures]
    tables = page_tables(content)
    body = _environment().get_template("body.html.j2")
    shown = {
        "say": content.words,
        "content": content,
        "head": headline(content),
        "plates": plates,
        "tables": tables,
        "parts": parts(content),
        "notes": method(content),
        "files": files(content),
        "signs": {verdict: sign for verdict, (_, sign) in assets.verdict_colours().items()},
    }
    html = body.render(**shown, sections=_sections(shown), json=_json)
    style = _style(html, plates)
    script = assets.template_text("page.js")
    frame = _environment().get_template("page.html.j2")
    return frame.render(
        content=content,
        body=_markup(html),
        style=_markup(style),
        script=_markup(script),
        policy=assets.policy(style, script),
    )


def _sections(shown: dict[str, Any]) -> list[str]:
    """Return the sections that have something to show."""
    there = {plate.section for plate in shown["plates"]} | {"message", "method", *shown["parts"]}
    there |= {"tables"} if shown["tables"] else set()
    there |= {"quality"} if shown["files"] else set()
    return [section for section in SECTIONS if section in there]


def _plate(content: Content, figure: Drawn) -> Plate:
    wanted = figure.wanted
    data = csv_bytes(figure.rows)
    carried = f"data:text/csv;charset=utf-8;base64,{base64.b64encode(data).decode()}"
    return Plate(
        name=wanted.name,
        section=wanted.section,
        title=wanted.title,
        svg=_markup(inheriting(figure.svg)),
        description=figure.description,
        how=how_computed(content, wanted.chart),
        data=carried if len(data) <= MOST_CSV else f"tables/{wanted.table}.csv",
        file=f"{wanted.name}.csv",
    )


def _style(html: str, plates: Sequence[Plate]) -> str:
    """Return the style sheet: own rules, the verdicts' colours, dark figures, the font."""
    colours = "".join(
        f"--{verdict}:{colour};" for verdict, (colour, _) in assets.verdict_colours().items()
    )
    dark = dark_rules(plate.svg for plate in plates)
    return (
        f"{assets.font_rule([html])}:root{{{colours}}}{assets.template_text('page.css')}"
        f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
    )


def _json(value: object) -> Any:
    """Return data for the script; no text within can end the element that holds it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028"))


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  (figures, styles and data that were escaped where they were made)


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("gapkit.report.page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
