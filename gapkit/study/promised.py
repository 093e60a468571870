"""Promised levels of a study as what a campaign promised, for gap 4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.ingest.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.instrument import Instrument
    from gapkit.operations.promises.promise import Promise
    from gapkit.toml import Table

__all__ = ["promised_levels"]

CALLED: Final = "[[promise]]"
"""What the ledger calls them, in place of a file."""


def promised_levels(
    promises: Sequence[Promise],
    sources: Sequence[Source],
    instrument: Instrument | None,
    root: Table,
) -> tuple[Source, ...]:
    """Return the promised levels as one more source, of the role ``campaign``; none where there are none.

    Each item of a promise's dimension is promised at its level, in every wave, in points of the
    scale on which more is better: a reversed item is not turned.

    Parameters
    ----------
    promises
        As the study has them.
    sources
        The study's own.
    instrument
        Whose items are promised; None where it could not be read.
    root
        The study file, in which mistakes are noted.
    """
    levels = {p.dimension: p.promised for p in promises if p.promised is not None}
    if not levels or instrument is None:
        return ()
    if len(levels) < sum(p.promised is not None for p in promises):
        what = "two [[promise]] tables give a level for the same dimension."
        root.note(None, what, "Keep the level in one of them.")
    if any(s.role == "campaign" and "promise" in s.batteries for s in sources):
        what = "[[promise]] tables give levels, and a [[source]] has promised levels as well."
        root.note(
            None, what, "Take promised = … out of the [[promise]] tables, or leave the source."
        )
        return ()
    import pandas as pd

    items = {i.id: levels[i.dimension] for i in instrument.items if i.dimension in levels}
    frame = pd.DataFrame([items])
    batteries = {"promise": {item: item for item in items}}
    return (Source("campaign", frame=frame, batteries=batteries, reversed=False, called=CALLED),)
