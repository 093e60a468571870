"""Puts the page for the board together: within the report, and as a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gapkit.report.board.figures import pictures
from gapkit.report.board.model import board
from gapkit.report.page import assets
from gapkit.report.page.dark import dark_rules, inheriting

if TYPE_CHECKING:
    from pathlib import Path

    import jinja2

    from gapkit.report.content import Content

__all__ = ["BoardSection", "board_page", "board_section", "write_board"]


@dataclass(frozen=True)
class BoardSection:
    """The page for the board as a part of a longer page.

    Parameters
    ----------
    html
        Everything within the section.
    alone
        The same for a file of its own, with a title.
    style
        Rules that it needs beside those of the report.
    svgs
        Its figures, whose colours need counterparts on a dark page.
    """

    html: Any
    alone: Any
    style: str
    svgs: tuple[str, ...]


def board_section(content: Content) -> BoardSection | None:
    """Return the page for the board as a section; None where neither gaps nor records say anything.

    Parameters
    ----------
    content
        As published.
    """
    from markupsafe import Markup

    found = board(content)
    if found is None:
        return None
    drawn = pictures(content, "board")
    inline = {
        p.name: {
            "title": p.title,
            "svg": _inline(p.svg),
            "narrow": _inline(p.narrow),
        }
        for p in drawn
    }
    signs = {verdict: sign for verdict, (_, sign) in assets.verdict_colours().items()}
    template = _environment().get_template("board.html.j2")
    shown = {"say": content.words, "content": content, "board": found, "signs": signs}
    within, alone = (
        Markup(template.render(pictures=inline, alone=apart, **shown))  # noqa: S704  (escaped by the template)
        for apart in (False, True)
    )
    svgs = tuple(svg for p in drawn for svg in (p.svg, p.narrow))
    return BoardSection(within, alone, _file("board.css"), svgs)


def board_page(content: Content, section: BoardSection | None = None) -> str | None:
    """Return the page for the board as a file of its own; None where nothing is to be said on it.

    Parameters
    ----------
    content
        As published.
    section
        Made of that content, where it is there already.

    Returns
    -------
    str
        HTML that needs no other file and has no script; printed, it fills one sheet of A4.
    """
    from markupsafe import Markup

    section = section or board_section(content)
    if section is None:
        return None
    colours = "".join(f"--{v}:{colour};" for v, (colour, _) in assets.verdict_colours().items())
    dark = dark_rules(section.svgs)
    style = (
        f"{assets.font_rule([section.alone])}:root{{{colours}}}{_file('alone.css')}{section.style}"
        f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
    )
    frame = _environment().get_template("alone.html.j2")
    return frame.render(
        content=content,
        body=section.alone,
        style=Markup(style),  # noqa: S704  (our own rules)
        policy=assets.policy(style, ""),
    )


def _inline(svg: str) -> Any:
    from markupsafe import Markup

    return Markup(inheriting(svg))  # noqa: S704  (escaped where it was drawn)


def write_board(
    content: Content, section: BoardSection | None, folder: Path, *, printed: bool
) -> None:
    """Write ``board.html``, and ``board.pdf`` where it is `printed`; nothing where there is no page."""
    page = board_page(content, section)
    if page is None:
        return
    (folder / "board.html").write_bytes(page.encode())
    if printed:
        from gapkit.report.printed import print_page

        print_page(page, folder / "board.pdf")


def _file(name: str) -> str:
    return files("gapkit.report.board").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("gapkit.report.board"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
