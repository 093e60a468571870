"""How a figure of a table's column is said: with its sign, as a share, as a whole number, as a p."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.results import COUNTS, is_count

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from gapkit.wording import Words

__all__ = ["SHARES", "figure_word", "kind_of", "p_text"]

SIGNED: Final = frozenset(
    {"estimate", "vs_average", "adequacy", "superiority", "change", "change_left", "change_right",
     "difference", "gap_centred", "level_difference", "shrunk", "adjusted", "centre", "mix",
     "expected_change", "carrier_estimate", "without_action", "asymmetry", "estimate_without"}
)  # fmt: skip
"""Differences: told with their sign."""

SHARES: Final = frozenset(
    {"share", "share_below", "share_met", "share_above", "share_within", "share_agree", "floor",
     "ceiling", "response_rate", "promoters", "detractors", "must_be", "one_dimensional",
     "attractive", "indifferent", "reverse", "questionable", "chance", "share_same_day",
     "share_coordinated", "share_kept", "share_kept_agreed", "share_kept_other", "kept_share",
     "without_share", "open_share", "share_of_received", "share_of_previous", "kept_rate", "voice"}
)  # fmt: skip
"""Shares of 1: told in percent."""

WHOLE: Final = COUNTS | {
    "answered", "customers", "items", "k", "predictors", "rank", "sent"
}  # fmt: skip

SMALLEST_P: Final = 0.001
"""Smaller p values are said to be below this."""

BETWEEN: Final = frozenset({"se", "sd", "n"})
"""Columns that stand between a figure and its limits."""


def figure_word(say: Words, kind: str, value: float, decimals: int) -> str:
    """Return a figure as a person reads it; blank where undefined.

    Parameters
    ----------
    kind
        As `kind_of` returns it.
    decimals
        Of means and gaps.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> [figure_word(words("en"), *of, 2) for of in [("estimate", 0.5), ("share", 0.25), ("n", 9.0)]]
    ['+0.50', '25.0 %', '9']
    """
    if value != value:
        return ""
    if kind == "p" or kind.endswith(("_p", "p_adjusted")):
        return p_text(say, value)
    if kind in SHARES:
        return say.percent(value, 1)
    return say.number(value, 0 if kind in WHOLE else decimals, sign=kind in SIGNED)


def kind_of(column: str, frame: pd.DataFrame) -> str:
    """Return the column whose kind the figures of `column` are of: for a limit, what it limits.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"calls": [12], "estimate": [0.5], "se": [0.1], "ci_low": [0.3]})
    >>> kind_of("ci_low", frame), kind_of("calls", frame)
    ('estimate', 'n')
    >>> promises = pd.DataFrame({"kept": [9], "rate": [0.9], "ci_low": [0.6]})
    >>> kind_of("rate", promises), kind_of("ci_low", promises)
    ('kept_rate', 'kept_rate')
    """
    columns = list(frame.columns)
    if is_count(frame[column]):
        return "n"
    if column in ("ci_low", "ci_high"):
        before = [c for c in columns[: columns.index("ci_low")] if c not in BETWEEN]
        return _own(before[-1], columns) if before else column
    stem = column.removesuffix("_low").removesuffix("_high")
    limited = next((c for c in (stem, f"{stem}_share") if c in columns), column)
    return _own(column if column in COUNTS else limited, columns)


def _own(column: str, columns: Collection[str]) -> str:
    """Return the name of a figure's kind: a rate is one of mix and rate, of answers or of promises."""
    if column != "rate":
        return column
    return "response_rate" if "sent" in columns else "kept_rate" if "kept" in columns else column


def p_text(say: Words, value: float) -> str:
    """Return a p value as it is said.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> p_text(words("en"), 0.00001), p_text(words("en"), 0.0421)
    ('<0.001', '0.042')
    """
    if value < SMALLEST_P:
        return f"<{SMALLEST_P}"
    return say.number(value, 3)
