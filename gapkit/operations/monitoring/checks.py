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
from gapkit.ingest.texts import value_text
from gapkit.operations.monitoring.calls import CALL, columns_of
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.ingest import Answers, Monitored

__all__ = ["NAME", "SCORED", "read_checks"]

NAME: Final = "checks"
"""What the sheets are called on the desk and in the ledger's column ``role``."""

SCORED: Final = Side("monitor", "delivery")
"""The answers that are scores of calls."""


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

    def written(name: str) -> list[str]:
        return [t.strip() for t in frame.get(f"{CHECK}{name}", [""] * len(frame))]

    def cells(name: str) -> list[str]:
        # "all" is a word of the tables, and names nobody
        return ["" if (text := value_text(t)) == ALL else text for t in written(name)]

    day, became = read_column("day", cells("date"))
    place = Finding(NAME, file, how.date, "unreadable", 0)
    findings = [*odd_cells(place, "day", cells("date"), records, became)]
    critical, odd = _critical(file, how, cells, records)
    groups = cells("group")
    read = frame.drop(columns=columns_of(frame, CHECK)).assign(
        file=file, wave=_keys(frame, "wave"), unit=_keys(frame, "unit"), agent=cells("agent"),
        monitor=cells("monitor"), day=day, call=cells("call"), group=groups, minimum=[how.due(group) for group in groups],
        critical=critical, notes=written("notes"),
    )  # fmt: skip
    whole = Finding(NAME, file, "", "rows read", len(frame))
    used = Finding(NAME, file, "", "rows used", len(frame))
    rows = _with_groups_told(Rows(NAME, read, (whole, used, *findings, *odd)), how)
    for column, heading in (("agent", how.agent), ("day", how.date)):
        blank = rows.frame[column].isna() | (rows.frame[column] == "")
        why = Phrase("ledger.aside.nothing_in", {"column": heading})
        rows = rows.without(blank.to_numpy(), why)
    return rows.without(rows.frame["overall"].isna().to_numpy(), Phrase("ledger.aside.no_score"))


def _with_groups_told(rows: Rows, how: Monitored) -> Rows:
    """Return the rows; the account tells of kinds of agents that the minimum does not name."""
    if how.group is None or set(how.minimum) == {""}:
        return rows
    group = rows.frame["group"]
    other = ~group.isin(list(how.minimum)).to_numpy(bool)
    names = dict.fromkeys(name or "–" for name in group[other])
    values = {"groups": ", ".join(names), "minimum": how.due("")}
    return rows.noted(other, how.group, Phrase("ledger.checks.other_group", values))


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
