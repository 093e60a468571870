"""What a notebook shows of a result: what it says, and the rows that it speaks of."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.terms import battery_word, gap_name, group_word
from gapkit.plots.theme import INK, MUTED, VERDICTS, ZONE_VERDICTS
from gapkit.report.cell_words import worded
from gapkit.report.figure_words import figure_word, kind_of
from gapkit.report.notebook_part import has_interval, part_of
from gapkit.report.page.dark import dark_colour
from gapkit.report.sides import side_words

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.notebook_part import Part
    from gapkit.results import Result
    from gapkit.wording import Words

__all__ = ["shown"]

SENTENCES: Final = 3
"""Most sentences above the table; the summary has them all."""

GLANCE: Final = 420
"""Most characters above the table, after the first sentence."""

LABELLED: Final = frozenset({"key", "item", "dimension", "other"})
"""Columns of ids, told by their wording."""

NUMBER: Final = ' class="number"'


def shown(result: Result) -> str:
    """Return `result` as HTML: sentences, a table of the rows they speak of, how much there is more.

    No script, and nothing is fetched; colours follow the reader's light or dark page.
    """
    say, part = result.words, part_of(result.frame)
    lines = [say.say(sentence) for sentence in result.sentences]
    first = _first(lines)
    said = say("list.sentences").join(first)
    head = f"<b>{escape(_title(result, part))}</b>" + (f"<br>{escape(said)}" if said else "")
    notes = _notes(part, len(lines) - len(first), say)
    return (
        f'<div class="gapkit-result"><style>{_style()}</style>'
        f"<table><caption>{head}</caption>{_head(result, part)}{_body(result, part)}</table>"
        f"{''.join(f'<p>{escape(note)}</p>' for note in notes)}</div>"
    )


def _first(lines: list[str]) -> list[str]:
    """Return the first sentences, so many as are read at a glance."""
    length, kept = 0, 0
    for line in lines[:SENTENCES]:
        length += len(line)
        if kept and length > GLANCE:
            break
        kept += 1
    return lines[:kept]


def _title(result: Result, part: Part) -> str:
    """Return the table's name, and what all of its rows have in common."""
    say, same = result.words, part.same
    key = f"report.workbook.sheet.{result.name}"
    names = [say(key) if say.has(key) else result.name]
    names += [same[c] for c in ("wave", "wave_to") if same.get(c, "all") != "all"]
    if "segment" in same and ("value" in same or same["segment"] == "all"):
        names.append(group_word(say, same["segment"], same.get("value", "")))
    if "gap" in same:
        names.append(gap_name(say, same["gap"]))
    if "battery" in same:
        names.append(battery_word(say, same["battery"]))
    names += [say.outcome(same[c]) for c in ("outcome",) if c in same]
    return " · ".join(names)


def _notes(part: Part, sentences: int, say: Words) -> list[str]:
    notes = []
    if part.more_rows:
        notes.append(say("result.more_rows", count=part.more_rows))
    if part.more_columns:
        notes.append(say("result.more_columns", count=part.more_columns))
    if sentences > 0:
        notes.append(say("result.more_sentences", count=sentences))
    return [" · ".join(notes)] if notes else []


def _head(result: Result, part: Part) -> str:
    cells = "".join(
        f"<th{NUMBER if _is_number(part.frame, c) else ''}>{escape(_heading(result, part, c))}</th>"
        for c in part.columns
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _heading(result: Result, part: Part, column: str) -> str:
    say = result.words
    if column == "ci_low":
        confidence = say.level(result.options.confidence)
        return say("report.column.interval", confidence=confidence)
    if column in ("mean_left", "mean_right") and "gap" in part.same:
        return side_words(say, part.same["gap"])[column == "mean_right"]
    key = f"report.column.{'label' if column == 'key' else column}"
    return say(key) if say.has(key) else column


def _body(result: Result, part: Part) -> str:
    columns = [_cells(result, part.frame, column) for column in part.columns]
    rows = "".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(*columns, strict=True))
    return f"<tbody>{rows}</tbody>"


def _cells(result: Result, frame: pd.DataFrame, column: str) -> list[str]:
    """Return the cells of a column."""
    say = result.words
    if column == "ci_low":
        return [_cell(text, NUMBER) for text in _intervals(result, frame, "ci")]
    if column == "verdict":
        pairs = zip(frame[column], worded(column, frame, say), strict=True)
        return [_verdict(str(verdict), str(word)) for verdict, word in pairs]
    if column in LABELLED:
        return [_cell(_label(result, key)) for key in frame[column].tolist()]
    if not _is_number(frame, column):
        return [_cell("" if v is None else str(v)) for v in worded(column, frame, say)]
    said = _figures(result, frame, column)
    if has_interval(frame, column):
        limits = _intervals(result, frame, column)
        said = [f"{a} [{b}]" if a and b else a for a, b in zip(said, limits, strict=True)]
    return [_cell(text, NUMBER) for text in said]


def _is_number(frame: pd.DataFrame, column: str) -> bool:
    return frame[column].dtype.kind in "fiu"


def _figures(result: Result, frame: pd.DataFrame, column: str) -> list[str]:
    values = frame[column].astype("Float64").to_numpy(dtype=float, na_value=float("nan")).tolist()
    kind, decimals = kind_of(column, frame), result.options.decimals
    return [figure_word(result.words, kind, value, decimals) for value in values]


def _intervals(result: Result, frame: pd.DataFrame, column: str) -> list[str]:
    low, high = (_figures(result, frame, f"{column}_{end}") for end in ("low", "high"))
    return [
        result.words("report.interval", low=a, high=b) if a and b else ""
        for a, b in zip(low, high, strict=True)
    ]


def _label(result: Result, key: Any) -> str:
    """Return what a person reads for a key: an item, a dimension, or a level's own name."""
    say, instrument = result.words, result.instrument
    for level in ("item", "dimension"):
        if str(key) in getattr(instrument, level):
            return instrument.label(level, str(key), result.options.language)
    name = f"level.{key}"
    return say(name) if say.has(name) else str(key)


def _verdict(verdict: str, word: str) -> str:
    look = ZONE_VERDICTS.get(verdict, verdict)
    if look not in VERDICTS:
        return _cell(word)
    return _cell(f"{VERDICTS[look].sign} {word}", f' class="verdict {look}"')


def _cell(text: str, attributes: str = "") -> str:
    return f"<td{attributes}>{escape(text)}</td>"


def _style() -> str:
    """Return the rules, light, and dark where the page around is."""
    colours = {name: look.colour for name, look in VERDICTS.items()}
    light = {"ink": INK, "muted": MUTED, **colours}
    dark = {name: dark_colour(colour) for name, colour in light.items()}
    rules = "".join(f".gapkit-result table .{name}{{color:var(--gk-{name})}}" for name in colours)
    return (
        f".gapkit-result{{{_variables(light)}color:var(--gk-ink)}}"
        f"@media (prefers-color-scheme:dark){{.gapkit-result{{{_variables(dark)}}}}}"
        f'[data-jp-theme-light="true"] .gapkit-result,body.vscode-light .gapkit-result'
        f"{{{_variables(light)}}}"
        f'[data-jp-theme-light="false"] .gapkit-result,body.vscode-dark .gapkit-result'
        f"{{{_variables(dark)}}}{_RULES}{rules}"
    )


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--gk-{name}:{colour};" for name, colour in colours.items())


_RULES: Final = (
    ".gapkit-result table{border-collapse:collapse;font-size:.9em;max-width:60em}"
    ".gapkit-result caption{text-align:left;padding:.2em .3em .6em;caption-side:top;"
    "color:var(--gk-ink);max-width:60em}"
    ".gapkit-result table th,.gapkit-result table td{padding:.25em .6em;text-align:left;vertical-align:top;"
    "background:none;border-bottom:1px solid color-mix(in srgb,var(--gk-muted) 30%,transparent)}"
    ".gapkit-result table th{font-weight:600;color:var(--gk-muted);vertical-align:bottom}"
    ".gapkit-result table .number{text-align:right;font-variant-numeric:tabular-nums}"
    ".gapkit-result td.number{white-space:nowrap}"
    ".gapkit-result .verdict{min-width:11em}"
    ".gapkit-result p{color:var(--gk-muted);font-size:.85em;margin:.4em .3em}"
)
