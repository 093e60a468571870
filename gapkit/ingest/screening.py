"""From a format's screens and the study's rules to a sieve for one file."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.errors import Problem
from gapkit.ingest.cells import distinct
from gapkit.ingest.sieve import Heading, Rule, Sieve
from gapkit.ingest.texts import comparable, number, plain, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from gapkit.ingest.formats import Screen
    from gapkit.ingest.match import Headings
    from gapkit.ingest.readers import RawTable
    from gapkit.ingest.source import Source

__all__ = ["repeated_ids", "seconds", "sieve_of"]

_CLOCK: Final = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")
_PARTS: Final = re.compile(
    r"(?:(\d+) ?(?:小時|小时|h|hours?) ?)?(?:(\d+) ?(?:分鐘|分钟|分|m|min|minutes?) ?)?"
    r"(?:(\d+(?:\.\d+)?) ?(?:秒鐘|秒钟|秒|s|sec|seconds?))?",
    re.IGNORECASE,
)


def seconds(text: str) -> float | None:
    """Return a time span in seconds: a number, a clock's ``h:mm:ss``, or with units; None if it is none.

    Examples
    --------
    >>> seconds("186"), seconds("186秒"), seconds("0:03:06"), seconds("3分6秒"), seconds("soon")
    (186.0, 186.0, 186.0, 186.0, None)
    """
    flat = plain(text)
    value = number(flat)
    if value is not None:
        return float(value)
    found = _CLOCK.fullmatch(flat) or _PARTS.fullmatch(flat)
    if found is None or not any(found.groups()):
        return None
    hours, minutes, rest = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + rest


def sieve_of(
    source: Source,
    table: RawTable,
    headings: Headings,
    answers: Sequence[int],
    problems: list[Problem],
) -> Sieve:
    """Return what is taken out of a file before its cells are coded; note rules that cannot be kept.

    Parameters
    ----------
    source
        Its screening.
    table, headings
        The file.
    answers
        Columns of answers: a row in which their headings stand again is no answer.
    problems
        Where to note that a rule's column is not there.
    """
    rules = [_of_screen(screen, source) for screen in table.screens]
    rules += _kept(source, headings, problems)
    rules += _timed(source, table, headings, problems)
    if source.screening.finished and not any(s.reason == "unfinished" for s in table.screens):
        what = "screening asks for finished rows, but the file does not say which are."
        advice = 'Name the column that does: screening = {keep = {Status = ["Complete"]}}.'
        problems.append(Problem(headings.place, what, advice))
    return Sieve(tuple(rules), _headings(table, answers), place=headings.place)


def _of_screen(screen: Screen, source: Source) -> Rule:
    def fits(cell: str) -> bool:
        return cell.casefold() in screen.values

    if screen.reason == "unfinished" and not source.screening.finished:
        return Rule(screen.position, fits, noted="unfinished_kept")
    return Rule(screen.position, fits, screen.reason)


def _kept(source: Source, headings: Headings, problems: list[Problem]) -> Iterator[Rule]:
    for name, values in source.screening.keep.items():
        column = headings.find(source.columns.get(name, name))
        if isinstance(column, int):
            wanted = frozenset(map(comparable, values))
            yield Rule(column, partial(_is_other, wanted), "not_kept")
        else:
            problems.append(column or headings.missing(name))


def _is_other(wanted: frozenset[str], cell: str) -> bool:
    return comparable(cell) not in wanted


def _timed(
    source: Source, table: RawTable, headings: Headings, problems: list[Problem]
) -> Iterator[Rule]:
    least, most = source.screening.duration_seconds
    if least is None and most is None:
        return
    column = headings.find(source.duration) if source.duration else table.marks.get("duration")
    if not isinstance(column, int):
        what = "screening asks for a duration, but no column is known to hold it."
        advice = 'Name it in the source: duration = "…", a column of seconds.'
        problems.append(column or Problem(headings.place, what, advice))
        return
    if least is not None:
        yield Rule(column, partial(_is_below, least), "too_fast")
    if most is not None:
        yield Rule(column, partial(_is_above, most), "too_slow")


def _is_below(least: float, cell: str) -> bool:
    took = seconds(cell)
    return took is not None and took < least


def _is_above(most: float, cell: str) -> bool:
    took = seconds(cell)
    return took is not None and took > most


def _headings(table: RawTable, answers: Sequence[int]) -> tuple[Heading, ...]:
    """Return for each row of headings those of the columns of answers."""
    if not table.heading_rows:
        return ()
    # what is gathered from columns of options repeats their headings in every row
    own = [position for position in answers if position not in table.gathered]
    rows = [_filled(row, own) for row in table.written or (table.headings,)]
    return tuple(row for row in rows if row)


def _filled(row: Sequence[str], columns: Sequence[int]) -> Heading:
    named = [(k, tidy(row[k])) for k in columns if k < len(row)]
    return tuple((k, heading) for k, heading in named if heading)


def repeated_ids(
    files: Sequence[tuple[RawTable, int, int | None]],
    wave: Callable[[str], str | None] | None,
    *,
    last: bool,
) -> list[NDArray[np.int64]]:
    """Return for each file the records whose respondent id another record of the same wave bears.

    Parameters
    ----------
    files
        The files of a source in order: the table, the column of the id, and that of the wave if any.
    wave
        What turns a wave's cell into the wave.
    last
        The last of these records is the one that stays, else the first.

    Notes
    -----
    The columns are read once more for this, since the last one is not known before the end.
    """
    seen: dict[tuple[str, str], tuple[int, int]] = {}
    found: list[list[int]] = [[] for _ in files]
    for number_, (table, of_id, of_wave) in enumerate(files):
        columns = tuple({of_id} if of_wave is None else {of_id, of_wave})
        for block in table.blocks(columns):
            raw = block()
            ids, texts = distinct(raw.columns[of_id], table.decode)
            if of_wave is None:
                waves, names = np.zeros(len(ids), np.int32), [""]
            else:
                waves, written = distinct(raw.columns[of_wave], table.decode)
                names = [(wave(text) if wave else text) or "" for text in written]
            names_of_ids = [comparable(text) for text in texts]
            for k, (i, w) in enumerate(zip(ids.tolist(), waves.tolist(), strict=True)):
                key = (names_of_ids[i], names[w])
                if not key[0]:
                    continue
                here = (number_, int(raw.records[k]))
                if key not in seen:
                    seen[key] = here
                    continue
                out = seen[key] if last else here
                found[out[0]].append(out[1])
                seen[key] = here if last else seen[key]
    return [np.array(sorted(records), np.int64) for records in found]
