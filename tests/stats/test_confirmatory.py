"""The confirmatory model against lavaan, the authors' figures of the kiosk survey, and itself."""

import csv

import numpy as np
import pandas as pd
import pytest
from stats_reference import DIMENSIONS, ROOT, figures, item_columns, table

from gapkit.stats.confirmatory import confirmatory, modifications, simple_structure
from gapkit.stats.covariance import Covariances
from gapkit.stats.factor_model import Place, SampleMoments, derivatives, maximise
from gapkit.stats.fit_indices import fit_indices, rmsea_interval
from gapkit.stats.validity import convergence, htmt

# lavaan's search stops where the sixth digit of an estimate stands still; chi-square is flat there.
ESTIMATE, INDEX, CHI2 = 5e-6, 1e-6, 1e-8
NUMBERS = [k for k, items in enumerate(DIMENSIONS.values()) for _ in items]

# The authors' six-factor model (hanakim120/kiosk-servqual-research, README); printed to 2-3 decimals.
KIOSK = {"t": (4, 5, 6, 22), "s": (19, 20, 21), "e": (10, 11, 18), "c": (13, 14, 15, 16, 17),
         "u": (1, 2, 3), "k": (7, 8)}  # fmt: skip
KIOSK_COLUMNS = {"SERVQUAL perception": "sq{}_2", "IPA satisfaction": "ipa{}_2"}


@pytest.fixture(scope="module")
def perceived():
    return Covariances.of_answers(np.transpose(item_columns(table("a_clean"), "P")))


@pytest.fixture(scope="module")
def five(perceived):
    return confirmatory(perceived.biased[0], 60, NUMBERS)


def hold(indices, want):
    assert indices.df == want["df"]
    np.testing.assert_allclose(indices.chi2, want["chisq"], rtol=CHI2)
    np.testing.assert_allclose(indices.p, want["pvalue"], rtol=1e-6, atol=1e-15)
    for name in ("cfi", "tli", "rmsea", "srmr"):
        np.testing.assert_allclose(getattr(indices, name), want[name], atol=INDEX, err_msg=name)


def test_the_model_of_five_dimensions_is_that_of_lavaan(five):
    want = figures("a/cfa/5f_ml")
    assert five.settled
    hold(five.indices, want["fit"])
    np.testing.assert_allclose(
        [five.indices.rmsea_low, five.indices.rmsea_high],
        [want["fit"]["rmsea.ci.lower"], want["fit"]["rmsea.ci.upper"]], atol=INDEX,
    )  # fmt: skip
    np.testing.assert_allclose(five.loading, [*want["loadings"].values()], atol=ESTIMATE)
    factors = [want["factor_cor"][d] for d in DIMENSIONS]
    np.testing.assert_allclose(five.correlation, factors, atol=ESTIMATE)
    assert not five.improper.any()


def test_one_factor_for_all_items_is_that_of_lavaan(perceived):
    found = confirmatory(perceived.biased[0], 60, [0] * 22)
    hold(found.indices, figures("a/cfa/1f_ml"))


def published():
    text = (ROOT / "published" / "kiosk_cfa_fit.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return [r for r in rows if r["model"] == "CFA 6 factors"]


@pytest.mark.parametrize("want", published(), ids=lambda r: r["data"])
def test_the_authors_figures_of_the_kiosk_survey(want):
    frame = pd.read_csv(ROOT / "kiosk" / "kiosk_clean_utf8.csv", encoding="utf-8-sig")
    items = [KIOSK_COLUMNS[want["data"]].format(i) for ids in KIOSK.values() for i in ids]
    numbers = [k for k, ids in enumerate(KIOSK.values()) for _ in ids]
    c = Covariances.of_answers(frame[items].to_numpy(float))
    have = confirmatory(c.biased[0], int(c.n[0]), numbers).indices
    assert have.df == int(want["df"])
    # as many decimals as were printed
    np.testing.assert_allclose(have.chi2, float(want["chi2"]), atol=5e-4)
    np.testing.assert_allclose(have.cfi, float(want["CFI"]), atol=5e-4)
    np.testing.assert_allclose(have.rmsea, float(want["RMSEA"]), atol=5e-4)


def test_rmsea_interval_as_the_lavaan_tutorial_prints_it():
    low, high = rmsea_interval(85.306, 24, 301)
    assert (round(low, 3), round(high, 3)) == (0.071, 0.114)
    assert rmsea_interval(3.0, 10, 100)[0] == 0
    assert np.isnan(rmsea_interval(0.0, 0, 100)).all()


def test_htmt_is_that_of_semtools(perceived):
    want = figures("a/cfa/htmt")
    r = perceived.correlation[0]
    for mean, name in (("arithmetic", "htmt"), ("geometric", "htmt2")):
        rows = [want[name][d] for d in DIMENSIONS]
        np.testing.assert_allclose(htmt(r, NUMBERS, mean), rows, rtol=1e-9)
    assert np.isnan(htmt(np.eye(3) * 0.5 + 0.5, [0, 0, 1])[0, 1])  # one item has no partner


def test_composite_reliability_of_lavaans_loadings():
    for dimension in DIMENSIONS:
        want = figures(f"a/alpha/P/{dimension}/omega_1f")
        c = Covariances.of_answers(
            table("a_clean")[[f"P{i:02d}" for i in DIMENSIONS[dimension]]].to_numpy(float)
        )
        found = confirmatory(c.biased[0], 60, [0] * c.items)
        have = convergence(found.loading, [0] * c.items)
        np.testing.assert_allclose(have.composite_reliability[0], want["CR_std"], atol=ESTIMATE)
        np.testing.assert_allclose(have.average_variance[0], want["AVE_std"], atol=ESTIMATE)


def plain_chi2(model, theta, sample):
    """The discrepancy as the books write it."""
    at, s = model.at(theta), sample.covariance[0]
    implied = at.loading[0] @ at.factor[0] @ at.loading[0].T + at.residual[0]
    trace = np.trace(s @ np.linalg.inv(implied))
    logs = np.log(np.linalg.det(implied)) - np.log(np.linalg.det(s))
    return float(sample.n[0] * (logs + trace - len(s)))


def test_gradient_and_information_against_differences(five):
    model, sample = five.fit.model, five.sample
    theta = five.fit.theta + 0.01 * np.cos(np.arange(len(five.fit.theta)))
    slope, curvature = derivatives(model, theta, sample)
    n, step = sample.n[0], 1e-5

    def implied(t):
        return model.at(t).covariance[0]

    moved = []
    for q in range(len(theta)):
        up, down = theta.copy(), theta.copy()
        up[q] += step
        down[q] -= step
        difference = plain_chi2(model, up, sample) - plain_chi2(model, down, sample)
        np.testing.assert_allclose(n * slope[q], difference / (2 * step), atol=1e-4)
        moved.append((implied(up) - implied(down)) / (2 * step))
    w = np.linalg.inv(implied(theta))
    for a, b in ((0, 0), (0, 30), (22, 45), (50, 53)):
        want = np.trace(w @ moved[a] @ w @ moved[b])
        np.testing.assert_allclose(curvature[a, b], want, atol=1e-6)


def test_a_modification_foretells_what_setting_free_does(rng):
    """Two items that share something, and one that also goes with the other dimension."""
    factors = rng.multivariate_normal([0, 0], [[1, 0.3], [0.3, 1]], 5000)
    x = np.repeat(factors, 6, axis=1) * 0.7 + rng.standard_normal((5000, 12)) * 0.7
    x[:, 1] += 0.1 * factors[:, 1]
    shared = rng.standard_normal(5000)
    x[:, 7] += 0.25 * shared
    x[:, 9] += 0.25 * shared
    c = Covariances.of_answers(x)
    found = confirmatory(c.biased[0], 5000, [0] * 6 + [1] * 6)
    hints = modifications(found)
    assert [h.index for h in hints] == sorted((h.index for h in hints), reverse=True)
    planted = [("residual", 7, 9), ("loading", 1, 1)]
    assert {(h.kind, h.i, h.j) for h in hints[:2]} == set(planted)
    for hint in hints[:2]:
        place = Place(hint.kind, 0, hint.i, hint.j)
        wider = found.fit.model.with_more([(place,)], found.fit.theta)
        freed = maximise(wider, found.sample)
        assert freed.df == found.fit.df - 1
        # in large samples a score test equals the fall of chi-square, and foretells the value
        np.testing.assert_allclose(found.fit.chi2 - freed.chi2, hint.index, rtol=0.05)
        np.testing.assert_allclose(freed.theta[-1], hint.change, rtol=0.1)


def test_errors_of_standardised_loadings_by_simulation(rng):
    """Their spread over samples is what the errors say, up to the noise of 300 samples."""
    truth, n = np.array([0.8, 0.7, 0.6, 0.7, 0.8, 0.5]), 400
    numbers = [0, 0, 0, 1, 1, 1]
    phi = np.array([[1, 0.4], [0.4, 1]])
    loading = np.zeros((6, 2))
    loading[np.arange(6), numbers] = truth
    r = loading @ phi @ loading.T
    np.fill_diagonal(r, 1)
    found = [
        confirmatory(np.cov(rng.multivariate_normal(np.zeros(6), r, n).T, bias=True), n, numbers)
        for _ in range(300)
    ]
    spread = np.std([f.loading for f in found], axis=0)
    said = np.mean([f.loading_se for f in found], axis=0)
    np.testing.assert_allclose(said, spread, rtol=0.2)
    np.testing.assert_allclose(np.mean([f.loading for f in found], axis=0), truth, atol=0.02)


def test_fit_does_not_depend_on_units_and_signs(perceived, five):
    units = np.where(np.arange(22) % 3 == 0, -2.0, 0.5)
    other = confirmatory(perceived.biased[0] * np.outer(units, units), 60, NUMBERS)
    np.testing.assert_allclose(other.indices.chi2, five.indices.chi2, rtol=CHI2)
    np.testing.assert_allclose(np.abs(other.loading), five.loading, atol=ESTIMATE)


def test_a_dimension_with_one_item_takes_part():
    pattern = np.array([0.8, 0.7, 0.6, 1.0])
    r = np.outer(pattern, pattern)
    r[:3, 3] = r[3, :3] = pattern[:3] * 0.5
    np.fill_diagonal(r, 1)
    found = confirmatory(r, 200, [0, 0, 0, 1])
    np.testing.assert_allclose(found.loading, pattern, atol=ESTIMATE)
    np.testing.assert_allclose(found.correlation[0, 1], 0.5, atol=ESTIMATE)
    assert len(simple_structure([0, 0, 0, 1]).places) == 8
    assert not any(m.kind == "residual" and 3 in (m.i, m.j) for m in modifications(found))


def test_what_cannot_be_fitted_is_told_from_the_start():
    r = np.eye(4) * 0.5 + 0.5
    singular = r.copy()
    singular[3], singular[:, 3] = singular[2], singular[:, 2]
    assert confirmatory(singular, 50, [0, 0, 1, 1]) is None
    assert confirmatory(r[:2, :2], 50, [0, 0]) is None  # four parameters, three figures
    assert confirmatory(np.zeros((3, 3)), 50, [0, 0, 0]) is None
    assert confirmatory(np.full((3, 3), np.nan), 50, [0, 0, 0]) is None


def test_a_heywood_case_is_said():
    messy = table("b_messy")[["E01", "E02", "E03"]].to_numpy(float)
    c = Covariances.of_answers(messy)
    found = confirmatory(c.biased[0], int(c.n[0]), [0, 0, 0])
    want = [*figures("edge/cfa/heywood")["theta"].values()]
    have = np.diag(found.fit.matrices.residual[0]) * np.diag(c.biased[0])
    np.testing.assert_allclose(have, want, rtol=1e-4)
    assert found.improper.tolist() == [True, False, False]


def test_a_saturated_model_has_no_misfit_and_no_p():
    sample = SampleMoments(np.array([100.0]), (np.eye(3) * 0.5 + 0.5)[None])
    fit = maximise(simple_structure([0, 0, 0]), sample)
    have = fit_indices(fit, sample)
    assert (have.df, round(have.chi2, 8), have.cfi) == (0, 0, 1)
    assert np.isnan([have.p, have.tli, have.rmsea]).all()
