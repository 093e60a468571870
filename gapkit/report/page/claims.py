"""Sentences about groups, as far as `gapkit.gaps.claims` lets them be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.gaps.claims import TOLD, groups_told
from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name, verdict_word
from gapkit.report.figures import last_wave

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["group_claims"]


def group_claims(content: Content) -> tuple[str, ...]:
    """Return for each way of grouping in how many groups which dimension is told.

    Parameters
    ----------
    content
        As published.

    Returns
    -------
    tuple of str
        No group is named as the furthest: gaps alone do not tell their ranks apart.
    """
    result = content.results.get("gaps")
    gap = None if result is None else main_gap(result.frame)
    if result is None or gap in (None, "priority"):
        return ()
    frame = result.frame
    frame = frame[(frame["gap"] == gap) & (frame["wave"].astype(str) == last_wave(frame))]
    segments = [s for s in dict.fromkeys(frame["segment"]) if s != "all"]
    if not segments:
        return ()
    everybody = frame[frame["segment"] == "all"]
    name = gap_name(content.words, str(gap))
    if not everybody.loc[everybody["level"] == "overall", "verdict"].isin(TOLD).any():
        return (content.words("report.claims.no_overall", gap=name),)
    told = everybody[(everybody["level"] == "dimension") & everybody["verdict"].isin(TOLD)]
    if told.empty:
        return (content.words("report.claims.no_dimension", gap=name),)
    verdicts = [v for v in TOLD if (told["verdict"] == v).any()]
    said = [
        _claim(content, frame[frame["segment"] == segment], told[told["verdict"] == verdict])
        for segment in segments
        for verdict in verdicts
    ]
    return (*(text for text in said if text), content.words("report.claims.ranks"))


def _claim(content: Content, frame: pd.DataFrame, told: pd.DataFrame) -> str:
    """Say of one way of grouping in how many groups each dimension is told with one verdict."""
    say, counts = content.words, []
    verdict = str(told["verdict"].iloc[0])
    for key, label in zip(told["key"], told["label"], strict=True):
        groups = frame[(frame["level"] == "dimension") & (frame["key"] == key)]
        groups = groups[groups["p"].notna()]
        if len(groups):
            count = groups_told(groups, verdict, content.options)
            counts.append(say("report.claims.count", label=label, count=count, groups=len(groups)))
    if not counts:
        return ""
    word = verdict_word(say, str(told["gap"].iloc[0]), verdict)
    segment = say.segment(str(frame["segment"].iloc[0]))
    return say("report.claims.told", segment=segment, verdict=word, counts=say.list(counts))
