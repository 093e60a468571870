"""Members of staff under other names: what stands for a name in everything that is computed and written."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from gapkit.ingest.register_rows import ALL
from gapkit.results.audience import STAFF, names_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gapkit.ingest.ledger import Finding
    from gapkit.ingest.register import Rows

__all__ = ["hashed", "nameless", "names_of", "without_names"]

FREE_TEXTS: Final = ("dimension", "hard_case", "notes")
"""Columns that may speak of anybody."""

BYTES: Final = 4
"""Of a hash; eight digits."""


def hashed(names: Iterable[str], secret: str) -> list[str]:
    """Return what stands for each name: the same in every run with the same secret.

    Parameters
    ----------
    names
        As the files write them; blank and ``all`` name nobody and stay.
    secret
        Without it nobody can find a name by trying; keep it out of what is passed on.

    Notes
    -----
    BLAKE2b (Saarinen and Aumasson 2015, RFC 7693) with the secret as key, cut to eight hexadecimal
    digits: among 100 people two share one in about one of a million files.

    Examples
    --------
    >>> hashed(["Lin", "", "all"], "a secret")
    ['7c0ee5a1', '', 'all']
    """
    key = blake2b(secret.encode()).digest()
    given = list(names)
    known = {
        name: blake2b(name.encode(), key=key, digest_size=BYTES).hexdigest()
        for name in set(given) - {"", ALL}
    }
    return [known.get(name, name) for name in given]


def names_of(registers: Mapping[str, Rows]) -> frozenset[str]:
    """Return the names of all members of staff that the registers bear."""
    cells = (
        rows.frame[column]
        for rows in registers.values()
        for column in STAFF
        if column in rows.frame
    )
    return frozenset(str(name) for column in cells for name in column.unique()) - {"", ALL}


def nameless(registers: Mapping[str, Rows], secret: str) -> dict[str, Rows]:
    """Return the registers with hashes in place of the names of staff, in their accounts and notes too.

    A name that one register knows is hidden in all: it may stand in a wrong column of another.
    """
    names = sorted(names_of(registers))
    known = dict(zip(names, hashed(names, secret), strict=True))
    if not known:
        return dict(registers)
    return {register: _hidden(rows, known) for register, rows in registers.items()}


def _hidden(rows: Rows, known: Mapping[str, str]) -> Rows:
    named = {column: rows.frame[column] for column in STAFF if column in rows.frame}
    free = {column: rows.frame[column] for column in FREE_TEXTS if column in rows.frame}
    # a number of a person may be any number in a text
    hide = _hiding({name: short for name, short in known.items() if not name.isdigit()})
    columns = {c: [known.get(str(cell), cell) for cell in cells] for c, cells in named.items()}
    columns |= {c: [hide(cell) for cell in cells] for c, cells in free.items()}
    findings = tuple(without_names(finding, known) for finding in rows.findings)
    return replace(rows, frame=rows.frame.assign(**columns), findings=findings)


def without_names(finding: Finding, known: Mapping[str, str]) -> Finding:
    """Return a finding in whose detail no name is left, as where names stand in a column of dates.

    Parameters
    ----------
    known
        Name → what stands in its place.
    """
    if finding.detail is None:
        return finding
    hide = _hiding(known)
    values = {key: hide(value) for key, value in finding.detail.values.items()}
    return replace(finding, detail=replace(finding.detail, values=values))


def _hiding(known: Mapping[str, str]) -> Callable[[Any], Any]:
    """Return what puts into a text what stands for each name; whatever is no text stays."""
    if not known:
        return lambda value: value
    find = names_within(known.keys())

    def hide(value: Any) -> Any:
        return find.sub(lambda name: known[name[0]], value) if isinstance(value, str) else value

    return hide
