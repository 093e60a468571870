"""People who answered in two waves: how alike their two answers are, so that no change is overrated."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.comparison.readings import ROW
from gapkit.gaps import levels
from gapkit.gaps.groups import WHOLE
from gapkit.tally.evaluate import Evaluator
from gapkit.tally.parts import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.tally import Expression

__all__ = ["CORRELATED", "repeated"]

CORRELATED: Final = ("gap", "left", "right")

FEWEST_TWICE: Final = 3
"""Two points always lie on a line: fewer people say nothing of how alike two answers are."""


def repeated(
    batches: Iterable[pa.RecordBatch],
    inventory: Inventory,
    pairs: Sequence[Pair],
    segments: Sequence[str],
    waves: Sequence[str],
) -> pd.DataFrame:
    """Return how many people answered in each two consecutive waves, and how alike they answered.

    Parameters
    ----------
    batches
        Coded answers; those without ``id`` and ``wave`` are passed over.
    waves
        In their order.

    Returns
    -------
    pandas.DataFrame
        `ROW`, ``wave_from``, ``wave_to``, ``n_both`` (people with the gap both times, in the same
        group both times), and ``gap_r``, ``left_r``, ``right_r``, the correlations of their two
        answers. Rows with nobody twice are left out. An id that stands twice in one wave is
        nobody's.
    """
    import pandas as pd

    kept = [b for b in batches if {"id", "wave"} <= set(b.schema.names)]
    tables = [
        table
        for pair in pairs
        if pair.pairing == "respondent"
        for table in _of_pair(kept, inventory, pair, segments, waves)
    ]
    if tables:
        return pd.concat(tables, ignore_index=True)
    names = (*ROW, "wave_from", "wave_to", "n_both", *(f"{name}_r" for name in CORRELATED))
    return pd.DataFrame({name: pd.Series(dtype=object) for name in names})


def _of_pair(
    batches: Sequence[pa.RecordBatch],
    inventory: Inventory,
    pair: Pair,
    segments: Sequence[str],
    waves: Sequence[str],
) -> Iterator[pd.DataFrame]:
    mine = [b for b in batches if b.schema.metadata[b"role"].decode() == pair.right.role]
    if not mine:
        return
    who = _people(mine, inventory.segments(pair, segments))
    rows = levels.of_pair(inventory, pair)
    for before, after in pairwise(waves):
        twice = who[who["wave"] == before].merge(
            who[who["wave"] == after], on="id", suffixes=("_from", "_to")
        )
        if len(twice) >= FEWEST_TWICE:
            yield _correlations(mine, inventory, pair, rows, twice, (before, after))


def _people(batches: Sequence[pa.RecordBatch], segments: Sequence[str]) -> pd.DataFrame:
    """Return id, wave, segments and place of each row whose id is its own within its wave."""
    import pandas as pd

    frames = []
    for number, batch in enumerate(batches):
        keys = {
            name: batch.column(name).to_pandas().astype(object)
            for name in ("id", "wave", *segments)
            if name in batch.schema.names
        }
        frames.append(pd.DataFrame(keys).assign(batch=number, row=np.arange(batch.num_rows)))
    who = pd.concat(frames, ignore_index=True)
    who = who[who["id"].notna() & (who["id"] != "")]
    return who[~who.duplicated(["id", "wave"], keep=False)]


def _correlations(
    batches: Sequence[pa.RecordBatch],
    inventory: Inventory,
    pair: Pair,
    rows: Sequence[levels.TwoSided],
    twice: pd.DataFrame,
    waves: tuple[str, str],
) -> pd.DataFrame:
    import pandas as pd

    scores = [score for row in rows for score in (row.gap, row.left, row.right)]
    earlier, later = (
        _values(batches, inventory, scores, twice[f"batch_{end}"], twice[f"row_{end}"])
        for end in ("from", "to")
    )
    found = []
    for segment, value, people in _groups(twice):
        n, r = _pearson(earlier[people], later[people])
        body: dict[str, Any] = {
            "segment": segment, "value": value, "gap": pair.gap.name,
            "level": [row.level for row in rows], "key": [row.key for row in rows],
            "wave_from": waves[0], "wave_to": waves[1], "n_both": n[::3],
        }  # fmt: skip
        body |= {f"{name}_r": r[k::3] for k, name in enumerate(CORRELATED)}
        found.append(pd.DataFrame(body))
    frame = pd.concat(found, ignore_index=True)
    return frame[frame["n_both"] >= FEWEST_TWICE]


def _groups(twice: pd.DataFrame) -> Iterator[tuple[str, str, NDArray[np.int64]]]:
    """Yield everybody, then who had the same value of a segment both times."""
    yield WHOLE, WHOLE, np.arange(len(twice))
    for column in twice.columns:
        segment = str(column).removesuffix("_from")
        if segment == column or segment in ("wave", "batch", "row"):
            continue
        stayed = twice[column] == twice[f"{segment}_to"]
        for value, rows in twice[stayed].groupby(column, sort=False):
            yield segment, str(value), np.flatnonzero(twice.index.isin(rows.index))


def _values(
    batches: Sequence[pa.RecordBatch],
    inventory: Inventory,
    scores: Sequence[Expression],
    batch: pd.Series[Any],
    row: pd.Series[Any],
) -> NDArray[np.float64]:
    """Return scores of some rows, NaN where there are none; (rows, scores), in any unit."""
    values = np.full((len(batch), len(scores)), np.nan)
    columns = {c for score in scores for c in columns_of(score)}
    for number in dict.fromkeys(batch):
        mine = np.flatnonzero(batch == number)
        part = batches[number].take(row.to_numpy()[mine])
        codes = {c: part.column(c).to_numpy() for c in columns if c in inventory.scales}
        points = {c: part.column(c).to_numpy() for c in columns if c not in inventory.scales}
        evaluate = Evaluator(codes, inventory.scales, part.num_rows, points)
        for k, score in enumerate(scores):
            value, stands = evaluate(score)
            values[mine, k] = np.where(stands, value, np.nan)
    return values


def _pearson(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each column how many have both, and the correlation; NaN where one is constant."""
    both = ~np.isnan(first) & ~np.isnan(second)
    n = both.sum(axis=0)
    a, b = (np.where(both, x, 0.0) for x in (first, second))
    with np.errstate(invalid="ignore", divide="ignore"):
        a, b = (np.where(both, x - x.sum(axis=0) / n, 0.0) for x in (a, b))
        r = (a * b).sum(axis=0) / np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0))
    return n, np.where(np.isfinite(r), r, np.nan)
