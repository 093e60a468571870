"""The first screen: the message in sentences, the overall figure, how the items came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gapkit.gaps.sentences import main_gap, score_sentences, sentences
from gapkit.gaps.terms import gap_name, verdict_word
from gapkit.report.figures import last_wave
from gapkit.report.sides import battery_word
from gapkit.report.there import there
from gapkit.wording import Phrase

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["DESIGN_EFFECT", "Headline", "Overall", "Share", "headline"]

VERDICTS: Final = ("shortfall", "met", "surplus", "unclear")

DESIGN_EFFECT: Final = "sentence.unit_effect"
"""What intervals would be if the units had been drawn: not to be overlooked."""

ROOM: Final = 1.25
"""The little interval is drawn on an axis this much longer than what it has to hold."""


@dataclass(frozen=True)
class Overall:
    """The one big figure.

    Parameters
    ----------
    name
        What it is.
    figure, interval
        As said.
    verdict, tone
        Its word, and its colour and mark; empty where nothing is judged.
    marks
        Positions on a line of length 100: low, estimate, high, zero, and the margin's two ends;
        empty for a plain mean.
    """

    name: str
    figure: str
    interval: str
    verdict: str = ""
    tone: str = ""
    marks: tuple[float, ...] = ()


@dataclass(frozen=True)
class Share:
    """One part of the strip of verdicts."""

    verdict: str
    word: str
    count: int
    start: int


@dataclass(frozen=True)
class Headline:
    """What the first screen says.

    Parameters
    ----------
    lead
        The sentence that carries the message.
    answered
        How many answered; where no customer was asked, what there is.
    further
        The other sentences.
    overall
        The big figure, if there is one.
    strip
        Items by verdict, from left to right; empty where nothing is judged.
    """

    lead: str
    answered: str
    further: tuple[str, ...]
    overall: Overall | None
    strip: tuple[Share, ...]

    @property
    def items(self) -> int:
        """Items in the strip."""
        return sum(share.count for share in self.strip)


def headline(content: Content) -> Headline:
    """Return the first screen of a report.

    Parameters
    ----------
    content
        As published.
    """
    phrases = message(content)
    said = [content.words.say(phrase) for phrase in phrases]
    lead = next((k for k, phrase in enumerate(phrases) if _leads(phrase)), len(said) - 1)
    strip = _strip(content)
    # the strip shows what this sentence counts
    told = {0, lead} | {k for k, p in enumerate(phrases) if strip and p.key == "sentence.certain"}
    further = tuple(text for k, text in enumerate(said) if k not in told)
    if instead := there(content):
        # the page for the board is made of parts of this one
        from gapkit.report.board.systems import systems

        further += systems(content)
    return Headline(said[lead], instead or said[0], further, _overall(content), strip)


def message(content: Content) -> tuple[Phrase, ...]:
    """Return the sentences of a report: of the gaps where there are any, else of the scores."""
    gaps, scores = content.results.get("gaps"), content.results.get("scores")
    options, instrument = content.options, content.instrument
    if gaps is not None and len(gaps.frame):
        answered = _answered(content, gaps.frame)
        said = sentences(gaps.frame, options, instrument, answered, gaps.exempt)
        knowledge = content.results.get("knowledge")
        if main_gap(gaps.frame) == "1" and knowledge is not None and knowledge.sentences:
            said = (said[0], *knowledge.sentences)
        return (*said, *(p for p in gaps.sentences if p.key == DESIGN_EFFECT))
    if scores is not None:
        return score_sentences(scores.frame, options, instrument, _answered(content, scores.frame))
    if content.results and not content.sources:
        return Phrase("sentence.nobody_asked"), Phrase("sentence.records_alone")
    return sentences(_empty_gaps(), options, instrument, content.answered())


def _leads(phrase: Phrase) -> bool:
    return phrase.key.startswith(("sentence.overall.", "knowledge.order.")) or phrase.key in {
        "knowledge.few",
        "sentence.any",
        "sentence.any_slight",
        "sentence.priority",
        "sentence.few",
        "sentence.blank",
        "sentence.mean",
        "sentence.nothing",
    }


def _answered(content: Content, frame: pd.DataFrame) -> int:
    """People behind the message: the rows used, or of several waves those of the last."""
    if frame["wave"].nunique() <= 1:
        return content.answered()
    here = frame[(frame["wave"].astype(str) == last_wave(frame)) & (frame["segment"] == "all")]
    sides = [c for c in ("n", "n_right", "n_left") if c in here]
    most = here[sides].astype("Float64").max().max()
    return 0 if most is None or most != most else int(most)


def _overall(content: Content) -> Overall | None:
    gaps = content.results.get("gaps")
    if gaps is not None and len(gaps.frame):
        return _overall_gap(content, gaps.frame)
    scores = content.results.get("scores")
    return None if scores is None else _overall_mean(content, scores.frame)


def _overall_gap(content: Content, frame: pd.DataFrame) -> Overall | None:
    gap = main_gap(frame)
    rows = _everybody(frame)
    rows = rows[(rows["level"] == "overall") & (rows["gap"] == gap)]
    if gap is None or rows.empty or rows["estimate"].isna().all():
        return None
    row, say, decimals = rows.iloc[0], content.words, content.options.decimals
    low, high = (say.number(row[c], decimals, sign=True) for c in ("ci_low", "ci_high"))
    verdict = str(row["verdict"] or "")
    return Overall(
        name=gap_name(say, gap),
        figure=say.number(row["estimate"], decimals, sign=True),
        interval=_interval(content, low, high),
        verdict=verdict_word(say, gap, verdict) if verdict else "",
        tone=verdict,
        marks=_marks(
            row["ci_low"],
            row["estimate"],
            row["ci_high"],
            content.options.margin * content.instrument.scale.range,
        ),
    )


def _overall_mean(content: Content, frame: pd.DataFrame) -> Overall | None:
    rows = _everybody(frame)
    batteries = list(dict.fromkeys(rows["battery"]))
    if not batteries:
        return None
    battery = "perception" if "perception" in batteries else batteries[0]
    rows = rows[(rows["level"] == "overall") & (rows["battery"] == battery)]
    if rows.empty or rows["mean"].isna().all():
        return None
    row, say, decimals = rows.iloc[0], content.words, content.options.decimals
    low, high = (say.number(row[c], decimals) for c in ("ci_low", "ci_high"))
    name = say("report.overall_mean", battery=battery_word(say, battery))
    return Overall(name, say.number(row["mean"], decimals), _interval(content, low, high))


def _interval(content: Content, low: str, high: str) -> str:
    confidence = content.words.level(content.options.confidence)
    return content.words("report.interval_of", confidence=confidence, low=low, high=high)


def _marks(low: float, estimate: float, high: float, margin: float) -> tuple[float, ...]:
    """Place the interval, zero and the margin on a line from 0 to 100."""
    reach = max(abs(low), abs(high), margin) * ROOM
    if not reach > 0:
        return ()
    spots = (low, estimate, high, 0.0, -margin, margin)
    return tuple(round(50 + 50 * spot / reach, 2) for spot in spots)


def _strip(content: Content) -> tuple[Share, ...]:
    gaps = content.results.get("gaps")
    gap = None if gaps is None else main_gap(gaps.frame)
    if gaps is None or gap is None:
        return ()
    rows = _everybody(gaps.frame)
    found = rows.loc[(rows["level"] == "item") & (rows["gap"] == gap), "verdict"]
    shares, start = [], 0
    for verdict in VERDICTS:
        count = int((found == verdict).sum())
        if count:
            word = content.words(f"verdict.{verdict}")
            shares.append(Share(verdict, word, count, start))
            start += count
    return tuple(shares)


def _everybody(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame["wave"].astype(str) == last_wave(frame)) & (frame["segment"] == "all")]


def _empty_gaps() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"segment": [], "gap": []}, dtype=str)
