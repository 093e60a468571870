"""Which groups a table has rows for, and where each role's counts for them stand in the tally."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from gapkit.gaps.model import NOT_PEOPLE
from gapkit.tally import EVERY_WAVE, Everybody, Group, Moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.tally import Tally

__all__ = ["WHOLE", "groups_for", "natural", "positions", "waves_of"]

WHOLE = "all"
"""Segment and value of everybody; also the wave of a study that has none."""


def natural(text: str) -> list[tuple[int, int, str]]:
    """Sort key that puts ``B2`` before ``B10``.

    Examples
    --------
    >>> sorted(["B10", "B2", "A"], key=natural)
    ['A', 'B2', 'B10']
    """
    return [
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece)
        for piece in re.split(r"(\d+)", text)
        if piece
    ]


def waves_of(tally: Tally) -> list[str]:
    """Return the waves in order; ``all`` where nobody says when they answered."""
    named = sorted({g.wave for g in tally.groups} - {EVERY_WAVE}, key=natural)
    return named or [WHOLE]


def groups_for(tally: Tally, roles: Iterable[str], segments: Sequence[str]) -> list[Group]:
    """Return the groups of a table: everybody of each wave, then each segment's values.

    Parameters
    ----------
    roles
        Whose answers the table speaks of; a value appears in a wave where one of them has it.
    segments
        In the order in which they are wanted.
    """
    present = _present(tally, set(roles))
    found = []
    for wave in waves_of(tally):
        found.append(Group(wave, WHOLE, WHOLE))
        for segment in segments:
            values = {
                g.value for g in present if g.segment == segment and g.wave in (wave, EVERY_WAVE)
            }
            found += [Group(wave, segment, v) for v in sorted(values, key=natural)]
    return found


def positions(
    tally: Tally, inventory: Inventory, role: str, groups: Sequence[Group]
) -> NDArray[np.int64]:
    """Return where a role's counts for each group stand in the tally; −1 where there are none.

    A role that does not say its wave counts in every wave; a specification or a campaign that does
    not know a segment stands for each of its values.
    """
    named = inventory.knows(role, "wave")

    def position(group: Group) -> int:
        wave = group.wave if named else EVERY_WAVE
        segment, value = group.segment, group.value
        if segment != WHOLE and not inventory.knows(role, segment):
            if role not in NOT_PEOPLE:
                return -1
            segment = value = WHOLE
        found = tally.index(Group(wave, segment, value))
        return -1 if found is None else found

    return np.array([position(g) for g in groups], np.int64)


def _present(tally: Tally, roles: set[str]) -> list[Group]:
    """Return the groups in which one of the roles has somebody."""
    asked = [Everybody(role) for role in roles if Moments(Everybody(role)) in tally.parts]
    counts = [tally.moments(everybody).n for everybody in asked]
    somebody = np.sum(counts, axis=0) > 0 if counts else np.zeros(len(tally.groups), bool)
    return [g for g, here in zip(tally.groups, somebody, strict=True) if here]
