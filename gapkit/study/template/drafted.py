"""A study and an instrument drafted from an export: complete enough to run, with what is left to decide."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from gapkit.errors import Problem, StudyError
from gapkit.ingest.draft import draft
from gapkit.ingest.draft.people import unit_of
from gapkit.ingest.texts import tidy
from gapkit.wording import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gapkit.ingest.draft import Draft, DraftColumn

__all__ = ["batteries_of", "write_draft"]

_SEGMENTS: Final = 3
"""Groups that the draft breaks results down by; further ones stand in a comment."""

_SHOWN: Final = 8
"""Further groups and answers named in comments."""

_WORDED: Final = '   # a built-in set reads the words; labels = {1 = "…"} says them yourself'

_HAN: Final = re.compile("[\u4e00-\u9fff]")
_KANA_OR_HANGUL: Final = re.compile("[\u3040-\u30ff\uac00-\ud7af]")

_LONG: Final = 40
"""Headings longer than this get a short name of the study's own."""


def write_draft(export: Path, folder: Path) -> tuple[list[Path], list[str]]:
    """Write a study and an instrument for an export.

    Parameters
    ----------
    export
        The export; it stays where it is.
    folder
        Made if need be.

    Returns
    -------
    written
        The files.
    found
        What was found in the export, a line each.

    Raises
    ------
    StudyError
        One of the files is there already, or cannot be written.
    IngestError
        The export cannot be read, or holds no answers.
    """
    found = draft(export)
    numbers = _numbers(found)
    texts = {
        folder / "study.toml": _study(found, export, folder),
        folder / "instrument.toml": _instrument(found, numbers, export),
    }
    there = [path for path in texts if path.exists()]
    if there:
        raise StudyError(*(
            Problem(str(path), "is there already and is not overwritten.", "Choose another folder.")
            for path in there
        ))  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
    except OSError as problem:
        what = f"cannot be written: {problem.strerror}."
        raise StudyError(Problem(str(folder), what, "Choose another folder.")) from problem
    return list(texts), _told(found)


def batteries_of(found: Draft) -> list[str]:
    """Return the lines of a study's [source.batteries] for what was found in an export."""
    numbers = _numbers(found)
    return [
        f"{battery} = {_pattern(columns, numbers, found.headings)}"
        for battery, columns in found.batteries.items()
    ]


def _told(found: Draft) -> list[str]:
    say = words("en").say
    low, high = found.scale
    lines = [say(fact) for fact in found.facts]
    kind = (
        "in codes that are no scores"
        if found.codes
        else "in words"
        if found.words
        else "in numbers"
    )
    lines.append(f"answers from {low} to {high}, {kind}")
    for battery, columns in found.batteries.items():
        first, last = _short(columns[0].heading), _short(columns[-1].heading)
        lines.append(f"{battery}: {len(columns)} items, from '{first}' to '{last}'")
    others = {
        "other answers": found.outcomes,
        "groups": found.groups,
        "names of people, never segments": found.people,
        "yes or no": found.marked,
    }
    for name, columns in others.items():
        if columns:
            shown = ", ".join(f"'{_short(c.heading)}'" for c in columns[:4])
            lines.append(f"{name}: {shown}{', …' if len(columns) > 4 else ''}")
    if found.sheet:
        keys = ", ".join(f"{key} '{_short(heading)}'" for key, heading in found.sheet.items())
        lines.append(f"a sheet of calls that were listened to: {keys}")
    return lines


def _numbers(found: Draft) -> list[int]:
    """Return the items' numbers: those that the headings of every battery bear, else 1, 2, 3 …."""
    first, *others = ([c.number for c in columns] for columns in found.batteries.values())
    borne = [n for n in first if n is not None]
    alike = len(set(borne)) == len(first) and all(other == first for other in others)
    return borne if alike else list(range(1, len(first) + 1))


def _study(found: Draft, export: Path, folder: Path) -> str:
    path = os.path.relpath(export.resolve(), folder.resolve()).replace(os.sep, "/")
    unit = unit_of(found.groups) if found.sheet else None
    names = _segment_names([c for c in found.groups if c is not unit])
    chosen = list(names)[:_SEGMENTS]
    lines = [
        f"# Drafted from {export.name}. `gapkit check study.toml` says what would be read of it.",
        "",
        "[study]",
        f"title = {_quoted(export.stem)}",
        'instrument = "instrument.toml"',
        *_wave(found),
        *([f"unit = {_quoted(unit.heading)}"] if unit else []),
        f"segments = [{', '.join(map(_quoted, chosen))}]",
        *(
            f"#   {c.heading}: {_short(tidy(c.text))}"
            for c in found.groups[:_SEGMENTS]
            if _says_more(c)
        ),
        'language = "zh-Hant"             # or "en"'
        if _is_chinese(found)
        else 'language = "en"                  # or "zh-Hant"',
        "",
        "[[source]]",
        f'role = "{"monitor" if found.sheet else "customer"}"',
        f"files = [{_quoted(path)}]",
        *_renamed(names, chosen),
        *_people(found),
        *_keys(found),
        *_answers(found),
        '# missing = [9, 99, "N/A"]       # codes and words that stand for no answer',
        "# screening = {min_answered = 0.5}",
        "",
        "[source.batteries]",
        *batteries_of(found),
        *_outcomes(found),
    ]
    return "\n".join(lines) + "\n"


def _wave(found: Draft) -> list[str]:
    """Return the line of the wave: by the date of a monitors' sheet; of other exports only a person can tell."""
    if found.sheet:
        return [f'wave = {{date = {_quoted(found.sheet["date"])}, period = "quarter"}}']
    return [
        '# wave = {value = "2026Q3"}      # or the column that names the wave, or',
        f'#                                # {{date = {_submitted(found)}, period = "quarter"}}',
    ]


def _renamed(names: Mapping[str, str], chosen: Sequence[str]) -> list[str]:
    """Return the line that gives long headings a name of the study's own, and the groups left out."""
    renamed = {n: h for n, h in names.items() if n != h and n in chosen}
    pairs = ", ".join(f"{_key(name)} = {_quoted(heading)}" for name, heading in renamed.items())
    others = list(names)[_SEGMENTS : _SEGMENTS + _SHOWN]
    return [
        *([f"columns = {{{pairs}}}"] if pairs else []),
        *(f"# another group: {_quoted(names[name])}" for name in others),
    ]


def _people(found: Draft) -> list[str]:
    if not found.people:
        return []
    named = ", ".join(_quoted(c.heading) for c in found.people[:_SHOWN])
    return [f"# names people, so that it is no segment (the report would publish them): {named}"]


def _keys(found: Draft) -> list[str]:
    """Return the lines that name single columns: of a monitors' sheet, or those that the format marks."""
    lines = [f"{key} = {_quoted(heading)}" for key, heading in found.sheet.items()]
    if found.marked:
        marked = ", ".join(_quoted(c.heading) for c in found.marked)
        lines.append(
            f"# critical = [{marked}]   # errors that are counted, never averaged: which of these are?"
        )
    if found.sheet:
        lines.append("# minimum_checks = 1             # a month, for each agent")
    for mark in ("id", "duration"):
        if mark in found.marks:
            comment = "" if mark == "id" else "# "
            lines.append(f"{comment}{mark} = {_quoted(found.headings[found.marks[mark]])}")
    return lines


def _outcomes(found: Draft) -> list[str]:
    if not found.outcomes:
        return []
    lines = ["", "# Answers of no battery: those that say how satisfied people are may be outcomes.",
             "# [source.outcomes]"]  # fmt: skip
    for k, column in enumerate(found.outcomes[:_SHOWN], 1):
        asked = f"   # {_short(tidy(column.text))}" if _says_more(column) else ""
        lines.append(f"# outcome{k} = {_quoted(_name(column, found.headings))}{asked}")
    return lines


def _answers(found: Draft) -> list[str]:
    """Return the line that asks what codes stand for: their order is a guess, so that it is not in force."""
    if not found.codes:
        return []
    pairs = ", ".join(f"{_key(code)} = {k}" for k, code in enumerate(found.codes, 1))
    return [
        f"# answers = {{{pairs}}}",
        '# The answers are codes: say above what each stands for, or name a codebook = "…".',
    ]


def _instrument(found: Draft, numbers: Sequence[int], export: Path) -> str:
    low, high = found.scale
    wordings = found.batteries.get("perception") or next(iter(found.batteries.values()))
    lines = [
        f"# Drafted from {export.name}. Left to do: name the dimensions, and say which item belongs where.",
        "",
        "[instrument]",
        'name = "drafted"',
        f"title = {_quoted(export.stem)}",
        f"scale = {{low = {low}, high = {high}}}{_WORDED if found.words else ''}",
        "",
        "[[dimension]]",
        'id = "service"',
        'label = {en = "Service (to be divided into dimensions)", "zh-Hant" = "服務（待分成構面）"}',
        "",
        "# [[dimension]]",
        '# id = "reliability"',
        '# label = {en = "Reliability", "zh-Hant" = "可靠性"}',
    ]
    texts = _without_common_end([c.core or c.text or c.heading for c in wordings])
    for n, text in zip(numbers, texts, strict=True):
        lines += ["", "[[item]]", f'id = "q{n}"', f"n = {n}", 'dimension = "service"',
                  f"text = {_quoted(text)}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _says_more(column: DraftColumn) -> bool:
    """Whether the file says more of a column than its heading."""
    return tidy(column.text) != tidy(column.heading)


def _is_chinese(found: Draft) -> bool:
    """Whether the items are asked in Chinese: with its characters, and none of Japanese or Korean."""
    asked = "".join(c.text for columns in found.batteries.values() for c in columns)
    return bool(_HAN.search(asked)) and not _KANA_OR_HANGUL.search(asked)


def _without_common_end(texts: Sequence[str]) -> list[str]:
    """Leave out a remark in brackets that ends every text, such as which battery it belongs to."""
    ends = {re.search(r"[(（][^(（]*[)）]$", text) for text in texts}
    said = {end[0] for end in ends if end}
    same = len(said) == 1 and None not in ends and len(texts) > 1
    return [text.removesuffix(said.copy().pop()).strip() for text in texts] if same else list(texts)


def _pattern(
    columns: Sequence[DraftColumn], numbers: Sequence[int], headings: Sequence[str]
) -> str:
    """Return how a study finds a battery: a pattern with {n} where that fits, else a list of names."""
    first = columns[0].heading
    before, _, after = first.partition(str(numbers[0]))
    fits = all(c.heading == f"{before}{n}{after}" for c, n in zip(columns, numbers, strict=True))
    if fits and len(columns) > 1 and not re.search(r"[*{}#]", before + after):
        return _quoted(f"{before}{{n}}{after}")
    names = [f"    {_quoted(_name(c, headings))}," for c in columns]
    return "\n".join(["[", *names, "]"])


def _name(column: DraftColumn, headings: Sequence[str]) -> str:
    """Return a column's heading, with its occurrence where several bear it."""
    alike = [tidy(h) for h in headings]
    heading = alike[column.position]
    if alike.count(heading) == 1:
        return heading
    return f"{heading}#{alike[: column.position + 1].count(heading)}"


def _segment_names(groups: Sequence[DraftColumn]) -> dict[str, str]:
    """Return the study's name of each group → its heading; long headings get a short name."""
    often = Counter(tidy(c.heading) for c in groups)
    names: dict[str, str] = {}
    for k, column in enumerate(groups, 1):
        heading = tidy(column.heading)
        short = len(heading) <= _LONG and often[heading] == 1
        names[heading if short else f"group{k}"] = heading
    return names


def _submitted(found: Draft) -> str:
    position = found.marks.get("submitted")
    return _quoted("submitted" if position is None else found.headings[position])


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(tidy(text), ensure_ascii=False)


def _short(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
