"""问卷星 (wjx): six columns of its own, then ``1、question``; grids as ``第2题(row)``; texts or indices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import at, known, position, present
from gapkit.ingest.formats.shape import Shape
from gapkit.ingest.texts import number, plain, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_SUBMITTED: Final = "提交答卷时间"
_DURATION: Final = "所用时间"
_OWN: Final = ("序号", _SUBMITTED, _DURATION, "来源", "来源详情", "来自ip", "总分")

_QUESTION: Final = re.compile(r"\d+[、：:.]\s*(?P<text>.+)", re.DOTALL)
_ROW: Final = re.compile(r"第\d+题[(（](?P<text>.+)[)）]", re.DOTALL)

_SKIPPED: Final = ("(跳过)", "(空)")
_SKIPPED_INDEX: Final = ("-3", "-2")
"""Of the export by index: skipped, left blank."""


def recognise(top: Top) -> Shape | None:
    """Return the shape of a wjx export, by its own columns first.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> heads = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "第2题(桌面整洁)")
    >>> shape = recognise(Top((heads, ("1", "2026/7/1 9:03:10", "186秒", "微信", "", "", "5"))))
    >>> shape.headings[6], shape.texts[6], shape.missing
    ('第2题(桌面整洁)', '桌面整洁', ('(跳过)', '(空)', '-3', '-2'))
    """
    headings = tuple(map(tidy, top.row(0)))
    submitted, duration = position(headings, _SUBMITTED), position(headings, _DURATION)
    if at(headings, 0) != "序号" or submitted is None or duration is None:
        return None
    return Shape(
        1,
        headings,
        tuple(map(_asked, headings)),
        marks=present(id=0, submitted=submitted, duration=duration),
        missing=(*_SKIPPED, *(_SKIPPED_INDEX if _by_index(top, headings) else ())),
        aside=known(headings, _OWN),
    )


def _asked(heading: str) -> str:
    found = _QUESTION.fullmatch(heading) or _ROW.fullmatch(heading)
    return tidy(found["text"]) if found else ""


def _by_index(top: Top, headings: Sequence[str]) -> bool:
    """Tell whether the rows of grids hold numbers only: then the export is the one by index."""
    grids = [k for k, heading in enumerate(headings) if _ROW.fullmatch(heading)]
    cells = [cell for k in grids for cell in top.column(k, below=1)]
    return bool(cells) and all(number(plain(cell)) is not None for cell in cells)
