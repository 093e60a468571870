"""Which rows of a result a chart shows, and the words that belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.errors import CallError, Problem, did_you_mean
from gapkit.gaps.groups import WHOLE, natural
from gapkit.gaps.terms import group_word, side_word, sign_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gapkit.results import Result
    from gapkit.wording import Words

__all__ = [
    "as_number",
    "count_text",
    "interval_text",
    "label_of",
    "last_wave",
    "no_such_rows",
    "p_text",
    "records_of",
    "side_word",
    "sign_of",
    "subtitle",
    "take",
]


def last_wave(frame: pd.DataFrame) -> str:
    """Return the last wave of a frame, by its name; `all` where there is none."""
    return max(frame["wave"].astype(str).unique(), key=natural, default=WHOLE)


def take(result: Result, wave: str | None, **keys: str) -> pd.DataFrame:
    """Return the rows of `result` that a chart shows.

    Parameters
    ----------
    result
        What is drawn.
    wave
        The wave; None takes the last, and all rows of a table without waves.
    **keys
        Column → the value it must have.

    Returns
    -------
    pandas.DataFrame
        The rows in their order; none where the frame is empty.

    Raises
    ------
    CallError
        A column has no such value; the message names those that there are.
    """
    frame = result.frame
    if frame.empty:
        return frame
    of_waves = "wave" in frame
    when = {"wave": last_wave(frame) if wave is None else wave} if of_waves else {}
    wanted = when | keys
    chosen = np.ones(len(frame), dtype=bool)
    for column, value in wanted.items():
        texts = frame[column].astype(str)
        same = chosen & (texts == str(value)).to_numpy()
        if not same.any():
            raise CallError(no_such_rows(column, str(value), texts[chosen].unique().tolist()))
        chosen = same
    return frame[chosen].reset_index(drop=True)


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, column → cell; a blank count is None.

    Taken column by column, many times faster than by pandas' `to_dict`.

    Examples
    --------
    >>> import pandas as pd
    >>> records_of(pd.DataFrame({"key": ["a", "b"], "n": [3, 5]}))
    [{'key': 'a', 'n': 3}, {'key': 'b', 'n': 5}]
    """
    import pandas as pd

    names = [str(column) for column in frame.columns]
    columns = (
        [None if cell is pd.NA else cell for cell in frame[column].tolist()] for column in frame
    )
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def no_such_rows(column: str, value: str, known: list[str]) -> Problem:
    """Return what to tell where no row has `value`: the nearest one, and those that there are."""
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    advice = f"{did_you_mean(value, known)} There is: {shown}.".strip()
    return Problem(column, f"there are no rows with {column} = {value!r}.", advice)


def label_of(result: Result, level: str, key: str) -> str:
    """Return what a person reads for a row; the key itself where the instrument has no such row."""
    try:
        label = result.instrument.label(level, key, result.options.language)
    except KeyError:
        return key
    return result.words(f"level.{key}") if label in ("overall", "weighted") else label


def sign_of(result: Result, gap: str) -> str:
    """Return which sign of a gap is the shortfall; for gaps of the user's own too."""
    words, direction = result.words, result.instrument.scale.direction
    left, right = (side_word(words, gap, side) for side in ("left", "right"))
    return sign_word(words, gap, direction, left, right)


def subtitle(result: Result, wave: str, segment: str, value: str) -> str:
    """Return when and of whom a figure is."""
    words = result.words
    whom = group_word(words, segment, value)
    return whom if wave == "all" else words("plots.when_whom", wave=wave, whom=whom)


def count_text(row: Mapping[str, Any], words: Words) -> str:
    """Return the people behind a row: n, or those of the left | the right side."""
    n, left, right = (as_number(row.get(column)) for column in ("n", "n_left", "n_right"))
    if n == n:
        return words.number(n, 0)
    return " | ".join(words.number(side, 0) for side in (left, right) if side == side) or "–"


def interval_text(row: Mapping[str, Any], words: Words, decimals: int) -> str:
    """Return the estimate with its interval: ``−0.58 [−0.74, −0.43]``."""
    low, high = row["ci_low"], row["ci_high"]
    said = words.number(row["estimate"], decimals, sign=True)
    if low != low or high != high:
        return said or "–"
    ends = ", ".join(words.number(end, decimals, sign=True) for end in (low, high))
    return f"{said} [{ends}]"


def p_text(p: float, words: Words) -> str:
    """Return a p value as it is printed: ``p < 0.001``, ``p = 0.034``; blank where undefined."""
    if p != p:
        return ""
    return f"p < {words.number(0.001, 3)}" if p < 0.001 else f"p = {words.number(p, 3)}"


def as_number(cell: object) -> float:
    """Return a cell as a number, NaN where it is blank (a blank count is pandas' NA)."""
    try:
        return float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return float("nan")
