"""The five answers to Kano's pairs of questions: how one would feel with an attribute, and without."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from gapkit.instrument.model import Scale

__all__ = ["DYSFUNCTIONAL", "FUNCTIONAL", "KANO_BATTERIES", "KANO_SCALE"]

FUNCTIONAL: Final = "functional"
DYSFUNCTIONAL: Final = "dysfunctional"
KANO_BATTERIES: Final = (FUNCTIONAL, DYSFUNCTIONAL)

_SAID: Final = (
    ("I like it that way", "I like it", "Like", "喜歡", "很喜歡", "滿意", "마음에 든다"),
    ("It must be that way", "I expect it", "I expect it to be that way", "Must be", "理所當然",
     "理應如此", "당연하다"),
    ("I am neutral", "Neutral", "I don't care", "無所謂", "沒感覺", "아무런 느낌이 없다"),
    ("I can live with it that way", "I can live with it", "I can tolerate it", "Live with",
     "可以忍受", "勉強接受", "能忍受", "하는 수 없다"),
    ("I dislike it that way", "I dislike it", "Dislike", "不喜歡", "很不喜歡", "不滿意", "마음에 안 든다"),
)  # fmt: skip

KANO_SCALE: Final = Scale(
    Fraction(1),
    Fraction(len(_SAID)),
    labels={
        Fraction(point): tuple(f"{word}{stop}" for word in said for stop in ("", ".", "。"))
        for point, said in enumerate(_SAID, 1)
    },
)
"""Answers in Kano's order, 1 like to 5 dislike, whatever scale the other batteries have."""
