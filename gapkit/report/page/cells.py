"""How figures of a table are said in a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.sentences import told_apart
from gapkit.gaps.terms import group_word, reason_word, verdict_word
from gapkit.report.figure_words import p_text
from gapkit.report.sides import roles_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gapkit.report.page.table import Cell
    from gapkit.wording import Words

__all__ = ["Cells"]

ZONE_TONES: Final = {"below": "shortfall", "within": "met", "above": "surplus"}


@dataclass(frozen=True)
class Cells:
    """Puts columns of a frame into words.

    Parameters
    ----------
    frame
        A tidy table as published.
    say
        The words of the page's language.
    decimals
        Of means and gaps.
    """

    frame: pd.DataFrame
    say: Words
    decimals: int

    def texts(self, column: str) -> list[Cell]:
        """Pass words on as they are."""
        return [(str(value), "") for value in self.frame[column].tolist()]

    def numbers(self, column: str, *, sign: bool = False) -> list[Cell]:
        """Say figures at the decimals of the study; blank where undefined."""
        return [(text, "") for text in self._said(column, self.decimals, sign=sign)]

    def people(self) -> list[Cell]:
        """Say how many complete pairs; or both sides where different people answered."""
        n, left, right = (
            self._counts(c) if c in self.frame else [""] * len(self.frame)
            for c in ("n", "n_left", "n_right")
        )
        return [
            (same or " | ".join(side for side in sides if side), "")
            for same, *sides in zip(n, left, right, strict=True)
        ]

    def intervals(self, low: str, high: str, *, sign: bool = False) -> list[Cell]:
        """Say both ends of an interval."""
        lows, highs = (self._said(column, self.decimals, sign=sign) for column in (low, high))
        ends = list(zip(lows, highs, strict=True))
        said = {(a, b): self.say("report.interval", low=a, high=b) for a, b in set(ends) if a and b}
        return [(said.get(pair, ""), "") for pair in ends]

    def p_values(self, column: str) -> list[Cell]:
        """Say p values."""
        return [(p_text(self.say, value), "") for value in self.frame[column].tolist()]

    def verdicts(self) -> list[Cell]:
        """Say the verdict in the words of its gap; where a figure is blank, the reason."""
        columns = ("gap", "verdict", "reason", "estimate")
        rows = zip(*(self.frame[c].tolist() for c in columns), strict=True)
        return [self._verdict(*row) for row in rows]

    def other_verdicts(self, estimate: str, tones: Mapping[str, str]) -> list[Cell]:
        """Say verdicts that are on no gap; where `estimate` is blank, the reason."""
        rows = zip(*(self.frame[c].tolist() for c in ("verdict", "reason", estimate)), strict=True)
        return [
            (self.say(f"verdict.other.{word}"), tones.get(str(verdict), "unclear"))
            if figure == figure and self.say.has(f"verdict.other.{word}")
            else (reason_word(self.say, reason), "blank")
            for verdict, reason, figure in rows
            for word in [str(verdict).replace(" ", "_")]
        ]

    def roles(self) -> list[Cell]:
        """Say whose answers are set side by side: the right role less the left one."""
        pairs = self._pairs("role_left", "role_right")
        return [(roles_word(self.say, left, right), "") for left, right in pairs]

    def two(self, left: str, right: str) -> list[Cell]:
        """Say a figure of both sides; blank where neither has one."""
        pairs = zip(self.numbers(left), self.numbers(right), strict=True)
        return [(f"{a or '–'} | {b or '–'}" if a or b else "", "") for (a, _), (b, _) in pairs]

    def zone_verdicts(self) -> list[Cell]:
        """Say where the perception lies in the zone of tolerance."""
        return [
            (self.say(f"verdict.zone.{verdict}"), ZONE_TONES.get(verdict, "unclear"))
            if self.say.has(f"verdict.zone.{verdict}")
            else ("", "")
            for verdict in self.frame["verdict"].astype(str).tolist()
        ]

    def against_average(self) -> list[Cell]:
        """Say the gap less the survey's own average, toned where the two can be told apart."""
        tones = {"below": "below", "above": "above", "unclear": "untold", "": ""}
        sides = told_apart(self.frame).tolist()
        numbers = self.numbers("vs_average", sign=True)
        return [(text, tones[side]) for (text, _), side in zip(numbers, sides, strict=True)]

    def groups(self) -> list[Cell]:
        """Say whose answers."""
        pairs = self._pairs("segment", "value")
        said = {pair: group_word(self.say, *pair) for pair in set(pairs)}
        return [(said[pair], "") for pair in pairs]

    def units(self) -> list[Cell]:
        """Say which unit, without the word for units."""
        pairs = self._pairs("segment", "value")
        return [(self.say.value(segment, value), "") for segment, value in pairs]

    def labels(self) -> list[Cell]:
        """Say wordings of items and dimensions; the level's own name for the rest."""
        names = self.frame["label"] if "label" in self.frame else self.frame["key"]
        return [
            (self.say(f"level.{level}") if level in ("overall", "weighted") else str(name), "")
            for level, name in zip(self.frame["level"].tolist(), names.tolist(), strict=True)
        ]

    def counts(self, column: str) -> list[Cell]:
        """Say whole numbers."""
        return [(text, "") for text in self._counts(column)]

    def _pairs(self, left: str, right: str) -> list[tuple[str, str]]:
        columns = (self.frame[column].astype(str).tolist() for column in (left, right))
        return list(zip(*columns, strict=True))

    def _counts(self, column: str) -> list[str]:
        return self._said(column, 0)

    def _said(self, column: str, decimals: int, *, sign: bool = False) -> list[str]:
        """Put figures in words; each distinct one once, since few remain after rounding."""
        values = self.frame[column].to_numpy(dtype=float, na_value=float("nan"))
        rounded = [f"{value:.{decimals}f}" for value in values.tolist()]
        said = {text: self.say.number(float(text), decimals, sign=sign) for text in set(rounded)}
        return [said[text] for text in rounded]

    def _verdict(self, gap: Any, verdict: Any, reason: Any, estimate: float) -> Cell:
        if estimate != estimate:
            return reason_word(self.say, reason), "blank"
        if not verdict or verdict != verdict:
            return "", ""
        return verdict_word(self.say, str(gap), str(verdict)), str(verdict)
