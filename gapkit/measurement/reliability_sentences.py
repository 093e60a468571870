"""What the table `reliability` says, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import WHOLE, natural
from gapkit.gaps.terms import battery_word, gap_name, reason_word
from gapkit.wording import Phrase, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.measurement.reliability import ItemNote
    from gapkit.options import Options

__all__ = ["GOOD_ENOUGH", "battery_name", "reliability_sentences"]

GOOD_ENOUGH: Final = 0.70
"""Reliability from which scores are commonly used to compare groups (Nunnally 1978)."""

DIGITS: Final = 2
"""Decimals of a reliability; more would pretend to be exact."""


@dataclass(frozen=True)
class _Scene:
    """Everybody's rows of one wave, and how things are called."""

    rows: pd.DataFrame
    instrument: Instrument
    options: Options
    say: Words

    def dimension(self, key: str) -> str:
        return self.instrument.label("dimension", key, self.options.language)

    def item(self, key: str) -> str:
        label = self.instrument.label("item", key, self.options.language)
        return self.say("sentence.quoted", label=label)

    def number(self, value: float) -> str:
        return self.say.number(value, DIGITS)


def battery_name(say: Words, battery: str) -> str:
    """Return the words for a battery of the table; a gap's differences are named by the gap.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> battery_name(words("en"), "gap:5"), battery_name(words("en"), "perception")
    ('Gap 5', 'Perception')
    """
    of_gap = battery.startswith("gap:")
    return (
        gap_name(say, battery.removeprefix("gap:"), "short")
        if of_gap
        else battery_word(say, battery)
    )


def reliability_sentences(
    frame: pd.DataFrame, notes: Sequence[ItemNote], instrument: Instrument, options: Options
) -> tuple[Phrase, ...]:
    """Return what the table says of everybody in its last wave.

    Returns
    -------
    tuple of Phrase
        The range of alpha of each battery; what lies below `GOOD_ENOUGH`; the reliability of gaps
        from both alphas; what could not be worked out; items that run against the others, do not
        vary, or were answered by nobody.
    """
    everybody = frame[frame["segment"] == WHOLE]
    if everybody.empty:
        return (Phrase("sentence.nothing"),)
    wave = max(everybody["wave"].astype(str), key=natural)
    scene = _Scene(everybody[everybody["wave"] == wave], instrument, options, options.words)
    said = [p for _, rows in scene.rows.groupby("battery", sort=False) for p in _range(scene, rows)]
    said += _low(scene) + _differences(scene) + _blank(scene)
    said += [_note(scene, note) for note in notes if note.wave == wave]
    return tuple(said)


def _range(scene: _Scene, rows: pd.DataFrame) -> list[Phrase]:
    known = rows[rows["alpha"].notna()].sort_values("alpha", kind="stable")
    if known.empty:
        return []
    low, high = known.iloc[0], known.iloc[-1]
    values: dict[str, Any] = {
        "battery": battery_name(scene.say, low["battery"]),
        "low": scene.number(low["alpha"]),
        "lowest": scene.dimension(low["dimension"]),
    }
    if len(known) == 1:
        return [Phrase("measurement.reliability.one", values)]
    more = {"high": scene.number(high["alpha"]), "highest": scene.dimension(high["dimension"])}
    return [Phrase("measurement.reliability.range", {**values, **more})]


def _low(scene: _Scene) -> list[Phrase]:
    low = scene.rows[scene.rows["alpha"] < GOOD_ENOUGH]
    if low.empty:
        return []
    names = [
        scene.say(
            "measurement.reliability.named",
            battery=battery_name(scene.say, row["battery"]),
            dimension=scene.dimension(row["dimension"]),
            value=scene.number(row["alpha"]),
        )
        for _, row in low.iterrows()
    ]
    values = {"least": scene.number(GOOD_ENOUGH), "names": scene.say.list(names)}
    return [Phrase("measurement.reliability.low", values)]


def _differences(scene: _Scene) -> list[Phrase]:
    said = []
    known = scene.rows[scene.rows["reliability_difference"].notna()]
    for battery, rows in known.groupby("battery", sort=False):
        found = rows["reliability_difference"]
        values = {
            "gap": battery_name(scene.say, str(battery)),
            "low": scene.number(found.min()),
            "high": scene.number(found.max()),
        }
        said.append(Phrase("measurement.reliability.difference", values))
    return said


def _blank(scene: _Scene) -> list[Phrase]:
    blank = scene.rows[scene.rows["alpha"].isna()]
    return [
        Phrase(
            "measurement.reliability.blank",
            {
                "battery": battery_name(scene.say, row["battery"]),
                "dimension": scene.dimension(row["dimension"]),
                "reason": _why(scene.say, row),
            },
        )
        for _, row in blank.iterrows()
    ]


def _why(say: Words, row: pd.Series[Any]) -> str:
    """Say the reason; that a dimension has one item is said plainly."""
    single = row["reason"] == "not asked" and row["k"] == 1
    return say("measurement.reliability.one_item") if single else reason_word(say, row["reason"])


def _note(scene: _Scene, note: ItemNote) -> Phrase:
    values = {
        "item": scene.item(note.item),
        "battery": battery_name(scene.say, note.battery),
        "dimension": scene.dimension(note.dimension),
        "item_rest": scene.number(note.item_rest),
    }
    if note.kind != "against":
        del values["item_rest"]
    return Phrase(f"measurement.item.{note.kind}", values)
