"""The rows of a register unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.ingest.register_rows import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["by_unit"]


def by_unit(frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield everything, as ``all``, then each unit by its name; a row without one counts in ``all``.

    Examples
    --------
    >>> import pandas as pd
    >>> [(unit, len(rows)) for unit, rows in by_unit(pd.DataFrame({"unit": ["B10", "B2", ""]}))]
    [('all', 3), ('B2', 1), ('B10', 1)]
    """
    from gapkit.gaps.groups import natural

    yield ALL, frame
    named = frame[~frame["unit"].isin([ALL, ""])]
    parts = {str(unit): part for unit, part in named.groupby("unit", sort=False)}
    yield from ((unit, parts[unit]) for unit in sorted(parts, key=natural))
