"""Kano's kinds of attributes, from pairs of questions: if it is there, and if it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import bdtr

from gapkit.stats.shares import wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["EVALUATION", "KINDS", "Kano", "kano"]

KINDS: Final = (
    "must_be",
    "one_dimensional",
    "attractive",
    "indifferent",
    "reverse",
    "questionable",
)
"""In the order that settles a draw: what hurts most where it is missed comes first (Berger et al. 1993)."""

EVALUATION: Final = (
    ("questionable", "attractive", "attractive", "attractive", "one_dimensional"),
    ("reverse", "indifferent", "indifferent", "indifferent", "must_be"),
    ("reverse", "indifferent", "indifferent", "indifferent", "must_be"),
    ("reverse", "indifferent", "indifferent", "indifferent", "must_be"),
    ("reverse", "reverse", "reverse", "reverse", "questionable"),
)
"""Kind by answer: rows if it is there, columns if it is not; each like, must be, neutral, can live
with, dislike (Kano et al. 1984, as printed by Berger et al. 1993)."""


@dataclass(frozen=True)
class Kano:
    """Kinds of attributes, one group's attribute a row.

    Parameters
    ----------
    n : int64, shape (rows,)
        People who answered both questions.
    shares : float, shape (rows, 6)
        Of `KINDS`.
    kind : object, shape (rows,)
        The most frequent; empty where n is 0.
    told : object, shape (rows,)
        ``yes`` where it is told from the second most frequent, else ``unclear``.
    better, better_low, better_high : float, shape (rows,)
        Share who are more satisfied where it is there: (A + O) ÷ (A + O + M + I).
    worse, worse_low, worse_high : float, shape (rows,)
        Share who are less satisfied where it is not, negative: −(O + M) ÷ (A + O + M + I).
    """

    n: Ints
    shares: Floats
    kind: NDArray[np.object_]
    told: NDArray[np.object_]
    better: Floats
    better_low: Floats
    better_high: Floats
    worse: Floats
    worse_low: Floats
    worse_high: Floats


def kano(joint: Ints, confidence: float = 0.95) -> Kano:
    """Classify attributes.

    Parameters
    ----------
    joint : shape (rows, 5, 5)
        Counts of the answers if it is there (rows) and if it is not (columns), in the order of
        `EVALUATION`.
    confidence
        Of the intervals of Wilson (1927), and of the exact sign test that sets the most frequent
        kind against the second.

    Notes
    -----
    Coefficients: Berger et al. (1993). Whether the leading kind is told from the next is asked of
    those who chose one of the two, as Fong (1996) does by a normal approximation.

    Examples
    --------
    >>> answers = np.zeros((1, 5, 5), int)
    >>> answers[0, 0, 4], answers[0, 1, 4], answers[0, 2, 2] = 12, 30, 8
    >>> found = kano(answers)
    >>> found.kind[0], found.told[0], found.better.round(2), found.worse.round(2)
    ('must_be', 'yes', array([0.24]), array([-0.84]))
    """
    counts = np.stack([(joint * _CELLS[k]).sum(axis=(1, 2)) for k in range(len(KINDS))], axis=1)
    n = counts.sum(axis=1)
    known = np.where(n > 0, n, np.nan)
    order = np.argsort(-counts, axis=1, kind="stable")
    first, second = (np.take_along_axis(counts, order[:, [k]], axis=1)[:, 0] for k in (0, 1))
    # half of the first or more of the two, twice: the sign test between neighbours
    p = 2 * bdtr(second.astype(np.float64), first + second, 0.5)
    told = np.where((n > 0) & (p < 1 - confidence), "yes", "unclear")
    kind = np.where(n > 0, np.array(KINDS, object)[order[:, 0]], "")
    must, one, attractive, indifferent = counts[:, :4].T
    base = must + one + attractive + indifferent
    better, worse = (wilson(a, base, confidence) for a in (attractive + one, one + must))
    share = np.where(base > 0, base, np.nan)
    return Kano(
        n, counts / known[:, None], kind.astype(object), told.astype(object),
        (attractive + one) / share, better[0], better[1],
        -(one + must) / share, -worse[1], -worse[0],
    )  # fmt: skip


_CELLS: Final = np.array([[[cell == kind for cell in row] for row in EVALUATION] for kind in KINDS])
