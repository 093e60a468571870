"""One figure of a run, for running text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.errors import CallError, Problem, did_you_mean
from gapkit.study.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from gapkit.results import Result
    from gapkit.study.run import Run

__all__ = ["table_of", "unknown_name", "value"]

MAIN: Final[Mapping[str, str]] = {
    "gaps": "estimate",
    "gaps_by_unit": "estimate",
    "knowledge": "r_corrected",
    "profile": "gap_centred",
    "consensus": "difference",
    "witnesses": "difference",
    "scores": "mean",
    "answers": "share",
    "zones": "perception",
    "response": "rate",
    "trends": "change",
    "league": "shrunk",
    "reliability": "alpha",
    "outcomes": "mean",
    "drivers": "share",
    "priorities": "score",
    "penalty_reward": "asymmetry",
    "what_if": "change",
    "actions": "estimate",
    "attribution": "estimate",
    "causes": "agreement",
    "tags": "estimate",
    "answer_quality": "share",
    "monitoring": "mean",
    "training": "value",
    "training_effect": "effect",
    "contacts": "complaints_per_1000",
    "duty": "value",
    "complaints": "received",
    "recovery": "open_share",
    "guarantee": "rate",
    "zeros": "value",
}
"""Table → the column that is taken where none is named."""

MOST_NAMED: Final = 24
"""Names that a message lists."""


def value(
    self: Run, table: str = "gaps", column: str | None = None, *, audience: str = "public",
    **keys: Any,
) -> Figure | str:  # fmt: skip
    """Return one figure of a table, for running text.

    Parameters
    ----------
    table
        ``gaps``, ``scores``, …; ``gap`` and ``score`` will do as well.
    column
        What is asked of the row; by default the table's main figure (of gaps: ``estimate``).
    audience
        ``public``: figures of very few people are blank; ``internal``: they are not.
    **keys
        Columns that name the row: ``gap="5", level="dimension", key="reliability"``,
        ``wave=…``, ``segment=…, value=…``. What is left out is the last wave, everybody, the
        gap that the message is about, and ``overall``.

    Returns
    -------
    Figure or str
        The number, which prints itself in the study's language; a word where the column holds
        words (``column="verdict"``: as in the table).

    Raises
    ------
    CallError
        There is no such table, column or row, or more than one row; the message names those
        that there are.

    Examples
    --------
    >>> from gapkit.samples import sample
    >>> from gapkit.study import read_study
    >>> run = read_study(sample("kiosk")).run()
    >>> print(f"The gap is {run.value('gap')}, {run.value('gap', 'n')} people.")
    The gap is −1.08, 207 people.
    """
    result = table_of(self, table, audience)
    row = _row(result, {name: str(value) for name, value in keys.items()})
    return _cell(result, row, _column(result, column))


def table_of(run: Run, name: str, audience: str) -> Result:
    """Return a table as `audience` may see it."""
    known = next((table for table in (name, f"{name}s") if table in run.results), None)
    if known is None:
        raise CallError(unknown_name("table", f"the run has no table '{name}'", name, run.results))
    shown: dict[tuple[str, str], Result] = run.__dict__.setdefault("_shown", {})
    if (known, audience) not in shown:
        shown[known, audience] = run.results[known].published(audience=audience)
    return shown[known, audience]


def _column(result: Result, column: str | None) -> str:
    chosen = column or MAIN.get(result.name)
    if chosen is None:
        listed = ", ".join(result.frame.columns)
        raise CallError(
            Problem("column", f"say which column of {result.name}.", f"There is: {listed}.")
        )
    if chosen not in result.frame:
        what = f"{result.name} has no column '{chosen}'"
        raise CallError(unknown_name("column", what, chosen, result.frame.columns))
    return chosen


def _row(result: Result, keys: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the one row that `keys` name."""
    from gapkit.plots.chosen import no_such_rows

    frame = result.frame
    for column, value in keys.items():
        if column not in frame:
            what = f"{result.name} has no column '{column}'"
            raise CallError(unknown_name(column, what, column, frame.columns))
        texts = frame[column].astype(str)
        if not (texts == value).any():
            raise CallError(no_such_rows(column, value, list(dict.fromkeys(texts))))
        frame = frame[texts == value]
    for column, default in _DEFAULTS.items():
        if column not in keys and column in frame and frame[column].nunique() > 1:
            usual = frame[frame[column].astype(str) == default(frame)]
            frame = usual if len(usual) else frame
    if len(frame) > 1:
        raise CallError(_several(result, frame))
    return {str(column): cell for column, cell in frame.iloc[0].items()}


def _last(frame: pd.DataFrame, column: str) -> str:
    from gapkit.gaps.groups import natural

    last: str = max(frame[column].astype(str).unique(), key=natural)
    return last


def _message(frame: pd.DataFrame) -> str:
    from gapkit.gaps.sentences import main_gap

    return str(main_gap(frame))


_DEFAULTS: Final[Mapping[str, Callable[[pd.DataFrame], str]]] = {
    "wave": lambda frame: _last(frame, "wave"),
    "wave_to": lambda frame: _last(frame, "wave_to"),
    "month": lambda frame: _last(frame, "month"),
    "week": lambda frame: _last(frame, "week"),
    "segment": lambda _: "all",
    "unit": lambda _: "all",
    "agent": lambda _: "all",
    "kind": lambda _: "all",
    "value": lambda _: "all",
    "gap": _message,
    "level": lambda _: "overall",
}
"""Column → the value that is meant where none is given."""


def _several(result: Result, frame: pd.DataFrame) -> Problem:
    """Say which columns would tell the rows apart, and what they may be."""
    from gapkit.results import is_key

    telling = {
        column: list(dict.fromkeys(frame[column].astype(str)))
        for column in map(str, frame)
        if is_key(column, frame[column]) and frame[column].nunique() > 1
    }
    listed = "; ".join(f"{column}: {_listed(known)}" for column, known in telling.items())
    what = f"{len(frame)} rows of {result.name} are meant, not one."
    return Problem("value", what, f"Say which: {listed}.")


def _cell(result: Result, row: Mapping[str, Any], column: str) -> Figure | str:
    from gapkit.gaps.terms import reason_word
    from gapkit.plots.chosen import as_number
    from gapkit.report.figure_words import figure_word, kind_of

    frame, say = result.frame, result.words
    if frame[column].dtype.kind not in "fiu":
        return str(row[column])
    number = as_number(row[column])
    if number != number:
        return Figure(number, f"[{reason_word(say, row.get('reason')) or say('plots.blank')}]", row)
    kind = kind_of(column, frame)
    return Figure(number, figure_word(say, kind, number, result.options.decimals), row)


def unknown_name(where: str, what: str, name: str, known: Iterable[str]) -> Problem:
    """Return what to tell where a name is not known: the nearest one, and those that there are."""
    names = list(known)
    return Problem(
        where, f"{what}.", f"{did_you_mean(name, names)} There is: {_listed(names)}.".strip()
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
