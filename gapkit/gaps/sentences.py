"""The message of a study in sentences, built from verdicts and never from bare point estimates.

Nearly every item of every survey falls short of expectations; so beside the overall verdict the
message says what lies below the survey's own average, what above, and what cannot be told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.terms import gap_name, reason_word, verdict_word
from gapkit.wording import Phrase, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.options import Options

__all__ = ["main_gap", "score_sentences", "sentences", "told_apart"]

VERDICTS: Final = ("shortfall", "met", "surplus", "unclear")

LOWER_IS_WORSE: Final = frozenset({"3", "4", "5", "adequacy", "superiority"})
"""Gaps whose lower values are worse service."""

MOST_NAMES: Final = 6
"""More names than this in one sentence are counted instead."""

MOST_ITEMS: Final = 3
"""Items that are named as furthest from the average."""


@dataclass(frozen=True)
class _Scene:
    """What every sentence needs: one gap of everybody in one wave, and how figures are said."""

    frame: pd.DataFrame
    gap: str
    options: Options
    instrument: Instrument
    say: Words
    no_people: tuple[str, ...] = ()

    def level(self, level: str) -> pd.DataFrame:
        return self.frame[self.frame["level"] == level]

    def number(self, value: float, *, sign: bool = True) -> str:
        return self.say.number(value, self.options.decimals, sign=sign)

    @property
    def kind(self) -> str:
        """Whether lower is worse; not so where both signs mean not knowing, as in gap 1."""
        higher = self.instrument.scale.direction == "higher"
        return "service" if higher and self.gap in LOWER_IS_WORSE else "other"

    @property
    def shared(self) -> dict[str, str]:
        """Values that many sentences fill in."""
        scale, options = self.instrument.scale, self.options
        return {
            "bottom": scale.names[0],
            "top": scale.names[-1],
            "confidence": self.say.level(options.confidence),
            "margin": self.number(options.margin * scale.range, sign=False),
        }


def sentences(
    frame: pd.DataFrame,
    options: Options,
    instrument: Instrument,
    answered: int,
    exempt: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Phrase, ...]:
    """Return what a table of gaps says about everybody in its last wave.

    Parameters
    ----------
    frame
        Columns of the table ``gaps``; published or not.
    options
        Margin, confidence, `min_n_verdict`, decimals, language.
    instrument
        For the ends and the range of its scale.
    answered
        How many people answered.
    exempt
        Gap → columns of n that count no people: what was laid down or promised.

    Returns
    -------
    tuple of Phrase
        How many answered; the overall gap with its interval and verdict; dimensions and items
        below, above and not told apart from the survey's own average; what is certain and what is
        not. The gap is `main_gap`.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> import pandas as pd
    >>> from gapkit.instrument import load_instrument
    >>> from gapkit.options import Options
    >>> row = {"wave": "all", "segment": "all", "value": "all", "gap": "5", "level": "overall",
    ...        "n": 50, "n_left": 50, "n_right": 50, "estimate": -0.5, "ci_low": -0.7,
    ...        "ci_high": -0.3, "p_adjusted": 1e-6, "verdict": "shortfall", "reason": ""}
    >>> said = sentences(pd.DataFrame([row]), Options(), load_instrument("servqual"), 52)
    >>> words("en").say(said[0])
    '52 people answered.'
    >>> words("en").say(said[1])[:57]
    'Taken together, the service falls short of expectations: '
    """
    said = [Phrase("sentence.answered", {"answered": options.words.number(answered, 0)})]
    everybody = frame[frame["segment"] == "all"]
    gap = main_gap(everybody)
    if gap is None:
        return (*said, Phrase("sentence.nothing"))
    waves = sorted(everybody["wave"].astype(str).unique(), key=natural)
    here = everybody[(everybody["wave"].astype(str) == waves[-1]) & (everybody["gap"] == gap)]
    no_people = (exempt or {}).get(gap, ())
    scene = _Scene(here, gap, options, instrument, options.words, no_people)
    if len(waves) > 1:
        said.append(Phrase("sentence.wave", {"wave": waves[-1], "count": len(waves)}))
    said += _overall(scene)
    if gap != "priority":
        said += _dimensions(scene) + _items(scene) + _certain(scene)
    return tuple(said)


def score_sentences(
    frame: pd.DataFrame, options: Options, instrument: Instrument, answered: int
) -> tuple[Phrase, ...]:
    """Return what a table of scores says where there is no gap to judge.

    Parameters
    ----------
    frame
        Columns of the table ``scores``; the battery spoken of is ``perception``, else
        ``performance``, else the first.
    options, instrument, answered
        As in `sentences`.

    Returns
    -------
    tuple of Phrase
        How many answered, the overall mean with its interval, and the dimensions whose intervals
        lie wholly below or above it.
    """
    said = [Phrase("sentence.answered", {"answered": options.words.number(answered, 0)})]
    everybody = frame[frame["segment"] == "all"]
    if everybody.empty:
        return (*said, Phrase("sentence.nothing"))
    batteries = list(dict.fromkeys(everybody["battery"]))
    spoken = next(b for b in ("perception", "performance", *batteries) if b in batteries)
    wave = max(everybody["wave"].astype(str), key=natural)
    here = everybody[(everybody["battery"] == spoken) & (everybody["wave"].astype(str) == wave)]
    scene = _Scene(here, "", options, instrument, options.words)
    said += _mean(scene, spoken)
    return (*said, Phrase("sentence.no_gap"))


def main_gap(frame: pd.DataFrame) -> str | None:
    """Return the gap that the message is about: gap 5, else the first that is judged.

    Examples
    --------
    >>> import pandas as pd
    >>> main_gap(pd.DataFrame({"gap": ["priority", "adequacy"]}))
    'adequacy'
    """
    gaps = [str(gap) for gap in frame["gap"].unique()]
    if "5" in gaps:
        return "5"
    return next((g for g in gaps if g != "priority"), gaps[0] if gaps else None)


def told_apart(frame: pd.DataFrame) -> pd.Series[Any]:
    """Return where each row lies against the survey's own average.

    Parameters
    ----------
    frame
        Rows of ``gaps``, with ``vs_average_low`` and ``vs_average_high``.

    Returns
    -------
    Series of str
        ``below`` or ``above`` where the interval leaves out 0, else ``unclear``; empty where
        there is no interval.
    """
    import pandas as pd

    side = pd.Series("unclear", index=frame.index, dtype=object)
    side[frame["vs_average_high"] < 0] = "below"
    side[frame["vs_average_low"] > 0] = "above"
    side[frame["vs_average_low"].isna()] = ""
    return side


def _overall(scene: _Scene) -> list[Phrase]:
    rows = scene.level("overall")
    if rows.empty:
        return []
    row = rows.iloc[0]
    values = {
        **scene.shared,
        "estimate": scene.number(row["estimate"]),
        "size": scene.number(abs(row["estimate"]), sign=False),
        "low": scene.number(row["ci_low"]),
        "high": scene.number(row["ci_high"]),
    }
    if row["estimate"] != row["estimate"]:
        return [Phrase("sentence.blank", {"reason": reason_word(scene.say, row["reason"])})]
    if scene.gap == "priority":
        return [Phrase("sentence.priority", values)]
    people = _people(row, scene.no_people)
    if row["verdict"] == "unclear" and people < scene.options.min_n_verdict:
        few = {"n": people, "fewest": scene.options.min_n_verdict}
        return [Phrase("sentence.few", {**values, **few})]
    verdict = "slight" if _slight(rows, scene.options).any() else str(row["verdict"])
    return [_verdict_phrase(scene, verdict, values)]


def _verdict_phrase(scene: _Scene, verdict: str, values: dict[str, str]) -> Phrase:
    """Gap 5 has sentences of its own; any other gap names itself and its verdict word."""
    if scene.gap == "5":
        lower = scene.instrument.scale.direction == "lower" and verdict in ("shortfall", "surplus")
        form = "overall_lower" if lower else "overall"
        return Phrase(f"sentence.{form}.{verdict}", values)
    if verdict == "slight":
        return Phrase("sentence.any_slight", {**values, "gap": gap_name(scene.say, scene.gap)})
    word = verdict_word(scene.say, scene.gap, verdict)
    named = {"gap": gap_name(scene.say, scene.gap), "verdict": word}
    return Phrase("sentence.any", {**values, **named})


def _dimensions(scene: _Scene) -> list[Phrase]:
    rows = scene.level("dimension")
    if len(rows) < 2:
        return []
    sides = told_apart(rows)
    said = []
    for side in ("below", "above", "unclear"):
        labels = [str(label) for label in rows.loc[sides == side, "label"]]
        if labels:
            names = _names(scene.say, labels, "dimensions")
            said.append(Phrase(f"sentence.{scene.kind}.dimensions_{side}", {"names": names}))
    return said


def _items(scene: _Scene) -> list[Phrase]:
    rows = scene.level("item")
    if len(rows) < 2:
        return []
    sides = told_apart(rows)
    counts = {side: int((sides == side).sum()) for side in ("below", "above", "unclear")}
    total = sum(counts.values())
    if not total:
        return []
    said = [Phrase(f"sentence.{scene.kind}.items", {"items": total, **counts})]
    if counts["below"]:
        named = _furthest(rows[sides == "below"])
        key = "furthest" if named else "no_furthest"
        said.append(Phrase(f"sentence.{scene.kind}.{key}", {"names": _quoted(scene.say, named)}))
    return said


def _furthest(rows: pd.DataFrame) -> list[str]:
    """Name up to three items furthest below, only where the next one can be told from them.

    Told: the intervals against the average do not touch, which is stricter than a test of the
    difference, and rightly so for items that were picked for being extreme.
    """
    ranked = rows.sort_values("vs_average", kind="stable")
    if len(ranked) <= MOST_ITEMS:
        return [str(label) for label in ranked["label"]]
    for count in range(MOST_ITEMS, 0, -1):
        if (
            ranked["vs_average_high"].iloc[:count].max()
            < ranked["vs_average_low"].iloc[count:].min()
        ):
            return [str(label) for label in ranked["label"].iloc[:count]]
    return []


def _certain(scene: _Scene) -> list[Phrase]:
    rows = scene.level("item")
    if rows.empty:
        return []
    counts = {v: int((rows["verdict"] == v).sum()) for v in VERDICTS}
    parts = [
        scene.say("sentence.count", count=counts[v], verdict=scene.say(f"verdict.{v}"))
        for v in VERDICTS
        if counts[v]
    ]
    said = [Phrase("sentence.certain", {"counts": scene.say.list(parts), "items": len(rows)})]
    slight = int(_slight(rows, scene.options).sum())
    if slight:
        said.append(Phrase("sentence.slight", {**scene.shared, "count": slight}))
    if counts["unclear"]:
        values = {"unclear": counts["unclear"], "items": len(rows)}
        said.append(Phrase("sentence.unclear", values))
    return said


def _slight(rows: pd.DataFrame, options: Options) -> pd.Series[Any]:
    """Whether a gap is told from zero and yet within the margin."""
    return (rows["verdict"] == "met") & (rows["p_adjusted"] < options.alpha)


def _mean(scene: _Scene, battery: str) -> list[Phrase]:
    rows = scene.level("overall")
    if rows.empty or rows["mean"].isna().all():
        return [Phrase("sentence.nothing")]
    row = rows.iloc[0]
    values = {
        **scene.shared,
        "battery": scene.say(f"battery.{battery}"),
        "mean": scene.number(row["mean"], sign=False),
        "low": scene.number(row["ci_low"], sign=False),
        "high": scene.number(row["ci_high"], sign=False),
    }
    known = "mean" if row["ci_low"] == row["ci_low"] else "mean_alone"
    said = [Phrase(f"sentence.{known}", values)]
    dimensions = scene.level("dimension")
    apart = {
        "below": dimensions["ci_high"] < row["ci_low"],
        "above": dimensions["ci_low"] > row["ci_high"],
    }
    for side, rows_there in apart.items():
        labels = [str(label) for label in dimensions.loc[rows_there, "label"]]
        if labels:
            names = _names(scene.say, labels, "dimensions")
            said.append(Phrase(f"sentence.scores.{side}", {"names": names}))
    return said


def _people(row: pd.Series[Any], no_people: tuple[str, ...]) -> int:
    """People behind a gap: complete pairs, else the smaller side that is people."""
    from pandas import isna

    if not isna(row["n"]):
        return int(row["n"])
    sides = [c for c in ("n_left", "n_right") if c not in no_people] or ["n_right"]
    return min(int(row[c]) for c in sides)


def _names(say: Words, labels: list[str], kind: str) -> str:
    if len(labels) > MOST_NAMES:
        return say(f"sentence.many.{kind}", count=len(labels))
    return say.list(labels)


def _quoted(say: Words, labels: list[str]) -> str:
    return say.list([say("sentence.quoted", label=label) for label in labels])
