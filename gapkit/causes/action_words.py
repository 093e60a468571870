"""What the tables `actions` and `did_it_work` say, in sentences that carry their figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.causes.behind import RESIDUE
from gapkit.gaps.groups import WHOLE, natural
from gapkit.gaps.terms import gap_name, group_word, verdict_word
from gapkit.wording import Phrase, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gapkit.options import Options

__all__ = ["Told", "action_sentences", "next_step", "outcome_sentences", "told", "whose"]

MOST_ACTIONS: Final = 3
"""As many are said; the rest stands in the table."""

MOST_NAMES: Final = 4
"""More names than this in one sentence are counted instead."""


@dataclass(frozen=True)
class Told:
    """A row of `actions` in words.

    Parameters
    ----------
    rank
        With its interval.
    whose
        Everybody, or the group.
    found
        How large, how certain, how important.
    behind
        The inner gap and the cause that go with it.
    remedy
        What would fit.
    """

    rank: str
    whose: str
    found: str
    behind: str
    remedy: str


def told(row: Mapping[str, Any], say: Words, options: Options) -> Told:
    """Put a row of `actions` in words; every sentence brings the figures that it rests on."""
    join = say("list.sentences").join
    return Told(
        _rank(row, say),
        whose(row, say),
        join(_found(row, say, options)),
        join(_behind(row, say, options)),
        str(row["remedy"]) or next_step(str(row["carrier"]), say),
    )


def whose(row: Mapping[str, Any], say: Words) -> str:
    """Return whom a row speaks of."""
    return group_word(say, str(row["segment"]), str(row["value"]))


def next_step(carrier: str, say: Words) -> str:
    """Return what to do where no cause is known; blank where no inner gap is."""
    if carrier == RESIDUE:
        return say("actions.show")
    return say("actions.ask") if carrier else ""


def _rank(row: Mapping[str, Any], say: Words) -> str:
    if not _known(row["rank"]):
        return ""
    rank, low, high = (int(row[c]) for c in ("rank", "rank_low", "rank_high"))
    if low == high:
        return str(rank)
    return say("actions.rank", rank=rank, low=low, high=high)


def _found(row: Mapping[str, Any], say: Words, options: Options) -> list[str]:
    gap, decimals, outcome = str(row["gap"]), options.decimals, say.outcome(str(row["outcome"]))
    values = _interval(row, ("estimate", "ci_low", "ci_high"), say, decimals, sign=True)
    verdict = verdict_word(say, gap, str(row["verdict"]))
    said = [say("actions.gap", gap=gap_name(say, gap, "short"), verdict=verdict, **values)]
    if row["verdict"] == "shortfall":
        size = "beyond" if row["material"] == "yes" else "near"
        said.append(say(f"actions.size.{size}"))
    if row["importance_kind"] == "derived":
        share = say.percent(row["importance"])
        said.append(say("actions.importance.derived", share=share, outcome=outcome))
    elif row["importance_kind"] == "stated":
        said.append(say("actions.importance.stated", share=say.percent(row["importance"])))
    if _known(row["change"]):
        values = _interval(row, ("change", "change_low", "change_high"), say, decimals)
        higher = "higher" if row["change_low"] > 0 else "untold"
        said.append(say(f"actions.change.{higher}", outcome=outcome, **values))
    return said


def _behind(row: Mapping[str, Any], say: Words, options: Options) -> list[str]:
    said = []
    decimals = options.decimals
    if row["carrier"]:
        names = ("carrier_estimate", "carrier_low", "carrier_high")
        values = _interval(row, names, say, decimals, sign=True)
        said.append(say("actions.carrier", gap=_quoted(str(row["carrier"]), say), **values))
    if row["carrier_tied"]:
        tied = [_quoted(gap, say) for gap in str(row["carrier_tied"]).split(", ")]
        said.append(say("actions.carrier_tied", gaps=say.list(tied)))
    if row["overpromised"] == "yes":
        said.append(say("actions.overpromised"))
    if row["cause"]:
        names = ("agreement", "agreement_low", "agreement_high")
        values = _interval(row, names, say, decimals)
        cause = say("sentence.quoted", label=row["cause_label"])
        said.append(say("actions.cause", cause=cause, **values))
        if row["cause_tied"]:
            said.append(say("actions.cause_tied", count=int(row["cause_tied"])))
    return said


def _quoted(gap: str, say: Words) -> str:
    if gap == RESIDUE:
        return say("actions.residue")
    return say("sentence.quoted", label=gap_name(say, gap))


def _interval(
    row: Mapping[str, Any], names: tuple[str, str, str], say: Words, decimals: int, *,
    sign: bool = False,
) -> dict[str, str]:  # fmt: skip
    ends = zip(("estimate", "low", "high"), names, strict=True)
    return {end: say.number(float(row[name]), decimals, sign=sign) for end, name in ends}


def _known(value: Any) -> bool:
    """Whether a cell holds a figure; a blank count is pandas' NA, which equals nothing."""
    import pandas as pd

    return not pd.isna(value)


def action_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Say what comes first for everybody in the last wave, why, and what is not told apart.

    Parameters
    ----------
    frame
        The table `actions`.
    """
    say = options.words
    rows = _everybody(frame)
    for level in ("dimension", "item"):
        acted = rows[(rows["level"] == level) & (rows["advice"] == "act")] if len(rows) else rows
        acted = acted[acted["rank"].notna()] if len(acted) else acted
        if len(acted):
            said = [_action(place, row, say, options) for place, row in _first(acted)]
            return (*said, *_tied(acted, say), Phrase("actions.association"))
    return (Phrase("actions.none"),) if len(rows) else ()


def _everybody(frame: pd.DataFrame) -> pd.DataFrame:
    if frame.empty:
        return frame
    last = max(frame["wave"].astype(str), key=natural)
    rows: pd.DataFrame = frame[(frame["wave"].astype(str) == last) & (frame["segment"] == WHOLE)]
    return rows


def _first(acted: pd.DataFrame) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(acted.head(MOST_ACTIONS).to_dict("records"), 1))  # type: ignore[arg-type]


def _action(place: int, row: Mapping[str, Any], say: Words, options: Options) -> Phrase:
    said = told(row, say, options)
    parts = [text for text in (said.found, said.behind, said.remedy and _remedy(said, say)) if text]
    values = {"place": place, "label": row["label"], "said": say("list.sentences").join(parts)}
    return Phrase("actions.said", values)


def _remedy(said: Told, say: Words) -> str:
    return say("actions.remedy", remedy=said.remedy)


def _tied(acted: pd.DataFrame, say: Words) -> list[Phrase]:
    """Say which rows may come first as well as the first one does."""
    first = acted.iloc[0]
    reach = acted.iloc[1:]
    reach = reach[(reach["rank_low"] <= first["rank_high"]).fillna(False)]
    if reach.empty:
        return [Phrase("actions.first_alone", {"label": first["label"]})]
    names = [say("sentence.quoted", label=label) for label in reach["label"][:MOST_NAMES]]
    if len(reach) > MOST_NAMES:
        names.append(say("drivers.more", count=len(reach) - MOST_NAMES))
    return [Phrase("actions.tied", {"label": first["label"], "names": say.list(names)})]


def outcome_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Say of each action what became of it, and of how many.

    Parameters
    ----------
    frame
        The table `did_it_work`.
    """
    say = options.words
    if frame.empty:
        return ()
    rows: list[dict[str, Any]] = frame.to_dict("records")  # type: ignore[assignment]
    counts = {v: int((frame["verdict"] == v).sum()) for v in ("worked", "worse")}
    count = {"count": len(rows), "rest": len(rows) - sum(counts.values()), **counts}
    return (Phrase("did_it_work.count", count), *(_became(row, say, options) for row in rows))


def _became(row: Mapping[str, Any], say: Words, options: Options) -> Phrase:
    values = {"label": row["label"], "whose": whose(row, say), "measure": row["measure"] or "–"}
    if not _known(row["difference"]):
        return Phrase("did_it_work.blank", values)
    decimals = options.decimals
    values |= {
        name: say.number(row[column], decimals, sign=True)
        for name, column in (
            ("before", "before"), ("expected", "without_action"), ("estimate", "estimate")
        )
    }  # fmt: skip
    values |= {
        end: say.number(row[name], decimals, sign=True)
        for end, name in (("difference", "difference"), ("low", "ci_low"), ("high", "ci_high"))
    }
    verdict = str(row["verdict"]).replace(" ", "_")
    if verdict == "worked":
        values["points"] = say.number(abs(row["difference"]), decimals)
    if verdict == "not_told" and row["p_adjusted"] < options.alpha and row["closed_by"] == "left":
        verdict = "lower_expectations"
    return Phrase(f"did_it_work.{verdict}", values)
