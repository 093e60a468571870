"""What the table `attribution` says: which parts carry a shortfall, and what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.causes.chain import STEPS
from gapkit.gaps.terms import battery_word, gap_name
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = ["attribution_sentences", "term_name", "term_word"]


def term_name(say: Words, term: str) -> str:
    """Return what a term is called, also where several come as one.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> term_name(words("en"), "2+3")
    'Gap 2 + Gap 3'
    """
    names = [
        say("attribution.residue") if step == "residue" else gap_name(say, step, "short")
        for step in term.split("+")
    ]
    return " + ".join(names)


def term_word(say: Words, term: str) -> str:
    """Return what a cell of the column ``term`` says: a term of the identity, or a battery.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> term_word(words("en"), "1+2"), term_word(words("en"), "belief")
    ('Gap 1 + Gap 2', "Managers' belief")
    """
    known = {*STEPS, "4", "5"}
    steps = term.split("+")
    return term_name(say, term) if known.issuperset(steps) else battery_word(say, term)


def attribution_sentences(
    frame: pd.DataFrame, instrument: Instrument, options: Options
) -> tuple[Phrase, ...]:
    """Return sentences on everybody in the last wave: each dimension that falls short, worst first."""
    if frame.empty:
        return ()
    here = frame[(frame["wave"] == frame["wave"].iloc[-1]) & (frame["segment"] == "all")]
    return tuple(_Said(here, instrument, options).sentences())


class _Said:
    def __init__(self, frame: pd.DataFrame, instrument: Instrument, options: Options) -> None:
        self.rows: list[dict[Any, Any]] = frame.to_dict("records")
        self.instrument, self.options = instrument, options
        self.say = options.words
        self.sign = 1 if instrument.scale.direction == "higher" else -1

    def sentences(self) -> Iterator[Phrase]:
        totals = [
            r for r in self.rows if r["kind"] == "total" and self._short(r) and self._enough(r)
        ]
        totals = sorted(totals, key=lambda r: self.sign * r["estimate"])
        worst = [r for r in totals if r["dimension"] != "overall"]
        for total in worst:
            yield self._dimension(total)
        if worst:
            yield from self._trade_off(worst[0]["dimension"])
        yield from self._promised()
        if worst:
            yield Phrase("attribution.arithmetic")

    def _dimension(self, total: dict[Any, Any]) -> Phrase:
        parts = self._of(total["dimension"], "part")
        carried = [self._carrier(r) for r in parts if self._short(r)]
        against = [self._amount(r) for r in parts if self._above(r)]
        said = [
            self.say("attribution.carried", parts=self.say.list(carried))
            if carried
            else self.say("attribution.nothing_told")
        ]
        if against:
            said.append(self.say("attribution.against", parts=self.say.list(against)))
        values = {
            "dimension": self._label(total),
            "total": self._number(total["estimate"]),
            **self._limits(total),
            "carried": self.say("list.sentences").join(said),
        }
        return Phrase("attribution.dimension", values)

    def _carrier(self, row: dict[Any, Any]) -> str:
        """Say in words what a part means, where it is one step and more is better."""
        term = row["term"]
        if term in STEPS and self.sign > 0:
            size = self.say.number(abs(row["estimate"]), self.options.decimals)
            meaning = self.say(f"attribution.short.{term}", size=size)
            name = term_name(self.say, term)
            return self.say("attribution.with_limits", said=meaning, name=name, **self._limits(row))
        return self.say("attribution.amount_limits", said=self._amount(row), **self._limits(row))

    def _amount(self, row: dict[Any, Any]) -> str:
        name = term_name(self.say, row["term"])
        return self.say("attribution.amount", name=name, amount=self._number(row["estimate"]))

    def _trade_off(self, dimension: str) -> Iterator[Phrase]:
        parts = {r["term"]: r for r in self._of(dimension, "part")}
        both = next((r for r in self._of(dimension, "beside") if r["term"] == "1+2"), None)
        if both is None or "1" not in parts:
            return
        people = parts["1"]["n_right"]
        if people != people:
            return
        values = {
            "dimension": self._label(both),
            "people": self.say.number(float(people), 0),
            "sum": self._number(both["estimate"]),
            **self._limits(both),
        }
        yield Phrase("attribution.trade_off", values)

    def _promised(self) -> Iterator[Phrase]:
        beside = [r for r in self.rows if r["kind"] == "beside" and r["term"] == "4"]
        loud = [r for r in beside if self._short(r) and r["dimension"] != "overall"]
        if loud:
            said = [
                self.say(
                    "attribution.named", name=self._label(r), amount=self._number(r["estimate"])
                )
                for r in loud
            ]
            yield Phrase("attribution.promised", {"names": self.say.list(said)})
        elif beside:
            yield Phrase("attribution.promise_beside")

    def _of(self, dimension: str, kind: str) -> list[dict[Any, Any]]:
        return [r for r in self.rows if r["dimension"] == dimension and r["kind"] == kind]

    def _short(self, row: dict[Any, Any]) -> bool:
        ends = (row["ci_low"], row["ci_high"])
        return all(self.sign * end < 0 for end in ends)

    def _above(self, row: dict[Any, Any]) -> bool:
        return all(self.sign * end > 0 for end in (row["ci_low"], row["ci_high"]))

    def _enough(self, row: dict[Any, Any]) -> bool:
        return bool(row["n_right"] >= self.options.min_n_verdict)

    def _label(self, row: dict[Any, Any]) -> str:
        if row["dimension"] == "overall":
            return self.say("level.overall")
        return self.instrument.label("dimension", row["dimension"], self.options.language)

    def _number(self, value: float) -> str:
        return self.say.number(value, self.options.decimals, sign=True)

    def _limits(self, row: dict[Any, Any]) -> dict[str, str]:
        return {"low": self._number(row["ci_low"]), "high": self._number(row["ci_high"])}
