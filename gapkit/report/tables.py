"""Tables as files for other programs: Parquet and CSV in full precision, the ledger, the manifest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from gapkit.report.atomic import MANIFEST, TOOL
from gapkit.results import COUNTS, WRITTEN, is_count, is_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

    from gapkit.results import Result

__all__ = ["csv_bytes", "write_ledger", "write_manifest", "write_tables"]

BOM: Final = b"\xef\xbb\xbf"
"""Tells a spreadsheet that the file is UTF-8."""

GUARDED: Final = frozenset({"label", "reason", *WRITTEN})
"""Columns of words that get an apostrophe where a spreadsheet would take them for a formula."""

GUARDED_IN_LEDGER: Final = frozenset({"file", "column", "detail"})
"""Texts of the ledger that come from the files."""

FORMULA: Final = r"^[=+\-@\t\r]"

WHOLE: Final = COUNTS | {
    "count",
    "k",
    "flagged",
    "customers",
    "sent",
    "answered",
    "rank",
    "rank_low",
    "rank_high",
}
"""Columns of whole numbers, also where a frame of somebody's own holds them as floats."""


def write_tables(results: Mapping[str, Result], folder: Path) -> None:
    """Write each table as Parquet and as CSV.

    Parameters
    ----------
    results
        Table name → result, as published.
    folder
        Where to; made if need be.
    """
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    for name, result in results.items():
        table = _arrow(result.frame)
        pq.write_table(table, folder / f"{name}.parquet")
        (folder / f"{name}.csv").write_bytes(_csv(table, GUARDED))


def write_ledger(ledger: pd.DataFrame, folder: Path) -> None:
    """Write ``ledger.csv``."""
    (folder / "ledger.csv").write_bytes(_csv(_arrow(ledger), GUARDED_IN_LEDGER))


def write_manifest(manifest: Mapping[str, Any], folder: Path) -> None:
    """Write ``manifest.json``, last of all: it also names what else stands in `folder`."""
    contents = sorted({MANIFEST, *(entry.name for entry in folder.iterdir())})
    whole = {"tool": TOOL, "contents": contents, **manifest}
    text = json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / MANIFEST).write_bytes(f"{text}\n".encode())


def csv_bytes(frame: pd.DataFrame, guarded: Collection[str] = GUARDED) -> bytes:
    r"""Return a table as a CSV file: UTF-8 with BOM, comma, LF, shortest digits that read back.

    Parameters
    ----------
    frame
        A tidy frame; undefined figures are NaN and become blank.
    guarded
        Columns of words that must not be taken for formulas.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"key": ["=a"], "label": ["=a"], "n": [3.0], "p": [float("nan")]})
    >>> csv_bytes(frame).decode("utf-8-sig")
    "key,label,n,p\n=a,'=a,3,\n"
    """
    return _csv(_arrow(frame), guarded)


def _arrow(frame: pd.DataFrame) -> pa.Table:
    """Return the frame with the types that the contract gives to each column."""
    import pyarrow as pa

    return pa.table({str(name): _column(str(name), frame[name]) for name in frame.columns})


def _column(name: str, values: pd.Series[Any]) -> pa.Array:
    import pandas as pd
    import pyarrow as pa

    if is_key(name, values) or not pd.api.types.is_numeric_dtype(values):
        return _texts(values)
    if is_count(values) or name in WHOLE:
        return pa.array(values.astype("Int64"), pa.int64())
    figures = values.to_numpy(dtype=float, na_value=float("nan"))
    return pa.array(figures + 0.0, pa.float64(), from_pandas=True)  # + 0.0: no −0


def _texts(values: pd.Series[Any]) -> pa.Array | pa.ChunkedArray:
    """Return words, and whatever else stands among them as it is printed; None where undefined."""
    import pandas as pd
    import pyarrow as pa

    if isinstance(values.dtype, pd.StringDtype):
        return pa.array(values.array, pa.string())
    present = values.notna().tolist()
    texts = [str(v) if there else None for v, there in zip(values.tolist(), present, strict=True)]
    return pa.array(texts, pa.string())


def _csv(table: pa.Table, guarded: Collection[str]) -> bytes:
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = [_cells(name, table.column(name), guarded) for name in table.column_names]
    lines = pc.binary_join_element_wise(*columns, ",") if columns else []
    head = _quoted(pa.chunked_array([table.column_names], pa.string())).to_pylist()
    return BOM + "".join(f"{line}\n" for line in [",".join(head), *_listed(lines)]).encode()


def _listed(lines: Any) -> list[str]:
    return lines.to_pylist() if len(lines) else []


def _cells(name: str, column: pa.ChunkedArray, guarded: Collection[str]) -> pa.ChunkedArray:
    """Return what stands between the commas; blank for undefined."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_string(column.type):
        return pc.fill_null(column.cast(pa.string()), "")
    texts = pc.fill_null(column, "")
    if name in guarded:
        texts = pc.replace_substring_regex(texts, FORMULA, r"'\0")
    return _quoted(texts)


def _quoted(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    odd = pc.match_substring_regex(texts, '[",\r\n]')
    if not pc.any(odd).as_py():
        return texts
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(odd, pc.binary_join_element_wise('"', doubled, '"', ""), texts)
