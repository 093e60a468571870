"""Each figure is drawn in each language."""

import pytest

from .made import LANGUAGES


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param
