"""How figures were made and judged, said in full: what is a convention, and what nothing guards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name
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
    keys = ["scores", "interval_alone", "small"]
    if gaps is not None and len(gaps.frame):
        keys = ["sign", "scores", "interval", "verdict", "margin", "average", "families", "small"]
        values |= _order(gaps.frame, content.options.alpha) | _sign(content, gaps.frame)
        if values["judged"]:
            keys.insert(6, "order")
    say = content.words
    return tuple(
        Note(say(f"report.method.{key}.term"), say(f"report.method.{key}.text", **values))
        for key in keys
    )


def how_computed(content: Content, chart: str) -> str:
    """Return how the figures of a chart were computed."""
    return content.words(f"report.how.{chart}", **_values(content))


def _values(content: Content) -> dict[str, object]:
    options, say = content.options, content.words
    scale = content.instrument.scale
    margin = options.margin * scale.range
    return {
        "confidence": f"{100 * options.confidence:g} %",
        "margin": say.number(margin, options.decimals),
        "share": say.percent(options.margin, 1 if 100 * options.margin % 1 else 0),
        "range": f"{scale.range:g}",
        "bottom": scale.names[0],
        "top": scale.names[-1],
        "alpha": f"{options.alpha:g}",
        "tost": f"{100 * (1 - 2 * options.alpha):g} %",
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
    key = f"gap.{gap}.sign"
    sign = say(key) if say.has(key) else say("gap.other.sign", right=right, left=left)
    return {"gap": gap_name(say, gap), "left": left, "right": right, "sign": sign}
