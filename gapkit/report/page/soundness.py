"""How sound the measurement is: one line in a quarter's report, the tables' own words in a year's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.measurement.ceiling import AT_THE_CEILING
from gapkit.report.figures import last_wave
from gapkit.report.page.told import told
from gapkit.report.sides import battery_word

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["soundness_sentences"]

YEARLY: Final = (
    "reliability", "structure", "fit", "validity", "invariance", "answer_quality", "short_form",
)  # fmt: skip
"""Tables whose own sentences a year's report prints."""

ANY: Final = "any"
"""The check of everybody who shows a sign at all."""


def soundness_sentences(content: Content) -> tuple[str, ...]:
    """Return what is said of reliability, ceiling and flagged forms, and what calls for a look.

    Parameters
    ----------
    content
        As published.

    Returns
    -------
    tuple of str
        One line, and the questions that similar forms raise; in a year's report what the tables
        on the questionnaire say themselves.
    """
    say = content.words
    if content.options.depth == "yearly":
        return told(content, *YEARLY, "similar_forms")
    parts = [*_alphas(content), *_ceilings(content), *_flagged(content)]
    line = (say("list.sentences").join(parts),) if parts else ()
    return (*line, *told(content, "similar_forms"))


def _here(frame: pd.DataFrame) -> pd.DataFrame:
    """Return everybody's rows of the last wave."""
    wave = frame["wave"].astype(str) == last_wave(frame)
    return frame[wave & (frame["segment"] == "all")]


def _alphas(content: Content) -> list[str]:
    """Say between which values the dimensions' alphas lie; gaps apart, whose are lower by nature."""
    result = content.results.get("reliability")
    if result is None or result.frame.empty:
        return []
    rows = _here(result.frame)
    rows = rows[~rows["battery"].astype(str).str.startswith("gap:")]
    alphas = rows["alpha"].dropna()
    if alphas.empty:
        return []
    say, decimals = content.words, content.options.decimals
    ends = {"low": say.number(alphas.min(), decimals), "high": say.number(alphas.max(), decimals)}
    return [say("report.soundness.alpha", **ends)]


def _ceilings(content: Content) -> list[str]:
    """Say of how many items more than half of the people gave the highest answer."""
    result = content.results.get("answers")
    if result is None or result.frame.empty:
        return []
    said = []
    rows = _here(result.frame)
    for battery, part in rows.groupby("battery", sort=False):
        top = part.groupby("key", sort=False)["share"].last()
        count = int((top > AT_THE_CEILING).sum())
        if count:
            values = {"count": count, "items": len(top)}
            name = battery_word(content.words, str(battery))
            said.append(content.words("report.soundness.ceiling", battery=name, **values))
    return said


def _flagged(content: Content) -> list[str]:
    """Say how many customers' forms (else those of the first role) show a sign of carelessness."""
    result = content.results.get("answer_quality")
    if result is None or result.frame.empty:
        return []
    rows = _here(result.frame)
    rows = rows[(rows["check"] == ANY) & rows["flagged"].notna()]
    if rows.empty:
        return []
    roles = list(rows["role"])
    row = rows.iloc[roles.index("customer") if "customer" in roles else 0]
    say = content.words
    counts = {k: say.number(float(row[k]), 0) for k in ("flagged", "n")}
    return [say("report.soundness.flagged", share=say.percent(row["share"], 1), **counts)]
