"""The mean over all customers, where every unit was surveyed and its customers are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gapkit.errors import Problem
from gapkit.stats.survey import DesignError, Lonely, SurveyMean, refuse_lonely

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.moments import Moments

__all__ = ["post_stratified_mean"]


def post_stratified_mean(
    units: Moments,
    population: ArrayLike,
    lonely: Lonely = "error",
    names: ArrayLike | None = None,
) -> SurveyMean:
    """Mean over all customers, where every unit was surveyed and its customers are counted.

    Parameters
    ----------
    units : moments of shape (units,)
        n, mean and sd of each unit's people; units without answers are left out.
    population : shape (units,)
        Customers of each unit.
    lonely
        As in `variance_of_totals`, for a unit with one answer.
    names : shape (units,)
        The units' names for messages.

    Returns
    -------
    SurveyMean
        Arrays of shape (1,); df is people − units.

    Raises
    ------
    DesignError
        Where a unit has more answers than customers, or one answer and lonely is "error".

    Notes
    -----
    Units are strata: Σ (N_h / N)² (1 − n_h / N_h) s²_h / n_h (Cochran 1977, ch. 5).

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> m = post_stratified_mean(Moments.of([10, 20], [1.0, 2.0], 1.0), [100, 300])
    >>> m.mean, m.se.round(4), m.df
    (array([1.75]), array([0.1785]), array([28.]))
    """
    answered = units.n > 0
    label = np.arange(len(units.n)) if names is None else np.asarray(names)
    n, label = units.n[answered], label[answered]
    mean, sd = units.mean[answered], units.sd[answered]
    customers = np.asarray(population, np.float64)[answered]
    if np.any(n > customers):
        which = ", ".join(str(x) for x in label[n > customers])
        raise DesignError(
            Problem("population", f"There are more answers than customers in: {which}.",
                    "Correct the number of customers, or leave the population out.")
        )  # fmt: skip
    refuse_lonely(label, n, lonely)
    share = customers / customers.sum() if len(n) else customers
    whole = np.array([np.sum(share * mean)]) if len(n) else np.array([np.nan])
    within = np.where(n > 1, np.where(n > 1, sd, 0.0) ** 2 / n, (mean - whole) ** 2)
    variance = np.sum(share**2 * (1 - n / customers) * within)
    df = float(n.sum() - len(n))
    stands = df > 0
    return SurveyMean(
        whole,
        np.array([np.sqrt(variance) if stands else np.nan]),
        np.array([df if stands else np.nan]),
        np.array([len(n)]),
    )
