"""The five gaps of the model for one group: which are known, how they are judged, who answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.terms import gap_name, reason_word, verdict_word
from gapkit.plots.chosen import as_number, interval_text, label_of, last_wave, subtitle, take
from gapkit.plots.theme import VerdictStyle, verdict_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gapkit.results import Result
    from gapkit.wording import Words

__all__ = ["FIVE", "ModelGap", "ModelGaps", "model_gaps"]

FIVE: Final = ("1", "2", "3", "4", "5")
"""The gaps of the model (Parasuraman, Zeithaml and Berry 1985)."""

_SURE: Final = {
    "1": ("customer", "manager"),
    "2": ("manager", ""),
    "4": ("campaign", ""),
    "5": ("customer", "customer"),
}
"""Gap → roles of its sides, as far as the model alone tells."""


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
    order
        How far both sides put the items in the same order: rank correlation ``r`` with ``low``
        and ``high``, as printed; empty where not known.
    """

    result: Result
    name: str
    record: dict[str, Any]
    roles: tuple[str, str]
    order: Mapping[str, str] = field(default_factory=dict)

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
        """Whether it is told from zero and beyond the margin's reach."""
        return self.verdict in ("shortfall", "surplus")

    @property
    def style(self) -> VerdictStyle:
        """Its look."""
        return verdict_style(self.verdict or "unclear")

    @property
    def heading(self) -> str:
        """Its name."""
        return gap_name(self.words, self.name)

    @property
    def figure(self) -> str:
        """Estimate with interval."""
        return interval_text(self.record, self.words, self.result.options.decimals)

    @property
    def verdict_word(self) -> str:
        """The verdict in the words of this gap; why there is none where there is none."""
        if self.known:
            return verdict_word(self.words, self.name, self.verdict or "unclear")
        return reason_word(self.words, self.record.get("reason") or "not asked")

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
            "level": say.percent(options.confidence),
            "margin": say.number(options.margin * self.result.instrument.scale.range),
            "what": self._what(),
        }
        low, high = (as_number(self.record.get(end)) for end in ("ci_low", "ci_high"))
        values["low"], values["high"] = (
            say.number(end, options.decimals, sign=True) for end in (low, high)
        )
        sentence = say(f"plots.five_gaps.said.{self._form() if low == low else 'bare'}", **values)
        who = say("plots.five_gaps.between").join(self.who)
        answered = say("plots.five_gaps.answered", who=who) if who else ""
        order = say("plots.five_gaps.said.order", **self.order) if self.order else ""
        parts = (sentence, order, answered)
        return say("list.sentences").join(part for part in parts if part)

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
        word = self.words(f"plots.five_gaps.role.{role}") if role else ""
        number = self.words.number(n, 0)
        if not (word and number):
            return word or number
        return self.words("plots.five_gaps.who", n=number, role=word)


@dataclass(frozen=True)
class ModelGaps:
    """The five gaps of one group at one level and key."""

    result: Result
    wave: str
    segment: str
    value: str
    level: str
    key: str
    gaps: tuple[ModelGap, ...]

    @property
    def subtitle(self) -> str:
        """When and of whom."""
        return subtitle(self.result, self.wave, self.segment, self.value)

    @property
    def scale_ends(self) -> dict[str, str]:
        """Lowest and highest point of the scale, as a person reads them."""
        names = self.result.instrument.scale.names
        return {"low": names[0], "high": names[-1]}

    @property
    def any(self) -> bool:
        """Whether one of the five has a figure."""
        return any(gap.known for gap in self.gaps)

    @property
    def label(self) -> str:
        """What a person reads for the level and key."""
        return label_of(self.result, self.level, self.key)


def model_gaps(
    result: Result, *, wave: str | None, segment: str, value: str, level: str, key: str,
    knowledge: Result | None = None,
) -> ModelGaps:  # fmt: skip
    """Return the five gaps of a group.

    Parameters
    ----------
    result
        A ``gaps`` result.
    wave, segment, value, level, key
        Which rows; `wave` None is the last.
    knowledge
        The ``knowledge`` result of the same survey: it says who answered each side, and how well
        managers know the order of the customers' expectations.

    Raises
    ------
    CallError
        There are no such rows.
    """
    frame = take(result, wave, segment=segment, value=value, level=level, key=key)
    shown = last_wave(result.frame) if wave is None else str(wave)
    records = [{str(k): v for k, v in record.items()} for record in frame.to_dict("records")]
    by_name = {str(record["gap"]): record for record in records}
    known = _known(knowledge, shown, segment, value)
    overall = (level, key) == ("overall", "overall")
    gaps = tuple(
        ModelGap(
            result,
            name,
            by_name.get(name, {}),
            _roles(name, known, given=knowledge is not None),
            _order(result, known.get(name, {})) if name == "1" and overall else {},
        )
        for name in FIVE
    )
    return ModelGaps(result, shown, segment, value, level, key, gaps)


def _known(
    knowledge: Result | None, wave: str, segment: str, value: str
) -> dict[str, dict[str, Any]]:
    """Return gap → its row of `knowledge` over items."""
    if knowledge is None or knowledge.frame.empty:
        return {}
    frame = knowledge.frame
    for column, cell in (
        ("wave", wave), ("segment", segment), ("value", value), ("level", "item"),
    ):  # fmt: skip
        frame = frame[frame[column].astype(str) == cell]
    rows = [{str(k): v for k, v in record.items()} for record in frame.to_dict("records")]
    return {str(row["gap"]): row for row in rows}


def _roles(name: str, known: dict[str, dict[str, Any]], *, given: bool) -> tuple[str, str]:
    if name in known:
        return str(known[name]["role_left"]), str(known[name]["role_right"])
    if given and name != "5":
        return "", ""
    return _SURE.get(name, ("", ""))


def _order(result: Result, row: dict[str, Any]) -> dict[str, str]:
    figures = {
        name: as_number(row.get(column))
        for name, column in (("r", "r_corrected"), ("low", "r_low"), ("high", "r_high"))
    }
    if any(figure != figure for figure in figures.values()):
        return {}
    return {k: result.words.number(v, result.options.decimals) for k, v in figures.items()}
