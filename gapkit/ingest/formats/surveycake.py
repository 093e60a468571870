"""SurveyCake: questions first, grids as ``question - (1)row``, its own columns behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import known, position, present
from gapkit.ingest.formats.shape import Shape
from gapkit.ingest.texts import tidy

if TYPE_CHECKING:
    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_SUBMITTED: Final = "填答時間"
_DURATION: Final = "填答秒數"
_OTHERS: Final = (
    "ip紀錄",
    "額滿結束註記",
    "使用者紀錄",
    "會員時間",
    "hash",
    "會員編號",
    "自訂id",
    "備註",
)

_ROW: Final = re.compile(r".* - \(\d+\)(?P<text>.+)", re.DOTALL)


def recognise(top: Top) -> Shape | None:
    """Return the shape of a SurveyCake export, by the columns that it adds behind the answers.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> heads = ("本行櫃檯 - (1)桌面整潔", "填答時間", "填答秒數", "IP紀錄", "Hash", "備註")
    >>> shape = recognise(Top((heads,)))
    >>> shape.texts[0], shape.marks
    ('桌面整潔', {'id': 4, 'submitted': 1, 'duration': 2})
    """
    headings = tuple(map(tidy, top.row(0)))
    submitted, duration = position(headings, _SUBMITTED), position(headings, _DURATION)
    others = known(headings, _OTHERS)
    if submitted is None or duration is None or len(others) < 2:
        return None
    rows = [_ROW.fullmatch(heading) for heading in headings]
    return Shape(
        1,
        headings,
        tuple(tidy(row["text"]) if row else "" for row in rows),
        marks=present(id=position(headings, "hash"), submitted=submitted, duration=duration),
        aside=others | {submitted, duration},
    )
