"""What the tables on campaigns say, in sentences that carry their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import natural
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.operations.promises.campaign import Campaign
    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = [
    "LACKS",
    "campaign_sentences",
    "copy_sentences",
    "lacking",
    "name_sentences",
    "named",
]

LACKS: Final[Mapping[str, Callable[[Campaign], bool]]] = {
    "agree": lambda campaign: campaign.agreed is False,
    "keep": lambda campaign: campaign.agreed is not False and campaign.kept is False,
}
"""What a campaign lacks → whether it does: it was not agreed, or it was (or nobody says) and yet not
kept."""


def campaign_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Say of the last wave how many campaigns were agreed with operations and kept, and gap 4 of both.

    Parameters
    ----------
    frame
        The table `campaigns`.
    """
    if frame.empty:
        return ()
    row: dict[str, Any] = frame.to_dict("records")[-1]  # type: ignore[assignment]
    return tuple(_of_wave(row, options))


def _of_wave(row: Mapping[str, Any], options: Options) -> Iterator[Phrase]:
    say = options.words
    unsaid = int(row["unsaid_agreed"])
    if said := int(row["campaigns"]) - unsaid:
        shares = {c: say.percent(row[c]) for c in ("share_coordinated", "ci_low", "ci_high")}
        yield Phrase("campaigns.agreed", {"said": said, "agreed": int(row["agreed"]), **shares})
    if unsaid:
        yield Phrase("campaigns.unsaid", {"unsaid_agreed": unsaid})
    known = {side: int(row[f"n_{side}"]) for side in ("agreed", "other")}
    if all(known.values()):
        kept = {side: round(row[f"share_kept_{side}"] * n) for side, n in known.items()}
        yield Phrase("campaigns.kept", {**kept, **{f"n_{side}": n for side, n in known.items()}})
    gaps = [float(row[f"gap_{side}"]) for side in ("agreed", "other")]
    if all(gap == gap for gap in gaps):
        figures = [say.number(gap, options.decimals, sign=True) for gap in gaps]
        yield Phrase("campaigns.gaps", {"agreed": figures[0], "other": figures[1]})


def lacking(found: Sequence[Campaign], what: str) -> list[Campaign]:
    """Return the campaigns of the last wave that lack one of `LACKS`, in the study's order."""
    last = max((campaign.wave for campaign in found), key=natural, default="")
    return [campaign for campaign in found if campaign.wave == last and LACKS[what](campaign)]


def named(found: Sequence[Campaign], what: str, say: Words, instrument: Instrument) -> str:
    """Name campaigns, each with its dimension; of those not agreed also whether they were not kept.

    Parameters
    ----------
    found
        As `lacking` returns them.
    what
        What they lack, one of `LACKS`.
    """
    return say.list([_named(campaign, what, say, instrument) for campaign in found])


def _named(found: Campaign, what: str, say: Words, instrument: Instrument) -> str:
    name = say("sentence.quoted", label=found.name)
    broken = what == "agree" and found.kept is False
    if not found.dimension:
        return say("campaigns.named_not_kept", name=name) if broken else name
    label = instrument.label("dimension", found.dimension, say.language)
    form = "campaigns.about_not_kept" if broken else "campaigns.about"
    return say(form, name=name, dimension=label)


def name_sentences(
    found: Sequence[Campaign], say: Words, instrument: Instrument
) -> Iterator[Phrase]:
    """Yield which campaigns of the last wave were not agreed with operations, and which not kept."""
    for what in LACKS:
        if here := lacking(found, what):
            values = {"campaigns": named(here, what, say, instrument)}
            yield Phrase(f"campaigns.lacking_{what}", values)


def copy_sentences(frame: pd.DataFrame, texts: int) -> tuple[Phrase, ...]:
    """Say how many words somebody should look at.

    Parameters
    ----------
    frame
        The table `copy_review`.
    texts
        How many texts were looked through.
    """
    with_words = len(frame[["said_in", "campaign"]].drop_duplicates())
    counts = {"count": len(frame), "texts": texts, "of": with_words}
    return (Phrase("copy_review.found", counts),)
