"""The bootstrap law of a mean, worked out instead of drawn.

Resampling n people from a table of counts makes the resampled sum the n-fold convolution of that
table. Its characteristic function is the n-th power of the table's own, so one Fourier transform
there and one back give every probability. The law is that of the resamples; the interval taken
from it is a bootstrap interval, with a bootstrap interval's coverage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gapkit.stats.frequencies import Floats, Frequencies, Ints

__all__ = ["Lattice", "lattice", "quantiles_of_sums"]

# Sums farther from their mean than this many standard deviations, and some points more for very
# lopsided tables, are left to wrap around: that moves no limit.
_REACH = 10
_SLACK = 40
# Frequencies at which the law's transform is below e^-45 add nothing to double precision.
_NEGLIGIBLE = 45.0
# A tail that misses its probability by less than this is taken to meet it.
_TIE = 1e-11
# Points held at once; 2^18 doubles and their transforms stay in the cache's neighbourhood.
_BATCH = 1 << 18


@dataclass(frozen=True)
class Lattice:
    """Values of each row as whole steps from a middle value; arrays as in `Frequencies`.

    Parameters
    ----------
    steps : int64, shape (cells,)
        (value − middle) / width.
    middle, width : int64, shape (rows,)
        In numerators: the value nearest to the mean that lies on the row's grid, and the grid's
        width (1 where the row doesn't vary).
    first, size : int64, shape (rows,)
        The window of sums that is worked out: its first sum, and its length, a power of 2.
    """

    steps: Ints
    middle: Ints
    width: Ints
    first: Ints
    size: Ints


def lattice(f: Frequencies) -> Lattice:
    """Find each row's grid and the window that holds its resampled sums.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> grid = lattice(Frequencies.from_lists([[-4, 0, 0, 2]]))
    >>> grid.steps, grid.width, grid.size
    (array([-2,  0,  1]), array([2]), array([16]))
    """
    filled = np.flatnonzero(f.n > 0)
    lowest, width = np.zeros(f.rows, np.int64), np.ones(f.rows, np.int64)
    lowest[filled] = f.value[f.start[filled]]
    if len(filled):
        apart = np.gcd.reduceat(f.value - lowest[f.row], f.start[filled])
        width[filled] = np.maximum(apart, 1)
    n = np.maximum(f.n, 1)
    middle = lowest + width * np.rint((f.total / n - lowest) / width).astype(np.int64)
    steps = (f.value - middle[f.row]) // width[f.row]
    first, last = _window(f, steps, n)
    length = np.maximum(last - first + 1, 2)
    size = np.left_shift(1, np.ceil(np.log2(length)).astype(np.int64))
    return Lattice(steps, middle, width, first, size)


def _window(f: Frequencies, steps: Ints, n: Ints) -> tuple[Ints, Ints]:
    mean = f.sum_by_row(steps * f.count)
    squares = f.sum_floats(np.square(steps.astype(np.float64)) * f.count)
    spread = np.sqrt(np.maximum(squares - np.square(mean.astype(np.float64)) / n, 0))
    half = np.ceil(_REACH * spread).astype(np.int64) + _SLACK
    low, high = np.zeros(f.rows, np.int64), np.zeros(f.rows, np.int64)
    filled = np.flatnonzero(f.n > 0)
    low[filled] = steps[f.start[filled]]
    high[filled] = steps[f.start[filled + 1] - 1]
    return np.maximum(mean - half, n * low), np.minimum(mean + half, n * high)


def quantiles_of_sums(f: Frequencies, grid: Lattice, tail: float) -> tuple[Ints, Ints]:
    """Return the lower and upper quantile of the resampled sums, in steps.

    Parameters
    ----------
    f, grid
        Distributions and their lattice.
    tail
        Probability of either tail, 0.025 for an interval of 95 %.

    Returns
    -------
    tuple of int64, shape (rows,)
        The smallest sum s with P(sum <= s) >= tail and the largest with P(sum >= s) >= tail, so
        that turning every sign swaps and turns both.

    Examples
    --------
    The sum of two throws of a coin that shows 0 or 1:

    >>> from gapkit.stats.frequencies import Frequencies
    >>> coin = Frequencies.from_lists([[0, 1]])
    >>> quantiles_of_sums(coin, lattice(coin), 0.25)
    (array([0]), array([2]))
    """
    low, high = np.zeros(f.rows, np.int64), np.zeros(f.rows, np.int64)
    for size in np.unique(grid.size).tolist():
        of_size = np.flatnonzero(grid.size == size)
        at_once = max(1, _BATCH // size)
        for begin in range(0, len(of_size), at_once):
            rows = of_size[begin : begin + at_once]
            below = np.cumsum(_law(f, grid, rows, size), axis=1)
            low[rows] = grid.first[rows] + (below < tail - _TIE).sum(axis=1)
            high[rows] = grid.first[rows] + (below <= 1 - tail + _TIE).sum(axis=1)
    return low, high


def _law(f: Frequencies, grid: Lattice, rows: Ints, size: int) -> Floats:
    """Probabilities of the sums in the window; shape (len(rows), size)."""
    transform = np.fft.rfft(_table(f, grid, rows, size), axis=1)
    power = transform.real**2 + transform.imag**2
    n = np.maximum(f.n[rows], 1)
    at_row, at_frequency = np.nonzero(power > np.exp(-2 * _NEGLIGIBLE / n)[:, None])
    kept = transform[at_row, at_frequency]
    # the window's start turns the phase; in whole numbers, else large sums lose their digits
    turns = (at_frequency * (grid.first[rows] % size)[at_row]) % size
    phase = n[at_row] * np.angle(kept) + 2 * np.pi / size * turns
    size_of = np.exp(0.5 * n[at_row] * np.log(power[at_row, at_frequency]))
    spectrum = np.zeros_like(transform)
    spectrum[at_row, at_frequency] = size_of * np.exp(1j * phase)
    return np.fft.irfft(spectrum, size, axis=1)


def _table(f: Frequencies, grid: Lattice, rows: Ints, size: int) -> Floats:
    """Share of people at each step, wrapped around the window; shape (len(rows), size)."""
    length = f.start[rows + 1] - f.start[rows]
    place = np.repeat(np.arange(len(rows)), length)
    within = np.arange(len(place)) - np.repeat(np.cumsum(length) - length, length)
    cell = f.start[rows][place] + within
    share = f.count[cell] / f.n[rows][place]
    at = place * size + grid.steps[cell] % size
    flat = np.bincount(at, share, len(rows) * size).astype(np.float64, copy=False)
    return flat.reshape(len(rows), size)
