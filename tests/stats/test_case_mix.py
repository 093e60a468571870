"""Means at everybody's mix: least squares over rows by statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from gapkit.stats.case_mix import case_mix
from gapkit.stats.moments import Moments

# two solvers of the same normal equations
SOLVED = 1e-9


@pytest.fixture
def people(rng):
    frame = pd.DataFrame({"unit": rng.integers(0, 6, 400), "channel": rng.integers(0, 3, 400)})
    frame["age"] = rng.integers(0, 2, 400)
    frame["y"] = 0.3 * frame["unit"] - 0.6 * (frame["channel"] == 2) + rng.normal(size=400)
    return frame


def adjusted(people):
    cells = (
        people.groupby(["unit", "channel", "age"])["y"].agg(["size", "mean", "std"]).reset_index()
    )
    kinds = [cells[c].to_numpy() for c in ("channel", "age")]
    moments = Moments.of(cells["size"], cells["mean"], cells["std"])
    return case_mix(moments, cells["unit"].to_numpy(), kinds)


def test_it_is_the_linear_model_of_rows_at_everybodys_mix(people):
    found = adjusted(people)
    fit = smf.ols("y ~ C(unit) + C(channel) + C(age)", people).fit()
    for unit in range(6):
        at_everybodys = fit.predict(people.assign(unit=unit)).mean()
        assert found.adjusted[unit] == pytest.approx(at_everybodys, rel=SOLVED)
    assert found.error == pytest.approx(fit.mse_resid, rel=SOLVED)


def test_the_error_is_that_of_the_linear_model(people):
    """Variance of an adjusted mean: σ² ÷ n and what the slopes bring, unit for unit."""
    found = adjusted(people)
    fit = smf.ols("y ~ C(unit) + C(channel) + C(age)", people).fit()
    n = people["unit"].value_counts().sort_index().to_numpy()
    weights = np.full(len(people), 1 / len(people))
    for unit in range(6):
        exog = fit.model.exog.copy()
        exog[:, 1:6] = np.arange(1, 6) == unit  # columns of the units but the first
        variance = weights @ exog @ fit.cov_params().to_numpy() @ exog.T @ weights
        assert found.error / n[unit] + found.from_slopes[unit] == pytest.approx(
            variance, rel=SOLVED
        )


def test_units_alike_in_mix_stay_as_they_are():
    cells = Moments.of([10, 20, 10, 20], [0.0, 1.0, 2.0, 3.5], [1.0] * 4)
    found = case_mix(cells, np.array([0, 0, 1, 1]), [np.array([0, 1, 0, 1])])
    assert found.adjusted == pytest.approx([20 / 30, 90 / 30])
    assert found.from_slopes == pytest.approx([0, 0], abs=1e-12)
