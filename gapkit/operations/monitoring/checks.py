"""Monitors' sheets, a row each: whose call was scored, by whom, when, and with which scores.

The sheets are answers like any others, and feed gap 3 as such. Here the same answers are read once
more from the coded batches, so that a score is the one that gap 3 counts, and no cell is read twice
in two ways. What a sheet lacks for monitoring (an agent, a date) keeps it out of these tables alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.errors import IngestError, Problem
from gapkit.gaps.gather import LinearMap
from gapkit.gaps.levels import of_side
from gapkit.gaps.model import Side
from gapkit.ingest.asked import WAVE
from gapkit.ingest.binding import CHECK
from gapkit.ingest.ledger import Finding
from gapkit.ingest.register import odd_cells
from gapkit.ingest.register_cells import OUTSIDE, READ, UNREADABLE, read_column
from gapkit.ingest.register_rows import ALL, Rows
from gapkit.operations.months import months_of
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.ingest import Answers, Monitored
    from gapkit.instrument import Scale

__all__ = ["CALL", "NAME", "SCORED", "calls_of", "columns_of", "read_checks", "targets_of"]

NAME: Final = "checks"
"""What the sheets are called on the desk and in the ledger's column ``role``."""

SCORED: Final = Side("monitor", "delivery")
"""The answers that are scores of calls."""

CALL: Final = ("unit", "agent", "call")
"""What one call is told by."""

SATISFACTORY: Final = 0.75
"""Where the study names no target: the first point of the scale that lies so far up, or further;
of five points the fourth. A convention."""


def targets_of(
    given: Mapping[str, float], scale: Scale, dimensions: Sequence[str]
) -> dict[str, float]:
    """Return the score to be reached, overall and in each dimension.

    Parameters
    ----------
    given
        What the study says: ``overall`` or a dimension → points of the scale. A dimension that is
        not named has the target of ``overall``.
    scale, dimensions
        The instrument's.

    Examples
    --------
    >>> from gapkit.instrument import load_instrument
    >>> targets_of({"tone": 4.5}, load_instrument("call-monitoring").scale, ["wording", "tone"])
    {'overall': 4.0, 'wording': 4.0, 'tone': 4.5}
    """
    steps = int(np.ceil(SATISFACTORY * (scale.points - 1)))
    place = steps if scale.direction == "higher" else scale.points - 1 - steps
    overall = given.get("overall", scale.values[place])
    return {"overall": overall, **{d: given.get(d, overall) for d in dimensions}}


def read_checks(answers: Answers, inventory: Inventory, unit: str | None) -> Rows | None:
    """Read the sheets of all monitors whose source names agents; None where there is no such source.

    Parameters
    ----------
    answers
        The survey's answers.
    inventory
        What was asked of whom.
    unit
        The study's name of the unit's column.

    Raises
    ------
    IngestError
        Two sources read files of one name in different ways.

    Returns
    -------
    Rows
        A row a sheet: ``file``, ``record``, ``wave``, ``unit``, ``agent``, ``monitor`` (blank where
        not said), ``day``, ``call``, ``group``, ``minimum`` (checks that such an agent is due a
        month), ``critical`` (errors; NaN where no column counts them, and a blank cell is none),
        ``notes``, ``overall``, ``dimension.<id>`` and ``item.<id>`` (points of the instrument's
        scale, as the table `scores` has them). The account says what keeps sheets out.
    """
    import pandas as pd

    monitored = _monitored(answers)
    if not monitored or SCORED not in inventory.columns:
        return None
    parts: dict[str, list[pd.DataFrame]] = {}
    for batch in answers.batches():
        said = batch.schema.metadata
        file = said[b"file"].decode()
        if said[b"role"].decode() == SCORED.role and file in monitored:
            parts.setdefault(file, []).append(_texts_and_scores(batch, inventory, unit))
    read = [
        _read(file, pd.concat(parts[file], ignore_index=True), how)
        for file, how in monitored.items()
        if file in parts
    ]
    if not read:
        return None
    frame = pd.concat([rows.frame for rows in read], ignore_index=True)
    return _without_twice(Rows(NAME, frame, tuple(f for rows in read for f in rows.findings)))


def _monitored(answers: Answers) -> dict[str, Monitored]:
    """Return file → what the study says of its sheets; files are told by their names alone."""
    found: dict[str, Monitored] = {}
    for bound in (file.bound for file in answers.files):
        how = bound.source.monitored
        if how and found.setdefault(bound.file, how) != how:
            what = "two sources of monitors' sheets read a file of this name, each in its own way."
            raise IngestError(Problem(bound.file, what, "Rename one of the files."))
    return found


def _texts_and_scores(
    batch: pa.RecordBatch, inventory: Inventory, unit: str | None
) -> pd.DataFrame:
    """Return a batch's keys and texts as they stand, and its scores."""
    import pandas as pd

    from gapkit.tally import arrow
    from gapkit.tally.evaluate import Evaluator
    from gapkit.tally.parts import lattice

    names = batch.schema.names
    frame: dict[str, Any] = {"record": arrow.numbers(batch.column("record"))}
    frame |= {key: _words(batch.column(name)) for key, name in (("wave", WAVE), ("unit", unit))
              if name in names}  # fmt: skip
    frame |= {n: _words(batch.column(n)) for n in names if n.startswith(CHECK)}
    own = {c: arrow.numbers(batch.column(c)) for c in inventory.columns[SCORED].values()}
    evaluate = Evaluator(own, inventory.scales, batch.num_rows)
    to = LinearMap.between(inventory.scale(SCORED), inventory.instrument.scale)
    for row in of_side(inventory, SCORED):
        if row.level in ("item", "dimension", "overall"):
            value, stands = evaluate(row.score)
            points = value / lattice(row.score, inventory.scales).denominator
            mapped = float(to.shift) + float(to.factor) * points
            name = row.key if row.level == "overall" else f"{row.level}.{row.key}"
            frame[name] = np.where(stands, mapped, np.nan)
    return pd.DataFrame(frame)


def _words(column: pa.Array) -> list[str]:
    return [text or "" for text in column.to_pylist()]


def _read(file: str, frame: pd.DataFrame, how: Monitored) -> Rows:
    """Read the texts of one file's sheets; what keeps a sheet out is said in the account."""
    records = [int(r) for r in frame["record"]]

    def cells(name: str) -> list[str]:
        return [t.strip() for t in frame.get(f"{CHECK}{name}", [""] * len(frame))]

    day, became = read_column("day", cells("date"))
    place = Finding(NAME, file, how.date, "unreadable", 0)
    findings = [*odd_cells(place, "day", cells("date"), records, became)]
    critical, odd = _critical(file, how, cells, records)
    groups = cells("group")
    read = frame.drop(columns=columns_of(frame, CHECK)).assign(
        file=file, wave=_keys(frame, "wave"), unit=_keys(frame, "unit"), agent=cells("agent"),
        monitor=cells("monitor"), day=day, call=cells("call"), group=groups, minimum=[how.due(group) for group in groups],
        critical=critical, notes=cells("notes"),
    )  # fmt: skip
    whole = Finding(NAME, file, "", "rows read", len(frame))
    used = Finding(NAME, file, "", "rows used", len(frame))
    rows = Rows(NAME, read, (whole, used, *findings, *odd))
    for column, heading in (("agent", how.agent), ("day", how.date)):
        blank = rows.frame[column].isna() | (rows.frame[column] == "")
        why = Phrase("ledger.aside.nothing_in", {"column": heading})
        rows = rows.without(blank.to_numpy(), why)
    return rows.without(rows.frame["overall"].isna().to_numpy(), Phrase("ledger.aside.no_score"))


def columns_of(frame: pd.DataFrame, kind: str) -> list[str]:
    """Return the columns whose names begin with `kind`: ``item.`` or ``dimension.``."""
    return [str(c) for c in frame.columns if str(c).startswith(kind)]


def _keys(frame: pd.DataFrame, name: str) -> list[str]:
    """Return the wave or unit of each sheet; ``all`` where there is none."""
    return [text or ALL for text in frame[name]] if name in frame else [ALL] * len(frame)


def _critical(
    file: str, how: Monitored, cells: Callable[[str], list[str]], records: Sequence[int]
) -> tuple[NDArray[np.float64], list[Finding]]:
    """Add up the critical errors of each sheet; NaN where nothing counts them or a cell cannot be read."""
    total = np.full(len(records), 0.0 if how.critical else np.nan)
    findings: list[Finding] = []
    for k, heading in enumerate(how.critical):
        texts = cells(f"critical.{k}")
        said, no_word = read_column("yes", texts)
        number, no_count = read_column("count", texts)
        words = np.array([bool(v) for v in said], np.float64)
        unread = (no_word != READ) & (no_count != READ)
        counted = np.where(no_word == READ, words, number)
        became = np.where(unread, np.where(no_count == OUTSIDE, OUTSIDE, UNREADABLE), READ)
        place = Finding(NAME, file, heading, "unreadable", 0)
        findings += odd_cells(place, "count", texts, records, became.astype(np.int8))
        total += np.where(unread, np.nan, counted)
    return total, findings


def _without_twice(rows: Rows) -> Rows:
    """Keep the last of several sheets on one call by one monitor; tell of sheets that differ."""
    frame = rows.frame
    call = [*CALL, "monitor"]
    named = (frame["call"] != "").to_numpy()
    again = frame.duplicated(call, keep="last").to_numpy() & named
    rows = rows.without(again, Phrase("ledger.aside.scored_again"))
    return rows.noted(_on_other_items(rows.frame), "", Phrase("ledger.checks.other_items"))


def _on_other_items(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which sheets score other items than another monitor's sheet on the same call."""
    scored = frame[columns_of(frame, "item.")].notna().astype(int)
    of_call = scored.groupby([frame[c] for c in CALL])
    differ = (of_call.transform("max") != of_call.transform("min")).any(axis=1)
    different: NDArray[np.bool_] = (differ & (frame["call"] != "")).to_numpy()
    return different


def calls_of(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the calls that were scored, each once: two monitors on one call are one check.

    Parameters
    ----------
    frame
        The sheets, as `read_checks` returns them.

    Returns
    -------
    pandas.DataFrame
        A row a call: ``month`` (``2026-07``), ``unit``, ``agent``, ``day`` (of the first sheet),
        ``minimum``, ``critical`` (the most that any monitor found), and the means of its monitors'
        ``overall`` and ``dimension.<id>``. Sheets that name no call are calls of their own.
    """
    lone = [f"\0{k}" for k in range(len(frame))]
    call = frame["call"].where(frame["call"] != "", lone)
    scores = ["overall", *columns_of(frame, "dimension.")]
    by = frame.assign(call=call).groupby(list(CALL), sort=False)
    calls = by.agg(day=("day", "min"), minimum=("minimum", "last"))
    calls["critical"] = by["critical"].agg(lambda c: c.max(skipna=False))
    calls[scores] = by[scores].mean()
    calls["month"] = months_of(calls["day"])
    return calls.reset_index().sort_values("day", kind="stable", ignore_index=True)
