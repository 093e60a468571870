"""Reports: a page, a workbook, tables and figures, written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.report.content import Content, Respondents

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Content", "Respondents", "write"]


def write(content: Content, out: Path) -> Path:
    """Write a report.

    Parameters
    ----------
    content
        What it says; every table passes the gate here, once, before anything is made of it.
    out
        The folder: new, empty, or an earlier report, which is replaced when the new one is whole.

    Returns
    -------
    Path
        ``index.html`` in that folder.

    Raises
    ------
    ReportError
        The folder holds something else, or writing failed; an earlier report is as it was.
    """
    from gapkit.report.atomic import written_whole
    from gapkit.report.drawing import draw, write_figures
    from gapkit.report.figures import wanted
    from gapkit.report.page import render
    from gapkit.report.tables import write_ledger, write_manifest, write_tables
    from gapkit.report.workbook import write_workbook

    shown = content.published()
    with written_whole(out) as folder:
        write_tables(shown.results, folder / "tables")
        write_ledger(shown.ledger, folder)
        write_workbook(shown, folder / "results.xlsx")
        figures = draw(shown, wanted(shown))
        write_figures(figures, folder / "figures")
        (folder / "index.html").write_bytes(render(shown, figures).encode())
        if shown.tally is not None:
            shown.tally(folder / "tally")
        write_manifest(shown.manifest, folder)
    return out / "index.html"
