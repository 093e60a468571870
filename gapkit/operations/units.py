"""The rows of a register unit by unit, or part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.ingest.register_rows import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["by_part", "by_unit"]


def by_unit(frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Return everything, as ``all``, then each unit by its name; a row without one counts in ``all``.

    Examples
    --------
    >>> import pandas as pd
    >>> [(unit, len(rows)) for unit, rows in by_unit(pd.DataFrame({"unit": ["B10", "B2", ""]}))]
    [('all', 3), ('B2', 1), ('B10', 1)]
    """
    return by_part(frame, "unit")


def by_part(frame: pd.DataFrame, column: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield everything, as ``all``, then what has each name in a column; a row without one counts in ``all``."""
    from gapkit.gaps.groups import natural

    yield ALL, frame
    named = frame[~frame[column].isin([ALL, ""])]
    parts = {str(name): part for name, part in named.groupby(column, sort=False)}
    yield from ((name, parts[name]) for name in sorted(parts, key=natural))
