"""What the tables `knowledge` and `profile` say: the profile first, the level last and with care."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.terms import gap_name
from gapkit.wording import Phrase, Words, words

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.options import Options

__all__ = ["SAME_ORDER", "knowledge_sentences"]

SAME_ORDER: Final = 0.5
"""From this lower limit of the rank correlation on, the order counts as much the same; a convention."""


def knowledge_sentences(
    knowledge: pd.DataFrame, profile: pd.DataFrame, options: Options, gap: str = "1"
) -> tuple[Phrase, ...]:
    """Return what a gap between roles amounts to, for everybody of the last wave.

    Parameters
    ----------
    knowledge, profile
        The two tables.
    options
        Confidence, decimals, `min_n_verdict`, language.
    gap
        Which gap; gap 1 by default.

    Returns
    -------
    tuple of Phrase
        Whether the two sides put the items in the same order; what the right side puts too low
        and too high against its own mean; how far the profiles lie apart; how far the firm's
        people differ among themselves; the level. Empty where the gap was not asked.
    """
    row = _last(knowledge, gap)
    if row is None:
        return ()
    say = words(options.language)
    left, right = str(row["role_left"]), str(row["role_right"])
    shared = {
        "gap": gap_name(say, gap),
        "left": say(f"knowledge.role.{left}"),
        "right": say(f"knowledge.role.{right}"),
        "confidence": f"{100 * options.confidence:g} %",
    }
    if _fewest(row) < options.min_n_verdict:
        few = {"n": _fewest(row), "fewest": options.min_n_verdict}
        return (Phrase("knowledge.few", {**shared, **few}), *_level(row, shared, say, options))
    said = [_order(row, shared, say, options)]
    said += _apart(profile, row, shared, say)
    said += _distance(row, shared, say, options)
    said += _disagreement(row, shared, say, options)
    said += _level(row, shared, say, options)
    return tuple(said)


def _last(knowledge: pd.DataFrame, gap: str) -> pd.Series[Any] | None:
    """Return the item row of everybody in the last wave that has one."""
    mine = (knowledge["gap"] == gap) & (knowledge["segment"] == "all")
    here = knowledge[mine & (knowledge["level"] == "item")]
    if here.empty:
        return None
    wave = max(here["wave"].astype(str), key=natural)
    row: pd.Series[Any] = here[here["wave"].astype(str) == wave].iloc[0]
    return row


def _fewest(row: pd.Series[Any]) -> int:
    """People on the smaller side; what is no sample of people doesn't count."""
    sides = [row[f"n_{side}"] for side in _peopled(row)]
    return int(min(sides)) if sides else 0


def _peopled(row: pd.Series[Any]) -> list[str]:
    return [side for side in ("right", "left") if row[f"role_{side}"] not in NOT_PEOPLE]


def _order(row: pd.Series[Any], shared: dict[str, str], say: Words, options: Options) -> Phrase:
    if row["r_low"] != row["r_low"]:
        return Phrase("knowledge.order.blank", shared)
    values = {
        **shared,
        "items": int(row["items"]),
        "r": say.number(row["r_corrected"], options.decimals),
        "low": say.number(row["r_low"], options.decimals),
        "high": say.number(row["r_high"], options.decimals),
    }
    if row["r_high"] < 0:
        return Phrase("knowledge.order.reversed", values)
    if row["r_low"] >= SAME_ORDER:
        return Phrase("knowledge.order.same", values)
    return Phrase(
        "knowledge.order.partly" if row["r_low"] > 0 else "knowledge.order.unclear", values
    )


def _apart(
    profile: pd.DataFrame, row: pd.Series[Any], shared: dict[str, str], say: Words
) -> list[Phrase]:
    """Name the dimensions (or, where there is only one, count the items) put too low or too high."""
    same = (profile["gap"] == row["gap"]) & (profile["segment"] == "all")
    rows = profile[same & (profile["wave"] == row["wave"]) & (profile["level"] == "dimension")]
    said = []
    for verdict in ("under", "over"):
        labels = [str(label) for label in rows.loc[rows["verdict"] == verdict, "label"]]
        if labels:
            said.append(Phrase(f"knowledge.{verdict}", {**shared, "names": say.list(labels)}))
    if not said and len(rows) > 1:
        said.append(Phrase("knowledge.none_apart", shared))
    return said


def _distance(
    row: pd.Series[Any], shared: dict[str, str], say: Words, options: Options
) -> list[Phrase]:
    if row["rms"] != row["rms"]:
        return []
    return [
        Phrase("knowledge.distance", {**shared, "rms": say.number(row["rms"], options.decimals)})
    ]


def _disagreement(
    row: pd.Series[Any], shared: dict[str, str], say: Words, options: Options
) -> list[Phrase]:
    """Say how far the firm's people differ: the right side's, else the left side's."""
    if row["agreement_low"] != row["agreement_low"]:
        return []
    sides = _peopled(row)
    firm = next((side for side in sides if row[f"role_{side}"] != "customer"), sides[0])
    figures = ("disagreement", "agreement", "agreement_low", "agreement_high")
    values = {name: say.number(row[name], options.decimals) for name in figures}
    return [Phrase("knowledge.disagreement", {**shared, "who": shared[firm], **values})]


def _level(
    row: pd.Series[Any], shared: dict[str, str], say: Words, options: Options
) -> list[Phrase]:
    if row["ci_low"] != row["ci_low"]:
        return []
    values = {
        "level": say.number(row["level_difference"], options.decimals, sign=True),
        "low": say.number(row["ci_low"], options.decimals, sign=True),
        "high": say.number(row["ci_high"], options.decimals, sign=True),
    }
    return [Phrase("knowledge.level", {**shared, **values})]
