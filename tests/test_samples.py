"""The sample studies that come with the package."""

import pytest

from gapkit.errors import CallError
from gapkit.samples import sample, samples
from gapkit.study import read_study


def test_all_samples_are_found_in_both_languages():
    assert set(samples()) == {"kiosk", "bank", "call-centre"}
    for name in samples():
        for language in ("en", "zh-Hant"):
            assert read_study(sample(name, language)).survey.options.language == language


def test_an_unknown_sample_is_told_the_nearest():
    with pytest.raises(CallError, match=r"no sample 'kiosks'\. Did you mean 'kiosk'"):
        sample("kiosks")
