"""Reports: a page, a workbook, tables and figures, written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.report.brand import Brand, Logo
from gapkit.report.content import Content, Respondents
from gapkit.report.formats import FORMATS, check_formats

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["FORMATS", "Brand", "Content", "Logo", "Respondents", "check_formats", "write"]


def write(
    content: Content, out: Path, formats: Iterable[str] = (), cards: str | None = None
) -> Path:
    """Write a report.

    Parameters
    ----------
    content
        What it says; every table passes the gate here, once, before anything is made of it.
    out
        The folder: new, empty, or an earlier report, which is replaced when the new one is whole.
    formats
        What is written beside the page: ``pptx`` (slides.pptx), ``docx`` (summary.docx), ``pdf``
        (report.pdf and board.pdf).
    cards
        Unit or segment each of whose values has a page of its own: ``cards/`` and ``cards.zip``.

    Returns
    -------
    Path
        ``index.html`` in that folder.

    Raises
    ------
    CallError
        There is no such format, or no such unit or segment.
    ReportError
        The folder holds something else, writing failed, or a format's package is not installed; an
        earlier report is as it was.
    """
    from concurrent.futures import ThreadPoolExecutor

    from gapkit.report.atomic import written_whole
    from gapkit.report.board import board_section, write_board
    from gapkit.report.drawing import draw, write_figures
    from gapkit.report.figures import wanted
    from gapkit.report.formats import write_formats
    from gapkit.report.memory import passing_over
    from gapkit.report.page import render
    from gapkit.report.tables import write_ledger, write_manifest, write_tables
    from gapkit.report.workbook import filled_workbook, pack

    asked = check_formats(formats, content.brand)
    shown = content.published()
    if cards is not None:
        from gapkit.report.cards import check_column, columns_of

        check_column(cards, columns_of(shown))
    with written_whole(out) as folder, ThreadPoolExecutor(1) as beside, passing_over():
        write_tables(shown.results, folder / "tables")
        write_ledger(shown.ledger, folder)
        packed = beside.submit(pack, filled_workbook(shown, folder / "results.xlsx"))
        figures = draw(shown, wanted(shown))
        write_figures(figures, folder / "figures")
        board = board_section(shown)
        (folder / "index.html").write_bytes(render(shown, figures, board).encode())
        write_board(shown, board, folder, printed="pdf" in asked)
        write_formats(shown, figures, asked, folder)
        packed.result()
        if cards is not None:
            from gapkit.report.cards import write_cards

            write_cards(shown, cards, folder)
        if shown.tally is not None:
            shown.tally(folder / "tally")
        write_manifest(shown.manifest, folder)
    return out / "index.html"
