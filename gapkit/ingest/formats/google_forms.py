"""Google Forms: a time stamp first, then questions as they were asked; grids as ``Question [Row]``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import DATE_TIME, at, fold, known
from gapkit.ingest.formats.shape import Shape
from gapkit.ingest.texts import tidy

if TYPE_CHECKING:
    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_STAMPS: Final = frozenset({
    "timestamp", "時間戳記", "时间戳记", "时间戳", "タイムスタンプ", "타임스탬프", "zeitstempel", "horodateur",
    "marca temporal", "carimbo de data/hora", "informazioni cronologiche", "tijdstempel",
    "отметка времени", "sygnatura czasowa", "zaman damgası", "dấu thời gian", "stempel waktu",
})  # fmt: skip
"""What the first column is called, in the language of the form's owner."""

_DOWNLOADED: Final = re.compile(
    r"\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d{2}:\d{2} \S+(?: \S+)? [A-Z]{2,5}(?:[+-]\d{1,2}(?::\d{2})?)?"
)
"""``2026/07/01 9:03:10 AM GMT+8``: nothing else writes times so."""

_OWN: Final = frozenset({
    "email address", "username", "電子郵件地址", "电子邮件地址", "e-mail-adresse", "adresse e-mail",  # codespell:ignore adresse
    "dirección de correo electrónico", "メールアドレス", "score", "total score", "分數", "总分",
})  # fmt: skip

_GRID: Final = re.compile(r".*\S ?\[[^\[\]]+\]", re.DOTALL)
_QUIZ: Final = re.compile(r".*\[(Score|Feedback|分數|意見回饋)\]", re.DOTALL)


def recognise(top: Top) -> Shape | None:
    """Return the shape of a Google Forms export, by its time stamps; a linked sheet also by its grids.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> rows = ("Timestamp", "Our branch [Tidy desks]"), ("2026/07/01 9:03:10 AM GMT+8", "5")
    >>> recognise(Top(rows)).headings, recognise(Top((("Timestamp", "E1"), ("2026-07-01 09:03", "5"))))
    (('Timestamp', 'Our branch [Tidy desks]'), None)
    """
    headings = tuple(map(tidy, top.row(0)))
    stamps = top.column(0, below=1)
    if fold(at(headings, 0)) not in _STAMPS or not stamps:
        return None
    own = known(headings, _OWN)
    downloaded = all(map(_DOWNLOADED.fullmatch, stamps))
    sheet = all(map(DATE_TIME.fullmatch, stamps)) and (
        1 in own or any(map(_GRID.fullmatch, headings))
    )
    if not downloaded and not sheet:
        return None
    quiz = {k for k, heading in enumerate(headings) if _QUIZ.fullmatch(heading)}
    return Shape(1, headings, marks={"submitted": 0}, aside=frozenset({0}) | own | quiz)
