"""Units crossed with the kinds of people that they serve: counts, one pass over the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps import levels
from gapkit.gaps.gather import Gatherer
from gapkit.tally import Group, Moments, count, in_every_wave

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.stats.moments import Moments as Figures
    from gapkit.tally import Tally

__all__ = ["CROSSED", "LEVELS", "by_kind", "crossed", "varying"]

CROSSED: Final = "\x1fcrossed"
"""Name of the made column, which no file can have."""

BETWEEN: Final = "\x1f"
"""Between the values of its parts."""

LEVELS: Final = ("item", "dimension", "overall")


def crossed(
    batches: Iterable[pa.RecordBatch],
    inventory: Inventory,
    pairs: Sequence[Pair],
    unit: str,
    columns: Sequence[str],
) -> pd.DataFrame:
    """Return people, means and spread of each gap by unit and kind of people.

    Parameters
    ----------
    batches
        Coded answers; those that do not know the unit and all columns are passed over.
    unit
        The unit's column.
    columns
        Columns that say a person's kind; an empty cell is a kind of its own.

    Returns
    -------
    pandas.DataFrame
        ``wave``, ``segment`` (the unit's column), ``value`` (the unit), `columns`, ``gap``,
        ``level``, ``key``, and n, mean and sd of ``gap``, ``left`` and ``right`` in points of the
        instrument's scale. Gaps within the same people only; people whose weights differ have none.
    """
    import pandas as pd

    mine = [p for p in pairs if _is_counted(inventory, p, unit, columns)]
    if not mine or not columns:
        return pd.DataFrame()
    asked = [
        Moments(score)
        for pair in mine
        for row in _rows(inventory, pair)
        for score in (row.gap, row.left, row.right)
    ]
    made = _crossed(batches, unit, columns)
    tally = in_every_wave(count(made, [*dict.fromkeys(asked)], inventory.scales, (CROSSED,)))
    groups = [g for g in tally.groups if g.segment == CROSSED]
    if not groups:
        return pd.DataFrame()
    tables = [_table(tally, inventory, pair, groups) for pair in mine]
    found = pd.concat(tables, ignore_index=True)
    parts = found.pop("crossed").str.split(BETWEEN, expand=True, regex=False)
    found = found.assign(
        segment=unit, value=parts[0], **{c: parts[k] for k, c in enumerate(columns, 1)}
    )
    return found[found["gap_n"] > 0].reset_index(drop=True)


def varying(found: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Return the columns of which at least one unit has people of two kinds."""
    if found.empty:
        return []
    kinds = found.groupby(["wave", "value"])[list(columns)].nunique()
    return [c for c in columns if (kinds[c] > 1).any()]


def by_kind(found: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the same figures by one column only, as ``kind``: n and means, added up.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"wave": "1", "segment": "b", "value": "x", "gap": "5", "level": "overall",
    ...     "key": "overall", "c": ["p", "p"], "d": ["q", "r"], "left_n": [1, 3], "left_mean": [1.0, 2.0],
    ...     "right_n": [1, 3], "right_mean": [0.0, 4.0]})
    >>> by_kind(rows, "c")[["kind", "left_n", "left_mean"]].values.tolist()
    [['p', 4, 1.75]]
    """
    keys = ["wave", "segment", "value", "gap", "level", "key"]
    sums = found.assign(
        kind=found[column],
        **{f"{s}_mean": found[f"{s}_n"] * found[f"{s}_mean"] for s in ("left", "right")},
    )
    names = [f"{s}_{f}" for s in ("left", "right") for f in ("n", "mean")]
    added = sums.groupby([*keys, "kind"], sort=False)[names].sum().reset_index()
    for side in ("left", "right"):
        added[f"{side}_mean"] = added[f"{side}_mean"] / added[f"{side}_n"]
    return added


def _is_counted(inventory: Inventory, pair: Pair, unit: str, columns: Sequence[str]) -> bool:
    """Whether the same people answered both sides and say their unit and kind, unweighted."""
    role = pair.right.role
    design = inventory.design
    by_units = design is None or unit in (design.columns.stratum, design.columns.cluster)
    known = all(inventory.knows(role, c) for c in (unit, *columns))
    return pair.pairing == "respondent" and known and (by_units or not inventory.is_designed(role))


def _rows(inventory: Inventory, pair: Pair) -> list[levels.TwoSided]:
    return [row for row in levels.of_pair(inventory, pair) if row.level in LEVELS]


def _crossed(
    batches: Iterable[pa.RecordBatch], unit: str, columns: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """Yield the batches with a column that joins unit and kinds; rows without a unit drop out."""
    import pyarrow as pa

    for batch in batches:
        if not {unit, *columns} <= set(batch.schema.names):
            continue
        kept = batch.filter(batch.column(unit).is_valid())
        names, codes = [""], np.zeros(kept.num_rows, np.int64)
        for k, column in enumerate((unit, *columns)):
            array = kept.column(column)
            values = [*array.dictionary.to_pylist(), ""]
            at = array.indices.fill_null(len(values) - 1).to_numpy(zero_copy_only=False)
            used, codes = np.unique(codes * len(values) + at, return_inverse=True)
            ends = [divmod(int(u), len(values)) for u in used]
            names = [values[v] if k == 0 else f"{names[n]}{BETWEEN}{values[v]}" for n, v in ends]
        made = pa.DictionaryArray.from_arrays(
            pa.array(codes, pa.int32()), pa.array(names, pa.string())
        )
        yield _with_column(kept, made)


def _with_column(batch: pa.RecordBatch, made: pa.Array) -> pa.RecordBatch:
    import pyarrow as pa

    schema = batch.schema.append(pa.field(CROSSED, made.type))
    return pa.RecordBatch.from_arrays([*batch.columns, made], schema=schema)


def _table(tally: Tally, inventory: Inventory, pair: Pair, groups: Sequence[Group]) -> pd.DataFrame:
    import pandas as pd

    role = pair.right.role
    knows = {**inventory.carries, role: (*inventory.carries.get(role, ()), CROSSED)}
    gather = Gatherer(tally, replace(inventory, carries=knows, design=None), groups)
    to_instrument = gather.map_of(pair.right)
    factor, shift = float(to_instrument.factor), float(to_instrument.shift)
    tables = []
    for row in _rows(inventory, pair):
        body: dict[str, Any] = {
            "wave": [g.wave for g in groups], "crossed": [g.value for g in groups],
            "gap": pair.gap.name, "level": row.level, "key": row.key,
        }  # fmt: skip
        for name, score in (("gap", row.gap), ("left", row.left), ("right", row.right)):
            moved = 0.0 if name == "gap" else shift
            body |= _columns(name, gather.moments(score, role), factor, moved)
        tables.append(pd.DataFrame(body))
    return pd.concat(tables, ignore_index=True)


def _columns(name: str, m: Figures, factor: float, shift: float) -> dict[str, NDArray[Any]]:
    return {
        f"{name}_n": m.n, f"{name}_mean": shift + factor * m.mean, f"{name}_sd": factor * m.sd
    }  # fmt: skip
