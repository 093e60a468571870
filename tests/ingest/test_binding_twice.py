"""One column cannot be both sides of a gap."""

from __future__ import annotations

import pandas as pd
import pytest

from gapkit import read_survey
from gapkit.errors import IngestError


def test_batteries_that_take_the_same_columns_are_refused():
    frame = pd.DataFrame({f"E{n}": [5, 6] for n in range(1, 23)})
    with pytest.raises(IngestError, match="'expectation' and 'perception' both take column 'E1'"):
        read_survey(frame, expectation="E{n}", perception="E{n}")


def test_a_column_is_not_two_items_of_two_batteries():
    """As where both batteries are told by positions, and the second begins one column too early."""
    frame = pd.DataFrame({f"c{n}": [5, 6] for n in range(1, 45)})
    with pytest.raises(IngestError, match="both take column 'c22' for item"):
        read_survey(
            frame,
            expectation=[f"c{n}" for n in range(1, 23)],
            perception=[f"c{n}" for n in range(22, 44)],
        )
