"""What the tables `fit` and `validity` say, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.terms import battery_word, reason_word
from gapkit.stats.confirmatory import Modification, modifications
from gapkit.wording import Phrase, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.measurement.battery_models import BatteryModel
    from gapkit.options import Options
    from gapkit.stats.fit_indices import FitIndices

__all__ = ["ACCEPTABLE", "GOOD", "fit_sentences", "validity_sentences", "why_blank"]

GOOD: Final = {"cfi": 0.95, "rmsea": 0.06, "srmr": 0.08}
"""Hu and Bentler (1999): at least so much CFI, at most so much RMSEA and SRMR."""

ACCEPTABLE: Final = {"cfi": 0.90, "rmsea": 0.08, "srmr": 0.10}
"""Bentler and Bonett (1980); Browne and Cudeck (1993)."""

TELLING: Final = 10.83
"""A parameter is named where chi-square would fall by more: the 0.1 % point at one degree of freedom."""

MOST_HINTS: Final = 3
"""Hints that are given for one battery."""

HARDLY_APART: Final = 0.85
"""Two dimensions with a higher HTMT can hardly be told apart (Henseler, Ringle and Sarstedt 2015)."""

HALF: Final = 0.5
"""A dimension should explain more of its items than is left over (Fornell and Larcker 1981)."""


def fit_sentences(
    models: Sequence[BatteryModel], instrument: Instrument, options: Options
) -> tuple[Phrase, ...]:
    """Say how well the dimensions fit each battery of the last wave, and what would better it."""
    say, said = options.words, []
    for model in _last(models):
        battery = battery_word(say, model.of.battery)
        found = model.dimensional
        if found is None:
            why = why_blank(say, model.reason)
            said.append(Phrase("measurement.fit.blank", {"battery": battery, "reason": why}))
            continue
        i = found.indices
        values: dict[str, Any] = {
            "battery": battery,
            "count": len(model.dimensions),
            "n": say.number(i.n, 0),
            **{name: say.number(getattr(i, name), 3) for name in ("cfi", "rmsea", "srmr")},
            "low": say.number(i.rmsea_low, 3),
            "high": say.number(i.rmsea_high, 3),
        }
        said.append(Phrase(f"measurement.fit.{_judged(i)}", values))
        improper = [k for k, bad in zip(model.items, found.improper, strict=True) if bad]
        if improper:
            names = say.list([_item(say, instrument, k, options) for k in improper])
            said.append(Phrase("measurement.fit.improper", {"battery": battery, "names": names}))
        hints = [m for m in modifications(found)[:MOST_HINTS] if m.index > TELLING]
        said += [_hint(say, model, hint, battery, instrument, options) for hint in hints]
    return tuple(said)


def validity_sentences(
    frame: pd.DataFrame, instrument: Instrument, options: Options
) -> tuple[Phrase, ...]:
    """Say which dimensions of the last wave can hardly be told apart, and which explain little."""
    say, said = options.words, []
    if frame.empty:
        return (Phrase("sentence.nothing"),)
    last = max(frame["wave"].astype(str), key=natural)
    for battery, rows in frame[frame["wave"] == last].groupby("battery", sort=False):
        name = battery_word(say, str(battery))
        close = rows[rows["htmt"] > HARDLY_APART]
        pairs = [
            say(
                "measurement.validity.pair",
                one=instrument.label("dimension", row["dimension"], options.language),
                other=instrument.label("dimension", row["other"], options.language),
                htmt=say.number(row["htmt"], 2),
            )
            for _, row in close.iterrows()
        ]
        if pairs:
            values = {"battery": name, "pairs": say.list(pairs)}
            said.append(Phrase("measurement.validity.close", values))
        elif rows["htmt"].notna().any():
            said.append(Phrase("measurement.validity.apart", {"battery": name}))
        weak = [
            instrument.label("dimension", key, options.language)
            for key in rows.loc[rows["average_variance"] < HALF, "dimension"]
        ]
        if weak:
            values = {"battery": name, "names": say.list(weak)}
            said.append(Phrase("measurement.validity.weak", values))
    return tuple(said)


def why_blank(say: Words, reason: object) -> str:
    """Say why a model has no figures; one that asks for more items says so."""
    return say("measurement.more_items") if reason == "not asked" else reason_word(say, reason)


def _last(models: Sequence[BatteryModel]) -> list[BatteryModel]:
    last = max((m.wave for m in models), key=natural, default="")
    return [m for m in models if m.wave == last]


def _judged(i: FitIndices) -> str:
    """Return ``good``, ``acceptable`` or ``poor``: all three indices must agree."""
    for name, limits in (("good", GOOD), ("acceptable", ACCEPTABLE)):
        if i.cfi >= limits["cfi"] and not i.rmsea > limits["rmsea"] and i.srmr <= limits["srmr"]:
            return name
    return "poor"


def _hint(
    say: Words,
    model: BatteryModel,
    hint: Modification,
    battery: str,
    instrument: Instrument,
    options: Options,
) -> Phrase:
    """Put a modification in words."""
    values = {
        "battery": battery,
        "item": _item(say, instrument, model.items[hint.i], options),
        "index": say.number(hint.index, 1),
    }
    if hint.kind == "residual":
        other = _item(say, instrument, model.items[hint.j], options)
        return Phrase("measurement.hint.residual", {**values, "other": other})
    label = instrument.label("dimension", model.dimensions[hint.j], options.language)
    kind = "also" if hint.change > 0 else "against"
    return Phrase(f"measurement.hint.{kind}", {**values, "dimension": label})


def _item(say: Words, instrument: Instrument, key: str, options: Options) -> str:
    return say("sentence.quoted", label=instrument.label("item", key, options.language))
