"""Rows that do not say when they were answered, counted in every wave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.tally.parts import role_of
from gapkit.tally.tally import EVERY_WAVE, Group, Sparse, Sums, Tally
from gapkit.tally.weights import WeightedCounts

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["in_every_wave"]


def in_every_wave(tally: Tally) -> Tally:
    """Return the tally in which a role's rows without a wave count in each wave that there is.

    Only where other rows of the same role say their wave: of a role that never does, one count
    stands for every wave as it is.

    Parameters
    ----------
    tally
        Counted in full: the waves that it holds are all there are.

    Examples
    --------
    >>> from gapkit.tally.parts import Everybody, Moments
    >>> n = np.array([2, 3])
    >>> part = Moments(Everybody("manager"))
    >>> groups = Group("", "all", "all"), Group("2026Q1", "all", "all")
    >>> of = Tally(groups, {part: Sums(n, n, 0 * n, n)}, carries={"manager": ("wave",)})
    >>> in_every_wave(of).parts[part].n
    array([0, 5])
    """
    waves = sorted({g.wave for g in tally.groups} - {EVERY_WAVE})
    roles = {role for role, keys in tally.carries.items() if "wave" in keys}
    wandering = [k for k, g in enumerate(tally.groups) if g.wave == EVERY_WAVE]
    spread = [p for p in tally.parts if role_of(p) in roles and _any(tally.parts[p], wandering)]
    if not (waves and spread):
        return tally
    named = {g._replace(wave=w) for g in (tally.groups[k] for k in wandering) for w in waves}
    groups = tuple(sorted({*tally.groups, *named}))
    place = {g: k for k, g in enumerate(groups)}
    stay = np.array([place[g] for g in tally.groups], np.int64)
    goes = [_moved_to(tally.groups, place, stay, wave) for wave in waves]
    parts = {part: _placed(counts, [stay], len(groups)) for part, counts in tally.parts.items()}
    for part in spread:
        known = np.array([g.wave != EVERY_WAVE for g in tally.groups])
        targets = [np.where(known, stay, goes[0]), *(np.where(known, -1, to) for to in goes[1:])]
        parts[part] = _placed(tally.parts[part], targets, len(groups))
    return replace(tally, groups=groups, parts=parts)


def _moved_to(
    groups: tuple[Group, ...], place: dict[Group, int], stay: NDArray[np.int64], wave: str
) -> NDArray[np.int64]:
    """Return where each group goes if it belongs to every wave and is counted in this one."""
    return np.array(
        [
            place[g._replace(wave=wave)] if g.wave == EVERY_WAVE else at
            for g, at in zip(groups, stay.tolist(), strict=True)
        ],
        np.int64,
    )


def _any(counts: Any, groups: list[int]) -> bool:
    if isinstance(counts, Sparse | WeightedCounts):
        return bool(np.isin(counts.group, groups).any())
    return bool(np.any((counts.n if isinstance(counts, Sums) else counts)[groups]))


def _placed(counts: Any, targets: list[NDArray[np.int64]], groups: int) -> Any:
    """Add counts up at one or more places for each group; −1 is nowhere."""
    if isinstance(counts, Sparse):
        pieces = [(to[counts.group], counts.value, counts.count) for to in targets]
        group, value, count = (np.concatenate(c) for c in zip(*pieces, strict=True))
        kept = group >= 0
        return Sparse.of(group[kept], value[kept], count[kept])
    if isinstance(counts, WeightedCounts):
        return WeightedCounts.concat([counts.kept(to) for to in targets])
    if isinstance(counts, Sums):
        fields = (counts.n, counts.total, counts.high, counts.low)
        return Sums(*(_placed(x, targets, groups) for x in fields))
    out = np.zeros((groups, *counts.shape[1:]), np.int64)
    for to in targets:
        np.add.at(out, to[to >= 0], counts[to >= 0])
    return out
