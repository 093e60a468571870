"""How the columns of one file are read as answers: their scale's words, labels and decimal signs together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.errors import IngestError, Problem
from gapkit.ingest.binding import CAUSE, DETERMINANT, OUTCOME
from gapkit.ingest.coding import Interpreter, contradictions
from gapkit.ingest.decimals import answers_with_comma
from gapkit.ingest.hints import answers_line, quoted
from gapkit.ingest.missing import Declared
from gapkit.ingest.outcomes import words_on
from gapkit.ingest.probe import answer_texts
from gapkit.ingest.texts import comparable, number, plain
from gapkit.ingest.word_sets import battery_words
from gapkit.instrument import KANO_BATTERIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gapkit.ingest.binding import Bound
    from gapkit.ingest.coding import Contradiction
    from gapkit.ingest.layout import Column
    from gapkit.ingest.missing import Between
    from gapkit.wording import Phrase

__all__ = ["OTHER_SCALES", "interpreters", "spoken"]

OTHER_SCALES: Final = (OUTCOME, CAUSE, DETERMINANT, *KANO_BATTERIES)
"""Batteries that are not answered on the instrument's scale, and are never turned."""


def interpreters(
    bound: Bound, columns: Sequence[Column]
) -> tuple[dict[str, Interpreter], tuple[Phrase, ...]]:
    """Return column name → what reads its cells, and what is to be said of it.

    Parameters
    ----------
    bound
        The file.
    columns
        Columns of codes of the file's role; those that the file lacks are passed over.

    Raises
    ------
    IngestError
        The file's value labels and its codes do not mean the same points, and nobody said which holds.
    """
    at = {c.name: p for c in columns if (p := _position(bound, c)) is not None}
    texts = answer_texts(bound.table, tuple(at.values()), bound.sieve)
    found: dict[str, Interpreter] = {}
    said: list[Phrase] = []
    wrong: dict[tuple[Contradiction, ...], list[str]] = {}
    for battery in _batteries([c for c in columns if c.name in at]):
        positions = [at[c.name] for c in battery]
        missing = tuple(dict.fromkeys(m for p in positions for m in _missing(bound, p)))
        scale, answers = battery[0].scale, _answers(bound, battery[0])
        cells = {t for p in positions for t in spoken(bound, p, texts[p])}
        words, phrase = battery_words(cells, scale, missing, answers, battery=_called(battery[0]))
        said += [phrase] if phrase else []
        labels = {label for p in positions for label in bound.table.labels.get(p, {}).values()}
        named = battery_words(cells | labels, scale, missing, answers)[0] if labels else words
        known: dict[tuple[object, ...], Interpreter] = {}
        for column, position in zip(battery, positions, strict=True):
            of_column = bound.table.labels.get(position, {})
            declared = (*_missing(bound, position), *answers)
            if bad := contradictions(of_column, scale, named, declared):
                wrong.setdefault(bad, []).append(bound.table.headings[position])
            comma = answers_with_comma(texts[position], scale)
            key = (_missing(bound, position), tuple(of_column.items()), comma)
            if key not in known:
                known[key] = Interpreter(scale, key[0], answers, words, of_column, comma=comma)
            found[column.name] = known[key]
    if wrong:
        raise IngestError(*(_problem(bad, headings) for bad, headings in wrong.items()))
    return found, tuple(said)


def spoken(bound: Bound, position: int, texts: Iterable[str]) -> set[str]:
    """Return the texts of a column with the file's labels in place of codes that are no numbers.

    What the file declares missing is left out; where a label was needed, all labels of the column
    come along, since they tell more of the scale than those that happen to occur.
    """
    labels = {comparable(c): label for c, label in bound.table.labels.get(position, {}).items()}
    missing = Declared(bound.table.missing.get(position, ()))
    keys = {text: comparable(text) for text in texts}
    found = {
        text if number(plain(text)) is not None else labels.get(key, text)
        for text, key in keys.items()
        if text not in missing and labels.get(key, "") not in missing
    }
    return found if found <= set(keys) else found | set(labels.values())


def _position(bound: Bound, column: Column) -> int | None:
    return bound.batteries.get(column.battery, {}).get(column.item)


def _batteries(columns: Sequence[Column]) -> list[list[Column]]:
    """Group columns whose words come from one set: a battery's; an outcome is asked for itself."""
    groups: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        alone = column.item if column.battery in (OUTCOME, DETERMINANT) else ""
        groups.setdefault((column.battery, alone), []).append(column)
    return list(groups.values())


def _called(column: Column) -> str:
    return column.item if column.battery in (OUTCOME, DETERMINANT) else column.battery


def _missing(bound: Bound, position: int) -> tuple[float | str | Between, ...]:
    return (*bound.source.missing, *bound.table.missing.get(position, ()))


def _answers(bound: Bound, column: Column) -> Mapping[str, float]:
    """Return those of the study's answers that speak of a column: ids of choices only of the items."""
    given = bound.source.answers
    return words_on(column.scale, given) if column.battery in OTHER_SCALES else given


def _problem(bad: tuple[Contradiction, ...], headings: list[str]) -> Problem:
    """Say where a file's labels and codes disagree, with the lines that would decide it."""
    more = f" and {len(headings) - 1} more columns" if len(headings) > 1 else ""
    points = [b for b in bad if b.point is not None]
    silent = [b for b in bad if b.point is None]
    what = [f"{b.code} is labelled '{b.label}', which is {b.point} on the scale" for b in points]
    what += [f"{b.code} is labelled '{b.label}', which is no answer" for b in silent]
    advice = []
    if points:
        labelled = answers_line({b.code: float(b.point or 0) for b in points})
        coded = answers_line({b.code: float(b.code) for b in points})
        advice.append(f"If the labels are right, write {labelled}; if the codes are, {coded}.")
    if silent:
        codes = ", ".join(quoted(b.label) for b in silent)
        advice.append(f"If these stand for no answer, write missing = [{codes}].")
    return Problem(f"column '{headings[0]}'{more}", f"{'; '.join(what)}.", " ".join(advice))
