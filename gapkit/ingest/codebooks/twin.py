"""The same export with words instead of codes: what each code means is read off row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from gapkit.errors import IngestError, Problem
from gapkit.ingest.buffers import strings, whole
from gapkit.ingest.cells import distinct
from gapkit.ingest.texts import comparable, number, plain, tidy
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from gapkit.ingest.readers.table import Block, RawBatch, RawTable

__all__ = ["in_words"]

_IDS: Final = ("responseid", "序号", "respondentid", "record_id", "_uuid", "key", "id", "#", "hash")
"""Headings of columns that tell respondents apart, the surest first."""

_MOST_CODES: Final = 100
"""More different cells than this are no codes."""


@dataclass(frozen=True)
class _Column:
    """A whole column: for each row the number of its text; and the texts, all different."""

    rows: NDArray[np.int32]
    texts: tuple[str, ...]


def in_words(table: RawTable, twin: RawTable, name: str, identity: str | None) -> RawTable:
    """Return a table with words in place of codes, as the same export in words has them.

    Parameters
    ----------
    table
        The export in codes.
    twin
        The export in words.
    name
        What to call the twin in messages.
    identity
        Heading of the column that tells respondents apart, if the study names one.

    Raises
    ------
    IngestError
        The rows cannot be matched, a code meets two labels or none, or nothing differs.
    """
    shared = _shared(table, twin)
    ours = _columns(table, tuple(shared))
    theirs = _columns(twin, tuple(shared.values()))
    pairs = {k: (ours[k], theirs[j]) for k, j in shared.items()}
    key = _identity(table, pairs, identity)
    places = _by_order(pairs, name) if key is None else _by_key(*pairs[key])
    words: dict[int, dict[str, str]] = {}
    for k, (own, other) in pairs.items():
        if k != key and k not in table.aside and k not in table.marks.values():
            found = _meanings(own, other, places, f"{name}: column '{table.headings[k]}'")
            if found:
                words[k] = found
    if not words:
        what = "the codebook's columns hold the same cells as the file's, or none of them."
        advice = (
            "Name a data dictionary, a syntax file, or this export with words instead of codes."
        )
        raise IngestError(Problem(name, what, advice))
    values = {"file": name, "count": len(words), "key": table.headings[key or 0]}
    told = Phrase("ledger.codebook.twin_rows" if key is None else "ledger.codebook.twin", values)
    silent = {k: tuple(c for c, word in found.items() if not word) for k, found in words.items()}
    missing = {k: (*table.missing.get(k, ()), *codes) for k, codes in silent.items() if codes}
    own_texts = table.texts or ("",) * len(table.headings)
    texts = (t or _text(twin, shared.get(k)) for k, t in enumerate(own_texts))
    return replace(
        table,
        blocks=partial(_blocks, table.blocks, words, table.decode),
        facts=(*table.facts, told),
        texts=tuple(texts),
        missing={**table.missing, **missing},
    )


def _shared(table: RawTable, twin: RawTable) -> dict[int, int]:
    """Return column → the twin's column of the same name; the n-th of a name is the n-th there."""
    there: dict[str, list[int]] = {}
    for k, heading in enumerate(twin.headings):
        there.setdefault(tidy(heading).casefold(), []).append(k)
    found = {}
    for k, heading in enumerate(table.headings):
        places = there.get(tidy(heading).casefold())
        if places:
            found[k] = places.pop(0)
    return found


def _columns(table: RawTable, positions: tuple[int, ...]) -> dict[int, _Column]:
    """Read whole columns; of each cell the number of its text is kept, not the text."""
    known: dict[int, dict[str, int]] = {p: {} for p in positions}
    rows: dict[int, list[NDArray[np.int32]]] = {p: [] for p in positions}
    for block in table.blocks(positions) if positions else ():
        raw = block()
        for p in positions:
            places, texts = distinct(raw.columns[p], table.decode)
            numbers = [known[p].setdefault(tidy(t), len(known[p])) for t in texts]
            rows[p].append(np.array(numbers or [0], np.int32)[places])
    nothing = np.zeros(0, np.int32)
    return {p: _Column(np.concatenate(rows[p] or [nothing]), tuple(known[p])) for p in positions}


def _identity(
    table: RawTable, pairs: Mapping[int, tuple[_Column, _Column]], named: str | None
) -> int | None:
    """Return the column that tells respondents apart in both files, or None where none does."""
    folded = [tidy(heading).casefold() for heading in table.headings]
    wanted = [tidy(named).casefold()] if named else []
    candidates = [folded.index(name) for name in wanted if name in folded]
    candidates += [table.marks["id"]] if "id" in table.marks else []
    candidates += [folded.index(name) for name in _IDS if name in folded]
    for k in candidates:
        if k in pairs and all(_tells_apart(column) for column in pairs[k]):
            return k
    return None


def _tells_apart(column: _Column) -> bool:
    return len(column.rows) == len(column.texts) and "" not in column.texts


def _by_key(own: _Column, other: _Column) -> NDArray[np.int64]:
    """Return for each row the twin's row of the same respondent, -1 where there is none."""
    there = {comparable(other.texts[t]): row for row, t in enumerate(other.rows.tolist())}
    return np.array([there.get(comparable(own.texts[t]), -1) for t in own.rows.tolist()], np.int64)


def _by_order(pairs: Mapping[int, tuple[_Column, _Column]], name: str) -> NDArray[np.int64]:
    """Return the rows' own order, if another column shows that both files have the same.

    Raises
    ------
    IngestError
        The files differ in length, or no column tells that their rows are the same people.
    """
    for own, other in pairs.values():
        count = len(own.rows)
        if count != len(other.rows):
            break
        there = np.array(other.texts, object)[other.rows]
        same = bool((np.array(own.texts, object)[own.rows] == there).all())
        if same and 2 * len(own.texts) >= count > 0 and "" not in own.texts:
            return np.arange(count)
    what = "which rows of the codebook and of the file are the same person cannot be told."
    advice = 'Name the column that tells people apart: id = "…", or export both files again.'
    raise IngestError(Problem(name, what, advice))


def _meanings(
    own: _Column, other: _Column, places: NDArray[np.int64], where: str
) -> dict[str, str]:
    """Return code → word of one column, the empty word for no answer; nothing where it holds no codes.

    Raises
    ------
    IngestError
        A code meets two words, or none.
    """
    matched = places >= 0
    both = np.stack([own.rows[matched], other.rows[places[matched]]])
    met: dict[str, dict[str, str]] = {text: {} for text in own.texts if text}
    for mine, its in np.unique(both, axis=1).T.tolist():
        code, word = own.texts[mine], other.texts[its]
        if code:
            met[code].setdefault(comparable(word), word)
    if not _are_codes(met):
        return {}
    for code, found in met.items():
        if len(found) > 1:
            said = " and ".join(f"'{word}'" for word in list(found.values())[:2])
            what = f"the code {code} stands for {said}."
            raise IngestError(Problem(where, what, "Export both files again, at the same time."))
        if not found:
            what = f"the code {code} occurs only in rows that the codebook lacks."
            raise IngestError(Problem(where, what, "Export both files again, at the same time."))
    return {comparable(code): next(iter(found.values())) for code, found in met.items()}


def _are_codes(met: Mapping[str, Mapping[str, str]]) -> bool:
    """Tell whether a column holds codes: few, short, and other than the words beside them."""
    if not 0 < len(met) <= _MOST_CODES or any(" " in c or len(c) > 20 for c in met):
        return False
    words = {word for found in met.values() for word in found.values()}
    if all(set(found) <= {comparable(code)} for code, found in met.items()):
        return False
    numeric = all(number(plain(code)) is not None for code in met)
    return bool(words - {""}) and (numeric or any(number(plain(w)) is None for w in words if w))


def _text(twin: RawTable, position: int | None) -> str:
    return twin.texts[position] if position is not None and twin.texts else ""


def _blocks(
    blocks: Callable[[Sequence[int]], Iterator[Block]],
    words: Mapping[int, Mapping[str, str]],
    decode: Callable[[bytes], str],
    columns: Sequence[int],
) -> Iterator[Block]:
    """Yield blocks in which words stand in place of codes."""
    for block in blocks(columns):
        yield partial(_worded, block, {c: words[c] for c in columns if c in words}, decode)


def _worded(
    block: Block, words: Mapping[int, Mapping[str, str]], decode: Callable[[bytes], str]
) -> RawBatch:
    raw = block()
    columns = dict(raw.columns)
    for position, known in words.items():
        places, texts = distinct(columns[position], decode)
        said = strings([known.get(comparable(t)) or t for t in texts])
        columns[position] = pa.DictionaryArray.from_arrays(whole(places, pa.int32()), said)
    return replace(raw, columns=columns)
