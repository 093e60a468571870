"""Where a row of a table belongs, in words: its label, wave and group, and the lists to choose by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural
from gapkit.report.figures import last_wave
from gapkit.report.page.cells import Cells
from gapkit.report.page.table import Column, Select, column_of, select_of

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.wording import Words

__all__ = ["label_column", "labels", "level_select", "place_columns", "place_selects", "useful"]

LEVELS: Final = ("item", "dimension", "overall", "weighted")


def label_column(say: Words, cells: Cells) -> Column:
    """Return the wordings; what they are wordings of follows the level that is chosen."""
    by_level = {level: say(f"level.{level}") for level in LEVELS}
    heading = say("report.column.label")
    return column_of("label", heading, cells.labels(), headings=by_level)


def labels(content: Content, frame: pd.DataFrame) -> list[str]:
    """Return the wordings of the rows, as the instrument has them."""
    label = content.instrument.label
    return [
        label(level, key, content.language)
        for level, key in zip(frame["level"], frame["key"], strict=True)
    ]


def place_columns(content: Content, frame: pd.DataFrame) -> tuple[Column, ...]:
    """Return wave and group, where there is more than one."""
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    columns = []
    if frame["wave"].nunique() > 1:
        columns.append(column_of("wave", say("report.column.wave"), cells.texts("wave"), "quiet"))
    if (frame["segment"] != "all").any():
        columns.append(column_of("value", say("report.column.group"), cells.groups(), "quiet"))
    return tuple(columns)


def place_selects(content: Content, frame: pd.DataFrame) -> tuple[Select, Select]:
    """Return the lists of waves and of groups; the last wave and everybody are chosen."""
    say = content.words
    waves = {"*": say("report.every_wave")} | {
        w: w for w in sorted(set(frame["wave"].astype(str)), key=natural)
    }
    segments = {"*": say("report.every_group")} | {
        s: say("group.everybody") if s == "all" else s
        for s in dict.fromkeys(frame["segment"].astype(str))
    }
    return (
        select_of(
            "wave",
            say("report.column.wave"),
            list(frame["wave"].astype(str)),
            waves,
            last_wave(frame),
        ),
        select_of(
            "segment",
            say("report.column.group"),
            list(frame["segment"].astype(str)),
            segments,
            "all" if "all" in segments else "*",
        ),
    )


def level_select(content: Content, frame: pd.DataFrame) -> Select:
    """Return the list of levels, in the order of the questionnaire."""
    say = content.words
    there = set(frame["level"])
    levels = {level: say(f"level.{level}") for level in LEVELS if level in there}
    label = say("report.column.level")
    return select_of("level", label, list(frame["level"]), levels, next(iter(levels)))


def useful(selects: tuple[Select, ...]) -> tuple[Select, ...]:
    """Leave out a list with nothing to choose."""
    return tuple(s for s in selects if len(s.values) > 1)
