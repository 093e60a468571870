"""Can less be asked? Items that can be dropped while the verdicts on the dimensions stay the same.

Expectations and perceptions are dropped in pairs as far as gap 5 allows. Of what remains, a
perception whose expectation is dropped may still be needed to tell the dimension's standing among
the others; it then stays alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.gaps.verdict import verdicts
from gapkit.instrument.model import Text
from gapkit.instrument.write import instrument_text
from gapkit.measurement.dropping import Dropped, agreement, drop_items, scores_of
from gapkit.results import Result
from gapkit.stats.mean_tests import t_interval, t_test
from gapkit.stats.multiplicity import adjust
from gapkit.stats.resampling import resampled_moments, resampling_weights
from gapkit.wording import Phrase, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.instrument import Instrument
    from gapkit.measurement.people import Answered
    from gapkit.options import Options
    from gapkit.stats.frequencies import Floats

__all__ = ["SHORT_FORM_COLUMNS", "ShortForm", "short_form", "short_form_frame", "short_instrument"]

SHORT_FORM_COLUMNS: Final = (
    "wave", "battery", "level", "key", "label", "questions", "kept", "step", "agreement", "held_out",
    "reason",
)  # fmt: skip
"""Columns in their order."""

RESAMPLES: Final = 400
"""Samples drawn anew from the people; enough to tell 95 % from 90 %."""


@dataclass(frozen=True)
class ShortForm(Result):
    """What can be dropped, with the questionnaire that is left.

    Parameters
    ----------
    toml
        The short form as the text of an instrument file.
    """

    toml: str = ""

    def write(self, path: str | Path) -> Path:
        """Write the instrument file, and return its path."""
        target = Path(path)
        target.write_text(self.toml, encoding="utf-8")
        return target


@dataclass(frozen=True)
class _Judge:
    """Verdicts on dimension scores, in the sample and in resamples of its people."""

    weights: Floats
    options: Options
    margin: float
    sign: int

    def gaps(self, scores: Floats) -> NDArray[np.object_]:
        """Return the verdicts on gap 5, as the table `gaps` has them."""
        found = resampled_moments(self.weights, scores)
        mean, se, n = (x.reshape(-1) for x in (found.mean, found.se, found.n))
        tested = t_test(mean, se, n - 1, confidence=self.options.confidence)
        family = np.repeat(np.arange(len(found.mean)), found.mean.shape[1])
        adjusted = adjust(tested.p, self.options.adjust, family)  # type: ignore[arg-type]
        zero = (mean == 0) & (se == 0) & (n > 1)
        judged = verdicts(tested, adjusted, n, zero, self.margin, self.sign, self.options)
        return judged.reshape(found.mean.shape)

    def standing(self, scores: Floats) -> NDArray[np.object_]:
        """Return whether each dimension lies below or above the average of all of them."""
        there = ~np.isnan(scores)
        whole = np.logical_and.reduce(there, axis=1)
        own = np.where(whole.reshape(-1, 1), scores - scores.mean(axis=1, keepdims=True), np.nan)
        found = resampled_moments(self.weights, own)
        low, high = t_interval(found.mean, found.se, found.n - 1, self.options.confidence)
        with np.errstate(invalid="ignore"):
            side = np.select([high < 0, low > 0], ["below", "above"], "unclear")
        return side.astype(object)


@dataclass(frozen=True)
class _Plan:
    """Items dropped from each battery, in order."""

    expectation: tuple[Dropped, ...]
    perception: tuple[Dropped, ...]


def short_form_frame(
    answered: Answered,
    instrument: Instrument,
    options: Options,
    wave: str,
    fewest: int = 2,
    halves: int = 0,
) -> pd.DataFrame:
    """Return which questions can be dropped, and which are kept.

    Parameters
    ----------
    answered
        People's answers of one wave.
    fewest
        Items that every dimension keeps.
    halves
        How often the people are split at random: what is dropped is decided on one half and held
        against the other.

    Returns
    -------
    pandas.DataFrame
        `SHORT_FORM_COLUMNS`; a row an item (``kept`` 1 or 0, ``step`` in which it goes,
        ``agreement`` the share of resamples in which all verdicts stay until then) and a row a
        dimension (``questions`` asked, ``kept``, ``held_out`` the share of other halves in which
        its verdict is the same). Verdicts of expectation are those on gap 5; those of perception
        say whether the dimension is told below or above the average of all.
    """
    import pandas as pd

    dimensions = _dimensions(answered, instrument)
    few = len(answered.perception) < 2 * options.min_n_verdict
    plan = _Plan((), ()) if few else _plan(answered, dimensions, instrument, options, fewest)
    held = [] if few else _held_out(answered, dimensions, instrument, options, fewest, halves)
    rows: list[tuple[object, ...]] = []
    batteries = ("expectation", "perception")
    for k, battery in enumerate(batteries):
        if battery == "expectation" and answered.expectation is None:
            continue
        gone = {d.item: (step, d.agreement) for step, d in enumerate(getattr(plan, battery), 1)}
        for j, (d, ids) in enumerate(dimensions.items()):
            label = instrument.label("dimension", d, options.language)
            left = sum(i not in gone for i in ids)
            same = float(np.mean([h[k][j] for h in held])) if held else float("nan")
            reason = "too few cases" if few else ""
            rows.append((wave, battery, "dimension", d, label, len(ids), left, None, np.nan, same, reason))  # fmt: skip
            for i in ids:
                step, share = gone.get(i, (None, np.nan))
                text = instrument.label("item", answered.items[i], options.language)
                rows.append((wave, battery, "item", answered.items[i], text, 1, int(i not in gone),
                             step, share, np.nan, ""))  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(SHORT_FORM_COLUMNS))
    return frame.astype(dict.fromkeys(("questions", "kept", "step"), "Int64"))


def _dimensions(answered: Answered, instrument: Instrument) -> dict[str, list[int]]:
    found = {
        d.id: [k for k, i in enumerate(answered.items) if instrument.item[i].dimension == d.id]
        for d in instrument.dimensions
    }
    return {d: items for d, items in found.items() if items}


def _plan(
    answered: Answered,
    dimensions: Mapping[str, list[int]],
    instrument: Instrument,
    options: Options,
    fewest: int,
) -> _Plan:
    """Drop pairs while gap 5 stays as it is, then perceptions while the standing does."""
    judge = _judge(answered, instrument, options, min(options.bootstrap, RESAMPLES))
    pairs: list[Dropped] = []
    needed: frozenset[int] = frozenset()
    if answered.expectation is not None:
        gap = answered.perception - answered.expectation
        pairs = drop_items(gap, dimensions, judge.gaps, fewest=fewest)
        needed = frozenset(range(len(answered.items))) - {d.item for d in pairs}
    alone = drop_items(answered.perception, dimensions, judge.standing, needed, fewest)
    return _Plan(tuple(pairs), tuple(alone))


def _judge(answered: Answered, instrument: Instrument, options: Options, resamples: int) -> _Judge:
    weights = resampling_weights(len(answered.perception), resamples, options.seed)
    sign = -1 if instrument.scale.direction == "lower" else 1
    return _Judge(weights, options, options.margin * instrument.scale.range, sign)


def _held_out(
    answered: Answered,
    dimensions: Mapping[str, list[int]],
    instrument: Instrument,
    options: Options,
    fewest: int,
    halves: int,
) -> list[tuple[Floats, Floats]]:
    """Return, half by half, where the verdicts on the other half stay (1) or not (0)."""
    rng = np.random.default_rng(options.seed)
    found = []
    for _ in range(halves):
        order = rng.permutation(len(answered.perception))
        one, other = np.array_split(order, 2)
        plan = _plan(answered.take(one), dimensions, instrument, options, fewest)
        rest = answered.take(other)
        judge = _judge(rest, instrument, options, 0)
        gap = np.zeros(len(dimensions))
        if rest.expectation is not None:
            gap = _stays(
                rest.perception - rest.expectation, dimensions, plan.expectation, judge.gaps
            )
        standing = _stays(rest.perception, dimensions, plan.perception, judge.standing)
        found.append((gap, standing))
    return found


def _stays(
    values: Floats,
    dimensions: Mapping[str, list[int]],
    dropped: tuple[Dropped, ...],
    judge: Callable[[Floats], NDArray[np.object_]],
) -> Floats:
    gone = {d.item for d in dropped}
    short = {d: [i for i in items if i not in gone] for d, items in dimensions.items()}
    return agreement(judge(scores_of(values, dimensions)), judge(scores_of(values, short)))


def short_form(
    answered: Answered,
    instrument: Instrument,
    options: Options,
    wave: str,
    fewest: int = 2,
    halves: int = 0,
) -> ShortForm:
    """Return what can be dropped, in a table, in sentences and as an instrument file."""
    frame = short_form_frame(answered, instrument, options, wave, fewest, halves)
    said = _sentences(frame, options)
    toml = short_instrument(instrument, frame, options)
    return ShortForm("short_form", frame, options, instrument, said, toml=toml)


def short_instrument(instrument: Instrument, frame: pd.DataFrame, options: Options) -> str:
    """Return the short form as an instrument file; numbers of items stay, so that columns are found.

    Parameters
    ----------
    instrument
        The questionnaire in full.
    frame
        As `short_form_frame` makes it.
    """
    say = options.words
    items = frame[frame["level"] == "item"]
    kept = {
        battery: [str(k) for k in part.loc[part["kept"] == 1, "key"]]
        for battery, part in items.groupby("battery", sort=False)
    }
    asked = set(kept["perception"]) | set(kept.get("expectation", ()))
    left = tuple(i for i in instrument.items if i.id in asked)
    used = {i.dimension for i in left}
    title = Text({k: words(k)("short_form.title", title=t) if k in ("en", "zh-Hant") else t
                  for k, t in instrument.title.by_language.items()})  # fmt: skip
    short = replace(
        instrument,
        name=f"{instrument.name}-short",
        title=title,
        items=left,
        dimensions=tuple(d for d in instrument.dimensions if d.id in used),
    )
    remarks = [say("short_form.items", kept=len(left), items=len(instrument.items))]
    without = [i.id for i in left if i.id not in kept.get("expectation", ())]
    if "expectation" in kept and without:
        remarks.append(say("short_form.perception_only", ids=", ".join(without)))
    return instrument_text(short, tuple(remarks))


def _sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Return what can be dropped in sentences."""
    say = options.words
    if (frame["reason"] == "too few cases").any():
        return (Phrase("short_form.few", {"fewest": 2 * options.min_n_verdict}),)
    said = []
    for battery, part in frame.groupby("battery", sort=False):
        items = part[part["level"] == "item"]
        values = {
            "battery": say(f"battery.{battery}"),
            "kept": int(items["kept"].sum()),
            "items": len(items),
        }
        said.append(Phrase(f"short_form.{battery}", values))
        worst = part["held_out"].min()
        if worst == worst:
            said.append(Phrase("short_form.held_out", {"share": say.percent(worst)}))
    said.append(Phrase("short_form.note"))
    return tuple(said)
