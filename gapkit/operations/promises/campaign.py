"""What a study says of a campaign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gapkit.instrument import Text

__all__ = ["Campaign"]


@dataclass(frozen=True)
class Campaign:
    """A campaign, as the study has it; None where the study says nothing.

    Parameters
    ----------
    name
        What the firm calls it.
    wave
        The wave in which it ran; ``all`` where the study names none.
    claim
        Its text, as customers read it.
    dimension
        The dimension of the questionnaire that it speaks of; may be empty.
    agreed
        Whether it was agreed with operations before it ran.
    kept
        Whether what it said was kept.
    """

    name: str
    wave: str
    claim: Text | None = None
    dimension: str = ""
    agreed: bool | None = None
    kept: bool | None = None
