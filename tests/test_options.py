"""The options: their defaults are the contract's, and what will not do is refused, all at once."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from gapkit.errors import CallError
from gapkit.options import Options

CONTRACT = {
    "confidence": 0.95, "adjust": "holm", "margin": 0.05, "bootstrap": 2000, "seed": 1, "min_n": 5,
    "min_n_verdict": 20, "unit_design": "none", "signed_rank": "wilcoxon", "case_mix": None,
    "decimals": 2, "language": "en",
}  # fmt: skip


def test_defaults_are_those_of_the_contract():
    assert {key: getattr(Options(), key) for key in CONTRACT} == CONTRACT
    assert set(CONTRACT) <= set(Options.names())


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
def test_alpha_is_what_confidence_leaves_free_of_binary_dust(confidence):
    assert Options(confidence=confidence).alpha == float(f"{1 - confidence:.6f}")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("confidence", 95, "confidence: 95 will not do. Give a number from 0.5"),
        ("confidence", 1.0, "confidence: 1.0 will not do."),
        ("margin", 0.0, "margin: 0.0 will not do."),
        ("margin", 0.5, "margin: 0.5 will not do."),
        ("bootstrap", 99, "at least 100"),
        ("seed", -1, "0 or more"),
        ("min_n", 0, "1 or more"),
        ("min_n_verdict", 1, "2 or more"),
        ("decimals", 7, "0 to 6"),
        ("adjust", "hom", "'hom' is not known. Did you mean 'holm'? Known: holm, fdr_bh, none."),
        ("unit_design", "cluster", "Did you mean 'clusters'?"),
        ("signed_rank", "prat", "Did you mean 'pratt'?"),
        ("language", "zh", "Known: en, zh-Hant."),
        ("depth", "quarter", "Did you mean 'quarterly'? Known: quarterly, yearly."),
        ("leave_out", ("long_rum",), "leave_out: 'long_rum' is no check. Did you mean 'long_run'?"),
    ],
)
def test_what_will_not_do_is_refused_with_what_would(key, value, said):
    with pytest.raises(CallError) as caught:
        Options(**{key: value})
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("confidence", "0.9", "confidence: '0.9' will not do. Give a number, such as 0.95."),
        ("margin", None, "margin: None will not do."),
        ("seed", 1.5, "seed: 1.5 will not do. Give a whole number, such as 1."),
        ("min_n", "5", "min_n: '5' will not do."),
        ("bootstrap", True, "Give a whole number, such as 2000."),
        ("exact", "no", "exact: 'no' will not do. Give True or False, such as False."),
        ("adjust", 3, "adjust: 3 will not do. Give a text, such as 'holm'."),
        ("case_mix", "channel", "case_mix: 'channel' will not do. Give a tuple of names."),
        ("case_mix", (1,), "Give a tuple of names."),
        ("leave_out", "too_fast", "leave_out: 'too_fast' will not do. Give a tuple of names."),
        ("leave_out", None, "leave_out: None will not do. Give a tuple of names."),
    ],
)
def test_another_kind_of_value_is_refused(key, value, said):
    with pytest.raises(CallError) as caught:
        Options(**{key: value})
    assert said in str(caught.value)


def test_numbers_of_numpy_will_do_and_whole_ones_for_any():
    given = Options(confidence=np.float64(0.9), min_n=np.int64(3), margin=np.float32(0.25))
    assert (given.alpha, given.min_n, given.margin) == (0.1, 3, 0.25)
    with pytest.raises(CallError, match=r"confidence: 1 will not do\. Give a number from"):
        Options(confidence=1)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(CallError) as caught:
        Options(confidence=2, min_n=0, adjust="x")
    assert [p.where for p in caught.value.problems] == ["adjust", "confidence", "min_n"]


def test_options_are_frozen():
    with pytest.raises(FrozenInstanceError):
        Options().seed = 2
