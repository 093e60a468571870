"""Agreement of monitors who score the same calls: the part of a score that is the call's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import fdtri

from gapkit.stats.moments import DUST, Moments
from gapkit.stats.reasons import N_BELOW_2, NO_VARIATION, NOBODY_ANSWERED
from gapkit.stats.units import intraclass

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["IccAgreement", "icc_agreement"]


@dataclass(frozen=True)
class IccAgreement:
    """Intraclass correlation of single scores with its interval; NaN where undefined.

    Parameters
    ----------
    form
        ``ICC(A,1)`` where every monitor scored every call, else ``ICC(1)``.
    calls, scores
        Calls that two or more monitors scored, and their scores.
    estimate
        1 where monitors always agree, 0 where calls differ no more than monitors do; may be
        negative.
    low, high
        Ends of the F interval.
    reason
        Why a figure is blank: ``nobody answered``, ``n below 2`` or ``no variation``; else empty.
    """

    form: Literal["ICC(A,1)", "ICC(1)"]
    calls: int
    scores: int
    estimate: float
    low: float
    high: float
    reason: str


def icc_agreement(scores: ArrayLike, confidence: float = 0.95) -> IccAgreement:
    """Return how far single scores of monitors agree, level and order alike.

    Parameters
    ----------
    scores : shape (calls, monitors)
        NaN where a monitor did not score a call. Calls with fewer than two scores are left out.
    confidence
        Share of the interval.

    Notes
    -----
    Where every monitor scored every call, the two-way form ICC(A,1) of McGraw and Wong (1996), by
    Shrout and Fleiss (1979) called ICC(2,1): a monitor who is always stricter lowers it. As R's
    ``irr::icc(model = "twoway", type = "agreement")`` and ``psych::ICC``.

    Where each call was scored by some two (or more) of the monitors, monitors cannot be told from
    calls, and it is the one-way form ICC(1): (MSB − MSW) ÷ (MSB + (k₀ − 1) MSW), with k₀ = (N −
    Σk² ÷ N) ÷ (J − 1) scores a call, as R's ``irr::icc(model = "oneway")`` where calls have equally
    many. Its F interval is then exact, else close.

    Where monitors agree in every score, or calls do not differ at all, there is no interval.

    Examples
    --------
    >>> found = icc_agreement([[4, 4], [2, 3], [5, 5], [1, 2], [3, 3], [4, 5]])
    >>> found.form, round(found.estimate, 3), round(found.low, 3), round(found.high, 3)
    ('ICC(A,1)', 0.87, 0.242, 0.981)
    >>> icc_agreement([[4, 4, np.nan], [np.nan, 2, 3], [5, np.nan, 4]]).form
    'ICC(1)'
    """
    x = np.atleast_2d(np.asarray(scores, np.float64))
    scored = np.isfinite(x)
    x = x[scored.sum(axis=1) >= 2]
    x = x[:, np.isfinite(x).any(axis=0)]
    scored = np.isfinite(x)
    calls, number, whole = len(x), int(scored.sum()), bool(scored.all())
    form: Literal["ICC(A,1)", "ICC(1)"] = "ICC(A,1)" if whole else "ICC(1)"
    estimate = low = high = float("nan")
    reason = ""
    if calls < 2:
        reason = N_BELOW_2 if calls else NOBODY_ANSWERED
    else:
        estimate, low, high = (_two_way if whole else _one_way)(x, confidence)
        reason = NO_VARIATION if np.isnan(low) else ""
    return IccAgreement(form, calls, number, estimate, low, high, reason)


def _two_way(x: Floats, confidence: float) -> tuple[float, float, float]:
    """Return ICC(A,1) and the ends of its interval."""
    n, k = x.shape
    grand, of_call, of_monitor = x.mean(), x.mean(axis=1), x.mean(axis=0)
    rest = x - of_call[:, None] - of_monitor[None, :] + grand
    total = float(np.square(x - grand).sum())
    calls, monitors, error = (
        _mean_square(part, free, total)
        for part, free in (
            (k * np.square(of_call - grand).sum(), n - 1),
            (n * np.square(of_monitor - grand).sum(), k - 1),
            (np.square(rest).sum(), (n - 1) * (k - 1)),
        )
    )
    apart = monitors * k / n + error * (k - 1 - k / n)
    estimate, low, high = calls - error, float("nan"), float("nan")
    if calls + apart == 0:
        return float("nan"), low, high
    estimate /= calls + apart
    if monitors + error == 0 or calls == 0:
        return estimate, low, high
    # Satterthwaite's degrees of freedom of what sets scores of one call apart
    a, b = _shares_of(estimate, n, k)
    free = (a * monitors + b * error) ** 2 / (
        (a * monitors) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    )
    upper, lower = _quantile(n - 1, free, confidence), _quantile(free, n - 1, confidence)
    low = (calls - upper * error) / (upper * apart + calls)
    high = (lower * calls - error) / (apart + lower * calls)
    return estimate, low, high


def _shares_of(estimate: float, n: int, k: int) -> tuple[float, float]:
    """Return what the mean squares of monitors and error count in McGraw and Wong's table 7."""
    a = k * estimate / (n * (1 - estimate))
    return a, 1 + a * (n - 1)


def _one_way(x: Floats, confidence: float) -> tuple[float, float, float]:
    """Return ICC(1) and the ends of its interval; NaN stands for scores that were not given."""
    k = np.isfinite(x).sum(axis=1)
    found = intraclass(Moments(k, np.nanmean(x, axis=1), np.nanstd(x, axis=1, ddof=1)))
    if not found.within > 0:
        return found.icc, float("nan"), float("nan")
    calls, rest, f = len(x) - 1, int(k.sum()) - len(x), found.between / found.within
    smaller = f / _quantile(calls, rest, confidence)
    larger = f * _quantile(rest, calls, confidence)
    each = found.size
    return found.icc, (smaller - 1) / (smaller + each - 1), (larger - 1) / (larger + each - 1)


def _mean_square(part: float, free: int, total: float) -> float:
    return 0.0 if part <= DUST * total else float(part) / free


def _quantile(left: float, right: float, confidence: float) -> float:
    """Return the upper quantile of the F law that an interval of both ends needs."""
    return float(fdtri(left, right, (1 + confidence) / 2))
