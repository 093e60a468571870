"""The table of gaps, built of small groups of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.stats.bootstrap import bootstrap_mean
from gapkit.stats.effects import d_average, d_constant, d_independent
from gapkit.stats.mean_tests import TTest, t_test
from gapkit.stats.rank_tests import mann_whitney, signed_rank
from gapkit.stats.reasons import reason_one_sample, reason_two_samples
from gapkit.stats.shares import shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.gaps.evidence import Evidence
    from gapkit.options import Options

__all__ = ["against_average", "bootstrap", "effect", "estimate", "rank_test", "share", "test"]

Columns = dict[str, Any]


def estimate(found: Evidence) -> Columns:
    """Return n of pairs and of both sides, their means, the gap, its sd."""
    blank = np.full(len(found.key), np.nan)
    n, n_left, n_right = (np.asarray(m.n, np.float64) for m in (found.gap, found.left, found.right))
    if found.pairing == "independent":
        n = blank
    if found.pairing == "constant":
        n_left, n_right = (n, blank) if found.given_right else (blank, n)
    return {
        "n": n,
        "n_left": n_left,
        "n_right": n_right,
        "mean_left": found.left.mean,
        "mean_right": found.right.mean,
        "estimate": found.gap.mean,
        "sd": found.gap.sd,
        "n_effective": found.gap.n_effective,
        "se_jackknife": found.gap.se_jackknife,
    }


def test(found: Evidence, options: Options) -> tuple[TTest, Columns]:
    """Return the t test of the gap against zero, and its columns."""
    gap = found.gap
    result = t_test(gap.mean, gap.se, gap.df, confidence=options.confidence)
    if found.pairing == "independent":
        reason = reason_two_samples(found.left.moments, found.right.moments)
    else:
        reason = reason_one_sample(gap.moments)
        given = found.right if found.given_right else found.left
        unknown = np.isnan(given.mean) if found.pairing == "constant" else False
        reason = np.where(unknown, "not asked", reason)
    reason = gap.why_blank(reason)
    reason = np.where((reason == "") & gap.weighted, "weighted", reason)
    names = ("se", "ci_low", "ci_high", "t", "df", "p")
    return result, {**{k: getattr(result, k) for k in names}, "reason": reason}


def rank_test(found: Evidence, options: Options) -> Columns:
    """Signed ranks of the same people's gaps, Mann–Whitney for other people's answers."""
    if found.gap.weighted.any():
        return {"wilcoxon_p": np.full(len(found.key), np.nan)}
    if found.differences is not None:
        zeros: Any = options.signed_rank
        return {"wilcoxon_p": signed_rank(found.differences, zeros, exact=options.exact).p}
    if found.sides is None:
        return {"wilcoxon_p": np.full(len(found.key), np.nan)}
    return {"wilcoxon_p": mann_whitney(*found.sides).p}


def effect(found: Evidence, options: Options) -> Columns:
    """Standardised mean gap with its interval."""
    gap, left, right = (f.moments for f in (found.gap, found.left, found.right))
    if found.pairing == "independent":
        size = d_independent(left, right, options.confidence)
    elif found.pairing == "constant":
        size = d_constant(gap, options.confidence)
    else:
        size = d_average(gap, left, right, options.confidence)
    # the same gap for everybody: its effect would be given with an interval of no width
    alike = gap.sd == 0
    limits = {"effect": size.value, "effect_low": size.low, "effect_high": size.high}
    return {name: np.where(alike, np.nan, x) for name, x in limits.items()}


def share(found: Evidence) -> Columns:
    """Shares of people below, at and above a gap of zero."""
    if found.differences is None:
        blank = np.full(len(found.key), np.nan)
        return {"share_below": blank, "share_met": blank, "share_above": blank}
    of = shares(found.differences)
    return {"share_below": of.below, "share_met": of.met, "share_above": of.above}


def bootstrap(found: Evidence, options: Options) -> Columns:
    """Percentile interval from the bootstrap law of the mean gap."""
    if found.differences is None or found.gap.weighted.any():
        blank = np.full(len(found.key), np.nan)
        return {"boot_low": blank, "boot_high": blank}
    law = bootstrap_mean(found.differences, options.confidence, options.bootstrap, options.seed)
    return {"boot_low": law.low, "boot_high": law.high}


def against_average(found: Evidence, family: NDArray[np.int64], options: Options) -> Columns:
    """Set each gap against the mean gap of its family: its group's rows of the same level."""
    known = ~np.isnan(found.gap.mean)
    size = family.max(initial=-1) + 1
    total = np.bincount(family[known], found.gap.mean[known], size)
    count = np.bincount(family[known], minlength=size)
    alone = (count < 2)[family]
    with np.errstate(invalid="ignore", divide="ignore"):
        difference = np.where(alone, np.nan, found.gap.mean - (total / count)[family])
    tested = t_test(
        difference, found.deviation.se, found.deviation.df, confidence=options.confidence
    )
    low, high = tested.ci_low, tested.ci_high
    return {"vs_average": difference, "vs_average_low": low, "vs_average_high": high}
