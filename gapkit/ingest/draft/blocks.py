"""Batteries among the columns of an export: which columns ask for the same items in another respect."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.ingest.texts import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from gapkit.ingest.draft.columns import DraftColumn

__all__ = ["Blocks", "find_blocks", "one_block"]

_ALIKE: Final = 0.4
"""Texts with this share of their pairs of letters in common ask about the same thing."""

_SAME: Final = 0.6
_BETTER: Final = 0.05
"""Smaller blocks must be more alike by this to be taken in place of larger ones."""

_ROUNDING: Final = 1e-9
_MOST: Final = 1000
"""Columns whose texts are held against each other: beyond, it would take minutes."""

_SHORT: Final = 24
"""Names no longer than this may be a battery's stem and an item's number."""

_ENDING: Final = 4
"""Letters at the end of a text that tell in what respect it asks."""

_WORDS: Final = {
    "importance": r"importan|重要|중요",  # codespell:ignore importan
    "minimum": r"minimum|最低|最小",
    "desired": r"desired|期望水準|理想水準",
    "expectation": r"expect|should|would have|excellent|ideal|very good|期望|應該|应该|理想|기대",
    "performance": r"perform|satisf|did we do|do we do|表現|表现|滿意|满意|만족",
    "perception": r"percei|actual|experience|\bis\b|\bare\b|\bhas\b|\bour\b|感受|實際|实际|知覺|我們|本行|인지|체감",
}
"""Battery → words by which its questions are known; the first that fits."""

_LETTERS: Final = {
    "e": "expectation",
    "p": "perception",
    "i": "importance",
    "m": "minimum",
    "d": "desired",
}
_IN_ORDER: Final = ("expectation", "perception", "importance", "performance")
_SET_AGAINST_IMPORTANCE: Final = "performance"


@dataclass(frozen=True)
class Blocks:
    """Columns that belong together.

    Parameters
    ----------
    batteries
        Battery → its columns, item by item; a column is None where the battery lacks the item.
    rest
        Answers that belong to no battery.
    """

    batteries: dict[str, tuple[DraftColumn, ...]]
    rest: tuple[DraftColumn, ...]

    @property
    def items(self) -> int:
        """How many items there are."""
        return max(map(len, self.batteries.values()), default=0)


def find_blocks(columns: Sequence[DraftColumn]) -> Blocks:
    """Pair columns of answers: by short names with numbers, else by what their texts have in common.

    Parameters
    ----------
    columns
        Columns of answers, in the file's order.
    """
    groups = _by_names(columns) or _by_texts(columns)
    if not groups:
        return Blocks({"perception": tuple(columns)} if len(columns) > 1 else {}, ())
    groups = _aligned(groups)
    named = dict(zip(_named(groups), groups, strict=True))
    taken = {c.position for group in groups for c in group}
    return Blocks(
        {battery: tuple(group) for battery, group in named.items()},
        tuple(c for c in columns if c.position not in taken),
    )


def one_block(columns: Sequence[DraftColumn], battery: str) -> Blocks:
    """Take columns of answers for one battery: those of one stem and numbers, else all of them."""
    groups = _by_names(columns)
    chosen = tuple(groups[0] if len(groups) == 1 else columns)
    rest = tuple(c for c in columns if c not in chosen)
    return Blocks({battery: chosen} if len(chosen) > 1 else {}, rest)


def _by_names(columns: Sequence[DraftColumn]) -> list[list[DraftColumn]]:
    """Return groups of columns called by one stem and the same numbers, such as E1 … and P1 …."""
    stems: dict[tuple[str, str], list[tuple[int, DraftColumn]]] = defaultdict(list)
    for column in columns:
        found = re.fullmatch(r"(.*?)(\d+)([\W_]*)", column.heading)
        if found and len(column.heading) <= _SHORT:
            stems[found[1], found[3]].append((int(found[2]), column))
    numbered = [group for group in stems.values() if len(group) > 1]
    sets = Counter(frozenset(n for n, _ in group) for group in numbered)
    if not sets:
        return []
    usual = max(sets, key=lambda s: (sets[s], len(s)))
    chosen = [g for g in numbered if {n for n, _ in g} == usual and len(g) == len(usual)]
    covered = sum(map(len, chosen)) >= len(columns) / 2
    return [[c for _, c in sorted(g, key=lambda p: p[0])] for g in chosen] if covered else []


def _by_texts(columns: Sequence[DraftColumn]) -> list[list[DraftColumn]]:
    return _interleaved(columns) or _in_blocks(columns)


def _interleaved(columns: Sequence[DraftColumn]) -> list[list[DraftColumn]]:
    """Return groups where each item's columns stand side by side."""
    pairs = list(_neighbours(columns))
    if len(pairs) < 2 or 2 * len(pairs) < 0.7 * len(columns):
        return []
    frames: dict[tuple[str, str], list[tuple[DraftColumn, DraftColumn]]] = defaultdict(list)
    for pair in pairs:
        frames[_frame(pair[0]), _frame(pair[1])].append(pair)
    told = (
        len(frames) <= len(pairs) / 3
    )  # else each question ends as it likes, and all are one battery
    usual = [group for group in frames.values() if len(group) > 1] if told else [pairs]
    return [[pair[side] for pair in group] for group in usual for side in (0, 1)]


def _neighbours(columns: Sequence[DraftColumn]) -> Iterator[tuple[DraftColumn, DraftColumn]]:
    k = 0
    while k < len(columns) - 1:
        here = _likeness(columns[k], columns[k + 1])
        next_ = _likeness(columns[k + 1], columns[k + 2]) if k + 2 < len(columns) else 0.0
        if here >= _ALIKE and here > next_:
            yield columns[k], columns[k + 1]
            k += 2
        else:
            k += 1


def _frame(column: DraftColumn) -> str:
    """Return the end of a question, which tells in what respect it asks."""
    return re.sub(r"\W", "", column.text)[-_ENDING:]


def _in_blocks(columns: Sequence[DraftColumn]) -> list[list[DraftColumn]]:
    """Return groups of equal size that stand one after the other and ask about the same, in one order."""
    alike = _all_likenesses(columns[:_MOST])
    best: tuple[float, int, int] = (0.0, 0, 0)
    for size in range(len(alike) // 2, 1, -1):
        sums = np.concatenate(([0.0], np.cumsum(np.diagonal(alike, size))))
        means = (sums[size:] - sums[:-size])[: len(alike) - 2 * size + 1] / size
        for start in np.flatnonzero(means >= _SAME - _ROUNDING).tolist():
            if means[start] > best[0] + _BETTER:
                best = (float(means[start]), size, start)
    _, size, start = best
    if not size:
        return []
    groups = [list(columns[start : start + size])]
    for at in range(start + size, len(columns) - size + 1, size):
        group = list(columns[at : at + size])
        if sum(map(_likeness, groups[0], group)) / size < _SAME:
            break
        groups.append(group)
    return groups


def _all_likenesses(columns: Sequence[DraftColumn]) -> NDArray[np.float64]:
    """Return the likeness of every column to every other, shape (columns, columns)."""
    pairs = [_pairs(c.core) for c in columns]
    place = {pair: k for k, pair in enumerate(sorted(set().union(*pairs)))}
    held = np.zeros((len(pairs), len(place)))
    for row, own in enumerate(pairs):
        held[row, [place[pair] for pair in own]] = 1
    shared = held @ held.T
    sizes = held.sum(axis=1)
    either: NDArray[np.float64] = np.maximum(sizes[:, None] + sizes[None, :] - shared, 1)
    return np.divide(shared, either)


def _likeness(one: DraftColumn, other: DraftColumn) -> float:
    """Return the share of pairs of letters that two questions have in common, 0 to 1."""
    first, second = _pairs(one.core), _pairs(other.core)
    return len(first & second) / max(len(first | second), 1)


def _pairs(text: str) -> frozenset[str]:
    letters = re.sub(r"[\W_]|\d+$", "", tidy(text).casefold())
    return frozenset(letters[k : k + 2] for k in range(max(len(letters) - 1, 1)))


def _aligned(groups: list[list[DraftColumn]]) -> list[list[DraftColumn]]:
    """Return the groups in the order of the first one's items, where all number them alike."""
    numbers = [[c.number for c in group] for group in groups]
    first = numbers[0]
    alike = None not in first and len(set(first)) == len(first)
    if not alike or any(sorted(map(str, n)) != sorted(map(str, first)) for n in numbers):
        return [group for group in groups if len(group) == len(groups[0])]
    places = [dict(zip(n, group, strict=True)) for n, group in zip(numbers, groups, strict=True)]
    return [[place[n] for n in sorted(first, key=lambda n: n or 0)] for place in places]


def _named(groups: list[list[DraftColumn]]) -> list[str]:
    """Return what each group asks for; in doubt, expectations come before perceptions."""
    names: list[str] = []
    for group in groups:
        said = _battery(group)
        names.append(said if said and said not in names else "")
    if len(groups) == 1:
        return [names[0] or "perception"]
    if len(groups) == 2 and "performance" in names and "importance" not in names:
        met = names.index("performance")
        names[met] = "perception"
        names[1 - met] = names[1 - met].replace("perception", "") or "expectation"
    order = _IN_ORDER if "importance" not in names else (_SET_AGAINST_IMPORTANCE, *_IN_ORDER)
    free = [name for name in order if name not in names]
    return [name or free.pop(0) for name in names]


def _battery(group: list[DraftColumn]) -> str | None:
    stem = re.sub(r"[\W\d_]", "", group[0].heading).casefold()
    if stem in _LETTERS and len(group[0].heading) <= _SHORT:
        return _LETTERS[stem]
    texts = [f"{c.heading} {c.text.replace(c.core, '') or c.text}".casefold() for c in group]
    for battery, words in _WORDS.items():
        if sum(bool(re.search(words, text)) for text in texts) > len(texts) / 2:
            return battery
    return None
