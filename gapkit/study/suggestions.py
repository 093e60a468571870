"""Lines for a study file that would mend what could not be read or matched."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.hints import answers_line, made_date
from gapkit.ingest.texts import comparable
from gapkit.ingest.vocabulary import NO_ANSWER_CODES, means_no_answer
from gapkit.ingest.word_sets import likely_scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gapkit.ingest.inspection import FileInspection, Match
    from gapkit.ingest.source import Source

__all__ = ["suggestions"]

_OFTEN: Final = 2
"""An odd code that occurs so often is no slip."""

_MOST: Final = 12
"""Words that a suggestion lists; more are free text."""


def suggestions(files: Sequence[FileInspection], source: Source) -> list[str]:
    """Return lines for one [[source]] of a study.

    Parameters
    ----------
    files
        What was found in the files of this source.
    source
        What the study says already.
    """
    matches = [m for file in files for m in file.matches if m.cells is not None]
    lines = [*_missing(matches, source), *_answers(matches, source)]
    for battery in dict.fromkeys(b for file in files for b, *_ in file.left_out):
        lines += _battery(battery, files)
    return lines


def _odd(matches: Sequence[Match], kind: str) -> dict[str, int]:
    """Return the texts of one kind with their counts, the most frequent first."""
    found: dict[str, int] = {}
    for match in matches:
        for text, count in match.cells.kind(kind).texts.items() if match.cells else ():
            found[text.strip()] = found.get(text.strip(), 0) + count
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def _missing(matches: Sequence[Match], source: Source) -> Iterator[str]:
    words = [t for t in _odd(matches, "unreadable") if means_no_answer(t)]
    outside = _odd(matches, "out of range")
    codes = [t for t, n in outside.items() if comparable(t) in NO_ANSWER_CODES and n >= _OFTEN]
    if words or codes:
        declared = [*source.missing, *(int(comparable(c)) for c in codes), *words]
        yield f"missing = {json.dumps(declared, ensure_ascii=False)}   # if they stand for no answer"


def _answers(matches: Sequence[Match], source: Source) -> Iterator[str]:
    scores: dict[str, float] = {}
    for battery in dict.fromkeys(m.group for m in matches):
        own = [m for m in matches if m.group == battery]
        words = [
            text
            for text in _odd(own, "unreadable")
            if not means_no_answer(text) and not made_date(text)
        ]
        likely = likely_scores(words, own[0].cells.scale) if own[0].cells else {}
        scores |= {word: likely.get(word, scores.get(word, 0.0)) for word in words}
    if scores and len(scores) <= _MOST:
        known = {word: float(score) for word, score in source.answers.items()}
        ordered = (
            dict(sorted(scores.items(), key=lambda pair: pair[0])) if _are_codes(scores) else scores
        )
        open_ = "put their points in place of 0" if 0.0 in scores.values() else "look them through"
        yield f"{answers_line(known | ordered)}   # {open_}"


def _are_codes(words: Iterable[str]) -> bool:
    return all(re.fullmatch(r"[A-Za-z]+\d+", word) for word in words)


def _battery(battery: str, files: Sequence[FileInspection]) -> Iterator[str]:
    """Propose the nearest headings for items that found none; the others keep what they found."""
    found = {m.name: m.heading for file in files for m in file.matches if m.group == battery}
    near = {
        item: names[0]
        for file in files
        for b, item, _, names in file.left_out
        if b == battery and names and names[0] not in found.values()
    }
    if near:
        pairs = ", ".join(
            f"{i} = {json.dumps(h, ensure_ascii=False)}" for i, h in (found | near).items()
        )
        where = "in batteries, in place of what stands there"
        yield f"{battery} = {{{pairs}}}   # {where}; nearest headings: {', '.join(near)}"
