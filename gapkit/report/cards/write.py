"""Writes cards: a file each, and all of them in one archive."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from gapkit.errors import CallError, Problem, did_you_mean
from gapkit.gaps.groups import WHOLE
from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import side_word
from gapkit.report.cards.model import cards
from gapkit.report.cards.picture import ruler
from gapkit.report.figures import last_wave
from gapkit.report.records import units_of_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import jinja2

    from gapkit.report.cards.model import Card
    from gapkit.report.content import Content

__all__ = ["check_column", "columns_of", "file_names", "write_cards"]

LONGEST: Final = 80
"""Characters of a file's name before its ending."""

_UNSAFE: Final = re.compile(r"[^\w]+")

_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
"""Names that Windows keeps for itself."""

_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""One time for all members, so that the same cards give the same archive."""


def check_column(column: str, known: Iterable[str]) -> None:
    """Make sure that there can be cards by a column.

    Parameters
    ----------
    column
        As asked for.
    known
        The unit and the segments.

    Raises
    ------
    CallError
        It is none of them.

    Examples
    --------
    >>> check_column("branch", ["branch", "channel"])
    """
    names = list(dict.fromkeys(known))
    if column in names:
        return
    listed = ", ".join(names) or "none: name a unit or segments in [study]"
    advice = f"{did_you_mean(column, names)} Columns: {listed}.".strip()
    raise CallError(Problem("--cards", f"the study has no unit or segment {column!r}.", advice))


def columns_of(content: Content) -> tuple[str, ...]:
    """Return the columns that there can be cards by: unit and segments, by the survey or by records.

    Parameters
    ----------
    content
        As published.
    """
    units = (content.unit,) if content.unit and units_of_records(content) else ()
    return tuple(dict.fromkeys([*content.segments, *units]))


def write_cards(content: Content, column: str, folder: Path) -> int:
    """Write ``cards/`` and ``cards.zip`` into a folder; return how many there are.

    Parameters
    ----------
    content
        As published.
    column
        The unit, or a segment.
    folder
        The report's.

    Raises
    ------
    CallError
        There is no such column.
    """
    check_column(column, columns_of(content))
    found = cards(content, column)
    pages = _pages(content, column, found)
    names = file_names([card.value for card in found])
    (folder / "cards").mkdir(parents=True)
    with zipfile.ZipFile(
        folder / "cards.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=6
    ) as archive:
        for name, page in zip(names, pages, strict=True):
            data = page.encode()
            (folder / "cards" / name).write_bytes(data)
            member = zipfile.ZipInfo(name, _WHEN)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return len(names)


def file_names(values: Sequence[str]) -> list[str]:
    """Return a file name for each value: safe on every system, and no two alike.

    Examples
    --------
    >>> file_names(["North", "north", "../etc", "A/B & C", "CON", "中山分行", "<>"])
    ['North.html', 'north-2.html', 'etc.html', 'A-B-C.html', '_CON.html', '中山分行.html', 'card.html']
    """
    taken: set[str] = set()
    names = []
    for value in values:
        stem = _UNSAFE.sub("-", value).strip("-_")[:LONGEST] or "card"
        stem = f"_{stem}" if _RESERVED.fullmatch(stem) else stem
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        names.append(f"{name}.html")
    return names


def _pages(content: Content, column: str, found: Sequence[Card]) -> list[str]:
    """Return the pages; style, font and template are made once for all of them."""
    from markupsafe import Markup

    from gapkit.report.page import assets

    result, say = content.results.get("gaps"), content.words
    gap = None if result is None else main_gap(result.frame)
    wave = WHOLE if result is None else last_wave(result.frame)
    sides = {side: side_word(say, gap, side) for side in ("left", "right") if gap}
    colours = "".join(f"--{v}:{colour};" for v, (colour, _) in assets.verdict_colours().items())
    template = _environment().get_template("card.html.j2")
    shown: dict[str, Any] = {
        "content": content, "say": say, "column": column, "sides": sides,
        "wave": "" if wave == WHOLE else wave,
        "compared": any(row.compared != row.gap for card in found for row in card.rows),
        "signs": {verdict: sign for verdict, (_, sign) in assets.verdict_colours().items()},
    }  # fmt: skip
    bodies = [
        template.render(card=card, pictures=_pictures(content, card), **shown) for card in found
    ]
    rules = (
        files("gapkit.report.cards").joinpath("templates", "card.css").read_text(encoding="utf-8")
    )
    style = f"{assets.font_rule([*bodies, content.title])}:root{{{colours}}}{rules}"
    policy = assets.policy(style, "")
    frame_ = _environment().get_template("frame.html.j2")
    outer = {"content": content, "style": Markup(style), "policy": policy}  # noqa: S704  (our own rules)
    return [
        frame_.render(title=card.label, body=Markup(body), **outer)  # noqa: S704  (escaped by the template)
        for card, body in zip(found, bodies, strict=True)
    ]


def _pictures(content: Content, card: Card) -> list[Any]:
    from markupsafe import Markup

    axis = ruler(card.rows, content.options.margin * content.instrument.scale.range)
    return [Markup(axis.draw(row, _said(content, row))) for row in card.rows]  # noqa: S704  (escaped there)


def _said(content: Content, row: Any) -> str:
    say = content.words
    if not row.compared:
        return say("plots.tip", label=row.label, said=say("plots.blank"))
    return say("plots.tip", label=row.label, said=f"{row.compared}, {row.word}")


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("gapkit.report.cards"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
