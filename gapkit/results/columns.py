"""What columns of tables are: keys, counts, words, and what the firm counted itself.

A table says by dtype what its columns hold, where it is made: whole numbers (``Int64``) are counts,
floats are figures, strings are words. The names here say what no dtype tells: which words name a row,
which count people, which are blanked with the figures. One name may be a word in one table and a
number in another (``value``, ``step``): the dtype decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ANSWERED_BY",
    "BEHIND_UNITS",
    "COUNTS",
    "FOUND",
    "GIVEN",
    "KEYS",
    "PEOPLE",
    "TEXTS",
    "WRITTEN",
    "is_count",
    "is_key",
]

KEYS: Final = frozenset(
    {
        "wave",
        "segment",
        "value",
        "gap",
        "level",
        "key",
        "battery",
        "dimension",
        "answer",
        "unit",
        "week",
        "month",
        "duty",
        "weekday",
        "role_left",
        "role_right",
        "role",
        "check",
        "outcome",
        "kind",
        "importance_kind",
        "model",
        "item",
        "other",
        "factor",
        "wave_from",
        "wave_to",
        "by",
        "term",
        "cause",
        "tag",
        "determinant",
        "agent",
        "monitor",
        "call",
        "day",
        "chart",
        "scope",
        "trained",
        "zero",
        "promise",
        "rule",
        "campaign",
        "word",
        "language",
        "place",
        "said_in",
    }
)
"""Columns that name a row, where they hold words; never altered, never blanked."""

BEHIND_UNITS: Final = ("people_left", "people_right")
"""Where n counts units: the people of these units, whom the gate looks at instead."""

COUNTS: Final = frozenset(
    {"n", "n_left", "n_right", "n_complete", "n_low", "n_high", "flagged", "n_flagged", "n_without",
     "n_from", "n_to", "n_both", *BEHIND_UNITS}
)  # fmt: skip
"""Columns that count people, of any table: whole numbers, never weighted, even where a frame of
somebody's own holds them as floats."""

PEOPLE: Final = (
    "n", "n_left", "n_right", "n_complete", "answered", "n_flagged", "n_without", "n_from", "n_to",
    *BEHIND_UNITS,
)  # fmt: skip
"""Those of them that say how many stand behind a row; they stay where its figures are blanked."""

GIVEN: Final = frozenset({"customers", "sent", "rate"})
"""What the firm counted itself, and the share that answered: no answer shows in them where they
stand beside each other."""

FOUND: Final = frozenset(
    {
        "verdict",
        "material",
        "target_met",
        "quadrant",
        "above_chance",
        "category",
        "told",
        "holds",
        "improper",
        "advice",
        "carrier",
        "carrier_tied",
        "overpromised",
        "closed_by",
        "mix_by",
        "signal",
        "covered",
        "complete",
        "outside",
        "drifts",
        "reading",
        "met",
    }
)
"""Words that say what was found, and are blanked with the figures."""

WRITTEN: Final = frozenset(
    {"owner", "due", "measure", "cause_label", "remedy", "whose", "rule", "case", "notes"}
)
"""Texts that people wrote: who does what until when, and what would fit."""

ON_CAUSES: Final = frozenset({"class", "exposure", "antecedent", "with_gap", "exposed"})
"""What the catalogue says of a cause, and what a figure was set against."""

TEXTS: Final = frozenset({"label", "reason", "pairing", *FOUND, *WRITTEN, *ON_CAUSES})
"""Columns of words, beside the keys."""

ANSWERED_BY: Final = ("wave", "segment", "value", "battery", "key")
"""What an answer's total is taken over in the table `answers`."""


def is_key(column: str, values: pd.Series[Any]) -> bool:
    """Whether a column names the rows of its table; a column of floats holds figures.

    Examples
    --------
    >>> import pandas as pd
    >>> is_key("value", pd.Series(["North", "South"])), is_key("value", pd.Series([4.2, 3.9]))
    (True, False)
    """
    return column in KEYS and values.dtype.kind != "f"


def is_count(values: pd.Series[Any]) -> bool:
    """Whether a column holds whole numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> is_count(pd.Series([3, None], dtype="Int64")), is_count(pd.Series([3.0]))
    (True, False)
    """
    return values.dtype.kind in "iu"
