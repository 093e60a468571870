"""Puts the parts of the page together."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gapkit.report.page import assets
from gapkit.report.page.dark import dark_rules
from gapkit.report.page.headline import headline
from gapkit.report.page.method import method
from gapkit.report.page.parts import parts
from gapkit.report.page.plan import chapters
from gapkit.report.page.plates import plate, table_how
from gapkit.report.page.quality import files
from gapkit.report.page.tables import page_tables
from gapkit.results.audience import INTERNAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from gapkit.report.board import BoardSection
    from gapkit.report.content import Content
    from gapkit.report.drawing import Drawn
    from gapkit.report.page.plates import Plate

__all__ = ["render"]

SCRIPTS: Final = ("tables.js", "figures.js", "page.js")
STYLES: Final = ("page.css", "figures.css", "tables.css", "print.css")

MOST_ROWS: Final = 12
"""Rows of a small table that stand open; longer ones are folded."""

LONG_TEXT: Final = 24
"""Characters of a cell from which on its column is held wide, however narrow the screen."""

MOST_SENTENCES: Final = 5
"""Sentences of a section that stand open."""


def render(content: Content, figures: Sequence[Drawn], board: BoardSection | None = None) -> str:
    """Return the page.

    Parameters
    ----------
    content
        As published.
    figures
        Drawn from that content.
    board
        The page for the board, made of that content, where it is there already.

    Returns
    -------
    str
        HTML that needs no other file. Everything from the study is escaped; the policy lets only
        the page's own style and script count.
    """
    # the page for the board is made of parts of this one
    from gapkit.report.board import board_section

    plates = [plate(content, figure) for figure in figures]
    board = board or board_section(content)
    shown = {
        "say": content.words,
        "content": content,
        "head": headline(content),
        "plates": plates,
        "tables": page_tables(content),
        "parts": parts(content),
        "notes": method(content),
        "files": files(content),
        "signs": {verdict: sign for verdict, (_, sign) in assets.verdict_colours().items()},
        "how": lambda table: table_how(content, table),
        "most_rows": MOST_ROWS,
        "most_sentences": MOST_SENTENCES,
        "long_text": LONG_TEXT,
        "board": board,
    }
    body = _environment().get_template("body.html.j2")
    html = body.render(**shown, chapters=chapters(_there(shown)), json=_json)
    style = _style(html, plates, board) + _every_sheet(content)
    script = "".join(assets.template_text(name) for name in SCRIPTS)
    frame = _environment().get_template("page.html.j2")
    return frame.render(
        content=content,
        body=_markup(html),
        style=_markup(style),
        script=_markup(script),
        policy=assets.policy(style, script),
    )


def _there(shown: dict[str, Any]) -> set[str]:
    """Return the sections that have something to show."""
    there = {plate.section for plate in shown["plates"]} | {"message", "method", *shown["parts"]}
    there |= {"tables"} if shown["tables"] else set()
    there |= {"quality"} if shown["files"] else set()
    there |= {"board"} if shown["board"] else set()
    return there


def _style(html: str, plates: Sequence[Plate], board: BoardSection | None) -> str:
    """Return the style sheet: own rules, the verdicts' colours, dark figures, the font."""
    colours = "".join(
        f"--{verdict}:{colour};" for verdict, (colour, _) in assets.verdict_colours().items()
    )
    pictures = [picture for plate in plates for picture in plate.pictures]
    dark = dark_rules([*(board.svgs if board else ()), *pictures])
    rules = "".join(assets.template_text(name) for name in STYLES) + (board.style if board else "")
    return (
        f"{assets.font_rule([html])}:root{{{colours}}}{rules}"
        f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
    )


def _every_sheet(content: Content) -> str:
    """Return the rule by which each sheet of paper says that it is internal, where it is."""
    if content.audience != INTERNAL:
        return ""
    return f'@page{{@top-center{{content:"{content.words("report.internal")}"}}}}'


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
