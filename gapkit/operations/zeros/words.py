"""What the table `zeros` says, in sentences that carry their figures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from gapkit.ingest.register_rows import ALL
from gapkit.operations.reasons import NOT_ASKED
from gapkit.operations.zeros.aims import MEASURES
from gapkit.stats.elasticity import FEWEST_WAVES
from gapkit.stats.reasons import NO_VARIATION
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from gapkit.operations.zeros.aims import Zeros
    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = ["zero_sentences"]

READINGS: Final = ("missed", "not settled", "reached", "no target")
"""What may be read of a zero, the worst first."""

MOST_NAMES: Final = 3
"""Units named in one sentence."""


def zero_sentences(
    frame: pd.DataFrame, said: Zeros, young: int, options: Options
) -> tuple[Phrase, ...]:
    """Say which zeros are reached, where everybody stands in the last wave, and which units lie below.

    Parameters
    ----------
    frame
        The table `zeros`.
    said
        What the study says of them.
    young
        Complaints that were left out, since it cannot be known yet what becomes of them.
    """
    if frame.empty:
        return ()
    whole = frame[frame["unit"] == ALL]
    by_measure = {str(name): rows for name, rows in whole.groupby("measure", sort=False)}
    make: dict[str, Callable[[pd.DataFrame, Options], Iterator[Phrase]]] = {
        "index": _index,
        "recovered": partial(_recovered, said.recovered_within, young),
        "elasticity": _elasticity,
    }
    found: list[Phrase] = list(_together(by_measure, options))
    for measure, rows in by_measure.items():
        found += make.get(measure, _cost)(rows, options)
        found += _behind(frame, rows, measure, options)
    if any(MEASURES[measure].zero == "cost" for measure in by_measure):
        found.append(Phrase("zeros.money"))
    return tuple(found)


def _together(by_measure: Mapping[str, pd.DataFrame], options: Options) -> Iterator[Phrase]:
    """Say of each zero whether it is reached: where several figures have targets, by the worst."""
    say, found = options.words, dict[str, set[str]]()
    for measure, rows in by_measure.items():
        found.setdefault(MEASURES[measure].zero, set()).add(_last(rows)["reading"])
    worst = {zero: next((r for r in READINGS if r in of), "") for zero, of in found.items()}
    parts = [
        say(
            "zeros.part",
            zero=say(f"zeros.zero.{zero}"),
            reading=say(f"zeros.reading.{reading.replace(' ', '_')}"),
        )
        for zero, reading in worst.items()
        if reading
    ]
    if parts:
        yield Phrase("zeros.together", {"parts": say("list.between").join(parts)})


def _index(rows: pd.DataFrame, options: Options) -> Iterator[Phrase]:
    row = _last(rows)
    if not _enough(row, options):
        return
    say = options.words
    values = {"n": say.number(row["n"], 0), "aim": _aim(row, say.number(row["target"], 1), say)}
    yield Phrase("zeros.distance", _figures(row, say, 1) | values)


def _recovered(days: int, young: int, rows: pd.DataFrame, options: Options) -> Iterator[Phrase]:
    row = _last(rows)
    say = options.words
    if row["reason"] == NOT_ASKED:
        yield Phrase("zeros.no_recovered")
    elif _enough(row, options):
        count = {"n": say.number(row["n"], 0), "days": days}
        aim = {"aim": _aim(row, say.percent(row["target"]), say)}
        yield Phrase("zeros.complaints", _figures(row, say, 0) | count | aim)
    if young and row["reason"] != NOT_ASKED:
        yield Phrase("zeros.young", {"n": say.number(young, 0), "days": days})


def _cost(rows: pd.DataFrame, options: Options) -> Iterator[Phrase]:
    """Say a cost, or the success at first attempt, and where it stood in the first wave."""
    known = rows[rows["value"].notna()]
    if known.empty or not _enough(_last(known), options):
        return
    say, row = options.words, _last(known)
    measure = str(row["measure"])
    first = _told(known.iloc[0])
    before = _written(first, "value", say, options.decimals)
    since = say("zeros.before", before=before, wave=first["wave"])
    values = {
        "n": say.number(row["n"], 0),
        "aim": _aim(row, _written(row, "target", say, options.decimals), say),
        "before": since if first["wave"] != row["wave"] else "",
    }
    yield Phrase(f"zeros.{measure}", _figures(row, say, options.decimals) | values)


def _elasticity(rows: pd.DataFrame, options: Options) -> Iterator[Phrase]:
    row = _last(rows)
    say = options.words
    if row["reason"] == NO_VARIATION:
        yield Phrase("zeros.same_customers")
    elif row["reason"]:
        yield Phrase("zeros.few_waves", {"fewest": FEWEST_WAVES})
    else:
        aim = _aim(row, say.number(row["target"], 2), say)
        values = {"waves": say.number(row["n"], 0), "aim": aim}
        yield Phrase("zeros.elasticity", _figures(row, say, 2) | values)
        low, high = row["ci_low"], row["ci_high"]
        reading = "falls" if high <= 1 else "rises" if low > 1 else "not_settled"
        yield Phrase(f"zeros.customers.{reading}")


def _behind(
    frame: pd.DataFrame, whole: pd.DataFrame, measure: str, options: Options
) -> Iterator[Phrase]:
    """Name the units whose share lies below everybody's, the lowest first.

    Guarded for the number of units looked at (`gapkit.stats.shares.stands_out`): else of twenty that
    are like all others one would be named.
    """
    from gapkit.stats.shares import stands_out

    if not MEASURES[measure].is_share:
        return
    row = _last(whole)
    here = frame[(frame["measure"] == measure) & (frame["wave"] == row["wave"])]
    here = here[(here["unit"] != ALL) & (here["n"].fillna(0) >= options.min_n)]
    here = here[here["value"].notna()]
    if here.empty:
        return
    n = here["n"].astype(float)
    missed = (n * (1 - here["value"])).round()
    low = here[stands_out(missed, n, 1 - row["value"], options.alpha)]
    if len(low):
        named = _named(low.sort_values("value", kind="stable"), options.words)
        yield Phrase(f"zeros.behind.{measure}", {"names": named})


def _named(rows: pd.DataFrame, say: Words) -> str:
    """Return the first few units with their shares."""
    named = [
        say("zeros.behind.unit", unit=say.unit(unit), share=say.percent(share), n=say.number(n, 0))
        for unit, share, n in zip(rows["unit"], rows["value"], rows["n"], strict=True)
    ]
    return say.list(named[:MOST_NAMES]) + (", …" if len(named) > MOST_NAMES else "")


def _aim(row: dict[str, Any], target: str, say: Words) -> str:
    """Return whether the target is met, as the end of a sentence; blank without one."""
    if row["target"] != row["target"]:
        return ""
    met = {"yes": "reached", "no": "missed"}.get(row["met"], "open")
    return say(f"zeros.aim.{met}", target=target)


def _last(rows: pd.DataFrame) -> dict[str, Any]:
    """Return the last wave that has a figure, else the last."""
    known = rows[rows["value"].notna()]
    return _told((known if len(known) else rows).iloc[-1])


def _told(row: pd.Series[Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _enough(row: dict[str, Any], options: Options) -> bool:
    """Whether there is a figure, and as many stand behind it as the gate asks for."""
    return bool(row["value"] == row["value"] and row["n"] >= options.min_n)


def _figures(row: dict[str, Any], say: Words, decimals: int) -> dict[str, str]:
    names = {"value": "value", "low": "ci_low", "high": "ci_high"}
    written = {key: _written(row, column, say, decimals) for key, column in names.items()}
    return written | {"wave": str(row["wave"])}


def _written(row: dict[str, Any], column: str, say: Words, decimals: int) -> str:
    if MEASURES[row["measure"]].is_share:
        return say.percent(row[column])
    return say.number(row[column], decimals)
