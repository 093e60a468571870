"""The one sentence at the head of the page for the board, built from verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import WHOLE
from gapkit.gaps.sentences import told_apart
from gapkit.gaps.terms import gap_name, reason_word, verdict_word

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["lead_sentence"]

MOST_NAMES: Final = 3
"""More dimensions than this are no emphasis, and none is named."""


def lead_sentence(content: Content, gap: str, wave: str) -> str:
    """Return what the page is about, in one sentence.

    Parameters
    ----------
    content
        As published.
    gap, wave
        Of which it speaks.

    Returns
    -------
    str
        How the gap as a whole is judged, with its interval; whether it changed since the wave
        before; in which dimensions it lies above all. No more than four numbers.
    """
    frame = content.results["gaps"].frame
    here = frame[(frame["segment"] == WHOLE) & (frame["wave"].astype(str) == wave)]
    here = here[here["gap"] == gap]
    overall = here[here["level"] == "overall"]
    say = content.words
    if overall.empty:
        return say("sentence.nothing")
    row = overall.iloc[0]
    if row["estimate"] != row["estimate"]:
        return say("sentence.blank", reason=reason_word(say, row["reason"]))
    parts = (
        _overall(content, gap, row),
        _change(content, gap, wave),
        _where(content, here, str(row["verdict"])),
    )
    return say("report.board.lead.whole", said="".join(part for part in parts if part))


def _overall(content: Content, gap: str, row: pd.Series[Any]) -> str:
    say, decimals = content.words, content.options.decimals
    verdict = str(row["verdict"] or "")
    low, high = (float(row[end]) for end in ("ci_low", "ci_high"))
    sided = gap == "5" and verdict in ("shortfall", "surplus")
    # a size has no sign, and its interval begins at the smaller end
    ends = sorted([abs(low), abs(high)]) if sided else [low, high]
    values = {
        "size": say.number(abs(float(row["estimate"])), decimals),
        "estimate": say.number(float(row["estimate"]), decimals, sign=True),
        "confidence": say.level(content.options.confidence),
        "low": say.number(ends[0], decimals, sign=not sided),
        "high": say.number(ends[1], decimals, sign=not sided),
    }
    if gap == "5" and verdict:
        return say(f"report.board.lead.{verdict}", **values)
    if not verdict:
        return say("report.board.lead.unjudged", gap=gap_name(say, gap), **values)
    named = {"gap": gap_name(say, gap), "verdict": verdict_word(say, gap, verdict)}
    return say("report.board.lead.other", **named, **values)


CHANGED: Final = {
    "better": "better", "nearer": "better", "worse": "worse", "further": "worse", "same": "same",
    "left_fell": "left_fell", "left_rose": "left_rose", "unclear": "unclear",
}  # fmt: skip
"""Verdict on the change → what is said of it."""


def _change(content: Content, gap: str, wave: str) -> str:
    result = content.results.get("trends")
    if result is None:
        return ""
    frame = result.frame
    rows = frame[(frame["segment"] == WHOLE) & (frame["wave_to"].astype(str) == wave)]
    rows = rows[(rows["gap"] == gap) & (rows["level"] == "overall")]
    if rows.empty or str(rows["verdict"].iloc[0]) not in CHANGED:
        return ""
    changed = CHANGED[str(rows["verdict"].iloc[0])]
    return content.words(f"report.board.change.{changed}", before=rows["wave_from"].iloc[0])


def _where(content: Content, here: pd.DataFrame, verdict: str) -> str:
    """Name the dimensions that fall short and lie below the average of all."""
    rows = here[here["level"] == "dimension"]
    if verdict != "shortfall" or len(rows) < 2:
        return ""
    worst = rows[(told_apart(rows) == "below") & (rows["verdict"] == "shortfall")]
    worst = worst.sort_values("estimate", kind="stable")
    if not 0 < len(worst) <= MOST_NAMES:
        return ""
    return content.words(
        "report.board.lead.where", names=content.words.list([str(x) for x in worst["label"]])
    )
