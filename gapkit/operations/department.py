"""What a study says of the systems around the gaps: registers, promises, rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gapkit.operations.complaints.register import ANSWER_WITHIN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gapkit.ingest.register import Register
    from gapkit.operations.due import Due
    from gapkit.operations.promises.campaign import Campaign
    from gapkit.operations.promises.promise import Promise
    from gapkit.operations.zeros.aims import Zeros

__all__ = ["Department"]


@dataclass(frozen=True)
class Department:
    """What a study says of the systems around the gaps.

    Parameters
    ----------
    registers
        Name → files, of those that there are; see `gapkit.operations.registers.REGISTERS`.
    as_of
        The day on which the registers were closed; by default the last day that any of them names.
    score_targets
        ``overall`` or a dimension → the score that a call should reach, in points of the scale.
    calendar
        The rules by which something falls due.
    promises, campaigns
        What is promised to customers, and where it is told to them.
    answer_within
        Days in which a complaint is to be put right; open for longer, it is overdue.
    zeros
        What is aimed at in the three zeros; None where the study says nothing of them.
    hash_names
        Secret with which names of staff are put into hashes; None: they stay.
    """

    registers: Mapping[str, Register] = field(default_factory=dict)
    as_of: date | None = None
    score_targets: Mapping[str, float] = field(default_factory=dict)
    calendar: tuple[Due, ...] = ()
    promises: tuple[Promise, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    answer_within: int = ANSWER_WITHIN
    zeros: Zeros | None = None
    hash_names: str | None = None
