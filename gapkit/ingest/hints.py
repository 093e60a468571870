"""What to say of cells that could not be read: the line that a study lacks, or what a spreadsheet did."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.coding import Kind
from gapkit.ingest.periods import period_of_date
from gapkit.ingest.texts import comparable, plain
from gapkit.ingest.vocabulary import MONTHS, means_no_answer
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gapkit.ingest.coding import Interpreter

__all__ = ["answers_line", "answers_of_twin", "made_date", "quoted", "unreadable"]

_SHOWN: Final = 5
_DAY_AND_MONTH: Final = re.compile(r"\d{1,4}\W*(?P<after>[^\W\d]+)|(?P<before>[^\W\d]+)\W*\d{1,4}")
_CHINESE: Final = re.compile(r"\d{1,2}月\d{1,2}日?")


def unreadable(texts: Mapping[str, int], listed: str) -> Phrase:
    """Return what to say of unreadable texts: words for no answer, dates out of a spreadsheet, or neither.

    Parameters
    ----------
    texts
        Text → how often.
    listed
        The texts as the ledger lists them.

    Examples
    --------
    >>> unreadable({"N/A": 2}, "N/A").values["words"], unreadable({"2-Jan": 1}, "2-Jan").key
    ('"N/A"', 'ledger.unreadable_dates')
    """
    values = {"texts": listed}
    words = [t for t in texts if means_no_answer(t)]
    if words:
        listed_words = ", ".join(quoted(word.strip()) for word in words[:_SHOWN])
        return Phrase("ledger.unreadable_words", {**values, "words": listed_words})
    if any(map(made_date, texts)):
        return Phrase("ledger.unreadable_dates", values)
    return Phrase("ledger.unreadable", values)


def made_date(text: str) -> bool:
    """Tell whether an answer looks as if a spreadsheet had made a date of it: ``1-2`` becomes 2 January.

    Examples
    --------
    >>> [made_date(t) for t in ("2-Jan", "Jan-02", "1月2日", "2026-01-02 00:00:00", "4-5", "3 good")]
    [True, True, True, True, False, False]
    """
    flat = plain(text)
    found = _DAY_AND_MONTH.fullmatch(flat)
    name = (found["after"] or found["before"]).casefold() if found else ""
    if name in MONTHS or _CHINESE.fullmatch(flat):
        return True
    return period_of_date(flat, "year") is not None


def answers_of_twin(
    pairs: Iterable[tuple[str, str]], interpreter: Interpreter
) -> dict[str, float] | None:
    """Return choice id → score, learned from an export of the same people in words.

    Parameters
    ----------
    pairs
        A cell with an id and the same person's cell in words, any number of times.
    interpreter
        Reads the words.

    Returns
    -------
    dict or None
        Ids in the order of their scores; None where one id has two scores or two ids have one.

    Examples
    --------
    >>> from gapkit.ingest.coding import Interpreter
    >>> from gapkit.instrument import Scale
    >>> from gapkit.instrument.model import exact
    >>> seven = Interpreter(Scale(exact(1), exact(7)))
    >>> answers_of_twin([("8", "Very good 7"), ("9", "Very bad 1"), ("8", "7"), ("", "")], seven)
    {'9': 1.0, '8': 7.0}
    """
    found: dict[str, float] = {}
    for written, worded in dict.fromkeys(pairs):
        reading = interpreter.read(worded)
        if reading.kind is Kind.ANSWER and reading.code is not None and plain(written):
            score = interpreter.scale.values[reading.code]
            if found.setdefault(comparable(written), score) != score:
                return None
    if len(set(found.values())) < len(found):
        return None
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def answers_line(scores: Mapping[str, float]) -> str:
    """Return the line of a study that gives codes or words their scores.

    Examples
    --------
    >>> answers_line({"9": 1.0, "非常好": 7})
    'answers = {"9" = 1, "非常好" = 7}'
    """
    pairs = ", ".join(f"{quoted(word)} = {score:.12g}" for word, score in scores.items())
    return f"answers = {{{pairs}}}"


def quoted(text: str) -> str:
    """Return a text as TOML writes it on one line.

    Examples
    --------
    >>> quoted("N/A")
    '"N/A"'
    """
    return json.dumps(text, ensure_ascii=False)
