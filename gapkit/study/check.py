"""What a run would read, for the console: columns found, what is left out, the first coded rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from gapkit.ingest.preview import preview
from gapkit.wording import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.ingest.preview import FilePreview, Match
    from gapkit.instrument import Instrument
    from gapkit.study.file import Study

__all__ = ["check_study"]

HEADING_WIDTH: Final = 42
ITEM_WIDTH: Final = 34
NOT_ITEMS: Final = ("outcome", "cause", "key", "extra", "points")


def check_study(study: Study) -> tuple[list[str], bool]:
    """Return the lines of `gapkit check`, and whether every item found its column.

    Only headings, and the first block of each file, are read.
    """
    survey = study.survey
    scale = survey.instrument.scale
    instrument = survey.instrument
    size = f"{len(instrument.items)} items in {len(instrument.dimensions)} dimensions"
    lines = [
        f"{study.title} ({study.path.name})",
        f"{instrument.name}: {size}, answers {scale.names[0]} to {scale.names[-1]}",
    ]
    files = preview(survey.answers)
    for file in files:
        lines += ["", *_file(file, instrument)]
    gaps = [pair.gap.name for pair in survey.pairs()]
    lines += ["", f"gaps that can be told: {', '.join(gaps) or 'none; scores of each battery'}"]
    return lines, not any(file.left_out for file in files)


def _file(file: FilePreview, instrument: Instrument) -> list[str]:
    say = words("en").say
    lines = [f"[{file.role}] {file.file}", *(f"  {say(fact)}" for fact in file.facts)]
    batteries = [m for m in file.matches if m.group not in NOT_ITEMS]
    lines += _table(_items(batteries, instrument))
    for match in file.matches:
        if match.group in NOT_ITEMS:
            lines.append(
                f"  {match.group} {match.name} <- {match.letters}: {_short(match.heading, 60)}"
            )
    for battery, item, sought, near in file.left_out:
        nearest = f"; nearest: {', '.join(_short(n, 30) for n in near)}" if near else ""
        lines.append(
            f"  LEFT OUT {battery} of item {item}: no column is called '{sought}'{nearest}"
        )
    return [*lines, *_rows(file, batteries)]


def _items(matches: Sequence[Match], instrument: Instrument) -> list[list[str]]:
    """Return a row for each item: its wording, and its column in each battery."""
    groups = list(dict.fromkeys(m.group for m in matches))
    found = {(m.group, m.name): f"{m.letters}: {m.heading}" for m in matches}
    rows = [["item", *groups]] if groups else []
    for item in instrument.items:
        if any((g, item.id) in found for g in groups):
            label = _short(f"{item.id}  {item.text('en')}", ITEM_WIDTH)
            columns = [_short(found.get((g, item.id), "-"), HEADING_WIDTH) for g in groups]
            rows.append([label, *columns])
    return rows


def _rows(file: FilePreview, matches: Sequence[Match]) -> list[str]:
    """Return the first rows as coded, a line a battery: the points in item order, . for none."""
    lines = ["  first rows, as coded (. is no answer):"] if file.rows else ["  no rows"]
    for row in file.rows:
        keys = [f"{k} {v}" for k, v in row.items() if "." not in k and k != "record" and v]
        lines.append(f"    record {row.get('record', '?')}{': ' if keys else ''}{', '.join(keys)}")
        for group in dict.fromkeys(m.group for m in matches):
            cells = [
                row.get(f"{file.role}.{group}.{m.name}", "") or "."
                for m in matches
                if m.group == group
            ]
            lines.append(f"      {group}: {' '.join(cells)}")
    return lines


def _table(rows: list[list[str]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(_padded(c, w) for c, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """Columns that a terminal gives a text: Chinese and Korean characters take two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _short(text: str, width: int) -> str:
    plain = " ".join(text.split())
    if _width(plain) <= width:
        return plain
    kept = ""
    for character in plain:
        if _width(kept + character) > width - 3:
            break
        kept += character
    return kept + "..."
