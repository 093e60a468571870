"""What a study says of promises and campaigns: [[promise]] and [[campaign]] tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gapkit.ingest.periods import day_of_date, parted, period_of_date, wave_name
from gapkit.ingest.register_rows import ALL
from gapkit.instrument.load import read_text
from gapkit.instrument.model import exact
from gapkit.operations.promises.campaign import Campaign
from gapkit.operations.promises.promise import KINDS, Promise
from gapkit.toml import unknown

if TYPE_CHECKING:
    from gapkit.ingest.asked import Wave
    from gapkit.instrument import Instrument
    from gapkit.toml import Table

__all__ = ["read_campaigns", "read_promises"]


def read_promises(root: Table, instrument: Instrument | None) -> tuple[Promise, ...]:
    """Read the [[promise]] tables; mistakes are noted with their line.

    Parameters
    ----------
    root
        The study file.
    instrument
        Whose dimensions and scale a promise may speak of; None where it could not be read.
    """
    found: dict[str, Promise] = {}
    for table in root.tables("promise"):
        promise = _promise(table, instrument)
        _once(table, promise.name, found)
        found[promise.name] = promise
    return tuple(found.values())


def read_campaigns(
    root: Table, instrument: Instrument | None, wave: Wave | None
) -> tuple[Campaign, ...]:
    """Read the [[campaign]] tables; a campaign is of the wave that it names, or that it starts in."""
    found: dict[str, Campaign] = {}
    for table in root.tables("campaign"):
        campaign = _campaign(table, instrument, (wave and wave.period) or "quarter")
        _once(table, campaign.name, found)
        found[campaign.name] = campaign
    return tuple(found.values())


def _promise(table: Table, instrument: Instrument | None) -> Promise:
    name = table.need("name", str, "").strip()
    kind = table.need("kind", str, "")
    if kind and kind not in KINDS:
        table.note("kind", *unknown(f"{table.name} kind = {kind!r}", kind, list(KINDS)))
    text = read_text(table, "text", required=False)
    numbers = {key: table.get(key, float) for key in ("limit", "payout", "price")}
    for key in ("payout", "price"):
        numbers[key] = _not_below(table, key, numbers[key])
    promise = Promise(
        name, kind, text,
        dimension=_dimension(table, instrument),
        promised=_point(table, instrument),
        measure=table.get("measure", str, ""),
        conditions=table.strings("conditions") if "conditions" in table.values else None,
        only_for=table.get("only_for", str),
        claim_steps=_not_below(table, "claim_steps", table.get("claim_steps", int)),
        escalates=table.get("escalates", bool),
        indicator=table.get("indicator", str),
        **numbers,
    )  # fmt: skip
    table.asked.add("conditions")
    table.close()
    return promise


def _campaign(table: Table, instrument: Instrument | None, period: str) -> Campaign:
    campaign = Campaign(
        table.need("name", str, "").strip(),
        _wave(table, period),
        read_text(table, "claim", required=False),
        _dimension(table, instrument),
        table.get("agreed", bool),
        table.get("kept", bool),
    )
    table.close()
    return campaign


def _wave(table: Table, period: str) -> str:
    """Return the wave that a campaign names, else that of the day on which it starts."""
    named, starts = table.values.get("wave"), table.values.get("starts")
    table.asked |= {"wave", "starts"}
    if named is not None and starts is not None:
        what = f"{table.name} gives a wave and a start."
        table.note("starts", what, "Keep one of them: the wave is the one that it starts in.")
    if named is not None:
        return wave_name(str(named), period)
    if starts is None:
        return ALL
    written = starts.isoformat() if isinstance(starts, date) else str(starts)
    day = day_of_date(parted(written)[0], None)  # what 03/04/2026 means, nothing here tells
    wave = period_of_date(day.isoformat(), period) if day else None
    if wave is None:
        what = f"{table.name} starts = {starts!r} is no day."
        table.note("starts", what, "Write starts = 2026-07-01.")
    return wave or ALL


def _dimension(table: Table, instrument: Instrument | None) -> str:
    named: str = table.get("dimension", str, "")
    if named and instrument and named not in instrument.dimension:
        what = f"{table.name} dimension = {named!r} is none of {instrument.name}."
        table.note("dimension", *unknown(what, named, list(instrument.dimension)))
    return named


def _point(table: Table, instrument: Instrument | None) -> float | None:
    """Return the promised point of the scale, where it lies on it and its dimension is named."""
    point: float | None = table.get("promised", float)
    if point is None or instrument is None:
        return point
    scale = instrument.scale
    if scale.code(exact(point)) is None:
        what = f"{table.name} promised = {point:g} is no point of the scale of {instrument.name}."
        steps = f"{scale.low} to {scale.high} in steps of {scale.step}"
        table.note("promised", what, f"Points run from {steps}.")
    if "dimension" not in table.values:
        what = f"{table.name} gives a promised level, but no dimension that it is a level of."
        table.note("promised", what, f"Known: {', '.join(instrument.dimension)}.")
    return point


def _not_below(table: Table, key: str, number: Any) -> Any:
    if number is not None and number < 0:
        table.note(key, f"{table.name} {key} = {number:g} is below 0.", "Write 0 or more.")
        return None
    return number


def _once(table: Table, name: str, found: dict[str, Any]) -> None:
    if not name and "name" in table.values:
        table.note("name", f"{table.name} has an empty name.", "Write what it is called.")
    elif name in found:
        table.note("name", f"{table.name} has the name {name!r}, as one before.", "Rename one.")
