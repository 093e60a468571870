"""SurveyMonkey: questions above, rows of grids or options below; one column a question, or one an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.formats.cells import at, fold, known, position, present, without_markup
from gapkit.ingest.formats.shape import Shape
from gapkit.ingest.texts import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapkit.ingest.formats.shape import Top

__all__ = ["recognise"]

_OWN: Final = frozenset({
    "respondentid", "respondent id", "collectorid", "collector id", "startdate", "start date",
    "enddate", "end date", "date created", "date modified", "ip address", "email address",
    "first name", "firstname", "last name", "lastname", "custom data", "custom data 1",
})  # fmt: skip

_TELLING: Final = frozenset({"respondentid", "respondent id", "collectorid", "collector id"})

_ID: Final = re.compile(r"\d{9,}")

_SINGLE: Final = frozenset({"response", "open-ended response"})
"""What stands below a question with one column: no part of its name."""

_OTHER: Final = "other (please specify)"

_ENOUGH: Final = 3
"""Respondents by whose numbers columns are taken for the options of one question."""


def recognise(top: Top) -> Shape | None:
    """Return the shape of a SurveyMonkey export, by blanks in the first row over headings in the second.

    Examples
    --------
    >>> from gapkit.ingest.formats import Top
    >>> rows = ("RespondentID", "How important?", ""), ("", "Tidy", "Quick"), ("9", "Very", "Not at all")
    >>> recognise(Top(rows)).headings
    ('RespondentID', 'How important? / Tidy', 'How important? / Quick')
    """
    rows = top.row(0), top.row(1)
    width = max((k for row in rows for k, cell in enumerate(row, 1) if cell.strip()), default=0)
    questions, parts = (tuple(without_markup(at(row, k)) for k in range(width)) for row in rows)
    if not _has_two_rows(top, questions, parts):
        return None
    groups = tuple(_groups(questions, parts))
    gathered = {g[0]: g[1:] for g in groups if _holds_options(top, g, parts)}
    headings = list(questions)
    for group in groups:
        for column in group:
            headings[column] = _heading(questions[group[0]], parts[column])
    for column in gathered:
        headings[column] = questions[column]
    return Shape(
        2,
        tuple(headings),
        gathered=gathered,
        marks=present(
            id=position(questions, "respondentid", "respondent id"),
            submitted=position(questions, "enddate", "end date", "date modified"),
        ),
        aside=_own(questions, parts) | frozenset(k for rest in gathered.values() for k in rest),
    )


def _has_two_rows(top: Top, questions: Sequence[str], parts: Sequence[str]) -> bool:
    pairs = tuple(zip(questions, parts, strict=True))
    if not any(parts) or not all(q or p for q, p in pairs) or not questions[0]:
        return False
    below_blank = any(part and not question for question, part in pairs)
    telling = known([q if not p else "" for q, p in pairs], _TELLING)
    own = bool(telling) or _begins_with_ids(top, parts)
    single = any(fold(part) in _SINGLE for part in parts)
    return (below_blank and (own or single)) or (own and single)


def _begins_with_ids(top: Top, parts: Sequence[str]) -> bool:
    """Tell whether the first column holds respondents' ids, whatever it is called."""
    ids = top.column(0, below=2)
    return not parts[0] and bool(ids) and all(map(_ID.fullmatch, ids))


def _own(questions: Sequence[str], parts: Sequence[str]) -> frozenset[int]:
    return frozenset(k for k in known(questions, _OWN) if not parts[k])


def _groups(questions: Sequence[str], parts: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Yield the columns of each question; those that have no second heading are none."""
    group: list[int] = []
    for column, (question, part) in enumerate(zip(questions, parts, strict=True)):
        if question and group:
            yield tuple(group)
            group = []
        if part:
            group.append(column)
    if group:
        yield tuple(group)


def _heading(question: str, part: str) -> str:
    return question if fold(part) in _SINGLE else f"{question} / {part}"


def _holds_options(top: Top, group: Sequence[int], parts: Sequence[str]) -> bool:
    """Tell whether the columns of a question are its answers, of which a respondent has one.

    A cell then repeats its own heading, or holds the option's number where numbers were exported; the
    rows of a grid hold answers that stand in no heading.
    """
    if len(group) < 2:
        return False
    rows = [[at(row, column) for column in group] for row in top.rows[2:]]
    if any(sum(map(bool, row)) > 1 for row in rows):
        return False
    options = [k for k, column in enumerate(group) if fold(parts[column]) != _OTHER]
    found = [(k, row[k]) for row in rows for k in options if row[k]]
    as_words = all(comparable(cell) == comparable(parts[group[k]]) for k, cell in found)
    as_numbers = all(cell == str(k + 1) for k, cell in found)
    if as_numbers and not as_words:  # a few numbers in a grid may fall so by chance
        return len(found) >= _ENOUGH and len({k for k, _ in found}) > 1
    return bool(found) and as_words
