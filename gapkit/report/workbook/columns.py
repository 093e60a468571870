"""Which columns stand in front, in which order, and what they are headed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural
from gapkit.report.page.cells import Cells
from gapkit.report.sides import side_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.wording import Words

__all__ = ["FRONT", "PLACES", "heading", "in_front", "ordered", "sheet_name", "shown_columns"]

_OF_GAPS: Final = (
    "label",
    "n",
    "mean_left",
    "mean_right",
    "estimate",
    "interval",
    "p_adjusted",
    "verdict",
)

FRONT: Final = {"gaps": _OF_GAPS, "gaps_by_unit": _OF_GAPS}
"""Columns of a table that are seen at first, before the last of `NINTH`; the rest is folded away."""

NINTH: Final = ("change", "before", "vs_average")
"""What a gap is set against, the first that there is: the wave before, else the own average."""

PLACES: Final = ("wave", "segment", "value", "gap", "level")
"""Columns that say where a row belongs; they come first, so that filters find them."""

ROW: Final = ("segment", "value", "gap", "level", "key")
"""What a gap is found by in another wave."""

MOST_SIDES: Final = 2
"""More batteries than this are not all named in a heading."""

SHEET_NAME: Final = 31
"""Characters that Excel allows in a sheet's name."""


def in_front(frame: pd.DataFrame, content: Content) -> pd.DataFrame:
    """Add what stands in front of a table: the interval as it is read, the wave before, people."""
    if "answer" in frame:
        return _wide(frame)
    if "vs_average" not in frame or frame.empty:
        return frame
    cells = Cells(frame, content.words, content.options.decimals)
    said = [text for text, _ in cells.intervals("ci_low", "ci_high", sign=True)]
    both = [text for text, _ in cells.people()]
    people = frame["n"].astype(object).where(frame["n"].notna(), both)
    return _with_before(frame.assign(interval=said, n=people), content)


def _with_before(frame: pd.DataFrame, content: Content) -> pd.DataFrame:
    """Set each gap against its wave before: the change where it was judged, else the gap then."""
    waves = sorted(frame["wave"].astype(str).unique(), key=natural)
    trends = content.results.get("trends")
    if trends is not None and len(trends.frame):
        judged = trends.frame.drop_duplicates([*ROW, "wave_to"])
        changes = judged.set_index([*ROW, "wave_to"])["change"]
        return _looked_up(frame, "change", changes, frame["wave"].astype(str).tolist())
    if len(waves) < 2:
        return frame
    before = dict(zip(waves[1:], waves, strict=False))
    gaps = frame.assign(wave=frame["wave"].astype(str)).set_index([*ROW, "wave"])["estimate"]
    last = [before.get(wave, "") for wave in frame["wave"].astype(str).tolist()]
    return _looked_up(frame, "before", gaps, last)


def _looked_up(
    frame: pd.DataFrame, name: str, figures: pd.Series[float], waves: Sequence[str]
) -> pd.DataFrame:
    import pandas as pd

    keys = pd.MultiIndex.from_arrays([*(frame[c] for c in ROW), list(waves)])
    return frame.assign(**{name: figures.reindex(keys).to_numpy()})


def _wide(answers: pd.DataFrame) -> pd.DataFrame:
    """Put an item's answers side by side: how many answered, then the share of each answer."""
    keys = ["wave", "segment", "value", "battery", "key"]
    points = list(dict.fromkeys(answers["answer"]))
    by_item = answers.groupby(keys, sort=False)
    total = by_item["n"].sum(min_count=1)
    shares = answers.pivot_table("share", keys, "answer", sort=False, dropna=False, observed=True)
    return (
        shares.reindex(index=total.index, columns=points)
        .assign(n=total)[["n", *points]]
        .reset_index()
    )


def ordered(name: str, columns: list[str]) -> list[str]:
    """Put the places first, then what stands in front, then the rest as it was."""
    if name not in FRONT:
        return columns
    first = [*(c for c in PLACES if c in columns), *_front(name, columns)]
    return [*first, *(c for c in columns if c not in first)]


def shown_columns(name: str, frame: pd.DataFrame, columns: list[str]) -> set[str]:
    """Return the columns that are not folded away: in front, or telling rows apart."""
    if name not in FRONT:
        return set(columns)
    telling = {c for c in PLACES if c in columns and frame[c].nunique() > 1}
    return telling | set(_front(name, columns))


def _front(name: str, columns: list[str]) -> list[str]:
    ninth = [c for c in NINTH if c in columns][:1]
    return [*(c for c in FRONT[name] if c in columns), *ninth]


def heading(content: Content, name: str, column: str) -> str:
    """Return what heads a column."""
    say = content.words
    table = name if name in ("ledger", "actions") else "column"
    key = f"report.{table}.{column}"
    if name in FRONT:
        if column in ("mean_left", "mean_right"):
            return _side_heading(content, name, ("mean_left", "mean_right").index(column))
        if column in ("change", "before"):
            return say(f"report.workbook.{column}")
    if say.has(f"report.heading.{name}.{column}"):
        return say(f"report.heading.{name}.{column}")
    if column == "interval":
        return say(key, confidence=content.words.level(content.options.confidence))
    if say.has(key):
        return say(key)
    dimension = content.instrument.dimension.get(column)
    return dimension.label(content.language) if dimension else column


def _side_heading(content: Content, name: str, side: int) -> str:
    """Name the batteries on one side of the gaps, unless there are too many to name."""
    say = content.words
    gaps = dict.fromkeys(content.results[name].frame["gap"].astype(str))
    names = list(dict.fromkeys(side_words(say, gap)[side] for gap in gaps))
    generic = say(f"report.column.{('mean_left', 'mean_right')[side]}")
    return " / ".join(names) if 0 < len(names) <= MOST_SIDES else generic


def sheet_name(say: Words, name: str) -> str:
    """Return the name of a table's sheet."""
    key = f"report.workbook.sheet.{name}"
    return (say(key) if say.has(key) else name)[:SHEET_NAME]
