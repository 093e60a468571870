"""Which rows and columns of a table a notebook shows: those that its sentences speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.sentences import main_gap
from gapkit.results import COUNTS, is_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["SHOWN_ROWS", "Part", "has_interval", "part_of"]

SHOWN_ROWS: Final = 12
"""Rows of a table that a notebook shows."""

SHOWN_COLUMNS: Final = 11
"""Columns that a notebook shows, in the order of the table; a word and an interval count as one."""

BEHIND: Final = frozenset(
    {"se", "sd", "t", "df", "f", "df_rest", "boot_low", "boot_high", "wilcoxon_p", "se_jackknife",
     "n_effective", "share_below", "share_met", "share_above", "pairing", "icc", "block", "ordinal",
     "without_action_se", "sd_left", "sd_right", "remedy", "exposure", "effect", "material"}
)  # fmt: skip
"""Columns that an analyst looks up, but that a first look can do without."""

SIDES: Final = ("n_left", "n_right")


@dataclass(frozen=True)
class Part:
    """What is shown of a table.

    Parameters
    ----------
    frame
        The rows, with all their columns.
    columns
        Those that are shown. Where a column has ``…_low`` and ``…_high`` beside it, these are told
        with it.
    same
        Key → the one value that all rows share: said once, above the table.
    more_rows, more_columns
        How many are not shown.
    """

    frame: pd.DataFrame
    columns: tuple[str, ...]
    same: dict[str, str]
    more_rows: int
    more_columns: int


def part_of(frame: pd.DataFrame) -> Part:
    """Return the part of `frame` that is shown.

    A table of more than `SHOWN_ROWS` rows is narrowed down step by step: to the last wave, to
    everybody, to the gap that the message is about, to levels above the single item.
    """
    rows = frame
    for narrowed in _steps:
        if len(rows) <= SHOWN_ROWS:
            break
        kept = narrowed(rows)
        rows = kept if len(kept) else rows
    rows = rows.head(SHOWN_ROWS).reset_index(drop=True)
    same = {c: str(rows[c].iloc[0]) for c in NAMING if c in rows and rows[c].nunique() == 1}
    columns = list(_telling(rows, same))
    shown = _shortest(columns)
    return Part(rows, shown, same, len(frame) - len(rows), len(columns) - len(shown))


NAMING: Final = ("wave", "wave_to", "segment", "value", "gap", "battery", "outcome", "level")
"""Keys that are said once where all rows shown share them."""


def _last_wave(rows: pd.DataFrame) -> pd.DataFrame:
    column = next((c for c in ("wave", "wave_to") if c in rows), None)
    if column is None:
        return rows
    waves = rows[column].astype(str)
    last: pd.DataFrame = rows[waves == max(waves.unique(), key=natural)]
    return last


def _everybody(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["segment"] == "all"] if "segment" in rows else rows


def _message(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["gap"] == main_gap(rows)] if "gap" in rows else rows


def _above_items(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["level"] != "item"] if "level" in rows else rows


_steps: Final = (_last_wave, _everybody, _message, _above_items)


def _telling(rows: pd.DataFrame, same: dict[str, str]) -> Iterator[str]:
    """Yield the columns that say something: names first, the verdict and the reason last."""
    late = [c for c in ("verdict", "reason") if c in rows]
    named = [c for c in ("label", "key", "item") if c in rows][:1]
    middle = [c for c in map(str, rows) if c not in (*late, *named)]
    keys = [c for c in middle if is_key(c, rows[c])]
    told_with = {f"{c}_{end}" for c in middle for end in ("low", "high") if has_interval(rows, c)}
    unneeded = BEHIND | told_with | set(same) | _told_otherwise(rows)
    for column in [*keys, *named, *(c for c in middle if c not in keys), *late]:
        if (
            column not in unneeded
            and (rows[column].notna() & (rows[column].astype(str) != "")).any()
        ):
            yield column


def _told_otherwise(rows: pd.DataFrame) -> set[str]:
    """Return the columns that say what another one says as well."""
    found = {"ci_high"}
    if "label" in rows:
        found.add("key")
    if "p_adjusted" in rows:
        found.add("p")
    if "n" in rows and rows["n"].notna().all():
        found.update(SIDES)
    if {"label", "key"} & set(rows) and "level" in rows and (rows["level"] != "item").all():
        found.add("level")
    return found


def has_interval(rows: pd.DataFrame, column: str) -> bool:
    """Whether both ends of an interval stand beside a column, under its name."""
    return column not in COUNTS and f"{column}_low" in rows and f"{column}_high" in rows


def _shortest(columns: list[str]) -> tuple[str, ...]:
    """Return the first columns, and what was found last of all."""
    found = [c for c in columns if c in ("verdict", "reason")]
    return (*[c for c in columns if c not in found][: SHOWN_COLUMNS - len(found)], *found)
