"""What changed between the last two waves, in sentences: told or not told, and through which side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import WHOLE
from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name, side_word, verdict_word
from gapkit.stats.multiplicity import adjust
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = ["trend_sentences"]

MOVED: Final = ("better", "worse", "left_fell", "left_rose", "nearer", "further")
"""Verdicts that tell a change."""

MOST_NAMES: Final = 6
"""More names than this in one sentence are counted instead."""


@dataclass(frozen=True)
class _Scene:
    """One gap between the last two waves, and how figures are said."""

    frame: pd.DataFrame
    gap: str
    options: Options
    instrument: Instrument
    say: Words

    def number(self, value: float, *, sign: bool = True) -> str:
        return self.say.number(value, self.options.decimals, sign=sign)

    @property
    def everybody(self) -> pd.DataFrame:
        return self.frame[self.frame["segment"] == WHOLE]


def trend_sentences(
    frame: pd.DataFrame, options: Options, instrument: Instrument, waves: Sequence[str]
) -> tuple[Phrase, ...]:
    """Return what the table `trends` says about its last two waves.

    Parameters
    ----------
    frame
        The table `trends`.
    waves
        In their order.

    Returns
    -------
    tuple of Phrase
        The overall change of `main_gap` with both its parts; what of it other people bring; the
        dimensions and the groups that are told to have changed; what regression to the mean would
        bring the lowest group; and where other questions forbid a comparison.
    """
    if len(waves) < 2:
        return (Phrase("trend.one_wave"),)
    if frame.empty:
        return (Phrase("trend.nothing"),)
    last = frame[frame["wave_to"] == frame["wave_to"].iloc[-1]]
    # sentences are read by others too: they never name a group of very few people
    last = last[
        (last[["n_from", "n_to"]].min(axis=1) >= options.min_n) | (last["segment"] == WHOLE)
    ]
    gap = main_gap(last)
    scene = _Scene(last[last["gap"] == gap], str(gap), options, instrument, options.words)
    said = [*_overall(scene), *_mix(scene), *_dimensions(scene), *_groups(scene), *_lowest(scene)]
    return (*said, *_other_questions(last))


def _overall(scene: _Scene) -> list[Phrase]:
    rows = scene.everybody[scene.everybody["level"] == "overall"]
    if rows.empty or rows["change"].isna().all():
        return []
    row = rows.iloc[0]
    names = ("change", "ci_low", "ci_high", "change_left", "change_right")
    values: dict[str, Any] = {name: scene.number(row[name]) for name in names}
    margin = scene.options.margin * scene.instrument.scale.range
    values |= {
        "gap": gap_name(scene.say, scene.gap),
        "before": row["wave_from"],
        "after": row["wave_to"],
        "confidence": scene.say.level(scene.options.confidence),
        "left": side_word(scene.say, scene.gap, "left"),
        "right": side_word(scene.say, scene.gap, "right"),
        "margin": scene.number(margin, sign=False),
    }
    verdict = str(row["verdict"]) or "unclear"
    return [Phrase("trend.change", values), Phrase(f"trend.verdict.{verdict}", values)]


def _mix(scene: _Scene) -> list[Phrase]:
    rows = scene.everybody[scene.everybody["level"] == "overall"]
    rows = rows[rows["mix"].notna()]
    if rows.empty:
        return []
    row = rows.iloc[0]
    parts = {part: scene.number(row[part]) for part in ("mix", "rate")}
    return [Phrase("trend.mix", {**parts, "by": scene.say.segment(str(row["mix_by"]))})]


def _dimensions(scene: _Scene) -> list[Phrase]:
    rows = scene.everybody[scene.everybody["level"] == "dimension"]
    told = rows[rows["verdict"].isin(MOVED)]
    if rows.empty:
        return []
    if told.empty:
        return [Phrase("trend.no_dimension", {"count": len(rows)})]
    return [Phrase("trend.dimensions", {"names": _names(scene, told["label"], told)})]


def _groups(scene: _Scene) -> list[Phrase]:
    """Name the groups that changed; p values adjusted over all groups and dimensions of a segment."""
    said = []
    groups = scene.frame[(scene.frame["segment"] != WHOLE) & (scene.frame["level"] == "dimension")]
    for segment, rows in groups.groupby("segment", sort=False):
        method: Any = scene.options.adjust  # one of the three that `adjust` knows
        adjusted = adjust(rows["p"].to_numpy(dtype=float), method)
        told = rows[(adjusted < scene.options.alpha) & rows["verdict"].isin(MOVED)]
        name = str(segment)
        values: dict[str, Any] = {
            "segment": scene.say.segment(name), "count": rows["value"].nunique()
        }  # fmt: skip
        if told.empty:
            said.append(Phrase("trend.no_group", values))
            continue
        labels = [
            scene.say("trend.group", value=scene.say.value(name, str(value)), label=label)
            for value, label in zip(told["value"], told["label"], strict=True)
        ]
        said.append(Phrase("trend.groups", {**values, "names": _names(scene, labels, told)}))
    return said


def _lowest(scene: _Scene) -> list[Phrase]:
    """Say what regression to the mean alone brings the group that stood lowest."""
    rows = scene.frame[(scene.frame["level"] == "overall") & scene.frame["expected_change"].notna()]
    said = []
    for segment, values in rows.groupby("segment", sort=False):
        lower = scene.instrument.scale.direction == "lower"
        ordered = values.sort_values("estimate_from", ascending=not lower, kind="stable")
        row = ordered.iloc[0]
        figures = {name: scene.number(row[name]) for name in ("expected_change", "change")}
        value = scene.say.value(str(segment), str(row["value"]))
        named = {"segment": scene.say.segment(str(segment)), "value": value}
        said.append(Phrase("trend.lowest", {**figures, **named, "before": row["wave_from"]}))
    return said


def _other_questions(last: pd.DataFrame) -> list[Phrase]:
    rows = last[(last["segment"] == WHOLE) & (last["reason"] == "not asked")]
    if rows.empty:
        return []
    waves = {"before": rows["wave_from"].iloc[0], "after": rows["wave_to"].iloc[0]}
    return [Phrase("trend.other_questions", {**waves, "count": len(rows)})]


def _names(scene: _Scene, labels: Any, rows: pd.DataFrame) -> str:
    """Return labels, each with its change and verdict; the number of those that are left over."""
    said = [
        scene.say(
            "trend.named", label=label, change=scene.number(change),
            verdict=verdict_word(scene.say, scene.gap, verdict),
        )
        for label, change, verdict in zip(labels, rows["change"], rows["verdict"], strict=True)
    ]  # fmt: skip
    shown = said[:MOST_NAMES]
    if len(said) > MOST_NAMES:
        shown.append(scene.say("trend.more", count=len(said) - MOST_NAMES))
    return scene.say.list(shown)
