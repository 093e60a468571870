"""What a study says of peak times, which become the segment ``peak``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.ingest.peak import OTHER, PEAK, WEEKDAYS, Peak
from gapkit.wording import LANGUAGES, SEGMENT, words

if TYPE_CHECKING:
    from gapkit.toml import Table
    from gapkit.wording import Labels

__all__ = ["peak_labels", "read_peak"]


def read_peak(head: Table, segments: tuple[str, ...]) -> Peak | None:
    """Read ``peak = {days_of_month = [10], weekdays = ["mon"], hours = [12, 13]}`` of [study].

    Parameters
    ----------
    head
        [study].
    segments
        What it names itself: none of them may be called ``peak``, too.
    """
    table = head.table("peak")
    if table is None:
        return None
    rule = Peak(
        _whole(table, "days_of_month", range(1, 32)),
        _weekdays(table),
        _whole(table, "hours", range(24)),
    )
    table.close()
    if rule == Peak():
        advice = "Write peak = {days_of_month = [10]}, or weekdays, or hours."
        head.note("peak", f"{head.name} peak names no day and no hour.", advice)
        return None
    if PEAK in segments:
        what = (
            f"{head.name} segments names '{PEAK}', and so is the segment that peak = {{…}} makes."
        )
        head.note("segments", what, "Leave it out of segments, or rename the column's.")
        return None
    return rule


def peak_labels(labels: Labels) -> Labels:
    """Return the labels with words for the segment ``peak`` and its values; the study's own come first."""
    said = {key: {name: words(name)(f"peak.{key}") for name in LANGUAGES} for key in (PEAK, OTHER)}
    named = {name: words(name)("peak.segment") for name in LANGUAGES}
    return {
        **labels,
        PEAK: {**said, **labels.get(PEAK, {})},
        SEGMENT: {PEAK: named, **labels.get(SEGMENT, {})},
    }


def _whole(table: Table, key: str, known: range) -> tuple[int, ...]:
    written: list[Any] = table.get(key, list, [])
    if all(isinstance(n, int) and not isinstance(n, bool) and n in known for n in written):
        return tuple(written)
    what = (
        f"{table.name} {key} = {written!r} must hold whole numbers from {known[0]} to {known[-1]}."
    )
    table.note(key, what, f"Write {key} = [{10 if 10 in known else known[0]}].")
    return ()


def _weekdays(table: Table) -> tuple[str, ...]:
    written = table.strings("weekdays")
    if odd := [day for day in written if day not in WEEKDAYS]:
        what = f"{table.name} weekdays names {', '.join(map(repr, odd))}."
        table.note("weekdays", what, f"Known: {', '.join(WEEKDAYS)}.")
    return tuple(day for day in written if day in WEEKDAYS)
