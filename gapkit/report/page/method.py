"""How figures were made and judged, said in full: what is a convention, and what nothing guards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name, sign_word
from gapkit.report.figures import across_roles, last_wave
from gapkit.report.page.headline import DESIGN_EFFECT
from gapkit.report.sides import side_words

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["Note", "how_computed", "method"]


@dataclass(frozen=True)
class Note:
    """A term and what is to be said of it."""

    term: str
    text: str


def method(content: Content) -> tuple[Note, ...]:
    """Return the notes on the method that this report needs.

    Parameters
    ----------
    content
        As published.
    """
    values = _values(content)
    gaps = content.results.get("gaps")
    keys = ["scores", "interval_alone"]
    if gaps is not None and len(gaps.frame):
        keys = ["sign", "scores", "interval", "verdict", "margin", "average", "order", "families"]
        values |= _order(gaps.frame, content.options.alpha) | _sign(content, gaps.frame)
        if not values["judged"]:
            keys.remove("order")
        keys += [key for key, needed in _special(content, gaps.frame).items() if needed]
        values |= _weights(content, gaps.frame)
    say = content.words
    return tuple(
        Note(say(f"report.method.{key}.term"), say(f"report.method.{key}.text", **values))
        for key in (*keys, "small")
    ) + _design(content)


def _special(content: Content, frame: pd.DataFrame) -> dict[str, bool]:
    """Return the notes that only some studies need, and whether this one does."""
    options = content.options
    return {
        "groups": bool((frame["segment"] != "all").any()),
        "anchors": "knowledge" in content.results,
        "documents": across_roles(content),
        "residue": across_roles(content),
        "consensus": "consensus" in content.results,
        "response": "response" in content.results,
        "weights": bool(_effective(frame).notna().any()),
        "targets": bool((frame["target_met"].fillna("") != "").any()),
        "strata": options.unit_design == "strata",
        "clusters": options.unit_design == "clusters",
    }


def _design(content: Content) -> tuple[Note, ...]:
    """Return what would be if the units had been drawn, where the study does not say."""
    gaps, say = content.results.get("gaps"), content.words
    phrases = () if gaps is None else gaps.sentences
    term = say("report.method.design.term")
    return tuple(Note(term, say.say(p)) for p in phrases if p.key == DESIGN_EFFECT)


def _effective(frame: pd.DataFrame) -> pd.Series[Any]:
    """Return effective n of everybody's overall gaps; blank where nothing is weighted."""
    rows = frame[(frame["segment"] == "all") & (frame["level"] == "overall")]
    if "n_effective" not in rows:
        return rows["n"].iloc[:0].astype("Float64")
    return rows["n_effective"].astype("Float64")


def _weights(content: Content, frame: pd.DataFrame) -> dict[str, object]:
    """Return people and effective people behind the gap that the report is about."""
    rows = frame[
        (frame["gap"] == main_gap(frame)) & (frame["wave"].astype(str) == last_wave(frame))
    ]
    effective = _effective(rows).dropna()
    if effective.empty:
        return {}
    row = rows.loc[effective.index[0]]
    people = row["n"] if row["n"] == row["n"] else row["n_right"]
    say = content.words
    return {"people": say.number(float(people), 0), "effective": say.number(effective.iloc[0], 0)}


def how_computed(content: Content, chart: str) -> str:
    """Return how the figures of a chart were computed."""
    return content.words(f"report.how.{chart}", **_values(content))


def _values(content: Content) -> dict[str, object]:
    options, say = content.options, content.words
    scale = content.instrument.scale
    margin = options.margin * scale.range
    return {
        "confidence": say.level(options.confidence),
        "margin": say.number(margin, options.decimals),
        "share": say.percent(options.margin, 1 if 100 * options.margin % 1 else 0),
        "range": f"{scale.range:g}",
        "bottom": scale.names[0],
        "top": scale.names[-1],
        "alpha": f"{options.alpha:g}",
        "tost": say.level(1 - 2 * options.alpha),
        "adjust": say(f"report.adjust.{options.adjust}"),
        "min_n": options.min_n,
        "min_n_verdict": options.min_n_verdict,
    }


def _order(frame: pd.DataFrame, alpha: float) -> dict[str, object]:
    """Count where the order-based test comes to another answer than the t test, item by item."""
    items = frame[(frame["level"] == "item") & (frame["segment"] == "all")]
    items = items[(items["gap"] != "priority") & items["p"].notna() & items["wilcoxon_p"].notna()]
    # both unadjusted: a look at sensitivity, not a verdict
    differ = (items["p"] < alpha) != (items["wilcoxon_p"] < alpha)
    return {"differ": int(differ.sum()), "judged": len(items)}


def _sign(content: Content, frame: pd.DataFrame) -> dict[str, object]:
    say, gap = content.words, str(main_gap(frame))
    left, right = side_words(say, gap)
    sign = sign_word(say, gap, content.instrument.scale.direction, left, right)
    return {"gap": gap_name(say, gap), "left": left, "right": right, "sign": sign}
