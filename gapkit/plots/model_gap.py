"""One gap of the model as a picture shows it: how it is judged, who answered, how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gapkit.gaps.terms import gap_name, reason_word, verdict_word
from gapkit.plots.chosen import as_number, interval_text
from gapkit.plots.theme import VerdictStyle, verdict_style

if TYPE_CHECKING:
    from gapkit.results import Result
    from gapkit.wording import Words

__all__ = ["ModelGap"]


@dataclass(frozen=True)
class ModelGap:
    """One gap of one group.

    Parameters
    ----------
    result
        Where it comes from.
    name
        ``1`` to ``5``.
    record
        Its row: column → cell; empty where it was not asked.
    roles
        Who answered on the left and on the right side; blank where that is not known.
    short
        Dimensions that fall short although the gap itself is within the margin.
    """

    result: Result
    name: str
    record: dict[str, Any]
    roles: tuple[str, str]
    short: tuple[str, ...] = ()

    @property
    def words(self) -> Words:
        """Words of the result's language."""
        return self.result.words

    @property
    def estimate(self) -> float:
        """The gap; NaN where there is none."""
        return as_number(self.record.get("estimate"))

    @property
    def known(self) -> bool:
        """Whether there is a figure."""
        return self.estimate == self.estimate

    @property
    def verdict(self) -> str:
        """The verdict; blank where there is none."""
        return str(self.record.get("verdict") or "") if self.known else ""

    @property
    def told(self) -> bool:
        """Whether it is told from none and beyond the margin's reach."""
        return self.verdict in ("shortfall", "surplus")

    @property
    def size(self) -> float:
        """How large it is, in points of the scale, whatever its sign."""
        return abs(self.estimate)

    @property
    def style(self) -> VerdictStyle:
        """Its look."""
        return verdict_style(self.verdict or "unclear")

    @property
    def heading(self) -> str:
        """Its name."""
        return gap_name(self.words, self.name)

    @property
    def heads(self) -> bool:
        """Whether its figure is a headline; the level of gap 1 hangs on how people use a scale."""
        return self.name != "1"

    @property
    def figure(self) -> str:
        """Estimate with interval; of gap 1 said to be its level."""
        figure = interval_text(self.record, self.words, self.result.options.decimals)
        return figure if self.name != "1" else self.words("plots.five_gaps.level", figure=figure)

    @property
    def aside(self) -> str:
        """A figure of less weight; blank for most gaps."""
        return ""

    @property
    def verdict_word(self) -> str:
        """The verdict in the words of this gap; why there is none where there is none."""
        if self.known:
            return verdict_word(self.words, self.name, self.verdict or "unclear")
        return reason_word(self.words, self.record.get("reason") or "not asked")

    @property
    def marks(self) -> list[tuple[str, VerdictStyle]]:
        """What the verdict is made of, each part with its look."""
        return [(self.verdict_word, self.style)]

    @property
    def who(self) -> list[str]:
        """Who answered, and how many: one entry for the same people, else left and right."""
        if not self.record:
            return []
        n = as_number(self.record.get("n"))
        if str(self.record.get("pairing")) == "respondent":
            return [self._people(n, self.roles[1])]
        sides = zip(("n_left", "n_right"), self.roles, strict=True)
        said = [self._people(as_number(self.record.get(column)), role) for column, role in sides]
        return [side for side in said if side]

    @property
    def said(self) -> str:
        """The gap in a sentence or two."""
        say, options = self.words, self.result.options
        values: dict[str, str] = {"name": self.heading, "verdict": self.verdict_word}
        if not self.known:
            return say("plots.five_gaps.said.blank", reason=self.verdict_word, name=self.heading)
        values |= {
            "estimate": say.number(self.estimate, options.decimals, sign=True),
            "level": say.level(options.confidence),
            "margin": say.number(options.margin * self.result.instrument.scale.range),
            "what": self._what(),
        }
        low, high = (as_number(self.record.get(end)) for end in ("ci_low", "ci_high"))
        values["low"], values["high"] = (
            say.number(end, options.decimals, sign=True) for end in (low, high)
        )
        sentence = say(f"plots.five_gaps.said.{self._form() if low == low else 'bare'}", **values)
        level = say("plots.five_gaps.said.level") if self.name == "1" else ""
        parts = (sentence, level, self.said_short, self.answered)
        return say("list.sentences").join(part for part in parts if part)

    @property
    def said_short(self) -> str:
        """The sentence on single dimensions that fall short; blank where there are none."""
        if not self.short:
            return ""
        values = {"verdict": self.short_word, "names": self.words.list(list(self.short))}
        return self.words("plots.five_gaps.said.short", **values)

    @property
    def short_word(self) -> str:
        """What falling short means for this gap."""
        return verdict_word(self.words, self.name, "shortfall")

    @property
    def answered(self) -> str:
        """The sentence on who answered; blank where that is not known."""
        who = self.words("plots.five_gaps.between").join(self.who)
        return self.words("plots.five_gaps.answered", who=who) if who else ""

    def _form(self) -> str:
        if self.told:
            return "told"
        if self.verdict != "met":
            return "unclear"
        slight = as_number(self.record.get("p_adjusted")) < self.result.options.alpha
        return "slight" if slight else "met"

    def _what(self) -> str:
        side = "below" if self.estimate < 0 else "above"
        size = self.words.number(abs(self.estimate), self.result.options.decimals)
        return self.words(f"plots.five_gaps.{side}.{self.name}", size=size)

    def _people(self, n: float, role: str) -> str:
        number = self.words.number(n, 0)
        if role and number:
            return self.words(f"plots.five_gaps.who.{role}", n=number)
        return self.words(f"plots.five_gaps.role.{role}") if role else number
