"""What `Survey` answers about waves and units set against each other; its methods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gapkit.errors import CallError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    import pyarrow as pa

    from gapkit.gaps import Inventory, Pair
    from gapkit.ingest import Answers
    from gapkit.results import Result
    from gapkit.survey.handle import Survey

__all__ = ["control", "league", "mix_rate", "trends"]


def trends(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """Say what changed from each wave to the next: the table `trends`.

    Each change is split into that of either side, since a gap also closes when expectations fall,
    and into mix (other people answered) and rate (people of the same kind answer otherwise).
    Waves of which only a stored tally is left count as well.

    Parameters
    ----------
    by
        A column, or several, to break down by; by default the segments and the unit.

    Returns
    -------
    Result
        Empty with fewer than two waves. ``change_right − change_left`` is the change; negative
        moves towards a shortfall.
    """
    from gapkit.comparison.panel import repeated
    from gapkit.comparison.trend_words import trend_sentences
    from gapkit.comparison.trends import trends_frame

    seen = _followed(self, by, options)
    twice = repeated(_panel(seen), seen.inventory, seen.pairs, seen.segments, seen.waves)
    unjudged = {pair.gap.name for pair in seen.pairs if not pair.gap.judged}
    frame = trends_frame(
        seen.found, seen.inventory, seen.of.options, seen.waves, seen.segments, twice,
        seen.parts, unjudged,
    )  # fmt: skip
    frame = _only(frame, "wave_to", self.only_waves)
    said = trend_sentences(frame, seen.of.options, self.instrument, seen.waves)
    return seen.of._result("trends", frame, said)


def mix_rate(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """How much of each change is other people, and how much other answers: the table `mix_rate`.

    One segment column at a time: parts by several columns must not be added.

    Parameters
    ----------
    by
        A column, or several, whose shares are looked at; by default the segments and the unit.

    Returns
    -------
    Result
        ``mix`` + ``rate`` = ``change``, for everybody by each column, and for each unit by the
        columns of the case mix.
    """
    seen = _followed(self, by, options)
    parts = seen.parts
    whole = seen.found.set_index(["segment", "value", "gap", "level", "key", "wave"])
    rows = ["segment", "value", "gap", "level", "key"]
    ends = [
        whole[["gap_mean", "people"]].reindex(parts.set_index([*rows, f"wave_{end}"]).index)
        for end in ("from", "to")
    ]
    before, after = (end["gap_mean"].to_numpy(float) for end in ends)
    counts = {
        f"n_{end}": e["people"].to_numpy() for end, e in zip(("from", "to"), ends, strict=True)
    }
    frame = parts.assign(change=after - before, **counts)
    frame = _only(frame.astype(dict.fromkeys(counts, "Int64")), "wave_to", self.only_waves)
    return seen.of._result("mix_rate", frame)


def control(self: Survey, by: str | Iterable[str] | None = None, **options: Any) -> Result:
    """Each gap over all waves: a control chart from twelve waves on, else a run chart: `control`."""
    from gapkit.comparison.control import control_frame

    seen = _followed(self, by, options)
    frame = control_frame(
        seen.found, seen.inventory, seen.of.options, seen.waves, seen.segments
    )  # fmt: skip
    return seen.of._result("control", _only(frame, "wave", self.only_waves))


def league(self: Survey, **options: Any) -> Result:
    """Units compared for the same kinds of customers: the table `league`.

    Returns
    -------
    Result
        Raw, adjusted and shrunken means with intervals of mean and rank. ``case_mix`` in the
        options names the columns that units are adjusted for; by default all segment columns of
        which a unit has more than one kind.

    Raises
    ------
    CallError
        The survey names no unit.
    """
    from gapkit.comparison.league import league_frame
    from gapkit.comparison.league_words import league_sentences
    from gapkit.gaps.groups import waves_of

    if self.unit is None:
        raise CallError(
            Problem("league", "the survey names no unit.", 'Read it with unit="branch".')
        )
    seen = _followed(self, None, options)
    # of waves that only a stored tally knows the mix of customers is not known
    here = seen.found[
        seen.found["wave"].isin(self.only_waves or waves_of(self.tally(seen.segments)))
    ]
    cells, columns = seen.case_mix
    frame = league_frame(here, cells, columns, seen.inventory, seen.of.options, self.unit)
    said = league_sentences(frame, seen.of.options, columns)
    return seen.of._result("league", frame, said)


@dataclass(frozen=True)
class _Seen:
    """A survey under the options of one question, with its gaps in every wave."""

    of: Survey
    answers: Answers
    inventory: Inventory
    pairs: list[Pair]
    found: pd.DataFrame
    waves: list[str]
    segments: tuple[str, ...]

    @cached_property
    def case_mix(self) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """The units by kinds of customers, and the columns that say the kind."""
        return _case_mix(self)

    @cached_property
    def parts(self) -> pd.DataFrame:
        """Mix and rate: everybody's by each column, units' by the columns of their case mix."""
        return _parts(self)


def _followed(self: Survey, by: str | Iterable[str] | None, options: dict[str, Any]) -> _Seen:
    """Return the gaps of all waves, also of those that only stored tallies know; worked out once."""
    from gapkit.comparison.readings import readings
    from gapkit.gaps.groups import waves_of
    from gapkit.survey.history import with_history

    unit = (self.unit,) if self.unit else ()
    segments = tuple(dict.fromkeys([*self.segments, *unit] if by is None else self._segments(by)))
    known: dict[Any, _Seen] = self.__dict__.setdefault("_seen", {})
    asked = segments, self.using(**options).options
    if asked not in known:
        whole = _every_wave(self)
        of, tally, inventory, _ = whole._ask(segments, options)
        tally = with_history(tally, self.history, self.instrument.name)
        pairs = self.pairs(inventory)
        found = readings(tally, inventory, pairs, segments)
        # those that were counted are in memory, if they have room there
        same = of.options.leave_out == whole.options.leave_out
        answers, _ = (whole if same else of)._counted(segments)
        known[asked] = _Seen(of, answers, inventory, pairs, found, waves_of(tally), segments)
    return known[asked]


def _every_wave(self: Survey) -> Survey:
    """Return the survey with all its waves: a change needs the wave before."""
    if not self.only_waves:
        return self
    whole = replace(self, only_waves=())
    whole.__dict__["answers"] = self.answers
    return whole


def _panel(seen: _Seen) -> Iterator[pa.RecordBatch]:
    """Yield the answers among which people who came twice are looked for.

    Of answers too many for memory nobody is looked for: who came twice then counts as two people,
    which makes intervals rather too long.
    """
    from gapkit.measurement.left_out import everybody_in

    if everybody_in(seen.answers).held:
        yield from seen.answers.batches()


def _parts(seen: _Seen) -> pd.DataFrame:
    import pandas as pd

    from gapkit.comparison.crossed import by_kind
    from gapkit.comparison.mix_rate import kinds_of_everybody, mix_rate_parts

    found, waves, unit = seen.found, seen.waves, seen.of.unit
    if len(waves) < 2:
        return mix_rate_parts(found, found, waves, "")
    everybody = found[found["segment"] == "all"]
    cells, columns = seen.case_mix if unit else (found[:0], ())
    first = [c for c in columns if c in seen.segments]
    parts = [mix_rate_parts(everybody, found[:0], waves, "")]
    parts += [
        mix_rate_parts(everybody, kinds_of_everybody(found, by), waves, by)
        for by in dict.fromkeys([*first, *seen.segments])
    ]
    if unit in seen.segments:
        mine = found[found["segment"] == unit]
        parts += [mix_rate_parts(mine, by_kind(cells, c), waves, c) for c in columns if len(cells)]
    return pd.concat(parts, ignore_index=True)


def _case_mix(seen: _Seen) -> tuple[pd.DataFrame, tuple[str, ...]]:
    from gapkit.comparison.crossed import crossed, varying

    of, answers, inventory, pairs = seen.of, seen.answers, seen.inventory, seen.pairs
    wanted = of.options.case_mix
    columns = tuple(s for s in (of.segments if wanted is None else wanted) if s != of.unit)
    unit = str(of.unit)
    if not set(columns) <= set(seen.segments):
        answers = of._opened(tuple(dict.fromkeys([*of.segments, *columns])))
        inventory = of.inventory(answers)
    known = tuple(c for c in columns if any(inventory.knows(p.right.role, c) for p in pairs))
    cells = crossed(answers.batches(), inventory, pairs, unit, known)
    if wanted is not None or not known:
        return cells, known
    some = tuple(varying(cells, known))
    return cells, some


def _only(frame: pd.DataFrame, column: str, waves: tuple[str, ...]) -> pd.DataFrame:
    return frame[frame[column].isin(waves)].reset_index(drop=True) if waves else frame
