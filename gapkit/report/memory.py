"""Memory while a report is made: charts are thousands of small objects in cycles."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["passing_over"]


@contextmanager
def passing_over() -> Iterator[None]:
    """Let the collector of cycles pass over what is there already.

    Each full collection would otherwise walk through every module and table again, many times a
    report. Where somebody has put objects out of its sight already, nothing is changed.
    """
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
