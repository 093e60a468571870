"""What a card says: its own unit's figures and an average, never a figure of another unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from gapkit.comparison.average import average_of_shown
from gapkit.gaps.groups import natural
from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import verdict_word
from gapkit.report.cards.action import Advice, first_actions
from gapkit.report.figures import last_wave
from gapkit.report.records import unit_asked, units_of_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["Card", "CardRow", "cards"]

LEVELS: Final = ("overall", "dimension")

PLACE: Final = ("value", "level", "key")

APART: Final = {"below": "shortfall", "above": "surplus", "unclear": "unclear"}
"""Verdict against the average → how it looks."""


@dataclass(frozen=True)
class CardRow:
    """One row of a card: the gap as a whole, or in one dimension.

    Parameters
    ----------
    label
        What it is.
    n, left, right, gap, compared, average
        As printed; blank where there is no figure.
    low, mark, high, tick
        The interval, what it is of, and the average, in points of the scale; NaN where unknown.
    word, tone
        The verdict, and its look.
    """

    label: str
    n: str
    left: str
    right: str
    gap: str
    compared: str
    average: str
    low: float
    mark: float
    high: float
    tick: float
    word: str
    tone: str


@dataclass(frozen=True)
class Card:
    """The page of one unit.

    Parameters
    ----------
    value
        Its name, as in the tables.
    label
        What a person reads for it.
    rows
        Overall first; none where too few people answered.
    sentences
        Two at most.
    advice
        What to do first; None where nothing may be said.
    records
        What the department's records ask of it.
    """

    value: str
    label: str
    rows: tuple[CardRow, ...]
    sentences: tuple[str, ...]
    advice: Advice | None
    records: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there is a figure on it."""
        return bool(self.rows)


def cards(content: Content, column: str) -> tuple[Card, ...]:
    """Return the cards of a column's values in the last wave, in their natural order.

    Parameters
    ----------
    content
        As published.
    column
        The unit, or a segment.

    Returns
    -------
    tuple of Card
        A value of too few people has a card without any figure of the survey. Where a dimension is
        blank for that reason, the overall gap is blank too: out of it and the others the dimension
        could be worked out. Of units, a card also says what the department's records ask of them;
        a unit that only these know has a card of nothing else.
    """
    found = {card.value: card for card in _of_survey(content, column)}
    if column == content.unit:
        found |= {
            unit: _with_records(content, unit, found.get(unit))
            for unit in dict.fromkeys([*found, *units_of_records(content)])
        }
    return tuple(found[value] for value in sorted(found, key=natural))


def _with_records(content: Content, unit: str, card: Card | None) -> Card:
    """Return a card with what the records ask of its unit."""
    asked, say = unit_asked(content, unit), content.words
    if card is not None:
        return replace(card, records=asked)
    nothing = () if asked else (say("report.card.nothing_asked"),)
    said = (say("report.card.records_alone"), *nothing)
    return Card(unit, say.unit(unit), (), said, None, asked)


def _of_survey(content: Content, column: str) -> Iterator[Card]:
    """Yield the cards of the values for which gaps are known."""
    result = content.results.get("gaps")
    gap = None if result is None else main_gap(result.frame)
    if result is None or gap is None:
        return
    frame, wave = result.frame, last_wave(result.frame)
    here = frame[(frame["segment"] == column) & (frame["wave"].astype(str) == wave)]
    here = here[(here["gap"] == gap) & here["level"].isin(LEVELS)]
    rows = _guarded(_compared(content, here, column, gap, wave))
    rows = rows.join(
        average_of_shown(rows, "against", ("level", "key")).rename("average"), ["level", "key"]
    )
    advised = first_actions(content, column, gap, wave)
    by_value = {
        str(value): table.to_dict("records") for value, table in rows.groupby("value", sort=False)
    }
    for value, of_value in by_value.items():
        yield _card(content, gap, column, value, of_value, advised.get(value))


def _compared(
    content: Content, here: pd.DataFrame, column: str, gap: str, wave: str
) -> pd.DataFrame:
    """Set beside each row what it is compared by: the league's figure, else the gap as it is."""
    here = here.assign(level_at=here["level"].map({level: k for k, level in enumerate(LEVELS)}))
    here = here.sort_values(["value", "level_at"], kind="stable", ignore_index=True)
    result = content.results.get("league")
    league = None if result is None else result.frame
    if league is not None:
        mine = (league["segment"] == column) & (league["wave"].astype(str) == wave)
        league = league[mine & (league["gap"] == gap)]
    if league is None or league["shrunk"].isna().all():
        return here.assign(
            compared=here["estimate"], low=here["ci_low"], high=here["ci_high"],
            against=here["estimate"], told="", adjusted=False,
        )  # fmt: skip
    adjusted = bool(league["adjusted"].notna().any())
    league = league.assign(against=league["adjusted"].fillna(league["mean"]))
    names = {"shrunk": "compared", "ci_low": "low", "ci_high": "high", "verdict": "told"}
    asked = league.rename(columns=names)[[*PLACE, *names.values(), "against"]]
    return here.merge(asked, "left", list(PLACE)).assign(adjusted=adjusted)


def _guarded(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out values of too few people; blank what would tell a figure that is not shown."""
    few = rows["reason"] == "suppressed"
    whole = rows["level"] == "overall"
    hidden = set(rows.loc[few & ~whole, "value"])
    blank = few | (whole & rows["value"].isin(hidden)) | rows["estimate"].isna()
    rows = rows.copy()
    figures = [
        "estimate",
        "mean_left",
        "mean_right",
        "ci_low",
        "ci_high",
        "compared",
        "low",
        "high",
        "against",
    ]
    rows.loc[blank, figures] = float("nan")
    rows.loc[blank, "verdict"] = ""
    rows["told"] = rows["told"].where(~blank & rows["compared"].notna(), "")
    return rows


def _card(
    content: Content, gap: str, column: str, value: str, rows: Sequence[Mapping[Any, Any]],
    advice: Advice | None,
) -> Card:  # fmt: skip
    say, label = content.words, content.words.value(column, value)
    if not any(row["estimate"] == row["estimate"] for row in rows):
        return Card(value, label, (), (say("report.card.few"),), None)
    said = (_own(content, gap, label, rows[0]), _against(content, column, rows))
    none = Advice(say("report.card.none"), "")
    shown = tuple(_row(content, gap, row) for row in rows)
    advice = _where_it_lies(content, rows, advice or none)
    return Card(value, label, shown, tuple(text for text in said if text), advice)


def _where_it_lies(content: Content, rows: Sequence[Mapping[Any, Any]], advice: Advice) -> Advice:
    """Say so where the unit lies above the average in what it should do first."""
    above = any(r["key"] == advice.key and r["told"] == "above" for r in rows)
    if not above:
        return advice
    say = content.words
    return replace(advice, what=say("list.sentences").join([advice.what, say("report.card.above")]))


def _row(content: Content, gap: str, row: Mapping[Any, Any]) -> CardRow:
    say, decimals = content.words, content.options.decimals
    known = row["estimate"] == row["estimate"]

    def number(column: str, *, sign: bool = False) -> str:
        return say.number(float(row[column]), decimals, sign=sign)

    told = str(row["told"] or "")
    verdict = str(row["verdict"] or "")
    word = (
        say(f"report.card.told.{told}")
        if told
        else (verdict_word(say, gap, verdict) if verdict else "")
    )
    overall = row["level"] == "overall"
    return CardRow(
        label=say("level.overall") if overall else str(row["label"]),
        n=_people(content, row) if known else "",
        left=number("mean_left"), right=number("mean_right"), gap=number("estimate", sign=True),
        compared=number("compared", sign=True), average=number("average", sign=True) if known else "",
        low=float(row["low"]), mark=float(row["compared"]), high=float(row["high"]),
        tick=float(row["average"]) if known else float("nan"),
        word=word or say("plots.blank"), tone=APART.get(told, verdict or "unclear"),
    )  # fmt: skip


def _people(content: Content, row: Mapping[Any, Any]) -> str:
    from gapkit.plots.chosen import count_text

    return count_text({str(k): v for k, v in row.items()}, content.words)


def _own(content: Content, gap: str, label: str, row: Mapping[Any, Any]) -> str:
    """Say how the unit's own gap is judged."""
    if row["level"] != "overall" or row["estimate"] != row["estimate"]:
        return ""
    say, decimals = content.words, content.options.decimals
    figures = {
        name: say.number(float(row[column]), decimals, sign=True)
        for name, column in (("gap", "estimate"), ("low", "ci_low"), ("high", "ci_high"))
    }
    verdict = verdict_word(say, gap, str(row["verdict"] or "unclear"))
    level = say.level(content.options.confidence)
    return say("report.card.own", unit=label, verdict=verdict, confidence=level, **figures)


def _against(content: Content, column: str, rows: Sequence[Mapping[Any, Any]]) -> str:
    """Say how it lies against the average, as a whole and by dimension."""
    say = content.words
    if not any(row["told"] for row in rows):
        return ""
    told = str(rows[0]["told"]) if rows[0]["level"] == "overall" else ""
    parts = [say(f"report.card.against.{told}", unit=say.segment(column))] if told else []
    for side in ("below", "above"):
        names = [str(r["label"]) for r in rows if r["level"] == "dimension" and r["told"] == side]
        if names:
            parts.append(say(f"report.card.dimensions.{side}", names=say.list(names)))
    form = "adjusted" if rows[0]["adjusted"] else "raw"
    return (
        say(f"report.card.compared.{form}", said=say("report.card.between").join(parts))
        if parts
        else ""
    )
