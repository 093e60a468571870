import numpy as np
import pytest
from hypothesis import settings

# The first example of a test may import scipy.stats: how long it takes says nothing.
settings.register_profile("stats", deadline=None)
settings.load_profile("stats")


@pytest.fixture
def rng():
    return np.random.default_rng(20260101)
