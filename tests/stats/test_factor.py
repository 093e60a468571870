"""Exploratory factors against psych::fa and factanal, and the number of factors."""

import numpy as np
import pytest
from stats_reference import ITEMS, REL, figures, item_columns, table

from gapkit.stats.dimensionality import kaiser_meyer_olkin, parallel_analysis, sphericity
from gapkit.stats.factor import explore, extract, oblimin

# psych's and factanal's searches stop at the fifth decimal; discrepancies are flat there.
SEARCH, FLAT = 1e-4, 1e-6
# 2,000 random draws on either side.
MONTE_CARLO = 2e-2
PEOPLE = 60


@pytest.fixture(scope="module")
def correlation():
    return np.corrcoef(item_columns(table("a_clean"), "P"))


def test_maximum_likelihood_with_oblimin_is_that_of_psych(correlation):
    have, want = explore(correlation, 2, "ml"), figures("a/efa/fa_ml2_oblimin")
    np.testing.assert_allclose(have.communality, [*want["communality"].values()], atol=SEARCH)
    np.testing.assert_allclose(have.correlation[0, 1], want["Phi"]["ML1"][1], atol=SEARCH)
    whole = have.loading @ have.correlation @ have.loading.T
    np.testing.assert_allclose(np.diag(whole), have.communality)


def test_maximum_likelihood_is_that_of_factanal(correlation):
    loading, value = extract(correlation, 2, "ml")
    want = figures("a/efa/factanal2_varimax")
    np.testing.assert_allclose(1 - (loading**2).sum(axis=1), [*want["uniq"].values()], atol=SEARCH)
    k = len(ITEMS)
    bartlett = PEOPLE - 1 - (2 * k + 5) / 6 - 2 * 2 / 3
    np.testing.assert_allclose(bartlett * value, want["chisq"], rtol=FLAT)
    crossed = (loading @ loading.T)[:3, :3]
    np.testing.assert_allclose(crossed, want["crossprod"], atol=SEARCH)


def test_least_squares_are_those_of_psych(correlation):
    loading, value = extract(correlation, 2, "minres")
    want = figures("a/efa/fa_minres2_none")
    np.testing.assert_allclose(
        (loading**2).sum(axis=1), [*want["communality"].values()], atol=SEARCH
    )
    k = len(ITEMS)
    np.testing.assert_allclose(np.sqrt(2 * value / (k * (k - 1))), want["rms"], rtol=FLAT)


@pytest.mark.parametrize("method", ["ml", "minres"])
def test_a_known_simple_structure_is_recovered(method):
    pattern = np.zeros((9, 3))
    for f in range(3):
        pattern[3 * f : 3 * f + 3, f] = (0.9 - 0.1 * f, 0.7, 0.6)
    phi = np.array([[1, 0.4, 0.2], [0.4, 1, 0.3], [0.2, 0.3, 1]])
    r = pattern @ phi @ pattern.T
    np.fill_diagonal(r, 1)
    have = explore(r, 3, method)
    np.testing.assert_allclose(have.loading, pattern, atol=SEARCH)
    np.testing.assert_allclose(have.correlation, phi, atol=SEARCH)
    assert have.objective < FLAT


def test_no_turn_nearby_is_simpler(correlation, rng):
    unrotated, _ = extract(correlation, 3)
    pattern, phi = oblimin(unrotated)

    def criterion(p):
        squares = p**2
        return (squares.sum(axis=1) ** 2 - (squares**2).sum(axis=1)).sum()

    turn = np.linalg.lstsq(pattern, unrotated, rcond=None)[0].T
    np.testing.assert_allclose(turn.T @ turn, phi, atol=1e-6)
    for _ in range(50):
        near = turn + 0.02 * rng.standard_normal(turn.shape)
        near /= np.sqrt((near**2).sum(axis=0))
        assert criterion(unrotated @ np.linalg.inv(near).T) > criterion(pattern) - 1e-12
    np.testing.assert_array_equal(oblimin(unrotated[:, :1])[0], unrotated[:, :1])


def test_whether_to_look_for_factors_at_all(correlation):
    np.testing.assert_allclose(
        kaiser_meyer_olkin(correlation), figures("a/efa/kmo")["MSA"], rtol=REL
    )
    want = figures("a/efa/bartlett")
    have = sphericity(correlation, PEOPLE)
    np.testing.assert_allclose(have, [want["chisq"], want["df"], want["p"]], rtol=1e-6)


def test_parallel_analysis_is_that_of_r(correlation):
    have, want = parallel_analysis(correlation, PEOPLE), figures("a/efa/parallel_normal")
    np.testing.assert_allclose(have.eigenvalue, figures("a/efa/eigen"), rtol=REL)
    np.testing.assert_allclose(have.chance, want["q95"], rtol=MONTE_CARLO)
    assert have.factors == want["n_above_q95"]
    harman = have.eigenvalue[0] / len(ITEMS)
    np.testing.assert_allclose(harman, figures("a/harman")["pca_share_P"], rtol=REL)


def test_parallel_analysis_is_seeded_and_costs_nothing_for_a_million_people(correlation):
    first, again, other = (
        parallel_analysis(correlation, PEOPLE, draws=50, seed=s) for s in (1, 1, 2)
    )
    np.testing.assert_array_equal(first.chance, again.chance)
    assert (first.chance != other.chance).any()
    many = parallel_analysis(correlation, 1_000_000, draws=200)
    np.testing.assert_allclose(many.chance, 1, atol=0.02)  # unrelated items, hardly any noise left
    assert parallel_analysis(np.eye(5), 50, draws=200).factors == 0
