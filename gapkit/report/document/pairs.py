"""The table of pairs as SPSS and dissertations have it: both means, the difference, its t test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name
from gapkit.report.figures import last_wave
from gapkit.report.native.charts import sides_of
from gapkit.report.page.cells import Cells

if TYPE_CHECKING:
    from collections.abc import Collection

    from gapkit.report.content import Content

__all__ = ["pair_rows"]


def pair_rows(content: Content, levels: Collection[str]) -> tuple[str, list[tuple[str, ...]], str]:
    """Return the main gap of everybody in the last wave as a table of tests.

    Parameters
    ----------
    content
        As published.
    levels
        ``item``, ``dimension``, ``overall``.

    Returns
    -------
    tuple
        A title; the rows, headings first: pair, n, mean of either side, mean difference, its
        standard deviation, interval, t, df, two-sided p; and a note on how to read them.
    """
    frame, say = content.results["gaps"].frame, content.words
    gap = str(main_gap(frame))
    rows = frame[(frame["segment"] == "all") & (frame["gap"] == gap) & frame["level"].isin(levels)]
    rows = rows[rows["wave"].astype(str) == last_wave(frame)]
    cells = Cells(rows, say, content.options.decimals)
    confidence = content.words.level(content.options.confidence)
    left, right = sides_of(content, gap)
    columns: list[tuple[str, list[str]]] = [
        (say("report.document.pair"), _said(cells.labels())),
        (say("report.column.n"), _said(cells.people())),
        (say("report.document.mean", side=left), _said(cells.numbers("mean_left"))),
        (say("report.document.mean", side=right), _said(cells.numbers("mean_right"))),
        (say("report.document.difference"), _said(cells.numbers("estimate", sign=True))),
        (say("report.document.sd"), _said(cells.numbers("sd"))),
        (
            say("report.column.interval", confidence=confidence),
            _said(cells.intervals("ci_low", "ci_high", sign=True)),
        ),
        (say("report.column.t"), _said(cells.numbers("t"))),
        (say("report.document.degrees"), [_degrees(content, df) for df in rows["df"]]),
        (say("report.column.p"), _said(cells.p_values("p"))),
    ]
    kept = [(head, said) for head, said in columns if any(said)]
    table = [tuple(head for head, _ in kept), *zip(*(said for _, said in kept), strict=True)]
    same = bool((rows["pairing"] == "respondent").all())
    title = say(f"report.document.{'paired' if same else 'separate'}", gap=gap_name(say, gap))
    return title, table, say("report.document.note", confidence=confidence)


def _said(cells: list[tuple[str, str]]) -> list[str]:
    return [text for text, _ in cells]


def _degrees(content: Content, df: Any) -> str:
    """Say degrees of freedom: whole, but for Welch's, which are none."""
    value = float("nan") if _missing(df) else float(df)
    return content.words.number(value, 0 if value == value and value.is_integer() else 1)


def _missing(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value))
