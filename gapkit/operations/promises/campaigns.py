"""The tables `campaigns` and `copy_review`: what was agreed with operations, kept, and how it was worded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import natural
from gapkit.ingest.register_rows import ALL
from gapkit.operations.promises.campaign_words import (
    campaign_sentences,
    copy_sentences,
    name_sentences,
)
from gapkit.operations.promises.copy_review import review_frame
from gapkit.operations.reasons import NOT_RECORDED
from gapkit.stats.shares import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.operations.promises.campaign import Campaign
    from gapkit.results import Result

__all__ = ["CAMPAIGN_COLUMNS", "campaign_frame", "campaigns"]

CAMPAIGN_COLUMNS: Final = (
    "wave", "campaigns", "agreed", "share_coordinated", "ci_low", "ci_high", "kept", "share_kept",
    "share_kept_agreed", "share_kept_other", "n_agreed", "n_other", "gap_agreed", "gap_other", "dimensions_agreed",
    "dimensions_other", "unsaid_agreed", "unsaid_kept", "reason",
)  # fmt: skip
"""Columns in their order."""

_WHOLE: Final = (
    "campaigns", "agreed", "kept", "n_agreed", "n_other", "dimensions_agreed", "dimensions_other", "unsaid_agreed",
    "unsaid_kept",
)  # fmt: skip


def campaigns(desk: Desk) -> Iterator[Result]:
    """Yield `campaigns` where the study names any, and `copy_review` where any text is to be looked at."""
    department, options = desk.department, desk.options
    if department.campaigns:
        gaps = desk.results.get("gaps")
        frame = campaign_frame(
            department.campaigns, None if gaps is None else gaps.frame, options.confidence
        )
        found = department.campaigns
        # what somebody has to act upon leads
        said = tuple(name_sentences(found, options.words, desk.instrument))
        said += campaign_sentences(frame, options)
        yield desk.result("campaigns", frame, said)
    texts = [("campaign", c.name, c.claim) for c in department.campaigns if c.claim]
    texts += [("promise", p.name, p.text) for p in department.promises if p.text]
    review = review_frame(texts)
    if len(review):
        said = copy_sentences(review, len(texts))
        yield desk.result("copy_review", review, said)


def campaign_frame(
    found: Sequence[Campaign], gaps: pd.DataFrame | None, confidence: float = 0.95
) -> pd.DataFrame:
    """Return how many campaigns of each wave were agreed with operations, and kept.

    Parameters
    ----------
    found
        As the study has them.
    gaps
        The table `gaps`; None where there is none.
    confidence
        Of the interval.

    Returns
    -------
    pandas.DataFrame
        `CAMPAIGN_COLUMNS`, one row a wave. ``share_coordinated``: campaigns ``agreed`` with
        operations ÷ those of which the study says whether they were, with Wilson's interval;
        ``unsaid_agreed`` and ``unsaid_kept`` count the others. ``share_kept``, and the same among
        campaigns agreed (``_agreed``) and not (``_other``), ``n_…`` of each. ``gap_agreed`` is the mean gap 4 of the
        dimensions whose campaigns were all agreed, ``gap_other`` that of dimensions with a campaign
        that was not; so many ``dimensions_…`` are behind each. Blank where there is nothing to
        divide by.

    Notes
    -----
    The two gaps are of different dimensions, chosen by nobody at random: their difference is no
    effect of coordinating.

    Examples
    --------
    >>> from gapkit.operations.promises.campaign import Campaign
    >>> spring = Campaign("spring", "2026Q2", agreed=True, kept=True)
    >>> summer = Campaign("summer", "2026Q2", agreed=False)
    >>> row = campaign_frame((spring, summer), None).iloc[0]
    >>> int(row["campaigns"]), int(row["agreed"]), float(row["share_coordinated"])
    (2, 1, 0.5)
    """
    import pandas as pd

    waves = sorted({campaign.wave for campaign in found}, key=natural)
    rows = [_row(wave, [c for c in found if c.wave == wave], gaps) for wave in waves]
    frame = pd.DataFrame(rows, columns=list(CAMPAIGN_COLUMNS))
    frame = frame.astype(dict.fromkeys(_WHOLE, "Int64"))
    said = (frame["campaigns"] - frame["unsaid_agreed"]).to_numpy(float)
    agreed = frame["agreed"].to_numpy(float, na_value=np.nan)
    frame["share_coordinated"] = agreed / np.where(said > 0, said, np.nan)
    frame["ci_low"], frame["ci_high"] = wilson(agreed, said, confidence)
    frame["reason"] = np.where(said > 0, "", NOT_RECORDED)
    return frame


def _row(wave: str, here: Sequence[Campaign], gaps: pd.DataFrame | None) -> dict[str, Any]:
    agreed = [c for c in here if c.agreed]
    other = [c for c in here if c.agreed is False]
    # a dimension with a campaign that nobody agreed is no coordinated one, whatever the rest
    loose = {c.dimension for c in other} - {""}
    firm = {c.dimension for c in agreed} - {""} - loose
    by_dimension = _gap_4(gaps, wave)
    row: dict[str, Any] = {
        "wave": wave, "campaigns": len(here),
        "agreed": _count([c.agreed for c in here]), "kept": _count([c.kept for c in here]),
        "share_kept": _share_kept(here)[0],
        "unsaid_agreed": sum(c.agreed is None for c in here),
        "unsaid_kept": sum(c.kept is None for c in here),
    }  # fmt: skip
    for name, some, dimensions in (("agreed", agreed, firm), ("other", other, loose)):
        row[f"share_kept_{name}"], row[f"n_{name}"] = _share_kept(some)
        figures = [by_dimension[d] for d in sorted(dimensions) if d in by_dimension]
        row[f"gap_{name}"] = sum(figures) / len(figures) if figures else np.nan
        row[f"dimensions_{name}"] = len(figures)
    return row


def _count(answers: Sequence[bool | None]) -> int | None:
    """Count what is true; None where nothing is said at all."""
    said = [answer for answer in answers if answer is not None]
    return sum(said) if said else None


def _share_kept(some: Sequence[Campaign]) -> tuple[float, int]:
    """Return the share kept, and of how many it is known."""
    said = [c.kept for c in some if c.kept is not None]
    return sum(said) / len(said) if said else np.nan, len(said)


def _gap_4(gaps: pd.DataFrame | None, wave: str) -> Mapping[str, float]:
    """Return dimension → everybody's gap 4 in a wave, where it stands."""
    if gaps is None:
        return {}
    rows = gaps[(gaps["gap"].astype(str) == "4") & (gaps["level"] == "dimension")]
    rows = rows[(rows["segment"] == ALL) & (rows["wave"].astype(str) == wave)]
    rows = rows[rows["estimate"].notna()]
    return dict(zip(rows["key"].astype(str), rows["estimate"].astype(float), strict=True))
