"""Microsoft Forms: number, start, completion, address and name first; statements of a grid stand alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import DATE_TIME, at, fold, known
from gapkit.ingest.formats.shape import Shape
from gapkit.ingest.texts import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_TIMES: Final = frozenset({
    ("start time", "completion time"), ("開始時間", "完成時間"), ("开始时间", "完成时间"),
    ("開始時刻", "完了時刻"), ("시작 시간", "완료 시간"), ("startzeit", "fertigstellungszeit"),
    ("heure de début", "heure de fin"), ("hora de inicio", "hora de finalización"),
    ("hora de início", "hora de conclusão"), ("ora di inizio", "ora di completamento"),
    ("begintijd", "tijd van voltooien"),
})  # fmt: skip
"""What its second and third columns are called, in the language of the form's owner."""

_OWN: Final = frozenset({
    "email", "e-mail", "電子郵件", "电子邮件", "メール", "전자 메일", "adresse de messagerie",  # codespell:ignore adresse
    "correo electrónico", "posta elettronica", "name", "名稱", "姓名", "名称", "名前", "nom", "nombre",
    "nome", "naam", "last modified time", "上次修改時間", "上次修改时间", "total points", "quiz feedback",  # codespell:ignore nome
    "grade posted time", "language",
})  # fmt: skip

_FIRST: Final = 3
"""Number, start, completion; then its other own columns, then the questions."""

_AGAIN: Final = re.compile(r"(.*\D)\d")
_QUIZ: Final = re.compile(r"(Points|Feedback) - .*")


def recognise(top: Top) -> Shape | None:
    """Return the shape of a Microsoft Forms export, by its numbered rows and their two times.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> heads = ("ID", "Start time", "Completion time", "Email", "Name", "Tidy desks")
    >>> row = ("1", "2026-07-01 09:00:04", "2026-07-01 09:03:10", "anonymous", "", "Agree")
    >>> recognise(Top((heads, row))).marks
    {'id': 0, 'submitted': 2}
    """
    headings = tuple(map(tidy, top.row(0)))
    times = (fold(at(headings, 1)), fold(at(headings, 2)))
    own = known(headings, _OWN)
    if times not in _TIMES or _FIRST not in own:
        return None
    numbers, completed = top.column(0, below=1), top.column(2, below=1)
    if not all(n.isdecimal() for n in numbers) or not all(map(DATE_TIME.fullmatch, completed)):
        return None
    first_question = next(k for k in range(_FIRST, len(headings) + 1) if k not in own)
    quiz = {k for k, heading in enumerate(headings) if _QUIZ.fullmatch(heading)}
    scores = known(headings, ("total points", "quiz feedback", "grade posted time"))
    return Shape(
        1,
        headings,
        tuple(_asked(heading, headings[:k]) for k, heading in enumerate(headings)),
        marks={"id": 0, "submitted": 2},
        aside=frozenset(range(first_question)) | quiz | scores,
    )


def _asked(heading: str, before: Sequence[str]) -> str:
    """Return what a question says; a digit at its end tells only that it has been asked before."""
    found = _AGAIN.fullmatch(heading)
    return found[1] if found and found[1] in before else heading
