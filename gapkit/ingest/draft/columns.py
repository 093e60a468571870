"""What the columns of an export seem to be, told by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from gapkit.ingest.cells import distinct
from gapkit.ingest.coding import Interpreter, Kind
from gapkit.ingest.register_cells import read_column
from gapkit.ingest.texts import number, plain, tidy
from gapkit.ingest.vocabulary import NO_ANSWER_WORDS
from gapkit.ingest.word_sets import battery_words
from gapkit.instrument import Scale
from gapkit.instrument.model import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.ingest.readers import RawTable

__all__ = ["DraftColumn", "coded_alike", "columns_of", "scale_of"]

_BLOCKS: Final = 4
"""Blocks of a file that are looked at: some hundred thousand rows tell as much as all."""

_MANY: Final = 60
"""More different cells than this are neither answers nor groups."""

_LARGEST: Final = 10
_FEW_GROUPS: Final = 15
_LABEL: Final = 60
"""Letters of a group's name at most."""
_MOSTLY: Final = 0.7
_RARE: Final = 0.01
"""A value of fewer cells than this share may be a slip or a code for no answer: it tells no scale."""

_ROW: Final = (
    re.compile(r".*\[(?P<row>.+)\]\s*"),  # Google Forms, LimeSurvey
    re.compile(r"第\d+题[(（](?P<row>.+)[)）]\s*"),
    re.compile(r".* / (?P<row>.+)"),
    re.compile(r".*? - (?:\(\d+\) ?)?(?P<row>.+)"),  # Qualtrics, SurveyCake
)
"""Where a heading holds the row of a grid."""

_CODE: Final = re.compile(r"(?P<letters>[A-Za-z]{1,3})0*(?P<number>\d{1,2})")
"""A code of an answer that is no score yet: ``A1`` to ``A5``, ``AO01``."""

_ALIKE: Final = 4
"""So many columns with the same letters in their codes are a grid, not the choices of one question."""

_NUMBERING: Final = re.compile(r"^\D{0,3}\d+(?:[-.]\d+)*\s*[.)、:：]?\s*")
_NO_ANSWER: Final = frozenset(word.casefold() for word in NO_ANSWER_WORDS)


@dataclass(frozen=True)
class DraftColumn:
    """A column and what stands in it.

    Parameters
    ----------
    position
        From 0.
    heading, text
        Its short name, and what was asked (the heading where the file says no more).
    cells
        Text → count, trimmed, empty ones left out.
    """

    position: int
    heading: str
    text: str
    cells: Counter[str]

    @cached_property
    def points(self) -> Counter[int]:
        """Whole numbers from 0 to 10 that cells hold → count; empty where these are not answers."""
        found: Counter[int] = Counter()
        read = Interpreter(Scale(exact(0), exact(_LARGEST)))
        for cell, count in self.cells.items():
            reading = read.read(cell)
            if reading.kind is Kind.ANSWER and reading.code is not None:
                found[reading.code] += count
        enough = found.total() >= _MOSTLY * max(self.cells.total(), 1)
        ticked = set(found) <= {0, 1}  # an option of a tick-all question
        return found if enough and not ticked else Counter()

    @cached_property
    def worded(self) -> int:
        """Points of the built-in scale whose words stand in the cells; 0 where they are none."""
        words = [cell for cell in self.cells if cell.casefold() not in _NO_ANSWER]
        if len(words) < 2:
            return 0
        for points in (5, 7):
            if battery_words(words, Scale(exact(1), exact(points)))[0]:
                return points
        return 0

    @cached_property
    def code_letters(self) -> str:
        """Letters that all cells begin with where these are codes such as ``A1``; empty where not."""
        found = [_CODE.fullmatch(cell) for cell in self.cells]
        letters = {code["letters"] for code in found if code}
        few = 2 <= len(found) <= _LARGEST + 1
        return letters.pop() if few and all(found) and len(letters) == 1 else ""

    @property
    def highest_code(self) -> int:
        """The highest number in its codes."""
        return max(
            (int(found["number"]) for found in map(_CODE.fullmatch, self.cells) if found), default=0
        )

    @property
    def is_answer(self) -> bool:
        """Whether the cells look like answers on a scale."""
        return bool(self.points or self.worded)

    @property
    def is_group(self) -> bool:
        """Whether the cells look like groups of people: few different ones, each several times."""
        few = 2 <= len(self.cells) <= min(_FEW_GROUPS, self.cells.total() // 4)
        short = all(len(cell) <= _LABEL for cell in self.cells)
        worded = not all(number(plain(cell).replace(",", ".")) is not None for cell in self.cells)
        return few and short and worded and not self.is_answer

    @property
    def is_marked(self) -> bool:
        """Whether every cell says yes or no."""
        said = read_column("yes", list(self.cells))[0].tolist()
        return 1 <= len(said) <= 2 and None not in said

    @cached_property
    def core(self) -> str:
        """What was asked about: the row of a grid, else the text without its numbering."""
        for pattern in _ROW:
            found = pattern.fullmatch(self.text)
            if found:
                return tidy(found["row"])
        return tidy(_NUMBERING.sub("", self.text))

    @property
    def number(self) -> int | None:
        """The first number in the heading."""
        found = re.search(r"\d+", self.heading)
        return int(found[0]) if found else None


def columns_of(table: RawTable) -> list[DraftColumn]:
    """Return the columns of a file that may be answers or groups, with their cells."""
    own = set(table.marks.values()) | {s.position for s in table.screens} | table.aside
    wanted = tuple(k for k in range(len(table.headings)) if k not in own)
    cells: dict[int, Counter[str]] = {k: Counter() for k in wanted}
    for block in islice(table.blocks(wanted), _BLOCKS):
        raw = block()
        for k in list(cells):
            numbers, texts = distinct(raw.columns[k], table.decode)
            for place, count in Counter(numbers.tolist()).items():
                cells[k][texts[place].strip()] += count
            if len(cells[k]) > _MANY:
                del cells[k]
    asked = table.texts or ("",) * len(table.headings)
    found = []
    for k, counts in cells.items():
        del counts[""]
        heading = table.headings[k]
        found.append(DraftColumn(k, heading, asked[k] or heading, counts))
    return found


def coded_alike(columns: Sequence[DraftColumn]) -> frozenset[int]:
    """Return the positions of columns that hold the codes of a grid's answers, which are no scores yet."""
    often = Counter(c.code_letters for c in columns)
    coded = (c for c in columns if c.code_letters and often[c.code_letters] >= _ALIKE)
    return frozenset(c.position for c in coded)


def scale_of(columns: Sequence[DraftColumn]) -> tuple[int, int]:
    """Return the lowest and highest point of the scale that some columns seem to share."""
    points = sum((c.points for c in columns), Counter[int]())
    if not points:
        highest = max((c.worded or c.highest_code for c in columns), default=5)
        return 1, next((h for h in (5, 7, 9) if highest <= h), _LARGEST)
    usual = [p for p, count in points.items() if count >= _RARE * points.total()] or list(points)
    low = 0 if min(usual) == 0 else 1
    high = next((h for h in (5, 7, 9, 10) if max(usual) <= h), _LARGEST)
    return low, high
