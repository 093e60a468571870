"""The collector of cycles while a report is made: put back as it was, whatever happens."""

import gc

import pytest

from gapkit.report.memory import passing_over


def fails_within(seen):
    with passing_over():
        seen.append(gc.get_freeze_count())
        raise KeyError


def test_it_passes_over_what_is_there_and_is_put_back_even_after_an_error():
    before, seen = gc.get_freeze_count(), []
    with pytest.raises(KeyError):
        fails_within(seen)
    assert seen[0] > 1000
    assert gc.get_freeze_count() == before


def test_what_somebody_else_put_out_of_sight_stays_there():
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with passing_over():
            pass
        assert gc.get_freeze_count() == frozen > 0
    finally:
        gc.unfreeze()
