"""What the table `monitors` says: whether monitors agree, what to do where not, who has drifted."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final

from gapkit.ingest.register_rows import ALL
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from gapkit.operations.desk import Desk

__all__ = ["agreement_level", "monitor_sentences"]

LEVELS: Final[Mapping[str, Mapping[str, float]]] = {
    "icc": {"poor": 0.5, "moderate": 0.75, "good": 0.9, "excellent": inf},
    "kappa": {"poor": 0.0, "slight": 0.2, "fair": 0.4, "moderate": 0.6, "substantial": 0.8,
              "almost_perfect": inf},
}  # fmt: skip
"""Figure → what it is called up to which value: the ICC after Koo and Li (2016), kappa after Landis
and Koch (1977). Both are conventions."""

ENOUGH: Final = LEVELS["icc"]["moderate"]
"""Where the whole interval of the ICC lies above, nobody has to act."""


def agreement_level(figure: str, value: float) -> str:
    """Return what a figure of agreement is called.

    Parameters
    ----------
    figure
        ``icc`` or ``kappa``.
    value
        Of the figure, at most 1.

    Examples
    --------
    >>> agreement_level("icc", 0.61), agreement_level("kappa", 0.61), agreement_level("kappa", -0.1)
    ('moderate', 'substantial', 'poor')
    """
    return next(name for name, most in LEVELS[figure].items() if value <= most)


def monitor_sentences(frame: pd.DataFrame, desk: Desk) -> tuple[Phrase, ...]:
    """Say how far monitors agree and whether any has drifted; nobody is named.

    Parameters
    ----------
    frame
        The table `monitors`.
    """
    whole = frame.iloc[0]
    calls = int(whole["calls"])
    first = Phrase("monitors.calls", {"calls": calls}) if calls else Phrase("monitors.no_calls")
    return (first, *_agreement(whole, desk), *_drift(frame, desk))


def _agreement(whole: pd.Series[float], desk: Desk) -> Iterator[Phrase]:
    say, decimals = desk.options.words, desk.options.decimals
    for name in LEVELS:
        low, high = whole[f"{name}_low"], whole[f"{name}_high"]
        if low != low:
            continue
        ends = {"low": say.number(low, decimals), "high": say.number(high, decimals)}
        level = say(f"monitors.level.{agreement_level(name, whole[name])}")
        figure = {"figure": say.number(whole[name], decimals), "level": level}
        yield Phrase(f"monitors.{name}", figure | ends)
        if name == "icc":
            yield Phrase("monitors.settled" if low > ENOUGH else "monitors.calibrate")


def _drift(frame: pd.DataFrame, desk: Desk) -> Iterator[Phrase]:
    told = frame[(frame["other"] == ALL) & (frame["monitor"] != ALL) & frame["drift"].notna()]
    if told.empty:
        return
    drifted = told[told["drifts"] == "yes"]
    say, decimals = desk.options.words, desk.options.decimals
    most = max((drifted if len(drifted) else told)["drift"], key=abs)
    values = {"count": len(drifted), "monitors": len(told)}
    key = "monitors.drift" if len(drifted) else "monitors.no_drift"
    yield Phrase(key, values | {"most": say.number(most, decimals, sign=True)})
