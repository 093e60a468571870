"""Rows of gaps as lines of text, each figure with its interval and n: for notes and captions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.gaps.terms import reason_word, verdict_word
from gapkit.report.page.cells import Cells

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["spoken", "spoken_means"]


def spoken(content: Content, rows: pd.DataFrame, *, by: str = "label") -> tuple[str, ...]:
    """Return a line a row: the gap with interval, n and verdict; why where there is none.

    Parameters
    ----------
    content
        As published.
    rows
        Of the table ``gaps``.
    by
        What a line begins with: ``label``, or ``wave``.
    """
    cells = Cells(rows, content.words, content.options.decimals)
    begins = [text for text, _ in (cells.labels() if by == "label" else cells.texts(by))]
    people = [text for text, _ in cells.people()]
    found = zip(begins, people, rows.to_dict("records"), strict=True)
    return tuple(_gap(content, label, n, row) for label, n, row in found)


def spoken_means(content: Content, rows: pd.DataFrame, sides: tuple[str, str]) -> tuple[str, ...]:
    """Return a line a row: the means of both sides, and n."""
    say = content.words
    cells = Cells(rows, say, content.options.decimals)
    columns = (cells.labels(), cells.numbers("mean_left"), cells.numbers("mean_right"))
    lines = []
    for (label, _), (left, _), (right, _), (n, _) in zip(*columns, cells.people(), strict=True):
        if left or right:
            named = zip(sides, (left, right), strict=True)
            figure = " | ".join(say("report.slide.row", label=s, figure=f or "–") for s, f in named)
            text = say("report.slide.row", label=label, figure=figure)
            lines.append(say("report.slide.of_people", text=text, n=n))
    return tuple(lines)


def _gap(content: Content, label: str, n: str, row: dict[Any, Any]) -> str:
    say, decimals = content.words, content.options.decimals
    estimate, low, high = (
        say.number(row[column], decimals, sign=True) for column in ("estimate", "ci_low", "ci_high")
    )
    if not estimate:
        return say("report.slide.row", label=label, figure=reason_word(say, row["reason"]))
    values = {"label": label, "figure": estimate, "low": low, "high": high}
    text = say(f"report.slide.{'with_interval' if low else 'row'}", **values)
    text = say("report.slide.of_people", text=text, n=n)
    verdict = str(row["verdict"] or "")
    if not verdict:
        return text
    word = verdict_word(say, str(row["gap"]), verdict)
    return say("report.slide.judged", text=text, verdict=word)
