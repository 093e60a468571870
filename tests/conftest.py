"""What all tests share: no window is opened, no example is hurried, randomness is seeded per test."""

import os

import numpy as np
import pytest
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# The first example of a test may import scipy.stats: how long it takes says nothing.
settings.register_profile("gapkit", deadline=None, derandomize=True)
settings.load_profile("gapkit")


@pytest.fixture
def rng():
    return np.random.default_rng(20260101)
