"""Which column of a file is which item: globs, lists, tables and positions, matched to headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from gapkit.errors import Problem
from gapkit.ingest.source import Spread
from gapkit.ingest.texts import column_letters, column_position, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gapkit.ingest.source import Pattern
    from gapkit.instrument import Instrument, Item

__all__ = ["Headings", "Matched"]

_PLACE = re.compile(r"\{(\w+)\}")
_OCCURRENCE = re.compile(r"(.*\S)\s*#(\d+)")
_SHOWN = 12
"""Headings that a message names."""


@dataclass
class Matched:
    """What became of a battery in one file.

    Parameters
    ----------
    columns
        Item id → column position, in the instrument's order.
    left_out
        Item id → what was looked for and the nearest headings.
    problems
        What makes it impossible to go on.
    """

    columns: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Headings:
    """The headings of a file, compared after white space and Unicode forms are made alike.

    Parameters
    ----------
    headings
        As the file has them.
    place
        The file's name, for messages.
    wordings
        What was asked, a column each, where the file has short names and questions: looked at only where
        no heading fits.
    aside
        Columns that look like items and are none (timings, display orders): no ``*`` finds them.
    marks
        What columns of a format's own are, such as ``submitted``: names for what has no such heading.

    Examples
    --------
    >>> headings = Headings(["id", "Tidy desks", "Tidy  desks"], "july.csv")
    >>> headings.find("Tidy desks#2")
    2
    >>> print(headings.find("Tidy desks"))
    july.csv: 'Tidy desks' stands in columns B and C. Write 'Tidy desks#1' for the first, 'Tidy desks#2' for the second.
    """

    def __init__(
        self,
        headings: Sequence[str],
        place: str,
        wordings: Sequence[str] = (),
        aside: frozenset[int] = frozenset(),
        marks: Mapping[str, int] | None = None,
    ) -> None:
        self.texts = [tidy(h) for h in headings]
        self.wordings = [tidy(w) for w in wordings]
        self.place = place
        self._aside = aside
        self._marks = marks or {}

    def find(self, name: str) -> int | Problem | None:
        """Return the column called `name` (``name#2``: the second of these), None if there is none."""
        column = self._pick(name, self._equal)
        return self._marks.get(name) if column is None else column

    def nearest(self, name: str) -> tuple[str, ...]:
        """Return the headings most like `name`."""
        filled = [t for t in dict.fromkeys([*self.texts, *self.wordings]) if t]
        return tuple(get_close_matches(tidy(name), filled, 3, 0.5))

    def missing(self, name: str, of: str = "") -> Problem:
        """Return the message for a name that no column bears; `of` is what the study asks it for."""
        near = self.nearest(name)
        advice = f"Nearest: {_listed(near)}." if near else f"Headings: {_listed(self.texts)}."
        asked = f" for {of}" if of else ""
        return Problem(self.place, f"there is no column '{name}'{asked}.", advice)

    def captures(self, pattern: str, place: str) -> dict[str, int] | None:
        """Return what stands at ``{place}`` in each heading that fits the pattern → its column."""
        parts = [_glob(part) for part in tidy(pattern).split(f"{{{place}}}")]
        fits = re.compile("(.+?)".join(parts)) if len(parts) == 2 else None
        if fits is None:
            return None
        for texts in (self.texts, self.wordings):
            found = ((fits.fullmatch(text), k) for k, text in enumerate(texts))
            if captured := {match[1]: k for match, k in found if match}:
                return captured
        return {}

    def battery(self, battery: str, pattern: Pattern, instrument: Instrument) -> Matched:
        """Match a battery's pattern to columns, item by item."""
        found = Matched()
        wanted = self._wanted(battery, pattern, instrument, found)
        for item, looked_for in wanted.items():
            column = looked_for if isinstance(looked_for, int) else self._item(looked_for)
            if isinstance(column, Problem):
                found.problems.append(column)
            elif column is None:
                name = str(looked_for[0])  # type: ignore[index]
                found.left_out[item] = (name, self.nearest(re.sub(r"[*{}]", "", name)))
            else:
                found.columns[item] = column
        if wanted and not found.columns and not found.problems:
            found.problems.append(self._none_found(battery, wanted))
        _refuse_shared(found, battery, self)
        return found

    def _wanted(
        self, battery: str, pattern: Pattern, instrument: Instrument, found: Matched
    ) -> dict[str, int | list[str]]:
        """Return what to look for: item id → globs (any of them), or a position."""
        items = instrument.items
        if isinstance(pattern, str):
            return {item.id: _filled(pattern, item) for item in items}
        if isinstance(pattern, Spread):
            return self._spread(battery, pattern, instrument, found)
        if isinstance(pattern, Mapping):
            for unknown in [i for i in pattern if i not in instrument.item]:
                what = (
                    f"battery '{battery}' names the item '{unknown}', which the instrument has not."
                )
                found.problems.append(Problem(self.place, what, f"Items: {_some(instrument)}."))
            return {i: [_escaped(pattern[i])] for i in instrument.item if i in pattern}
        if len(pattern) != len(items):
            what = f"battery '{battery}' lists {len(pattern)} columns for {len(items)} items."
            found.problems.append(Problem(self.place, what, f"Order: {_some(instrument)}."))
            return {}
        return {item.id: [_escaped(name)] for item, name in zip(items, pattern, strict=True)}

    def _spread(
        self, battery: str, pattern: Spread, instrument: Instrument, found: Matched
    ) -> dict[str, int | list[str]]:
        first = column_position(pattern.from_)
        last = (first or 0) + pattern.step * (len(instrument.items) - 1)
        if first is None or not 0 <= last < len(self.texts):
            what = f"battery '{battery}' from column '{pattern.from_}' in steps of {pattern.step} leaves the file."
            end = column_letters(max(len(self.texts) - 1, 0))
            advice = f"It has columns A to {end}; {len(instrument.items)} items are looked for."
            found.problems.append(Problem(self.place, what, advice))
            return {}
        return {item.id: first + k * pattern.step for k, item in enumerate(instrument.items)}

    def _item(self, globs: list[str]) -> int | Problem | None:
        columns: set[int] = set()
        for glob in globs:
            column = self._pick(glob, self._fitting)
            if isinstance(column, Problem):
                return column
            if column is not None:
                columns.add(column)
        if len(columns) > 1:
            return self._ambiguous(_readable(globs[0]), sorted(columns))
        return columns.pop() if columns else None

    def _pick(self, name: str, search: Callable[[str], list[int]]) -> int | Problem | None:
        """Return the one column that `search` gives for a name, or the occurrence that it asks for."""
        name = tidy(name)
        columns = search(name)
        which = _OCCURRENCE.fullmatch(name)
        if not columns and which:
            columns = search(which[1])[int(which[2]) - 1 : int(which[2])]
        if len(columns) > 1:
            return self._ambiguous(_readable(name), columns)
        return columns[0] if columns else None

    def _equal(self, name: str) -> list[int]:
        return self._those(lambda text: text == name)

    def _fitting(self, glob: str) -> list[int]:
        fits = re.compile(_glob(glob))
        aside = self._aside if "*" in glob else frozenset()
        return self._those(lambda text: bool(fits.fullmatch(text)), aside)

    def _those(self, fits: Callable[[str], bool], aside: frozenset[int] = frozenset()) -> list[int]:
        """Return the columns whose heading fits, or where there is none, whose wording does."""
        named = [k for k, text in enumerate(self.texts) if fits(text) and k not in aside]
        if named:
            return named
        return [k for k, text in enumerate(self.wordings) if fits(text) and k not in aside]

    def _ambiguous(self, name: str, columns: list[int]) -> Problem:
        letters = [column_letters(k) for k in columns]
        what = f"'{name}' stands in columns {', '.join(letters[:-1])} and {letters[-1]}."
        if len({self.texts[k] for k in columns}) == 1:
            advice = f"Write '{name}#1' for the first, '{name}#2' for the second."
        else:
            shown = "; ".join(_short(self.texts[k]) for k in columns[:4])
            advice = f"These are: {shown}. Make the pattern say which."
        return Problem(self.place, what, advice)

    def _none_found(self, battery: str, wanted: Mapping[str, int | list[str]]) -> Problem:
        globs = next((g for g in wanted.values() if not isinstance(g, int)), [""])
        name = _readable(globs[0])
        what = f"no column matches battery '{battery}'; looked for '{name}' and {len(wanted) - 1} more."
        advice = f"Headings: {_listed(self.nearest(name) or self.texts)}."
        if len(self.texts) == 1:
            advice += (
                ' The file was read as one column: say what parts its columns, delimiter = "…".'
            )
        return Problem(self.place, what, advice)


def _listed(headings: Sequence[str]) -> str:
    """List headings, of many the first ones: the dots say that there are more."""
    shown = ", ".join(f"'{_short(text)}'" for text in headings[:_SHOWN])
    return f"{shown}, …" if len(headings) > _SHOWN else shown


def _refuse_shared(found: Matched, battery: str, headings: Headings) -> None:
    """Two items from one column would be one answer counted twice."""
    seen: dict[int, str] = {}
    for item, column in found.columns.items():
        if column in seen:
            where = f"column {column_letters(column)} ('{_short(headings.texts[column])}')"
            what = f"battery '{battery}': items '{seen[column]}' and '{item}' both match {where}."
            found.problems.append(Problem(headings.place, what, "Make the pattern say which."))
        seen[column] = item


def _filled(pattern: str, item: Item) -> list[str]:
    """Return the pattern with an item's number, id and wordings filled in, other signs literal."""
    texts = item.text.all() if "{text}" in pattern else ("",)
    globs = []
    for text in texts:
        values = {"n": str(item.n), "id": item.id, "text": text}
        globs.append(
            _PLACE.sub(lambda m, v=values: _escaped(v[m[1]]) if m[1] in v else m[0], pattern)  # type: ignore[misc]
        )
    return list(dict.fromkeys(globs))


_STAR = "\ue0ff"
"""Stands for a literal * while ``*`` is the wildcard."""


def _escaped(text: str) -> str:
    return text.replace("*", _STAR)


def _readable(glob: str) -> str:
    return glob.replace(_STAR, "*")


def _glob(glob: str) -> str:
    """Return a regular expression in which ``*`` alone is special."""
    return ".*".join(re.escape(part.replace(_STAR, "*")) for part in tidy(glob).split("*"))


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _some(instrument: Instrument) -> str:
    ids = [item.id for item in instrument.items]
    return ", ".join(ids[:6]) + (", …" if len(ids) > 6 else "")
