"""Who may read what: rows that name a member of staff are for readers within the firm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.errors import CallError, Problem, did_you_mean
from gapkit.ingest.register_rows import ALL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.wording import Phrase, Words

__all__ = [
    "AUDIENCES",
    "INTERNAL",
    "PUBLIC",
    "STAFF",
    "checked_audience",
    "names_staff",
    "names_within",
    "silent_on",
]

PUBLIC: Final = "public"
INTERNAL: Final = "internal"
AUDIENCES: Final = (PUBLIC, INTERNAL)

STAFF: Final = ("agent", "monitor", "leader")
"""Columns that name a member of staff; ``all`` in them names nobody. A segment of such a name does
so in the column ``value``."""


def checked_audience(audience: str) -> str:
    """Return the audience.

    Raises
    ------
    CallError
        There is no such audience.
    """
    if audience not in AUDIENCES:
        advice = f"{did_you_mean(audience, AUDIENCES)} Known: {', '.join(AUDIENCES)}.".strip()
        raise CallError(Problem("audience", f"{audience!r} is not known.", advice))
    return audience


def names_staff(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each row names a member of staff; shape (rows,).

    Examples
    --------
    >>> import pandas as pd
    >>> names_staff(pd.DataFrame({"unit": ["all", "North"], "agent": ["all", "A07"]})).tolist()
    [False, True]
    """
    import numpy as np

    named = np.zeros(len(frame), np.bool_)
    for column in STAFF:
        if column in frame:
            named |= _somebody(frame[column])
    if "segment" in frame and "value" in frame:
        named |= frame["segment"].isin(STAFF).to_numpy() & _somebody(frame["value"])
    return named


def _somebody(cells: pd.Series[str]) -> NDArray[np.bool_]:
    somebody: NDArray[np.bool_] = (cells.notna() & ~cells.isin([ALL, ""])).to_numpy(bool)
    return somebody


def silent_on(sentences: Iterable[Phrase], hidden: pd.DataFrame, say: Words) -> tuple[Phrase, ...]:
    """Return the sentences in which nobody is named whose row is withheld.

    Parameters
    ----------
    hidden
        The rows that are withheld.
    say
        The words that the sentences are put in.

    Notes
    -----
    A name that is a common word or a number silences more than it needs to: better than less.
    """
    cells = [hidden[column] for column in STAFF if column in hidden]
    if "segment" in hidden and "value" in hidden:
        cells.append(hidden.loc[hidden["segment"].isin(STAFF), "value"])
    names = {str(name) for column in cells for name in column[_somebody(column)]}
    if not names:
        return tuple(sentences)
    named = names_within(names)
    return tuple(phrase for phrase in sentences if not named.search(say.say(phrase)))


def names_within(names: Collection[str]) -> re.Pattern[str]:
    """Return what finds any of the names in a text, the longest first.

    Chinese, Japanese and Korean are written without spaces, so that a name in them may stand anywhere,
    and any other name beside them; beside letters and digits of its own kind a name is another word.

    Examples
    --------
    >>> find = names_within({"王小明", "A05"})
    >>> [bool(find.search(text)) for text in ("建議王小明受訓", "專員A05需要", "A051", "Lin")]
    [True, True, False, False]
    """
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(_alone, longest_first)))


def _alone(name: str) -> str:
    before = "" if re.match(_UNSPACED, name[0]) else rf"(?<!{_SPACED})"
    after = "" if re.match(_UNSPACED, name[-1]) else rf"(?!{_SPACED})"
    return f"{before}{re.escape(name)}{after}"


_EASTERN: Final = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_UNSPACED: Final = f"[{_EASTERN}]"
_SPACED: Final = rf"[^\W{_EASTERN}]"
