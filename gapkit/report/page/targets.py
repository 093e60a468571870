"""Which of the study's targets were reached, which were missed, and which cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.sentences import main_gap
from gapkit.report.figures import last_wave

if TYPE_CHECKING:
    from gapkit.report.content import Content

__all__ = ["target_sentences"]

ANSWERS: Final = ("yes", "no", "unclear")


def target_sentences(content: Content) -> tuple[str, ...]:
    """Return a sentence for each way a target can come out; nothing without targets."""
    result = content.results.get("gaps")
    if result is None or "target_met" not in result.frame:
        return ()
    frame, say = result.frame, content.words
    here = frame[(frame["segment"] == "all") & (frame["wave"].astype(str) == last_wave(frame))]
    here = here[here["gap"] == main_gap(frame)]
    said = []
    for answer in ANSWERS:
        rows = here[here["target_met"] == answer]
        if len(rows):
            labels = [
                say(f"level.{level}") if level in ("overall", "weighted") else str(label)
                for level, label in zip(rows["level"], rows["label"], strict=True)
            ]
            said.append(say(f"report.target.{answer}", names=say.list(labels)))
    return tuple(said)
