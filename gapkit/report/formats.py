"""Formats beside the page and the workbook, and the packages that they need."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from gapkit.errors import CallError, Problem, ReportError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from gapkit.report.brand import Brand
    from gapkit.report.content import Content
    from gapkit.report.drawing import Drawn

__all__ = ["FORMATS", "check_formats", "write_formats"]


@dataclass(frozen=True)
class Format:
    """A format that an extra of gapkit's makes possible.

    Parameters
    ----------
    module
        What must be there to be imported.
    package
        What it is called when it is installed.
    file
        What is written into the report's folder.
    """

    module: str
    package: str
    file: str


FORMATS: Final = {
    "pptx": Format("pptx", "python-pptx", "slides.pptx"),
    "docx": Format("docx", "python-docx", "summary.docx"),
    "pdf": Format("weasyprint", "weasyprint", "report.pdf"),
}
"""Format → what it takes; its name is the extra's too."""


def check_formats(formats: Iterable[str], brand: Brand) -> tuple[str, ...]:
    """Make sure that formats can be written, before anything is computed.

    Parameters
    ----------
    formats
        ``pptx``, ``docx``, ``pdf``.
    brand
        Whose template the slides will take.

    Returns
    -------
    tuple of str
        Each format once.

    Raises
    ------
    CallError
        There is no such format.
    ReportError
        A package is not installed, or the template has no layout that a slide could take.

    Examples
    --------
    >>> from gapkit.report.brand import Brand
    >>> check_formats([], Brand())
    ()
    """
    asked = tuple(dict.fromkeys(formats))
    problems = [_unknown(name) for name in asked if name not in FORMATS]
    if problems:
        raise CallError(*problems)
    missing = [problem for name in asked if (problem := _missing(name))]
    if missing:
        raise ReportError(*missing)
    if "pptx" in asked and brand.template is not None:
        from gapkit.report.deck.template import check_template

        check_template(brand.template)
    return asked


def write_formats(
    content: Content, figures: Sequence[Drawn], formats: Iterable[str], folder: Path
) -> None:
    """Write each format into the folder.

    Parameters
    ----------
    content
        As published.
    figures
        Drawn from that content.
    formats
        As checked.
    folder
        The report's.
    """
    for name in formats:
        path = folder / FORMATS[name].file
        if name == "pptx":
            from gapkit.report.deck import write_deck

            write_deck(content, path)
        elif name == "docx":
            from gapkit.report.document import write_document

            write_document(content, path)
        else:
            from gapkit.report.printed import write_pdf

            write_pdf(content, figures, path)


def _unknown(name: str) -> Problem:
    advice = f"{did_you_mean(name, FORMATS)} Known: {', '.join(FORMATS)}.".strip()
    return Problem("formats", f"there is no format {name!r}.", advice)


def _missing(name: str) -> Problem | None:
    """Say how a format's package is installed where it is not there."""
    wanted = FORMATS[name]
    try:
        import_module(wanted.module)
    except ImportError:
        what = f"this format needs the package {wanted.package}, which is not installed."
        return Problem(name, what, f'Run: pip install "gapkit[{name}]"')
    except OSError as error:
        # WeasyPrint sets type with Pango, which no package of Python's brings along
        what = f"{wanted.package} is installed, but a library that it needs is not: {error}."
        advice = "Install Pango: apt install libpangoft2-1.0-0, or brew install pango."
        return Problem(name, what, advice)
    return None
