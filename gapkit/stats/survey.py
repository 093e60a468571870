"""Means of weighted, stratified and clustered samples, from totals of clusters.

Everything here works on two sums a cluster, Σw and Σwy, which add up over files and partitions. A
cluster is what was drawn first: a branch, or, where people were drawn one by one, a person.
Columns are figures (groups, items); all columns share one design, so a group's figures keep the
clusters where it has nobody, with sums of 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

import numpy as np

from gapkit.errors import GapkitError, Problem

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats, Ints

__all__ = [
    "DesignError",
    "SurveyMean",
    "design_effect",
    "influence",
    "jackknife_mean",
    "jackknife_variance",
    "kish_n",
    "linearised_mean",
    "refuse_lonely",
    "variance_of_totals",
]

Lonely: TypeAlias = Literal["error", "adjust"]


class DesignError(GapkitError):
    """The sample's design does not allow a variance."""

    stage: ClassVar[str] = "survey design"


@dataclass(frozen=True)
class SurveyMean:
    """Weighted means with design-based standard errors; hand them to `mean_tests.t_test`.

    Parameters
    ----------
    mean, se : float, shape (figures,)
        NaN where nobody has a weight; se NaN, too, where only one cluster has.
    df : float, shape (figures,)
        Clusters − strata; NaN where it is 0.
    clusters : int64, shape (figures,)
        Clusters with a weight above 0.
    """

    mean: Floats
    se: Floats
    df: Floats
    clusters: Ints


def influence(weight: ArrayLike, total: ArrayLike) -> Floats:
    """Return how much each cluster pulls the weighted mean Σwy / Σw.

    Parameters
    ----------
    weight, total : shape (clusters,) or (clusters, figures)
        Σw and Σwy of each cluster.

    Returns
    -------
    float, shape (clusters, figures)
        (Σwy − mean Σw) / Σw of all; adds up to 0. The change between two waves of the same
        clusters is pulled by the difference of both waves' influences.

    Examples
    --------
    >>> influence([1, 1, 2], [3, 4, 9]).round(3).ravel().tolist()
    [-0.25, 0.0, 0.25]
    """
    w, wy = _columns(weight, total)
    whole = w.sum(axis=0)
    whole = np.where(whole > 0, whole, np.nan)
    pull: Floats = (wy - wy.sum(axis=0) / whole * w) / whole
    return pull


def variance_of_totals(
    z: Floats,
    stratum: ArrayLike | None = None,
    fraction: ArrayLike = 0.0,
    lonely: Lonely = "error",
) -> Floats:
    """Return the variance of Σz over clusters drawn within strata.

    Parameters
    ----------
    z : shape (clusters, figures)
        Contribution of each cluster, from `influence`.
    stratum : shape (clusters,)
        Any labels; one stratum if left out.
    fraction : shape () or (clusters,)
        Share of the stratum's clusters that were drawn (the same within a stratum); 0 means from
        an endless population.
    lonely
        What to do with a stratum of a single cluster: "error", or "adjust", which takes its
        distance from the mean of all.

    Returns
    -------
    float, shape (figures,)

    Raises
    ------
    DesignError
        Naming the strata of one cluster, unless adjusted.

    Examples
    --------
    >>> variance_of_totals(np.array([[-0.5], [0.0], [0.5]]))
    array([0.75])
    """
    labels, code, size = _strata(stratum, len(z))
    refuse_lonely(labels, size, lonely)
    middle = np.zeros((len(labels), z.shape[1]))
    np.add.at(middle, code, z / size[code][:, None])
    # influences add up to 0, so a lonely cluster's distance from the mean of all is itself
    middle[size == 1] = 0.0
    stretch = np.where(size > 1, size / np.maximum(size - 1, 1), 1.0)[code]
    kept = np.broadcast_to(1 - np.asarray(fraction, np.float64), (len(z),))
    return np.asarray(np.einsum("c,cf->f", kept * stretch, (z - middle[code]) ** 2))


def linearised_mean(
    weight: ArrayLike,
    total: ArrayLike,
    stratum: ArrayLike | None = None,
    fraction: ArrayLike = 0.0,
    lonely: Lonely = "error",
) -> SurveyMean:
    """Weighted mean with the standard error by Taylor's linearisation.

    Parameters
    ----------
    weight, total : shape (clusters,) or (clusters, figures)
        Σw and Σwy of each cluster.
    stratum, fraction, lonely
        As in `variance_of_totals`.

    Raises
    ------
    DesignError
        Where a stratum has one cluster; but a sample of one cluster in all gives blank errors.

    Notes
    -----
    Agrees with ``svymean`` of R's survey (Lumley 2004), domains included.

    Examples
    --------
    >>> m = linearised_mean([1, 1, 2], [3, 4, 9])
    >>> m.mean, m.se.round(4), m.df
    (array([4.]), array([0.433]), array([2.]))
    """
    w, wy = _columns(weight, total)
    z = influence(w, wy)
    clusters, df = _clusters_and_df(w, stratum)
    mean = wy.sum(axis=0) / np.where(w.sum(axis=0) > 0, w.sum(axis=0), np.nan)
    if len(w) == 1:
        return SurveyMean(mean, np.full_like(mean, np.nan), df, clusters)
    variance = variance_of_totals(z, stratum, fraction, lonely)
    return SurveyMean(mean, np.where(clusters > 1, np.sqrt(variance), np.nan), df, clusters)


def jackknife_mean(
    weight: ArrayLike, total: ArrayLike, stratum: ArrayLike | None = None
) -> SurveyMean:
    """Weighted mean with the standard error of the delete-one-cluster jackknife.

    Parameters
    ----------
    weight, total : shape (clusters,) or (clusters, figures)
        Σw and Σwy of each cluster.
    stratum : shape (clusters,)
        Any labels; without, it is JK1, with strata JKn: the rest of a stratum stands in for the
        cluster that is left out.

    Raises
    ------
    DesignError
        Where a stratum has one cluster; but a sample of one cluster in all gives blank errors.

    Notes
    -----
    Agrees with ``svymean`` on ``as.svrepdesign(type = "JK1" | "JKn")`` of R's survey.

    Examples
    --------
    >>> jackknife_mean([1, 1, 2], [3, 4, 9]).se.round(4)
    array([0.4843])
    """
    w, wy = _columns(weight, total)
    clusters, df = _clusters_and_df(w, stratum)
    whole = w.sum(axis=0)
    mean = wy.sum(axis=0) / np.where(whole > 0, whole, np.nan)
    if len(w) == 1:
        return SurveyMean(mean, np.full_like(mean, np.nan), df, clusters)
    labels, code, size = _strata(stratum, len(w))
    refuse_lonely(labels, size, "error")
    rest_w, rest_wy = _without_each(w, code, size), _without_each(wy, code, size)
    replicates = rest_wy / np.where(rest_w > 0, rest_w, np.nan)
    variance = jackknife_variance(replicates, stratum)
    return SurveyMean(mean, np.where(clusters > 1, np.sqrt(variance), np.nan), df, clusters)


def jackknife_variance(replicates: Floats, stratum: ArrayLike | None = None) -> Floats:
    """Return the variance of any estimate from its values with each cluster left out.

    Parameters
    ----------
    replicates : shape (clusters, figures)
        The estimate without each cluster.
    stratum : shape (clusters,)
        As in `jackknife_mean`.

    Returns
    -------
    float, shape (figures,)
        Σ (n_h − 1) / n_h × squared distance from the mean of all replicates.

    Examples
    --------
    >>> jackknife_variance(np.array([[1.0], [2.0], [3.0]])).round(4)
    array([1.3333])
    """
    _, code, size = _strata(stratum, len(replicates))
    away = replicates - replicates.mean(axis=0)
    return np.asarray(np.einsum("c,cf->f", ((size - 1) / size)[code], away**2))


def kish_n(sum_w: ArrayLike, sum_w_squared: ArrayLike) -> Floats:
    """Kish's effective number of people, (Σw)² / Σw² (Kish 1965); NaN without weight.

    Examples
    --------
    >>> kish_n([10.0], [28.0]).round(3)  # weights 1, 1, 1, 3, 4
    array([3.571])
    """
    squares = np.asarray(sum_w_squared, np.float64)
    return np.asarray(sum_w, np.float64) ** 2 / np.where(squares > 0, squares, np.nan)


def design_effect(
    se: ArrayLike, n: ArrayLike, sum_w: ArrayLike, sum_wy: ArrayLike, sum_wy_squared: ArrayLike
) -> Floats:
    """Variance over that of a simple sample of as many people, drawn with replacement.

    Parameters
    ----------
    se, n, sum_w, sum_wy, sum_wy_squared : shape (figures,)
        The design-based standard error, people, Σw, Σwy, Σwy² over all people.

    Returns
    -------
    float, shape (figures,)
        NaN where n is below 2 or nothing varies.

    Notes
    -----
    Agrees with ``svymean(deff = "replace")`` of R's survey.

    Examples
    --------
    >>> design_effect([0.5], [4], [4.0], [10.0], [30.0]).round(3)  # 1, 2, 3, 4 without weights
    array([0.6])
    """
    w, wy, wyy = (np.asarray(x, np.float64) for x in (sum_w, sum_wy, sum_wy_squared))
    w = np.where(w > 0, w, np.nan)
    people = np.where(np.asarray(n) > 1, np.asarray(n, np.float64), np.nan)
    simple = (wyy / w - (wy / w) ** 2) / (people - 1)
    return np.asarray(se, np.float64) ** 2 / np.where(simple > 0, simple, np.nan)


def _columns(weight: ArrayLike, total: ArrayLike) -> tuple[Floats, Floats]:
    wy = np.asarray(total, np.float64)
    wy = wy[:, None] if wy.ndim == 1 else wy
    w = np.asarray(weight, np.float64)
    return np.broadcast_to(w[:, None] if w.ndim == 1 else w, wy.shape), wy


def _strata(stratum: ArrayLike | None, clusters: int) -> tuple[np.ndarray, Ints, Ints]:
    labels = np.zeros(clusters, np.int64) if stratum is None else np.asarray(stratum)
    known, code = np.unique(labels, return_inverse=True)
    return known, code, np.bincount(code, minlength=len(known))


def _clusters_and_df(w: Floats, stratum: ArrayLike | None) -> tuple[Ints, Floats]:
    labels, _, size = _strata(stratum, len(w))
    df = float(size.sum() - len(labels))
    return (w > 0).sum(axis=0), np.full(w.shape[1], df if df > 0 else np.nan)


def _without_each(sums: Floats, code: Ints, size: Ints) -> Floats:
    """Return sums without each cluster, the rest of its stratum standing in for it."""
    of_stratum = np.zeros((len(size), sums.shape[1]))
    np.add.at(of_stratum, code, sums)
    stand_in = (size / (size - 1))[code][:, None] * (of_stratum[code] - sums)
    rest: Floats = sums.sum(axis=0) - of_stratum[code] + stand_in
    return rest


def refuse_lonely(labels: np.ndarray, size: Ints, lonely: Lonely) -> None:
    """Raise a `DesignError` that names the strata of a single member, unless adjusted."""
    if lonely == "adjust" or not np.any(size == 1):
        return
    which = ", ".join(str(x) for x in labels[size == 1])
    raise DesignError(
        Problem("strata", f"Only one cluster or answer in stratum: {which}; its spread is unknown.",
                "Join it with a stratum like it, or allow lonely = 'adjust'.")
    )  # fmt: skip
