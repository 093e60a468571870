"""Members of staff under other names: what stands for a name in everything that is computed and written."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from gapkit.ingest.register_rows import ALL
from gapkit.results.audience import STAFF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gapkit.ingest.ledger import Finding
    from gapkit.ingest.register import Rows

__all__ = ["hashed", "nameless"]

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


def nameless(rows: Rows, secret: str) -> Rows:
    """Return the rows of a register with hashes in place of the names of staff, in its account too."""
    columns = [name for name in STAFF if name in rows.frame]
    if not columns:
        return rows
    named = {column: rows.frame[column].astype(str).tolist() for column in columns}
    hidden = {column: hashed(names, secret) for column, names in named.items()}
    known = {n: h for c in columns for n, h in zip(named[c], hidden[c], strict=True) if n != h}
    findings = tuple(_without_names(finding, known) for finding in rows.findings)
    return replace(rows, frame=rows.frame.assign(**hidden), findings=findings)


def _without_names(finding: Finding, known: Mapping[str, str]) -> Finding:
    """Return a finding in whose detail no name is left, as where names stand in a column of dates."""
    if finding.detail is None or not known:
        return finding
    longest_first = sorted(known, key=len, reverse=True)
    name = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

    def without(value: Any) -> Any:
        return name.sub(lambda m: known[m[0]], value) if isinstance(value, str) else value

    values = {key: without(value) for key, value in finding.detail.values.items()}
    return replace(finding, detail=replace(finding.detail, values=values))
