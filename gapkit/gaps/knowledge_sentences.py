"""What the tables `knowledge` and `profile` say: the profile first, the level last and with care."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.terms import gap_name
from gapkit.wording import Phrase, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gapkit.options import Options

__all__ = ["CLOSER", "HEADLINE", "SAME_ORDER", "knowledge_sentences", "order_kind", "row_sentences"]

SAME_ORDER: Final = 0.5
"""From this lower limit of the rank correlation on, the order counts as much the same; a convention."""

HEADLINE: Final = (
    "knowledge.few",
    "knowledge.order.",
    "knowledge.under",
    "knowledge.over",
    "knowledge.none_apart",
    "knowledge.level",
)
"""Sentences that tell the gap: by its profile, then the level with its warning."""

CLOSER: Final = ("knowledge.order.", "knowledge.few", "knowledge.distance", "knowledge.disagree")
"""Sentences for readers who look closer."""


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
        As `row_sentences`. Empty where the gap was not asked.
    """
    row = _last(knowledge, gap)
    if row is None:
        return ()
    same = (profile["gap"] == gap) & (profile["segment"] == "all")
    rows = profile[same & (profile["wave"] == row["wave"]) & (profile["level"] == "dimension")]
    apart = dict(zip(rows["label"].astype(str), rows["verdict"].astype(str), strict=True))
    return row_sentences(row, apart, options)


def row_sentences(
    row: Mapping[Any, Any], apart: Mapping[str, str], options: Options
) -> tuple[Phrase, ...]:
    """Return what a gap between roles amounts to in one group.

    Parameters
    ----------
    row
        The group's row of `knowledge` over items.
    apart
        Label of each dimension → its verdict in `profile`.
    options
        Confidence, decimals, `min_n_verdict`, language.

    Returns
    -------
    tuple of Phrase
        Whether the two sides put the items in the same order; what the right side puts too low
        and too high against its own mean; how far the profiles lie apart; how far the firm's
        people differ among themselves; the level.
    """
    say = options.words
    left, right = str(row["role_left"]), str(row["role_right"])
    shared = {
        "gap": gap_name(say, str(row["gap"])),
        "left": say(f"knowledge.role.{left}"),
        "right": say(f"knowledge.role.{right}"),
        "confidence": say.level(options.confidence),
    }
    kind = order_kind(row, options)
    if kind == "few":
        few = {"n": _fewest(row), "fewest": options.min_n_verdict}
        return (Phrase("knowledge.few", {**shared, **few}), *_level(row, shared, say, options))
    said = [_order(row, kind, shared, say, options)]
    said += _apart(apart, shared, say)
    said += _distance(row, shared, say, options)
    said += _disagreement(row, shared, say, options)
    said += _level(row, shared, say, options)
    return tuple(said)


def order_kind(row: Mapping[Any, Any], options: Options) -> str:
    """Return whether two roles put the items in the same order.

    Parameters
    ----------
    row
        A row of `knowledge`.
    options
        With fewer people than `min_n_verdict` on a side nothing is judged.

    Returns
    -------
    str
        ``same`` where the interval of the rank correlation lies above `SAME_ORDER`, ``partly``
        above 0, ``reversed`` below 0, else ``unclear``; ``few`` people; ``blank`` without interval.

    Examples
    --------
    >>> from gapkit.options import Options
    >>> row = {"role_left": "customer", "role_right": "manager", "n_left": 90, "n_right": 40}
    >>> [order_kind(row | {"r_low": a, "r_high": b}, Options()) for a, b in [(0.6, 0.9), (-1, -0.2)]]
    ['same', 'reversed']
    """
    if _fewest(row) < options.min_n_verdict:
        return "few"
    if row["r_low"] != row["r_low"]:
        return "blank"
    if row["r_high"] < 0:
        return "reversed"
    if row["r_low"] >= SAME_ORDER:
        return "same"
    return "partly" if row["r_low"] > 0 else "unclear"


def _last(knowledge: pd.DataFrame, gap: str) -> dict[Any, Any] | None:
    """Return the item row of everybody in the last wave that has one."""
    mine = (knowledge["gap"] == gap) & (knowledge["segment"] == "all")
    here = knowledge[mine & (knowledge["level"] == "item")]
    if here.empty:
        return None
    wave = max(here["wave"].astype(str), key=natural)
    row: dict[Any, Any] = here[here["wave"].astype(str) == wave].iloc[0].to_dict()
    return row


def _fewest(row: Mapping[Any, Any]) -> int:
    """People on the smaller side; what is no sample of people doesn't count."""
    sides = [row[f"n_{side}"] for side in _peopled(row)]
    return int(min(sides)) if sides else 0


def _peopled(row: Mapping[Any, Any]) -> list[str]:
    return [side for side in ("right", "left") if row[f"role_{side}"] not in NOT_PEOPLE]


def _order(
    row: Mapping[Any, Any], kind: str, shared: dict[str, str], say: Words, options: Options
) -> Phrase:
    if kind == "blank":
        return Phrase("knowledge.order.blank", shared)
    values = {
        **shared,
        "items": int(row["items"]),
        "r": say.number(row["r_corrected"], options.decimals),
        "low": say.number(row["r_low"], options.decimals),
        "high": say.number(row["r_high"], options.decimals),
    }
    return Phrase(f"knowledge.order.{kind}", values)


def _apart(apart: Mapping[str, str], shared: dict[str, str], say: Words) -> list[Phrase]:
    said = []
    for verdict in ("under", "over"):
        labels = [label for label, mine in apart.items() if mine == verdict]
        if labels:
            said.append(Phrase(f"knowledge.{verdict}", {**shared, "names": say.list(labels)}))
    if not said and len(apart) > 1:
        said.append(Phrase("knowledge.none_apart", shared))
    return said


def _distance(
    row: Mapping[Any, Any], shared: dict[str, str], say: Words, options: Options
) -> list[Phrase]:
    if row["rms"] != row["rms"]:
        return []
    return [
        Phrase("knowledge.distance", {**shared, "rms": say.number(row["rms"], options.decimals)})
    ]


def _disagreement(
    row: Mapping[Any, Any], shared: dict[str, str], say: Words, options: Options
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
    row: Mapping[Any, Any], shared: dict[str, str], say: Words, options: Options
) -> list[Phrase]:
    if row["ci_low"] != row["ci_low"]:
        return []
    values = {
        "level": say.number(row["level_difference"], options.decimals, sign=True),
        "low": say.number(row["ci_low"], options.decimals, sign=True),
        "high": say.number(row["ci_high"], options.decimals, sign=True),
    }
    return [Phrase("knowledge.level", {**shared, **values})]
