"""Penalty and reward, Kano's kinds, proportional odds, net promoter scores."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import binomtest
from stats_reference import DIMENSIONS, dimension_scores, figures, table

from gapkit.stats.kano import EVALUATION, KINDS, kano
from gapkit.stats.nps import net_promoter
from gapkit.stats.penalty_reward import penalty_reward
from gapkit.stats.proportional_odds import proportional_odds
from gapkit.stats.regression import products_of, slopes

REL = 1e-10
NAMES = list(DIMENSIONS)


def fitted(columns):
    return slopes(products_of(columns))


def marked_clean():
    """Marks low and high at R's quantiles of 20 and 80 %, as in the record a/prca/dims_quantile."""
    p = np.column_stack(list(dimension_scores("P").values()))
    low, high = np.quantile(p, [0.2, 0.8], axis=0)
    return np.column_stack([p <= low + 1e-12, p >= high - 1e-12, table("a_clean")["oq"]]).astype(
        float
    )


def test_contrasts_are_those_of_lm():
    want, found = figures("a/prca/dims_quantile"), penalty_reward(fitted(marked_clean()))
    coef = want["coef"]
    np.testing.assert_allclose(found.penalty, [-coef[f"{d}_low"] for d in NAMES], rtol=1e-9)
    np.testing.assert_allclose(found.reward, [coef[f"{d}_high"] for d in NAMES], rtol=1e-9)
    half = (found.penalty_high - found.penalty_low) / 2
    from scipy.stats import t

    se = [want["se"][f"{d}_low"] for d in NAMES]
    np.testing.assert_allclose(half, t.ppf(0.975, 60 - 11) * np.array(se), rtol=1e-9)


def test_the_impact_asymmetry_is_rs_where_the_signs_are_right():
    want = np.array(figures("a/prca/dims_quantile")["impact_asymmetry"])
    found = penalty_reward(fitted(marked_clean())).impact_asymmetry
    # a low rating of ASS goes with a higher outcome: R's quotient of absolute values says nothing
    wrong = np.array(NAMES) == "ASS"
    np.testing.assert_allclose(found[~wrong], want[~wrong], rtol=1e-9)
    assert np.isnan(found[wrong]).all()


def test_the_asymmetry_is_tested_as_in_r():
    p = dimension_scores("P")["REL"]
    rows = np.column_stack([p < 4, p >= 6, table("a_clean")["oq"]]).astype(float)
    want, found = figures("a/prca/REL_single"), penalty_reward(fitted(rows))
    from scipy.stats import t

    assert found.asymmetry[0] == pytest.approx(want["coef"]["lo"] + want["coef"]["hi"], rel=1e-9)
    assert found.p[0] == pytest.approx(2 * t.sf(abs(want["wald_equal"]), 57), rel=1e-9)


def test_nobody_rated_low_leaves_the_reward():
    x = np.array([1, 4, 6, 3, 7, 5, 2, 6])
    y = np.array([2, 4, 6, 3, 6, 6, 2, 5])
    found = penalty_reward(fitted(np.column_stack([0 * x, x >= 6, y]).astype(float)))
    assert np.isnan(found.penalty[0])
    assert found.reward[0] == pytest.approx(figures("edge/prca/no_low")["hi"], rel=REL)
    assert found.kind.tolist() == ["unclear"]


@pytest.mark.parametrize(
    ("means", "kind"),
    [
        ((1.0, 5.0, 5.1), "basic"),
        ((4.9, 5.0, 9.0), "excitement"),
        ((3.0, 5.0, 7.0), "performance"),
        ((5.0, 5.0, 5.0), "unclear"),
        ((7.0, 5.0, 7.0), "excitement"),
    ],
)
def test_kinds_follow_from_three_means(means, kind):
    low, high = np.repeat([1, 0, 0], 30), np.repeat([0, 0, 1], 30)
    y = np.repeat(means, 30) + np.tile([0.5, -0.5, 0.0], 30)
    assert penalty_reward(fitted(np.column_stack([low, high, y]))).kind.tolist() == [kind]


# the evaluation table of Berger et al. (1993): rows if it is there, columns if it is not
BERGER = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")


def test_the_evaluation_table_is_the_printed_one():
    letters = {
        "attractive": "A", "one_dimensional": "O", "must_be": "M", "indifferent": "I",
        "reverse": "R", "questionable": "Q",
    }  # fmt: skip
    assert ["".join(letters[k] for k in row) for row in EVALUATION] == list(BERGER)


def test_kinds_are_counted_person_by_person(rng):
    pairs = rng.integers(0, 5, size=(200, 2))
    joint = np.zeros((1, 5, 5), int)
    np.add.at(joint[0], (pairs[:, 0], pairs[:, 1]), 1)
    found = kano(joint)
    kinds = [EVALUATION[a][b] for a, b in pairs]
    np.testing.assert_allclose(found.shares[0], [kinds.count(k) / 200 for k in KINDS])
    a, o, m, i = (
        kinds.count(k) for k in ("attractive", "one_dimensional", "must_be", "indifferent")
    )
    assert found.better[0] == pytest.approx((a + o) / (a + o + m + i))
    assert found.worse[0] == pytest.approx(-(o + m) / (a + o + m + i))
    low, high = binomtest(a + o, a + o + m + i).proportion_ci(method="wilson")
    assert (found.better_low[0], found.better_high[0]) == (pytest.approx(low), pytest.approx(high))
    low, high = binomtest(o + m, a + o + m + i).proportion_ci(method="wilson")
    assert (found.worse_low[0], found.worse_high[0]) == (pytest.approx(-high), pytest.approx(-low))


@pytest.mark.parametrize(("must", "indifferent"), [(30, 10), (20, 12), (9, 9), (7, 1), (6, 0)])
def test_the_leading_kind_is_told_by_the_exact_sign_test(must, indifferent):
    joint = np.zeros((1, 5, 5), int)
    joint[0, 1, 4], joint[0, 2, 2] = must, indifferent
    p = binomtest(indifferent, must + indifferent).pvalue
    assert kano(joint).told.tolist() == ["yes" if p < 0.05 else "unclear"]
    assert kano(joint).kind.tolist() == ["must_be"]


def test_nobody_is_of_no_kind():
    found = kano(np.zeros((1, 5, 5), int))
    assert (found.n[0], found.kind[0], found.told[0]) == (0, "", "unclear")
    assert np.isnan([found.better[0], found.worse_low[0], *found.shares[0]]).all()


def test_proportional_odds_are_those_of_statsmodels(rng):
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    x = rng.normal(size=(300, 3))
    y = np.digitize(x @ [1.0, 0.5, 0.0] + rng.logistic(size=300), [-2, -1, 0, 1, 2])
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    want = OrderedModel(y, z, distr="logit").fit(method="bfgs", disp=0, gtol=1e-8, maxiter=500)
    found = proportional_odds(x, y)
    # statsmodels stops at a gradient of 1e-8 and takes its errors from numeric derivatives
    np.testing.assert_allclose(found.slope, want.params[:3], atol=2e-5)
    np.testing.assert_allclose(found.se, want.bse[:3], rtol=1e-4)


def test_two_grades_make_logistic_regression(rng):
    import statsmodels.api as sm

    x = rng.normal(size=(200, 2))
    y = (x @ [1.0, -0.5] + rng.logistic(size=200) > 0).astype(int)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    want = sm.Logit(y, sm.add_constant(z)).fit(disp=0)
    found = proportional_odds(x, y)
    np.testing.assert_allclose(found.slope, want.params[1:], rtol=1e-6)
    np.testing.assert_allclose(found.p, want.pvalues[1:], rtol=1e-4)


def test_grades_without_overlap_have_no_largest_likelihood():
    x = np.arange(20.0)[:, None]
    found = proportional_odds(x, (x[:, 0] > 9).astype(int))
    assert not found.settled
    assert np.isnan(found.slope).all()


@pytest.mark.parametrize("grade", [np.zeros(10, int), np.arange(10)])
def test_one_grade_or_a_constant_predictor_has_no_slope(grade):
    found = proportional_odds(np.full((10, 1), 3.0), grade)
    assert np.isnan(found.slope).all()


def score_limit(b, c, n, z):
    """Tango's limits by brute force: the likelihood is maximised under each difference."""

    def statistic(delta):
        def loss(share):
            c_share = share[0]
            cells = np.array([c_share + delta, c_share, 1 - 2 * c_share - delta])
            if (cells <= 0).any():
                return 1e9
            return -(np.array([b, c, n - b - c]) * np.log(cells)).sum()

        low, high = max(0.0, -delta), (1 - delta) / 2
        best = minimize(
            loss, [(low + high) / 2], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12}
        )
        return (b - c - n * delta) / np.sqrt(n * (2 * best.x[0] + delta - delta**2))

    from scipy.optimize import brentq

    return brentq(lambda d: statistic(d) - z, -0.99, 0.99, xtol=1e-9)


@pytest.mark.parametrize(("b", "c", "n"), [(50, 20, 100), (8, 3, 20), (5, 9, 40)])
def test_the_net_promoter_interval_is_tangos(b, c, n):
    counts = np.zeros((1, 11), int)
    counts[0, 10], counts[0, 3], counts[0, 8] = b, c, n - b - c
    found = net_promoter(counts)
    assert found.score[0] == pytest.approx((b - c) / n)
    assert found.low[0] == pytest.approx(score_limit(b, c, n, 1.959964), abs=1e-5)
    assert found.high[0] == pytest.approx(score_limit(b, c, n, -1.959964), abs=1e-5)


def test_who_is_a_promoter_and_who_a_detractor():
    found = net_promoter(np.eye(11, dtype=int))
    assert found.score.tolist() == [-1.0] * 7 + [0.0] * 2 + [1.0] * 2
    assert (found.low < found.score).sum() == 4  # a detractor alone still has -1 as its lower end
    assert np.isnan(net_promoter(np.zeros((1, 11))).score).all()


def test_turning_the_answers_round_turns_the_interval(rng):
    counts = rng.integers(0, 9, (5, 11))
    b, c = counts[:, 9:].sum(axis=1), counts[:, :7].sum(axis=1)
    turned = np.zeros_like(counts)
    turned[:, 10], turned[:, 0], turned[:, 7] = c, b, counts[:, 7:9].sum(axis=1)
    one, other = net_promoter(counts), net_promoter(turned)
    np.testing.assert_allclose(one.low, -other.high, atol=1e-9)
