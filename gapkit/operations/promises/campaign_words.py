"""What the tables on campaigns say, in sentences that carry their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from gapkit.options import Options

__all__ = ["campaign_sentences", "copy_sentences"]


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
