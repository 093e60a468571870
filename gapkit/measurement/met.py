"""Numbers met so far: which of a batch were there before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Met"]

MOST: Final = 20_000_000
"""Numbers that are remembered, 8 bytes each; what comes after is compared with these only."""


class Met:
    """Remembers 64-bit numbers in sorted pieces, each at least twice as long as the next.

    Examples
    --------
    >>> met = Met()
    >>> met.again(np.array([3, 1, 3], np.uint64)), met.again(np.array([1, 2], np.uint64))
    (array([False, False,  True]), array([ True, False]))
    """

    def __init__(self) -> None:
        self._pieces: list[NDArray[np.uint64]] = []

    def again(self, numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Return which numbers were met before, here or in an earlier batch; remember them all."""
        found = np.ones(len(numbers), np.bool_)
        new, first = np.unique(numbers, return_index=True)
        known = np.zeros(len(new), np.bool_)
        for piece in self._pieces:
            at = np.searchsorted(piece, new)
            known |= piece[np.minimum(at, len(piece) - 1)] == new
        found[first] = known
        self._keep(new[~known])
        return found

    def _keep(self, piece: NDArray[np.uint64]) -> None:
        if not len(piece) or sum(map(len, self._pieces)) >= MOST:
            return
        while self._pieces and len(self._pieces[-1]) < 2 * len(piece):
            piece = np.sort(np.concatenate([self._pieces.pop(), piece]))
        self._pieces.append(piece)
