"""Where a row of a table belongs, in words: its label, wave and group, and the lists to choose by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural
from gapkit.report.figures import last_wave
from gapkit.report.page.cells import Cells
from gapkit.report.page.table import Column, Select, column_of, select_of, settled

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.wording import Words

__all__ = [
    "label_column",
    "labels",
    "level_select",
    "place_columns",
    "place_selects",
    "useful",
    "wave_select",
]

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
        for level, key in zip(frame["level"].tolist(), frame["key"].tolist(), strict=True)
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
    return wave_select(content, frame), _group_select(content, frame)


def wave_select(content: Content, frame: pd.DataFrame) -> Select:
    """Return the list of waves; the last is chosen."""
    say, values = content.words, frame["wave"].astype(str).tolist()
    waves = {"*": say("report.every_wave")} | {w: w for w in sorted(set(values), key=natural)}
    return select_of("wave", say("report.column.wave"), values, waves, last_wave(frame))


def _group_select(content: Content, frame: pd.DataFrame) -> Select:
    """Return the list of groups: all of one kind, or one alone; everybody is chosen."""
    say = content.words
    columns = (frame[column].astype(str).tolist() for column in ("segment", "value"))
    pairs: list[tuple[str, str]] = list(zip(*columns, strict=True))
    groups: dict[str, dict[str, tuple[str, str]]] = {}
    for segment, value in sorted(
        set(pairs), key=lambda pair: (pair[0] != "all", pair[0], natural(pair[1]))
    ):
        groups.setdefault(segment, {})[_name(segment, value)] = (segment, value)
    choices = {"*": say("report.every_group")}
    within: dict[str, str] = {}
    spans: dict[str, tuple[str, ...]] = {}
    for segment, values in groups.items():
        if segment == "all":
            choices["all"] = say("group.everybody")
            continue
        choices[segment] = say("report.every_value", segment=say.segment(segment))
        spans[segment] = tuple(values)
        choices |= {name: say.value(segment, value) for name, (_, value) in values.items()}
        within |= dict.fromkeys((segment, *values), say.segment(segment))
    names = [_name(*pair) for pair in pairs]
    chosen = "all" if "all" in choices else "*"
    label = say("report.column.group")
    return select_of("segment", label, names, choices, chosen, within, spans)


def _name(segment: str, value: str) -> str:
    """Return what a group is called among the choices; no segment's name has this character."""
    return "all" if segment == "all" else f"{segment}\t{value}"


def level_select(content: Content, frame: pd.DataFrame) -> Select:
    """Return the list of levels, in the order of the questionnaire."""
    say = content.words
    there = set(frame["level"].unique())
    levels = {level: say(f"level.{level}") for level in LEVELS if level in there}
    label = say("report.column.level")
    return select_of("level", label, frame["level"].tolist(), levels, next(iter(levels)))


def useful(selects: tuple[Select, ...]) -> tuple[Select, ...]:
    """Leave out a list with nothing to choose; what is chosen at first leaves some row."""
    return settled([s for s in selects if len(s.values) > 1])
