"""The report as PDF: the page in its print style, with its fonts, and without a browser."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gapkit.plots.fonts import STACK
from gapkit.plots.theme import VERDICTS
from gapkit.report.page.render import render

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from gapkit.report.content import Content
    from gapkit.report.drawing import Drawn

__all__ = ["print_page", "write_pdf"]

CHINESE: Final = "Gapkit Print Chinese"
"""The shipped font under a name that no system has: letters look the same on every machine."""

LATIN: Final = "Gapkit Print Latin"
"""DejaVu Sans, which comes with matplotlib; quotation marks are as wide as Latin letters in it."""

LOUD: Final = ("weasyprint", "fontTools")
"""Packages that tell of every rule for screens that paper has no use for."""

STYLE: Final = """
@font-face{{font-family:"{chinese_name}";src:url({chinese})}}
@font-face{{font-family:"{latin_name}";src:url({regular})}}
@font-face{{font-family:"{latin_name}";font-weight:bold;src:url({bold})}}
:root{{--font:{stack},sans-serif}}
@page{{@bottom-right{{content:counter(page) " / " counter(pages);font:8pt {stack}}}}}
.contents,.skip,.unseen,.ruler,.under,.switches{{display:none}}
.canvas svg{{max-height:205mm}}
@page{{@top-center{{font:8pt {stack}}}}}
h1{{font-size:20pt}}
.lead{{font-size:13pt}}
"""
"""What paper needs beyond the page's own print style."""

_NOT_ON_PAPER: Final = (
    re.compile(r"<script.*?</script>", re.DOTALL),
    re.compile(r"@font-face\{[^}]*\}"),
    re.compile(r'<section id="tables".*?</section>', re.DOTALL),
    re.compile(r'<li><a href="#tables">.*?</li>', re.DOTALL),
    re.compile(r"@media screen and \(prefers-color-scheme:dark\)\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}"),
)
"""Scripts, tables to be searched, colours for dark screens, and the font that the page carries."""

_TONE: Final = re.compile(r'<rect class="tone-(\w+)"')


def write_pdf(content: Content, figures: Sequence[Drawn], path: Path) -> None:
    """Write the page as PDF.

    Parameters
    ----------
    content
        As published.
    figures
        Drawn from that content.
    path
        Of the .pdf file.
    """
    print_page(render(content, [replace(f, narrow="", others=()) for f in figures]), path)


def print_page(page: str, path: Path) -> None:
    """Write a page that loads nothing as PDF, in its print style.

    Parameters
    ----------
    page
        Its HTML.
    path
        Of the .pdf file.
    """
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    with _quiet(), as_file(files("gapkit") / "fonts" / "GapkitSansTC-Regular.otf") as chinese:
        fonts = FontConfiguration()
        addresses = {"chinese": chinese.resolve().as_uri(), **_latin()}
        stack = _stack(page)
        page = _on_paper(page, stack, _style(stack, addresses))
        fetcher = _fetcher(addresses.values())
        printed = weasyprint.HTML(string=page, media_type="print", url_fetcher=fetcher)
        printed.write_pdf(str(path), font_config=fonts, pdf_tags=True)


def _stack(page: str) -> str:
    """Return the families, that of the page's own language first."""
    chinese = '<html lang="zh' in page
    first, second = (CHINESE, LATIN) if chinese else (LATIN, CHINESE)
    return f"'{first}','{second}'"


def _on_paper(html: str, stack: str, style: str) -> str:
    """Leave out what only a screen needs; colour what a style sheet cannot reach within pictures."""
    for pattern in _NOT_ON_PAPER:
        html = pattern.sub("", html)
    html = html.replace("</style>", f"{style}</style>", 1)
    html = html.replace(STACK, stack)
    return _TONE.sub(lambda match: f'<rect fill="{_colour(match[1])}"', html)


def _colour(verdict: str) -> str:
    return VERDICTS[verdict if verdict in VERDICTS else "unclear"].colour


def _style(stack: str, addresses: dict[str, str]) -> str:
    return STYLE.format(stack=stack, chinese_name=CHINESE, latin_name=LATIN, **addresses)


def _latin() -> dict[str, str]:
    import matplotlib as mpl

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    names = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
    return {style: (folder / name).as_uri() for style, name in names.items()}


def _fetcher(known: Collection[str]) -> Any:
    """Return what fetches these addresses and what a page carries itself, and nothing else."""
    from weasyprint.urls import URLFetcher

    class Fetcher(URLFetcher):  # type: ignore[misc]  # the package is not typed
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:") or url in known:
                return super().fetch(url, headers)
            raise ValueError(f"a report loads nothing: {url}")

    return Fetcher()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep packages from telling what is of no use; afterwards they speak as before."""
    loggers = [logging.getLogger(name) for name in LOUD]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
